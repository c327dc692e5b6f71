/**
 * The pictures that README shows, taken of the running demo at a desk's width and at the narrowest. Run again when a page
 * has changed its looks: npx -c 'node prepare.mjs --generate-only && node test/screenshots.ts' (writes docs/images/). Names
 * after it choose among them: node test/screenshots.ts rapport rapport-papper.
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

const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

async function take(page: Page, name: string, height: number): Promise<void> {
  if (!isWanted(name)) return;
  for (const [width, suffix] of [
    [1280, ""],
    [320, "-320"],
  ] as const) {
    await page.setViewportSize({ width, height: width === 320 ? 1200 : height });
    await page.evaluate("window.scrollTo(0, 0)");
    await page.screenshot({ path: `${folder}${name}${suffix}.png` });
  }
}

/** The first sheet of A4 as a printer gets it, down to where the first group's table ends. */
async function takePaper(page: Page, name: string): Promise<void> {
  if (!isWanted(name)) return;
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.evaluate("document.body.style.padding = '15mm'");
  const height = (await page.locator(".spread").first().boundingBox())?.y ?? 1123;
  await page.screenshot({ path: `${folder}${name}.png`, clip: { x: 0, y: 0, width: 794, height } });
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
  await takePaper(lead.page, "rapport-papper");
} finally {
  await browser.close();
  await door.close();
}
