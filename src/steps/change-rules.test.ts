import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { defaultRules, type Rules } from "../calls/rules.ts";
import { findNewestChange, findRules, listSettingChanges } from "../db/rules.ts";
import { countWork, listWork } from "../db/work-list.ts";
import { changeRules, replanAll } from "./change-rules.ts";
import { recordAttempt } from "./end-interview.ts";
import { putCaseOnList, takeToRing } from "./take-case.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const change = async (wanted: Partial<Rules>) => {
  const rules = await findRules(clinic.world.db);
  return changeRules(clinic.world, "account-adam", { ...rules, ...wanted }, await findNewestChange(clinic.world.db));
};
const weekends = (open: boolean) => ({ policy: { ...defaultRules.policy, weekends: open } });
const trackRules = (green: Rules["trackRules"]["green"], yellow: Rules["trackRules"]["yellow"] = "always") => ({
  trackRules: { green, yellow, red: "always" as const },
});
type Row = { state: string; routine: number; first: number | null; last: number | null; version: number };
const caseOf = async (id: string): Promise<Row> =>
  (
    await clinic.world.db.all<Row>(
      sql`select state, routine, first_call_at as first, last_call_at as last, version from cases where id = ${id}`,
    )
  )[0]!;
const kinds = async (id: string) =>
  (
    await clinic.world.db.all<{ kind: string; detail: string | null }>(
      sql`select kind, detail from events where case_id = ${id} order by rowid`,
    )
  ).map(({ kind, detail }) => (detail === null ? kind : `${kind} ${detail}`));
const listed = async () => {
  const { unitIds, id } = await clinic.accountOf("anna");
  const { policy } = await findRules(clinic.world.db);
  const question = { unitIds, accountId: id, now: clinic.world.now(), policy };
  return {
    ids: (await listWork(clinic.world.db, { ...question, view: "callable", limit: 9, offset: 0 })).map(
      ({ case: row }) => row.id,
    ),
    counts: await countWork(clinic.world.db, question),
  };
};

describe("a patient whose window holidays fill", () => {
  test("can be rung when the weekend is opened, and is taken off when it is closed again", async () => {
    clinic.world.clock.set(instantOf("2026-11-23", "10:00"));
    const only = { windows: { ...defaultRules.windows, routine: { firstDay: 5, lastDay: 6 } } };
    await change({ ...only, policy: { ...defaultRules.policy, firstDay: 5, lastDay: 6 } });
    const [id] = await clinic.admit({ dischargeDate: "2026-11-23" });
    expect(await caseOf(id!)).toMatchObject({ first: null, last: null });
    expect((await listed()).counts).toMatchObject({ callable: 0, waiting: 0, stopped: 1 });

    await change(weekends(true));
    expect(await caseOf(id!)).toMatchObject({
      first: instantOf("2026-11-28", "09:00"),
      last: instantOf("2026-11-29", "19:00"),
    });
    clinic.world.clock.set(instantOf("2026-11-28", "11:00"));
    expect((await listed()).ids).toEqual([id]);

    await change(weekends(false));
    expect(await caseOf(id!)).toMatchObject({ first: null });
    expect((await listed()).ids).toEqual([]);
  });
});

describe("a track's rule", () => {
  test("puts those whom nobody has touched on the list, and takes them off again", async () => {
    const [green] = await clinic.admit({ track: "grönt" });
    expect(await caseOf(green!)).toMatchObject({ state: "optional", routine: 0 });
    await change(trackRules("always"));
    expect(await caseOf(green!)).toMatchObject({ state: "planned", routine: 1 });
    await change(trackRules("never"));
    expect(await caseOf(green!)).toMatchObject({ state: "optional", routine: 0 });
  });

  test("leaves alone what a person has put on the list or begun with", async () => {
    const anna = await clinic.accountOf("anna");
    const [chosen] = await clinic.admit({ track: "grönt" });
    await putCaseOnList(clinic.world, anna, chosen!);
    const [tried] = await clinic.admit({ dischargeRef: "U2", patientRef: "P2", track: "gult" });
    await takeToRing(clinic.world, anna, tried!, true);
    await change(trackRules("never", "never"));
    expect(await caseOf(chosen!)).toMatchObject({ state: "planned", routine: 1 });
    expect(await caseOf(tried!)).toMatchObject({ state: "held", routine: 1 });
  });
});

test("planning the same cases again writes nothing", async () => {
  const [id] = await clinic.admit({});
  await change(trackRules("always", "when-needed"));
  const { version } = await caseOf(id!);
  expect(await replanAll(clinic.world)).toEqual({ changed: 0 });
  expect(await caseOf(id!)).toMatchObject({ version });
  expect(await kinds(id!)).toEqual(["rules-changed"]);
});

test("a booked time holds though it lies after the new window", async () => {
  const [id] = await clinic.admit({});
  const booked = instantOf("2026-11-27", "18:30");
  await clinic.world.db.run(sql`update cases set appointment_at = ${booked} where id = ${id}`);
  const routine = { firstDay: 3, lastDay: 5 };
  await change({
    windows: { ...defaultRules.windows, routine },
    policy: { ...defaultRules.policy, ...routine },
  });
  expect(await caseOf(id!)).toMatchObject({ last: instantOf("2026-11-27", "19:00") });
});

test("every rule that changed is written down with who, when, before and after; also when only a name did", async () => {
  await change({ trackLabels: { ...defaultRules.trackLabels, yellow: "Utökat" } });
  expect(await change({})).toEqual({ changed: false });
  expect(await listSettingChanges(clinic.world.db, 9)).toEqual([
    { at: clinic.world.now(), by: "Adam Frisk", label: "Namn på gult spår", before: "Gult", after: "Utökat" },
  ]);
});

test("of two who change the rules at once, the second is told and changes nothing", async () => {
  const seen = await findNewestChange(clinic.world.db);
  const by = (name: string, green: string) =>
    changeRules(clinic.world, name, { ...defaultRules, trackLabels: { ...defaultRules.trackLabels, green } }, seen);
  expect(await by("account-adam", "Standard")).toEqual({ changed: true });
  expect(await by("account-lena", "Lätt")).toMatchObject({ refused: "rules-just-changed" });
  expect((await findRules(clinic.world.db)).trackLabels.green).toBe("Standard");
});

describe("a newer list with another track", () => {
  test("is told in the case's history, and a green that became red goes on the list", async () => {
    const [id] = await clinic.admit({ track: "grönt" });
    await clinic.admit({ track: "rött" });
    expect(await caseOf(id!)).toMatchObject({ state: "planned", routine: 1 });
    expect(await kinds(id!)).toEqual(["changed-by-intake", "track-changed green→red"]);
  });

  test("leaves on the list what turned green after somebody had tried, and only that", async () => {
    const anna = await clinic.accountOf("anna");
    const [tried, untried] = [
      (await clinic.admit({ track: "gult" }))[0]!,
      (await clinic.admit({ dischargeRef: "U2", patientRef: "P2", track: "gult" }))[0]!,
    ];
    await takeToRing(clinic.world, anna, tried, true);
    const noAnswer = { outcome: "no-answer", appointmentAt: null, note: "", help: null } as const;
    await recordAttempt(clinic.world, anna, tried, noAnswer);
    await clinic.admit({ track: "grönt" }, { dischargeRef: "U2", patientRef: "P2", track: "grönt" });
    expect(await caseOf(tried)).toMatchObject({ state: "planned" });
    expect(await caseOf(untried)).toMatchObject({ state: "optional" });
    expect(await kinds(tried)).toContain("track-changed yellow→green");
  });
});
