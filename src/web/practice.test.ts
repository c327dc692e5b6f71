/** What the practice and the printed sheets promise, driven through the whole web in process. */
import { afterEach, describe, expect, test } from "vitest";
import {
  type Answer,
  anonymousNames,
  type Client,
  type Clinic,
  dump,
  identifiedNames,
  makeClinic,
} from "../../test/in-process.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { practicePatients } from "./practice-patients.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const unescaped = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
const versionIn = ({ text }: Answer): string => unescaped(text.match(/name="version" value="([^"]*)"/)?.[1] ?? "");
const stepIn = ({ text }: Answer): string => text.match(/type="hidden" name="steg" value="([^"]+)"/)?.[1] ?? "";
const everything = () => dump(clinic.world, [...identifiedNames, ...anonymousNames]);

/** Sends one form of the page that stands there, as a browser would. */
const press = (visitor: Client, shown: Answer, act: string, fields: Record<string, string> = {}) =>
  visitor.post(`/ova/${act}`, { version: versionIn(shown), steg: stepIn(shown), ...fields });

async function begun(patient = "sjalv", mode: "demo" | "production" = "production") {
  clinic = await makeClinic({ mode });
  await clinic.admit({});
  const visitor = clinic.visitor();
  return { visitor, first: await visitor.post("/ova/borja", { patient }) };
}

/** Answers with `answerTo(step)` until `until` stands there. */
async function goTo(visitor: Client, from: Answer, until: string, answerTo = (_: string) => "1"): Promise<Answer> {
  let shown = from;
  for (let turn = 0; turn < 30 && stepIn(shown) !== until; turn += 1) {
    const step = stepIn(shown);
    if (step === "" || shown.text.includes("<h1>Sammanfattning</h1>")) break;
    const yes = ["ratt-person", "ostort", "samtycke"].includes(step);
    const svar = yes ? "ja" : step === "hjalp" ? answerTo(step) : step === "fritext" ? "" : answerTo(step);
    shown = await press(visitor, shown, "svar", { svar, text: "" });
    expect([step, shown.status]).toEqual([step, 200]);
  }
  return shown;
}
const toSummary = (visitor: Client, first: Answer, help = "nej") =>
  goTo(visitor, first, "sammanfattning", (step) => (step === "hjalp" ? help : "1"));

describe("the practice", () => {
  test("is held whole without signing in, in production, and no table has changed", async () => {
    clinic = await makeClinic({ mode: "production" });
    await clinic.admit({ name: "Hemlig Patientsson" });
    const before = await everything();
    const visitor = clinic.visitor();
    for (const { id, name } of practicePatients) {
      expect((await visitor.get("/ova")).text).toContain(name);
      let shown = await visitor.post("/ova/borja", { patient: id });
      expect(shown.text).toContain("Övning: inget sparas.");
      shown = await toSummary(visitor, shown, "ja");
      expect(shown.text).toContain("<h1>Sammanfattning</h1>");
      expect((await press(visitor, shown, "spara")).status).toBe(422);
      expect((await press(visitor, shown, "spara", { behov: "Dosett" })).status).toBe(422);
      shown = await press(visitor, shown, "spara", { behov: "Dosett", behov_ja: "ja" });
      expect(shown.text).toContain("Övningen är slut");
      expect(shown.text).toContain("En åtgärd hade skickats");
      expect(shown.text).not.toMatch(/Patientsson/);
    }
    expect(await everything()).toEqual(before);
    expect([...visitor.cookies.keys()]).toEqual([]);
  });

  test("asks what a patient's interview asks, in the wording for whoever answers", async () => {
    const { visitor, first } = await begun("narstaende");
    const shown = await goTo(visitor, first, "delaktighet");
    const survey = getSurvey("punktmatning-kort", 1);
    const question = survey.steps.find(({ key }) => key === "delaktighet");
    expect(shown.text).toContain(question?.text.proxy);
    const skipped = await press(visitor, shown, "svar");
    expect(skipped.text).toContain("Fråga 2 av");
  });

  test("never lets an unanswered question through, and keeps what was answered when it goes back", async () => {
    const { visitor, first } = await begun();
    let shown = await goTo(visitor, first, "onskemal");
    const refused = await press(visitor, shown, "svar");
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Välj ett svar");
    shown = await press(visitor, shown, "tillbaka");
    expect(stepIn(shown)).toBe("delaktighet");
    expect(shown.text).toMatch(/value="1"[^>]* checked/);
  });

  test("tells what each ending would have come to", async () => {
    const { visitor, first } = await begun();
    const consent = await goTo(visitor, first, "samtycke");
    expect((await press(visitor, consent, "svar", { svar: "nej" })).text).toContain("Tackar nej");
    const question = await goTo(visitor, first, "plan");
    expect((await press(visitor, question, "vill-inte")).text).toContain("Vill inte fortsätta");
    expect((await press(visitor, question, "aterkallar")).text).toContain("tagits bort genast");
    const acute = await press(visitor, question, "akut");
    expect(acute.text).toContain("stannat kvar i luren");
    const paused = await press(visitor, question, "paus");
    const again = await visitor.post("/ova/intervju", { version: versionIn(paused) });
    expect(stepIn(again)).toBe("plan");
  });

  test("shows all questions on one page, and lets the script keep each answer in the form alone", async () => {
    const { visitor, first } = await begun();
    const question = await goTo(visitor, first, "delaktighet");
    const all = await press(visitor, question, "layout", { layout: "all" });
    expect(all.text).toContain('data-interview="all"');
    const form = { version: versionIn(all), steg: "trygghet", svar: "2", stanna: "ja" };
    const kept = JSON.parse((await visitor.post("/ova/svar", form, { accept: "application/json" })).text);
    expect(kept).toMatchObject({ saved: true, said: "Övning: inget sparas." });
    const shown = await visitor.post("/ova/intervju", { version: kept.version });
    expect(shown.text).toMatch(/id="val-trygghet2"[^>]*checked|name="svar" value="2"[^>]*checked/);
  });

  test("lets the summary change an answer", async () => {
    const { visitor, first } = await begun();
    const summary = await toSummary(visitor, first);
    const step = await visitor.post("/ova/intervju?steg=trygghet", { version: versionIn(summary) });
    expect(stepIn(step)).toBe("trygghet");
    expect((await press(visitor, step, "svar", { svar: "4" })).text).toContain("Nej, inte alls");
  });

  test("starts over with a kind sentence when what comes back is not its own", async () => {
    const { visitor, first } = await begun();
    const sound = JSON.parse(versionIn(await goTo(visitor, first, "plan")));
    const state = (change: object) => JSON.stringify({ ...sound, state: { ...sound.state, ...change } });
    const answer = { mode: "human", respondent: "patient" };
    for (const version of [
      ...["", "x", "null", "[]", "{}", "x".repeat(50_000), JSON.stringify({ ...sound, patient: "någon annan" })],
      ...[
        JSON.stringify({ ...sound, more: 1 }),
        state({ at: "__proto__" }),
        state({ at: null }),
        state({ at: "tack" }),
      ],
      // Modules that the survey does not have, and none of a survey that has them.
      ...[state({ modules: [] }), state({ modules: ["sip"] }), state({ survey: "ring-upp" })],
      ...[state({ survey: "ring-upp", modules: ["okand"] })],
      ...[state({ version: 99 }), state({ survey: "okand" }), state({ ended: "completed" }), state({ more: 1 })],
      ...[state({ respondent: "proxy" }), state({ gates: { samtycke: "no" } }), state({ gates: { plan: "yes" } })],
      ...[state({ raised: ["help"] }), state({ raised: ["acute"] }), state({ missteps: 2 })],
      state({ answers: { delaktighet: { ...answer, code: 5 } } }),
      state({ answers: { delaktighet: { ...answer, text: "x" } } }),
      state({ answers: { fritext: { ...answer, text: "x".repeat(1001) } } }),
      state({ answers: { okand: { ...answer, code: 1 } } }),
    ]) {
      for (const act of ["intervju", "svar", "tillbaka", "vidare", "paus", "akut", "layout", "spara"]) {
        const shown = await visitor.post(`/ova/${act}`, { version, steg: "plan", svar: "1" });
        expect([act, version.slice(0, 200), shown.status]).toEqual([act, version.slice(0, 200), 422]);
        expect(shown.text).toContain("Välj en patient och börja om");
      }
      const json = await visitor.post("/ova/svar", { version }, { accept: "application/json" });
      expect(JSON.parse(json.text)).toMatchObject({ problem: "practice-unreadable" });
    }
    expect((await visitor.get("/ova/svar")).location).toBe("/ova");
  });

  test("shows what was typed as text, never as a page", async () => {
    const { visitor, first } = await begun();
    const open = await goTo(visitor, first, "fritext");
    const text = '"><script>alert(1)</script>';
    const shown = await press(visitor, open, "svar", { text });
    expect(shown.text).not.toContain("<script>alert");
    expect(JSON.parse(versionIn(shown)).state.answers.fritext.text).toBe(text);
  });
});

describe("the printed sheets", () => {
  const paths = ["", "/patientinformation", "/samtycke", "/fragor", "/fragor?svarar=narstaende", "/samtalsguide"];

  test("open for everybody who is signed in and nobody else, hold no patient, and have nothing ticked", async () => {
    clinic = await makeClinic();
    await clinic.admit({ name: "Hemlig Patientsson" });
    for (const path of paths) {
      expect((await clinic.visitor().get(`/skriv-ut${path}`)).location).toMatch(/^\/logga-in/);
      for (const username of ["anna", "lena", "adam"] as const) {
        const shown = await (await clinic.signedIn(username)).get(`/skriv-ut${path}`);
        expect([path, shown.status]).toEqual([path, 200]);
        expect(shown.text).not.toMatch(/Patientsson|<input[^>]* checked|\{(caller|region|birthday)\}/);
      }
    }
  });

  test("ask what the telephone asks, with the region's name, and nothing of a robot where there is none", async () => {
    clinic = await makeClinic();
    const anna = await clinic.signedIn("anna");
    const [questions, guide, information, consent] = await Promise.all(
      ["fragor", "samtalsguide", "patientinformation", "samtycke"].map((sheet) => anna.get(`/skriv-ut/${sheet}`)),
    );
    for (const step of getSurvey("punktmatning-kort", 1).steps) {
      if (step.kind === "choice" || step.kind === "open") expect(questions?.text).toContain(step.text.patient);
      if (!step.text.patient.includes("{")) expect(guide?.text).toContain(step.text.patient);
    }
    for (const shown of [questions, guide, information, consent]) expect(shown?.text).toContain("Region");
    expect(information?.text).not.toContain("automatiskt");
    expect(consent?.text).not.toContain("automatiskt");
    expect(information?.text).toMatch(/BankID[\s\S]*växel[\s\S]*112[\s\S]*1177/);
    expect((await anna.get("/skriv-ut/fragor?enkat=okand")).status).toBe(404);
  });
});
