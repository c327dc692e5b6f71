/** A report on paper, for a board that has no screen: everything that is to be read and nothing that is to be pressed. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openContext, openFrontDoor, signIn } from "../front-door.ts";

let door: FrontDoor;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [door, browser] = await Promise.all([openFrontDoor(), openBrowser()]);
  ({ page } = await openContext(browser, door));
  await signIn(page, "lena");
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

/** What a reader of the printed page sees of it, at the width of an A4 sheet within its margins. */
async function onPaper(path: string): Promise<string> {
  await page.setViewportSize({ width: 680, height: 960 });
  await page.goto(path);
  await page.emulateMedia({ media: "print" });
  return page.evaluate("document.body.innerText");
}
const hasSideways = (): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");

test("a printed report has its address, its day and every answer by itself, and nothing to press", async () => {
  const text = await onPaper("/matningar/orebro-2019-11");
  expect(text).toContain("27 av 30");
  expect(text).toContain("Ja, helt och hållet");
  expect(text).toMatch(/Utskrivet måndag 23 november 2026 från http\S+\/matningar\/orebro-2019-11/);
  for (const pressed of ["Ladda ner", "Jämför med andra", "Hantera mätningen", "Logga ut", "Spola fram", "Ring 112"])
    expect(text).not.toContain(pressed);
  expect(await page.locator("button:visible, a:visible, summary:visible").allInnerTexts()).toEqual([]);
  expect(await hasSideways()).toBe(false);
  const computed = (selector: string, property: string): Promise<string> =>
    page.evaluate(`getComputedStyle(document.querySelector("${selector}")).${property}`);
  expect(await computed(".report thead", "display")).toBe("table-header-group");
  expect(await computed(".report", "breakInside")).toBe("avoid");
  // Four sheets and not one per table: what is kept together leaves no half empty ones.
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(4);
});

test("a printed comparison has its address, and not the form that it was chosen in", async () => {
  const text = await onPaper("/jamfor?s=orebro-2019-11.18.somatic&s=orebro-2019-11.18.psychiatric");
  expect(text).toContain("Trygghet");
  expect(text).toContain("/jamfor?s=orebro-2019-11.18.somatic&s=orebro-2019-11.18.psychiatric");
  expect(text).not.toContain("Ändra vad som jämförs");
  expect(await page.locator("button:visible, a:visible, summary:visible").allInnerTexts()).toEqual([]);
  expect(await hasSideways()).toBe(false);
});

test("field work, the routine and the trend fit a sheet and a projector's screen, and have their address on paper", async () => {
  for (const path of ["/matningar/punktmatning-2026-11/faltarbete", "/foljsamhet", "/matningar/lopande"]) {
    const text = await onPaper(path);
    expect(text, path).toMatch(new RegExp(`Utskrivet måndag 23 november 2026 från http\\S+${path}`));
    expect(text, path).not.toContain("Prova telefonen");
    expect(await hasSideways(), `${path} on paper`).toBe(false);
    await page.emulateMedia({ media: "screen" });
    for (const width of [800, 1024]) {
      await page.setViewportSize({ width, height: 768 });
      expect(await hasSideways(), `${path} at ${width} px`).toBe(false);
    }
  }
});
