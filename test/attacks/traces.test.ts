/**
 * What is left of an answer beside it. A copy of the database: no page of its file gives the order in which answers came, its
 * log is empty, and nothing on a person's side counts what was asked where that depends on what was answered. And the pages
 * of the day: whoever knows who was called when finds nothing on them that differs by what was said.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { addMeasurement } from "../../src/db/measurements.ts";
import { insertPending } from "../../src/db/responses.ts";
import { samplePending } from "../../src/responses/samples.ts";
import { noteCallStatus } from "../../src/steps/hear-call.ts";
import { placeCalls } from "../../src/steps/place-calls.ts";
import { reconcileCalls } from "../../src/steps/reconcile-calls.ts";
import { type Simulator, simulatedCarrier } from "../../src/telephony/simulator.ts";
import { makeByHand, sendSheet } from "../cooperation-desk.ts";
import { type Clinic, coreSteps, dump, identifiedNames, interviewWhole, makeClinic, mobile } from "../in-process.ts";
import type { TestWorld } from "../world.ts";
import { walk } from "./walk.ts";

const made: Clinic[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const { world } of made.splice(0)) world.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function opened(options: Parameters<typeof makeClinic>[0] = {}): Promise<Clinic> {
  const clinic = await makeClinic(options);
  made.push(clinic);
  return clinic;
}

async function onDisk(): Promise<{ clinic: Clinic; file: string }> {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-traces-"));
  folders.push(folder);
  const file = join(folder, "ringupp.sqlite");
  return { clinic: await opened({ file }), file };
}

const pageBytes = 4096;

/** Where each page of the file holds these words, as who reads a page from its end to its beginning finds them. */
function asTheyCame(file: string, words: readonly string[]): string[][] {
  const bytes = readFileSync(file).toString("latin1");
  return Array.from({ length: bytes.length / pageBytes }, (_, page) => {
    const text = bytes.slice(page * pageBytes, (page + 1) * pageBytes);
    const found = words.map((word) => ({ word, at: text.lastIndexOf(word) })).filter(({ at }) => at >= 0);
    return found.sort((a, b) => b.at - a.at).map(({ word }) => word);
  }).filter((found) => found.length > 0);
}

const keysIn = async ({ world }: Clinic, table: string, key = "key"): Promise<string[]> =>
  (await world.db.all<{ key: string }>(sql.raw(`select ${key} as key from ${table}`))).map((row) => row.key);

test("answers that wait lie on a page in the order of their random keys, not in the order of the calls", async () => {
  const { clinic, file } = await onDisk();
  const anna = await clinic.signedIn("anna");
  const known = new Set<string>();
  for (let number = 0; number < 8; number += 1) {
    const [id = ""] = await clinic.admit({
      dischargeRef: `U${number}`,
      patientRef: `P${number}`,
      phone1: mobile(number),
    });
    await interviewWhole(anna, id, { sheet: "112112" });
    for (const key of await keysIn(clinic, "pending")) known.add(key);
  }
  const came = [...known];
  expect(came).not.toEqual(came.toSorted());
  // The table's page, and its index's.
  expect(asTheyCame(file, came)).toEqual([came.toSorted(), came.toSorted()]);
  expect(statSync(`${file}-wal`).size).toBe(0);
});

test("so do those that fill many pages, and more than a page each: the file is the same in whatever order they came", async () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    ...samplePending(at, { remark: at % 7 === 0 ? "Maten var kall. ".repeat(90) : null }),
    key: `${String((at * 37) % 40).padStart(2, "0")}-a-random-key`,
  }));
  const keys = rows.map(({ key }) => key);
  const pagesOf = async (order: typeof rows) => {
    const { clinic, file } = await onDisk();
    for (const { key, ...row } of order) {
      await clinic.world.atomically([insertPending(clinic.world.db, key, row)]);
      await clinic.world.scrub();
    }
    return asTheyCame(file, keys)
      .map((page) => page.join(" "))
      .sort();
  };
  const forwards = await pagesOf(rows);
  expect(forwards.length).toBeGreaterThan(3);
  expect(await pagesOf(rows.toReversed())).toEqual(forwards);
});

test("what the staff said lies there as mixed, and neither page nor log tells which rows and suggestion came together", async () => {
  const { clinic, file } = await onDisk();
  const { links } = await makeByHand(clinic);
  for (const link of links.slice(0, 6)) {
    expect((await sendSheet(clinic, link, "1", { forslag: "Ring oss i tid" })).status).toBe(303);
    expect(statSync(`${file}-wal`).size).toBe(0);
  }
  for (const [table, key] of [
    ["cooperation_waiting", "key"],
    ["cooperation_suggestions", "id"],
  ] as const) {
    const pages = asTheyCame(file, await keysIn(clinic, table, key));
    expect(Math.max(...pages.map(({ length }) => length))).toBeGreaterThan(5);
    for (const page of pages) expect(page).toEqual(page.toSorted());
  }
});

test("what was being written at a power cut is mixed when the program starts again", async () => {
  const { clinic: before, file } = await onDisk();
  const [id = ""] = await before.admit({});
  await interviewWhole(await before.signedIn("anna"), id, { sheet: "112112" });
  const copies = ["zz", "mm", "aa", "kk", "bb"];
  // As a unit that was committed, and then the lights went out.
  for (const key of copies)
    await before.world.atomically([
      sql`insert into pending select ${`${key}-a-key-of-its-own`} as key, measurement_id, county, care_type, unit, track,
        age_group, month, mode, respondent, caller, survey_id, survey_version, completeness, inside_window, answers, remark
        from pending where key not like '%of-its-own'`,
    ]);
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  const { openSqlite } = await import("../../src/platform/sqlite.ts");
  openSqlite(file, "drizzle").close();
  const pages = asTheyCame(
    file,
    copies.map((key) => `${key}-a-key-of-its-own`),
  );
  expect(pages.length).toBeGreaterThan(0);
  for (const page of pages) expect(page).toEqual(page.toSorted());
});

// ── what is asked depends on what was answered ──

const measure = ({ world }: Clinic, surveyId: string) =>
  world.atomically([
    addMeasurement(world.db, {
      ...{ id: "matt", name: "Mätt", surveyId, surveyVersion: 1, state: "running", madeUp: true },
      ...{ opensOn: "2026-11-16", closesOn: "2026-11-22", counties: '["18"]', thresholds: null },
    }),
  ]);

/** Everything on the people's side but ids and instants, which tell how long a call took. */
async function traces({ world }: Clinic): Promise<string> {
  const tables = await dump(
    world,
    identifiedNames.filter((name) => name !== "sessions"),
  );
  const told = (row: string) =>
    Object.entries(JSON.parse(row) as Record<string, unknown>)
      .filter(([name]) => !/(^id|^token|_at|^at)$/.test(name))
      .map(([name, value]) => `${name}: ${value}`);
  return JSON.stringify(
    Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => told(row).join(", ")).sort()]),
    null,
    1,
  );
}

const answersSealed = async ({ world }: Clinic): Promise<Record<string, number>> => {
  const [row] = await world.db.all<{ answers: string }>(sql`select answers from pending`);
  return JSON.parse(row?.answers ?? "{}");
};

test("the log of a call with the robot does not tell which way through the questions it went", async () => {
  async function rung(keys: readonly string[]): Promise<{ clinic: Clinic; pass: () => Promise<void> }> {
    let simulator: Simulator | undefined;
    let web: Clinic | undefined;
    const carrierOf = ({ config, now, newId }: TestWorld) => {
      simulator = simulatedCarrier({
        ...{ publicUrl: config.baseUrl, secret: "a secret of the test", now, newId, faults: {} },
        phoneOf: () => ({ does: "answers", keys }),
        deliver: async ({ url, headers, body }) => {
          const answer = await web!.app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        },
      });
      return simulator;
    };
    const there = await opened({ carrierOf });
    web = there;
    await measure(there, "ring-upp");
    await there.admit({ robotConsent: "ja" });
    const { world } = there;
    await placeCalls(world);
    const until = world.now() + 16 * 60_000;
    const pass = async () => {
      for (let next = simulator!.nextAt(); next !== null && next <= until; next = simulator!.nextAt()) {
        world.clock.set(Math.max(next, world.now()));
        await simulator!.run(next);
      }
      world.clock.set(until);
      await reconcileCalls(world, noteCallStatus);
    };
    return { clinic: there, pass };
  }
  const tell = async (keys: string) => {
    const line = await rung(["1", "03", "1", ...keys]);
    await line.pass();
    const said = await answersSealed(line.clinic);
    return { told: await traces(line.clinic), helped: said["hjalp-hemma"], asked: "insatser" in said };
  };
  // Six core questions, two about medicines, help at home, how it has begun, three more, a plan, and no other help.
  const [withHelp, without] = [await tell(`111111${"11"}${"11"}${"111"}1${"2"}`), await tell("11111111211112")];
  expect([withHelp.helped, withHelp.asked, without.helped, without.asked]).toEqual([1, true, 2, false]);
  expect(without.told).toBe(withHelp.told);
  expect(withHelp.told).toContain("settled");
  // Whoever hangs up on the way leaves no trail either.
  const hungUp = await tell("1111111113");
  expect(hungUp.told).not.toMatch(/insatser|hjalp-hemma|turn-taken/);
});

test("a used web link does not tell how many pages were turned", async () => {
  const tell = async (hasPlan: string) => {
    const there = await opened();
    await measure(there, "sip");
    const [id] = await there.admit({});
    const anna = await there.signedIn("anna");
    const { text } = await anna.post(`/uppfoljningar/${id}/webblank`, { gor: "gor" });
    const address = /\/svara\/[0-9a-z]{32}/.exec(text)?.[0] ?? "";
    const visitor = there.visitor();
    await visitor.post(`${address}/fodelsedag`, { dag: "3", manad: "2" });
    await visitor.post(`${address}/borja`, { svarar: "patient" });
    let end = "";
    for (let page = 1; page < 9 && end === ""; page += 1) {
      const shown = (await visitor.get(address)).text;
      const keys = [...shown.matchAll(/name="fraga-([a-z-]+)"/g)].map(([, key]) => key);
      const fields = Object.fromEntries(keys.map((key) => [`fraga-${key}`, key === "har-sip" ? hasPlan : "1"]));
      const sida = /name="sida" value="(\d+)"/.exec(shown)?.[1] ?? "1";
      const last = !shown.includes('value="fortsatt"');
      const form = { sida, ...fields, ...(last ? { hjalp: "nej" } : { gor: "fortsatt" }) };
      const { location } = await visitor.post(`${address}/${last ? "skicka" : "sida"}`, form);
      if (last) end = location;
      else await visitor.get(location);
    }
    expect(end).toBe("/svara/klart?slag=tack");
    return { told: await traces(there), answers: Object.keys(await answersSealed(there)).length };
  };
  const [has, hasNot] = [await tell("1"), await tell("2")];
  expect([has.answers > coreSteps.length, hasNot.answers]).toEqual([true, 1]);
  expect(hasNot.told).toBe(has.told);
});

// ── before the night ──

test("until the night nobody who signs in sees on any page what was answered, whoever was called when", async () => {
  const pages = async (sheets: readonly string[]) => {
    const { world, signedIn, admit } = await opened({ seed: 3 });
    await world.atomically([
      addMeasurement(world.db, {
        ...{
          id: "matt",
          name: "Mätt",
          surveyId: "punktmatning-kort",
          surveyVersion: 1,
          state: "running",
          madeUp: true,
        },
        ...{ opensOn: "2026-11-16", closesOn: "2026-11-22", counties: '["18"]', thresholds: null, target: 12 },
      }),
    ]);
    const anna = await signedIn("anna");
    const ids: string[] = [];
    for (const [number, sheet] of sheets.entries()) {
      const unit = number % 2 === 0 ? "Kirurgi avd 3" : "Geriatrik avd 2";
      const ref = { dischargeRef: `U${number}`, patientRef: `P${number}`, phone1: mobile(number), unit };
      ids.push(...(await admit(ref)));
      const remark = sheet.startsWith("4") ? "Ingen lyssnade" : "";
      expect((await interviewWhole(anna, ids.at(-1) ?? "", { sheet, remark })).location).toContain("/sparad");
      world.clock.advance(10 * 60_000);
    }
    const own = ids.flatMap((id) => [`/uppfoljningar/${id}`, `/uppfoljningar/${id}/sparad`]);
    const results = ["", "/hantera", "/faltarbete", "/resultat.csv", "/resultat.xlsx"].map(
      (end) => `/matningar/matt${end}`,
    );
    const looks = new Map<string, string>();
    for (const name of ["lena", "adam", "karin", "bo", "anna"] as const)
      for (const [path, page] of await walk(await signedIn(name), [...results, "/api/matningar/matt", ...own]))
        looks.set(`${name} ${path}`, page);
    return looks;
  };
  const [content, not] = [await pages(["111111", "112111", "222222"]), await pages(["444244", "888888", "434233"])];
  expect(content.size).toBeGreaterThan(100);
  for (const [path, page] of content) expect(not.get(path), path).toBe(page);
  expect(not.size).toBe(content.size);
});
