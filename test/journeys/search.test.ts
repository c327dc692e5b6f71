/** Somebody rings back, and the coordinator looks for them with the keyboard alone: found, opened, and gone with the session. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openContext, openFrontDoor, signIn } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

/** A name that stands on the work list. */
async function someName(page: Page): Promise<string> {
  await page.goto("/lista");
  return page.locator("tbody .name").first().innerText();
}

test("a slash leads to the field, Enter searches, Tab and Enter open the case, and no name stands in an address", async () => {
  const { page, troubles } = await openContext(browser, door);
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(decodeURIComponent(request.url())));
  await signIn(page, "anna");
  const name = await someName(page);
  await page.keyboard.press("/");
  await page.keyboard.type(name.toLowerCase());
  await page.keyboard.press("/");
  expect(await page.getByLabel("Sök patient").inputValue()).toBe(`${name.toLowerCase()}/`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /träff/ }).waitFor();
  expect(await page.locator("tbody .name").first().innerText()).toBe(name);
  expect(await page.locator("td[data-label='På listan eller inte']").first().innerText()).toMatch(/\.$/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
  expect(addresses.filter((address) => address.toLowerCase().includes(name.split(" ")[0]!.toLowerCase()))).toEqual([]);

  await page.goto("/lista/sok");
  await page.getByLabel("Sök patient").fill(name);
  await page.getByRole("button", { name: "Sök", exact: true }).click();
  await page.locator("tbody .name").first().waitFor();
  await page.getByRole("button", { name: "Logga ut" }).click();
  await page.waitForURL(/logga-in/);
  await page.goBack().catch(() => null);
  // The browser may still be on its way to the page that says no.
  const shows = () =>
    page.content().then(
      (html) => html.includes(name),
      () => true,
    );
  await expect.poll(shows).toBe(false);
  expect(troubles.filter((line) => !line.includes("ERR_CACHE_MISS"))).toEqual([]);
});

test("without script the same form finds the same, and says what to try when nobody is found", async () => {
  const { page } = await openContext(browser, door, { javaScriptEnabled: false });
  await signIn(page, "anna");
  const name = await someName(page);
  await page.getByLabel("Sök patient").fill(name);
  await page.getByRole("button", { name: "Sök", exact: true }).click();
  expect(await page.locator("tbody .name").first().innerText()).toBe(name);
  await page.getByLabel("Sök patient").fill("Xyzzy");
  await page.getByRole("button", { name: "Sök", exact: true }).click();
  await page.getByRole("heading", { name: "Ingen träff" }).waitFor();
  await page.getByText("Pröva med bara början av ett namn").waitFor();
});
