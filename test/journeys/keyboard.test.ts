/** A coordinator's whole job without a mouse: to the list, through a call, to the next patient; and with the keys off. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoPassword } from "../../src/demo/people.ts";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openContext, openFrontDoor, pressAndGoOn, standsAt } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

const path = (page: Page) => new URL(page.url()).pathname;
const heading = (page: Page, name: string | RegExp) =>
  page.locator("html.script").getByRole("heading", { level: 1, name }).waitFor();
/** What has the keyboard: its text, or its name when it is a field. */
const focused = (page: Page) =>
  page.evaluate<string>("document.activeElement.name || document.activeElement.textContent.trim()");
/** The ring around what has the keyboard. */
const ring = (page: Page) =>
  page.evaluate<string>(
    "(({ outlineStyle, boxShadow }) => outlineStyle + boxShadow)(getComputedStyle(document.activeElement))",
  );

async function signInByKeys(page: Page, username: string): Promise<void> {
  await page.goto("/logga-in");
  for (let tab = 0; tab < 20 && (await focused(page)) !== "anvandarnamn"; tab += 1) await page.keyboard.press("Tab");
  await page.keyboard.type(username);
  await page.keyboard.press("Tab");
  await page.keyboard.type(demoPassword);
  await page.keyboard.press("Enter");
  await heading(page, /./);
  await page.getByRole("navigation", { name: "Huvudmeny" }).waitFor();
}

test("a patient is found, rung, interviewed and locked, and the next one opened, by keys alone", async () => {
  const { page, context, troubles } = await openContext(browser, door);
  await signInByKeys(page, "anna");
  expect(path(page)).toBe("/lista");
  await page.locator("html.script").waitFor();

  await page.keyboard.press("j");
  const first = await focused(page);
  expect(first).toMatch(/^Öppna/);
  expect(await ring(page)).not.toMatch(/^nonenone$/);
  await page.keyboard.press("j");
  expect(await focused(page)).not.toBe(first);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  expect(await focused(page)).toBe(first);

  await page.keyboard.press("/");
  expect(await focused(page)).toBe("sok");
  // Letters belong to the field: nothing is opened by the n and the j in it.
  await page.keyboard.type("nils pers j");
  expect(path(page)).toBe("/lista");
  for (let letter = 0; letter < 2; letter += 1) await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: "En träff" }).waitFor();
  await heading(page, "Sök patient");
  expect(await focused(page)).toBe("En träff");
  await page.keyboard.press("n");
  await heading(page, "Nils Persson");

  // V goes to the journal's box first; Enter in it sends the form.
  await page.keyboard.press("v");
  expect(await focused(page)).toBe("kontrollerad");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.locator("a.phone").first().waitFor();
  await page.locator("html.script").waitFor();
  expect(await focused(page)).toBe("Ring");
  await page.keyboard.press("u");
  expect(await focused(page)).toBe("utfall");
  await page.keyboard.press("b");
  expect(await focused(page)).toBe("respondent");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/intervju$/);
  await page.locator("html.script").waitFor();

  for (const key of ["Enter", "1", "1", "1", "2", "V", "1"]) await pressAndGoOn(page, key);
  await pressAndGoOn(page, "ArrowLeft");
  await standsAt(page, "information");
  // The question has the keyboard: the next Tab stands in its answers.
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("svar");
  for (const key of ["1", "1", "E", "N", "ArrowRight", "2", "ArrowRight"]) await pressAndGoOn(page, key);
  await heading(page, "Sammanfattning");
  for (let tab = 0; tab < 60 && (await focused(page)) !== "Spara och lås"; tab += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await heading(page, "Intervjun är sparad");
  await page.keyboard.press("n");
  await page.waitForURL(/uppfoljningar\/[^/]+$/);
  const here = path(page);
  await page.locator("html.script").waitFor();
  await page.keyboard.press("n");
  await page.waitForURL((url) => url.pathname !== here && /^\/uppfoljningar\/[^/]+$/.test(url.pathname));
  expect(troubles).toEqual([]);
  await context.close();
});

test("the help lists the keys, and its switch turns every one of them off and on again", async () => {
  const { page, context, troubles } = await openContext(browser, door);
  await signInByKeys(page, "bo");
  await page.locator("html.script").waitFor();
  const help = page.getByRole("dialog", { name: "Snabbtangenter" });
  await page.keyboard.press("?");
  await help.waitFor();
  expect(await help.innerText()).toMatch(/Visar numret[\s\S]*Vill inte svara/);
  await page.keyboard.press("j");
  expect(await help.isVisible()).toBe(true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await help.getByRole("switch", { name: "Snabbtangenter är av", checked: false }).waitFor();
  await page.keyboard.press("Escape");

  for (const key of ["?", "j", "n", "/"]) await page.keyboard.press(key);
  expect(await help.isVisible()).toBe(false);
  expect(path(page)).toBe("/lista");
  expect(await focused(page)).not.toMatch(/^(Öppna|sok)/);

  // Also on pages to come, in the interview too: there the answers are picked and sent as in any form.
  await page.goto("/ova");
  await page.getByRole("button", { name: "Öva med Elsa Nordin" }).press("Enter");
  await standsAt(page, "presentation");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "Fortsätt" }).press("Enter");
  await standsAt(page, "ratt-person");
  for (const key of ["1", "ArrowRight", "v", "2"]) await page.keyboard.press(key);
  expect(await page.locator("input[name=svar]:checked").count()).toBe(0);
  expect(await page.locator(".keys:visible, .choice kbd:visible").count()).toBe(0);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  expect(await page.locator("input[name=svar]:checked").count()).toBe(1);

  await page.getByRole("button", { name: "Snabbtangenter" }).press("Enter");
  await help.getByRole("switch").press("Enter");
  await help.getByRole("switch", { name: "Snabbtangenter är på", checked: true }).waitFor();
  await help.getByRole("button", { name: "Stäng" }).press("Enter");
  await page.keyboard.press("1");
  await standsAt(page, "ostort");
  expect(troubles).toEqual([]);
  await context.close();
});

test("no key acts together with Ctrl, Alt or in a field", async () => {
  const { page, context } = await openContext(browser, door);
  await signInByKeys(page, "bo");
  await page.locator("html.script").waitFor();
  for (const key of ["Control+j", "Alt+n", "Meta+/"]) await page.keyboard.press(key);
  expect(path(page)).toBe("/lista");
  expect(await focused(page)).not.toMatch(/^(Öppna|sok)/);
  await context.close();
});
