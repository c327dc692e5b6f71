/** What leaves as a file or as JSON is what the page shows, no more, and nothing in it is ever run. */
import { sql } from "drizzle-orm";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { fits } from "../../test/json-schema.ts";
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
  expect(file.text).toContain(";trygghet;Trygghet;27;30;30;0,9;0,7437891726682571;");
  const plain = await lena.get("/matningar/orebro-2019-11/resultat.csv?form=rfc4180");
  expect(plain.text).toContain(",trygghet,Trygghet,27,30,30,0.9,0.7437891726682571,");
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
  expect(text).toContain(";psychiatric;alla;;nej;Färre än 5 svarande: visas inte.;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;");
  const json = JSON.parse((await lena.get("/api/matningar/elak")).text);
  expect(json.groups[1]).toEqual({ county: "18", careType: "psychiatric", hidden: true, because: "few" });
});

test("the code book says what the page says first, and every code that stands in the file", async () => {
  const { world } = clinic;
  const rows = orebro2019Responses.flatMap((row, at) => [
    { ...row, measurementId: "koder", unit: `Avdelning ${at % 2}` },
    { ...row, measurementId: "koder", county: "01" },
    ...(at < 3 ? [{ ...row, measurementId: "koder", county: "17" }] : []),
  ]);
  await world.atomically([
    addMeasurement(world.db, {
      ...{ ...orebro2019Measurement, id: "koder", name: "Koder", state: "closed" as const, releasedOn: "2019-12-02" },
      ...{ closedEarlyOn: "2019-11-20", counties: '["01","17","18"]' },
    }),
    ...insertResponses(rows.map((row) => ({ ...row, id: world.newId() }))),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const book = (await lena.get("/matningar/koder/kodbok.csv?form=rfc4180")).text;
  expect(book).toContain("\r\nanteckning,koder,,");
  expect(book).toMatch(/\r\natt_veta,koder,,"Mätningen avslutades i förtid/);
  const [header = "", ...lines] = (await lena.get("/matningar/koder/resultat.csv?form=rfc4180")).text
    .trim()
    .split("\r\n");
  const explained = new Map([...book.matchAll(/\r\nkolumn,(\w+),,([^\r]*)/g)].map(([, name, text]) => [name, text]));
  for (const [at, column] of header.split(",").entries()) {
    expect(explained.get(column), column).toBeTruthy();
    if (!["lage", "vardform", "del", "visas", "slutligt"].includes(column)) continue;
    for (const code of new Set(lines.map((line) => line.split(",")[at]))) expect(explained.get(column)).toContain(code);
  }
  for (const code of ["00,,Riket", "01,,Stockholms län", "17,,Värmlands län"])
    expect(book).toContain(`\r\nlan,${code}`);
});

test("a draft is nowhere in the API", async () => {
  const { world } = clinic;
  const draft = { ...orebro2019Measurement, id: "utkast", name: "Utkast", state: "draft" as const };
  await world.atomically([addMeasurement(world.db, draft)]);
  const lena = await clinic.signedIn("lena");
  expect((await lena.get("/api/matningar")).text).not.toContain("utkast");
  for (const end of ["", "/rapporter", "/rapporter/1"])
    expect((await lena.get(`/api/matningar/utkast${end}`)).status, end).toBe(404);
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

type Schema = Readonly<Record<string, unknown>>;

/** The schema with what it points at in its place. */
function inPlace(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inPlace);
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, ...rest } = schema as Record<string, unknown>;
  const name = typeof $ref === "string" ? $ref.replace("#/components/schemas/", "") : null;
  const named =
    name === null ? {} : apiDocument.components.schemas[name as keyof typeof apiDocument.components.schemas];
  return Object.fromEntries(Object.entries({ ...named, ...rest }).map(([key, value]) => [key, inPlace(value)]));
}

test("every address of the document answers as it says, to whoever may come in and to who may not", async () => {
  const { world } = clinic;
  const given = orebro2019Responses.flatMap((row, at) => [
    { ...row, measurementId: "flera", unit: `Avdelning ${at % 2}` },
    // A third of them by närstående, in a form; and a county of too few.
    { ...row, measurementId: "flera", county: "19", mode: "web" as const, unit: `Avdelning ${at % 2}` },
    { ...row, measurementId: "flera", county: "19", respondent: "proxy" as const },
    ...(at < 3 ? [{ ...row, measurementId: "flera", county: "17" }] : []),
  ]);
  await world.atomically([
    addMeasurement(world.db, {
      ...{ ...orebro2019Measurement, id: "flera", name: "Flera", state: "closed" as const },
      ...{ counties: '["17","18","19"]', releasedOn: "2019-12-02" },
    }),
    ...insertResponses(given.map((row) => ({ ...row, id: world.newId() }))),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  await lena.post("/matningar/flera/publicera", { efter: "0" });
  const nobody = clinic.visitor();
  const addresses = Object.entries(apiDocument.paths).filter(([path]) => path.includes("matningar"));
  expect(addresses).toHaveLength(4);
  for (const [path, { get }] of addresses) {
    const real = path.replace("{id}", "flera").replace("{number}", "1");
    const answer = await lena.get(real);
    expect(answer.status, path).toBe(200);
    expect(
      fits(inPlace(get.responses[200].content["application/json"].schema) as Schema, JSON.parse(answer.text)),
    ).toBe(true);
    const problem = inPlace(apiDocument.components.schemas.Problem) as Schema;
    const out = await nobody.get(real);
    expect([out.status, fits(problem, JSON.parse(out.text))], path).toEqual([401, true]);
    if (real === path) continue;
    const missing = await lena.get(
      path.replace("{id}", path.includes("{number}") ? "flera" : "nej").replace("{number}", "7"),
    );
    expect([missing.status, fits(problem, JSON.parse(missing.text))], path).toEqual([404, true]);
    expect(Object.keys(get.responses)).toEqual(["200", "401", "404", "default"]);
  }
  const report = JSON.parse((await lena.get("/api/matningar/flera")).text);
  const of = (county: string, careType: string | null) =>
    report.groups.find((group: Record<string, unknown>) => group.county === county && group.careType === careType);
  expect(of("17", "somatic")).toEqual({ county: "17", careType: "somatic", hidden: true, because: "few" });
  expect(of("19", "somatic").modes).toEqual([
    { code: "human", respondents: 30 },
    { code: "web", respondents: 30 },
  ]);
  expect(of("19", "somatic").indicators.trygghet).toMatchObject({
    apart: { own: { positive: 27, allRespondents: 30 }, proxy: { positive: 27, allRespondents: 30 } },
    ...{ dontKnow: 0, missing: 0 },
  });
});

test("a share is the same to the last digit on the page, in both files, in JSON and in a spreadsheet", async () => {
  const { world } = clinic;
  const [row] = orebro2019Responses;
  // 49 of 338 is 14 %; rounded to 0,145 on the way it would be 15 %.
  const answers = (positive: boolean) => JSON.stringify({ trygghet: positive ? 1 : 4 });
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, id: "halv", name: "Halv" }),
    ...insertResponses(
      Array.from({ length: 338 }, (_, at) => ({
        ...{ ...row!, measurementId: "halv", id: world.newId(), answers: answers(at < 49) },
      })),
    ),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  expect((await lena.get("/matningar/halv")).text).toMatch(/<strong>14\s%<\/strong>/);
  const share = 49 / 338;
  const shareIn = (text: string, separator: string) => {
    const [header = [], ...lines] = text
      .trim()
      .split("\r\n")
      .map((line) => line.replace("\ufeff", "").split(separator));
    return lines.find((line) => line[header.indexOf("indikator")] === "trygghet")?.[header.indexOf("andel_av_alla")];
  };
  const swedish = shareIn((await lena.get("/matningar/halv/resultat.csv")).text, ";");
  expect(Number(swedish?.replace(",", "."))).toBe(share);
  expect(Number(shareIn((await lena.get("/matningar/halv/resultat.csv?form=rfc4180")).text, ","))).toBe(share);
  const json = JSON.parse((await lena.get("/api/matningar/halv")).text);
  expect(json.groups[0].indicators.trygghet.shareOfAll).toBe(share);
  const sheet = unzipSync(new Uint8Array(await lena.bytes("/matningar/halv/resultat.xlsx")))[
    "xl/worksheets/sheet1.xml"
  ];
  expect(new TextDecoder().decode(sheet)).toContain(`<v>${share}</v>`);
});

test("a published report's files are of that report, whatever is counted afterwards", async () => {
  const { world } = clinic;
  const lena = await clinic.signedIn("lena");
  const base = "/matningar/orebro-2019-11";
  await world.db.run(sql`update measurements set released_on = '2019-12-02'`);
  expect((await lena.post(`${base}/publicera`, { efter: "0" })).status).toBe(303);
  await lena.get(base);
  const addresses = ["", "/resultat.csv", "/kodbok.csv"].map((end) => `${base}/rapport/1${end}`);
  addresses.push("/api/matningar/orebro-2019-11/rapporter/1");
  const read = () => Promise.all(addresses.map(async (address) => (await lena.get(address)).text));
  const before = await read();
  expect(before[0]).toContain(`href="${base}/rapport/1/resultat.csv"`);
  expect(before[0]).not.toContain(`href="${base}/resultat.csv"`);
  await world.db.run(sql`delete from tallies where question = 'trygghet'`);
  await world.db.run(sql`update measurements set name = 'Ett annat namn', note = 'Annat', survey_id = 'ring-upp'`);
  expect(await read()).toEqual(before);
  const { headers, text } = await lena.get(`${base}/rapport/1/resultat.csv`);
  expect(headers.get("content-disposition")).toBe('attachment; filename="orebro-2019-11-rapport-1.csv"');
  expect(text).toContain(";trygghet;Trygghet;27;30;30;0,9;");
  expect((await lena.get(`${base}/rapport/1/resultat.xlsx`)).status).toBe(200);
  for (const end of ["/2/resultat.csv", "/0/kodbok.csv", "/01/resultat.xlsx", "/x"])
    expect((await lena.get(`${base}/rapport${end}`)).status, end).toBe(404);
});
