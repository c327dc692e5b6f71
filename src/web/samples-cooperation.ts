/** Sample data for the pages of samverkan, made by the real report from made-up counts (see samples.ts). */
import { othersOf, type Party, parties, type Question, readSheet } from "../cooperation/form.ts";
import { readCooperation, weeksOf } from "../cooperation/measurement.ts";
import type { CooperationRow } from "../db/cooperation.ts";
import { type Refusal, sentenceFor } from "../problems.ts";
import { type CooperationTally, makeCooperationReport, unread } from "../reports/cooperation.ts";
import { withoutSuggestion } from "../reports/cooperation-removal.ts";
import { viewCooperation } from "./cooperation.ts";
import { blankSheet, viewClosed, viewSheet } from "./cooperation-answer.ts";
import { viewLinks, viewManage } from "./cooperation-manage.ts";
import { viewNewCooperation } from "./cooperation-new.ts";
import { viewPublished } from "./cooperation-publish.ts";
import type { Sample } from "./views.ts";

const frame = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [
    { href: "/matningar", label: "Mätningar", current: false },
    { href: "/samverkan", label: "Samverkan", current: true },
  ],
};
const nobody = { account: null, nav: [], demo: null, plain: true } as const;

const row: CooperationRow = {
  ...{ id: "samverkan-i-november", name: "Samverkan, vecka 47 och 48", county: "18" },
  ...{ opensOn: "2026-11-16", closesOn: "2026-11-29", state: "running", releasedOn: null },
  ...{ version: 2, steps: 1, thresholds: null, madeUp: true },
};
const closed: CooperationRow = { ...row, state: "closed", releasedOn: "2026-12-04" };

const byUnit = [20, 15, 12, 5];
const count = (party: Party, question: Question, counts: readonly number[]): CooperationTally[] =>
  counts.flatMap((n, at) => (n === 0 ? [] : [{ party, question, code: at + 1, count: n, byUnit }]));
/** So many sheets of each party; the last digits are given so that no two cells are alike. */
const tallies = (size: number): CooperationTally[] =>
  parties.flatMap((party, at) => [
    { party, question: "sheets" as const, code: 0, count: size + at * 7, byUnit },
    ...othersOf(party).flatMap((other, step) =>
      count(party, `about-${other}`, [size - 14 + at, 9 + step, 3 - step, step]),
    ),
    ...count(party, "date", [Math.round(size / 2), 4, Math.round(size / 3)]),
    ...count(party, "times", [12, 8]),
    ...count(party, "sip", [6 + at, size - 8]),
  ]);

const suggestions = [
  {
    party: "municipality" as const,
    text: "Besked om ändrad dag före klockan 12, så att kvällspersonalen hinner planera.",
  },
  { party: "municipality" as const, text: "Skicka med läkemedel för de första dagarna inför en helg." },
  { party: "primary-care" as const, text: "Skriv vem vi ska kontakta i kommunen." },
];
const whole = makeCooperationReport({ tallies: tallies(52), suggestions, frozen: true });
const partly = makeCooperationReport({
  tallies: tallies(52).filter(({ party, question }) => party !== "hospital" || question === "sip"),
  ...{ suggestions: [], frozen: false },
});
const absent = makeCooperationReport({
  tallies: tallies(52).filter(({ party }) => party === "municipality"),
  ...{ suggestions, frozen: true, units: { municipality: 4, "primary-care": 2, hospital: 0 } },
});
const redacted = withoutSuggestion(whole, suggestions[0]!.text, {
  ...{ party: "municipality", removedOn: "2026-12-09", reason: "named" },
});
const nothing = makeCooperationReport({ tallies: [], suggestions: [], frozen: false });

const names: Readonly<Record<Party, readonly string[]>> = {
  municipality: ["Hemvård Norr", "Hemvård Söder", "Korttidsboendet Björken"],
  "primary-care": ["Vårdcentralen Almen", "Vårdcentralen Eken"],
  hospital: ["Geriatrik avd 2", "Kirurgi avd 3", "Medicin avd 1"],
};
const units = parties.flatMap((party) =>
  names[party].map((name, at) => ({ id: `${party}-${at}`, cooperationId: row.id, party, name })),
);
const links = units
  .filter(({ party }) => party !== "hospital")
  .flatMap(({ id }, at) => weeksOf(row).map((week) => ({ unitId: id, week, answered: at % 2 })));
const made = units.flatMap((unit, at) =>
  weeksOf(row).map((week, number) => ({
    ...{ unit: unit.name, party: unit.party, week },
    token: `${"0123456789abcdefghjkmnpqrstvwx".slice(at)}${"yz0123456789".slice(0, at + 1)}${number}`,
  })),
);
const shownSuggestions = suggestions.map((one, at) => ({ ...one, id: `forslag-${at}` }));
const publication = { number: 1, publishedOn: "2026-12-07", changed: null };
const known = {
  units,
  today: "2026-11-23",
  changed: "",
  suggestions: [],
  published: [],
  more: { municipality: "", "primary-care": "", hospital: "" },
};

const link = { party: "municipality" as const, unitName: "Hemvård Norr", week: "2026-11-23", cooperation: row };
const halfFilled = {
  ...blankSheet,
  ...{ about: { hospital: "2" }, date: "3", suggestion: "Ring syster Karin på 070-1740605" },
};
const sheetFiles = { sheet: "cooperation.css", script: "cooperation.js" };
const sheetFaults = readSheet(halfFilled, "municipality");
const typed = {
  ...{ name: "Samverkan", opensOn: "2026-11-16", closesOn: "2026-11-01", county: "18" },
  units: { municipality: "Hemvård Norr\nHemvård Söder", "primary-care": "", hospital: "" },
};
const draft = readCooperation(typed, { counties: new Set(["18"]) });
const errorsOf = (faults: readonly { readonly field: string; readonly refusal: Refusal }[]) =>
  faults.map(({ field, refusal }) => ({ field, text: sentenceFor(refusal.refused, refusal.details) }));

const manage = (name: string, of: CooperationRow, more: Partial<Parameters<typeof viewManage>[1]>): Sample => ({
  ...{ page: "cooperation-manage", name, title: of.name, frame },
  view: { ...viewManage(of, { ...known, links, ...more }), sheet: "cooperation.css" },
});
const today = "2026-11-23";
const former = {
  row: {
    ...closed,
    id: "samverkan-i-oktober",
    name: "Samverkan, vecka 42 och 43",
    opensOn: "2026-10-12",
    closesOn: "2026-10-25",
  },
  report: makeCooperationReport({ tallies: tallies(43), suggestions: [], frozen: true }),
};
const beside = { mayPlan: true, former, published: [1] };

export const cooperationSamples: readonly Sample[] = [
  {
    ...{ page: "cooperation-list", name: "ordinary", title: "Samverkan", frame },
    view: {
      mayPlan: true,
      rows: [
        {
          ...{ href: "/samverkan/samverkan-i-november", name: row.name, periodText: "16–29 november 2026" },
          ...{ stateLabel: "Pågår", wholeText: "Visas inte än", madeUp: false },
        },
        {
          ...{ href: "/samverkan/samverkan-2026-10-12", name: "Samverkan, vecka 42 och 43" },
          ...{
            periodText: "12–25 oktober 2026",
            stateLabel: "Avslutad",
            wholeText: "93 %, 227 av 243, intervall 88–96 %",
            madeUp: true,
          },
        },
      ],
    },
  },
  { page: "cooperation-list", name: "empty", title: "Samverkan", view: { mayPlan: false, rows: [] } },
  {
    ...{ page: "cooperation-new", name: "blank", title: "Ny samverkansmätning", frame },
    view: viewNewCooperation({ ...typed, name: "", opensOn: "", closesOn: "", units: known.more }),
  },
  {
    ...{ page: "cooperation-new", name: "faults", title: "Ny samverkansmätning" },
    frame: { ...frame, errors: "name" in draft ? [] : errorsOf(draft) },
    view: viewNewCooperation(typed),
  },
  manage("running", row, {}),
  manage("new", row, { links: [] }),
  manage("closed", closed, { suggestions: shownSuggestions }),
  manage("published", { ...closed, state: "published" }, { suggestions: shownSuggestions, published: [publication] }),
  {
    ...{ page: "cooperation-links", name: "ordinary", title: `Länkar: ${row.name}`, frame },
    view: { ...viewLinks(row, made, "https://ringupp.example.se"), sheet: "cooperation.css" },
  },
  {
    ...{ page: "cooperation-form", name: "blank", title: "Hur fungerade samverkan?", frame: nobody },
    view: { ...viewSheet("x", link, blankSheet, "0123456789abcdef"), ...sheetFiles },
  },
  {
    ...{ page: "cooperation-form", name: "faults", title: "Hur fungerade samverkan?" },
    frame: { ...nobody, errors: "said" in sheetFaults ? [] : errorsOf(sheetFaults) },
    view: { ...viewSheet("x", link, halfFilled, "0123456789abcdef"), askAnyway: true, ...sheetFiles },
  },
  {
    ...{ page: "cooperation-thanks", name: "saved", title: "Tack för svaret", frame: nobody },
    view: { again: "/samverkan/svara/x", repeated: false },
  },
  {
    ...{ page: "cooperation-thanks", name: "last", title: "Tack för svaret", frame: nobody },
    view: { again: null, repeated: false },
  },
  {
    ...{ page: "cooperation-thanks", name: "repeated", title: "Tack för svaret", frame: nobody },
    view: { again: "/samverkan/svara/x", repeated: true },
  },
  {
    ...{ page: "cooperation-closed", name: "late", title: "Formuläret är inte öppet", frame: nobody },
    view: viewClosed({ why: "late", closedOn: "2026-11-25" }, true),
  },
  {
    ...{ page: "cooperation", name: "closed", title: closed.name, frame },
    view: { ...viewCooperation({ row: closed, report: whole }, today, beside), sheet: "cooperation.css" },
  },
  {
    ...{ page: "cooperation", name: "published", title: `${closed.name}, rapport 1`, frame },
    view: {
      ...viewPublished(viewCooperation({ row: closed, report: whole }, today, {}), closed, publication, 2),
      sheet: "cooperation.css",
    },
  },
  {
    ...{ page: "cooperation", name: "redacted", title: `${closed.name}, rapport 1`, frame },
    view: {
      ...viewPublished(viewCooperation({ row: closed, report: redacted ?? whole }, today, {}), closed, publication, 1),
      sheet: "cooperation.css",
    },
  },
  {
    ...{ page: "cooperation", name: "absent", title: closed.name, frame },
    view: { ...viewCooperation({ row: closed, report: absent }, today, {}), sheet: "cooperation.css" },
  },
  {
    ...{ page: "cooperation", name: "unread", title: closed.name },
    view: {
      ...viewCooperation({ row: closed, report: unread(whole) }, today, { mayRead: false }),
      sheet: "cooperation.css",
    },
  },
  {
    ...{ page: "cooperation", name: "partly", title: row.name, frame },
    view: { ...viewCooperation({ row, report: partly }, today, { mayPlan: true }), sheet: "cooperation.css" },
  },
  {
    ...{ page: "cooperation", name: "nothing", title: row.name, frame },
    view: {
      ...viewCooperation({ row: { ...row, madeUp: false }, report: nothing }, today, {}),
      sheet: "cooperation.css",
    },
  },
];
