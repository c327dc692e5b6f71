/** What an interview survives, and every way out of it. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import {
  beginInterview,
  type FrontDoor,
  openCase,
  openContext,
  openFrontDoor,
  pressAndGoOn,
  sentenceOf,
  signIn,
  standsAt,
  stepOn,
  throughOpening,
} from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
let context: BrowserContext;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
  ({ context, page, troubles } = await openContext(browser, door));
  await signIn(page, "anna");
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});
afterEach(() => {
  expect(troubles).toEqual([]);
});

const press = (name: string) => page.getByRole("button", { name }).click();
const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
const saveState = () => page.locator("[data-save-state]");

async function begin(name: string, respondent?: RegExp): Promise<string> {
  await openCase(page, name);
  const path = new URL(page.url()).pathname;
  await beginInterview(page, respondent);
  return path;
}

/** Answers the six questions and the rest by keys, to the summary. */
async function answerAll(keys: readonly string[] = ["1", "1", "1", "1", "1", "1"]): Promise<void> {
  for (const key of keys) await pressAndGoOn(page, key);
  for (const key of ["ArrowRight", "2", "ArrowRight"]) await pressAndGoOn(page, key);
  await heading("Sammanfattning");
}

test("a reload in the middle keeps the place and the answers", async () => {
  await begin("Nils Persson");
  await throughOpening(page);
  await pressAndGoOn(page, "2");
  await pressAndGoOn(page, "3");
  const at = await stepOn(page);
  await page.reload();
  expect(await stepOn(page)).toBe(at);
  await press("Tillbaka");
  await page.waitForURL(/intervju/);
  expect(await page.locator("input[name=svar]:checked").getAttribute("value")).toBe("3");
});

test("a session that ends in the middle leads, after signing in, back to the same question", async () => {
  const path = await begin("Camilla Frost");
  await throughOpening(page);
  await pressAndGoOn(page, "1");
  const at = await stepOn(page);
  await context.clearCookies();
  await page.goto(`${path}/intervju`);
  await page.waitForURL(/logga-in/);
  await signIn(page, "anna");
  expect(new URL(page.url()).pathname).toBe(`${path}/intervju`);
  expect(await stepOn(page)).toBe(at);
});

test("an answer given after the session ended waits, and is saved once somebody has signed in", async () => {
  await begin("Ulf Rydell");
  await throughOpening(page);
  await context.clearCookies();
  await page.keyboard.press("2");
  await saveState().getByText("Du är utloggad").waitFor();
  const other = await context.newPage();
  await signIn(other, "anna");
  await other.close();
  await saveState()
    .getByText(/^Sparat \d\d:\d\d/)
    .waitFor();
  await page.reload();
  await standsAt(page, "onskemal");
});

test("an answer given without contact waits, is said to, and is saved when contact is back", async () => {
  const path = await begin("Anders Hjort");
  await throughOpening(page);
  await context.setOffline(true);
  await page.keyboard.press("3");
  await saveState().getByText("Ingen kontakt").waitFor();
  await standsAt(page, "onskemal");
  await context.setOffline(false);
  await saveState()
    .getByText(/^Sparat \d\d:\d\d/)
    .waitFor();
  await page.goto(`${path}/intervju?steg=delaktighet`);
  expect(await page.locator("input[name=svar]:checked").getAttribute("value")).toBe("3");
});

test("all questions on one screen: saved as they are picked, and kept for the next patient", async () => {
  // Bo's own choice, so that Anna's interviews are held one question at a time whatever happens here.
  const annas = page;
  const bos = await openContext(browser, door);
  page = bos.page;
  try {
    await signIn(page, "bo");
    await begin("Teresa Kowalczyk");
    await throughOpening(page);
    await press("Visa alla frågor på en sida");
    await page.locator("html.script [data-interview=all]").waitFor();
    const saved = () => page.waitForResponse((response) => response.url().endsWith("/svar") && response.ok());
    for (const key of ["1", "2", "3", "V", "4"]) await Promise.all([saved(), page.keyboard.press(key)]);
    await Promise.all([saved(), page.getByLabel(/Patientens egna ord/).fill("Bra bemötande.")]);
    await saveState()
      .getByText(/^Sparat \d\d:\d\d/)
      .waitFor();
    await page.reload();
    expect(await page.locator("input[name=svar]:checked").count()).toBe(5);
    expect(await page.getByLabel(/Patientens egna ord/).inputValue()).toBe("Bra bemötande.");
    await press("Pausa");
    await page.getByText("Intervjun är pausad").waitFor();

    await begin("Stig Norling");
    await throughOpening(page);
    await heading("Intervju");
    expect(await page.locator("form[data-answer]").count()).toBe(7);
    await press("Visa en fråga i taget");
    await heading("Fråga 1 av 7");
    expect(bos.troubles).toEqual([]);
  } finally {
    await bos.context.close();
    page = annas;
  }
});

test("an answer can be changed from the summary, which then stands again", async () => {
  const path = await begin("Lennart Grip");
  await throughOpening(page);
  await answerAll(["1", "2", "3", "V", "4", "E"]);
  const row = page.locator(".answers > div").filter({ hasText: "trygg" });
  expect(await row.locator("dd").first().innerText()).toMatch(/aktuellt/i);
  await row.getByRole("link", { name: "Ändra" }).click();
  await page.waitForURL(/steg=trygghet/);
  await pressAndGoOn(page, "2").catch(() => undefined);
  await heading("Sammanfattning");
  expect(await row.locator("dd").first().innerText()).toMatch(/stor del/i);
  expect(new URL(page.url()).pathname).toBe(`${path}/sammanfattning`);
});

test("a relative who answers is asked about the patient in the third person", async () => {
  await begin("Elsa Wikström", /Närstående/);
  await throughOpening(page);
  expect(await page.locator(".question").innerText()).toContain("din närstående");
  expect(await page.locator(".callbar").innerText()).toContain("Närstående svarar");
  await press("Pausa");
});

test("a paused interview goes on where it stopped", async () => {
  await begin("Gun Axelsson");
  await throughOpening(page);
  await pressAndGoOn(page, "1");
  await pressAndGoOn(page, "1");
  const at = await stepOn(page);
  await press("Pausa");
  await page.getByText("Intervjun är pausad").waitFor();
  await press("Fortsätt intervjun");
  await page.waitForURL(/\/intervju$/);
  expect(await stepOn(page)).toBe(at);
});

test("Avbryt – akut shows 112 and the unit's own number at once, and makes a task", async () => {
  await begin("Margit Lundin");
  await throughOpening(page);
  await pressAndGoOn(page, "1");
  await press("Avbryt – akut");
  await heading(/^Akut: Margit Lundin/);
  expect(await page.locator("a[href='tel:112']").innerText()).toBe("112");
  expect(await page.locator(".phones a").count()).toBe(2);
  await page.getByRole("link", { name: "Till åtgärderna" }).click();
  const task = page.locator("tbody tr").filter({ hasText: "Margit Lundin" });
  expect(await task.innerText()).toMatch(/Akut\.[\s\S]*Kvittera senast kl\. \d\d:\d\d/);
  await task.getByRole("button", { name: "Kvittera" }).click();
  await page.getByText("Åtgärden är kvitterad.").waitFor();
  await page.goto("/atgarder");
  expect(await task.innerText()).toContain("Kvitterad av Anna Ek");
});

test("a patient who takes the consent back is never rung again, and the answers are gone", async () => {
  const path = await begin("Wilhelmina Josefina Björkenstam");
  await throughOpening(page);
  await pressAndGoOn(page, "4");
  await page.getByText("Patienten vill sluta").click();
  await press("Återkallar samtycke");
  await page.getByText("Samtalet är avslutat och sparat.").waitFor();
  const text = await page.locator("main").innerText();
  expect(text).toContain("Återkallar samtycke");
  await page.goto(`${path}/intervju?steg=delaktighet`);
  expect(await page.locator("input[name=svar]").count()).toBe(0);
  await page.goto("/lista?visa=klara");
  expect(await page.locator("tbody tr").filter({ hasText: "Björkenstam" }).count()).toBe(1);
});

test("help that the patient wants becomes a task, only with the patient's yes", async () => {
  await begin("Håkan Strand");
  await throughOpening(page);
  for (const key of ["1", "1", "1", "1", "1", "1", "ArrowRight", "1", "ArrowRight"]) await pressAndGoOn(page, key);
  await heading("Sammanfattning");
  const need = page.getByLabel("Vad behöver patienten hjälp med?");
  await need.fill("Hemtjänsten har inte börjat.");
  await press("Spara och lås");
  await page.locator(".error-summary").getByText(sentenceOf("need-not-agreed")).waitFor();
  expect(await need.inputValue()).toBe("Hemtjänsten har inte börjat.");
  await page.getByLabel(/Patienten säger ja till/).check();
  await press("Spara och lås");
  await heading("Intervjun är sparad");
  expect(await page.locator("main").innerText()).toContain("En åtgärd har skickats till Kirurgi avd 3");

  const other = await openContext(browser, door);
  await signIn(other.page, "bo");
  await other.page.goto("/atgarder");
  const task = other.page.locator("tbody tr").filter({ hasText: "Håkan Strand" });
  expect(await task.innerText()).toContain("Hemtjänsten har inte börjat.");
  await task.getByRole("button", { name: "Kvittera" }).click();
  await other.page.getByText("Åtgärden är kvitterad.").waitFor();
  await other.page.getByRole("radio", { name: "Förmedlat till kommunen" }).check();
  await other.page.getByRole("button", { name: "Klar", exact: true }).click();
  await other.page.getByText("Åtgärden är klar.").waitFor();
  await other.page.goto("/atgarder");
  expect(await task.count()).toBe(0);
  await other.context.close();
});

test("a patient who cannot be spoken with now is given another time", async () => {
  await begin("Yusuf Al-Hakim");
  for (const key of ["ArrowRight", "1"]) await pressAndGoOn(page, key);
  await page.keyboard.press("2");
  await page.waitForURL(/utfall=later/);
  expect(await page.getByRole("radio", { name: /bokad tid/ }).isChecked()).toBe(true);
  await page.getByLabel("När ska du ringa igen?").waitFor();
});
