/** Files that are not what they should be, sent by a person in a browser: each time a sentence that says what to do. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openContext, openFrontDoor, sentenceOf, signIn } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
let page: Page;
beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor({ RINGUPP_UPLOAD_LIMIT_MB: "1" })]);
  ({ page } = await openContext(browser, door));
  await signIn(page, "anna");
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

const header = "Utskrivnings-ID;Patient-ID;Namn;Telefon 1;Födelsedatum;Utskrivningsdatum;Vårdenhet;Vårdform;Samtycke";
const latin1 = (text: string) => Buffer.from(text, "latin1");

async function send(name: string, buffer: Buffer): Promise<void> {
  await page.goto("/intag");
  await page.getByLabel("Källa").fill("Journalsystemet");
  await page.getByLabel("Fil", { exact: true }).setInputFiles({ name, mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Läs filen" }).click();
}

/** The sentence stands at the file's own field, and the source need not be typed again. */
async function refusedWith(sentence: string): Promise<void> {
  await page.locator(".error-summary").getByText(sentence).waitFor();
  expect(await page.locator("#f-fil-fel").innerText()).toContain(sentence);
  expect(await page.getByLabel("Källa").inputValue()).toBe("Journalsystemet");
}

test("a renamed Excel file is told from a CSV", async () => {
  // The first bytes of any .xlsx: a zip whose first entry has this name.
  await send(
    "lista.csv",
    Buffer.concat([Buffer.from("504b0304140006000800000021", "hex"), Buffer.from("[Content_Types].xml")]),
  );
  await refusedWith(sentenceOf("file-is-excel"));
});

test("an empty file, and no file at all", async () => {
  await send("tom.csv", Buffer.alloc(0));
  await refusedWith(sentenceOf("file-empty"));
  await page.goto("/intag");
  await page.getByLabel("Källa").fill("Journalsystemet");
  await page.getByRole("button", { name: "Läs filen" }).click();
  await refusedWith(sentenceOf("file-missing"));
});

test("a file with headers only is read, said to hold nothing, and can be thrown away", async () => {
  await send("rubriker.csv", Buffer.from(`${header}\r\n`));
  await page.getByText(sentenceOf("file-no-rows")).waitFor();
  expect(await page.getByRole("button", { name: /^Ta in/ }).count()).toBe(0);
  await page.getByRole("button", { name: "Kasta filen" }).click();
  await page.getByText("Filen är borttagen.").waitFor();
});

test("a file over the limit is refused with the limit", async () => {
  await send("stor.csv", Buffer.alloc(3 * 1024 * 1024, "a;b;c\n"));
  await page.getByText(`${sentenceOf("too-large")} 1 MB`).waitFor();
  await send("nastan.csv", Buffer.alloc(1024 * 1024 + 1000, "a;b;c\n"));
  await page.getByText(`${sentenceOf("too-large")} 1 MB`).waitFor();
});

test("a file whose columns cannot be understood asks for them", async () => {
  await send("frammande.csv", Buffer.from("a;b;c\n1;2;3\n"));
  await page.locator(".error-summary").getByText(sentenceOf("columns-missing")).waitFor();
  expect(await page.getByRole("button", { name: /^Ta in/ }).count()).toBe(0);
  expect(await page.getByText("Kolumner: så läser Ringupp filen").count()).toBe(1);
});

test("a file in two encodings is read row by row, and says so", async () => {
  const row = (ref: string, name: string) =>
    `${ref};P-${ref};${name};070-1740620;1941-03-02;2026-11-20;Medicin avd 1;Somatik;Ja\r\n`;
  const file = Buffer.concat([
    Buffer.from(`${header}\r\n`),
    Buffer.from(row("M-1", "Märta Öhman")),
    latin1(row("M-2", "Åke Sjö")),
  ]);
  await send("blandad.csv", file);
  await page.getByRole("heading", { level: 1, name: "Granska filen" }).waitFor();
  const text = await page.locator("main").innerText();
  expect(text).toContain("Märta Öhman");
  expect(text).toContain("Åke Sjö");
  expect(text).toContain("Windows-1252");
  expect(text).toContain("från Journalsystemet");
});

test("rows that cannot be right are refused one by one, by their line in the file", async () => {
  const rows = [
    "F-1;P-F1;Rut Lagom;070-1740621;1941-03-02;2026-11-20;Medicin avd 1;Somatik;Ja",
    "F-2;P-F2;Ove Framtid;070-1740622;1941-03-02;2026-12-20;Medicin avd 1;Somatik;Ja",
    "F-3;P-F3;Siv Fjol;070-1740623;1941-03-02;2025-11-20;Medicin avd 1;Somatik;Ja",
    "F-4;P-F4;Pia Dotter;0701740624 (dotter);1941-03-02;2026-11-20;Medicin avd 1;Somatik;Ja",
    "F-5;P-F5;Kaj Okänd;070-1740625;1941-03-02;2026-11-20;Avdelning X;Somatik;Ja",
  ];
  await send("blandat.csv", Buffer.from(`${header}\n${rows.join("\n")}\n`));
  const table = page.getByRole("table", { name: "Avvisade rader" });
  const lines = await table.locator("tbody tr").allInnerTexts();
  const wanted = [
    ["3", "date-future"],
    ["4", "discharge-too-old"],
    ["5", "phone-letters"],
    ["6", "unit-not-found"],
  ] as const;
  expect(lines).toHaveLength(wanted.length);
  wanted.forEach(([line, code], at) => {
    const text = lines[at] ?? "";
    expect(text.trim()).toMatch(new RegExp(`^${line}\\b`));
    expect(text).toContain(sentenceOf(code).replace("{column}", ""));
  });
  await page.getByRole("button", { name: "Ta in 1 rad" }).click();
  await page.getByText("Klart: 1 rad är inne.").waitFor();
});
