/** A drawing of a trend and its table say the same, and both tell where a line must not be drawn. */
import { expect, test } from "vitest";
import { makeReport } from "../reports/report.ts";
import { tallyOf } from "../reports/tally.ts";
import { defaultThresholds } from "../reports/thresholds.ts";
import { makeTrend } from "../reports/trend.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Division } from "../responses/periods.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { viewTrend } from "./trend.ts";

const report = makeReport({
  ...{ measurement: { ...orebro2019Measurement, counties: ["18"] }, survey: getSurvey("punktmatning-kort", 1) },
  ...{ tallies: tallyOf(orebro2019Responses), thresholds: defaultThresholds },
});
const [somatic] = report.groups;
const over = (...divisions: readonly Division[]) =>
  viewTrend(
    makeTrend(
      divisions.map((division, at) => ({
        ...{ label: `period ${at + 1}`, at: at / (divisions.length - 1), group: somatic!, division },
      })),
    ),
    true,
  );

test("where the division changes there is a line across the drawing, none through it, and a word in the table", () => {
  const { breaks, indicators } = over("month", "month", "quarter", "quarter");
  expect(breaks.map(({ heading }) => heading)).toEqual(["Ny indelning från period 3."]);
  for (const { points, lines, breaks: places, rows } of indicators) {
    expect(points).toHaveLength(4);
    expect(places).toEqual([(points[1]!.x + points[2]!.x) / 2]);
    expect(lines.map(({ x1, x2 }) => [x1, x2])).toEqual([
      [points[0]!.x, points[1]!.x],
      [points[2]!.x, points[3]!.x],
    ]);
    expect(rows.map(({ mark }) => mark)).toEqual([null, null, "ny indelning", null]);
  }
});

test("numbers in a drawing never lie over each other, and every one of them is the table's", () => {
  for (const count of [2, 8, 9, 12, 36]) {
    const { indicators } = over(...Array.from({ length: count }, () => "month" as const));
    for (const { points, rows } of indicators) {
      const numbered = points.filter(({ text }) => text !== "");
      expect(points.at(-1)?.text).toBe(rows.at(-1)?.share);
      for (const [at, { x, text, y }] of numbered.entries()) {
        expect(rows.map(({ share }) => share)).toContain(text);
        expect(Math.abs(100 - 2 * y - Number.parseInt(text, 10))).toBeLessThanOrEqual(0.7);
        if (at > 0) expect(x - numbered[at - 1]!.x).toBeGreaterThanOrEqual(12);
      }
    }
  }
});

test("a time that goes on, or of which a part is missing, is hollow in the drawing and named in the table", () => {
  const unfinished = ["del av perioden", null, "pågår"];
  const times = unfinished.map((one, at) => ({
    label: `period ${at + 1}`,
    at: at / 2,
    unfinished: one,
    group: somatic!,
  }));
  const { indicators, unfinished: some } = viewTrend(makeTrend(times), true);
  expect(some).toBe(true);
  for (const { points, rows } of indicators) {
    expect(points.map(({ hollow }) => hollow)).toEqual([true, false, true]);
    expect(rows.map(({ note }) => note)).toEqual(["del av perioden", "", "pågår"]);
  }
  expect(over("month", "month").unfinished).toBe(false);
});

test("a group of few is called so in every table, and numbers stay inside the drawing", () => {
  const psychiatric = report.groups[1]!;
  const times = [0, 1].map((at) => ({ label: `period ${at + 1}`, at, group: psychiatric }));
  const { fewText, indicators } = viewTrend(makeTrend(times), true);
  expect(fewText).toBe("Färre än 30 svarande: tolka siffrorna med försiktighet.");
  for (const { rows } of indicators) expect(rows.map(({ note }) => note)).toEqual(["få svarande", "få svarande"]);
  expect(over("month", "month").fewText).toBe("");
  const dense = over(...Array.from({ length: 36 }, () => "month" as const));
  // "100 %" is fourteen units wide in the largest type, and the drawing ends at 102.
  for (const { points } of dense.indicators)
    for (const { text, textX } of points) if (text !== "") expect(textX + 7).toBeLessThanOrEqual(102);
});
