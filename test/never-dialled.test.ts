/**
 * Every reason not to dial against every door that dials (domain §4): what a newer list has told, under the case itself or
 * under another stay of the same patient, reaches whoever would ring at that moment. And each reason gives the case the
 * final outcome that the rates are counted by.
 */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { addMeasurement } from "../src/db/measurements.ts";
import { isRefusal } from "../src/problems.ts";
import { importFile } from "../src/steps/admit-discharges.ts";
import { closePassedWindows } from "../src/steps/close-passed-windows.ts";
import { ringForMe } from "../src/steps/connect-call.ts";
import { handCaseToRobot } from "../src/steps/hand-to-robot.ts";
import { noteCallStatus } from "../src/steps/hear-call.ts";
import { beginInterview } from "../src/steps/hold-interview.ts";
import { placeCalls, placeCallTo } from "../src/steps/place-calls.ts";
import { hangUpUnwanted } from "../src/steps/reconcile-calls.ts";
import { releaseCase, takeToRing } from "../src/steps/take-case.ts";
import { type Simulator, simulatedCarrier } from "../src/telephony/simulator.ts";
import { type Clinic, listOf, makeClinic, type Row } from "./in-process.ts";
import type { TestWorld } from "./world.ts";

const annasPhone = "+46846500410";
const patientsPhone = "+46701740605";
const said: Row = { robotConsent: "ja" };

/** A clinic with a telephone; `rung` holds every number that was ever dialled. */
async function openDoors() {
  let simulator: Simulator | undefined;
  let clinic: Clinic | undefined;
  const rung: string[] = [];
  clinic = await makeClinic({
    carrierOf: (world: TestWorld) => {
      simulator = simulatedCarrier({
        ...{ publicUrl: world.config.baseUrl, secret: "x", now: world.now, newId: world.newId, faults: {} },
        phoneOf: (to) => {
          rung.push(to);
          if (to === annasPhone) return { does: "answers", afterSeconds: 10, keys: ["1"] };
          // Whoever rings in knows the day of birth of a sound row.
          return { does: "answers", keys: ["1", "03", "1", "1", "2"] };
        },
        deliver: async ({ url, headers, body }) => {
          const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        },
      });
      return simulator;
    },
  });
  const { world, source } = clinic;
  await world.atomically([
    sql`update accounts set phone = ${annasPhone} where id = 'account-anna'`,
    sql`update care_units set caller_id = '+46846500490'`,
  ]);
  const carrier = simulator!;
  const [id = ""] = await clinic.admit(said);
  const caseRow = async () =>
    (await world.db.all<Record<string, unknown>>(sql`select * from cases where id = ${id}`))[0]!;
  return {
    ...{ world, carrier, rung, id, caseRow },
    anna: await clinic.accountOf("anna"),
    /** A later list with these rows. */
    hear: async (...rows: Row[]) => {
      const bytes = new TextEncoder().encode(listOf(...rows));
      const result = await importFile(world, { source, bytes });
      if (isRefusal(result)) throw new Error(result.refused);
      await hangUpUnwanted(world, noteCallStatus);
    },
    pass: async (seconds: number) => {
      const until = world.now() + seconds * 1000;
      for (let next = carrier.nextAt(); next !== null && next <= until; next = carrier.nextAt()) {
        world.clock.set(Math.max(next, world.now()));
        await carrier.run(next);
      }
      world.clock.set(until);
    },
  };
}
type Doors = Awaited<ReturnType<typeof openDoors>>;

// ── the doors ──

const open = ({ world, anna, id }: Doors) => takeToRing(world, anna, id, true);
const begin = (doors: Doors, theyRang = false) =>
  beginInterview(doors.world, doors.anna, doors.id, { respondent: "patient", checked: true, theyRang });
/** What a step says, in short. */
const codeOf = (result: unknown): string => (isRefusal(result) ? result.refused : "dialled");

type Door = {
  readonly name: string;
  /** Before the list comes. */
  readonly before?: (doors: Doors) => Promise<unknown>;
  /** After it. Gives the refusal, or "silent" where nobody is there to be refused, or "dialled". */
  readonly after: (doors: Doors) => Promise<string>;
};

const doors: readonly Door[] = [
  { name: "the number is shown", after: async (at) => codeOf(await open(at)) },
  {
    name: "the number is shown again to whoever has the case",
    before: open,
    after: async (at) => codeOf(await open(at)),
  },
  { name: "an interview is begun", after: async (at) => codeOf(await begin(at)) },
  { name: "an interview is begun by whoever has the case", before: open, after: async (at) => codeOf(await begin(at)) },
  {
    name: "click to call",
    before: open,
    after: async (at) => codeOf(await ringForMe(at.world, at.anna, at.id, 0)),
  },
  {
    name: "click to call, while the coordinator's own telephone rings",
    before: async (at) => {
      await open(at);
      await ringForMe(at.world, at.anna, at.id, 0);
    },
    after: async (at) => {
      await at.pass(120);
      return at.rung.includes(patientsPhone) ? "dialled" : "silent";
    },
  },
  {
    name: "the robot's dispatcher",
    after: async ({ world }) => ((await placeCalls(world)).placed > 0 ? "dialled" : "silent"),
  },
  {
    name: "the robot, asked to ring at once",
    after: async ({ world, id }) =>
      codeOf(await placeCallTo(world, { caseId: id, unitId: "geriatrik2", measurementId: null })),
  },
  {
    name: "the case is handed to the robot",
    before: open,
    after: async ({ world, anna, id }) => codeOf(await handCaseToRobot(world, anna, id)),
  },
  {
    name: "the patient rings back and presses the right day",
    after: async (at) => {
      const voice = `${at.world.config.baseUrl}/rost`;
      at.carrier.callIn(patientsPhone, { turn: `${voice}/in`, fallback: `${voice}/fel`, status: `${voice}/in/status` });
      await at.pass(180);
      const held = await at.world.db.all(sql`select 1 from events where kind = 'rang-in' and case_id = ${at.id}`);
      return held.length > 0 ? "dialled" : "silent";
    },
  },
];

/** Refusals that name the reason or that the case is over; "not-found" for whoever may not know that there is a case. */
const clear = /^(dial-|case-closed$|not-found$|case-not-held$|robot-may-not-ring$|silent$)/;

async function triesToDial(door: Door, tell: (doors: Doors) => Promise<unknown>) {
  const at = await openDoors();
  await door.before?.(at);
  at.rung.splice(0);
  await tell(at);
  const came = await door.after(at);
  return { came, rungPatient: at.rung.includes(patientsPhone) && !door.name.startsWith("the patient rings"), at };
}

test.each(doors.map((door) => [door.name, door] as const))("without a reason not to, %s", async (_, door) => {
  expect((await triesToDial(door, async () => undefined)).came).toBe("dialled");
});

// ── what a list tells ──

const later: Row = { ...said, dischargeRef: "U2", dischargeDate: "2026-11-22" };
const same: Row = { ...said, dischargeRef: "U2" };

const told: readonly (readonly [reason: string, rows: readonly Row[], disposition: string])[] = [
  ["readmitted", [{ ...said, status: "återinlagd" }], "not-eligible"],
  ["readmitted, told by the row of a later stay", [{ ...later, status: "återinlagd" }], "not-eligible"],
  ["home from a later stay", [later], "not-eligible"],
  ["home from a later stay, to other housing", [{ ...later, residence: "särskilt" }], "not-eligible"],
  ["dead", [{ ...said, status: "avliden" }], "dead"],
  ["dead, told by the row of another stay", [{ ...same, status: "avliden" }], "dead"],
  ["moved", [{ ...said, status: "flyttad" }], "not-eligible"],
  ["not in ordinary housing", [{ ...said, residence: "korttids" }], "not-eligible"],
  ["withdrawn", [{ ...said, consent: "återkallat" }], "withdrawn"],
  ["protected", [{ ...said, protected: "ja" }], "protected"],
  ["protected, told by the row of another stay", [{ ...same, protected: "ja" }], "protected"],
  ["without a number", [{ ...said, phone1: "" }], "no-number"],
  ["a child without a guardian", [{ ...said, birthDate: "2015-02-03" }], "not-eligible"],
];

describe.each(told)("a list says: %s", (_, rows, disposition) => {
  test.each(doors.map((door) => [door.name, door] as const))("%s: refused, and nobody is rung", async (_, door) => {
    const { came, rungPatient, at } = await triesToDial(door, (at) => at.hear(...rows));
    expect(came).toMatch(clear);
    expect(rungPatient).toBe(false);
    expect(await at.caseRow()).toMatchObject({ state: "closed", disposition });
  });

  test("an interview that has begun is not gone on with, and the case ends by what it came to", async () => {
    const at = await openDoors();
    expect(codeOf(await begin(at))).toBe("dialled");
    await at.hear(...rows);
    expect(codeOf(await begin(at))).toMatch(clear);
    // Whoever has no number may still ring us.
    if (disposition !== "no-number") expect(codeOf(await begin(at, true))).toMatch(clear);
    expect(codeOf(await open(at))).toMatch(clear);
    expect(codeOf(await ringForMe(at.world, at.anna, at.id, 0))).toMatch(clear);
    await releaseCase(at.world, at.anna, at.id);
    at.world.clock.advance(60 * 60_000);
    await closePassedWindows(at.world);
    // Eligible when it began (AAPOR); broken off by what came between. A withdrawal counts before all of it.
    const ends = disposition === "withdrawn" ? "withdrawn" : "broken-off";
    expect(await at.caseRow()).toMatchObject({ state: "closed", disposition: ends });
  });
});

// ── what stands in the database though the case is still open ──

const known: readonly (readonly [reason: string, write: ReturnType<typeof sql>, refusal: string])[] = [
  ["readmitted", sql`update discharges set status = 'readmitted'`, "dial-readmitted"],
  ["moved", sql`update discharges set status = 'moved'`, "dial-moved"],
  ["dead", sql`update discharges set status = 'dead'`, "dial-dead"],
  [
    "dead, by what outlives every list",
    sql`insert into tombstones select patient_key, 'dead' from discharges`,
    "dial-dead",
  ],
  ["withdrawn", sql`update discharges set consent = 'withdrawn'`, "dial-withdrawn"],
  [
    ...(["withdrawn, by what outlives every list"] as const),
    ...([sql`insert into tombstones select discharge_key, 'withdrawn' from discharges`, "dial-withdrawn"] as const),
  ],
  ["elsewhere", sql`update discharges set residence = 'special'`, "dial-not-home"],
  ["a child", sql`update people set birth_date = '2016-05-03'`, "dial-too-young"],
  ["without a number", sql`update people set phones = '[]'`, "dial-no-number"],
  ["protected", sql`update discharges set protected = 1`, "not-found"],
  [
    ...(["in a measurement without consent"] as const),
    ...([sql`update cases set routine = 0, measurement_id = 'm', survey_consent = 0`, "dial-no-consent"] as const),
  ],
];

describe.each(known)("the patient is known to be: %s", (reason, write, refusal) => {
  const writes = reason.startsWith("in a measurement") ? [write, sql`update discharges set consent = 'no'`] : [write];

  test.each(doors.map((door) => [door.name, door] as const))("%s: refused, and nobody is rung", async (_, door) => {
    const { came, rungPatient } = await triesToDial(door, ({ world }) => world.atomically(writes));
    // Who has no number cannot be rung back, and may ring us.
    if (reason === "without a number" && door.name.startsWith("the patient rings")) return;
    const mayBe = [
      "silent",
      "robot-may-not-ring",
      refusal,
      ...(refusal === "dial-no-consent" ? ["survey-not-consented"] : []),
    ];
    expect(mayBe).toContain(came);
    expect(rungPatient).toBe(false);
  });
});

test("a later stay that is not kept for want of consent ends the earlier one all the same", async () => {
  const at = await openDoors();
  await at.world.atomically([
    addMeasurement(at.world.db, {
      ...{ id: "m", name: "M", surveyId: "s", surveyVersion: 1, state: "running" },
      ...{ opensOn: "2026-11-16", closesOn: "2026-11-22", counties: '["18"]', units: null, note: null, madeUp: false },
    }),
  ]);
  await at.hear({ ...later, track: "grönt", consent: "nej" });
  expect(await at.world.db.all(sql`select state, disposition from cases`)).toEqual([
    { state: "closed", disposition: "not-eligible" },
  ]);
  expect(codeOf(await open(at))).toBe("case-closed");
});

describe("another stay of the same patient, in the database alone", () => {
  const columns = async (at: Doors) =>
    (await at.world.db.all<{ name: string }>(sql`select name from pragma_table_info('discharges')`)).map(
      ({ name }) => name,
    );
  /** A copy of the stay under another key, with some columns changed. */
  const copy = async (at: Doors, change: Record<string, string>) => {
    const names = await columns(at);
    const values = { id: "another", discharge_key: "another-key", ...change } as Record<string, string>;
    const picked = names.map((name) => (name in values ? `'${values[name]}'` : name)).join(", ");
    await at.world.atomically([
      sql.raw(`insert into discharges (${names.join(", ")}) select ${picked} from discharges`),
    ]);
  };

  test.each([
    ["a later one", { discharged_on: "2026-11-22" }, "dial-readmitted"],
    ["the same day's, that is readmitted", { status: "readmitted" }, "dial-readmitted"],
    ["one that says dead, however old", { status: "dead", discharged_on: "2026-01-05" }, "dial-dead"],
    [
      "an older one that is readmitted: that is this very stay",
      { status: "readmitted", discharged_on: "2026-11-01" },
      "dialled",
    ],
  ])("%s", async (_, change, expected) => {
    for (const door of [doors[0]!, doors[2]!, doors[4]!]) {
      const { came } = await triesToDial(door, (at) => copy(at, change));
      expect([door.name, came]).toEqual([door.name, expected]);
    }
  });
});

// ── how the never-dialled count (domain §4 and §6) ──

describe("before anybody has rung, a case ends as", () => {
  const beforeOpening = { ...said, dischargeDate: "2026-11-22" };
  test.each<readonly [name: string, first: Row, then: Row, disposition: string]>([
    ["not eligible: readmitted before the window opened", beforeOpening, { status: "återinlagd" }, "not-eligible"],
    ["not eligible: readmitted when it was open", said, { status: "återinlagd" }, "not-eligible"],
    ["not eligible: dead before the window opened", beforeOpening, { status: "avliden" }, "not-eligible"],
    ["dead (other): dead when it was open", said, { status: "avliden" }, "dead"],
    ["not eligible: moved", said, { status: "flyttad" }, "not-eligible"],
    ["not eligible: not in ordinary housing", said, { residence: "annat" }, "not-eligible"],
    ["not eligible: under 15 without a guardian", said, { birthDate: "2014-01-01" }, "not-eligible"],
    ["no contact: protected, and nobody is named", said, { protected: "ja" }, "protected"],
    ["no contact: no number", said, { phone1: "" }, "no-number"],
    ["refusal: withdrawn", said, { consent: "återkallat" }, "withdrawn"],
    ["refusal: withdrawn, whatever else is told", said, { consent: "återkallat", residence: "annat" }, "withdrawn"],
    [
      "not eligible, before what follows from it: moved and without a number",
      said,
      { status: "flyttad", phone1: "" },
      "not-eligible",
    ],
  ])("%s", async (_, first, then, disposition) => {
    const clinic = await makeClinic();
    await clinic.admit(first);
    await clinic.admit({ ...first, ...then });
    const ends = await clinic.world.db.all(sql`select state, disposition from cases`);
    expect(ends).toEqual([{ state: "closed", disposition }]);
    clinic.world.close();
  });

  test("readmitted first and dead later: not eligible stays, since it was so before", async () => {
    const clinic = await makeClinic();
    await clinic.admit(said);
    await clinic.admit({ ...said, status: "återinlagd" });
    await clinic.admit({ ...said, status: "avliden" });
    expect(await clinic.world.db.all(sql`select disposition from cases`)).toEqual([{ disposition: "not-eligible" }]);
    clinic.world.close();
  });

  test("dead first and readmitted later: dead stays, and nothing revives the case", async () => {
    const clinic = await makeClinic();
    await clinic.admit(said);
    await clinic.admit({ ...said, status: "avliden" });
    await clinic.admit({ ...said, status: "återinlagd" });
    await clinic.admit(said);
    expect(await clinic.world.db.all(sql`select disposition from cases`)).toEqual([{ disposition: "dead" }]);
    clinic.world.close();
  });

  test("a readmission that a later list takes back opens the case again, while the window is open", async () => {
    const clinic = await makeClinic();
    await clinic.admit(said);
    await clinic.admit({ ...said, status: "återinlagd" });
    await clinic.admit(said);
    expect(await clinic.world.db.all(sql`select state, disposition from cases`)).toEqual([
      { state: "planned", disposition: null },
    ]);
    clinic.world.close();
  });
});
