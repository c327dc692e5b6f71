/** Whoever is new practises a call without signing in, with keys or without script; and the sheets fit their paper. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import {
  type FrontDoor,
  openContext,
  openFrontDoor,
  pressAndGoOn,
  signIn,
  standsAt,
  stepOn,
  wholly,
} from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

test("a newcomer finds the practice on the sign-in page and holds a whole call with keys", async () => {
  const { page, troubles } = await openContext(browser, door);
  await page.goto("/logga-in");
  await page.getByRole("link", { name: "Öva på ett samtal" }).click();
  await page.getByRole("button", { name: "Öva med Elsa Nordin" }).click();
  await page.getByText("Övning: inget sparas.").waitFor();
  for (const key of ["ArrowRight", "1", "1", "1", "2", "V"]) await pressAndGoOn(page, key);
  await pressAndGoOn(page, "ArrowLeft");
  expect(await stepOn(page)).toBe("onskemal");
  expect(await page.getByRole("radio", { name: /Vet ej/ }).isChecked()).toBe(true);

  await page.getByRole("button", { name: "Visa alla frågor på en sida" }).click();
  await page.locator("[data-interview=all]").waitFor();
  for (const step of ["information", "plan", "samordning", "trygghet"]) {
    const kept = page.waitForResponse("**/ova/svar");
    await page.locator(`form:has(input[value="${step}"]) input[name=svar]`).first().check();
    await kept;
  }
  await page.getByText("Övning: inget sparas.", { exact: true }).last().waitFor();
  await page.getByRole("button", { name: "Vidare till avslutningen" }).click();
  await standsAt(page, "hjalp");
  await pressAndGoOn(page, "2");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("heading", { level: 1, name: "Sammanfattning" }).waitFor();
  expect(await page.getByText("Inget svar än").count()).toBe(0);
  await page.getByRole("button", { name: "Ändra Trygghet" }).click();
  await standsAt(page, "trygghet");
  await page.keyboard.press("4");
  await page.getByRole("heading", { level: 1, name: "Sammanfattning" }).waitFor();
  await page.getByText("Nej, inte alls").waitFor();
  await page.getByRole("button", { name: "Spara och lås" }).click();
  await page.getByRole("heading", { level: 1, name: "Övningen är slut" }).waitFor();
  expect(troubles).toEqual([]);
});

test("without script a närstående's call is practised to its end", async () => {
  const { page } = await openContext(browser, door, { javaScriptEnabled: false });
  await page.goto("/ova");
  await page.getByRole("button", { name: "Öva med Greta Wallin" }).click();
  for (let turn = 0; turn < 20 && (await page.locator("#svarsform").count()); turn += 1) {
    await wholly(page);
    const choices = page.locator("input[name=svar]");
    if ((await stepOn(page)) !== "delaktighet" && (await choices.count())) await choices.first().check();
    await page.getByRole("button", { name: /^(Nästa|Fortsätt)$/ }).click();
  }
  await page.getByLabel("Vad behöver patienten hjälp med?").fill("Hjälp med dosetten");
  await page.getByLabel(/^Patienten säger ja/).check();
  await page.getByRole("button", { name: "Spara och lås" }).click();
  await page.getByRole("heading", { level: 1, name: "Övningen är slut" }).waitFor();
  await page.getByText("En åtgärd hade skickats till enheten").waitFor();
});

test("every sheet fits on one A4", async () => {
  const { page } = await openContext(browser, door);
  await signIn(page, "anna");
  await page.getByRole("link", { name: "Skriv ut blad" }).click();
  const links = page.locator("main li a");
  const hrefs = await links.evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
  expect(hrefs.length).toBeGreaterThanOrEqual(5);
  for (const href of hrefs.filter((href) => !href.includes("enkat=") || href.includes("punktmatning-kort"))) {
    await page.goto(href);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect([href, pdf.match(/\/Type\s*\/Page\b/g)?.length]).toEqual([href, 1]);
  }
});
