/**
 * A measurement from the empty form to the published report: the project lead makes it and starts it, a coordinator rings,
 * the night counts, the clock closes, and what came of it is published, compared and taken away as a file.
 */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { answerToSummary, leap, recordOutcome, saveAndLock, startMeasurement, takeIn } from "../desk-work.ts";
import {
  beginInterview,
  type FrontDoor,
  openCase,
  openContext,
  openFrontDoor,
  sentenceOf,
  showNumber,
  signIn,
  throughOpening,
} from "../front-door.ts";

const name = "Geriatriken tre dagar i november";
/** The demo's own lists bring nobody home from here in those days. */
const ward = "Geriatrik avd 2";
/** The list of that unit alone: Anna's whole list is longer than a page. */
const itsList = "att-ringa&enhet=geriatrik-2";
const patients =
  "Alma Brink,Bror Dalman,Cilla Ehn,David Falk,Elna Grip,Folke Hede,Greta Isling,Henning Jarl,Ines Kron,Josef Lind,Kajsa Malm,Love Norell".split(
    ",",
  );
/** Ten say what they think: whole answers in the keys of the short set. */
const sheets = ["111111", "121112", "212211", "112112", "311221", "221213", "121141", "112211", "211112", "421234"];
const respondents = sheets.length;
/** The night lets the tenth and its four companions out first when the last window has closed. */
const releasedMeanwhile = respondents - 5;

let browser: Browser;
let door: FrontDoor;
let lena: Page;
let anna: Page;
let address = "";
const troubles: string[][] = [];

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
  const come = async (username: string) => {
    const opened = await openContext(browser, door, { acceptDownloads: true });
    await signIn(opened.page, username);
    troubles.push(opened.troubles);
    return opened.page;
  };
  lena = await come("lena");
  anna = await come("anna");
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
  expect(troubles.flat()).toEqual([]);
});

const main = async (page: Page) => (await page.locator("main").innerText()).replaceAll("\u00a0", " ");
const group = (page: Page) => page.locator(".report-group").filter({ hasText: "somatik" }).first();
/** Of the fieldwork's chain: the first step and the last. */
async function fieldwork(page: Page): Promise<{ discharged: number; completed: number }> {
  await page.goto(`${address}/faltarbete`);
  const chain = page.getByRole("table", { name: "Hur många som är kvar" }).locator("tbody tr td:nth-child(2)");
  const counts = (await chain.allInnerTexts()).map(Number);
  return { discharged: counts[0] ?? Number.NaN, completed: counts.at(-1) ?? Number.NaN };
}

/** The same interview as by keys, as the forms that its pages send: nine more by hand would teach nothing. */
async function interviewByForms(page: Page, patient: string, sheet: string): Promise<void> {
  await openCase(page, patient, itsList);
  await showNumber(page);
  const base = new URL(page.url()).pathname;
  const send = async (end: string, form: Record<string, string>) =>
    expect((await page.request.post(`${base}/${end}`, { form, maxRedirects: 0 })).status(), end).toBe(303);
  await send("borja", { respondent: "patient" });
  await send("svar", { steg: "presentation" });
  for (const steg of ["ratt-person", "ostort", "samtycke"]) await send("svar", { steg, svar: "ja" });
  const steps = ["delaktighet", "onskemal", "information", "plan", "samordning", "trygghet"];
  for (const [at, steg] of steps.entries()) await send("svar", { steg, svar: sheet[at] ?? "" });
  await send("svar", { steg: "fritext", text: "" });
  await send("svar", { steg: "hjalp", svar: "nej" });
  await send("svar", { steg: "tack" });
  await page.goto(`${base}/sammanfattning`);
  await saveAndLock(page);
}

test("the project lead makes a measurement: what is missing is said at its field, and a draft asks nobody anything", async () => {
  await lena.getByRole("link", { name: "Ny mätning" }).click();
  await lena.getByLabel("Namn", { exact: true }).fill(name);
  await lena.getByRole("button", { name: "Spara utkastet" }).click();
  await lena.locator(".error-summary").waitFor();
  expect(await lena.getByLabel("Namn", { exact: true }).inputValue()).toBe(name);
  await lena.getByLabel("Första utskrivningsdag").fill("2026-11-20");
  await lena.getByLabel("Sista utskrivningsdag").fill("2026-11-18");
  await lena.getByRole("button", { name: "Spara utkastet" }).click();
  await lena.locator(".error-summary").waitFor();
  address = await startMeasurement(lena, { name, from: "2026-11-18", to: "2026-11-20", units: [ward] });
  expect(await main(lena)).toContain("Pågår");
  expect(await lena.getByRole("link", { name: "Ändra utkastet" }).count()).toBe(0);
  expect((await lena.request.get(`${address}/andra`)).url()).toContain("/hantera");
});

test("the patients of its days are rung for it, and the fieldwork counts each at once", async () => {
  await takeIn(
    anna,
    patients.map((patient, at) => ({ name: patient, dischargedOn: `2026-11-${18 + (at % 3)}`, ward })),
  );
  expect(await fieldwork(lena)).toEqual({ discharged: patients.length, completed: 0 });
  await openCase(anna, patients[0]!, itsList);
  await beginInterview(anna);
  await throughOpening(anna);
  await answerToSummary(anna, [...sheets[0]!]);
  await saveAndLock(anna);
  for (const [at, sheet] of sheets.entries()) {
    if (at > 0) await interviewByForms(anna, patients[at]!, sheet);
  }
  await openCase(anna, patients[respondents]!, itsList);
  await showNumber(anna);
  await recordOutcome(anna, patients[respondents]!, "Tackar nej");
  expect(await fieldwork(lena)).toEqual({ discharged: patients.length, completed: respondents });
});

test("the answers are counted by the night, some left behind so that no two looks differ by one person", async () => {
  await lena.goto(address);
  expect(await group(lena).innerText()).toContain("Färre än 5 svarande: visas inte.");
  await leap(lena, "nästa förmiddag");
  await lena.goto(address);
  expect(await group(lena).innerText()).toContain(`${releasedMeanwhile} svarande`);
  await anna.goto(address);
  expect(await group(anna).innerText()).toContain(`${releasedMeanwhile} svarande`);
  expect(await anna.getByRole("link", { name: "Hantera mätningen" }).count()).toBe(0);
});

test("it is not closed by a slip while patients are left, but by the clock when the last window has passed", async () => {
  await lena.goto(`${address}/hantera`);
  await lena.getByRole("button", { name: "Avsluta mätningen" }).click();
  await lena.locator(".error-summary").getByText(sentenceOf("measurement-calls-left")).waitFor();
  expect(await lena.getByRole("button", { name: "Publicera" }).count()).toBe(0);
  for (let day = 0; day < 4; day += 1) await leap(lena, "nästa förmiddag");
  await lena.goto(`${address}/hantera`);
  expect(await main(lena)).toContain("Avslutad");
  expect(await lena.getByRole("button", { name: "Avsluta mätningen" }).count()).toBe(0);
  await lena.goto(address);
  expect(await group(lena).innerText()).toContain(`${respondents} svarande`);
  expect((await fieldwork(lena)).discharged).toBe(patients.length);
});

test("it is published once under a number of its own, which a correction leaves as it is", async () => {
  await lena.goto(`${address}/hantera`);
  await lena.getByRole("button", { name: "Publicera", exact: true }).click();
  await lena.getByText("Resultatet är publicerat.").waitFor();
  await lena.getByRole("link", { name: /^Rapport 1/ }).click();
  await lena.getByRole("heading", { level: 1, name: `${name}, rapport 1` }).waitFor();
  const first = await group(lena).innerText();
  expect(first).toContain(`${respondents} svarande`);
  await lena.goto(`${address}/hantera`);
  await lena.getByRole("button", { name: "Publicera rättelsen" }).click();
  await lena.locator(".error-summary").getByText(sentenceOf("correction-needs-words")).waitFor();
  await lena.getByLabel("Vad är ändrat?").fill("Namnet på enheten är rättat.");
  await lena.getByRole("button", { name: "Publicera rättelsen" }).click();
  await lena.getByText("Resultatet är publicerat.").waitFor();
  await anna.goto(`${address}/rapport/1`);
  expect(await group(anna).innerText()).toBe(first);
  await anna.getByRole("link", { name: "Det finns en nyare rapport." }).click();
  expect(await main(anna)).toContain("Namnet på enheten är rättat.");
});

test("beside Örebro 2019 it says not to compare, since the questions were other ones", async () => {
  await lena.goto(address);
  await lena.getByRole("link", { name: "Jämför med andra" }).click();
  const pick = async (measurement: string) => {
    const results = lena.locator("details").filter({ has: lena.locator("summary", { hasText: measurement }) });
    if ((await results.getAttribute("open")) === null) await results.locator("summary").click();
    await results
      .getByRole("checkbox", { name: /somatik/ })
      .first()
      .check();
  };
  await pick(name);
  await pick("november 2019");
  await lena.getByRole("button", { name: "Jämför", exact: true }).click();
  await lena.getByText("Jämför inte.").waitFor();
  expect(await lena.locator(".notice", { hasText: "Jämför inte." }).innerText()).toMatch(/frågor|formuler|enkät/i);
  expect(await lena.locator("strong", { hasText: "säkerställd" }).count()).toBe(0);
  await lena.getByText(`${respondents} svarande`).first().waitFor();
  await lena.getByText("30 svarande").first().waitFor();
});

test("its numbers leave as a file that a Swedish spreadsheet opens, and they are those of the page", async () => {
  await lena.goto(address);
  const row = group(lena)
    .getByRole("row")
    .filter({ has: lena.getByRole("rowheader", { name: /trygg/i }) });
  const shown = (await row.locator("td").first().innerText()).match(/(\d+) av (\d+)/);
  const [download] = await Promise.all([
    lena.waitForEvent("download"),
    lena.getByRole("link", { name: "CSV", exact: true }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  expect(text.startsWith("\ufeff")).toBe(true);
  const [header = [], ...lines] = text
    .slice(1)
    .trim()
    .split("\r\n")
    .map((line) => line.split(";"));
  const cell = (line: readonly string[], column: string) => line[header.indexOf(column)];
  const line = lines.find((one) => cell(one, "indikator") === "trygghet" && cell(one, "vardform") === "somatic") ?? [];
  expect([cell(line, "positiva"), cell(line, "alla_svarande")]).toEqual(shown?.slice(1, 3));
  expect(cell(line, "matning_namn")).toBe(name);
  expect(cell(line, "andel_av_alla")).toMatch(/^0,\d+$|^1$/);
});
