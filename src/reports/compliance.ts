/**
 * Is the routine followed? Of the patients whom it says to ring (yellow and red track, not those who could not be rung
 * about a stay at home), how many were rung, reached and talked with inside the window, per discharging unit and month of
 * discharge (domain §4); and who is reached at all, by age, track, language and who rang. Counts of cases, never a case.
 */
import { namesTogether, type Share, shareOf } from "./fieldwork.ts";
import { foldSmall, type Thresholds } from "./suppression.ts";
import { startOfSentence } from "./wording.ts";

/** One unit's patients of one month. All are numbers of stays. */
export type ComplianceCell = {
  /** "YYYY-MM" of the discharge. */
  readonly month: string;
  /** Name of the discharging unit. */
  readonly unit: string;
  readonly cases: number;
  /** Cases that are not over yet. */
  readonly open: number;
  /** Rung inside the window; of these, somebody answered for the patient; of these, the call was made to its end. */
  readonly attempted: number;
  readonly reached: number;
  readonly completed: number;
  /** Over, and nobody ever rang. */
  readonly never: number;
  /** Of these, cases that nobody was to ring: no number, protected, a no. */
  readonly hindered: number;
  /** Cases with an attempt at any time, and the calendar days from discharge to the first one, added up. */
  readonly tried: number;
  readonly daysToFirst: number;
  /** All attempts, and the seconds that they took. */
  readonly attempts: number;
  readonly workSeconds: number;
  /** All stays, those that did not count among them; of these, back in hospital within thirty days, and before a talk. */
  readonly stays: number;
  readonly readmitted30: number;
  readonly readmittedBefore: number;
};

export type ComplianceLine = {
  readonly name: string;
  readonly cases: number;
  readonly open: number;
  readonly attempted: Share;
  readonly reached: Share;
  readonly completed: Share;
  readonly never: Share;
  readonly hindered: number;
  /** Mean of calendar days; null when nobody was rung. */
  readonly daysToFirst: number | null;
  /** What a call that was made to its end has cost, those that led to nothing included; null when there is none. */
  readonly attemptsPerCompleted: number | null;
  readonly minutesPerCompleted: number | null;
  readonly readmittedBefore: Share;
  readonly readmitted30: Share;
};

export type Compliance = {
  /** The month that the units are shown for. */
  readonly month: string;
  /** Every month, newest first; `line` is null when too few were discharged in it. */
  readonly months: readonly { readonly month: string; readonly line: ComplianceLine | null }[];
  readonly units: readonly ComplianceLine[];
};

function lineOf(name: string, cells: readonly ComplianceCell[]): ComplianceLine {
  const sum = (what: (cell: ComplianceCell) => number) => cells.reduce((total, cell) => total + what(cell), 0);
  const cases = sum((cell) => cell.cases);
  const completed = sum((cell) => cell.completed);
  return {
    name,
    cases,
    open: sum((cell) => cell.open),
    attempted: shareOf(
      sum((cell) => cell.attempted),
      cases,
    ),
    reached: shareOf(
      sum((cell) => cell.reached),
      cases,
    ),
    completed: shareOf(completed, cases),
    never: shareOf(
      sum((cell) => cell.never),
      cases,
    ),
    hindered: sum((cell) => cell.hindered),
    daysToFirst: ratio(
      sum((cell) => cell.daysToFirst),
      sum((cell) => cell.tried),
    ),
    attemptsPerCompleted: ratio(
      sum((cell) => cell.attempts),
      completed,
    ),
    minutesPerCompleted: ratio(sum((cell) => cell.workSeconds) / 60, completed),
    readmittedBefore: shareOf(
      sum((cell) => cell.readmittedBefore),
      sum((cell) => cell.stays),
    ),
    readmitted30: shareOf(
      sum((cell) => cell.readmitted30),
      sum((cell) => cell.stays),
    ),
  };
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/**
 * Takes the counts of all units and months. A month is the sum of its units and units are shown within a month alone: a
 * unit's sum over months would give back a month in which it had few patients. 0 and 100 % are shown for small groups too:
 * that a ward rang nobody is what this page is for, and tells nothing of what any patient said.
 */
export function complianceOf(
  counted: readonly ComplianceCell[],
  month: string,
  thresholds: Pick<Thresholds, "hideBelow">,
): Compliance {
  // A ward of which nobody could be rung has no line, so the month must not count its stays either.
  const cells = counted.filter(({ cases }) => cases > 0);
  const casesIn = (some: readonly ComplianceCell[]) => some.reduce((total, { cases }) => total + cases, 0);
  const byMonth = [...Map.groupBy(cells, (cell) => cell.month)].sort(([a], [b]) => (a < b ? 1 : -1));
  const months = byMonth.map(([name, theirs]) => ({
    month: name,
    line: casesIn(theirs) < thresholds.hideBelow ? null : lineOf(name, theirs),
  }));
  const chosen = byMonth.find(([name]) => name === month)?.[1] ?? [];
  const byUnit = [...Map.groupBy(chosen, (cell) => cell.unit)].sort(([a], [b]) => a.localeCompare(b, "sv"));
  const folded = foldSmall(byUnit, ([, theirs]) => casesIn(theirs), thresholds);
  const units = (folded?.apart ?? []).map(([name, theirs]) => lineOf(name, theirs));
  const { together = [] } = folded ?? {};
  const rest = together.flatMap(([, theirs]) => theirs);
  return { month, months, units: rest.length === 0 ? units : [...units, lineOf(namesTogether(together), rest)] };
}

// ── who is reached ──

/** So many stays that are alike in what is asked here. */
export type ReachCell = {
  readonly track: "green" | "yellow" | "red" | null;
  readonly ageGroup: string | null;
  readonly language: "sv" | "other";
  /** Who has rung, at any time; "web": nobody, and the patient answered by a link. */
  readonly rungBy: "person" | "robot" | "both" | "web" | "nobody";
  readonly reached: boolean;
  readonly completed: boolean;
  readonly cases: number;
};

export type ReachLine = {
  readonly name: string;
  readonly cases: number;
  readonly attempted: Share;
  readonly reached: Share;
  readonly completed: Share;
};
export type ReachTable = { readonly title: string; readonly lines: readonly ReachLine[] };

const unknownLabel = "Okänt";

/** "Bara en person och bara roboten tillsammans": words and no names, so that only the first has a capital. */
const wordsTogether = (words: readonly string[]): string =>
  startOfSentence(
    namesTogether(words.map((word) => [word.replace(/^\p{Lu}(?=\p{Ll})/u, (first) => first.toLowerCase())])),
  );

/** Each way of parting the same patients, with its parts in the order they are shown. */
const breakdowns: readonly {
  readonly title: string;
  readonly partOf: (cell: ReachCell) => string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Whom it parts; left out, all. */
  readonly among?: (cell: ReachCell) => boolean;
}[] = [
  {
    title: "Ålder",
    partOf: ({ ageGroup }) => ageGroup,
    labels: { "0-17": "0–17 år", "18-64": "18–64 år", "65-79": "65–79 år", "80+": "80 år och äldre" },
  },
  { title: "Spår", partOf: ({ track }) => track, labels: { red: "Rött", yellow: "Gult", green: "Grönt" } },
  { title: "Språk", partOf: ({ language }) => language, labels: { sv: "Svenska", other: "Annat språk" } },
  {
    title: "Vem som har ringt",
    partOf: ({ rungBy }) => rungBy,
    labels: {
      person: "Bara en person",
      robot: "Bara roboten",
      both: "Både person och robot",
      web: "Ingen, svar på webben",
    },
    among: ({ rungBy }) => rungBy !== "nobody",
  },
];

/** One table for each breakdown; a breakdown in which too few are left has no lines. `trackLabels`: the region's words. */
export function reachOf(
  cells: readonly ReachCell[],
  thresholds: Pick<Thresholds, "hideBelow">,
  trackLabels?: Readonly<Record<string, string>>,
): ReachTable[] {
  const casesIn = (some: readonly ReachCell[]) => some.reduce((total, { cases }) => total + cases, 0);
  const line = (name: string, some: readonly ReachCell[]): ReachLine => {
    const cases = casesIn(some);
    const share = (holds: (cell: ReachCell) => boolean) => shareOf(casesIn(some.filter(holds)), cases);
    return {
      ...{ name, cases, attempted: share(({ rungBy }) => rungBy !== "nobody") },
      ...{ reached: share(({ reached }) => reached), completed: share(({ completed }) => completed) },
    };
  };
  return breakdowns.map(({ title, partOf, labels: usual, among = () => true }) => {
    const named = Object.entries(usual).map(([part, label]) => [part, trackLabels?.[part] ?? label]);
    const labels: Readonly<Record<string, string>> = Object.fromEntries(named);
    const parts = Map.groupBy(cells.filter(among), (cell) => partOf(cell) ?? "");
    const order = [...Object.keys(labels), ...[...parts.keys()].filter((part) => !Object.hasOwn(labels, part))];
    const inOrder = order.flatMap((part): [string, ReachCell[]][] => {
      const theirs = parts.get(part);
      return theirs ? [[labels[part] ?? (part === "" ? unknownLabel : part), theirs]] : [];
    });
    const folded = foldSmall(inOrder, ([, theirs]) => casesIn(theirs), thresholds);
    const { apart = [], together = [] } = folded ?? {};
    const rest = together.flatMap(([, theirs]) => theirs);
    return {
      title,
      lines: [
        ...apart.map(([name, theirs]) => line(name, theirs)),
        ...(rest.length === 0 ? [] : [line(wordsTogether(together.map(([name]) => name)), rest)]),
      ],
    };
  });
}
