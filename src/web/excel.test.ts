/** A workbook holds what is on the page as what it is: numbers, texts, days; and nothing in it ever runs. */
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { daysBetween } from "../calendar.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { recount } from "../steps/tally-responses.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

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

test("names of wards and of measurements are the same in the workbook as they were written, and no dates in a file", async () => {
  const { world } = clinic;
  const wards = ["3/7", "1-4", "_x0041_"];
  const rows = wards.flatMap((unit) => orebro2019Responses.map((row) => ({ ...row, unit, measurementId: "udda" })));
  await world.atomically([
    addMeasurement(world.db, {
      ...{ ...orebro2019Measurement, id: "udda", name: "1E5", state: "closed" as const, releasedOn: "2019-12-02" },
    }),
    ...insertResponses(rows.map((row) => ({ ...row, id: world.newId() }))),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const { text } = await lena.get("/matningar/udda/resultat.csv");
  expect(text).toContain("\r\nudda;'1E5;");
  for (const ward of ["'3/7", "'1-4", "_x0041_"]) expect(text).toContain(`;enhet;${ward};`);
  const files = unzipSync(new Uint8Array(await lena.bytes("/matningar/udda/resultat.xlsx")));
  const strings = new TextDecoder().decode(files["xl/sharedStrings.xml"]);
  for (const written of [">1E5<", ">3/7<", ">1-4<", ">_x005F_x0041_<"]) expect(strings).toContain(written);
});

test("the workbook has days as days, and texts that look like something else as texts, also when somebody types in the cell", async () => {
  const { world } = clinic;
  const wards = ["3/7", "=1+1", "constructor", "__proto__"];
  const rows = wards.flatMap((unit) => orebro2019Responses.map((row) => ({ ...row, unit, measurementId: "udda" })));
  await world.atomically([
    addMeasurement(world.db, {
      ...{ ...orebro2019Measurement, id: "udda", name: "Udda", state: "closed" as const, releasedOn: "2019-12-02" },
    }),
    ...insertResponses(rows.map((row) => ({ ...row, id: world.newId() }))),
  ]);
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const files = unzipSync(new Uint8Array(await lena.bytes("/matningar/udda/resultat.xlsx")));
  const xml = (name: string) => new TextDecoder().decode(files[name]);
  const sheet = xml("xl/worksheets/sheet1.xml");
  const texts = [...xml("xl/sharedStrings.xml").matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text);
  const cells = [...sheet.matchAll(/<c ([^>]*)><v>([^<]*)<\/v><\/c>/g)].map(([, given = "", value = ""]) => {
    const [, style] = /s="(\d+)"/.exec(given) ?? [];
    const format = formats(xml("xl/styles.xml"))[Number(style ?? 0)];
    return { format, value: given.includes('t="s"') ? texts[Number(value)] : Number(value) };
  });
  const day = (date: string) => daysBetween("1899-12-30", date);
  for (const date of [orebro2019Measurement.opensOn, orebro2019Measurement.closesOn])
    expect(cells).toContainEqual({ format: "yyyy-mm-dd", value: day(date) });
  for (const value of ["3/7", "=1+1"]) expect(cells).toContainEqual({ format: "@", value });
  // How a workbook writes a sign by its number.
  for (const value of ["_x0063_onstructor", "_x005f__proto__"]) expect(cells).toContainEqual({ format: null, value });
  expect(sheet).not.toMatch(/<f[ >]/);
});

/** Format of each look of a workbook, by its number. */
function formats(styles: string): (string | null)[] {
  const named = new Map(
    [...styles.matchAll(/numFmtId="(\d+)" formatCode="([^"]+)"/g)].map(([, id, code]) => [id, code]),
  );
  const looks = /<cellXfs[^>]*>([\s\S]*)<\/cellXfs>/.exec(styles)?.[1] ?? "";
  return [...looks.matchAll(/<xf([^>]*)>/g)].map(([, given = ""]) => {
    const id = /numFmtId="(\d+)"/.exec(given)?.[1];
    return (id && named.get(id)) || null;
  });
}
