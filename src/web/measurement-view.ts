/** One measurement as the project lead's page shows it: what it is, what it came to, and what can be done with it now. */
import { addDays, formatDate, weekdayOf, weekNumberOf } from "../calendar.ts";
import { draftTextOf, type MeasurementRow, surveyOf, thresholdsIn } from "../db/measurements.ts";
import { lastCallOn } from "../measurements/lifecycle.ts";
import { numberText } from "../reports/intervals.ts";
import { thresholdsInShort } from "../reports/thresholds.ts";
import { countyNames, modulesInWords } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import { chosenQuery, surveyName } from "./chosen-survey.ts";
import { warningsOf } from "./measurement-warnings.ts";
import { callerLabels, period, stateLabels } from "./report-view.ts";
import type { MeasurementView } from "./views.ts";

export type Typed = { readonly changed?: string; readonly note?: string };

/** What it came to; left out while it grows. */
export type Outcome = {
  /** How many answered in all; null where it may not be told. */
  readonly respondents?: number | null;
  /** A new number would be like the last one. */
  readonly unchanged?: boolean;
};

export function viewMeasurement(
  row: MeasurementRow,
  known: {
    readonly today: string;
    readonly lastDay: number;
    readonly units: readonly {
      readonly id: string;
      readonly name: string;
      readonly county: string;
      readonly closedAt?: number | null;
    }[];
    /** The others, running or not. */
    readonly others: readonly MeasurementRow[];
    readonly published: readonly {
      readonly number: number;
      readonly publishedOn: string;
      readonly changed: string | null;
    }[];
    /** The last answers have not been let out and counted. */
    readonly waiting: boolean;
    readonly typed: Typed;
  } & Outcome,
): MeasurementView {
  const base = `/matningar/${row.id}`;
  const counties = (JSON.parse(row.counties) as string[]).map((code) => countyNames[code] ?? code);
  const chosen: readonly string[] | null = row.units === null ? null : JSON.parse(row.units);
  const survey = surveyOf(row);
  const last = lastCallOn(row, known.lastDay);
  const writtenElsewhere = row.state === "draft" || isContinuous(row.id);
  return {
    base,
    name: row.name,
    madeUp: row.madeUp,
    state: row.state,
    facts: [
      { label: "Läge", value: stateLabels[row.state] },
      { label: "Omfattar", value: `${period(row)} (${weeksOf(row)})` },
      { label: "Enkät", value: `${survey.title}, version ${row.surveyVersion}` },
      ...(survey.modules ? [{ label: "Moduler", value: modulesInWords(survey.modules.filter(({ on }) => on)) }] : []),
      { label: "Län", value: counties.join(", ") },
      {
        label: "Enheter",
        value:
          chosen === null
            ? counties.length === 1
              ? "Alla i länet"
              : "Alla i länen"
            : chosen.map((id) => known.units.find((unit) => unit.id === id)?.name ?? "En annan vårdgivares").join(", "),
      },
      {
        label: "Vilka som ingår",
        value: isContinuous(row.id)
          ? "De som rings enligt rutinen och inte hör till en punktmätning"
          : "Alla som skrivs ut till ordinärt boende, oavsett spår",
      },
      { label: "Mål", value: targetText(row.target, known.respondents ?? null) },
      { label: "Vem som ringer", value: callerLabels[row.caller] },
      {
        label: "Små grupper",
        value:
          row.state === "draft"
            ? "De tal som gäller den dag mätningen startar. Sedan är de låsta."
            : `Låst sedan starten: ${thresholdsInShort(thresholdsIn(row))}`,
      },
      ...(row.note !== null && writtenElsewhere ? [{ label: "Att veta", value: row.note }] : []),
    ],
    lastCallText: formatDate(last),
    callsLeft: row.state === "running" && known.today <= last,
    publications: known.published.map(({ number, publishedOn, changed }) => ({
      href: `${base}/rapport/${number}`,
      text: `Rapport ${number}, publicerad ${formatDate(publishedOn)} ${publishedOn.slice(0, 4)}`,
      changed: changed ?? "",
    })),
    changed: known.typed.changed ?? "",
    note: writtenElsewhere ? null : (known.typed.note ?? row.note ?? ""),
    noteNow: known.typed.note !== undefined && known.typed.note !== (row.note ?? "") ? (row.note ?? "") : "",
    waiting: known.waiting,
    unchanged: known.unchanged ?? false,
    warnings: row.state === "draft" || row.state === "running" ? warningsOf(row, known) : [],
    seen: draftTextOf(row),
    newest: known.published.at(-1)?.number ?? 0,
    lookHref: `/enkater/${surveyName(survey)}?${chosenQuery(survey)}`,
    copyHref: `/matningar/ny?fran=${row.id}`,
    continuous: isContinuous(row.id),
  };
}

/** `respondents`: how many answered in all; null while it is not known, or may not be told. */
function targetText(target: number | null, respondents: number | null): string {
  if (target === null) return "Inget";
  const aim = interviewsText(target);
  if (respondents === null) return aim;
  return `${aim}. ${respondents < target ? "Målet nåddes inte" : "Målet nåddes"}: ${numberText(respondents)} svarande.`;
}

const interviewsText = (count: number): string => (count === 1 ? "1 intervju" : `${numberText(count)} intervjuer`);

/** "vecka 47 2026", "vecka 46–47 2026" or "vecka 53 2026 – vecka 1 2027": ISO's, each in the year of its Thursday. */
export function weeksOf({ opensOn, closesOn }: { readonly opensOn: string; readonly closesOn: string }): string {
  const yearOf = (date: string) => addDays(date, 4 - weekdayOf(date)).slice(0, 4);
  const [from, to] = [weekNumberOf(opensOn), weekNumberOf(closesOn)];
  const [fromYear, toYear] = [yearOf(opensOn), yearOf(closesOn)];
  if (fromYear !== toYear) return `vecka ${from} ${fromYear} – vecka ${to} ${toYear}`;
  return from === to ? `vecka ${from} ${toYear}` : `vecka ${from}–${to} ${toYear}`;
}
