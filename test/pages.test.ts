/**
 * Every page with every sample (test/storybook.ts), in a real browser, at a desk's width and at the narrowest: what holds
 * for all pages of the product, whoever writes the next one. The pages are served by the test itself, under the product's
 * own security policy.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { samples } from "../src/web/samples.ts";
import { openBrowser } from "./browser.ts";
import { drawAll, fileOf } from "./storybook.ts";

const types: Record<string, string> = { css: "text/css", js: "text/javascript", html: "text/html; charset=utf-8" };
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const files = drawAll();

let server: Server;
let browser: Browser;
let page: Page;
let plain: Page;
let address = "";
const troubles: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://localhost").pathname.slice(1);
    // The script of the progress page asks how far the import has come.
    const text = name.endsWith("/lage") ? '{"done":1,"total":2,"finished":false}' : files.get(name);
    response.writeHead(text === undefined && request.method === "GET" ? 404 : 200, {
      "content-type": types[name.split(".").at(-1) ?? ""] ?? "text/plain",
      "content-security-policy": policy,
    });
    response.end(text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
  page = await (await browser.newContext({ locale: "sv-SE" })).newPage();
  plain = await (await browser.newContext({ locale: "sv-SE", javaScriptEnabled: false })).newPage();
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (line) => {
    if (line.type() === "error" && !line.text().includes("favicon")) troubles.push(line.text());
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** Words that would mean that something for programmers has reached the screen. */
const english =
  /\b(the|and|with|your|error|undefined|null|NaN|true|false|submit|cancel|save|back|next|loading|please|sign|log ?in|Invalid|object Object)\b/i;

const firstOfPages = new Set([...Map.groupBy(samples, ({ page }) => page).values()].map(([first]) => fileOf(first!)));
const isFirstOfItsPage = (file: string): boolean => firstOfPages.has(file);

describe.each(samples.map((sample) => [fileOf(sample)] as const))("%s", (file) => {
  test.each([1280, 320])("at %i px it is accessible, fits, speaks Swedish and has nothing inline", async (width) => {
    troubles.length = 0;
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${address}/${file}`);
    // "Legacy" only means that frames of other sites are not looked into, and it is much faster: no page has a frame.
    // At the narrowest the first sample of each page stands for the others, which differ from it in what they say.
    if (width === 1280 || isFirstOfItsPage(file)) {
      // Colours are the same at both widths, and measuring them is half of the work.
      const rules = { "color-contrast": { enabled: width === 1280 } };
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"], rules });
      // What stands around the page's own part is the same on all samples of it.
      const { violations } = await (isFirstOfItsPage(file) ? axe : axe.include("main")).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
      expect(found, "axe").toEqual([]);
    }
    const widths = await page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]");
    const [content, window] = widths as [number, number];
    expect(content, "a page is never wider than its window").toBeLessThanOrEqual(window);
    expect(troubles, "scripts and the security policy").toEqual([]);
    expect(await page.locator("h1").count(), "one h1").toBe(1);
    expect(await page.locator("html").getAttribute("lang")).toBe("sv");
    expect(await page.title()).toContain("Ringupp");
    // What is said to somebody in another language says so itself.
    const foreign = await page.locator("body [lang]:not([lang=sv])").allInnerTexts();
    const whole = await page.locator("body").innerText();
    const seen = foreign.reduce((left, text) => left.replace(text, ""), whole);
    expect(seen.match(english)?.[0] ?? null, "an English word on the page").toBeNull();
    // One that only asks says so, since that is also what a form does when nobody has said anything.
    const unsaid = page.locator("form:not([method=post]):not([method=get]):not([role=search])");
    expect(await unsaid.count(), "forms post").toBe(0);
    const inline = page.locator("script:not([src]), style, [style], [onclick], [onsubmit], [onload], [onchange]");
    expect(await inline.count(), "nothing inline").toBe(0);
  });

  test("without script everything that can be done still stands there", async () => {
    await plain.goto(`${address}/${file}`);
    // Script only hides fields, and only those that a choice does not need.
    expect(await plain.locator("form [hidden]:not(input)").count()).toBe(0);
    const unsendable = plain.locator("form:not(:has(button)):has(input:not([type=hidden]), textarea, select)");
    expect(await unsendable.count(), "a form that asks for something has a button to send it with").toBe(0);
  });
});
