/** The file of a comparison says what its page says, hides what it hides, and carries its warnings on every line. */
import { expect, test } from "vitest";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { compare, type Side } from "./comparison.ts";
import { comparisonAsTable, comparisonCodeBook, comparisonWarnings } from "./comparison-table.ts";
import { newcombe95 } from "./intervals.ts";
import { makeReport } from "./report.ts";
import { tallyOf } from "./tally.ts";
import { defaultThresholds } from "./thresholds.ts";

function side(label: string, responses: readonly Response[], facts: Partial<Side> = {}): Side {
  const survey = getSurvey("punktmatning-kort", 1);
  const measurement = { ...orebro2019Measurement, counties: ["18"] };
  const report = makeReport({ measurement, survey, tallies: tallyOf(responses), thresholds: defaultThresholds });
  const group = report.groups.find(({ careType }) => careType === "somatic")!;
  return {
    ...{ label, measurementId: label, survey, madeUp: false, group, responseRate: 0.5 },
    ...facts,
  };
}
const rowsOf = (sides: readonly Side[]) => {
  const [header = [], ...lines] = comparisonAsTable(compare(sides));
  return lines.map((line) => Object.fromEntries(header.map((name, at) => [String(name), line[at] ?? null])));
};
const one = side("en", orebro2019Responses);
const less = side("två", orebro2019Responses.slice(6));

test("a line for each question and result, with the difference to A and its interval", () => {
  const rows = rowsOf([one, less]);
  expect(rows).toHaveLength(12);
  const [first, second] = rows.filter(({ indikator }) => indikator === "delaktighet");
  expect(first).toMatchObject({
    resultat: "A",
    positiva: 23,
    alla_svarande: 30,
    skillnad_mot_a: null,
    sakerstalld: null,
  });
  const [from, to] = newcombe95(17, 24, 23, 30)!;
  expect(second).toMatchObject({
    ...{
      resultat: "B",
      resultat_namn: "två",
      visas: true,
      skal: null,
      positiva: 17,
      alla_svarande: 24,
      svarsfrekvens: 0.5,
    },
    ...{ skillnad_mot_a: 17 / 24 - 23 / 30, skillnad_fran: from, skillnad_till: to, sakerstalld: false },
  });
  for (const row of rows) expect(row.att_veta).toContain("Här görs 6 jämförelser");
});

test("what may not be shown has a reason and no number, and what may not be compared no difference", () => {
  const hidden = side("dold", orebro2019Responses.slice(0, 4));
  for (const row of rowsOf([one, hidden]).filter(({ resultat }) => resultat === "B")) {
    expect(row).toMatchObject({ visas: false, skal: "Färre än 5 svarande: visas inte.", svarande: null });
    const { enkat_version: _, ...rest } = row;
    expect(Object.values(rest).filter((cell) => typeof cell === "number")).toEqual([]);
  }
  expect(rowsOf([hidden, { ...hidden, measurementId: "annan" }]).map(({ visas }) => visas)).toEqual([false, false]);
  const other = side("annan", orebro2019Responses, { survey: { id: "sip", version: 1 } });
  for (const row of rowsOf([one, other])) {
    expect(row.jamfor_inte).toContain("Frågorna är inte desamma");
    expect([row.skillnad_mot_a, row.skillnad_fran, row.sakerstalld]).toEqual([null, null, null]);
  }
  expect(comparisonWarnings(compare([one, other]))[1]).toEqual([expect.stringContaining("Jämför inte. Frågorna")]);
});

test("every column is explained", () => {
  expect(
    comparisonCodeBook(compare([one, less]))
      .filter(([kind]) => kind === "kolumn")
      .map(([, name]) => name),
  ).toEqual(comparisonAsTable(compare([one, less]))[0]);
});
