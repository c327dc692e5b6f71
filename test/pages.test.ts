/**
 * Every page with every sample (test/storybook.ts), in a real browser, at a desk's width and at the narrowest: what holds
 * for all pages of the product, whoever writes the next one. The pages are served by the test itself, under the product's
 * own security policy.
 */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
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
/** Handed to each page as a file of its own, which takes a browser a tenth of the time that it takes as a text to run. */
const axeFile = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright")).resolve(
  "axe-core/axe.min.js",
);
const files = new Map([...drawAll(), ["axe.js", readFileSync(axeFile, "utf8")]]);

let server: Server;
let browser: Browser;
let page: Page;
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
      // As in the product, what all pages share is fetched once.
      ...(/\.(css|js)$/.test(name) ? { "cache-control": "max-age=3600" } : {}),
    });
    response.end(text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
  page = await (await browser.newContext({ locale: "sv-SE" })).newPage();
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

/** Ways in which a script finds out how wide its window is. While none does, a page need not be opened at each width. */
const asksForWidth =
  /\b(?:inner|outer|client|offset|scroll)Width|matchMedia|ClientRect|ResizeObserver|visualViewport|\bscreen\.|getComputedStyle/;
const isBegunAtEachWidth = [...files].some(
  ([name, text]) => name.endsWith(".js") && name !== "axe.js" && asksForWidth.test(text),
);

/** Lets the page stand there at that width. What is open already is only made narrower. */
async function open(file: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const url = `${address}/${file}`;
  if (width === 1280 || isBegunAtEachWidth || page.url() !== url) await page.goto(url);
}

/** What a page looks like from outside, asked for in one go. The browser's own words for it. */
const look = `(() => {
  const count = (selector) => document.querySelectorAll(selector).length;
  return {
    content: document.scrollingElement.scrollWidth,
    window: innerWidth,
    headings: count("h1"),
    language: document.documentElement.lang,
    title: document.title,
    foreign: [...document.querySelectorAll("body [lang]:not([lang=sv])")].map((one) => one.innerText),
    whole: document.body.innerText,
    // One that only asks says so, since that is also what a form does when nobody has said anything.
    unsaid: count("form:not([method=post]):not([method=get]):not([role=search])"),
    inline: count("script:not([src]), style, [style], [onclick], [onsubmit], [onload], [onchange]"),
  };
})()`;
type Seen = Readonly<Record<"content" | "window" | "headings" | "unsaid" | "inline", number>> &
  Readonly<Record<"language" | "title" | "whole", string>> & { readonly foreign: readonly string[] };

describe.each(samples.map((sample) => [fileOf(sample)] as const))("%s", (file) => {
  test.each([1280, 320])("at %i px it is accessible, fits, speaks Swedish and has nothing inline", async (width) => {
    troubles.length = 0;
    await open(file, width);
    const seen = await page.evaluate<Seen>(look);
    expect(seen.content, "a page is never wider than its window").toBeLessThanOrEqual(seen.window);
    expect(seen.headings, "one h1").toBe(1);
    expect(seen.language).toBe("sv");
    expect(seen.title).toContain("Ringupp");
    // What is said to somebody in another language says so itself.
    const own = seen.foreign.reduce((left, text) => left.replace(text, ""), seen.whole);
    expect(own.match(english)?.[0] ?? null, "an English word on the page").toBeNull();
    expect(seen.unsaid, "forms post").toBe(0);
    expect(seen.inline, "nothing inline").toBe(0);
    // "Legacy" only means that frames of other sites are not looked into, and it is much faster: no page has a frame.
    // At the narrowest the first sample of each page stands for the others, which differ from it in what they say.
    if (width === 1280 || isFirstOfItsPage(file)) {
      // Colours are the same at both widths, and measuring them is half of the work.
      const rules = { "color-contrast": { enabled: width === 1280 } };
      if (!(await page.evaluate("'axe' in window"))) await page.addScriptTag({ url: "/axe.js" });
      const axe = new AxeBuilder({ page, axeSource: "axe.version" }).setLegacyMode();
      axe.options({ resultTypes: ["violations"], rules });
      // What stands around the page's own part is the same on all samples of it.
      const { violations } = await (isFirstOfItsPage(file) ? axe : axe.include("main")).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
      expect(found, "axe").toEqual([]);
    }
    expect(troubles, "scripts and the security policy").toEqual([]);
  });

  test("without script everything that can be done still stands there", async () => {
    // Read as a browser reads it that runs no script.
    const counts = await page.evaluate(
      `(() => {
        const plain = new DOMParser().parseFromString(${JSON.stringify(files.get(file))}, "text/html");
        return [
          "form [hidden]:not(input)",
          "form:not(:has(button)):has(input:not([type=hidden]), textarea, select)",
        ].map((selector) => plain.querySelectorAll(selector).length);
      })()`,
    );
    const [hidden, unsendable] = counts as [number, number];
    // Script only hides fields, and only those that a choice does not need.
    expect(hidden).toBe(0);
    expect(unsendable, "a form that asks for something has a button to send it with").toBe(0);
  });
});
