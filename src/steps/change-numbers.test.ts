/** Telephone numbers that are told in a call, through the doors: who may change them, what is refused, what it leads to. */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { type Client, type Clinic, makeClinic, mobile, type Row } from "../../test/in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const base = (id: string) => `/uppfoljningar/${id}`;
const rows = (statement: ReturnType<typeof sql>) => clinic.world.db.all<Record<string, unknown>>(statement);

async function atDesk(row: Row = {}) {
  clinic = await makeClinic();
  const [id] = await clinic.admit({ phone2: mobile(1), ...row });
  const anna = await clinic.signedIn("anna");
  await anna.post(`${base(id!)}/visa-nummer`, { kontrollerad: "ja" });
  return { id: id!, anna };
}
const change = (client: Client, id: string, gor: string, fields: Record<string, string> = {}) =>
  client.post(`${base(id)}/nummer`, { gor, ...fields });
const add = (client: Client, id: string, nytt: string, fields: Record<string, string> = { vems: "patient" }) =>
  change(client, id, "lagg-till", { nytt, ...fields });
/** Where telephones can be rung from on the page, in their order. */
const ringable = async (client: Client, id: string) =>
  [...(await client.get(base(id))).text.matchAll(/href="tel:\+46(\d+)"/g)].map(([, digits]) => digits!.slice(-2));

describe("a number that is told in the call", () => {
  test("is added as it was typed, is rung last, and the log tells that and not which", async () => {
    const { id, anna } = await atDesk();
    for (const typed of ["070 174 06 20", "+46 70-174 06 21", "0046701740622", "(0980) 319 250"])
      expect((await add(anna, id, typed)).status, typed).toBe(303);
    expect(await ringable(anna, id)).toEqual(["05", "06", "20", "21", "22", "50"]);
    const events = await rows(sql`select * from events`);
    expect(events.filter(({ kind }) => kind === "number-added")).toHaveLength(4);
    expect(JSON.stringify(events)).not.toMatch(/70174|319250/);
    expect((await anna.get(base(id))).text).toContain("Anna Ek la till ett telefonnummer.");
  });

  test("is refused in plain words when it is foreign, costs money or is no number, and what was typed is kept", async () => {
    const { id, anna } = await atDesk();
    for (const [typed, words] of [
      ["+47 22 12 34 56", "inte svenskt"],
      ["0900-123456", "betalnummer"],
      ["46 50 04 00", "Riktnumret saknas"],
      ["0701740620, 0701740621", "ett nummer i taget"],
      ["dottern 0701740620", "bara siffror"],
      ["112", "svenskt telefonnummer"],
      ["", "Skriv telefonnumret"],
    ] as const) {
      const answer = await add(anna, id, typed, { vems: "relative", namn: "Eva", relation: "granne" });
      expect([typed, answer.status, answer.text.includes(words)]).toEqual([typed, 422, true]);
      expect(answer.text).toContain('name="namn" value="Eva"');
      expect(answer.text).toContain('<details class="number-forms" open>');
    }
    expect(await rows(sql`select * from numbers`)).toEqual([]);
  });

  test("of a relative says whom to ask for and to keep silent about care", async () => {
    const { id, anna } = await atDesk();
    expect((await add(anna, id, "0980-319251", { vems: "relative" })).text).toContain("Skriv vem numret går till");
    expect((await add(anna, id, "0980-319251")).status).toBe(303);
    await add(anna, id, "0980-319252", { vems: "relative", namn: "Eva", relation: "granne" });
    const { text } = await anna.get(base(id));
    expect(text).toContain("Eva, granne");
    expect(text).toContain("Fråga efter Åsa Ök.");
    expect(text).toContain("Säg inget om vården");
  });

  test("is no place to write a number by another way", async () => {
    const { id, anna } = await atDesk();
    const answer = await add(anna, id, "0980-319252", { vems: "relative", namn: "Eva 0701740699" });
    expect(answer.text).toContain("Nummer har ett eget fält");
  });

  test("is added once by two clicks", async () => {
    const { id, anna } = await atDesk();
    const both = await Promise.all([add(anna, id, "0980-319252"), add(anna, id, "0980-319252")]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await rows(sql`select * from events where kind = 'number-added'`)).toHaveLength(1);
  });

  test("stays hidden but for its end until it is opened", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const bo = await clinic.signedIn("bo");
    await add(bo, id!, "0980-319252");
    const { text } = await bo.get(base(id!));
    expect(text).not.toMatch(/319|href="tel/);
    expect(text).toContain("52</span>");
  });
});

describe("the order and what does not work", () => {
  test("a number is moved up, corrected, dropped and taken back", async () => {
    const { id, anna } = await atDesk();
    expect((await change(anna, id, "upp", { nummer: "1.06.2" })).status).toBe(303);
    expect(await ringable(anna, id)).toEqual(["06", "05"]);
    expect((await change(anna, id, "ratta", { nummer: "0.06.2", ratt: "070-1740688" })).status).toBe(303);
    expect(await ringable(anna, id)).toEqual(["88", "05"]);
    expect((await change(anna, id, "fungerar-inte", { nummer: "0.88.2" })).status).toBe(303);
    expect(await ringable(anna, id)).toEqual(["05"]);
    const { text } = await anna.get(base(id));
    expect(text).toContain("Fungerar inte");
    expect(text).toContain("Rättat");
    expect((await change(anna, id, "fungerar", { nummer: "1.88.1" })).status).toBe(303);
    expect(await ringable(anna, id)).toEqual(["05", "88"]);
  });

  test("an old page changes nothing, and the last number is an outcome", async () => {
    const { id, anna } = await atDesk();
    await change(anna, id, "fungerar-inte", { nummer: "0.05.2" });
    clinic.world.clock.advance(60_000);
    const before = await rows(sql`select * from numbers`);
    for (const nummer of ["0.05.2", "1.06.2", "7.06.1", "", "0.06"])
      expect((await change(anna, id, "fungerar-inte", { nummer })).text, nummer).toContain("Numren har ändrats");
    expect((await change(anna, id, "fungerar-inte", { nummer: "0.06.1" })).text).toContain("Det är det sista numret");
    expect((await change(anna, id, "nagot-annat", { nummer: "0.06.1" })).status).toBe(422);
    expect(await rows(sql`select * from numbers`)).toEqual(before);
  });

  test("nobody changes the numbers of a case that somebody else rings, of another unit's, or of one that is closed", async () => {
    const { id, anna } = await atDesk();
    const before = await rows(sql`select * from numbers`);
    expect((await add(await clinic.signedIn("bo"), id, "0980-319252")).text).toContain("En kollega arbetar");
    expect((await add(await clinic.signedIn("karin"), id, "0980-319252")).status).toBe(404);
    await anna.post(`${base(id)}/utfall`, { utfall: "refused" });
    expect((await add(anna, id, "0980-319252")).text).toContain("redan avslutad");
    expect(await rows(sql`select * from numbers`)).toEqual(before);
  });
});

describe("the outcome wrong or disconnected number", () => {
  test("asks which when there is a choice, drops that one, and the case goes on with the next at once", async () => {
    const { id, anna } = await atDesk();
    const asked = await anna.post(`${base(id)}/utfall`, { utfall: "bad-number" });
    expect([asked.status, asked.text.includes("Välj vilket nummer som är fel")]).toEqual([422, true]);
    const saved = await anna.post(`${base(id)}/utfall`, { utfall: "bad-number", fel_nummer: "1.06.2" });
    expect(saved.location).toBe(`${base(id)}#nummer`);
    expect(await ringable(anna, id)).toEqual(["05"]);
    expect((await rows(sql`select state, owner_id, attempts, rest_until from cases`))[0]).toEqual({
      ...{ state: "held", owner_id: "account-anna", attempts: 1, rest_until: null },
    });
  });

  test("said twice drops one number", async () => {
    const { id, anna } = await atDesk();
    const say = () => anna.post(`${base(id)}/utfall`, { utfall: "bad-number", fel_nummer: "0.05.2" });
    const both = await Promise.all([say(), say()]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await ringable(anna, id)).toEqual(["06"]);
    expect(await rows(sql`select * from attempts`)).toHaveLength(1);
  });

  test("of one does not end the case when the next is not answered", async () => {
    const { id, anna } = await atDesk();
    await anna.post(`${base(id)}/utfall`, { utfall: "bad-number", fel_nummer: "0.05.2" });
    await anna.post(`${base(id)}/utfall`, { utfall: "no-answer" });
    expect((await rows(sql`select state, disposition from cases`))[0]).toEqual({ state: "planned", disposition: null });
  });

  test("of the last one ends the case", async () => {
    const { id, anna } = await atDesk();
    await anna.post(`${base(id)}/utfall`, { utfall: "bad-number", fel_nummer: "0.05.2" });
    clinic.world.clock.advance(60_000);
    expect((await anna.post(`${base(id)}/utfall`, { utfall: "bad-number" })).location).toBe("/lista");
    expect((await rows(sql`select state, disposition from cases`))[0]).toEqual({
      ...{ state: "closed", disposition: "bad-number" },
    });
  });

  test("a third number is tried the same day, since nobody has been disturbed", async () => {
    const { id, anna } = await atDesk({ phone3: mobile(2) });
    for (const fel_nummer of ["0.05.3", "0.06.2"]) {
      clinic.world.clock.advance(60_000);
      await anna.post(`${base(id)}/utfall`, { utfall: "bad-number", fel_nummer });
    }
    expect(await ringable(anna, id)).toEqual(["07"]);
  });
});

describe("a newer list", () => {
  test("revives no dead number and takes no added one away", async () => {
    const { id, anna } = await atDesk({ robotConsent: "ja" });
    await change(anna, id, "fungerar-inte", { nummer: "0.05.2" });
    await add(anna, id, "0980-319252");
    const keys = () => rows(sql`select key from phone_keys order by key`);
    const before = await keys();
    expect(before).toHaveLength(2);
    await clinic.admit({ phone2: mobile(1), robotConsent: "ja", track: "rött", name: "Åsa Öken" });
    expect((await rows(sql`select track from cases`))[0]).toEqual({ track: "red" });
    expect(await ringable(anna, id)).toEqual(["06", "52"]);
    expect(await keys()).toEqual(before);
  });

  test("that says no to automatic calls leaves no key by which the patient could be found", async () => {
    const { id, anna } = await atDesk({ robotConsent: "ja" });
    await add(anna, id, "0980-319252");
    await clinic.admit({ phone2: mobile(1), robotConsent: "nej" });
    expect(await rows(sql`select * from phone_keys`)).toEqual([]);
    await add(anna, id, "0980-319253");
    expect(await rows(sql`select * from phone_keys`)).toEqual([]);
  });
});

test("what was said about the numbers goes with the person when a list tells of a death", async () => {
  const { id, anna } = await atDesk({ robotConsent: "ja" });
  await add(anna, id, "0980-319252", { vems: "relative", namn: "Eva", relation: "granne" });
  await anna.post(`${base(id)}/slapp`);
  await clinic.admit({ status: "avliden" });
  for (const table of ["numbers", "people", "phone_keys"])
    expect(await rows(sql`select * from ${sql.identifier(table)}`)).toEqual([]);
});

test("whoever rings from an added number is found, and not by a relative's or a dead one", async () => {
  const { id, anna } = await atDesk({ robotConsent: "ja" });
  const keyed = () => rows(sql`select count(*) as n from phone_keys`);
  expect(await keyed()).toEqual([{ n: 2 }]);
  await add(anna, id, "0980-319252");
  expect(await keyed()).toEqual([{ n: 3 }]);
  await add(anna, id, "0980-319253", { vems: "relative", relation: "granne" });
  expect(await keyed()).toEqual([{ n: 3 }]);
  await change(anna, id, "fungerar-inte", { nummer: "0.05.4" });
  expect(await keyed()).toEqual([{ n: 2 }]);
});

test("a patient is found by a number that was added, and by one that is dead", async () => {
  const { id, anna } = await atDesk();
  await add(anna, id, "0980-319252");
  await change(anna, id, "fungerar-inte", { nummer: "0.05.3" });
  for (const sok of ["9252", "0605"]) expect((await anna.post("/lista/sok", { sok })).text).toContain("En träff");
});
