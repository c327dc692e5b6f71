/** The demo's telephone as a newcomer meets it: being the patient whom the robot rings, by mouse, by keys and without script. */
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { firstThatSays, mayStandFirst } from "../desk-work.ts";
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

const questions = ["ett", "två", "tre", "fyra", "fem", "sex"];
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const hears = (page: Page, words: string) => page.locator(".latest").getByText(words).waitFor();
const ends = (page: Page) => page.getByRole("heading", { name: "Det här ledde samtalet till" }).waitFor();

async function ring(page: Page, name: string): Promise<void> {
  await page.goto("/prova-telefonen");
  await button(page, `Ring nu ${name}`).click();
  await page.getByRole("heading", { level: 1, name: `Du är ${name}` }).waitFor();
  await button(page, "Svara").waitFor();
}

/** From "Svara" to the robot's question whether to begin, by the telephone's own keys. */
async function answerAsPatient(page: Page): Promise<void> {
  await button(page, "Svara").click();
  await hears(page, "Om det är du, tryck ett");
  await page.getByRole("group", { name: "Knappsats" }).getByRole("button", { name: "1", exact: true }).click();
  await hears(page, "Vilken dag i månaden är du född?");
  const [, tens = "", ones = ""] = /tryck (\d) (\d)/.exec(await page.locator(".crib").innerText()) ?? [];
  await page.keyboard.press(tens);
  await page.getByText("En siffra av två är tryckt.").waitFor();
  await page.keyboard.press(ones);
  await hears(page, "Vill du börja nu?");
}

/** Answers the first so many questions with keys and waits for the next one. */
async function answerQuestions(page: Page, count: number): Promise<void> {
  await page.keyboard.press("1");
  for (const [at, number] of questions.slice(0, count).entries()) {
    await hears(page, `Fråga ${number} av sex.`);
    await page.keyboard.press(String(1 + (at % 3)));
  }
}

async function respondents(page: Page): Promise<number> {
  await page.goto("/matningar");
  await page.getByRole("link", { name: /^Punktmätning november 2026/ }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  const text = await page.locator("main").innerText();
  return Number(/(\d+) svarande/.exec(text)?.[1] ?? 0);
}

test("a newcomer answers as the patient, and the list and the report know it without anybody touching them", async () => {
  const { context, page, troubles } = await openContext(browser, door);
  const office = await openContext(browser, door);
  await signIn(office.page, "anna");
  const before = await respondents(office.page);

  await page.goto("/");
  await page.getByRole("link", { name: "prova telefonen", exact: true }).click();
  await ring(page, "Nils Persson");
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  await answerAsPatient(page);
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  await answerQuestions(page, 6);
  await hears(page, "behöver hjälp med nu");
  await page.keyboard.press("2");
  await hears(page, "Tack för att du svarade.");
  await button(page, "Lägg på").click();
  await ends(page);
  await page.getByText("Intervjun är sparad (genomförd).").waitFor();
  const log = page.locator("#telefon-logg");
  for (const said of ["Det ringer.", "Någon lyfte luren.", "Fråga 6 är besvarad.", "Utfall: Genomförd."])
    await log.getByText(said, { exact: false }).waitFor();

  await page.getByRole("link", { name: "Öppna uppföljningen" }).click();
  await signIn(page, "anna");
  await page.getByRole("heading", { level: 1, name: "Nils Persson" }).waitFor();
  await page.goto("/lista");
  expect(await page.locator("main").innerText()).not.toContain("Nils Persson");
  await page.goto("/lista?visa=klara");
  await page.getByRole("rowheader", { name: /Nils Persson/ }).waitFor();
  await button(page, "Räkna in svaren").click();
  await page.getByText("Nattens arbete är gjort").waitFor();
  expect(await respondents(page)).toBeGreaterThan(before);
  expect(troubles).toEqual([]);
  await context.close();
  await office.context.close();
});

test("whoever presses nought at question four stands before all but the booked times that are due, with the answers so far", async () => {
  const { context, page } = await openContext(browser, door);
  await ring(page, "Håkan Strand");
  await answerAsPatient(page);
  await answerQuestions(page, 3);
  await hears(page, "Fråga fyra av sex.");
  await page.keyboard.press("0");
  await hears(page, "Då ringer en människa upp dig");
  await page.keyboard.press("Escape");
  await ends(page);
  await page.getByText("Roboten lämnade över: patienten bad om en människa.").waitFor();
  await page.getByRole("link", { name: "Se arbetslistan" }).click();
  await signIn(page, "anna");
  await page.waitForURL(/\/lista/);
  const { above, row } = await firstThatSays(page, /Håkan Strand/);
  for (const other of above) expect(other).toMatch(mayStandFirst);
  expect(row).toContain("Intervju påbörjad");
  await context.close();
});

test("two fast presses answer one question, by mouse and by key", async () => {
  const { context, page } = await openContext(browser, door);
  await ring(page, "Alva Törnqvist");
  await answerAsPatient(page);
  await page.keyboard.press("1");
  await hears(page, "Fråga ett av sex.");
  const two = page.getByRole("group", { name: "Knappsats" }).getByRole("button", { name: "2", exact: true });
  await two.dblclick();
  await hears(page, "Fråga två av sex.");
  await page.waitForTimeout(1500);
  expect(await page.locator(".latest").innerText()).toContain("Fråga två av sex.");
  await page.evaluate(
    `for (const _ of [1, 2]) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "2", bubbles: true }))`,
  );
  await hears(page, "Fråga tre av sex.");
  await page.waitForTimeout(1500);
  expect(await page.locator(".latest").innerText()).toContain("Fråga tre av sex.");
  await button(page, "Lägg på").click();
  await ends(page);
  await context.close();
});

test.each([
  ["declines", "Margit Lundin", "Avvisa", "Utfall: upptaget."],
  ["lets a machine answer", "Ulf Rydell", "Låt telefonsvararen svara", "Utfall: telefonsvarare"],
  ["has a machine that is not known as one", "Gun Axelsson", "Svarare som inte känns igen", "Utfall: telefonsvarare"],
] as const)(
  "a patient who %s is told nothing, and the list says what came of it",
  async (_, name, pressed, outcome) => {
    const { context, page } = await openContext(browser, door);
    await ring(page, name);
    await button(page, pressed).click();
    await ends(page);
    await page.locator("#telefon-slut").getByText(outcome).waitFor();
    expect(await page.locator("#telefon-ord").innerText()).not.toMatch(/sjukhus|vård/);
    await context.close();
  },
);

test("a telephone that rings out while the clock is moved has rung in vain", async () => {
  const { context, page } = await openContext(browser, door);
  await ring(page, "Edit Svanberg");
  await button(page, "1 timme").click();
  await ends(page);
  await page.locator("#telefon-slut").getByText("Utfall: inget svar.").waitFor();
  await context.close();
});

test("two presses are one call, two tabs are one telephone, and a reload in the middle loses nothing", async () => {
  const { context, page, troubles } = await openContext(browser, door);
  await page.goto("/prova-telefonen");
  await button(page, "Ring nu Teresa Kowalczyk").dblclick();
  await page.getByRole("heading", { level: 1, name: "Du är Teresa Kowalczyk" }).waitFor();
  const other = await context.newPage();
  await other.goto(page.url());
  await button(other, "Svara").click();
  await hears(other, "Om det är du, tryck ett");
  await hears(page, "Om det är du, tryck ett");
  // Single keys work only with the focus on the telephone.
  await page.keyboard.press("1");
  await page.locator(".handset .line").click();
  await page.keyboard.press("1");
  await hears(other, "Vilken dag i månaden är du född?");
  await page.reload();
  await hears(page, "Vilken dag i månaden är du född?");
  await page.getByText("Det roboten har sagt tidigare").click();
  await page.locator(".earlier").getByText("automatiskt samtal").waitFor();

  await context.setOffline(true);
  await page.getByText("Ingen kontakt just nu.").waitFor();
  await context.setOffline(false);
  await page.getByText("Ingen kontakt just nu.").waitFor({ state: "detached" });
  expect(await page.getByText("En siffra av två är tryckt.").count()).toBe(0);
  await other.locator(".handset .line").click();
  await other.keyboard.press("Escape");
  await ends(page);
  await page.goBack();
  await page.goto("/prova-telefonen");
  await page.getByText("Sagt ja, men kan inte ringas nu").click();
  const row = page.getByRole("row", { name: /Teresa Kowalczyk/ });
  expect(await row.innerText()).toMatch(/Kan ringas igen|lämnat över/);
  expect(await row.getByRole("button").count()).toBe(0);
  expect(troubles).toEqual([]);
  await context.close();
});

/** A browser with three voices, of which one is Swedish and on this computer; what it says is kept in `spoken`. */
const threeVoices = `
  const spoken = (window.spoken = []);
  const voices = [
    { name: "far", lang: "sv-SE", localService: false },
    { name: "foreign", lang: "en-GB", localService: true },
    { name: "near", lang: "sv-SE", localService: true },
  ];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const synthesis = { getVoices: () => voices, cancel() {}, speak: ({ text, voice }) => spoken.push(voice.name + ": " + text) };
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
`;

test("only a Swedish voice on this computer reads aloud, and it can be silenced", async () => {
  const { context, page } = await openContext(browser, door);
  await page.addInitScript(threeVoices);
  await ring(page, "Wilhelmina Josefina Björkenstam Abrahamsson-Söderlundh");
  await button(page, "Svara").click();
  await hears(page, "Om det är du, tryck ett");
  const spoken = () => page.evaluate<string[]>("window.spoken");
  expect(await spoken()).toEqual([expect.stringMatching(/^near: Hej\. Det här är ett automatiskt samtal/)]);
  await button(page, "Läs upp").click();
  await page.locator(".handset .line").click();
  await page.keyboard.press("1");
  await hears(page, "Vilken dag i månaden är du född?");
  expect(await spoken()).toHaveLength(1);
  await page.keyboard.press("Escape");
  await ends(page);
  await context.close();
});

test("without script the whole telephone works by buttons and a link", async () => {
  const { context, page } = await openContext(browser, door, { javaScriptEnabled: false });
  await page.goto("/prova-telefonen");
  await button(page, "Ring nu Camilla Frost").click();
  // The order goes out a second before it rings.
  for (let look = 0; look < 100 && (await button(page, "Svara").count()) === 0; look += 1)
    await page.getByRole("link", { name: "Uppdatera" }).click();
  await button(page, "Svara").click();
  const keypad = page.getByRole("group", { name: "Knappsats" });
  await keypad.getByRole("button", { name: "1", exact: true }).click();
  await hears(page, "Vilken dag i månaden är du född?");
  const [, ...day] = /tryck (\d) (\d)/.exec(await page.locator(".crib").innerText()) ?? [];
  for (const digit of day) await keypad.getByRole("button", { name: new RegExp(`^${digit}`) }).click();
  await hears(page, "Vill du börja nu?");
  await keypad.getByRole("button", { name: /^\*/ }).click();
  await hears(page, "Du tryckte stjärna");
  await keypad.getByRole("button", { name: /^\*/ }).click();
  await hears(page, "Då ringer vi inte mer om det här.");
  await button(page, "Lägg på").click();
  await ends(page);
  await page.getByText("Uppföljningen är avslutad: tackar nej.").waitFor();
  await context.close();
});

test("with the robot on, a day is watched in a moment and summed up", async () => {
  const { context, page } = await openContext(browser, door);
  await page.goto("/prova-telefonen");
  await button(page, "Sätt på roboten").click();
  await page.getByText("Roboten ringer av sig själv nu.").waitFor();
  await button(page, "Spola en dag").click();
  await page.getByRole("heading", { name: "Medan klockan spolades" }).waitFor();
  const counts = page.locator(".counts div");
  const [made = "", ...rest] = await counts.locator("dd").allInnerTexts();
  expect(Number(made)).toBeGreaterThan(0);
  const [answered = 0, , , missed = 0] = rest.map(Number);
  expect(answered + missed).toBe(Number(made));
  await button(page, "Stäng av roboten").click();
  await button(page, "Sätt på roboten").waitFor();
  await context.close();
});
