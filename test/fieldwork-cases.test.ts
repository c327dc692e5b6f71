/**
 * Cases in which two rules, two lists or a list and a coordinator meet (domain §4–§6), through the same doors as in a clinic:
 * what a person has heard or decided stands, whoever is left out can be taken in again, and nobody is rung for a mistake.
 */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { instantOf } from "../src/calendar.ts";
import { isInside, type Rules, readRules } from "../src/calls/rules.ts";
import { findRulesText } from "../src/db/rules.ts";
import { isRefusal } from "../src/problems.ts";
import { changeRules, replanCases } from "../src/steps/change-rules.ts";
import { closePassedWindows } from "../src/steps/close-passed-windows.ts";
import { openPeriods } from "../src/steps/open-periods.ts";
import { readFieldwork } from "../src/steps/read-fieldwork.ts";
import { releaseBatches } from "../src/steps/seal-responses.ts";
import { tick } from "../src/timetable.ts";
import { type Clinic, interviewWhole, makeClinic, mobile, openInterview, type Row } from "./in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const base = (id: string) => `/uppfoljningar/${id}`;
const caseNow = async () =>
  (await clinic.world.db.all<Record<string, unknown>>(sql`select * from cases order by rowid`))[0] ?? {};
const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

async function ruled(change: (rules: Rules) => Rules): Promise<void> {
  const now = readRules(await findRulesText(clinic.world.db));
  const [newest] = await clinic.world.db.all<{ id: string }>(sql`select id from setting_changes order by rowid desc`);
  expect(await changeRules(clinic.world, "account-adam", change(now), newest?.id ?? "")).toEqual({ changed: true });
}

/** A measurement of those discharged on these dates, made and started by the lead. */
async function measure(
  from: string,
  to: string,
  survey = "punktmatning-kort.1",
  moduler = "",
  namn = "Hösten",
): Promise<string> {
  const lena = await clinic.signedIn("lena");
  const typed = { namn, enkat: survey, moduler, fran: from, till: to, lan: "18", ringer: "hospital" };
  const id = (await lena.post("/matningar", typed)).location.split("/")[2] ?? "";
  expect((await lena.post(`/matningar/${id}/starta`)).status).toBe(303);
  await replanCases(clinic.world);
  return id;
}

describe("a patient whose track is never rung", () => {
  const green: Row = { track: "grönt" };

  test("is taken in by a measurement that starts later, when the same list is sent again", async () => {
    clinic = await makeClinic();
    await ruled((rules) => ({ ...rules, trackRules: { ...rules.trackRules, green: "never" } }));
    await clinic.admit(green);
    await clinic.admit(green);
    expect(await caseNow()).toMatchObject({ state: "closed", disposition: "not-eligible", version: 0 });
    const id = await measure("2026-11-20", "2026-11-20");
    await clinic.admit(green);
    expect(await caseNow()).toMatchObject({ state: "planned", disposition: null, measurement_id: id });
  });

  test("stays left out by a list that says nothing new", async () => {
    clinic = await makeClinic();
    await ruled((rules) => ({ ...rules, trackRules: { ...rules.trackRules, green: "never" } }));
    await clinic.admit(green);
    await clinic.admit({ ...green, name: "Åsa Ö" });
    expect(await caseNow()).toMatchObject({ state: "closed", disposition: "not-eligible" });
  });
});

describe("a measurement that starts after its patients were taken in", () => {
  test.each([
    ["ja", "grönt", "planned", true],
    ["", "grönt", "optional", false],
    ["nej", "grönt", "optional", false],
    ["", "gult", "planned", true],
    ["nej", "gult", "planned", true],
  ])("finds the patient (samtycke %j, %s) as one that was running: %s", async (consent, track, state, measured) => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({ consent, track });
    await measure("2026-11-20", "2026-11-20");
    const found = await caseNow();
    expect([found.state, found.measurement_id !== null]).toEqual([state, measured]);
    const anna = await clinic.signedIn("anna");
    const taken = await anna.post(`${base(id!)}/visa-nummer`, { kontrollerad: "ja" });
    expect(taken.status).toBe(state === "planned" ? 303 : 422);
  });

  test.each([
    ["", 7],
    ["ring-upp.1:lakemedel", 9],
  ])("asks its own survey, with its modules: %j", async (modules, questions) => {
    clinic = await makeClinic();
    const [id = ""] = await clinic.admit({});
    await measure("2026-11-20", "2026-11-20", "ring-upp.1", modules);
    const anna = await clinic.signedIn("anna");
    await openInterview(anna, id);
    expect(await clinic.world.db.all(sql`select survey_id from interviews`)).toEqual([{ survey_id: "ring-upp" }]);
    expect(textOf((await anna.get(`${base(id)}/intervju`)).text)).toContain(`Fråga 1 av ${questions}`);
  });
});

test("who was put on the list by a person and said no to the survey is still to be called when the list corrects a name", async () => {
  clinic = await makeClinic();
  const [id = ""] = await clinic.admit({ track: "grönt", consent: "nej" });
  const anna = await clinic.signedIn("anna");
  await anna.post(`${base(id)}/ta-med`);
  await measure("2026-11-20", "2026-11-20");
  await clinic.admit({ track: "grönt", consent: "nej", name: "Åsa Annan" });
  expect(await caseNow()).toMatchObject({ state: "planned", routine: 1, survey_consent: 0 });
  const page = textOf((await anna.get(base(id))).text);
  expect(page).toContain("Åsa Annan");
  expect(page).toContain("Ring, men fråga inte enkäten");
});

describe("what was heard in a call", () => {
  const heard = async (utfall: string) => {
    clinic = await makeClinic();
    const [id = ""] = await clinic.admit({});
    const anna = await clinic.signedIn("anna");
    await anna.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });
    expect((await anna.post(`${base(id)}/utfall`, { utfall, anteckning: "Inlagd igen." })).status).toBe(303);
    return { id, anna };
  };

  test("is not undone by a list that corrects something else: who is in hospital again is not rung", async () => {
    await heard("not-eligible");
    await clinic.admit({ name: "Åsa Annan", phone1: mobile(4) });
    expect(await caseNow()).toMatchObject({ state: "closed", disposition: "not-eligible" });
  });

  test.each([["avliden"], ["återinlagd"], ["flyttad"]])(
    "and recorded by mistake is not taken back once a list has said %s: the case would open again",
    async (status) => {
      const { id, anna } = await heard("refused");
      await clinic.admit({ status });
      expect(textOf((await anna.get("/lista")).text)).not.toContain("Ångra");
      const undone = await anna.post(`${base(id)}/angra`);
      expect(undone.status).toBe(422);
      expect(textOf(undone.text)).toContain("har ändrats efter att det sparades");
      expect(await caseNow()).toMatchObject({ state: "closed", disposition: "refused" });
    },
  );
});

test("a talk that was broken off for an acute illness on the last day ends as unable, never as a refusal", async () => {
  clinic = await makeClinic({ now: instantOf("2026-11-27", "18:30") });
  const [id = ""] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  await openInterview(anna, id);
  expect((await anna.post(`${base(id)}/akut`)).status).toBe(303);
  clinic.world.clock.set(instantOf("2026-11-27", "19:00"));
  await closePassedWindows(clinic.world);
  expect(await caseNow()).toMatchObject({ state: "closed", disposition: "unable" });
});

describe("one call for the routine and a measurement whose windows differ", () => {
  const windows = { routine: { firstDay: 3, lastDay: 7 }, measurement: { firstDay: 3, lastDay: 5 } };

  test.each([
    ["2026-11-24", "10:00", 1, false],
    ["2026-11-26", "10:00", 0, true],
  ])("on %s counts in the measurement: %s %d", async (day, time, inside, told) => {
    clinic = await makeClinic({ now: instantOf("2026-11-20", "10:00") });
    await ruled((rules) => ({ ...rules, windows }));
    await measure("2026-11-20", "2026-11-20");
    const [id = ""] = await clinic.admit({});
    clinic.world.clock.set(instantOf(day, time));
    const anna = await clinic.signedIn("anna");
    await interviewWhole(anna, id, { sheet: "111111", lock: false });
    const summary = textOf((await anna.get(`${base(id)}/sammanfattning`)).text);
    expect(summary.includes("räknas inte in i mätningens resultat")).toBe(told);
    expect((await anna.post(`${base(id)}/spara`)).status).toBe(303);
    expect(await clinic.world.db.all(sql`select inside_window from pending`)).toEqual([{ inside_window: inside }]);
  });

  test("the routine's own calls go by the routine's window alone", async () => {
    clinic = await makeClinic();
    const stay = { opensOn: "2026-11-23", closesOn: "2026-11-27", measurementId: null };
    const rules = { ...readRules(undefined), windows };
    expect(isInside(stay, "2026-11-20", "2026-11-27", rules)).toBe(true);
    expect(isInside(stay, "2026-11-20", "2026-11-28", rules)).toBe(false);
    expect(isInside({ ...stay, measurementId: "m" }, "2026-11-20", "2026-11-27", rules)).toBe(false);
  });
});

describe("a child", () => {
  const child: Row = { birthDate: "2014-05-05", robotConsent: "ja" };
  const guarded: Row = { ...child, proxyName: "Eva Ök", proxyPhone: mobile(9), proxyRelation: "mor" };

  test("is never the robot's to ring, whatever the list says of automatic calls", async () => {
    clinic = await makeClinic();
    await clinic.admit(guarded);
    expect(await clinic.world.db.all(sql`select robot_consent from discharges`)).toEqual([{ robot_consent: 0 }]);
    expect(await clinic.world.db.all(sql`select * from phone_keys`)).toEqual([]);
    await clinic.admit({ ...guarded, name: "Åsa Ö" });
    expect(await clinic.world.db.all(sql`select robot_consent from discharges`)).toEqual([{ robot_consent: 0 }]);
  });

  test("is asked about of the guardian", async () => {
    clinic = await makeClinic();
    const [id = ""] = await clinic.admit(guarded);
    const page = textOf((await (await clinic.signedIn("anna")).get(base(id))).text);
    expect(page).toContain("Får jag tala med Eva Ök?");
    expect(page).not.toContain("Får jag tala med Åsa Ök?");
  });

  test("without a guardian is on no list, and whoever looks is not told that it is in hospital", async () => {
    clinic = await makeClinic();
    const [id = ""] = await clinic.admit(child);
    const page = textOf((await (await clinic.signedIn("anna")).get(base(id))).text);
    expect(page).toContain("Ska inte ringas (återinlagd, inte hemma, för ung");
  });
});

test("the list's word for where a case stands never says that it can be rung while it waits", async () => {
  clinic = await makeClinic();
  const [id = ""] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  const stage = async () => {
    const page = (await anna.get(`/lista?visa=vantar`)).text;
    return ["Kan ringas", "Väntar", "Hoppas över", "Vilar efter försök"].filter((word) =>
      new RegExp(`>\\s*${word}\\s*<`).test(/<tbody[\s\S]*<\/tbody>/.exec(page)?.[0] ?? ""),
    );
  };
  await anna.post(`${base(id)}/passar`, { nar: ["evening"] });
  expect(await stage()).toEqual(["Väntar"]);
  await anna.post(`${base(id)}/passar`, { nar: [] });
  await anna.post(`${base(id)}/hoppa-over`, { skal: "away", lange: "hour" });
  expect(await stage()).toEqual(["Hoppas över"]);
});

test("who asks to be rung later in the window's last minute counts as spoken with, and not as a no", async () => {
  clinic = await makeClinic({ now: instantOf("2026-11-27", "18:55") });
  const [id = ""] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  await anna.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });
  expect((await anna.post(`${base(id)}/utfall`, { utfall: "later" })).status).toBe(422);
  clinic.world.clock.set(instantOf("2026-11-27", "18:59"));
  expect(textOf((await anna.get(base(id))).text)).toContain("Det finns ingen ringtid kvar att boka. Spara utan tid");
  expect((await anna.post(`${base(id)}/utfall`, { utfall: "later" })).status).toBe(303);
  clinic.world.clock.set(instantOf("2026-11-27", "19:00"));
  await closePassedWindows(clinic.world);
  expect(await caseNow()).toMatchObject({ state: "closed", disposition: "window-passed-contact", attempts: 1 });
});

test("a booked time that new calling hours leave outside is told as it was booked, with when to ring instead", async () => {
  clinic = await makeClinic();
  const [id = ""] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  await anna.post(`${base(id)}/tid`, { tid: "2026-11-24T18:30", vem: "" });
  await ruled((rules) => ({ ...rules, policy: { ...rules.policy, hours: { from: "09:00", to: "17:00" } } }));
  expect(textOf((await anna.get("/lista?visa=vantar")).text)).toContain(
    "Bokad tid i morgon kl. 18:30, utanför ringtiden. Ring onsdag 25 november kl. 09:00.",
  );
});

describe("a measurement that is closed early", () => {
  const close = async (id: string) => {
    const lena = await clinic.signedIn("lena");
    expect((await lena.post(`/matningar/${id}/avsluta`, { anda: "ja" })).status).toBe(303);
  };

  test("has nobody rung for it any more, who counts as never called; the routine's patients stay on the list", async () => {
    clinic = await makeClinic();
    const id = await measure("2026-11-20", "2026-11-20");
    const routines = { dischargeRef: "U2", patientRef: "P2", name: "Bo Två", phone1: mobile(2) };
    await clinic.admit({ track: "grönt" }, routines);
    await close(id);
    const list = textOf((await (await clinic.signedIn("anna")).get("/lista")).text);
    expect([list.includes("Åsa Ök"), list.includes("Bo Två")]).toEqual([false, true]);
    await closePassedWindows(clinic.world);
    expect(await clinic.world.db.all(sql`select track, state, disposition from cases order by track`)).toEqual([
      { track: "green", state: "closed", disposition: "never-called" },
      { track: "yellow", state: "planned", disposition: null },
    ]);
  });

  test("stays so whatever rules are changed before the clock has closed its cases", async () => {
    clinic = await makeClinic();
    const id = await measure("2026-11-20", "2026-11-20");
    await clinic.admit({ track: "grönt" });
    await close(id);
    await ruled((rules) => ({ ...rules, policy: { ...rules.policy, maxAttempts: 4 } }));
    expect((await (await clinic.signedIn("anna")).get("/lista")).text).not.toContain("Åsa Ök");
    expect(await closePassedWindows(clinic.world)).toEqual({ closed: 1 });
  });

  test.each([false, true])(
    "gives whom nobody has asked yet to the one that is started in its place: clock %s",
    async (late) => {
      clinic = await makeClinic();
      const id = await measure("2026-11-20", "2026-11-20", "ring-upp.1", "ring-upp.1:lakemedel");
      const routines = { dischargeRef: "U2", patientRef: "P2", phone1: mobile(2) };
      const asked = { dischargeRef: "U3", patientRef: "P3", phone1: mobile(3) };
      const [, , begun = ""] = await clinic.admit({ track: "grönt" }, routines, asked);
      await openInterview(await clinic.signedIn("anna"), begun);
      await close(id);
      if (late) expect(await closePassedWindows(clinic.world)).toEqual({ closed: 1 });
      const instead = await measure("2026-11-20", "2026-11-20", "punktmatning-kort.1", "", "Hösten igen");
      const rows = sql`select measurement_id as measured, state, disposition,
      last_call_at > ${clinic.world.now()} as callable from cases order by rowid`;
      const taken = { measured: instead, state: "planned", disposition: null, callable: 1 };
      expect(await clinic.world.db.all(rows)).toEqual([
        ...[taken, taken],
        { measured: id, state: "held", disposition: null, callable: 1 },
      ]);
      expect((await (await clinic.signedIn("anna")).get("/lista")).text).toContain("Åsa Ök");
    },
  );

  test("and has let its last answers out loses none: the routine's later ones are the routine's", async () => {
    clinic = await makeClinic();
    const id = await measure("2026-11-20", "2026-11-20");
    const [one = ""] = await clinic.admit({});
    await close(id);
    clinic.world.clock.set(instantOf("2026-11-24", "10:00"));
    await releaseBatches(clinic.world);
    await interviewWhole(await clinic.signedIn("anna"), one, { sheet: "111111" });
    expect(await clinic.world.db.all(sql`select measurement_id like 'lopande-%' as ours from pending`)).toEqual([
      { ours: 1 },
    ]);
  });

  test("tells of those whom the routine goes on to ring where their answers are told, and of nobody twice", async () => {
    clinic = await makeClinic();
    const id = await measure("2026-11-20", "2026-11-20");
    const ids = await clinic.admit(
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}`, phone1: mobile(at) })),
    );
    const [before = "", after = "", begun = "", later = ""] = ids;
    const anna = await clinic.signedIn("anna");
    await interviewWhole(anna, before, { sheet: "111111" });
    await openInterview(anna, begun);
    await anna.post(`${base(begun)}/slapp`, {});
    await close(id);
    // Until the last night whoever answers has answered the measurement.
    await interviewWhole(anna, after, { sheet: "121211" });
    clinic.world.clock.set(instantOf("2026-11-24", "10:00"));
    await tick(clinic.world, clinic.world.now());
    await openPeriods(clinic.world);
    for (const one of [begun, later]) await interviewWhole(await clinic.signedIn("anna"), one, { sheet: "111111" });
    const chainOf = async (measurement: string) => {
      const found = await readFieldwork(clinic.world, "region", measurement);
      return isRefusal(found) ? found : found.fieldwork.whole?.chain;
    };
    expect(await chainOf(id)).toMatchObject({ discharged: 8, eligible: 8, included: 2, attempted: 2, completed: 2 });
    const routine = await chainOf("lopande-2026-q4-punktmatning-kort-1");
    expect(routine).toMatchObject({ discharged: 6, included: 6, attempted: 2, completed: 2 });
    const waiting = sql`select measurement_id like 'lopande-%' as ours, count(*) as answers from pending group by 1`;
    expect(await clinic.world.db.all(waiting)).toEqual([{ ours: 1, answers: 2 }]);
  });
});
