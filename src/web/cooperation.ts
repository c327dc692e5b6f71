/** Samverkansmätningar and their results. No handler here can reach an answer: they read what may be shown. */
import { formatDate, localDateOf } from "../calendar.ts";
import { othersOf, type Party, parties, partyLabels, satisfaction } from "../cooperation/form.ts";
import { datesText } from "../cooperation/measurement.ts";
import { removalReasons } from "../cooperation/removal.ts";
import { type CooperationRow, listCooperations } from "../db/cooperation.ts";
import { listCooperationPublications } from "../db/cooperation-publications.ts";
import { isRefusal } from "../problems.ts";
import { differenceInWords } from "../reports/comparison.ts";
import type { CooperationFigure, CooperationReport } from "../reports/cooperation.ts";
import { type CooperationChange, changesSince } from "../reports/cooperation-change.ts";
import { hiddenFigureText } from "../reports/cooperation-table.ts";
import { intervalText, numberText, percentText } from "../reports/intervals.ts";
import { countyNames, outOfTen, startOfSentence } from "../reports/wording.ts";
import { type CooperationResult, readCooperationResult, readFormerResult } from "../steps/read-cooperation.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { getCooperationResult, mayLead, mayReadSuggestions } from "./cooperation-files.ts";
import type { CooperationListView, CooperationView, FigureView } from "./cooperation-views.ts";
import { page } from "./frame.ts";
import { keptTogether } from "./report-view.ts";

/** "18–31 mars 2019"; over new year "21 december 2026 – 10 januari 2027". */
export function cooperationPeriod({ opensOn, closesOn }: Pick<CooperationRow, "opensOn" | "closesOn">): string {
  const withYear = (date: string) => `${datesText(date, date)} ${date.slice(0, 4)}`;
  if (opensOn.slice(0, 4) !== closesOn.slice(0, 4)) return `${withYear(opensOn)} – ${withYear(closesOn)}`;
  return `${datesText(opensOn, closesOn)} ${closesOn.slice(0, 4)}`;
}

/** Where it stands on a local date. */
export function cooperationState(row: CooperationRow, today: string): string {
  if (row.state === "published") return "Publicerad";
  if (row.state === "closed") return row.releasedOn === null ? "Avslutad, räknas i natt" : "Avslutad";
  return today < row.opensOn ? "Har inte börjat" : "Pågår";
}

/** GET /samverkan */
export async function cooperationList(c: Request): Promise<Response> {
  const world = c.get("world");
  const rows: CooperationListView["rows"][number][] = [];
  for (const row of await listCooperations(world.db)) {
    const result = await readCooperationResult(world, row.id);
    const whole = isRefusal(result) ? null : result.report.whole;
    rows.push({
      ...{ href: `/samverkan/${row.id}`, name: row.name, madeUp: row.madeUp },
      ...{ periodText: cooperationPeriod(row), stateLabel: cooperationState(row, localDateOf(world.now())) },
      wholeText:
        whole?.hidden === null
          ? keptTogether(`${percentText(whole.positive / whole.answered)}, ${countAndInterval(whole)}`)
          : `Visas inte${row.releasedOn === null ? " än" : ""}`,
    });
  }
  return page(c, "cooperation-list", "Samverkan", { rows, mayPlan: accountOf(c).role === "lead" });
}

/** GET /samverkan/:id */
export async function cooperationPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const result = await getCooperationResult(c);
  const published = await listCooperationPublications(world.db, result.row.id);
  const view = viewCooperation(result, localDateOf(world.now()), {
    mayPlan: await mayLead(c, result.row),
    former: await readFormerResult(world, result.row),
    published: published.map(({ number }) => number),
    mayRead: await mayReadSuggestions(c, result.row),
  });
  return page(c, "cooperation", result.row.name, view);
}

/** What stands beside a result on its page; nothing of it beside a published one. */
type Beside = {
  readonly mayPlan?: boolean;
  readonly former?: CooperationResult | null;
  /** Numbers of its published reports. */
  readonly published?: readonly number[];
  /** Left out: whoever asks may read the suggestions (cooperation-files.ts). */
  readonly mayRead?: boolean;
};

export function viewCooperation(
  { row, report }: CooperationResult,
  today: string,
  { mayPlan = false, former = null, published = [], mayRead = true }: Beside,
): CooperationView {
  const figure = (one: CooperationFigure) => viewFigure(one, report);
  const both = "Båda tillsammans";
  return {
    sheet: assetHref("cooperation.css"),
    base: `/samverkan/${row.id}`,
    ...{ name: row.name, madeUp: row.madeUp },
    manageHref: mayPlan ? `/samverkan/${row.id}/hantera` : null,
    facts: [
      { label: "Period", value: cooperationPeriod(row) },
      { label: "Län", value: countyNames[row.county] ?? row.county },
      { label: "Läge", value: cooperationState(row, today) },
    ],
    headline: keptTogether(headlineOf(report)),
    standing: report.frozen
      ? "Mätningen är avslutad och siffrorna ändras inte mer."
      : "Mätningen är inte färdig. Siffrorna räknas om varje natt och växer några svar i taget.",
    columns: [...parties.map((party) => `Om ${partyLabels[party].toLowerCase()}`), both],
    rows: parties.map((by) => ({
      label: partyLabels[by],
      sheetsText: sheetsText(report, by),
      cells: parties.map((about) => {
        const one = report.matrix[by][about];
        return one ? { ...figure(one), column: `Om ${partyLabels[about].toLowerCase()}` } : null;
      }),
      total: { ...figure(report.byParty[by]), column: both },
    })),
    totals: [
      ...parties.map((about) => ({
        ...figure(report.aboutParty[about]),
        column: `Om ${partyLabels[about].toLowerCase()}`,
      })),
      { ...figure(report.whole), column: "Alla om alla" },
    ],
    dates: parties.map((party) => ({
      label: partyLabels[party],
      changed: figure(report.date[party]),
      split: splitText(report.date[party]),
      times: figure(report.times[party]),
      sip: figure(report.sip[party]),
    })),
    limits: report.thresholds,
    steps: satisfaction.filter(({ code }) => code < 7).map(({ label }) => label),
    spreads: parties.flatMap((by) =>
      othersOf(by).flatMap((about) => {
        const one = report.matrix[by][about];
        if (one?.hidden !== null || !one.distribution) return [];
        const counts = [1, 2, 3, 4].map((code) => numberText(one.distribution?.[code] ?? 0));
        return [{ label: `${partyLabels[by]} om ${partyLabels[about].toLowerCase()}`, counts }];
      }),
    ),
    suggestions: parties.map((party) => ({
      label: `Från ${partyLabels[party].toLowerCase()}`,
      texts: report.suggestions[party] ?? [],
      removed: report.removed
        .filter((one) => one.party === party)
        .map(({ removedOn, reason }) => `Borttaget ${dateWithYear(removedOn)}. ${removalReasons[reason]}`),
      emptyText: noSuggestionsText(report, party, mayRead),
    })),
    files: filesOf(`/samverkan/${row.id}`),
    publications: published.map((number) => ({
      href: `/samverkan/${row.id}/rapport/${number}`,
      label: `rapport ${number}`,
    })),
    publication: null,
    change: former && viewChanges(former, changesSince(report, former.report)),
  };
}

export const dateWithYear = (date: string): string => `${formatDate(date)} ${date.slice(0, 4)}`;

/** How many sheets a party has sent, or why that is not told: as for its date, which every sheet answers. */
function sheetsText(report: CooperationReport, party: Party): string {
  const sheets = report.sheets[party];
  if (sheets !== null) return `${numberText(sheets)} svar`;
  const { hidden } = report.date[party];
  return hidden === "absent" || hidden === "units" ? hiddenFigureText(hidden, report) : "För få svar";
}

function noSuggestionsText(report: CooperationReport, party: Party, mayRead: boolean): string {
  if (report.suggestions[party] !== null) return "Inga förslag lämnades.";
  const { hidden } = report.date[party];
  if (hidden === "absent") return "Inga enheter är med.";
  if (!report.frozen) return "Visas när mätningen är avslutad.";
  return mayRead
    ? `Visas inte: ${hiddenFigureText(hidden === "units" ? hidden : "few", report).toLowerCase()}.`
    : "Visas när en projektledare har läst dem och publicerat resultatet.";
}

/** The files of a result, or of one that is published, under its address. */
export const filesOf = (base: string): CooperationView["files"] => [
  { href: `${base}/resultat.xlsx`, label: "Ladda ner för Excel" },
  { href: `${base}/resultat.csv`, label: "CSV" },
  { href: `${base}/resultat.csv?form=rfc4180`, label: "CSV med komma och decimalpunkt" },
  { href: `${base}/kodbok.csv`, label: "Kodbok" },
];

function headlineOf({ whole, frozen }: CooperationReport): string {
  if (whole.hidden !== null) return `Det går inte att visa ett samlat resultat${frozen ? "" : " än"}.`;
  const { positive, answered, interval } = whole;
  const share = outOfTen(positive / answered);
  return `${startOfSentence(share)} omdömen är positiva: ${numberText(positive)} av ${numberText(answered)} (${percentText(positive / answered)}, intervall ${intervalText(interval)}).`;
}

/** "291 av 309, intervall 89–97 %": no share stands without them. */
const countAndInterval = ({ positive, answered, interval }: Extract<CooperationFigure, { hidden: null }>): string =>
  `${numberText(positive)} av ${numberText(answered)}, intervall ${intervalText(interval)}`;

function viewFigure(figure: CooperationFigure, report: CooperationReport): FigureView {
  if (figure.hidden !== null)
    return { share: "", detail: hiddenFigureText(figure.hidden, report), interval: "", hidden: true, caution: false };
  const { positive, answered, interval } = figure;
  return {
    share: percentText(positive / answered),
    detail: `${numberText(positive)} av ${numberText(answered)}`,
    interval: `intervall ${intervalText(interval)}`,
    hidden: false,
    caution: answered < report.thresholds.cautionBelow,
  };
}

/** "12 till en tidigare dag, 30 till en senare". */
function splitText(figure: CooperationFigure): string {
  if (figure.hidden !== null || !figure.distribution) return "";
  return `${numberText(figure.distribution[2] ?? 0)} till en tidigare dag, ${numberText(figure.distribution[3] ?? 0)} till en senare`;
}

function viewChanges({ row }: CooperationResult, changes: readonly CooperationChange[]): CooperationView["change"] {
  return {
    ...{ href: `/samverkan/${row.id}`, name: row.name, periodText: cooperationPeriod(row) },
    rows: changes.map(({ by, about, kind, now, before, difference, interval, established }) => ({
      label:
        kind === "date"
          ? `Ändrat datum, enligt ${by ? partyLabels[by].toLowerCase() : "alla"}`
          : `Nöjda med ${about ? partyLabels[about].toLowerCase() : "de andra"}, enligt ${by ? partyLabels[by].toLowerCase() : "alla"}`,
      ...{ before: shareOf(before), now: shareOf(now) },
      difference: differenceInWords(difference, interval, established),
    })),
  };
}

const shareOf = ({ positive, answered }: { readonly positive: number; readonly answered: number }) => ({
  share: percentText(positive / answered),
  count: `${numberText(positive)} av ${numberText(answered)}`,
});
