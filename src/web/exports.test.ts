/** What leaves as a file or as JSON is what the page shows, no more, and nothing in it is ever run. */
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { seedOrebro2019 } from "../steps/seed-orebro.ts";
import { recount } from "../steps/tally-responses.ts";
import { apiDocument } from "./api-document.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
  await seedOrebro2019(clinic.world);
});
afterEach(() => clinic.world.close());

test("Swedish Excel gets the published numbers", async () => {
  const lena = await clinic.signedIn("lena");
  const file = await lena.get("/matningar/orebro-2019-11/resultat.csv");
  expect(file.headers.get("content-disposition")).toBe('attachment; filename="orebro-2019-11.csv"');
  expect(file.text.startsWith("matning;") || file.text.startsWith("\ufeffmatning;")).toBe(true);
  expect(file.text).toContain(";trygghet;Trygghet;27;30;30;0,9;0,7438;0,9654;0,9;");
  const plain = await lena.get("/matningar/orebro-2019-11/resultat.csv?form=rfc4180");
  expect(plain.text).toContain(",trygghet,Trygghet,27,30,30,0.9,0.7438,0.9654,0.9,");
  expect((await lena.get("/matningar/orebro-2019-11/kodbok.csv")).text).toContain("kolumn;alla_svarande;;");
});

test("a name that a spreadsheet would run does not run, and a hidden group has no numbers in any form", async () => {
  const { world } = clinic;
  const rows = orebro2019Responses.slice(24, 33).map((row) => ({ ...row, measurementId: "elak", id: world.newId() }));
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, id: "elak", name: '=HYPERLINK("http://x")' }),
    ...insertResponses(rows),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const { text } = await lena.get("/matningar/elak/resultat.csv");
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(text).toContain(";psychiatric;alla;;nej;Färre än 5 svarande: visas inte.;;;;;;;;;;;;;;;");
  const json = JSON.parse((await lena.get("/api/matningar/elak")).text);
  expect(json.groups[1]).toEqual({ county: "18", careType: "psychiatric", hidden: true });
});

test("the workbook has numbers as numbers, text as text, and no formula", async () => {
  const { world } = clinic;
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, id: "elak", name: "=1+1", note: "@SUM(A1)" }),
    ...insertResponses(orebro2019Responses.map((row) => ({ ...row, measurementId: "elak", id: world.newId() }))),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const response = await lena.bytes("/matningar/elak/resultat.xlsx");
  const files = unzipSync(new Uint8Array(response));
  const xml = Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)] as const);
  const sheets = xml.filter(([name]) => name.startsWith("xl/worksheets/sheet"));
  expect(sheets).toHaveLength(2);
  for (const [, sheet] of sheets) expect(sheet).not.toMatch(/<f[ >]/);
  expect(sheets[0]![1]).toMatch(/<c [^>]*><v>27<\/v><\/c>/);
  expect(xml.map(([, text]) => text).join("")).toContain("=1+1");
});

test("the API answers in JSON also when it refuses, and describes itself", async () => {
  const nobody = clinic.visitor();
  const refused = await nobody.get("/api/matningar");
  expect(refused.status).toBe(401);
  expect(JSON.parse(refused.text)).toMatchObject({ problem: "sign-in-needed", retry: false });
  expect(JSON.parse((await nobody.get("/api")).text)).toEqual(JSON.parse(JSON.stringify(apiDocument)));
  const lena = await clinic.signedIn("lena");
  expect((await lena.get("/api/matningar/finns-inte")).status).toBe(404);
  const list = JSON.parse((await lena.get("/api/matningar")).text);
  expect(list.measurements).toContainEqual(expect.objectContaining({ id: "orebro-2019-11", counties: ["18"] }));
});

test("the document describes what the API gives", async () => {
  const { world } = clinic;
  const at = (unit: string) =>
    orebro2019Responses.map((row) => ({ ...row, measurementId: "enheter", unit, id: world.newId() }));
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, id: "enheter", name: "Enheter", releasedOn: "2019-12-02" }),
    ...insertResponses([...at("Avdelning 1"), ...at("Avdelning 2")]),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const report = JSON.parse((await lena.get("/api/matningar/orebro-2019-11")).text);
  const { Report, Group, Indicator, Unit } = apiDocument.components.schemas;
  expect(Object.keys(report).sort()).toEqual([...Report.required].sort());
  expect(Object.keys(report.measurement).sort()).toEqual([...Report.properties.measurement.required].sort());
  for (const group of report.groups) {
    expect(Object.keys(Group.properties)).toEqual(expect.arrayContaining(Object.keys(group)));
    for (const indicator of Object.values(group.indicators))
      expect(Object.keys(indicator as object).sort()).toEqual([...Indicator.required].sort());
  }
  const { units } = JSON.parse((await lena.get("/api/matningar/enheter")).text);
  expect(units.map(({ unit, respondents }: { unit: string; respondents: number }) => [unit, respondents])).toEqual([
    ...[
      ["Avdelning 1", 30],
      ["Avdelning 2", 30],
    ],
    ...[
      ["Avdelning 1", 18],
      ["Avdelning 2", 18],
    ],
  ]);
  for (const unit of units) expect(Object.keys(unit).sort()).toEqual([...Unit.required].sort());
});
