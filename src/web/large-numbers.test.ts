/** A whole country's numbers are written as Swedish is written: their thousands apart, in one line, on every page of figures. */
import { expect, test } from "vitest";
import { defaultRules } from "../calls/rules.ts";
import { othersOf, parties } from "../cooperation/form.ts";
import { complianceOf, reachOf } from "../reports/compliance.ts";
import { consentOf } from "../reports/consent.ts";
import { makeCooperationReport } from "../reports/cooperation.ts";
import { type FieldCell, makeFieldwork } from "../reports/fieldwork.ts";
import { defaultThresholds as thresholds } from "../reports/thresholds.ts";
import { viewCompliance } from "./compliance.ts";
import { viewCooperation } from "./cooperation.ts";
import { viewFieldwork } from "./fieldwork.ts";

const measurement = {
  ...{ id: "riket", name: "Riket", surveyId: "punktmatning-kort", surveyVersion: 1, state: "running" as const },
  ...{ opensOn: "2026-11-16", closesOn: "2026-11-27", counties: '["18"]', units: null, target: null, note: null },
  ...{ caller: "hospital" as const, releasedOn: null, closedEarlyOn: null, thresholds: null, modules: null },
  madeUp: false,
};

/** Numbers of four digits and more that run together, apart from years. */
const runTogether = (view: unknown): readonly string[] =>
  JSON.stringify(view, (key, value) => (/[hH]ref|^base$|^sheet$/.test(key) ? "" : value))
    .match(/(?<![\d-])\d{4,}/g)
    ?.filter((digits) => !/^20[12]\d$/.test(digits)) ?? [];

const stays = (disposition: FieldCell["disposition"], cases: number): FieldCell => ({
  ...{ county: "18", careType: "somatic", unit: "Geriatrik avd 2", disposition, consent: "yes", included: true },
  ...{ attempted: true, reached: true, begun: disposition === "completed", cases },
});

test("the field work of a country, the whole and a part of it", () => {
  const cells = [
    stays("completed", 61_234),
    stays("refused", 20_118),
    stays("not-eligible", 3_207),
    stays(null, 4_519),
  ];
  const read = { measurement, fieldwork: makeFieldwork(cells, thresholds, false), reach: [], thresholds };
  for (const part of ["", "Örebro län"]) expect(runTogether(viewFieldwork(read, part))).toEqual([]);
  const page = viewFieldwork(read, "");
  expect(page.headline).toContain("61\u00a0234 av 85\u00a0871 som kunde vara med");
  expect(page.preliminaryText).toContain("4\u00a0519 uppföljningar är inte klara än.");
  expect(page.rates.find(({ key }) => key === "RR3")?.all.countText).toBe("61\u00a0234 av 85\u00a0699,6");
});

test("how a large hospital follows the routine", () => {
  const cases = { month: "2026-11", unit: "Medicin", cases: 12_345, open: 1_234, attempted: 11_000, reached: 10_001 };
  const work = { tried: 11_000, daysToFirst: 44_000, attempts: 22_000, workSeconds: 6_600_000, stays: 12_345 };
  const rest = { completed: 9_876, never: 1_345, hindered: 1_001, readmitted30: 1_500, readmittedBefore: 1_200 };
  const stay = {
    track: "red",
    ageGroup: "80+",
    language: "sv",
    rungBy: "person",
    reached: true,
    completed: true,
  } as const;
  const read = {
    ...complianceOf([{ ...cases, ...work, ...rest }], "2026-11", thresholds),
    reach: reachOf([{ ...stay, cases: 12_345 }], thresholds),
    consent: consentOf([{ unit: "Medicin", cases: 12_345, asked: 11_111, consented: 9_999 }], thresholds),
    ...{ tracks: ["red" as const], thresholds, older: null },
  };
  const page = viewCompliance(read, [], defaultRules.trackLabels);
  expect(runTogether(page)).toEqual([]);
  expect(page.headline).toContain("11\u00a0000 av 12\u00a0345 (89\u00a0%) ringdes inom fönstret.");
});

test("what the staff of many units say of one another", () => {
  const byUnit = [4000, 4000, 4000];
  const tallies = parties.flatMap((party) => [
    { party, question: "sheets" as const, code: 0, count: 12_000, byUnit },
    ...othersOf(party).flatMap((other) =>
      [8_000, 2_000, 1_500, 500].map((count, at) => ({
        ...{ party, question: `about-${other}` as const, code: at + 1, count, byUnit },
      })),
    ),
    ...[9_000, 1_700, 1_300].map((count, at) => ({ party, question: "date" as const, code: at + 1, count, byUnit })),
  ]);
  const row = {
    ...{ id: "samverkan", name: "Samverkan", county: "18", opensOn: "2026-11-16", closesOn: "2026-11-29" },
    ...{ state: "closed" as const, releasedOn: "2026-12-04", version: 2, steps: 1, thresholds: null, madeUp: false },
  };
  const report = makeCooperationReport({ tallies, suggestions: [], frozen: true });
  const page = viewCooperation({ row, report }, "2026-12-24", {});
  expect(runTogether(page)).toEqual([]);
  expect(page.headline).toContain("60\u00a0000\u00a0av\u00a072\u00a0000");
});
