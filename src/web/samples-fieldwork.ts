/**
 * Sample data for the pages about fieldwork (see samples.ts): invented stays, counted and put in words by the product
 * itself, so that every number on the page agrees with the others.
 */

import { defaultRules } from "../calls/rules.ts";
import { complianceOf, type ReachCell, reachOf } from "../reports/compliance.ts";
import { consentOf } from "../reports/consent.ts";
import { type FieldCell, makeFieldwork } from "../reports/fieldwork.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { viewCompliance } from "./compliance.ts";
import { viewFieldwork } from "./fieldwork.ts";
import type { Sample } from "./views.ts";

const lead = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [
    { href: "/matningar", label: "Mätningar", current: false },
    { href: "/foljsamhet", label: "Följsamhet", current: true },
  ],
};

const measurement = {
  ...{ id: "punktmatning-2026-11", name: "Region Exempel, hösten 2026", state: "running" as const },
  ...{ surveyId: "punktmatning-kort", surveyVersion: 1, opensOn: "2026-11-16", closesOn: "2026-11-27" },
  ...{
    counties: '["18"]',
    units: null,
    note: null,
    target: null,
    caller: "hospital" as const,
    releasedOn: null,
    closedEarlyOn: null,
    thresholds: null,
    modules: null,
    madeUp: true,
  },
};

type Fate = readonly [disposition: FieldCell["disposition"], cases: number, change?: Partial<FieldCell>];

const fates: readonly Fate[] = [
  ["completed", 14],
  ["partial", 3],
  ["broken-off", 1],
  ["refused", 2, { begun: false }],
  ["no-consent", 2, { consent: "no", attempted: false, reached: false, begun: false }],
  ["window-passed-contact", 2, { begun: false, reached: false }],
  ["never-called", 3, { attempted: false, reached: false, begun: false }],
  ["unable", 1, { begun: false }],
  ["not-eligible", 2, { attempted: false, reached: false, begun: false }],
  [null, 4, { reached: false, begun: false }],
  ["not-chosen", 2, { included: false, consent: "unasked", attempted: false, reached: false, begun: false }],
];
const cellsOf = (unit: string, careType: FieldCell["careType"], some: readonly Fate[]): FieldCell[] =>
  some.map(([disposition, cases, change]) => ({
    ...{ county: "18", careType, unit, disposition, consent: "yes", included: true },
    ...{ attempted: true, reached: true, begun: true, cases, ...change },
  }));
const cells = [
  ...cellsOf("Geriatrik avd 2", "somatic", fates),
  ...cellsOf("Kirurgi avd 3", "somatic", fates.slice(0, 5)),
  ...cellsOf("Ortopedi avd 7", "somatic", fates.slice(2, 5)),
  ...cellsOf("Medicin avd 1", "somatic", fates.slice(1, 2)),
  ...cellsOf("Psykiatri avd 4", "psychiatric", fates.slice(3, 7)),
];

const reachCell = (cases: number, change: Partial<ReachCell> = {}): ReachCell => ({
  ...{ track: "yellow", ageGroup: "80+", language: "sv", rungBy: "person", reached: true, completed: true, cases },
  ...change,
});
const reach = reachOf(
  [
    reachCell(21),
    reachCell(9, { track: "red", completed: false }),
    reachCell(7, { ageGroup: "65-79", rungBy: "robot", reached: false, completed: false }),
    reachCell(6, { ageGroup: "18-64", language: "other", rungBy: "both" }),
    reachCell(5, { track: "green", ageGroup: null, rungBy: "nobody", reached: false, completed: false }),
  ],
  defaultThresholds,
);

const sheet = { sheet: "report.css" };
const fieldwork = (some: readonly FieldCell[], part = "") => ({
  ...viewFieldwork(
    {
      measurement,
      thresholds: defaultThresholds,
      fieldwork: makeFieldwork(some, defaultThresholds, false),
      reach: some.length === 0 ? reachOf([], defaultThresholds) : reach,
    },
    part,
  ),
  ...sheet,
});

const month = (name: string, unit: string, cases: number, rung: number) => ({
  ...{ month: name, unit, cases, open: 0, attempted: rung, reached: Math.floor(rung * 0.8) },
  ...{ completed: Math.floor(rung * 0.6), never: cases - rung, hindered: Math.min(1, cases - rung) },
  ...{ tried: rung, daysToFirst: rung * 4, attempts: rung * 2, workSeconds: rung * 600, stays: cases },
  ...{ readmitted30: Math.min(3, cases), readmittedBefore: Math.min(1, cases) },
});
const compliance = {
  ...complianceOf(
    [
      month("2026-11", "Geriatrik avd 2", 30, 23),
      { ...month("2026-11", "Kirurgi avd 3", 14, 5), open: 2, never: 7 },
      month("2026-11", "Medicin avd 1", 3, 3),
      month("2026-11", "Ortopedi avd 7", 4, 0),
      month("2026-10", "Geriatrik avd 2", 41, 20),
      month("2026-09", "Geriatrik avd 2", 4, 1),
    ],
    "2026-11",
    defaultThresholds,
  ),
  reach,
  consent: consentOf(
    [
      { unit: "Geriatrik avd 2", cases: 44, asked: 31, consented: 27 },
      { unit: "Kirurgi avd 3", cases: 21, asked: 9, consented: 8 },
      { unit: "Medicin avd 1", cases: 3, asked: 0, consented: 0 },
      { unit: "Ortopedi avd 7", cases: 6, asked: 6, consented: 5 },
    ],
    defaultThresholds,
  ),
  tracks: ["yellow", "red"],
  thresholds: defaultThresholds,
  older: "2026-08",
};
const links = [{ href: "/matningar/punktmatning-2026-11/faltarbete", label: measurement.name }];

export const fieldworkSamples: readonly Sample[] = [
  { page: "fieldwork", name: "ordinary", title: "Fältarbetet", frame: lead, view: fieldwork(cells) },
  {
    ...{ page: "fieldwork", name: "part", title: "Fältarbetet", frame: lead },
    view: fieldwork(cells, "Örebro län / Somatik / Geriatrik avd 2"),
  },
  { page: "fieldwork", name: "few", title: "Fältarbetet", frame: lead, view: fieldwork([]) },
  {
    page: "compliance",
    name: "ordinary",
    title: "Följsamhet",
    frame: lead,
    view: { ...viewCompliance(compliance, links, defaultRules.trackLabels), ...sheet },
  },
  {
    page: "compliance",
    name: "empty",
    title: "Följsamhet",
    frame: lead,
    view: { ...viewCompliance(null, [], defaultRules.trackLabels), ...sheet },
  },
];
