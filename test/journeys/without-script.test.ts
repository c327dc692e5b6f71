/** The whole job in a browser that runs no script at all. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openCase, openContext, openFrontDoor, signIn, stepOn, wholly } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

test("without script: a list is taken in and a patient interviewed, one question at a time, to the receipt", async () => {
  const { page } = await openContext(browser, door, { javaScriptEnabled: false });
  await signIn(page, "anna");
  await page.goto("/intag");
  const example = await page.request.get("/intag/exempel.csv");
  await page.getByLabel("Källa").fill("Journalsystemet");
  const file = { name: "utskrivningar.csv", mimeType: "text/csv", buffer: await example.body() };
  await page.getByLabel("Fil", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Läs filen" }).click();
  await page.getByRole("button", { name: /^Ta in \d+ rad/ }).click();
  await page.getByText(/^Klart: \d+ rader är inne/).waitFor();

  await openCase(page, "Nils Persson");
  await page.getByLabel("Kontrollerad i journalen i dag").check();
  await page.getByRole("button", { name: "Visa numret" }).click();
  await page.getByRole("radio", { name: "Patienten själv" }).check();
  await page.getByRole("button", { name: "Börja intervjun" }).click();
  const asked: string[] = [];
  for (let turn = 0; turn < 20 && page.url().endsWith("/intervju"); turn += 1) {
    const step = (await stepOn(page)) ?? "";
    asked.push(step);
    if (step === "delaktighet") {
      await page.getByRole("button", { name: "Nästa", exact: true }).click();
      await page.locator(".error-summary").waitFor();
    }
    await wholly(page);
    const choices = page.locator("input[name=svar]");
    if (step === "hjalp") await page.getByRole("radio", { name: "Nej" }).check();
    else if (await choices.count()) await choices.first().check();
    await page.getByRole("button", { name: /^(Nästa|Fortsätt)$/ }).click();
  }
  expect(asked).toHaveLength(new Set(asked).size);
  expect(asked.length).toBeGreaterThanOrEqual(12);
  await page.getByRole("heading", { level: 1, name: "Sammanfattning" }).waitFor();
  await page.getByRole("button", { name: "Spara och lås" }).click();
  await page.getByRole("heading", { level: 1, name: "Intervjun är sparad" }).waitFor();
});
