/**
 * Click to call in the demo, in the real program: Anna clicks, her own telephone rings and is answered, then the
 * patient's, and what came of it stands on the case by itself.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openContext, openFrontDoor, signIn } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
let anna: Page;
let troubles: readonly string[] = [];

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
  const opened = await openContext(browser, door);
  [anna, troubles] = [opened.page, opened.troubles];
  await signIn(anna, "anna");
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
  expect(troubles).toEqual([]);
});

/** The demo's people go by the last digits of their number: some never answer (demo/telephone.ts). */
const answers = (label: string): boolean => Number(label.replace(/\D/g, "").slice(-2)) % 7 >= 3;

/** Opens numbers on the list until one is found that answers and whose unit has a number to show. Gives its button. */
async function findSomebodyAtHome() {
  await anna.goto("/lista");
  const links = await anna
    .locator("tbody tr a[href^='/uppfoljningar/']")
    .evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute("href") ?? ""))]);
  for (const href of links) {
    await anna.goto(href);
    const check = anna.getByLabel("Kontrollerad i journalen i dag").first();
    if ((await check.count()) === 0) continue;
    await check.check();
    await anna.getByRole("button", { name: "Visa numret" }).click();
    await anna.locator("a[href^='tel:']").first().waitFor();
    const offer = anna.getByRole("button", { name: /^Ring upp: Patienten/ }).first();
    if ((await offer.count()) > 0 && answers(await offer.innerText())) return offer;
  }
  throw new Error("nobody whom Anna may have rung up answers");
}

test("Anna's telephone rings, then the patient's, and the talk and its length stand on the case", async () => {
  const offer = await findSomebodyAtHome();
  await anna.getByText("Vi ringer först din telefon, 08-465 004 20.").waitFor();
  await anna.getByText("Där visas numret 08-465 004 21.").waitFor();
  await offer.click();
  const state = anna.locator("#ring-upp");
  await expect.poll(() => state.innerText(), { timeout: 20_000 }).toMatch(/Din telefon ringer|Tryck ett/);
  await expect.poll(() => state.innerText(), { timeout: 60_000 }).toMatch(/Patientens telefon ringer/);
  // The demo's clock goes past the ringing and the talk; the page with the case finds out by itself.
  const other = await anna.context().newPage();
  await other.goto("/lista");
  await other.getByRole("button", { name: "1 timme" }).click();
  await expect.poll(() => state.innerText(), { timeout: 90_000 }).toMatch(/Samtalet varade \d+ sekunder\./);
  await anna.reload();
  const page = await anna.locator("main").innerText();
  expect(page).toContain("Anna Ek lät telefonen ringa upp");
  expect(page).toContain("kopplades till den uppringda telefonen");
});
