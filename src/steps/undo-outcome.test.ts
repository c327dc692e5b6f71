/** What a coordinator sees and gets who has recorded the wrong outcome, and what nobody can have back. */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import {
  answerSheet,
  type Client,
  type Clinic,
  dump,
  makeClinic,
  mobile,
  openInterview,
  type Row,
} from "../../test/in-process.ts";
import { outcomes } from "../calls/outcomes.ts";
import { forgetPeople } from "./forget-people.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const minute = 60_000;
const base = (id: string) => `/uppfoljningar/${id}`;
const tables = ["cases", "attempts", "interviews", "tasks", "numbers", "people", "phone_keys"];

/** All that is known of the cases, but for how often they have been written. */
async function standing(): Promise<unknown> {
  const found = await dump(clinic.world, tables);
  // A number that works, where the list has it: as if nothing had been said.
  const said = found.numbers?.filter((row) => JSON.parse(row).gone_at !== null || JSON.parse(row).place !== null);
  return { ...found, numbers: said, cases: found.cases?.map((row) => ({ ...JSON.parse(row), version: 0 })) };
}
const kinds = async () =>
  (
    await clinic.world.db.all<{ kind: string; detail: string }>(sql`select kind, detail from events order by rowid`)
  ).map(({ kind, detail }) => `${kind} ${detail ?? ""}`.trim());

async function atDesk(row: Row = {}) {
  clinic = await makeClinic();
  const [id] = await clinic.admit({ phone2: mobile(1), ...row });
  const anna = await clinic.signedIn("anna");
  await anna.post(`${base(id!)}/visa-nummer`, { kontrollerad: "ja" });
  return { id: id!, anna };
}
const record = (client: Client, id: string, utfall: string, more: Record<string, string> = {}) =>
  client.post(`${base(id)}/utfall`, { utfall, anteckning: "Prövat allt.", ...more });
const undo = (client: Client, id: string) => client.post(`${base(id)}/angra`);

const revocable = outcomes.filter(
  ({ pickable, code, deletesAnswers, erasesContact }) =>
    pickable && !deletesAnswers && !erasesContact && code !== "care-call-made",
);

describe("an outcome that was recorded by mistake", () => {
  test.each(revocable.map(({ code }) => [code]))("%s is undone to the last column", async (code) => {
    const { id, anna } = await atDesk({ robotConsent: "ja" });
    await clinic.world.atomically([sql`update cases set handed_over_at = 1, handed_over_because = 'person'`]);
    const before = await standing();
    const more = { fel_nummer: code === "bad-number" ? "0.05.2" : "", tid: code === "later" ? "2026-11-24T10:00" : "" };
    clinic.world.clock.advance(3 * minute);
    const saved = await record(anna, id, code, more);
    expect(saved.status).toBe(303);
    expect(await standing()).not.toEqual(before);
    const { text } = await anna.get("/lista");
    expect(text).toContain("är sparat.");
    expect(text).toContain(`action="${base(id)}/angra"`);
    const undone = await undo(anna, id);
    expect([undone.status, undone.location]).toEqual([303, base(id)]);
    expect(await standing()).toEqual(before);
    const told = (await kinds()).filter((kind) => kind.startsWith("outcome-"));
    expect(told).toEqual([`outcome-recorded ${code}`, `outcome-undone ${code}`]);
    const page = (await anna.get(base(id))).text;
    expect(page).toContain("Utfallet är ångrat.");
    expect(page).toMatch(/ångrade utfallet ”.*”\. Det räknas inte\./);
    expect((await anna.get("/lista")).text).not.toContain("/angra");
  });

  test("is told with the name, and until when", async () => {
    const { id, anna } = await atDesk();
    await record(anna, id, "no-answer");
    const { text } = await anna.get("/lista");
    expect(text).toContain("Utfallet ”Inget svar” för Åsa Ök är sparat.");
    expect(text).toContain("Går att ångra till kl. 10:10.");
    expect(anna.cookies.get("ringupp-sagt")).toBeUndefined();
  });

  test("brings back a booked time and the interview that was going on", async () => {
    const { id, anna } = await atDesk();
    await openInterview(anna, id);
    await answerSheet(anna, id, "12");
    await anna.post(`${base(id)}/paus`);
    await record(anna, id, "later", { tid: "2026-11-23T13:00" });
    clinic.world.clock.advance(3 * 60 * minute);
    const later = await clinic.signedIn("anna");
    await later.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });
    const [before] = await clinic.world.db.all(sql`select * from cases`);
    await record(later, id, "no-answer");
    expect((await clinic.world.db.all<object>(sql`select * from cases`))[0]).toMatchObject({ appointment_at: null });
    await undo(later, id);
    const [after] = await clinic.world.db.all<{ version: number }>(sql`select * from cases`);
    expect({ ...after, version: 0 }).toEqual({ ...(before as object), version: 0 });
    expect(after).toMatchObject({ interrupted: 1, attempts: 1, state: "held" });
    // The interview goes on where it stood.
    expect((await later.post(`${base(id)}/borja`, {})).location).toBe(`${base(id)}/intervju`);
    expect((await later.get(`${base(id)}/intervju`)).text).toContain("Fråga 3 av 7");
  });

  test("is undone once by two clicks, and both hear it", async () => {
    const { id, anna } = await atDesk();
    const before = await standing();
    await record(anna, id, "refused");
    const both = await Promise.all([undo(anna, id), undo(anna, id)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect((await kinds()).filter((kind) => kind.startsWith("outcome-undone"))).toHaveLength(1);
    expect(await standing()).toEqual(before);
  });

  test("counts again when it is recorded anew, and nothing is taken for a double click", async () => {
    const { id, anna } = await atDesk();
    await record(anna, id, "no-answer");
    await undo(anna, id);
    await record(anna, id, "no-answer");
    const rows = await clinic.world.db.all(sql`select outcome from attempts`);
    expect(rows).toEqual([{ outcome: "no-answer" }]);
    expect((await clinic.world.db.all(sql`select attempts from cases`))[0]).toEqual({ attempts: 1 });
  });

  test("that was recorded without opening the number is hers to record right", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const anna = await clinic.signedIn("anna");
    await record(anna, id!, "refused");
    await undo(anna, id!);
    expect((await clinic.world.db.all(sql`select state, owner_id from cases`))[0]).toEqual({
      ...{ state: "held", owner_id: "account-anna" },
    });
    expect((await record(anna, id!, "wrong-person")).status).toBe(303);
  });

  test("takes the need with it that was written down with it, unless somebody has seen that", async () => {
    for (const seen of [false, true]) {
      const { id, anna } = await atDesk();
      await record(anna, id, "refused", { behov: "Vill bli uppringd av kuratorn", behov_ja: "ja", slag: "other" });
      const [task] = await clinic.world.db.all<{ id: string }>(sql`select id from tasks`);
      expect(task).toBeDefined();
      if (seen) await (await clinic.signedIn("bo")).post(`/atgarder/${task!.id}/kvittera`);
      expect((await undo(anna, id)).status).toBe(303);
      expect(await clinic.world.db.all(sql`select id from tasks`)).toHaveLength(seen ? 1 : 0);
      if (!seen) clinic.world.close();
    }
  });
});

describe("an outcome stands", () => {
  const refusedWith = async (client: Client, id: string, words: string) => {
    const before = await standing();
    const answer = await undo(client, id);
    expect([answer.status, answer.text.includes(words)]).toEqual([422, true]);
    expect(await standing()).toEqual(before);
  };

  test("after ten minutes, and the next day", async () => {
    const { id, anna } = await atDesk();
    await record(anna, id, "no-answer");
    clinic.world.clock.advance(10 * minute - 1);
    expect((await anna.get("/lista")).text).toContain("/angra");
    clinic.world.clock.advance(1);
    expect((await anna.get("/lista")).text).not.toContain("/angra");
    await refusedWith(anna, id, "Det går inom 10 minuter");
    clinic.world.clock.advance(24 * 60 * minute);
    const again = await clinic.signedIn("anna");
    await refusedWith(again, id, "Det går inom 10 minuter");
    await forgetPeople(clinic.world);
    expect(await clinic.world.db.all(sql`select * from undos`)).toEqual([]);
    await refusedWith(again, id, "Det finns inget utfall att ångra");
  });

  test("for everybody but the one who recorded it", async () => {
    const { id, anna } = await atDesk();
    await record(anna, id, "refused");
    const bo = await clinic.signedIn("bo");
    expect((await bo.get("/lista")).text).not.toContain("/angra");
    expect((await bo.get(base(id))).text).not.toContain("/angra");
    await refusedWith(bo, id, "Det finns inget utfall att ångra");
    expect((await (await clinic.signedIn("karin")).post(`${base(id)}/angra`)).status).toBe(404);
    expect((await undo(anna, id)).status).toBe(303);
  });

  test("once anybody has touched the case: a colleague, another tab, a list, a new attempt", async () => {
    const touches: ((id: string, anna: Client) => Promise<unknown>)[] = [
      async (id) => (await clinic.signedIn("bo")).post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" }),
      async (id, anna) => anna.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" }),
      async () => clinic.admit({ track: "rött" }),
      async (id) => (await clinic.signedIn("bo")).post(`${base(id)}/nummer`, { gor: "upp", nummer: "1.06.2" }),
    ];
    for (const [at, touch] of touches.entries()) {
      const { id, anna } = await atDesk();
      await record(anna, id, "broken-off");
      await touch(id, anna);
      await refusedWith(anna, id, "har ändrats efter att det sparades");
      if (at < touches.length - 1) clinic.world.close();
    }
  });

  test("when it never was", async () => {
    const { id, anna } = await atDesk();
    await refusedWith(anna, id, "Det finns inget utfall att ångra");
  });
});

describe("what cannot be undone", () => {
  test.each([
    ["withdrawn", "svar som har getts tas bort genast"],
    ["dead", "Namn och nummer tas bort genast"],
  ])("%s is said before, carried out when it is confirmed, and offers no undoing", async (code, words) => {
    const { id, anna } = await atDesk();
    const before = await standing();
    const asked = await record(anna, id, code, { behov: "Något", behov_ja: "ja", slag: "other" });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain(words);
    expect(asked.text).toContain("Det går inte att ångra.");
    expect(asked.text).toContain('name="anteckning" value="Prövat allt."');
    expect(await standing()).toEqual(before);
    const saved = await record(anna, id, code, { bekraftat: "ja" });
    expect([saved.status, saved.location]).toEqual([303, "/lista"]);
    expect((await anna.get("/lista")).text).not.toContain("/angra");
    expect((await undo(anna, id)).status).toBe(422);
    expect((await clinic.world.db.all(sql`select disposition from cases`))[0]).toEqual({ disposition: code });
  });

  test("answers that are many enough to be sealed", async () => {
    const { id, anna } = await atDesk();
    await openInterview(anna, id);
    await answerSheet(anna, id, "1212");
    const asked = await record(anna, id, "unable");
    expect(asked.text).toContain("Svaren låses och sparas utan namn. Det går inte att ångra.");
    expect(await clinic.world.db.all(sql`select * from pending`)).toEqual([]);
    await record(anna, id, "unable", { bekraftat: "ja" });
    expect(await clinic.world.db.all(sql`select * from pending`)).toHaveLength(1);
    expect((await undo(anna, id)).text).toContain("Det finns inget utfall att ångra");
  });

  test("answers that a no deletes: they are gone at once, the outcome is not, and both are said", async () => {
    const { id, anna } = await atDesk();
    await openInterview(anna, id);
    await answerSheet(anna, id, "12");
    expect((await record(anna, id, "refused")).text).toContain("tas bort och kommer inte tillbaka");
    expect(await clinic.world.db.all(sql`select * from interviews`)).toHaveLength(1);
    await record(anna, id, "refused", { bekraftat: "ja" });
    expect(await clinic.world.db.all(sql`select * from interviews`)).toEqual([]);
    expect((await anna.get("/lista")).text).toContain("är borttagna och kommer inte tillbaka");
    await undo(anna, id);
    expect((await anna.get(base(id))).text).toContain("är borta och behöver ställas på nytt");
    const [row] = await clinic.world.db.all(sql`select state, interrupted, disposition from cases`);
    expect(row).toEqual({ state: "held", interrupted: 0, disposition: null });
  });

  test("a no that was given in the interview deletes its answers, and is undone from the case's page", async () => {
    const { id, anna } = await atDesk();
    await openInterview(anna, id);
    await answerSheet(anna, id, "12");
    expect((await anna.post(`${base(id)}/vill-inte`)).location).toBe(base(id));
    expect((await anna.get(base(id))).text).toContain(`action="${base(id)}/angra"`);
    expect((await undo(anna, id)).status).toBe(303);
    expect((await clinic.world.db.all(sql`select state from cases`))[0]).toEqual({ state: "held" });
  });

  test("a withdrawal after the seal is written down, and it is said that no answers can be found", async () => {
    const { id, anna } = await atDesk();
    await openInterview(anna, id);
    await answerSheet(anna, id, "1212");
    await record(anna, id, "unable", { bekraftat: "ja" });
    const pending = await dump(clinic.world, ["pending"]);
    expect((await record(anna, id, "withdrawn")).text).toContain("Svaren är redan sparade utan namn");
    expect((await record(anna, id, "withdrawn", { bekraftat: "ja" })).status).toBe(303);
    expect(await dump(clinic.world, ["pending"])).toEqual(pending);
  });
});
