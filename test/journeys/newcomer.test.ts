/** What somebody who has just started the demo does in the first five minutes, from the list to the county's report. */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import {
  beginInterview,
  type FrontDoor,
  openContext,
  openFrontDoor,
  pressAndGoOn,
  sentenceOf,
  signIn,
  stepOn,
  throughOpening,
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

/** Somatic respondents on the report of the measurement that is running. */
async function respondents(page: Page): Promise<number> {
  await page.goto("/matningar");
  await page.getByRole("row").filter({ hasText: "Pågår" }).getByRole("link").click();
  const group = page.locator(".report-group").filter({ hasText: "somatik" }).first();
  return Number((await group.innerText()).match(/(\d+) svarande/)?.[1] ?? Number.NaN);
}

async function sendExample(page: Page): Promise<void> {
  await page.goto("/intag");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Hämta en exempelfil" }).click(),
  ]);
  await page.getByLabel("Källa").fill("Journalsystemet");
  await page.getByLabel("Fil", { exact: true }).setInputFiles({
    name: download.suggestedFilename(),
    mimeType: "text/csv",
    buffer: readFileSync(await download.path()),
  });
  await page.getByRole("button", { name: "Läs filen" }).click();
  await page.getByRole("heading", { level: 1, name: "Granska filen" }).waitFor();
}

const count = async (page: Page, label: string): Promise<number> =>
  Number(
    await page
      .locator(".counts div")
      .filter({ hasText: new RegExp(`^\\s*${label}`) })
      .locator("dd")
      .innerText(),
  );

test("a newcomer takes in a list, calls a patient and sees the county's report change", async () => {
  const { context, page, troubles } = await openContext(browser, door, { acceptDownloads: true });
  await page.goto("/");
  expect(await page.locator("body").innerText()).toContain("Alla personer är påhittade");
  await signIn(page, "anna");
  expect(new URL(page.url()).pathname).toBe("/lista");
  const before = await respondents(page);
  expect(before).toBeGreaterThan(0);

  // The list: looked at before anything is taken in, refused rows by their line in the file.
  await sendExample(page);
  expect(await count(page, "Nya")).toBeGreaterThan(0);
  const refused = page.getByRole("table", { name: "Avvisade rader" }).getByRole("row");
  expect(await count(page, "Avvisade")).toBe((await refused.count()) - 1);
  expect(await refused.nth(1).locator("td").first().innerText()).toMatch(/^\d+$/);
  await page.getByRole("button", { name: /^Ta in \d+ rad/ }).click();
  await page.getByText(/^Klart: \d+ rader är inne/).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Hämta de avvisade raderna som fil" }).click(),
  ]);
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split(/\r?\n/);
  expect(lines.length).toBe(await refused.count());

  await sendExample(page);
  expect(await count(page, "Nya")).toBe(0);
  expect(await count(page, "Ändrade")).toBe(0);
  await page.getByRole("button", { name: /^Ta (in|emot)/ }).click();
  await page.getByText("Ingenting har ändrats").waitFor();

  // The first on the list who can be rung and asked.
  await page.goto("/lista");
  const first = page.locator("tbody tr").filter({ hasText: "Inga försök än" }).filter({ hasNotText: "fråga inte" });
  await first
    .first()
    .getByRole("link", { name: /^Öppna/ })
    .click();
  await page.getByRole("heading", { level: 2, name: "Säg först" }).waitFor();
  const casePath = new URL(page.url()).pathname;
  expect(await page.locator(".phone").first().innerText()).toContain("•");
  expect(await page.locator("a[href^='tel:']").count()).toBe(0);

  await page.getByRole("button", { name: "Visa numret" }).click();
  await page.locator(".error-summary").getByText(sentenceOf("journal-check-needed")).waitFor();
  await page.getByLabel("Kontrollerad i journalen i dag").check();
  await page.getByRole("button", { name: "Visa numret" }).click();
  await page.locator("a[href^='tel:+46']").first().waitFor();
  expect(await page.locator("a.phone").first().innerText()).not.toContain("•");

  // By keys alone.
  await beginInterview(page);
  await throughOpening(page);
  expect(await page.locator("input[name=svar]:checked").count()).toBe(0);
  // One of its four answers to each question: somebody who does not know waits for more company.
  for (const key of ["1", "2", "3", "2", "1", "4"]) await pressAndGoOn(page, key);
  expect(await stepOn(page)).toBe("fritext");
  await pressAndGoOn(page, "ArrowRight");
  await pressAndGoOn(page, "2");
  await pressAndGoOn(page, "ArrowRight");
  await page.getByRole("heading", { level: 1, name: "Sammanfattning" }).waitFor();
  const given = await page.locator(".answers dd:not(.change)").allInnerTexts();
  expect(given.slice(0, 6).map((text) => text.toLowerCase())).toEqual([
    expect.stringContaining("helt"),
    expect.stringContaining("stor del"),
    expect.stringContaining("viss del"),
    expect.stringContaining("nej"),
    expect.stringContaining("helt"),
    expect.stringContaining("inte alls"),
  ]);

  await page.getByRole("button", { name: "Spara och lås" }).click();
  await page.getByRole("heading", { level: 1, name: "Intervjun är sparad" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Intervjun är sparad" }).waitFor();
  for (const old of ["intervju", "intervju?steg=delaktighet", "sammanfattning"]) {
    await page.goto(`${casePath}/${old}`);
    expect(new URL(page.url()).pathname).toBe(`${casePath}/sparad`);
  }

  await page.getByRole("button", { name: "Räkna in svaren nu" }).click();
  await page.getByText("Nattens arbete är gjort").waitFor();
  expect(await respondents(page)).toBeGreaterThan(before);
  expect(troubles).toEqual([]);
  await context.close();
});
