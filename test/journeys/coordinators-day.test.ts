/** A coordinator's ordinary day beside the interviews: what calls come to, and two people who work on one list. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import {
  askForNumber,
  type FrontDoor,
  openCase,
  openContext,
  openFrontDoor,
  sentenceOf,
  showNumber,
  signIn,
} from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
let anna: Page;
let bo: Page;
const troubles: string[][] = [];

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
  const come = async (username: string) => {
    const opened = await openContext(browser, door);
    await signIn(opened.page, username);
    troubles.push(opened.troubles);
    return opened.page;
  };
  anna = await come("anna");
  bo = await come("bo");
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
  expect(troubles.flat()).toEqual([]);
});
beforeEach(async () => {
  await anna.goto("/lista");
});

const row = (page: Page, name: string) => page.locator("tbody tr").filter({ hasText: name });
const save = (page: Page) => page.getByRole("button", { name: "Spara utfallet" }).click();
const saved = (page: Page, name: string) => page.getByText(`för ${name} är sparat.`).waitFor();
const summary = (page: Page) => page.locator(".error-summary");

test("after no answer the patient leaves the list, and the waiting list says when to ring again", async () => {
  await openCase(anna, "Nils Persson");
  await showNumber(anna);
  await anna.getByRole("radio", { name: "Inget svar" }).check();
  await anna.getByLabel(/^Anteckning till den/).fill("Hör bäst på förmiddagen");
  await save(anna);
  await saved(anna, "Nils Persson");
  expect(await row(anna, "Nils Persson").count()).toBe(0);
  await anna.goto("/lista?visa=vantar");
  expect(await row(anna, "Nils Persson").innerText()).toMatch(/\d\d:\d\d/);
  await openCase(anna, "Nils Persson", "vantar");
  expect(await anna.locator(".history").innerText()).toMatch(/Anna Ek: Inget svar\. ”Hör bäst på förmiddagen”/);
  expect(await anna.locator("main").innerText()).toContain("Just nu ska du inte ringa");
});

test("a booked call needs a time inside the window; what was typed stays until it is right", async () => {
  await openCase(anna, "Camilla Frost");
  await showNumber(anna);
  const time = anna.getByLabel("När ska du ringa igen?");
  expect(await time.isVisible()).toBe(false);
  await anna.getByRole("radio", { name: /bokad tid/ }).check();
  await time.waitFor();
  await anna.getByLabel(/^Anteckning till den/).fill("Vill ha dottern bredvid sig");
  await save(anna);
  await summary(anna).getByText(sentenceOf("appointment-needed")).waitFor();

  await time.fill("2027-01-15T10:00");
  // The browser itself would stop a time outside the window; the server must too.
  await anna.evaluate(`document.querySelector("form[action$='/utfall']").noValidate = true`);
  await save(anna);
  await summary(anna).getByText(sentenceOf("appointment-outside-window")).waitFor();
  expect(await time.inputValue()).toBe("2027-01-15T10:00");
  expect(await anna.getByRole("radio", { name: /bokad tid/ }).isChecked()).toBe(true);
  expect(await anna.getByLabel(/^Anteckning till den/).inputValue()).toBe("Vill ha dottern bredvid sig");

  await time.fill("2026-11-24T10:15");
  await save(anna);
  await saved(anna, "Camilla Frost");
  await anna.goto("/lista?visa=vantar");
  expect(await row(anna, "Camilla Frost").innerText()).toMatch(/Bokad tid/);
  await openCase(anna, "Camilla Frost", "vantar");
  expect(await anna.locator(".lead").innerText()).toMatch(/10:15/);
});

test("a patient who says no is never offered again", async () => {
  await openCase(anna, "Anders Hjort");
  await showNumber(anna);
  await anna.getByRole("radio", { name: "Tackar nej", exact: true }).check();
  await save(anna);
  await saved(anna, "Anders Hjort");
  for (const tab of ["att-ringa", "vantar", "vid-behov"]) {
    await anna.goto(`/lista?visa=${tab}`);
    expect(await row(anna, "Anders Hjort").count()).toBe(0);
  }
  await openCase(anna, "Anders Hjort", "klara");
  await anna.getByText("Tackar nej", { exact: false }).first().waitFor();
  for (const name of ["Visa numret", "Börja intervjun", "Spara utfallet"]) {
    expect(await anna.getByRole("button", { name }).count()).toBe(0);
  }
  expect(await anna.locator("a[href^='tel:']").count()).toBe(0);
});

test("an outcome that needs a note is not saved without one", async () => {
  await openCase(anna, "Yusuf Al-Hakim");
  await showNumber(anna);
  await anna.getByRole("radio", { name: "Kan inte delta" }).check();
  await save(anna);
  await summary(anna).getByText(sentenceOf("note-needed")).waitFor();
  await summary(anna).getByRole("link").first().click();
  await anna.locator("#f-anteckning:focus").waitFor();
  await anna.keyboard.type("Hör inte i telefon. Texttelefon provad.");
  await save(anna);
  await saved(anna, "Yusuf Al-Hakim");
});

test("a double click on save makes one attempt", async () => {
  await openCase(anna, "Teresa Kowalczyk");
  await showNumber(anna);
  await anna.getByRole("radio", { name: "Upptaget" }).check();
  await anna.getByRole("button", { name: "Spara utfallet" }).dblclick();
  await anna.waitForURL(/\/lista/);
  await openCase(anna, "Teresa Kowalczyk", "vantar");
  expect((await anna.locator(".history").innerText()).match(/Upptaget/g)).toHaveLength(1);
});

test("the same outcome sent twice side by side makes one attempt", async () => {
  await openCase(anna, "Gun Axelsson");
  await showNumber(anna);
  const path = new URL(anna.url()).pathname;
  const statuses = await Promise.all(
    [1, 2].map(async () => {
      const sent = await anna.request.post(`${path}/utfall`, { form: { utfall: "no-answer" } });
      return sent.status();
    }),
  );
  expect(Math.max(...statuses)).toBeLessThan(500);
  await anna.goto(path);
  expect((await anna.locator(".history").innerText()).match(/Inget svar/g)).toHaveLength(1);
});

test("the second to open a case sees who has it and since when, and can do nothing with it", async () => {
  await openCase(anna, "Ulf Rydell");
  await showNumber(anna);
  await bo.goto("/lista?visa=vantar");
  expect(await row(bo, "Ulf Rydell").innerText()).toMatch(/Anna Ek har den här uppföljningen sedan \d\d:\d\d/);
  await bo.goto(new URL(anna.url()).pathname);
  expect(await bo.locator(".notice").first().innerText()).toMatch(
    /Anna Ek har den här uppföljningen sedan \d\d:\d\d\. Du kan läsa men inte ringa\./,
  );
  for (const name of ["Visa numret", "Börja intervjun", "Spara utfallet"]) {
    expect(await bo.getByRole("button", { name }).count()).toBe(0);
  }
  await anna.getByRole("button", { name: "Lämna tillbaka" }).click();
  await anna.getByText("Uppföljningen är tillbaka på listan.").waitFor();
  await bo.reload();
  expect(await bo.getByRole("button", { name: "Visa numret" }).count()).toBe(1);
});

test("when two press at the same moment one gets the case and the other is told who", async () => {
  for (const page of [anna, bo]) await openCase(page, "Elsa Wikström");
  await Promise.all([anna, bo].map(askForNumber));
  const got: boolean[] = [];
  for (const page of [anna, bo]) {
    await page.locator("a[href^='tel:'], .error-summary").first().waitFor();
    got.push((await page.locator("a[href^='tel:']").count()) > 0);
  }
  expect(got.filter(Boolean)).toHaveLength(1);
  const loser = got[0] ? bo : anna;
  const said = await summary(loser).innerText();
  expect(
    [sentenceOf("case-held"), sentenceOf("case-just-changed")].some((no) => said.includes(no)),
    said,
  ).toBe(true);
  expect(await loser.locator(".notice").first().innerText()).toContain(got[0] ? "Anna Ek" : "Bo Lind");
});
