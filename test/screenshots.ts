/**
 * The pictures that README shows, taken of the running demo at a desk's width and at the narrowest. Run again when a page
 * has changed its looks: npx -c 'node prepare.mjs --generate-only && node test/screenshots.ts' (writes docs/images/).
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import {
  beginInterview,
  openCase,
  openContext,
  openFrontDoor,
  pressAndGoOn,
  signIn,
  throughOpening,
} from "./front-door.ts";

const folder = fileURLToPath(new URL("../docs/images/", import.meta.url));
mkdirSync(folder, { recursive: true });

async function take(page: Page, name: string, height: number): Promise<void> {
  for (const [width, suffix] of [
    [1280, ""],
    [320, "-320"],
  ] as const) {
    await page.setViewportSize({ width, height: width === 320 ? 1200 : height });
    await page.evaluate("window.scrollTo(0, 0)");
    await page.screenshot({ path: `${folder}${name}${suffix}.png` });
  }
}

const door = await openFrontDoor();
const browser = await openBrowser();
try {
  const { page } = await openContext(browser, door);
  await signIn(page, "anna");
  await page.goto("/lista");
  await take(page, "arbetslista", 1000);

  await openCase(page, "Nils Persson");
  await beginInterview(page);
  await throughOpening(page);
  await pressAndGoOn(page, "1");
  await pressAndGoOn(page, "1");
  await take(page, "intervju", 900);

  await page.goto("/prova-telefonen");
  await page
    .getByRole("row", { name: /Margit Lundin/ })
    .getByRole("button")
    .click();
  await page.getByRole("button", { name: "Svara", exact: true }).click();
  await page.getByText("tryck ett. Om det är någon annan").waitFor();
  await page.keyboard.press("1");
  await page.getByText("Vilken dag i månaden").first().waitFor();
  await take(page, "telefon", 1150);

  const lead = await openContext(browser, door);
  await signIn(lead.page, "lena");
  await lead.page.getByRole("link", { name: /november 2019/ }).click();
  await take(lead.page, "rapport", 1150);
} finally {
  await browser.close();
  await door.close();
}
