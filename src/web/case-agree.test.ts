/** What is agreed about a case without an attempt, driven through the whole web in process. */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { type Client, type Clinic, dump, identifiedNames, makeClinic, mobile } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { listDueForRobot } from "../db/due-for-robot.ts";
import { forgetPeople } from "../steps/forget-people.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const minute = 60_000;
const hour = 60 * minute;

async function withOne(row: Record<string, string> = {}) {
  clinic = await makeClinic();
  const [id = ""] = await clinic.admit(row);
  const anna = await clinic.signedIn("anna");
  return { id, anna, base: `/uppfoljningar/${id}` };
}

type CaseColumns = Record<string, string | number | null>;
const caseOf = async (id: string): Promise<CaseColumns> =>
  (await clinic.world.db.all<CaseColumns>(sql`select * from cases where id = ${id}`))[0] ?? {};
const eventsOf = async (id: string) =>
  clinic.world.db.all<{ kind: string; detail: string | null }>(
    sql`select kind, detail from events where case_id = ${id} order by rowid`,
  );
const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, "<main")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
const look = async (client: Client, path: string) => textOf((await client.get(path)).text);

describe("a time to ring", () => {
  test("is booked for oneself, moved to a colleague and cancelled, each once however often it is sent", async () => {
    const { id, anna, base } = await withOne();
    const booking = { tid: "2026-11-24T10:30", vem: "account-anna" };
    for (let click = 0; click < 2; click += 1) expect((await anna.post(`${base}/tid`, booking)).status).toBe(303);
    expect(await caseOf(id)).toMatchObject({
      appointment_at: instantOf("2026-11-24", "10:30"),
      appointment_for: "account-anna",
      state: "planned",
      attempts: 0,
    });
    expect(await look(anna, base)).toContain("Bokad tid i morgon kl. 10:30. Du ringer.");
    await anna.post(`${base}/tid`, { ledig: "2026-11-25T09:00", tid: "", vem: "account-bo" });
    expect(await caseOf(id)).toMatchObject({ appointment_for: "account-bo" });
    expect(await look(anna, base)).toContain("Bo Lind ringer.");
    for (let click = 0; click < 2; click += 1) expect((await anna.post(`${base}/avboka`)).status).toBe(303);
    expect(await caseOf(id)).toMatchObject({ appointment_at: null, appointment_for: null });
    expect((await eventsOf(id)).map(({ kind }) => kind)).toEqual(["time-booked", "time-moved", "time-cancelled"]);
    expect(await look(anna, base)).toContain("Anna Ek avbokade tiden.");
  });

  test("lies inside the window and the calling hours, or is refused in words with what was typed", async () => {
    const { id, anna, base } = await withOne();
    for (const [tid, sentence] of [
      ["2026-11-23T09:30", "har redan varit"],
      ["2026-11-28T10:00", "utanför ringtiderna"],
      ["2026-11-24T19:00", "utanför ringtiderna"],
      ["2026-11-30T10:00", "utanför ringtiderna"],
      ["", "Välj dag och klockslag"],
      ["i morgon", "Välj dag och klockslag"],
    ] as const) {
      const refused = await anna.post(`${base}/tid`, { tid, vem: "" });
      expect([tid, refused.status]).toEqual([tid, 422]);
      expect(textOf(refused.text)).toContain(sentence);
    }
    expect(await eventsOf(id)).toEqual([]);
    const page = await anna.post(`${base}/tid`, { tid: "2026-11-28T10:00", vem: "account-bo" });
    expect(page.text).toContain('value="2026-11-28T10:00"');
    expect(page.text).toContain('<option value="account-bo" selected>');
  });

  test("is given only to those who work with the unit, and by those alone", async () => {
    const { id, anna, base } = await withOne();
    const tid = "2026-11-24T10:30";
    expect((await anna.post(`${base}/tid`, { tid, vem: "account-karin" })).status).toBe(422);
    expect((await anna.post(`${base}/tid`, { tid, vem: "account-lena" })).status).toBe(422);
    const karin = await clinic.signedIn("karin");
    for (const [path, fields] of [
      ["tid", { tid }],
      ["avboka", {}],
      ["passar", { nar: "forenoon" }],
      ["sprak", { sprak: "somaliska" }],
      ["hoppa-over", { skal: "away", lange: "hour" }],
      ["ta-tillbaka", {}],
      ["narstaende", { namn: "Eva", relation: "child" }],
    ] as const)
      expect([path, (await karin.post(`${base}/${path}`, fields)).status]).toEqual([path, 404]);
    expect(await eventsOf(id)).toEqual([]);
  });

  test("a full half hour is warned of and never refused", async () => {
    clinic = await makeClinic();
    const rows = [1, 2, 3, 4].map((n) => ({ dischargeRef: `F${n}`, patientRef: `F${n}`, phone1: mobile(n) }));
    const ids = await clinic.admit(...rows);
    const anna = await clinic.signedIn("anna");
    const tid = "2026-11-24T10:30";
    for (const [at, id] of ids.entries()) {
      const answer = await anna.post(`/uppfoljningar/${id}/tid`, { tid, vem: "" });
      expect(answer.status).toBe(303);
      const page = await look(anna, answer.location);
      expect([at, page.includes("Minst tre andra")]).toEqual([at, at === 3]);
    }
    expect(await look(anna, "/tider")).toContain("Fullt: 4 bokade");
    // A full half hour is not among those that are offered.
    await anna.post(`/uppfoljningar/${ids[0]}/avboka`);
    const page = (await anna.get(`/uppfoljningar/${ids[0]}`)).text;
    expect(page).not.toContain('name="ledig" value="2026-11-24T10:30"');
  });

  test("comes with an outcome: a free time that was picked, oneself to ring, and what suits the patient", async () => {
    const { id, anna, base } = await withOne();
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    const page = (await anna.get(base)).text;
    const [, ledig = ""] = /name="ledig" value="(2026-11-24T[^"]+)"/.exec(page) ?? [];
    expect(ledig).not.toBe("");
    const sent = { utfall: "later", tid: "", ledig, min: "ja", nar: ["forenoon"] };
    expect((await anna.post(`${base}/utfall`, sent)).status).toBe(303);
    expect(await caseOf(id)).toMatchObject({
      appointment_for: "account-anna",
      availability: '["forenoon"]',
      attempts: 1,
      state: "planned",
    });
  });

  test("does not outlive an outcome without one", async () => {
    const { id, anna, base } = await withOne();
    await anna.post(`${base}/tid`, { tid: "2026-11-23T10:30", vem: "account-anna", tolk: "ja" });
    clinic.world.clock.advance(31 * minute);
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    await anna.post(`${base}/utfall`, { utfall: "no-answer" });
    expect(await caseOf(id)).toMatchObject({ appointment_at: null, appointment_for: null, interpreter_at: null });
  });

  test("that nobody has kept for a quarter of an hour is everybody's, and first", async () => {
    clinic = await makeClinic();
    await clinic.admit(
      { dischargeRef: "A", patientRef: "A", name: "Alva Ett", phone1: mobile(1), dischargeDate: "2026-11-18" },
      { dischargeRef: "B", patientRef: "B", name: "Berit Två", phone1: mobile(2) },
    );
    const named = await clinic.world.db.all<{ id: string }>(
      sql`select case_id id from people where name = 'Berit Två'`,
    );
    const booked = named[0]?.id ?? "";
    const bo = await clinic.signedIn("bo");
    await bo.post(`/uppfoljningar/${booked}/tid`, { tid: "2026-11-23T10:30", vem: "account-bo" });
    const anna = await clinic.signedIn("anna");
    clinic.world.clock.advance(35 * minute);
    const namesOn = async (client: Client) =>
      [...(await client.get("/lista")).text.matchAll(/<span class="name">([^<]*)</g)].map(([, name]) => name);
    expect((await namesOn(bo))[0]).toBe("Berit Två");
    expect(await look(anna, "/lista")).toContain("Bo Lind ringer");
    expect(await look(bo, "/lista")).toContain("Din tid");
    clinic.world.clock.advance(11 * minute);
    for (const client of [anna, bo]) {
      expect((await namesOn(client))[0]).toBe("Berit Två");
      expect(await look(client, "/lista")).toContain("Skulle ha ringts i dag kl. 10:30");
      const calendar = await look(client, "/tider");
      expect(calendar).toContain("Har missats Skulle ha ringts i dag kl. 10:30.");
      expect(calendar.indexOf("Har missats")).toBeLessThan(calendar.indexOf("I dag"));
    }
  });
});

describe("what suits the patient", () => {
  test("is written down by itself, shown on list and case, and taken away again", async () => {
    const { id, anna, base } = await withOne();
    await anna.post(`${base}/passar`, { nar: ["evening", "afternoon", "midnatt"] });
    expect((await caseOf(id)).availability).toBe('["afternoon","evening"]');
    expect(await look(anna, base)).toContain("Helst eftermiddag eller kväll");
    await anna.post(`${base}/passar`, { nar: ["evening", "afternoon", "forenoon"] });
    expect((await caseOf(id)).availability).toBeNull();
  });
});

describe("passing over a patient", () => {
  test("counts no attempt, says why, and is taken back", async () => {
    const { id, anna, base } = await withOne();
    const skipped = await anna.post(`${base}/hoppa-over`, { skal: "away", lange: "hour", skaltext: "" });
    expect([skipped.status, skipped.location]).toEqual([303, "/lista"]);
    expect(await caseOf(id)).toMatchObject({
      attempts: 0,
      rest_because: "skipped",
      rest_until: clinic.world.now() + hour,
      state: "planned",
    });
    expect(await eventsOf(id)).toEqual([{ kind: "skipped", detail: "away" }]);
    expect(await clinic.world.db.all(sql`select 1 from attempts`)).toEqual([]);
    expect(await look(anna, "/lista")).not.toContain("Åsa Ök");
    expect(await look(anna, base)).toContain(
      "Hoppades över till i dag kl. 11:00. Patienten är på besök eller behandling.",
    );
    for (let click = 0; click < 2; click += 1) expect((await anna.post(`${base}/ta-tillbaka`)).status).toBe(303);
    expect(await caseOf(id)).toMatchObject({ rest_because: null, rest_until: null, rest_note: null });
    expect(await look(anna, "/lista")).toContain("Åsa Ök");
    expect((await eventsOf(id)).map(({ kind }) => kind)).toEqual(["skipped", "unskipped"]);
  });

  test("lets go of a case that one holds, and twice is once", async () => {
    const { id, anna, base } = await withOne();
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    const said = { skal: "other", lange: "tomorrow", skaltext: "Ring dottern först" };
    for (let click = 0; click < 2; click += 1) expect((await anna.post(`${base}/hoppa-over`, said)).status).toBe(303);
    expect(await caseOf(id)).toMatchObject({
      state: "planned",
      owner_id: null,
      rest_until: instantOf("2026-11-24", "09:00"),
      rest_note: "Ring dottern först",
    });
    const kinds = (await eventsOf(id)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "skipped")).toHaveLength(1);
    expect((await eventsOf(id)).some(({ detail }) => detail?.includes("dottern"))).toBe(false);
  });

  test("never goes past the last callable slot", async () => {
    // Closes on Monday: the only day it can be rung.
    const { id, base } = await withOne({ dischargeDate: "2026-11-16" });
    clinic.world.clock.set(instantOf("2026-11-23", "18:30"));
    const anna = await clinic.signedIn("anna");
    for (const lange of ["hour", "tomorrow"]) {
      const refused = await anna.post(`${base}/hoppa-over`, { skal: "away", lange });
      expect(refused.status).toBe(422);
      expect(textOf(refused.text)).toContain("Då hinner ringfönstret stänga");
    }
    expect(await look(anna, base)).toContain("Det går inte att vänta längre.");
    expect(await caseOf(id)).toMatchObject({ rest_until: null, rest_because: null });
  });

  test("asks for what is missing, and touches neither an agreed time nor a rest", async () => {
    const { id, anna, base } = await withOne();
    for (const [fields, sentence] of [
      [{ lange: "hour" }, "Välj varför"],
      [{ skal: "other", lange: "hour" }, "Skriv kort varför"],
      [{ skal: "away" }, "Välj hur länge"],
      [{ skal: "away", lange: "year" }, "Välj hur länge"],
    ] as const) {
      const refused = await anna.post(`${base}/hoppa-over`, fields);
      expect([refused.status, textOf(refused.text).includes(sentence)]).toEqual([422, true]);
    }
    await anna.post(`${base}/tid`, { tid: "2026-11-24T10:30", vem: "" });
    const booked = await anna.post(`${base}/hoppa-over`, { skal: "away", lange: "hour" });
    expect(textOf(booked.text)).toContain("Flytta eller avboka den i stället");
    await anna.post(`${base}/avboka`);
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    await anna.post(`${base}/utfall`, { utfall: "no-answer" });
    const before = (await caseOf(id)).rest_until;
    expect((await anna.post(`${base}/hoppa-over`, { skal: "away", lange: "hour" })).status).toBe(422);
    expect((await anna.post(`${base}/ta-tillbaka`)).status).toBe(303);
    expect((await caseOf(id)).rest_until).toBe(before);
  });

  test("is not for a case that a colleague holds", async () => {
    const { id, anna, base } = await withOne();
    const bo = await clinic.signedIn("bo");
    await bo.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    for (const [path, fields] of [
      ["hoppa-over", { skal: "away", lange: "hour" }],
      ["tid", { tid: "2026-11-24T10:30" }],
      ["avboka", {}],
    ] as const)
      expect([path, (await anna.post(`${base}/${path}`, fields)).status]).toEqual([path, 422]);
    expect(await caseOf(id)).toMatchObject({ owner_id: "account-bo", rest_until: null, appointment_at: null });
  });
});

describe("language and interpreter", () => {
  test("keep the robot away at once, and no later list takes them back", async () => {
    const row = { robotConsent: "ja", phone1: mobile(3) };
    const { id, anna, base } = await withOne(row);
    const due = () => listDueForRobot(clinic.world.db, clinic.world.now(), 0, false, defaultPolicy, 10);
    expect((await due()).map(({ caseId }) => caseId)).toEqual([id]);
    expect((await anna.post(`${base}/sprak`, { sprak: "Somaliska", tolk: "ja" })).status).toBe(303);
    expect(await due()).toEqual([]);
    const page = await look(anna, base);
    expect(page).toContain("Tolk behövs: somaliska. Boka tolk innan du ringer. Låt aldrig ett barn tolka.");
    expect(page).toContain("Ingen tolk är bokad än.");
    await clinic.admit({ ...row, name: "Åsa Ök-Berg" });
    expect(await clinic.world.db.all(sql`select language, interpreter from discharges`)).toEqual([
      { language: "so", interpreter: 1 },
    ]);
    expect(await look(anna, base)).toContain("Åsa Ök-Berg");
    await anna.post(`${base}/sprak`, { sprak: "svenska" });
    expect((await due()).map(({ caseId }) => caseId)).toEqual([id]);
  });

  test("a word that is no language is asked about with what was typed", async () => {
    const { anna, base } = await withOne();
    const refused = await anna.post(`${base}/sprak`, { sprak: "klingonska!" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="klingonska!"');
    expect(textOf(refused.text)).toContain("Språket känns inte igen");
  });

  test("an interpreter is booked for the time, and a moved time says that the interpreter is not moved with it", async () => {
    const { anna, base } = await withOne({ language: "somaliska", interpreter: "ja" });
    await anna.post(`${base}/tid`, { tid: "2026-11-24T10:30", vem: "", tolk: "ja" });
    expect(await look(anna, base)).toContain("Tolken är bokad till tis 24 nov kl. 10:30.");
    await anna.post(`${base}/tid`, { tid: "2026-11-24T13:00", vem: "" });
    expect(await look(anna, base)).toContain("Tolken är bokad till tis 24 nov kl. 10:30, en annan tid än samtalet.");
  });

  test("reach by language follows what was heard", async () => {
    const { anna, base } = await withOne();
    await anna.post(`${base}/sprak`, { sprak: "finska" });
    expect(await clinic.world.db.all(sql`select language from discharges`)).toEqual([{ language: "fi" }]);
    expect(await look(anna, base)).toContain("Språk finska");
  });
});

describe("a närstående", () => {
  const begun = { respondent: "proxy", kontrollerad: "ja", tillfragad: "ja", relation: "child", orsak: "memory" };

  test("is named by the patient in the call, with a number among the numbers, and no list unsays it", async () => {
    const { id, anna, base } = await withOne();
    expect((await anna.post(`${base}/borja`, begun)).status).toBe(422);
    const named = { namn: "Eva  Holm", relation: "child", telefon: mobile(9) };
    for (let click = 0; click < 2; click += 1) expect((await anna.post(`${base}/narstaende`, named)).status).toBe(303);
    expect(await look(anna, base)).toContain("Närstående Eva Holm (barn)");
    await clinic.admit({ phone1: mobile(8), name: "Åsa Ök" });
    expect(await look(anna, base)).toContain("Närstående Eva Holm (barn)");
    expect((await anna.post(`${base}/borja`, begun)).location).toBe(`${base}/intervju`);
    const logged = JSON.stringify(await eventsOf(id));
    expect(logged).toContain("proxy-named");
    expect(logged).not.toMatch(/Eva|Holm|child|memory|proxy"|70174/);
  });

  test("is let in only when it is said who, why, and that the patient was asked first", async () => {
    const { anna, base } = await withOne({ proxyName: "Karin Ek", proxyRelation: "dotter" });
    for (const [left, sentence] of [
      ["tillfragad", "Fråga patienten först"],
      ["relation", "Välj vem som hjälper till eller svarar"],
      ["orsak", "Välj varför patienten inte svarar själv"],
    ] as const) {
      const refused = await anna.post(`${base}/borja`, { ...begun, [left]: "" });
      expect([left, refused.status]).toEqual([left, 422]);
      expect(textOf(refused.text)).toContain(sentence);
    }
    const supported = { respondent: "supported", kontrollerad: "ja", relation: "hund", orsak: "hearing" };
    expect((await anna.post(`${base}/borja`, supported)).status).toBe(422);
    expect((await anna.post(`${base}/borja`, { ...supported, relation: "staff" })).location).toBe(`${base}/intervju`);
    expect(await clinic.world.db.all(sql`select proxy_relation, proxy_reason from interviews`)).toEqual([
      { proxy_relation: "staff", proxy_reason: "hearing" },
    ]);
    expect(await look(anna, base)).toContain("Patienten svarar med stöd: Personal. Hör dåligt.");
  });

  test("takes over in an interview that has begun, and the patient may take it back", async () => {
    const { anna, base } = await withOne({ proxyName: "Karin Ek", proxyRelation: "dotter" });
    await anna.post(`${base}/borja`, { respondent: "patient", kontrollerad: "ja" });
    await anna.post(`${base}/paus`);
    expect(await look(anna, base)).toContain("Svarar någon annan nu?");
    const whoAnswers = async () =>
      (
        await clinic.world.db.all(
          sql`select state ->> 'respondent' who, proxy_relation relation, proxy_reason reason from interviews`,
        )
      )[0];
    expect((await anna.post(`${base}/borja`, { ...begun, tillfragad: "" })).status).toBe(422);
    await anna.post(`${base}/borja`, { ...begun, orsak: "tired" });
    expect(await whoAnswers()).toEqual({ who: "proxy", relation: "child", reason: "tired" });
    await anna.post(`${base}/borja`, {});
    expect(await whoAnswers()).toEqual({ who: "proxy", relation: "child", reason: "tired" });
    await anna.post(`${base}/borja`, { respondent: "patient" });
    expect(await whoAnswers()).toEqual({ who: "patient", relation: null, reason: null });
  });

  test("leaves no trace of who and why once the answers are sealed; only that a närstående answered goes on", async () => {
    const { anna, base } = await withOne({ proxyName: "Karin Ek", proxyRelation: "dotter" });
    await anna.post(`${base}/borja`, begun);
    await anna.post(`${base}/svar`, { steg: "presentation" });
    for (const steg of ["ratt-person", "ostort", "samtycke"]) await anna.post(`${base}/svar`, { steg, svar: "ja" });
    // What only the patient has felt may be left out: who has answered the rest has answered half.
    for (const steg of ["delaktighet", "onskemal"]) await anna.post(`${base}/svar`, { steg });
    for (const steg of ["information", "plan", "samordning"]) await anna.post(`${base}/svar`, { steg, svar: "1" });
    await anna.post(`${base}/svar`, { steg: "trygghet" });
    await anna.post(`${base}/svar`, { steg: "fritext", text: "" });
    await anna.post(`${base}/svar`, { steg: "hjalp", svar: "nej" });
    await anna.post(`${base}/svar`, { steg: "tack" });
    await anna.post(`${base}/spara`, {});
    expect(await clinic.world.db.all(sql`select respondent from pending`)).toEqual([{ respondent: "proxy" }]);
    const kept = JSON.stringify(await dump(clinic.world, identifiedNames));
    expect(kept).not.toContain("memory");
    expect(kept).not.toContain('"proxy"');
  });

  test("is erased with the patient, and so is what was written about a skip", async () => {
    const { anna, base, id } = await withOne();
    await anna.post(`${base}/narstaende`, { namn: "Eva Holm", relation: "child", telefon: "" });
    await anna.post(`${base}/hoppa-over`, { skal: "other", lange: "hour", skaltext: "Fråga Eva" });
    await anna.post(`${base}/sager-nej`, { bekraftat: "ja" });
    expect((await caseOf(id)).state).toBe("closed");
    clinic.world.clock.advance(40 * 24 * hour);
    await forgetPeople(clinic.world);
    expect(JSON.stringify(await dump(clinic.world, identifiedNames))).not.toContain("Eva");
  });
});
