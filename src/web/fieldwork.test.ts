import { afterEach, expect, test } from "vitest";
import { type Clinic, makeClinic, type Row } from "../../test/in-process.ts";
import { addMeasurement } from "../db/measurements.ts";
import { recordAttempt } from "../steps/end-interview.ts";
import { takeToRing } from "../steps/take-case.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const patients = (count: number, row: Row): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    ...row,
    dischargeRef: `${row.unit}${at}`,
    patientRef: `${row.unit}${at}`,
  }));

/** Six at one ward, three at another; two of the six have been rung, and one of these has said no. */
async function novemberWeek() {
  clinic = await makeClinic();
  const { world } = clinic;
  await world.atomically([
    addMeasurement(world.db, {
      ...{ id: "november", name: "November", surveyId: "punktmatning-kort", surveyVersion: 1, state: "running" },
      ...{ opensOn: "2026-11-16", closesOn: "2026-11-22", counties: '["18"]', madeUp: true },
    }),
  ]);
  const [first, second] = await clinic.admit(...patients(6, { unit: "Geriatrik avd 2" }));
  await clinic.admit(...patients(3, { unit: "Kirurgi avd 3" }));
  const anna = await clinic.accountOf("anna");
  for (const [id, outcome] of [
    [first!, "refused"],
    [second!, "no-answer"],
  ] as const) {
    await takeToRing(world, anna, id, true);
    await recordAttempt(world, anna, id, { outcome, appointmentAt: null, note: "", help: null });
  }
  return clinic.signedIn("lena");
}

const pages = ["/matningar/november/faltarbete", "/foljsamhet", "/foljsamhet?manad=2026-11"];
/** The page's own text, tags and runs of space taken away. */
const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, "<main")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#x3D;", "=")
    .replace(/\s+/g, " ");

test("the project lead comes from the report to the fieldwork and sees the counts and every formula", async () => {
  const lena = await novemberWeek();
  const report = await lena.get("/matningar/november");
  expect(report.text).toContain('href="/matningar/november/faltarbete"');
  // Others' patients are among the respondents above it, and not in this chain.
  expect(textOf(report.text)).toContain(
    "Gäller er egen vårdgivares utskrivningar. Svarsfrekvens 0 %: 0 av 9 som kunde vara med har svarat (RR2 enligt AAPOR). 8 av dem är inte klara än.",
  );
  const page = textOf((await lena.get("/matningar/november/faltarbete")).text);
  expect(page).toContain("Svarsfrekvens 0 %: 0 av 9");
  expect(page).toContain("Preliminära siffror. Mätningen pågår. 8 uppföljningar är inte klara än.");
  expect(page).toContain("Utskrivna 9");
  expect(page).toContain("REF1 Nej: de som tackade nej eller avbröt, av alla, även de ovissa. 11 % 1 av 9");
  expect(page).toContain("RR3 = I / (I + P + R + NC + O + e × (UH + UO))");
});

test("a ward of three is never alone, neither by itself nor as what is left of the whole", async () => {
  const lena = await novemberWeek();
  for (const path of pages) {
    const page = textOf((await lena.get(path)).text);
    expect(page).toContain("Geriatrik avd 2 och Kirurgi avd 3 tillsammans");
    expect(page).not.toMatch(/(?<!och )Kirurgi avd 3(?! tillsammans)/);
  }
});

test("the compliance of a month: rung two of nine, reached one", async () => {
  const lena = await novemberWeek();
  const page = textOf((await lena.get("/foljsamhet?manad=2026-11")).text);
  expect(page).toContain("November 2026: 2 av 9 (22 %) ringdes inom fönstret. Nådda: 1 av 9 (11 %).");
  expect(page).toContain("gult och rött spår");
});

test("only the project lead comes in, and only she is shown the way", async () => {
  await novemberWeek();
  for (const username of ["anna", "adam"] as const) {
    const other = await clinic.signedIn(username);
    for (const path of pages) expect([path, (await other.get(path)).status]).toEqual([path, 403]);
    expect((await other.get("/matningar/november")).text).not.toContain("faltarbete");
  }
  expect((await clinic.visitor().get("/foljsamhet")).location).toMatch(/^\/logga-in/);
});

test("what is not there, or never was a month or a part, gives a page and no fault", async () => {
  const lena = await novemberWeek();
  expect((await lena.get("/matningar/finns-inte/faltarbete")).status).toBe(404);
  for (const query of ["?manad=1999-01", "?manad=2026-13", "?manad=<script>", "?manad="]) {
    expect([query, (await lena.get(`/foljsamhet${query}`)).status]).toEqual([query, 200]);
  }
  const odd = await lena.get("/matningar/november/faltarbete?del=%3Cscript%3E");
  expect(odd.status).toBe(200);
  expect(odd.text).not.toContain("<script>");
  expect(odd.text).toContain("Hela mätningen hos er");
});

test("a part has its own rates at its own address", async () => {
  const lena = await novemberWeek();
  await clinic.admit(...patients(7, { unit: "Medicin avd 1" }));
  const whole = (await lena.get("/matningar/november/faltarbete")).text;
  const [, href = ""] =
    /href="([^"]*del&#x3D;[^"]*Medicin[^"]*)"/.exec(whole) ?? /href="([^"]*Medicin[^"]*)"/.exec(whole) ?? [];
  const part = textOf((await lena.get(href.replaceAll("&#x3D;", "="))).text);
  expect(part).toContain("Örebro län, somatik, Medicin avd 1");
  expect(part).toContain("Utskrivna 7");
});
