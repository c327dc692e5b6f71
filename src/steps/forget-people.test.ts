import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { type Clinic, dump, listOf, makeClinic } from "../../test/in-process.ts";
import { closePassedWindows } from "./close-passed-windows.ts";
import { forgetPeople } from "./forget-people.ts";

const day = 24 * 60 * 60_000;
let clinic: Clinic;
afterEach(() => clinic.world.close());
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
