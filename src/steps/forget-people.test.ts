import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { worldOver } from "../../test/home-world.ts";
import { type Clinic, dump, listOf, makeClinic } from "../../test/in-process.ts";
import { openInMemory } from "../../test/world.ts";
import { addToCount } from "../db/task-counts.ts";
import { closePassedWindows } from "./close-passed-windows.ts";
import { forgetPeople } from "./forget-people.ts";

const day = 24 * 60 * 60_000;
let clinic: Clinic;
afterEach(() => clinic?.world.close());
const count = async (name: string) => (await dump(clinic.world, [name]))[name]!.length;

test("names and numbers go on the fifteenth day after the window's last, not before, and the hashes stay", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  await clinic.admit({});
  world.clock.advance(5 * day);
  await closePassedWindows(world);
  // The window's last day is the 27th: fourteen whole days later is the 11th of December.
  world.clock.set(Date.UTC(2026, 11, 11, 22, 59));
  await forgetPeople(world);
  expect(await count("people")).toBe(1);
  world.clock.set(Date.UTC(2026, 11, 11, 23, 1));
  await forgetPeople(world);
  expect([await count("people"), await count("cases"), await count("discharges")]).toEqual([0, 1, 1]);
  const [row] = await world.db.all<{ patient_key: string }>(sql`select patient_key from discharges`);
  expect(row?.patient_key).toMatch(/^[\w-]{22}$/);
});

test("a case that is open keeps its person, however old it is", async () => {
  clinic = await makeClinic();
  await clinic.admit({});
  clinic.world.clock.advance(60 * day);
  await forgetPeople(clinic.world);
  expect(await count("people")).toBe(1);
});

test("a list that nobody took in or threw away is gone after a day, and so are the refused rows of one that was", async () => {
  clinic = await makeClinic();
  const anna = await clinic.signedIn("anna");
  const send = async (ref: string) => {
    const file = new File(
      [listOf({ dischargeRef: ref }, { dischargeRef: `${ref}x`, phone1: "inget nummer" })],
      "lista.csv",
    );
    return (await anna.post("/intag", { kalla: "Journalsystemet", fil: file })).location;
  };
  await send("A");
  await anna.post(`${await send("B")}/ta-in`);
  await forgetPeople(clinic.world);
  expect(await count("upload_chunks")).toBe(2);
  clinic.world.clock.advance(day + 1);
  await forgetPeople(clinic.world);
  expect(await count("upload_chunks")).toBe(0);
  expect(await count("sessions")).toBe(0);
});

test("twice at once is once", async () => {
  clinic = await makeClinic();
  await Promise.all([forgetPeople(clinic.world), forgetPeople(clinic.world)]);
  expect(clinic.world.logged).toEqual([]);
});

describe("whoever still waits for help", () => {
  const closes = Date.UTC(2026, 10, 27, 12);
  async function waiting() {
    clinic = await makeClinic();
    const { world } = clinic;
    const [id = ""] = await clinic.admit({ name: "Ölöf Påhittadsson" });
    const anna = await clinic.signedIn("anna");
    await anna.post(`/uppfoljningar/${id}/atgard`, {
      ...{ "ny-behov": "Kuratorn ska ringa", "ny-behov_ja": "ja", "ny-behov_slag": "worry" },
    });
    world.clock.set(closes + 2 * day);
    await closePassedWindows(world);
    const [task] = await world.db.all<{ id: string }>(sql`select id from tasks`);
    return { world, id, task: task?.id ?? "" };
  }
  const counted = () =>
    clinic.world.db.all(sql`select kind, fate, done_in_time as inTime, count from task_counts order by fate`);

  test("is kept past the fourteen days, and forgotten the night after the help was given", async () => {
    const { world, task } = await waiting();
    world.clock.set(closes + 20 * day);
    await forgetPeople(world);
    expect([await count("people"), await count("tasks")]).toEqual([1, 1]);
    const anna = await clinic.signedIn("anna");
    expect((await anna.get(`/atgarder/${task}`)).text).toContain("avslutas den som inte klar i tid");
    await anna.post(`/atgarder/${task}/klar`, { gjort: "rang" });
    await forgetPeople(world);
    expect([await count("people"), await count("tasks")]).toEqual([0, 0]);
    expect(await counted()).toEqual([{ kind: "worry", fate: "done", inTime: 0, count: 1 }]);
  });

  test("is added to the counts of others, as a declined SIP is, and nothing tells them apart", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    const anna = await clinic.signedIn("anna");
    const rows = ["A", "B"].map((ref) => ({ dischargeRef: ref, patientRef: ref }));
    for (const id of await clinic.admit(...rows)) {
      for (const need of ["Ett", "Två"])
        await anna.post(`/uppfoljningar/${id}/atgard`, {
          "ny-behov": need,
          "ny-behov_ja": "ja",
          "ny-behov_slag": "sip",
        });
      await world.atomically([
        addToCount(world.db, { unitId: "geriatrik2", month: "2026-11", kind: "sip", fate: "declined" }),
      ]);
    }
    world.clock.set(closes + 2 * day);
    await closePassedWindows(world);
    for (const at of [31, 32]) {
      world.clock.set(closes + at * day);
      await forgetPeople(world);
    }
    expect(await counted()).toEqual([
      { kind: "sip", fate: "declined", inTime: 0, count: 2 },
      { kind: "sip", fate: "lapsed", inTime: 0, count: 4 },
    ]);
  });

  test("is kept thirty days and not one more: the task then ends as not done in time, and is counted so", async () => {
    const { world, id } = await waiting();
    world.clock.set(closes + 30 * day);
    await forgetPeople(world);
    expect([await count("people"), await count("tasks")]).toEqual([1, 1]);
    world.clock.set(closes + 31 * day);
    await forgetPeople(world);
    expect([await count("people"), await count("tasks")]).toEqual([0, 0]);
    expect(await counted()).toEqual([{ kind: "worry", fate: "lapsed", inTime: 0, count: 1 }]);
    const anna = await clinic.signedIn("anna");
    expect((await anna.get(`/uppfoljningar/${id}`)).text).toContain("En åtgärd blev inte klar i tid");
    expect(JSON.stringify(await dump(world, ["events", "task_counts"]))).not.toContain("Kuratorn");
    await forgetPeople(world);
    expect(await counted()).toHaveLength(1);
  });
});

test("a night looks at closed cases alone, also for tasks that nobody will finish", async () => {
  const home = openInMemory();
  const prepare = home.raw.prepare.bind(home.raw);
  const asked = new Set<string>();
  home.raw.prepare = ((text: string) => {
    asked.add(text);
    return prepare(text);
  }) as typeof prepare;
  await forgetPeople(worldOver(home));
  const steps = [...asked].flatMap(
    (text) =>
      prepare(`explain query plan ${text}`).all(...(text.match(/\?/g) ?? []).map(() => null)) as { detail: string }[],
  );
  const whole = steps
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN cases\b(?! USING INDEX cases_closed)/.test(detail));
  expect([asked.size > 5, whole]).toEqual([true, []]);
  home.close();
});
