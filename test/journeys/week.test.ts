/**
 * A week at a unit of three coordinators, from the list that is taken in to the last window that closes: whatever happens
 * with a patient, at every moment each stands on exactly one tab of the list, and in the end the pages and the database
 * count the same people to the same outcomes.
 *
 * Long because a week is.
 */
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqlite } from "../../src/platform/sqlite.ts";
import { openBrowser } from "../browser.ts";
import { answerToSummary, leap, recordOutcome, saveAndLock, startMeasurement, takeIn } from "../desk-work.ts";
import {
  askForNumber,
  beginInterview,
  type FrontDoor,
  openCase,
  openContext,
  openFrontDoor,
  pressAndGoOn,
  showNumber,
  signIn,
  throughOpening,
} from "../front-door.ts";

const ward = "Ortopedi avd 9";
const neverCalled = "Aldrig uppringd";
const noContact = "Fönstret stängt utan kontakt";

/** Five days' discharges, six patients a day, each with what the week makes of it. Mondays' window closes on the Monday after. */
const patients: readonly (readonly [name: string, dischargedOn: string, cameTo: string])[] = [
  ["Arne Måndahl", "2026-11-16", noContact],
  ["Berit Mohlin", "2026-11-16", "Genomförd"],
  ["Curt Molander", "2026-11-16", "Tackar nej"],
  ["Doris Morén", "2026-11-16", "Avliden"],
  ["Egon Mossberg", "2026-11-16", neverCalled],
  ["Frida Moberg", "2026-11-16", "Kan inte delta"],
  ["Gun Tideström", "2026-11-17", "Återkallar samtycke"],
  ["Hugo Tingvall", "2026-11-17", noContact],
  ["Irma Tidholm", "2026-11-17", "God man eller förvaltare tackar nej"],
  ["Jan Tibell", "2026-11-17", "Genomförd"],
  ["Kaisa Tirén", "2026-11-17", "Språk, tolk inte möjlig"],
  ["Leif Tillberg", "2026-11-17", "Fönstret stängt efter kontakt"],
  ["Maj Onsjö", "2026-11-18", "Annan tackar nej, och personen hörs säga nej"],
  ["Nore Onerud", "2026-11-18", "Återinlagd eller inte i ordinärt boende"],
  ["Olga Ohlin", "2026-11-18", "Samtalet gjort, enkäten inte ställd"],
  ["Per Orre", "2026-11-18", "Delvis genomförd"],
  ["Rosa Odén", "2026-11-18", "Vill inte fortsätta"],
  ["Stig Olander", "2026-11-18", noContact],
  ["Tora Tornberg", "2026-11-19", "Annan tackar nej åt personen"],
  ["Uno Torell", "2026-11-19", "Genomförd"],
  ["Vera Thoresson", "2026-11-19", noContact],
  ["Wille Tolf", "2026-11-19", neverCalled],
  ["Yvonne Torén", "2026-11-19", "Fel eller avstängt nummer"],
  ["Åke Toll", "2026-11-19", "Samtalet bröts"],
  ["Ärla Fredlund", "2026-11-20", "Tackar nej"],
  ["Östen Frejd", "2026-11-20", neverCalled],
  ["Bodil Frisell", "2026-11-20", neverCalled],
  ["Claes Fritz", "2026-11-20", neverCalled],
  ["Dagny Frölander", "2026-11-20", neverCalled],
  ["Edvin Fransson", "2026-11-20", neverCalled],
];
/** With a second number, so that a wrong one is not the end; and one who said no to the survey. */
const [hasTwoNumbers, saidNo] = ["Hugo Tingvall", "Olga Ohlin"];

let browser: Browser;
let door: FrontDoor;
let [disa, elin, frans, lena] = [] as unknown as [Page, Page, Page, Page];
let measurement = "";
const troubles: string[][] = [];

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
  const come = async (username: string, password?: string) => {
    const opened = await openContext(browser, door);
    await signIn(opened.page, username, password);
    troubles.push(opened.troubles);
    return opened.page;
  };
  const adam = await come("adam");
  await adam.getByLabel("Namn").fill(ward);
  await adam.getByLabel("Journummer").fill("08-465 004 31");
  await adam.getByRole("button", { name: "Spara enheten" }).click();
  await adam.getByText("Enheten är sparad.").waitFor();
  await adam.goto("/konton");
  const hire = async (name: string, username: string) => {
    const form = adam.locator("form[action='/konton']");
    await form.getByLabel("Namn", { exact: true }).fill(name);
    await form.getByLabel("Användarnamn").fill(username);
    await form.getByLabel(ward).check();
    await form.getByRole("button", { name: "Skapa kontot" }).click();
    const password = await adam.locator(".notice", { hasText: username }).locator("code").innerText();
    return come(username, password);
  };
  disa = await hire("Disa Krona", "disa");
  elin = await hire("Elin Strand", "elin");
  frans = await hire("Frans Udd", "frans");
  lena = await come("lena");
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
  expect(troubles.flat()).toEqual([]);
});

const row = (page: Page, name: string) => page.locator("tbody tr").filter({ hasText: name });

async function ring(page: Page, name: string, outcome: string, note?: string): Promise<void> {
  await openCase(page, name);
  await showNumber(page);
  await recordOutcome(page, name, outcome, note);
}

/** An outcome that cannot be undone, and is therefore asked for twice. */
async function ringForGood(page: Page, name: string, outcome: string): Promise<void> {
  await openCase(page, name);
  await showNumber(page);
  await page.getByRole("radio", { name: outcome, exact: true }).check();
  await page.getByRole("button", { name: "Spara utfallet" }).click();
  await page.getByRole("heading", { level: 1, name: `${outcome}?` }).waitFor();
  await page.locator("form:has(input[name=bekraftat]) button").click();
  await page.getByText("Utfallet är sparat.").waitFor();
}

async function interview(page: Page, name: string, wantsHelp = false): Promise<void> {
  await openCase(page, name);
  await beginInterview(page);
  await throughOpening(page);
  await answerToSummary(page, ["1", "2", "1", "2", "1", "1"], wantsHelp);
}

const tabs = ["att-ringa", "vantar", "kan-inte-ringas", "vid-behov", "klara"] as const;

/** Name and whole text of each row of a tab, all its pages. */
async function rowsOf(page: Page, tab: (typeof tabs)[number]): Promise<{ name: string; text: string }[]> {
  const rows: { name: string; text: string }[] = [];
  for (let number = 1; ; number += 1) {
    await page.goto(`/lista?visa=${tab}&sida=${number}`);
    const [names, texts] = [
      await page.locator("tbody .name").allInnerTexts(),
      await page.locator("tbody tr").allInnerTexts(),
    ];
    rows.push(...texts.map((text, at) => ({ name: names[at] ?? "", text })));
    if ((await page.getByRole("link", { name: /^Nästa/ }).count()) === 0) return rows;
  }
}

/** Every patient of the week stands on exactly one tab, the tabs say how many, and the board says the same. */
async function everyoneStandsOnce(page: Page, dead: readonly string[] = []): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const names: string[] = [];
  for (const tab of tabs) {
    const rows = await rowsOf(page, tab);
    counts[tab] = rows.length;
    names.push(...rows.map(({ name }) => name));
    const said = page.locator(".tabs [aria-current] .count");
    if (tab !== "klara" && rows.length > 0) expect(await said.innerText(), tab).toBe(`(${rows.length})`);
  }
  const expected = patients.map(([name]) => (dead.includes(name) ? "Namnet är borttaget" : name));
  expect(names.toSorted()).toEqual(expected.toSorted());
  await page.goto("/tavla");
  const callable = page.locator(".figures div").filter({ hasText: "Kan ringas nu" }).locator("dd");
  expect(Number.parseInt(await callable.innerText(), 10)).toBe(counts["att-ringa"]);
  return counts;
}

test("Monday: the week's list comes in, two are at it at once, and everybody is somewhere", async () => {
  measurement = await startMeasurement(lena, {
    ...{ name: "Ortopedin vecka 47", from: "2026-11-16", to: "2026-11-20", units: [ward] },
  });
  await takeIn(
    disa,
    patients.map(([name, dischargedOn]) => ({
      ...{ name, dischargedOn, ward },
      ...(name === hasTwoNumbers && { secondPhone: "0980-319205" }),
      ...(name === saidNo && { consent: "Nej" as const }),
    })),
  );
  await everyoneStandsOnce(disa);

  // The same patient at the same moment: one gets it, the other reads who has it.
  await Promise.all([disa, elin].map((page) => openCase(page, "Arne Måndahl")));
  await Promise.all([disa, elin].map(askForNumber));
  for (const page of [disa, elin]) await page.locator("a[href^='tel:'], .error-summary").first().waitFor();
  const disaGotIt = (await disa.locator("a[href^='tel:']").count()) > 0;
  const [winner, loser, holder] = disaGotIt ? [disa, elin, "Disa Krona"] : [elin, disa, "Elin Strand"];
  expect(await loser.locator("a[href^='tel:']").count()).toBe(0);
  expect(await loser.locator(".notice").first().innerText()).toContain(`${holder} har den här uppföljningen`);

  // A mistake, taken back: the case is hers as it was, and what is right can be said.
  await recordOutcome(winner, "Arne Måndahl", "Tackar nej");
  await winner.getByRole("button", { name: /^Ångra/ }).click();
  await winner.getByText("Utfallet är ångrat.").waitFor();
  await recordOutcome(winner, "Arne Måndahl", "Inget svar");
});

test("Monday: two work through the same list side by side, and nobody is rung twice", async () => {
  const disasMorning = async () => {
    await interview(disa, "Berit Mohlin", true);
    await disa.getByLabel("Vad gäller det?").selectOption({ label: "Hjälpmedel" });
    await disa.getByLabel("Vad behöver patienten hjälp med?").fill("Rollatorn har inte kommit");
    await disa.getByLabel("Patienten säger ja till att jag skickar").check();
    await saveAndLock(disa);
    await ring(disa, "Curt Molander", "Tackar nej");
  };
  const elinsMorning = async () => {
    await ringForGood(elin, "Doris Morén", "Avliden");
    await ring(elin, "Frida Moberg", "Kan inte delta", "Hör inte i telefon. Texttelefon provad.");
    await openCase(elin, "Gun Tideström");
    await showNumber(elin);
    await elin.getByRole("radio", { name: /bokad tid/ }).check();
    await elin.getByLabel("När ska du ringa igen?").fill("2026-11-24T09:30");
    await elin.getByLabel("Jag ringer själv då").check();
    await elin.getByRole("button", { name: "Spara utfallet" }).click();
    await elin.getByText("för Gun Tideström är sparat.").waitFor();
  };
  await Promise.all([disasMorning(), elinsMorning()]);
  await elin.goto("/tavla");
  await elin
    .getByLabel("Vad behöver nästa pass veta?")
    .fill("Tolkförmedlingen ringer tillbaka. Börja med den bokade tiden.");
  await elin.getByRole("button", { name: "Spara lappen" }).click();
  await elin.getByText("Lappen är sparad.").waitFor();
  expect((await everyoneStandsOnce(elin, ["Doris Morén"])).klara).toBe(4);
});

test("Tuesday: the next shift reads the note and finds the missed time at the top", async () => {
  await leap(frans, "nästa förmiddag");
  await frans.goto("/lista");
  expect(await frans.locator(".shift-note").innerText()).toContain("Börja med den bokade tiden.");
  await frans.getByRole("button", { name: /^Läst/ }).click();
  await elin.goto("/tavla");
  await elin.getByText("Läst av Frans Udd.").waitFor();
  const first = frans.locator("tbody tr").first();
  expect(await first.innerText()).toMatch(/Gun Tideström[\s\S]*Skulle ha ringts i dag kl\. 09:30/);
  await ringForGood(frans, "Gun Tideström", "Återkallar samtycke");
  // Whom nobody rang on Monday is gone by itself.
  for (const name of ["Egon Mossberg", "Arne Måndahl"]) expect(await row(frans, name).count()).toBe(0);
  await everyoneStandsOnce(frans, ["Doris Morén"]);
});

test("Tuesday: a wrong number, a skip, a line that is lost, and a task that is seen and done", async () => {
  await openCase(frans, "Hugo Tingvall");
  await showNumber(frans);
  await frans.getByRole("radio", { name: "Fel eller avstängt nummer" }).check();
  await frans.getByRole("group", { name: "Vilket nummer är fel" }).getByRole("radio").first().check();
  await frans.getByRole("button", { name: "Spara utfallet" }).click();
  await frans.getByText("för Hugo Tingvall är sparat.").waitFor();
  // The case is still his, and the next number stands there.
  await openCase(frans, "Hugo Tingvall");
  expect(await frans.locator("s.phone.gone").count()).toBe(1);
  expect(await frans.locator("a[href^='tel:']").count()).toBe(1);
  await recordOutcome(frans, "Hugo Tingvall", "Inget svar");

  await openCase(frans, "Irma Tidholm");
  await frans.getByText("Hoppa över nu").click();
  await frans.getByLabel("Behöver fråga en kollega").check();
  await frans.getByLabel(/^En timme/).check();
  await frans.getByRole("button", { name: "Hoppa över", exact: true }).click();
  await frans.getByText("Patienten är överhoppad").waitFor();
  await frans.goto("/lista");
  expect(await row(frans, "Irma Tidholm").count()).toBe(0);

  await Promise.all([
    (async () => {
      await ring(disa, "Jan Tibell", "Samtalet bröts");
      await interview(disa, "Jan Tibell");
      await saveAndLock(disa);
      await disa.goto("/atgarder");
      await disa.getByRole("button", { name: "Kvittera Hjälpmedel: Berit Mohlin" }).click();
      await disa.getByText("Åtgärden är kvitterad.").waitFor();
      await disa.goto("/atgarder");
      await disa.getByRole("link", { name: "Öppna Hjälpmedel: Berit Mohlin" }).click();
      await disa.getByRole("radio", { name: "Ringde patienten" }).check();
      await disa.getByRole("button", { name: "Klar", exact: true }).click();
      await disa.getByText("Åtgärden är klar.").waitFor();
    })(),
    (async () => {
      await ring(elin, "Kaisa Tirén", "Språk, tolk inte möjlig", "Tigrinska. Ingen tolk före helgen.");
      await ring(elin, "Leif Tillberg", "Någon annan svarade");
    })(),
  ]);
  await leap(frans, "1 timme");
  await ring(frans, "Irma Tidholm", "God man eller förvaltare tackar nej");
  await everyoneStandsOnce(frans, ["Doris Morén"]);
});

test("Wednesday: a care call without the survey, a part of an interview, and all kinds of no", async () => {
  await leap(disa, "nästa förmiddag");
  await Promise.all([
    (async () => {
      await openCase(disa, saidNo);
      await disa.getByText("Ring, men fråga inte enkäten.", { exact: true }).waitFor();
      await showNumber(disa);
      await recordOutcome(disa, saidNo, "Samtalet gjort, enkäten inte ställd");
      await openCase(disa, "Per Orre");
      await beginInterview(disa);
      await throughOpening(disa);
      for (const key of ["1", "2", "3", "1"]) await pressAndGoOn(disa, key);
      await disa.getByRole("button", { name: "Pausa" }).click();
      await disa.getByText("Intervjun är pausad.").waitFor();
      await disa.getByRole("button", { name: "Lämna tillbaka" }).click();
      await disa.getByText("Uppföljningen är tillbaka på listan.").waitFor();
      await ring(disa, "Rosa Odén", "Vill inte fortsätta");
      await ring(disa, "Stig Olander", "Avvisat samtal");
    })(),
    (async () => {
      await ring(elin, "Maj Onsjö", "Annan tackar nej, och personen hörs säga nej");
      await ring(elin, "Nore Onerud", "Återinlagd eller inte i ordinärt boende", "Inlagd igen i går.");
      await ring(elin, "Tora Tornberg", "Annan tackar nej åt personen");
    })(),
    (async () => {
      await ring(frans, "Uno Torell", "Telefonsvarare, inget meddelande lämnat");
      await ring(frans, "Vera Thoresson", "Upptaget");
      await ring(frans, "Åke Toll", "Samtalet bröts");
    })(),
  ]);
  await everyoneStandsOnce(elin, ["Doris Morén"]);
});

test("Thursday and Friday: a second no is final, and what somebody forgot goes back by itself", async () => {
  await leap(elin, "nästa förmiddag");
  await ring(elin, "Tora Tornberg", "Annan tackar nej åt personen");
  await interview(frans, "Uno Torell");
  await saveAndLock(frans);
  await openCase(disa, "Yvonne Torén");
  await showNumber(disa);
  await disa.getByRole("radio", { name: "Fel eller avstängt nummer" }).check();
  await disa.getByRole("button", { name: "Spara utfallet" }).click();
  await disa.getByText("för Yvonne Torén är sparat.").waitFor();
  await leap(elin, "nästa förmiddag");
  await ring(elin, "Ärla Fredlund", "Tackar nej");
  // Taken on Friday, and never given back.
  await openCase(disa, "Östen Frejd");
  await showNumber(disa);
  await elin.goto("/tavla");
  expect(await elin.locator("main").innerText()).toMatch(/Östen Frejd\s+Disa Krona/);
  expect(await elin.locator("main").innerText()).toContain("Sista chansen i dag");
});

test("the week after: every case is accounted for, on the list, the board, the fieldwork page and in the database", async () => {
  await leap(elin, "nästa förmiddag");
  const counts = await everyoneStandsOnce(elin, ["Doris Morén"]);
  expect(counts).toEqual({ "att-ringa": 0, vantar: 0, "kan-inte-ringas": 0, "vid-behov": 0, klara: patients.length });
  await elin.getByText("Ingen har en uppföljning öppen.").waitFor();
  await elin.getByText("Inga öppna åtgärder.").waitFor();
  const closed = await rowsOf(elin, "klara");
  for (const [name, , cameTo] of patients) {
    if (cameTo === "Avliden") continue;
    expect(closed.find((one) => one.name === name)?.text, name).toContain(cameTo);
  }

  // To the survey, whoever said no to it at discharge is a no, however well the call went.
  const toTheSurvey = patients.map(([name, , cameTo]) => (name === saidNo ? "Inget samtycke" : cameTo));
  const expected: Record<string, number> = {};
  for (const cameTo of toTheSurvey) expected[cameTo] = (expected[cameTo] ?? 0) + 1;
  await lena.goto(`${measurement}/faltarbete`);
  const chain = lena.getByRole("table", { name: "Hur många som är kvar" }).locator("tbody tr").first();
  expect(await chain.locator("td").first().innerText()).toBe(String(patients.length));
  const outcomes = lena.getByRole("table", { name: "Slutligt utfall" }).locator("tbody tr");
  const [labels, cases] = await Promise.all(
    ["th", "td:nth-child(2)"].map((cell) => outcomes.locator(cell).allInnerTexts()),
  );
  const told = Object.fromEntries((labels ?? []).map((label, at) => [label, Number(cases?.[at])]));
  expect(told).toEqual(expected);
  await lena.getByText("Formler och antal").click();
  const letters = lena.getByRole("table", { name: "Antal uppföljningar per bokstav" }).locator("tbody tr");
  const all = await letters.locator("td:nth-of-type(2)").allInnerTexts();
  expect(all.map(Number).reduce((sum, one) => sum + one, 0)).toBe(patients.length);

  const home = openSqlite(join(door.folder, "ringupp.sqlite"), "drizzle");
  try {
    const stored = await home.db.all<{ state: string; owner: string | null; cases: number }>(
      sql`select state, owner_id as owner, count(*) as cases from cases
        where unit_id = (select id from care_units where name = ${ward}) group by state, owner_id`,
    );
    expect(stored).toEqual([{ state: "closed", owner: null, cases: patients.length }]);
  } finally {
    home.close();
  }
});
