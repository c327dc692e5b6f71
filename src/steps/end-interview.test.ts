import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { type Clinic, dump, interviewWhole, listOf, makeClinic, openInterview } from "../../test/in-process.ts";
import { importFile } from "./admit-discharges.ts";
import { breakOffAcute, recordAttempt, saveAndLock } from "./end-interview.ts";
import { hear } from "./hold-interview.ts";
import { takeToRing } from "./take-case.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

async function rung() {
  clinic = await makeClinic();
  const [id] = await clinic.admit({});
  const anna = await clinic.accountOf("anna");
  await takeToRing(clinic.world, anna, id!, true);
  return { anna, id: id!, world: clinic.world };
}
const form = (outcome: string, note = "") => ({ outcome, appointmentAt: null, note, help: null });
const counts = async () =>
  Object.values(await dump(clinic.world, ["attempts", "pending", "interviews", "tasks"])).map((rows) => rows.length);
const caseRow = async () =>
  (await clinic.world.db.all<Record<string, unknown>>(sql`select * from cases order by id limit 1`))[0]!;

describe("an outcome", () => {
  test("that is sent twice at once counts once, and both hear that it is saved", async () => {
    const { anna, id, world } = await rung();
    const both = await Promise.all([
      recordAttempt(world, anna, id, form("no-answer")),
      recordAttempt(world, anna, id, form("no-answer")),
    ]);
    expect(both).toContainEqual({ closed: false, repeated: false });
    expect(both).toContainEqual({ closed: false, repeated: true });
    expect(await counts()).toEqual([1, 0, 0, 0]);
    expect((await caseRow()).attempts).toBe(1);
  });

  test("that loses a race with a list which closes the case is told so in words, and nothing is half done", async () => {
    for (let round = 0; round < 4; round += 1) {
      const { anna, id, world } = await rung();
      const bytes = new TextEncoder().encode(listOf({ status: "avliden" }));
      const [said] = await Promise.all(
        round % 2 === 0
          ? [recordAttempt(world, anna, id, form("no-answer")), importFile(world, { source: clinic.source, bytes })]
          : [
              importFile(world, { source: clinic.source, bytes }).then(() =>
                recordAttempt(world, anna, id, form("no-answer")),
              ),
            ],
      );
      const { state, disposition } = await caseRow();
      expect([state, disposition]).toEqual(["closed", "dead"]);
      if ("refused" in said) expect(said.refused).toBe("case-closed");
      expect((await dump(world, ["people"])).people).toEqual([]);
      if (round < 3) world.close();
    }
  });

  test("of a wrong person leaves no interview behind and nothing to take up again", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const client = await clinic.signedIn("anna");
    await client.post(`/uppfoljningar/${id}/borja`, { respondent: "patient", kontrollerad: "ja" });
    await client.post(`/uppfoljningar/${id}/svar`, { steg: "presentation" });
    await client.post(`/uppfoljningar/${id}/svar`, { steg: "ratt-person", svar: "nej" });
    expect(await counts()).toEqual([1, 0, 0, 0]);
    expect(await caseRow()).toMatchObject({ state: "planned", interrupted: 0, owner_id: null });
  });
});

describe("a no in the interview", () => {
  test("said twice at once is one refusal, and nobody can ring again", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const client = await clinic.signedIn("anna");
    await openInterview(client, id!);
    const both = await Promise.all([1, 2].map(() => client.post(`/uppfoljningar/${id}/vill-inte`)));
    for (const answer of both) expect(answer.status).toBe(303);
    expect(await counts()).toEqual([1, 0, 0, 0]);
    expect(await caseRow()).toMatchObject({ state: "closed", disposition: "will-not-continue" });
    const bo = await clinic.accountOf("bo");
    expect(await takeToRing(clinic.world, bo, id!, true)).toMatchObject({ refused: "case-closed" });
  });
});

describe("Spara och lås", () => {
  test("pressed three times at once seals once and makes one task", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const client = await clinic.signedIn("anna");
    await interviewWhole(client, id!, { sheet: "121212", need: "Hjälp", lock: false });
    const anna = await clinic.accountOf("anna");
    const help = { need: "Hjälp", agreed: true };
    const all = await Promise.all([1, 2, 3].map(() => saveAndLock(clinic.world, anna, id!, help)));
    expect(all.map((one) => "saved" in one && one.repeated).sort()).toEqual([false, true, true]);
    expect(await counts()).toEqual([1, 1, 0, 1]);
  });

  test("an answer that comes after it changes nothing and leads to the receipt", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const client = await clinic.signedIn("anna");
    await interviewWhole(client, id!, { sheet: "121212" });
    const before = await dump(clinic.world, ["pending", "cases"]);
    const late = await client.post(`/uppfoljningar/${id}/svar`, { steg: "trygghet", svar: "4" });
    expect(late.location).toBe(`/uppfoljningar/${id}/sparad`);
    expect(await dump(clinic.world, ["pending", "cases"])).toEqual(before);
  });
});

describe("Avbryt – akut", () => {
  test("pressed twice makes one task, keeps the answers and is no refusal", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    await openInterview(await clinic.signedIn("anna"), id!);
    const anna = await clinic.accountOf("anna");
    await hear(clinic.world, anna, id!, { kind: "choice", code: 1 });
    const both = await Promise.all([1, 2].map(() => breakOffAcute(clinic.world, anna, id!)));
    for (const one of both) expect(one).toHaveProperty("acknowledgeBy");
    expect(await counts()).toEqual([1, 0, 1, 1]);
    expect(await caseRow()).toMatchObject({ state: "planned", disposition: null });
  });
});
