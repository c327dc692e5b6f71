/** Units of a care type: what is shown of each, and what gives way so that nothing hidden comes back. */
import { expect, test } from "vitest";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { reportAsJson } from "./as-json.ts";
import { reportAsTable } from "./as-table.ts";
import { makeReport, type Report, type ReportedMeasurement } from "./report.ts";
import { defaultThresholds } from "./suppression.ts";
import { tallyOf, unitTallyOf } from "./tally.ts";
import type { UnitRow } from "./unit-rows.ts";

const reportOf = (responses: readonly Response[], state: ReportedMeasurement["state"] = "published", growing = false) =>
  makeReport({
    measurement: { ...orebro2019Measurement, counties: ["18"], state },
    survey: getSurvey("punktmatning-kort", 1),
    ...{ tallies: tallyOf(responses), unitTallies: unitTallyOf(responses), thresholds: defaultThresholds, growing },
  });

/** So many at a unit, of whom the first `safe` feel safe. */
const at = (unit: string | null, persons: number, safe: number, facts: Partial<Response> = {}): Response[] =>
  Array.from({ length: persons }, (_, person) => ({
    ...orebro2019Responses[0]!,
    unit,
    answers: JSON.stringify({ trygghet: person < safe ? 1 : 4 }),
    ...facts,
  }));
const rowsOf = (report: Report): readonly UnitRow[] => report.units[0]?.rows ?? [];
const sizes = (report: Report) => rowsOf(report).map(({ name, respondents }) => [name, respondents]);
const shown = (report: Report) =>
  Object.fromEntries(rowsOf(report).map(({ name, indicators }) => [name, indicators.trygghet!.withheld ?? "shown"]));

test("units stand by name, and those whose unit is not told in a row of their own, so that the sum is honest", () => {
  const report = reportOf([...at("Ögon", 12, 8), ...at("Medicin", 20, 11), ...at(null, 7, 3)]);
  expect(sizes(report)).toEqual([
    ["Medicin", 20],
    ["Ögon", 12],
    ["Enheten inte angiven", 7],
  ]);
  expect(rowsOf(report)[0]).toMatchObject({ slug: "medicin", caution: expect.stringContaining("Färre än 30") });
  expect(rowsOf(report)[0]!.indicators.trygghet).toMatchObject({ positive: 11, answered: 20, shareOfAll: 0.55 });
});

test("units of fewer than five stand together, with the smallest of the others where they still are too few", () => {
  const two = reportOf([...at("A", 20, 11), ...at("B", 3, 1), ...at("C", 4, 2)]);
  expect(sizes(two)).toEqual([
    ["A", 20],
    ["Övriga enheter", 7],
  ]);
  const one = reportOf([...at("A", 20, 11), ...at("B", 3, 1), ...at("C", 9, 2), ...at(null, 6, 2)]);
  expect(sizes(one)).toEqual([
    ["A", 20],
    ["C", 9],
    ["Övriga enheter, och där enheten inte är angiven", 9],
  ]);
  expect(JSON.stringify([reportAsJson(one), reportAsTable(one)])).not.toMatch(/"B"/);
});

test("where only one row would be left, there are no units", () => {
  expect(reportOf(at("A", 20, 11)).units).toEqual([]);
  expect(reportOf([...at("A", 20, 11), ...at(null, 3, 1)]).units).toEqual([]);
  expect(reportOf(at(null, 20, 11)).units).toEqual([]);
});

test("the few who answered at a unit are not told of by the sum that all of one mind make with another unit", () => {
  const declined = at("B", 9, 0, { answers: JSON.stringify({ trygghet: 9 }) });
  const report = reportOf([...at("A", 30, 11), ...at("B", 3, 3), ...declined, ...at("C", 12, 12)]);
  // Fifteen of fifteen with C alone.
  expect(shown(report)).toEqual({ A: "few", B: "few", C: "few" });
  // All of the care type said it: there is nothing left to tell of B.
  const alike = reportOf([...at("A", 30, 30), ...at("B", 3, 3), ...declined, ...at("C", 12, 12)]);
  expect(shown(alike)).toEqual({ A: "shown", B: "few", C: "few" });
});

test("a unit of a few who all said the same is not named: withheld beside its number it would say so, and the sum what", () => {
  // Nine and twelve, of whom fourteen feel safe: were B withheld with C, only nine of nine at B would do.
  const report = reportOf([...at("A", 20, 11), ...at("B", 9, 9), ...at("C", 12, 5)]);
  expect(sizes(report)).toEqual([
    ["A", 20],
    ["Övriga enheter", 21],
  ]);
  expect(shown(report)).toEqual({ A: "shown", "Övriga enheter": "shown" });
  expect(reportAsJson(report).groups[0]).toMatchObject({ indicators: { trygghet: { positive: 25, answered: 41 } } });
});

test("those whose unit is not told come along with it before a unit does", () => {
  const report = reportOf([...at("A", 20, 11), ...at("B", 9, 9), ...at("C", 12, 5), ...at(null, 33, 20)]);
  expect(shown(report)).toEqual({ A: "shown", C: "shown", "Övriga enheter, och där enheten inte är angiven": "shown" });
});

test("two that are not all alike together need no company", () => {
  const report = reportOf([...at("A", 20, 11), ...at("B", 9, 9), ...at("C", 9, 0)]);
  expect(shown(report)).toEqual({ A: "shown", "Övriga enheter": "shown" });
});

test("what too few at a unit have answered is not to be had from the care type's number: another withholds it too", () => {
  const silent = { answers: JSON.stringify({ plan: 1 }) };
  const report = reportOf([...at("A", 20, 11), ...at("B", 3, 2), ...at("B", 9, 0, silent), ...at("C", 12, 5)]);
  expect(shown(report)).toEqual({ A: "shown", B: "few", C: "few" });
});

test("what the care type withholds, no unit shows", () => {
  // Psychiatric care hides nothing of somatic; the care type's own three who answered do.
  const nobody = { answers: JSON.stringify({ plan: 1 }) };
  const report = reportOf([...at("A", 12, 0, nobody), ...at("B", 12, 0, nobody), ...at("A", 2, 1), ...at("B", 2, 1)]);
  expect(report.groups[0]).toMatchObject({ indicators: { trygghet: { withheld: "few" } } });
  expect(shown(report)).toEqual({ A: "few", B: "few" });
});

test("units of a hidden care type are nowhere", () => {
  const report = reportOf([...at("A", 2, 1), ...at("B", 2, 1)]);
  expect(report.units).toEqual([]);
  expect(JSON.stringify(reportAsJson(report))).not.toMatch(/"A"|"B"/);
});

test("no units are shown while the measurement may grow, also when it is closed and its last answers are not counted", () => {
  const responses = [...at("A", 20, 11), ...at("B", 12, 5)];
  for (const state of ["running", "draft"] as const) expect(reportOf(responses, state).units).toEqual([]);
  expect(reportOf(responses, "closed", true).units).toEqual([]);
  expect(reportOf(responses, "closed").units).toHaveLength(1);
});

test("of a unit neither the whole spread nor what närstående said is told, nor how many they are", () => {
  const report = reportOf([...at("A", 40, 21), ...at("B", 40, 25), ...at("B", 8, 4, { respondent: "proxy" })]);
  const json = JSON.stringify(report.units);
  expect(json).not.toMatch(/distribution|topBox|apart|proxy/);
  expect(rowsOf(report).map(({ mayHaveProxies }) => mayHaveProxies)).toEqual([true, true]);
  expect(report.groups[0]).toMatchObject({ respondentKinds: [{ count: 80 }, { code: "proxy", count: 8 }] });
});

test("how answers were given is counted by unit only where every unit has enough of each way", () => {
  const modes = (report: Report) => rowsOf(report).map((row) => row.modes.map(({ code, count }) => [code, count]));
  const fine = reportOf([...at("A", 9, 4), ...at("B", 9, 4), ...at("B", 6, 4, { mode: "web" })]);
  expect(modes(fine)).toEqual([
    [["human", 9]],
    [
      ["human", 9],
      ["web", 6],
    ],
  ]);
  const few = reportOf([
    ...at("A", 9, 4),
    ...at("B", 9, 4),
    ...at("B", 3, 1, { mode: "web" }),
    ...at("A", 3, 1, { mode: "web" }),
  ]);
  const kinds = [
    ["human", null],
    ["web", null],
  ];
  expect(modes(few)).toEqual([kinds, kinds]);
});

test("two units whose names look alike in an address have each their own", () => {
  const report = reportOf([...at("Avd. 1", 9, 4), ...at("Avd 1", 9, 4), ...at("!!", 9, 4)]);
  expect(new Set(rowsOf(report).map(({ slug }) => slug))).toEqual(new Set(["avd-1", "avd-1-2", "enhet"]));
});

test("a file has a line for each unit and indicator, and says what part of the care type it is", () => {
  const [header = [], ...lines] = reportAsTable(reportOf([...at("A", 20, 11), ...at("B", 3, 1), ...at("C", 4, 2)]));
  const cell = (line: readonly unknown[], name: string) => line[header.indexOf(name)];
  const safe = lines.filter((line) => cell(line, "indikator") === "trygghet" && cell(line, "vardform") === "somatic");
  expect(safe.map((line) => ["del", "enhet", "svarande", "positiva"].map((name) => cell(line, name)))).toEqual([
    ["alla", null, 27, 14],
    ["enhet", "A", 20, 11],
    ["ovriga", null, 7, 3],
  ]);
  const told = ["enkat_version", "dold_under", "svarande", "positiva", "tagit_stallning", "alla_svarande"];
  const shares = ["andel_av_alla", "intervall_fran", "intervall_till", "andel_av_tagit_stallning"];
  for (const line of safe.slice(1)) {
    const numbers = header.filter((_, at) => typeof line[at] === "number");
    expect([...told, ...shares]).toEqual(expect.arrayContaining([...numbers]));
  }
});
