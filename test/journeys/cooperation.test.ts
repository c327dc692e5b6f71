/**
 * A nurse with one minute and a narrow telephone answers a samverkansmätning: without contact nothing that was chosen is
 * lost, a double press counts once, and going back leads to a form for the next discharge.
 */
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openContext, openFrontDoor, signIn } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
let path: string;

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
  const { context, page } = await openContext(browser, door);
  await signIn(page, "lena");
  await page.goto("/samverkan/ny");
  await page.getByLabel("Namn").fill("Samverkan i november");
  await page.getByLabel("Första dag").fill("2026-11-23");
  await page.getByLabel("Sista dag").fill("2026-11-29");
  await page.getByLabel("Län").selectOption("18");
  await page.getByLabel("Kommunen").fill("Hemvård Norr\nHemvård Söder\nKorttid Väster");
  await page.getByLabel("Slutenvården").fill("Medicin 1\nMedicin 10\nMedicin 2");
  await page.getByRole("button", { name: "Starta mätningen" }).click();
  await page.getByRole("button", { name: "Gör länkarna" }).click();
  const units = page.locator(".unit-links h2");
  await units.first().waitFor();
  expect(await units.allInnerTexts()).toEqual([
    ...["Hemvård Norr", "Hemvård Söder", "Korttid Väster"],
    ...["Medicin 1", "Medicin 2", "Medicin 10"],
  ]);
  path = new URL(await page.locator(".unit-links code").last().innerText()).pathname;
  await context.close();
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

function sheets(): number {
  const file = new Database(join(door.folder, "ringupp.sqlite"), { readonly: true });
  try {
    return file.prepare("select count(*) from cooperation_waiting where question = 'sheets'").pluck().get() as number;
  } finally {
    file.close();
  }
}

async function choose(page: Page): Promise<void> {
  for (const group of await page.locator("fieldset").all()) await group.getByRole("radio").first().check();
}
const chosen = (page: Page) => page.getByRole("radio", { checked: true }).count();

test("without contact what was chosen stays, and a double press afterwards is one answer", async () => {
  const { context, page, troubles } = await openContext(browser, door, { viewport: { width: 320, height: 640 } });
  const before = sheets();
  await page.goto(path);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  await choose(page);
  await page.getByLabel("Vad hade kunnat fungera bättre?").fill("Besked dagen före.");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Skicka svaret" }).click();
  await page.getByText("Det finns ingen kontakt med servern").waitFor();
  expect(await chosen(page)).toBe(5);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Skicka svaret" }).dblclick();
  await page.getByRole("heading", { level: 1, name: "Tack för svaret" }).waitFor();
  expect(sheets()).toBe(before + 1);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Hur fungerade samverkan?" }).waitFor();
  expect(await chosen(page)).toBe(0);
  await choose(page);
  await page.getByRole("button", { name: "Skicka svaret" }).click();
  await page.getByRole("heading", { level: 1, name: "Tack för svaret" }).waitFor();
  expect(sheets()).toBe(before + 2);
  expect(troubles).toEqual([]);
  await context.close();
});

test("without script two tabs are two answers, and what is missing is told where it is missing", async () => {
  const { context, page } = await openContext(browser, door, { javaScriptEnabled: false });
  const before = sheets();
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(path);
  await page.getByRole("button", { name: "Skicka svaret" }).click();
  await page
    .getByRole("link", { name: /Välj hur nöjd/ })
    .first()
    .click();
  for (const tab of [page, other]) {
    await choose(tab);
    await tab.getByRole("button", { name: "Skicka svaret" }).click();
    await tab.getByRole("heading", { level: 1, name: "Tack för svaret" }).waitFor();
  }
  expect(sheets()).toBe(before + 2);
  await context.close();
});
