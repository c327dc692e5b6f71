/**
 * A call in the middle of which the connection is lost: the coordinator goes on, nothing is lost, nothing is sent twice,
 * nothing can be read on the computer, and nothing that was answered elsewhere is written over.
 */
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Browser, BrowserContext, Page, Request, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import {
  beginInterview,
  type FrontDoor,
  openCase,
  openContext,
  openFrontDoor,
  pressAndGoOn,
  signIn,
  standsAt,
  stepOn,
  throughOpening,
  wholly,
} from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
let context: BrowserContext;
let page: Page;
let troubles: string[];
/** What becomes of what is sent about a follow-up. */
let carry: (route: Route) => Promise<void>;
/** Everything that any page has ever put into the browser's own storage, as it was put there. */
let everStored: string[];

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

const watchStorage = `
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (name, value) {
    window.wasStored(name + "=" + value);
    return set.call(this, name, value);
  };`;

beforeEach(async () => {
  ({ context, page, troubles } = await openContext(browser, door));
  everStored = [];
  // Before any page is there: an interception that begins later lets the first requests of a busy page through.
  carry = arrives;
  await context.route("**/uppfoljningar/**", (route) => carry(route));
  await context.exposeFunction("wasStored", (text: string) => everStored.push(text));
  await context.addInitScript(watchStorage);
  await signIn(page, "anna");
});

const arrives = (route: Route): Promise<void> => route.continue();
/** From now on this is lost on its way; from one page alone when it is named. */
function lose(what: RegExp, from?: Page): void {
  const isLost = (request: Request) =>
    what.test(request.url()) && (from === undefined || request.frame().page() === from);
  carry = (route) => (isLost(route.request()) ? route.abort() : arrives(route));
}
const answers = /\/svar$/;

async function begin(name: string): Promise<string> {
  await openCase(page, name);
  await beginInterview(page);
  await throughOpening(page);
  // On a slow machine a turn may have been sent twice; another page that opens meanwhile would take it over.
  await saved();
  return new URL(page.url()).pathname.replace(/\/intervju$/, "");
}

const saveState = (on: Page = page) => on.locator("[data-save-state]");
/** Nothing waits: the page says "Sparat", or is a new one with nothing to say. */
const saved = async (on: Page = page): Promise<void> => {
  const calm = `!/Sparar|väntar|Inte skickat|Ingen kontakt/.test(document.querySelector("[data-save-state]")?.textContent ?? "Sparar")
    && Object.keys(localStorage).every((name) => !name.startsWith("ringupp-vantar:"))`;
  for (let tries = 0; tries < 600; tries += 1) {
    // A page that is being left answers nothing.
    if (await on.evaluate(calm).catch(() => false)) return;
    await on.waitForTimeout(100);
  }
  throw new Error("what waited was not saved within a minute");
};
/** The contact is back, as a browser tells its pages; others here learn of it by trying again by themselves. */
const backAgain = async (): Promise<void> => {
  carry = arrives;
  await page.evaluate("dispatchEvent(new Event('online'))");
};
const waits = (count: number, on: Page = page) => saveState(on).getByText(`(${count} svar väntar)`).waitFor();
const heading = (name: string, on: Page = page) => on.getByRole("heading", { level: 1, name }).waitFor();

/** Answers a question without the server, and waits for the next one. */
async function answerAlone(key: string, next: string): Promise<void> {
  await page.keyboard.press(key);
  await standsAt(page, next);
}

type Kept = { version: number; turns: string[]; answers: Record<string, { code?: number; text?: string }>; at: string };

/** The interview as it lies on the server. */
function onServer(base: string): Kept {
  const db = new Database(join(door.folder, "ringupp.sqlite"), { readonly: true });
  try {
    const row = db
      .prepare("select state, version, turns from interviews where case_id = ?")
      .get(base.split("/").at(-1));
    const { state, version, turns } = row as { state: string; version: number; turns: string };
    const { answers, at } = JSON.parse(state) as Kept;
    return { version, turns: JSON.parse(turns) as string[], answers, at };
  } finally {
    db.close();
  }
}
const codes = (base: string) =>
  Object.fromEntries(Object.entries(onServer(base).answers).map(([key, { code, text }]) => [key, code ?? text]));

/** What lies in the browser now: local storage and every IndexedDB. */
const stored = (on: Page = page): Promise<string> =>
  on.evaluate<string>(
    "(async () => JSON.stringify([Object.entries(localStorage), (await indexedDB.databases()).map((one) => one.name)]))()",
  );

/** Words of what was asked and answered, and the key's name: none of them may ever have been stored. */
const plainText = /delaktighet|onskemal|svar|steg|stor del|viss del|Bra bemötande|Till|Fråga|"key"|uppfoljningar/i;

test("one question at a time: the call goes on without contact, is sent in order, each answer once, and leaves no trace", async () => {
  const base = await begin("Nils Persson");
  await pressAndGoOn(page, "2");
  const before = onServer(base);
  await context.setOffline(true);
  await answerAlone("3", "information");
  await waits(1);
  await answerAlone("1", "plan");
  await answerAlone("V", "samordning");
  // One step back and another answer, as with contact.
  await page.keyboard.press("ArrowLeft");
  await standsAt(page, "plan");
  expect(await page.getByRole("radio", { name: /Vet ej/ }).isChecked()).toBe(true);
  await answerAlone("2", "samordning");
  await answerAlone("4", "trygghet");
  await answerAlone("E", "fritext");
  await page.getByLabel(/Patientens egna ord/).fill("Bra bemötande.");
  await page.getByRole("button", { name: "Nästa", exact: true }).click();
  await standsAt(page, "hjalp");
  await page.keyboard.press("2");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Alla frågor är ställda").waitFor();
  expect(await saveState().innerText()).toMatch(/^Ingen kontakt\. Svaren ligger kvar här på datorn och skickas när/);
  expect(onServer(base)).toEqual(before);
  const raw = await stored();
  expect(raw).toContain("ringupp-vantar");
  expect(raw).not.toMatch(plainText);

  await context.setOffline(false);
  await heading("Sammanfattning");
  expect(codes(base)).toEqual({
    ...{ delaktighet: 2, onskemal: 3, information: 1, plan: 2, samordning: 4, trygghet: 7, fritext: "Bra bemötande." },
  });
  // Every turn that changed something has changed it once.
  const after = onServer(base);
  expect(new Set(after.turns).size).toBe(after.turns.length);
  expect(after.version - before.version).toBe(after.turns.length - before.turns.length);
  expect(await stored()).toBe("[[],[]]");
  await page.getByRole("button", { name: "Spara och lås" }).click();
  await heading("Intervjun är sparad");
  expect(await stored()).toBe("[[],[]]");
  expect(everStored.filter((text) => !text.startsWith("ringupp-fokus")).length).toBeGreaterThan(5);
  expect(everStored.filter((text) => plainText.test(text))).toEqual([]);
  expect(troubles).toEqual([]);
});

test("all questions on one screen: picked and typed without contact, on to the closing, and sent once", async () => {
  const base = await begin("Camilla Frost");
  await page.getByRole("button", { name: "Visa alla frågor på en sida" }).click();
  await page.locator("html.script [data-interview=all]").waitFor();
  lose(/./);
  for (const key of ["1", "2", "3", "1", "4", "V"]) await page.keyboard.press(key);
  await page.getByLabel(/Patientens egna ord/).fill("Bra bemötande.");
  await waits(7);
  await page.getByRole("button", { name: "Vidare till avslutningen" }).click();
  await standsAt(page, "hjalp");
  await page.keyboard.press("1");
  await page.getByRole("button", { name: "Fortsätt" }).waitFor();
  expect(await stored()).not.toMatch(plainText);
  await backAgain();
  await saved();
  expect(codes(base)).toEqual({
    ...{ delaktighet: 1, onskemal: 2, information: 3, plan: 1, samordning: 4, trygghet: 8, fritext: "Bra bemötande." },
  });
  expect(onServer(base).at).toBe(await stepOn(page));
  await page.keyboard.press("ArrowRight");
  await heading("Sammanfattning");
  await page.getByLabel("Vad behöver patienten hjälp med?").waitFor();
  expect(await stored()).toBe("[[],[]]");
  await page.getByRole("button", { name: "Pausa" }).click();
  await page.getByText("Intervjun är pausad").waitFor();
  // Anna's own choice: the next tests ask one at a time.
  await page.getByRole("button", { name: "Fortsätt intervjun" }).click();
});

test("a reply that is lost on its way back does not make the answer count twice", async () => {
  const base = await begin("Stig Norling");
  const one = page.getByRole("button", { name: "Visa en fråga i taget" });
  await wholly(page);
  if (await one.count()) await one.click();
  await standsAt(page, "delaktighet");
  const before = onServer(base).version;
  let lost = 0;
  carry = async (route) => {
    if (lost >= 2 || !answers.test(route.request().url())) return arrives(route);
    lost += 1;
    await route.fetch();
    await route.abort();
  };
  await page.keyboard.press("3");
  await standsAt(page, "onskemal");
  await saved();
  expect(lost).toBe(2);
  expect(onServer(base).version).toBe(before + 1);
  expect(codes(base)).toEqual({ delaktighet: 3 });
});

test("a reload and a closed tab without contact keep what waits, and the next page of the session sends it", async () => {
  const base = await begin("Lennart Grip");
  const warnings: string[] = [];
  page.on("dialog", (dialog) => {
    warnings.push(dialog.type());
    void dialog.accept();
  });
  await context.setOffline(true);
  await answerAlone("2", "onskemal");
  await answerAlone("3", "information");
  await waits(2);
  // The browser's own page about the network stands there now: only the hidden answers are left.
  await page.reload().catch(() => undefined);
  expect(warnings).toEqual(["beforeunload"]);
  await context.setOffline(false);
  await page.goto(`${base}/intervju`);
  await standsAt(page, "information");
  expect(codes(base)).toEqual({ delaktighet: 2, onskemal: 3 });
  expect(await stored()).toBe("[[],[]]");

  await context.setOffline(true);
  await answerAlone("4", "plan");
  await waits(1);
  await page.close();
  await context.setOffline(false);
  page = await context.newPage();
  await page.goto("/lista");
  await page.getByText("Svaren som väntade är skickade.").waitFor();
  expect(codes(base)).toEqual({ delaktighet: 2, onskemal: 3, information: 4 });
  expect(await stored()).toBe("[[],[]]");
});

test("an answer that was given in another tab meanwhile is shown and not written over", async () => {
  const base = await begin("Gun Axelsson");
  const other = await context.newPage();
  await other.goto(`${base}/intervju`);
  await standsAt(other, "delaktighet");
  lose(answers, page);
  await answerAlone("3", "onskemal");
  await answerAlone("1", "information");
  expect(codes(base)).toEqual({});
  await pressAndGoOn(other, "1");
  carry = arrives;
  const notice = page.getByRole("alert").filter({ hasText: "Inte skickat" });
  await notice.getByText("Du valde: ”Till viss del”. Nu står: ”Ja, helt och hållet”.").waitFor();
  await expect.poll(() => codes(base)).toEqual({ delaktighet: 1, onskemal: 1 });
  await notice.getByRole("button", { name: "Spara mitt svar i stället" }).click();
  await expect.poll(() => codes(base)).toEqual({ delaktighet: 3, onskemal: 1 });
  await standsAt(page, "information");
  await other.close();
});

test("Spara och lås waits for what has not been sent", async () => {
  const base = await begin("Håkan Strand");
  for (const key of ["1", "1", "1", "1", "1", "1", "ArrowRight", "2", "ArrowRight"]) await pressAndGoOn(page, key);
  await heading("Sammanfattning");
  await page.goto(`${base}/intervju?steg=trygghet`);
  await standsAt(page, "trygghet");
  lose(answers);
  await page.keyboard.press("4");
  await page.getByText("Alla frågor är ställda").waitFor();
  await waits(1);
  await page.close();
  page = await context.newPage();
  await page.goto(`${base}/sammanfattning`);
  await page.getByRole("button", { name: "Spara och lås" }).click();
  await saveState().getByText("”Spara och lås” görs först när de är skickade.").waitFor();
  expect(new URL(page.url()).pathname).toBe(`${base}/sammanfattning`);
  await backAgain();
  // The summary comes again with the answer in it, to be looked at before it is locked.
  await page.getByText("Nej, inte alls").waitFor();
  await page.getByRole("button", { name: "Spara och lås" }).click();
  await heading("Intervjun är sparad");
  expect(await stored()).toBe("[[],[]]");
});

test("signing out throws away what waits, and nobody else can read it on the same computer", async () => {
  const base = await begin("Anders Hjort");
  lose(answers);
  await answerAlone("2", "onskemal");
  await waits(1);
  const hidden = await page.evaluate<string>("JSON.stringify(localStorage)");
  expect(hidden).toContain("ringupp-vantar");
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.accept();
  });
  await page.getByRole("button", { name: "Logga ut" }).click();
  await heading("Logga in");
  expect(asked.join()).toContain("1 svar väntar på att skickas");
  expect(await stored()).toBe("[[],[]]");

  // Somebody who had copied it puts it back, and signs in as another person, or as the same one.
  for (const username of ["bo", "anna"]) {
    await signIn(page, username);
    await page.getByRole("navigation", { name: "Huvudmeny" }).waitFor();
    await page.evaluate(`Object.assign(localStorage, ${hidden})`);
    const opened = await page.evaluate<boolean>(`(async () => {
      const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
      const { key } = await (await fetch("/nyckel", { headers: { accept: "application/json" } })).json();
      const found = JSON.parse(Object.entries(localStorage).find(([name]) => name.startsWith("ringupp-vantar"))[1]);
      const made = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
      return crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(found.iv) }, made, bytes(found.hidden)).then(() => true, () => false);
    })()`);
    expect(opened).toBe(false);
    await page.goto("/lista");
    await expect.poll(() => stored()).toBe("[[],[]]");
    await context.clearCookies();
    await page.goto("/logga-in");
  }
  expect(codes(base)).toEqual({});
});

test("a page of somebody who has been signed out never sends as the next person", async () => {
  const base = await begin("Elsa Wikström");
  await context.clearCookies();
  await page.keyboard.press("2");
  await saveState().getByText("Du är utloggad").waitFor();
  await expect.poll(() => stored()).toBe("[[],[]]");
  const other = await context.newPage();
  await signIn(other, "bo");
  await saveState().getByText("Svaret gavs av någon annan än den som är inloggad nu.").waitFor();
  expect(codes(base)).toEqual({});
  expect(await stored(other)).toBe("[[],[]]");
});

test("a note that was written when the session had run out comes back after signing in", async () => {
  await openCase(page, "Margit Lundin");
  const path = new URL(page.url()).pathname;
  await page.getByLabel("Kontrollerad i journalen i dag").check();
  await page.getByRole("button", { name: "Visa numret" }).click();
  await page.getByRole("radio", { name: "Inget svar" }).check();
  await page.getByLabel("Anteckning till den som").fill("Hör bäst på förmiddagen.");
  await context.clearCookies();
  await page.getByRole("button", { name: "Spara utfallet" }).click();
  await page.getByText("Det du skrev finns kvar när du har loggat in.").waitFor();
  await page.getByLabel("Användarnamn").fill("anna");
  await page.getByLabel("Lösenord").fill("fel lösenord");
  await page.getByRole("button", { name: "Logga in" }).click();
  await page.locator(".error-summary").waitFor();
  await page.getByLabel("Lösenord").fill((await import("../../src/demo/people.ts")).demoPassword);
  await page.getByRole("button", { name: "Logga in" }).click();
  await heading("Det du skrev finns kvar");
  expect(await page.getByLabel("Anteckning").inputValue()).toBe("Hör bäst på förmiddagen.");
  await page.getByRole("button", { name: "Spara nu" }).click();
  await page.locator(".flash").waitFor();
  await page.goto(path);
  await page.getByText("Hör bäst på förmiddagen.").waitFor();
});
