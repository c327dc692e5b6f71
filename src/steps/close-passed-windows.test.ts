import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { answerSheet, type Clinic, dump, makeClinic, openInterview } from "../../test/in-process.ts";
import { tick } from "../timetable.ts";
import { closePassedWindows } from "./close-passed-windows.ts";
import { recordAttempt } from "./end-interview.ts";
import { releaseHeldCases } from "./release-held-cases.ts";
import { takeToRing } from "./take-case.ts";

const hour = 60 * 60_000;
let clinic: Clinic;
afterEach(() => clinic.world.close());
const rows = () =>
  clinic.world.db.all<{ state: string; disposition: string | null }>(
    sql`select state, disposition from cases order by id`,
  );

test("a window that closed gives each case its own outcome, and a green case that nobody chose is no miss", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  const one = (at: number, track = "gult") => clinic.admit({ dischargeRef: `U${at}`, patientRef: `P${at}`, track });
  const [[never], [tried], [green]] = [await one(1), await one(2), await one(3, "grönt")];
  const anna = await clinic.accountOf("anna");
  await takeToRing(world, anna, tried!, true);
  await recordAttempt(world, anna, tried!, { outcome: "no-answer", appointmentAt: null, note: "", help: null });
  expect(await closePassedWindows(world)).toEqual({ closed: 0 });
  world.clock.advance(8 * 24 * hour);
  expect(await closePassedWindows(world)).toEqual({ closed: 3 });
  const found = await world.db.all<{ id: string; disposition: string }>(sql`select id, disposition from cases`);
  const of = (id: string | undefined) => found.find((row) => row.id === id)?.disposition;
  expect([of(never), of(tried), of(green)]).toEqual(["never-called", "window-passed", "not-chosen"]);
});

test("two clocks at once close each case once and seal each half interview once", async () => {
  clinic = await makeClinic();
  const ids = await clinic.admit(
    ...Array.from({ length: 6 }, (_, at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` })),
  );
  const client = await clinic.signedIn("anna");
  for (const id of ids) {
    await openInterview(client, id);
    await answerSheet(client, id, "1212");
    await client.post(`/uppfoljningar/${id}/utfall`, { utfall: "broken-off" });
  }
  clinic.world.clock.advance(8 * 24 * hour);
  const closed = await Promise.all([1, 2, 3].map(() => closePassedWindows(clinic.world)));
  expect(closed.reduce((sum, one) => sum + one.closed, 0)).toBe(6);
  const after = await dump(clinic.world, ["pending", "interviews"]);
  expect([after.pending!.length, after.interviews!.length]).toEqual([6, 0]);
  const passed = await clinic.world.db.all(sql`select id from events where kind = 'window-passed'`);
  expect(passed).toHaveLength(6);
});

test("a conversation begun in time may run over; a case that was left goes back to the list, and then closes", async () => {
  clinic = await makeClinic({ now: Date.UTC(2026, 10, 27, 17, 30) });
  const { world } = clinic;
  const [id] = await clinic.admit({});
  await takeToRing(world, await clinic.accountOf("anna"), id!, true);
  world.clock.advance(hour);
  expect(await closePassedWindows(world)).toEqual({ closed: 0 });
  expect(await releaseHeldCases(world)).toEqual({ released: 0 });
  world.clock.advance(hour);
  const released = await Promise.all([releaseHeldCases(world), releaseHeldCases(world)]);
  expect(released.reduce((sum, one) => sum + one.released, 0)).toBe(1);
  expect(await closePassedWindows(world)).toEqual({ closed: 1 });
  expect((await rows())[0]).toMatchObject({ state: "closed" });
});

test("after days when nothing ran the first tick closes everybody, so that no half interview comes after the last night", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  const lena = await clinic.signedIn("lena");
  const typed = { namn: "Hösten", enkat: "punktmatning-kort.1", fran: "2026-11-20", till: "2026-11-20", lan: "18" };
  const { location } = await lena.post("/matningar", { ...typed, ringer: "hospital" });
  await lena.post(location.replace("hantera", "starta"));
  const ids = await clinic.admit(
    ...Array.from({ length: 505 }, (_, at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` })),
  );
  const anna = await clinic.signedIn("anna");
  const half = ids.slice(-6);
  for (const id of half) {
    await openInterview(anna, id);
    await answerSheet(anna, id, "1212");
    await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "broken-off" });
    // Its last slot is the last of all.
    await world.atomically([sql`update cases set last_call_at = last_call_at + 1 where id = ${id}`]);
  }
  world.clock.advance(8 * 24 * hour);
  await tick(world, world.now());
  expect(await world.db.all(sql`select sum(tallied) as counted from responses`)).toEqual([{ counted: half.length }]);
  expect(await world.db.all(sql`select key from pending`)).toEqual([]);
});

test("a talk that was paused in time counts, though nothing ran when its window closed", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  const [id = ""] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  await openInterview(anna, id);
  await answerSheet(anna, id, "1212");
  for (const act of ["paus", "slapp"]) await anna.post(`/uppfoljningar/${id}/${act}`);
  world.clock.advance(8 * 24 * hour);
  await closePassedWindows(world);
  expect(await world.db.all(sql`select inside_window as inside from pending`)).toEqual([{ inside: 1 }]);
});
