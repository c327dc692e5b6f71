/** The calendar of agreed times, driven through the whole web in process. */
import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { type Client, type Clinic, makeClinic, mobile } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { nameForProtected } from "../steps/change-accounts.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, "<main")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
const look = async (client: Client, path: string) => textOf((await client.get(path)).text);

/** Two at a ward of Anna's and Bo's, one in psychiatry. */
async function threePatients() {
  clinic = await makeClinic();
  await clinic.admit(
    { dischargeRef: "A", patientRef: "A", name: "Alva Ett", phone1: mobile(1) },
    { dischargeRef: "B", patientRef: "B", name: "Berit Två", phone1: mobile(2), dischargeDate: "2026-11-17" },
    ...[{ dischargeRef: "C", patientRef: "C", name: "Cilla Tre", phone1: mobile(3) }].map((row) => ({
      ...row,
      ...{ unit: "Psykiatri avd 4", careType: "psykiatri" },
    })),
  );
  const found = await clinic.world.db.all<{ id: string; name: string }>(sql`select case_id id, name from people`);
  const idOf = (name: string) => found.find((one) => one.name === name)?.id ?? "";
  return { idOf, anna: await clinic.signedIn("anna"), bo: await clinic.signedIn("bo") };
}
const bookedAt = async (id: string) =>
  (
    await clinic.world.db.all<{ at: number | null; who: string | null }>(
      sql`select appointment_at at, appointment_for who from cases where id = ${id}`,
    )
  )[0];

test("the calendar shows the coming calling days in half hours, who is booked, and who rings", async () => {
  const { idOf, anna, bo } = await threePatients();
  await bo.post(`/uppfoljningar/${idOf("Alva Ett")}/tid`, { tid: "2026-11-24T10:45", vem: "account-bo" });
  await anna.post(`/uppfoljningar/${idOf("Berit Två")}/tid`, { tid: "2026-11-24T10:30", vem: "" });
  const page = await look(anna, "/tider");
  expect(page).toContain("2 bokade tider");
  expect(page).toMatch(/10:30 tisdag 24 november, boka Berit Två \(enheten ringer\).*Alva Ett \(Bo Lind ringer\)/i);
  expect(await look(bo, "/tider")).toMatch(/Alva Ett \(du ringer\)/);
  expect(page).not.toMatch(/lördag|söndag|10:00 I dag/);
  expect(page).toMatch(/10:30 I dag, boka/);
});

test("a patient's time is chosen, moved and cancelled in it, and only times that the patient can have", async () => {
  const { idOf, anna } = await threePatients();
  const id = idOf("Berit Två");
  const page = (await anna.get(`/tider?uppfoljning=${id}`)).text;
  expect(page).toContain('name="ledig" value="2026-11-24T18:30"');
  // The window closes on the Tuesday.
  expect(page).not.toContain("2026-11-25T");
  const form = { ledig: "2026-11-24T09:30", vem: "account-anna", fran: "tider" };
  expect((await anna.post(`/uppfoljningar/${id}/tid`, form)).location).toBe("/tider");
  expect(await bookedAt(id)).toEqual({ at: instantOf("2026-11-24", "09:30"), who: "account-anna" });
  expect(await look(anna, `/tider?uppfoljning=${id}`)).toContain("Nu bokad i morgon kl. 09:30. Välj en ny tid.");
  expect((await anna.post(`/uppfoljningar/${id}/avboka`, { fran: "tider" })).location).toBe("/tider");
  expect(await bookedAt(id)).toEqual({ at: null, who: null });
});

test("a time is given to one of the patients who can have it", async () => {
  const { idOf, anna } = await threePatients();
  const tid = "2026-11-25T14:00";
  const page = await look(anna, `/tider?tid=${tid}`);
  expect(page).toContain("Boka onsdag 25 november kl. 14:00");
  expect(page).toContain("Alva Ett");
  expect(page).not.toMatch(/Berit Två|Cilla Tre/);
  const missing = await anna.post("/tider/boka", { tid, vem: "account-anna" });
  expect([missing.status, textOf(missing.text).includes("Välj vem som ska ringas då.")]).toEqual([422, true]);
  expect(missing.text).toContain('<option value="account-anna" selected>');
  const id = idOf("Alva Ett");
  expect((await anna.post("/tider/boka", { tid, vem: "account-anna", uppfoljning: id })).location).toBe("/tider");
  expect(await bookedAt(id)).toEqual({ at: instantOf("2026-11-25", "14:00"), who: "account-anna" });
  const outside = await anna.post("/tider/boka", { tid, uppfoljning: idOf("Berit Två") });
  expect([outside.status, textOf(outside.text).includes("utanför ringtiderna")]).toEqual([422, true]);
});

test("nobody sees or books another unit's patients, and only coordinators come in", async () => {
  const { idOf, anna } = await threePatients();
  const [hers, tid] = [idOf("Cilla Tre"), "2026-11-25T14:00"];
  const karin = await clinic.signedIn("karin");
  await karin.post(`/uppfoljningar/${hers}/tid`, { tid, vem: "" });
  expect(await look(karin, "/tider")).toContain("Cilla Tre");
  expect(await look(anna, "/tider")).not.toContain("Cilla");
  expect(await look(anna, "/tider?enhet=psykiatri4")).not.toContain("Cilla");
  expect((await anna.get(`/tider?uppfoljning=${hers}`)).status).toBe(404);
  expect((await anna.post("/tider/boka", { tid: "2026-11-25T15:00", uppfoljning: hers })).status).toBe(404);
  expect((await bookedAt(hers))?.at).toBe(instantOf("2026-11-25", "14:00"));
  for (const username of ["lena", "adam"] as const)
    expect((await (await clinic.signedIn(username)).get("/tider")).status).toBe(403);
  expect((await clinic.visitor().get("/tider")).location).toMatch(/^\/logga-in/);
});

test("of a protected patient a colleague sees that the time is taken, and nothing more", async () => {
  clinic = await makeClinic();
  await nameForProtected(clinic.world, "region", "account-anna", ["geriatrik2"]);
  const [id = ""] = await clinic.admit({ name: "Vendela Hemlig", protected: "ja", phone1: mobile(7) });
  const [anna, bo] = [await clinic.signedIn("anna"), await clinic.signedIn("bo")];
  const tid = "2026-11-25T14:00";
  expect((await bo.post("/tider/boka", { tid, uppfoljning: id })).status).toBe(404);
  expect((await anna.post("/tider/boka", { tid, uppfoljning: id })).location).toBe("/tider");
  expect(await look(anna, "/tider")).toContain("Vendela Hemlig");
  for (const path of ["/tider", `/tider?tid=${tid}`]) {
    const { text } = await bo.get(path);
    expect(textOf(text)).toContain("Skyddade personuppgifter (enheten ringer)");
    expect(text).not.toContain("Vendela");
    expect(text).not.toContain(id);
  }
  expect((await bo.get(`/tider?uppfoljning=${id}`)).status).toBe(404);
});

test("odd addresses give a page and no fault", async () => {
  const { anna } = await threePatients();
  for (const query of ["?tid=i-morgon", "?tid=2026-02-31T10:00", "?tid=2020-01-01T10:00", "?enhet=<script>", "?tid="])
    expect([query, (await anna.get(`/tider${query}`)).status]).toEqual([query, 200]);
  expect((await anna.get("/tider?uppfoljning=finns-inte")).status).toBe(404);
  expect((await anna.post("/tider/boka", { tid: "aldrig" })).status).toBe(422);
});
