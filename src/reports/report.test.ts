/** A report says how many, how sure, and in words; and JSON says the same as the page. */
import { expect, test } from "vitest";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { reportAsJson } from "./as-json.ts";
import { makeReport } from "./report.ts";
import { defaultThresholds } from "./suppression.ts";
import { tallyOf } from "./tally.ts";
import { modesText, outOfTen } from "./wording.ts";

const measurement = { ...orebro2019Measurement, counties: ["18"] };
const reportOf = (responses: readonly Response[]) =>
  makeReport({
    measurement,
    survey: getSurvey("punktmatning-kort", 1),
    tallies: tallyOf(responses),
    thresholds: defaultThresholds,
  });

const changed = (count: number, answers: Record<string, number>, facts: Partial<Response> = {}) =>
  orebro2019Responses.slice(0, count).map((row) => ({
    ...row,
    ...facts,
    answers: JSON.stringify({ ...JSON.parse(row.answers), ...answers }),
  }));

test("the headline says the result in words, for somatic and psychiatric care apart", () => {
  const report = reportOf(orebro2019Responses);
  expect(report.headline).toBe(
    "Somatik: 9 av 10 känner sig trygga, 27 av 30 svarande (intervall 74–97\u00a0%). " +
      "Psykiatri: nästan 8 av 10 känner sig trygga, 14 av 18 svarande (intervall 55–91\u00a0%).",
  );
});

test("a hidden group is named in JSON and carries no counts", () => {
  const json = reportAsJson(reportOf(orebro2019Responses.slice(0, 33)));
  expect(json.groups.slice(1)).toEqual([
    { county: "18", careType: "psychiatric", hidden: true, because: "few" },
    { county: "18", careType: null, hidden: true, because: "complement" },
  ]);
  expect(json.groups[0]).toMatchObject({ county: "18", careType: "somatic", respondents: 30 });
});

test("don't know and not applicable count among all respondents; declined and missing in no denominator", () => {
  const somatic = orebro2019Responses.filter(({ careType }) => careType === "somatic");
  const rows = [
    ...somatic.slice(4),
    ...changed(1, { trygghet: 8 }),
    ...changed(1, { trygghet: 7 }),
    ...changed(1, { trygghet: 9 }),
    { ...somatic[0]!, answers: '{"delaktighet":1}' },
  ];
  const group = reportOf(rows).groups[0]!;
  if (group.hidden !== null) throw new Error("hidden");
  expect(group.respondents).toBe(30);
  expect(group.indicators.trygghet).toMatchObject({
    answered: 26,
    allRespondents: 28,
    notAnswered: { dontKnow: 1, notApplicable: 1, declined: 1, missing: 1 },
  });
});

test("answers given after the window are in no number", () => {
  const late = changed(10, {}, { insideWindow: false });
  expect(reportOf([...orebro2019Responses, ...late]).groups).toEqual(reportOf(orebro2019Responses).groups);
});

test("an indicator that may not be shown is null in JSON and explained in words", () => {
  const rows = changed(8, { trygghet: 1 });
  const group = reportOf(rows).groups[0]!;
  if (group.hidden !== null) throw new Error("hidden");
  expect(group.indicators.trygghet).toMatchObject({ withheld: "few", inWords: expect.stringContaining("för få svar") });
  const json = reportAsJson(reportOf(rows)).groups[0] as { indicators: Record<string, unknown> };
  expect(json.indicators.trygghet).toMatchObject({ positive: null, allRespondents: null, wilson95: null });
});

test("what närstående said about the patient's own experience stands apart, and only there", () => {
  const group = reportOf([...orebro2019Responses, ...changed(18, {}, { respondent: "proxy" })]).groups[0]!;
  if (group.hidden !== null) throw new Error("hidden");
  const { trygghet, plan } = group.indicators;
  if (trygghet?.withheld !== null || plan?.withheld !== null) throw new Error("withheld");
  expect(trygghet.apart?.own).toMatchObject({ positive: 27, allRespondents: 30 });
  expect(trygghet.apart?.proxy).toMatchObject({ allRespondents: 18 });
  expect(trygghet.allRespondents).toBe(48);
  expect(plan.apart).toBeNull();
  expect(group.respondentKinds).toEqual([
    { code: "patient", label: "Patienten själv", count: 30 },
    { code: "proxy", label: "Närstående", count: 18 },
  ]);
});

test("a measurement without answers hides every group and has no headline", () => {
  const report = reportOf([]);
  expect(report.groups.map(({ hidden }) => hidden)).toEqual(["few", "few", "few"]);
  expect(report.headline).toBeNull();
});

test("shares are put in words that do not promise too much", () => {
  expect(outOfTen(27 / 30)).toBe("9 av 10");
  expect(outOfTen(41 / 48)).toBe("nästan 9 av 10");
  expect(outOfTen(0.72)).toBe("drygt 7 av 10");
  expect(outOfTen(0.97)).toBe("mer än 9 av 10");
  expect(outOfTen(0.999)).toBe("mer än 9 av 10");
  expect(outOfTen(0.04)).toBe("färre än 1 av 10");
  expect(outOfTen(1)).toBe("alla");
  expect(outOfTen(0)).toBe("inga");
});

test("how the answers were given is said with counts only where they may be told", () => {
  expect(modesText([])).toBe("");
  expect(modesText([{ code: "human", count: 20 }])).toBe("Alla har svarat i samtal med en människa.");
  const both = (robot: number | null) => [
    { code: "human", count: robot === null ? null : 20 },
    { code: "robot", count: robot },
  ];
  expect(modesText(both(8))).toBe("Svaren är insamlade på olika sätt: 20 i samtal med en människa, 8 med roboten.");
  expect(modesText(both(null))).toBe("Svaren är insamlade på olika sätt.");
});
