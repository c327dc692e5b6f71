/** Tasks as the coordinators work them: the first click stands, only on one's own unit's tasks, and nothing gets lost. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import type { Account } from "../db/accounts.ts";
import { listEvents } from "../db/cases.ts";
import { findPeopleOfTasks } from "../db/people.ts";
import { countAlarms, listAlarms } from "../db/task-alarms.ts";
import { listTasksOf } from "../db/tasks.ts";
import { escalateTasks } from "./escalate-tasks.ts";
import { raiseTask } from "./raise-task.ts";
import { acknowledge, finish, move, reopen, showTaskNumber } from "./work-tasks.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const help = { need: "Hemtjänsten har inte börjat.", agreed: true, kind: "home-help" };
const rang = { how: "rang", text: "" };

let clinic: Clinic;
let anna: Account;
let bo: Account;
let karin: Account;
let caseId: string;

beforeEach(async () => {
  clinic = await makeClinic();
  [anna, bo, karin] = await Promise.all([clinic.accountOf("anna"), clinic.accountOf("bo"), clinic.accountOf("karin")]);
  [caseId = ""] = await clinic.admit({ name: "Hemlig Patientsson" });
});
afterEach(() => clinic.world.close());

/** One task of the case, raised by anna. */
async function raised(more: Partial<typeof help> & { unitId?: string } = {}): Promise<string> {
  expect(await raiseTask(clinic.world, anna, caseId, { ...help, ...more })).toEqual({ repeated: false });
  return (await tasks()).at(-1)!.id;
}
const tasks = () => listTasksOf(clinic.world.db, caseId);
const task = async () => (await tasks())[0]!;
const told = async () => (await listEvents(clinic.world.db, caseId)).map(({ kind }) => kind);
const viewerOf = ({ id, unitIds }: Account) => ({ accountId: id, unitIds, purpose: "task" }) as const;
const seenBy = async (account: Account, id: string) =>
  (await findPeopleOfTasks(clinic.world.db, viewerOf(account), [id], clinic.world.now())).get(id)?.name;

describe("the first one stands", () => {
  test("to acknowledge a task, and clicking again is harmless", async () => {
    const id = await raised();
    const at = clinic.world.now();
    expect(await acknowledge(clinic.world, anna, id)).toEqual({ changed: true });
    clinic.world.clock.advance(minute);
    expect(await acknowledge(clinic.world, anna, id)).toEqual({ changed: false });
    expect(await acknowledge(clinic.world, bo, id)).toEqual({ changed: false });
    expect(await task()).toMatchObject({ acknowledgedAt: at, acknowledgedBy: anna.id, doneAt: null });
    expect(await told()).toEqual(["task-raised", "task-acknowledged"]);
  });

  test("of two who acknowledge at once", async () => {
    const id = await raised();
    const both = await Promise.all([acknowledge(clinic.world, bo, id), acknowledge(clinic.world, anna, id)]);
    expect(both).toContainEqual({ changed: true });
    expect(both).toContainEqual({ changed: false });
  });

  test("to say that it is done, which acknowledges it too", async () => {
    const id = await raised();
    expect(await finish(clinic.world, bo, id, rang)).toEqual({ changed: true });
    const first = await task();
    expect(first).toMatchObject({ doneBy: bo.id, doneHow: "rang", acknowledgedBy: bo.id });
    clinic.world.clock.advance(minute);
    expect(await finish(clinic.world, anna, id, { how: "passed-on", text: "x" })).toEqual({ changed: false });
    expect(await task()).toEqual(first);
  });

  test("and a mistake is undone, on the page that it was seen on", async () => {
    const id = await raised();
    await acknowledge(clinic.world, anna, id);
    await finish(clinic.world, bo, id, rang);
    const { version } = await task();
    expect(await reopen(clinic.world, anna, id, version - 1)).toEqual({ refused: "task-just-changed" });
    expect(await reopen(clinic.world, anna, id, version)).toEqual({ changed: true });
    expect(await reopen(clinic.world, anna, id, version)).toEqual({ changed: false });
    expect(await task()).toMatchObject({ doneAt: null, doneHow: null, acknowledgedBy: anna.id });
  });

  test("a need that is sent twice is one task", async () => {
    await raised();
    expect(await raiseTask(clinic.world, anna, caseId, help)).toEqual({ repeated: true });
    expect(await tasks()).toHaveLength(1);
  });
});

describe("another unit", () => {
  test("finds a task exactly as if it did not exist, and leaves it untouched", async () => {
    const id = await raised();
    const before = await task();
    const to = { unitId: "psykiatri4", reason: "x", version: 0 };
    for (const account of [karin, { ...karin, unitIds: [] }])
      for (const answer of [
        await acknowledge(clinic.world, account, id),
        await finish(clinic.world, account, id, rang),
        await move(clinic.world, account, id, to),
        await reopen(clinic.world, account, id, 0),
        await showTaskNumber(clinic.world, account, id),
      ])
        expect(answer).toEqual({ refused: "not-found" });
    expect(await acknowledge(clinic.world, anna, "finns-inte")).toEqual({ refused: "not-found" });
    expect(await task()).toEqual(before);
    expect(await seenBy(karin, id)).toBeUndefined();
  });

  test("that is sent a task sees whose it is for that task alone, until a day after it is done", async () => {
    const [id, other] = [await raised(), await raised({ need: "Något annat" })];
    const to = { unitId: "psykiatri4", reason: "Har kontakt där", version: 0 };
    expect(await move(clinic.world, anna, id, to)).toEqual({ changed: true });
    expect(await move(clinic.world, anna, id, to)).toEqual({ changed: false });
    expect([await seenBy(karin, id), await seenBy(karin, other)]).toEqual(["Hemlig Patientsson", undefined]);
    expect(await seenBy(anna, id)).toBeUndefined();
    expect((await (await clinic.signedIn("karin")).get(`/uppfoljningar/${caseId}`)).status).toBe(404);
    expect(await showTaskNumber(clinic.world, karin, id)).toEqual({ shown: true });
    expect(await finish(clinic.world, karin, id, rang)).toEqual({ changed: true });
    expect(await seenBy(karin, id)).toBe("Hemlig Patientsson");
    clinic.world.clock.advance(day + 1);
    expect(await seenBy(karin, id)).toBeUndefined();
    expect(await told()).toEqual(["task-raised", "task-raised", "task-moved", "task-number-shown", "task-done"]);
  });

  test("gets no task where nobody could take it, or that has changed since", async () => {
    const id = await raised();
    const to = { reason: "x", version: 0 };
    await clinic.world.atomically([sql`update care_units set closed_at = 1 where id = 'kirurgi3'`]);
    for (const unitId of ["kirurgi3", "bjorken", "finns-inte", ""])
      expect(await move(clinic.world, anna, id, { ...to, unitId })).toEqual({ refused: "task-unit-unknown" });
    await acknowledge(clinic.world, bo, id);
    expect(await move(clinic.world, anna, id, { ...to, unitId: "psykiatri4" })).toEqual({
      refused: "task-just-changed",
    });
  });

  test("is not sent what somebody protected needs, and only the named persons see it", async () => {
    const id = await raised();
    await clinic.world.atomically([sql`update discharges set protected = 1 where id = ${caseId}`]);
    expect(await acknowledge(clinic.world, bo, id)).toEqual({ refused: "not-found" });
    await clinic.world.atomically([sql`update account_units set handles_protected = 1 where account_id = ${anna.id}`]);
    expect(await acknowledge(clinic.world, anna, id)).toEqual({ changed: true });
    const to = { unitId: "psykiatri4", reason: "x", version: (await task()).version };
    expect(await move(clinic.world, anna, id, to)).toEqual({ refused: "task-unit-unknown" });
  });
});

describe("a task goes", () => {
  test("to the unit that discharged, or to the one that calls when nobody there could take it", async () => {
    await raised();
    expect(await task()).toMatchObject({ unitId: "geriatrik2", kind: "home-help", agreed: true });
    const [other = ""] = await clinic.admit({ dischargeRef: "M", patientRef: "M", unit: "Medicin avd 1" });
    await clinic.world.atomically([
      sql`insert into account_units (account_id, unit_id) values (${anna.id}, 'bjorken')`,
    ]);
    const atBjorken = { ...anna, unitIds: [...anna.unitIds, "bjorken"] };
    expect(await raiseTask(clinic.world, atBjorken, other, help)).toEqual({ repeated: false });
    expect((await listTasksOf(clinic.world.db, other))[0]).toMatchObject({ unitId: "bjorken" });
  });

  test("nowhere once we no longer know whose it would be", async () => {
    await clinic.world.atomically([sql`delete from people`]);
    expect(await raiseTask(clinic.world, anna, caseId, help)).toEqual({ refused: "person-forgotten" });
  });
});

describe("what nobody has seen in time", () => {
  test("is said once, to the unit and to the administrators, until somebody acknowledges it", async () => {
    const id = await raised({ kind: "acute" });
    const adam = await clinic.accountOf("adam");
    const alarms = () => Promise.all([anna, karin, adam].map((one) => countAlarms(clinic.world.db, one)));
    clinic.world.clock.advance(hour);
    expect(await escalateTasks(clinic.world)).toEqual({ escalated: 0 });
    clinic.world.clock.advance(1);
    expect(await escalateTasks(clinic.world)).toEqual({ escalated: 1 });
    expect(await escalateTasks(clinic.world)).toEqual({ escalated: 0 });
    const [none, own, contact] = [
      { own: 0, asContact: 0 },
      { own: 1, asContact: 0 },
      { own: 0, asContact: 1 },
    ];
    expect(await alarms()).toEqual([own, none, contact]);
    expect(await listAlarms(clinic.world.db, adam, 10)).toMatchObject([{ unitName: "Geriatrik avd 2", kind: "acute" }]);
    await acknowledge(clinic.world, bo, id);
    expect(await alarms()).toEqual([none, none, none]);
    expect(await told()).toEqual(["task-raised", "task-escalated", "task-acknowledged"]);
    expect(clinic.world.logged).toEqual([{ what: "task-escalated", unit: "geriatrik2", kind: "acute" }]);
  });

  test("goes to the person the unit has named, and to the administrators when that one has left", async () => {
    await raised({ kind: "acute" });
    const [adam, lena] = [await clinic.accountOf("adam"), await clinic.accountOf("lena")];
    await clinic.world.atomically([sql`update care_units set escalation_account_id = ${lena.id}`]);
    clinic.world.clock.advance(2 * hour);
    await escalateTasks(clinic.world);
    const contacts = async () =>
      Promise.all([lena, adam].map(async (one) => (await countAlarms(clinic.world.db, one)).asContact));
    expect(await contacts()).toEqual([1, 0]);
    await clinic.world.atomically([sql`update accounts set disabled_at = 1 where id = ${lena.id}`]);
    expect((await contacts())[1]).toBe(1);
  });

  test("over a weekend with the program down is found when it is up again, and an ordinary need waits for Monday", async () => {
    // Friday at four in the afternoon.
    clinic.world.clock.set(Date.UTC(2026, 10, 27, 15));
    await raised();
    await raised({ kind: "acute", need: "Andnöd" });
    clinic.world.clock.advance(2 * day);
    expect(await escalateTasks(clinic.world)).toEqual({ escalated: 1 });
    clinic.world.clock.set(Date.UTC(2026, 10, 30, 15, 1));
    expect(await escalateTasks(clinic.world)).toEqual({ escalated: 1 });
  });

  test("is said anew at the unit that it is moved to", async () => {
    const id = await raised({ kind: "acute" });
    clinic.world.clock.advance(2 * hour);
    await escalateTasks(clinic.world);
    const { version } = await task();
    await move(clinic.world, anna, id, { unitId: "psykiatri4", reason: "x", version });
    expect((await countAlarms(clinic.world.db, karin)).own).toBe(0);
    clinic.world.clock.advance(2 * hour);
    expect(await escalateTasks(clinic.world)).toEqual({ escalated: 1 });
    expect((await countAlarms(clinic.world.db, karin)).own).toBe(1);
  });

  test("of two clocks and a coordinator at once is said at most once", async () => {
    const id = await raised({ kind: "acute" });
    clinic.world.clock.advance(2 * hour);
    await Promise.all([escalateTasks(clinic.world), acknowledge(clinic.world, anna, id), escalateTasks(clinic.world)]);
    expect((await told()).filter((kind) => kind === "task-escalated").length).toBeLessThanOrEqual(1);
    expect(await task()).toMatchObject({ acknowledgedBy: anna.id, missed: true });
  });
});
