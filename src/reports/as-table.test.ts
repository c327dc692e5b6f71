/** A file has the same numbers as the page, hides what the page hides, and explains every column it has. */
import { expect, test } from "vitest";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { codeBookOf, reportAsTable } from "./as-table.ts";
import { wilson95 } from "./intervals.ts";
import { makeReport } from "./report.ts";
import { defaultThresholds } from "./suppression.ts";
import { tallyOf } from "./tally.ts";

const reportOf = (responses: typeof orebro2019Responses) =>
  makeReport({
    measurement: { ...orebro2019Measurement, counties: ["18"] },
    survey: getSurvey("punktmatning-kort", 1),
    tallies: tallyOf(responses),
    thresholds: defaultThresholds,
  });
const rowsOf = (responses: typeof orebro2019Responses) => {
  const [header = [], ...lines] = reportAsTable(reportOf(responses));
  return lines.map((line) => Object.fromEntries(header.map((name, at) => [String(name), line[at]])));
};

test("Örebro 2019: a line for each care type and indicator, with the published counts", () => {
  const rows = rowsOf(orebro2019Responses);
  expect(rows).toHaveLength(18);
  expect(rows.find(({ vardform, indikator }) => vardform === "somatic" && indikator === "trygghet")).toMatchObject({
    ...{ lan: "18", svarande: 30, positiva: 27, alla_svarande: 30, andel_av_alla: 0.9, visas: true },
    ...{ intervall_fran: wilson95(27, 30)![0], intervall_till: wilson95(27, 30)![1], pahittad: false },
  });
});

test("a hidden group is one line with its reason and not one number of its own", () => {
  const hidden = rowsOf(orebro2019Responses.slice(0, 33)).filter(({ visas }) => visas === false);
  expect(hidden.map(({ vardform }) => vardform)).toEqual(["psychiatric", "alla"]);
  for (const row of hidden) {
    const { enkat_version: _, dold_under: hideBelow, ...rest } = row;
    expect(hideBelow).toBe(5);
    expect(Object.values(rest).filter((cell) => typeof cell === "number")).toEqual([]);
    expect(row.skal).not.toBe("");
  }
});

test("how answers were given and by whom stands beside them, as far as the page tells", () => {
  const some = (count: number) =>
    orebro2019Responses.map((row, at) => ({
      ...row,
      ...(at < count ? { mode: "robot" as const, respondent: "proxy" as const } : {}),
    }));
  expect(rowsOf(some(6))[0]).toMatchObject({
    ...{ satt_person: 24, satt_robot: 6, satt_bada: 0, satt_webb: 0 },
    ...{ svarat_sjalv: 24, svarat_med_stod: 0, svarat_narstaende: 6 },
  });
  // Too few by the robot: then nobody's way is counted.
  expect(rowsOf(some(3))[0]).toMatchObject({ satt_person: null, satt_robot: null, svarat_sjalv: 27 });
});

test("the code book explains every column and every answer", () => {
  const report = reportOf(orebro2019Responses);
  const book = codeBookOf(report);
  const explained = book.filter(([kind]) => kind === "kolumn").map(([, name]) => name);
  expect(explained).toEqual([...reportAsTable(report)[0]!]);
  expect(book).toContainEqual(["svar", "trygghet", 1, "Ja, helt och hållet (positivt)"]);
});
