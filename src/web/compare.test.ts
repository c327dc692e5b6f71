/** The project lead puts results beside each other, and the page says how sure, and when not to. */
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { compare, type Side } from "../reports/comparison.ts";
import { makeReport } from "../reports/report.ts";
import { tallyOf } from "../reports/tally.ts";
import { defaultThresholds } from "../reports/thresholds.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { seedOrebro2019 } from "../steps/seed-orebro.ts";
import { recount } from "../steps/tally-responses.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { view } from "./compare.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  await seedOrebro2019(world);
  const later = { id: "maj-2020", name: "Maj 2020", opensOn: "2020-05-04", closesOn: "2020-05-08" };
  const before = { id: "mars-2020", name: "Mars 2020", opensOn: "2020-03-02", closesOn: "2020-03-06" };
  const answered = orebro2019Responses.flatMap((row) => [
    { ...row, measurementId: later.id, county: "18" },
    { ...row, measurementId: later.id, county: "19" },
    { ...row, measurementId: before.id },
  ]);
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, ...later, counties: '["18","19"]' }),
    addMeasurement(world.db, { ...orebro2019Measurement, ...before }),
    addMeasurement(world.db, { ...orebro2019Measurement, id: "utkast", name: "Utkastet", state: "draft" }),
    ...insertResponses(answered.map((row) => ({ ...row, id: world.newId() }))),
  ]);
  await recount(world);
});
afterEach(() => clinic.world.close());

const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, "<main")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
const compared = (...names: string[]) => `/jamfor?${names.map((name) => `s=${name}`).join("&")}`;

test("from the report to a comparison of somatic and psychiatric care", async () => {
  const lena = await clinic.signedIn("lena");
  expect((await lena.get("/matningar/orebro-2019-11")).text).toContain('href="/jamfor?a&#x3D;orebro-2019-11"');
  const choose = textOf((await lena.get("/jamfor?a=orebro-2019-11")).text);
  expect(choose).toContain("Örebro län, somatik 30 svarande");
  expect(choose).not.toContain("Utkastet");
  const page = textOf((await lena.get(compared("orebro-2019-11.18.somatic", "orebro-2019-11.18.psychiatric"))).text);
  expect(page).toContain("21 procentenheter lägre (intervall −46 till 5): ingen statistiskt säkerställd skillnad.");
  expect(page).toContain("Här görs 6 jämförelser");
  expect(page).not.toContain("skillnaden är statistiskt säkerställd");
});

test("somebody who has chosen nothing stands among the measurements and sees what there is to choose", async () => {
  const lena = await clinic.signedIn("lena");
  const { text } = await lena.get("/jamfor");
  expect(text).toMatch(/<details open>\s*<summary>/);
  expect(text.match(/<details open>/g)).toHaveLength(1);
  for (const address of ["/jamfor", "/enkater", "/sma-grupper"])
    expect((await lena.get(address)).text).toContain('<a href="/matningar" aria-current="page">Mätningar</a>');
});

test("a colleague who is sent a comparison comes to it through the sign-in", async () => {
  const address = compared("maj-2020.18.somatic", "maj-2020.00-18.somatic");
  const visitor = clinic.visitor();
  const { location } = await visitor.get(address);
  expect((await (await clinic.signedIn("lena")).get(location)).location).toBe(address);
  for (const evil of [
    "/jamfor?s=<script>",
    "/jamfor?\r\nset-cookie:a",
    "//x.se?s=a",
    "/\\x.se?s=a",
    "https://x.se/?s=a",
  ])
    expect((await (await clinic.signedIn("lena")).get(`/logga-in?vidare=${encodeURIComponent(evil)}`)).location).toBe(
      "/",
    );
});

test("a county is compared with riket without itself, and never with riket", async () => {
  const lena = await clinic.signedIn("lena");
  const rest = textOf((await lena.get(compared("maj-2020.18.somatic", "maj-2020.00-18.somatic"))).text);
  expect(rest).toContain("Riket utom Örebro län, somatik");
  expect(rest).toContain("Lika stor andel");
  const whole = textOf((await lena.get(compared("maj-2020.18.somatic", "maj-2020.00.somatic"))).text);
  expect(whole).toContain("Jämför inte.");
  expect(whole).not.toContain("procentenheter");
});

test("a hidden side tells no response rate on the page, as in its files", () => {
  const survey = getSurvey("punktmatning-kort", 1);
  const measurement = { ...orebro2019Measurement, counties: ["18"] };
  const [shown, few] = [orebro2019Responses, orebro2019Responses.slice(0, 4)].map((rows, at): Side => {
    const tallies = tallyOf(rows);
    const report = makeReport({ measurement, survey, tallies, thresholds: defaultThresholds });
    const group = report.groups.find(({ careType }) => careType === "somatic")!;
    return { label: `${at}`, measurementId: `m${at}`, survey, madeUp: false, group, responseRate: 0.31 };
  });
  const { sides } = view([], [], "", compare([shown!, few!]), "").comparison!;
  expect(sides.map(({ rateText }) => rateText)).toEqual(["Svarsfrekvens 31\u00a0%", ""]);
  expect(sides[1]!.respondentsText).toBe("Färre än 5 svarande: visas inte");
});

test("where the oldest may not be shown, the others say why they have no difference", async () => {
  const { world } = clinic;
  const few = { id: "fa-2020", name: "Få 2020", opensOn: "2020-01-06", closesOn: "2020-01-10" };
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, ...few }),
    ...insertResponses(
      orebro2019Responses.slice(0, 4).map((row) => ({ ...row, measurementId: few.id, id: world.newId() })),
    ),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const page = textOf((await lena.get(compared("fa-2020.18.somatic", "maj-2020.18.somatic"))).text);
  // Why, and not only that, as in the files.
  expect(page).toContain("A Färre än 5 svarande: visas inte. – B");
  expect(page).toContain("A visas inte: ingen skillnad att räkna ut");
  expect(page).not.toContain("procentenheter lägre");
});

test("the oldest is what the others are compared with, and over time they are drawn", async () => {
  const lena = await clinic.signedIn("lena");
  const page = (await lena.get(compared("maj-2020.18.somatic", "mars-2020.18.somatic"))).text;
  expect(page.indexOf("Mars 2020")).toBeLessThan(page.indexOf("Maj 2020"));
  expect(textOf(page)).toContain("Över tid Från vänster till höger: A, B.");
});

test("two measurements of the same weeks are compared, and make no line over time", async () => {
  const { world } = clinic;
  const twin = { id: "maj-igen", name: "Maj igen", opensOn: "2020-05-08", closesOn: "2020-05-12" };
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, ...twin }),
    ...insertResponses(orebro2019Responses.map((row) => ({ ...row, measurementId: twin.id, id: world.newId() }))),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const page = textOf((await lena.get(compared("maj-2020.18.somatic", "maj-igen.18.somatic"))).text);
  expect(page).toContain("Lika stor andel");
  expect(page).not.toContain("Över tid");
});

test("Örebro 2019 asked in other words than ours, and is not compared with what we ask", async () => {
  const lena = await clinic.signedIn("lena");
  const page = textOf((await lena.get(compared("maj-2020.18.somatic", "orebro-2019-11.18.somatic"))).text);
  expect(page).toContain("Jämför inte. Frågorna är inte desamma");
  expect(page).not.toMatch(/procentenheter|Över tid/);
});

test("one, nine, a draft and nonsense are refused in words, and the choice is kept", async () => {
  const lena = await clinic.signedIn("lena");
  const one = await lena.get(compared("orebro-2019-11.18.somatic"));
  expect(one.status).toBe(422);
  expect(one.text).toContain("Välj minst två resultat att jämföra.");
  expect(one.text).toMatch(/value="orebro-2019-11.18.somatic"[^>]*checked/);
  const all = ["orebro-2019-11.18", "maj-2020.18", "maj-2020.19"].flatMap((name) =>
    ["somatic", "psychiatric", "alla"].map((careType) => `${name}.${careType}`),
  );
  expect((await lena.get(compared(...all))).text).toContain("Välj högst 8 resultat");
  expect((await lena.get(compared("utkast.18.somatic", "maj-2020.18.somatic"))).status).toBe(422);
  expect((await lena.get(compared("%3Cscript%3E", "maj-2020.18.somatic"))).status).toBe(422);
  const same = await lena.get(compared("maj-2020.18.somatic", "maj-2020.18.somatic"));
  expect([same.status, same.text.includes("samma resultat två gånger")]).toEqual([422, true]);
  // Two that exist do not make up for one that does not: another comparison than was meant would be read.
  const good = ["maj-2020.18.somatic", "maj-2020.19.somatic"];
  for (const odd of [
    "maj-2020.99.somatic",
    "maj-2020.00-01.somatic",
    "maj-2020.18.somatic.avd-9",
    "maj-2020.18.somatic.utom.",
    "finns-inte.18.somatic",
    "MAJ-2020.18.somatic",
    "",
    "%00",
    "%E5%FF",
    "%",
    "maj-2020.18.somatic%0d%0a",
    "x".repeat(3000),
    "__proto__.18.somatic",
    "constructor.18.alla",
  ]) {
    const answer = await lena.get(compared(...good, odd));
    expect([odd, answer.status]).toEqual([odd, 422]);
    expect(textOf(answer.text)).toContain("Ett av resultaten i adressen finns inte");
    expect((await lena.get(compared(...good, odd).replace("/jamfor", "/jamfor/jamforelse.csv"))).status).toBe(422);
  }
});

test("riket stands on the report of several counties, with each county's part", async () => {
  const lena = await clinic.signedIn("lena");
  const page = textOf((await lena.get("/matningar/maj-2020")).text);
  expect(page).toContain("2 av 21 län deltar.");
  expect(page).toContain("Örebro län 48 50 %");
  expect(page).toContain("Riket, somatik 60 svarande");
});

test("a comparison is kept as files that say what the page says, warnings and all", async () => {
  const lena = await clinic.signedIn("lena");
  const address = compared("maj-2020.18.somatic", "mars-2020.18.psychiatric");
  const page = (await lena.get(address)).text;
  const query = address.replace("/jamfor?", "").replaceAll("=", "&#x3D;").replaceAll("&s", "&amp;s");
  for (const file of ["jamforelse.xlsx", "jamforelse.csv"]) expect(page).toContain(`href="/jamfor/${file}?${query}`);
  const csv = await lena.get(address.replace("/jamfor?", "/jamfor/jamforelse.csv?"));
  expect(csv.headers.get("content-disposition")).toBe('attachment; filename="jamforelse.csv"');
  expect(csv.text).toMatch(
    /;B;[^\r]*;23;30;0,7666666666666667;0,5907[^\r]*;nej;;"Svarsfrekvensen är inte känd för alla\./,
  );
  const plain = await lena.get(address.replace("/jamfor?", "/jamfor/jamforelse.csv?form=rfc4180&"));
  expect(plain.text).toMatch(/^indikator,indikator_namn,resultat,.*\r\n/);
  expect(plain.text).toMatch(/,23,30,0\.7666666666666667,/);
  const book = unzipSync(new Uint8Array(await lena.bytes(address.replace("/jamfor?", "/jamfor/jamforelse.xlsx?"))));
  const xml = Object.entries(book).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)] as const);
  expect(xml.filter(([name]) => name.startsWith("xl/worksheets/sheet"))).toHaveLength(3);
  for (const [, text] of xml) expect(text).not.toMatch(/<f[ >]/);
  expect(xml.map(([, text]) => text).join()).toContain("Svarsfrekvensen är inte känd för alla");
  for (const names of [[], ["maj-2020.18.somatic"], ["utkast.18.somatic", "maj-2020.18.somatic"]]) {
    const refused = await lena.get(compared(...names).replace("/jamfor?", "/jamfor/jamforelse.xlsx?"));
    expect([refused.status, refused.headers.get("content-disposition")]).toEqual([422, null]);
  }
});
