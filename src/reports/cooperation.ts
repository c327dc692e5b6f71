/**
 * The result of a samverkansmätning as it may be shown: who answers × about whom, how often the preliminary discharge date
 * was changed, whether a SIP was called, and suggestions. Every way out gets its numbers from here.
 *
 * - A figure is shown when at least five answers from at least three units are in it, none of which dominates, and below
 *   ten answers only when they are not all of one mind (cooperation/release.ts, isSafe). A unit is recognised by those who
 *   work with it, so few units hide a figure as few answers do.
 * - A total is shown only where every part of it is, as in suppression.ts: whoever subtracts parts from a total only ever
 *   gets a part that is shown anyway. While the measurement runs also a part that nobody has answered in hides its total,
 *   since it would otherwise tell when its first step came. A party without units is no part.
 * - How often the date was changed, distributions and suggestions wait until the measurement has stopped growing.
 */
import { othersOf, type Party, parties, type Question } from "../cooperation/form.ts";
import { type Cell, type CooperationThresholds, isPositive, isSafe } from "../cooperation/release.ts";
import type { RemovedSuggestion } from "../cooperation/removal.ts";
import { type Interval, wilson95 } from "./intervals.ts";
import { type Because, defaultThresholds, type Thresholds } from "./suppression.ts";

/** A measurement's own thresholds (thresholds.ts), and what is said of units, which is no setting. */
export const cooperationThresholdsOf = (thresholds: Thresholds): CooperationThresholds => ({
  ...thresholds,
  unitsAtLeast: 3,
  dominancePercent: 50,
});

export const cooperationThresholds: CooperationThresholds = cooperationThresholdsOf(defaultThresholds);

/** One count of what has been let out; `byUnit`: how many answers each unit has given to the question, all codes together. */
export type CooperationTally = {
  readonly party: Party;
  readonly question: Question;
  readonly code: number;
  readonly count: number;
  readonly byUnit: readonly number[];
};

export type ShownFigure = {
  readonly hidden: null;
  readonly positive: number;
  readonly answered: number;
  /** 95 %, as fractions. */
  readonly interval: Interval;
  /** Code → count, from `distributionFrom` answers. */
  readonly distribution: Readonly<Record<number, number>> | null;
};
/**
 * Why a figure is not shown. "running": it is shown when the measurement is over. "absent": no unit of the party takes part;
 * "units": too few of them do, whatever they answer. Both are told by how the measurement was made, not by any answer.
 */
export type FigureHidden = Because | "running" | "absent" | "units";
export type CooperationFigure = ShownFigure | { readonly hidden: FigureHidden };

export type CooperationReport = {
  /** Nothing more is let out. */
  readonly frozen: boolean;
  readonly thresholds: CooperationThresholds;
  /** Sheets of answers per party; null: too few, or from too few units. */
  readonly sheets: Readonly<Record<Party, number | null>>;
  /** Who answers, about whom; nobody is asked about themselves. */
  readonly matrix: Readonly<Record<Party, Readonly<Partial<Record<Party, CooperationFigure>>>>>;
  /** What a party thinks of both others, what both others think of a party, and all of it. */
  readonly byParty: Readonly<Record<Party, CooperationFigure>>;
  readonly aboutParty: Readonly<Record<Party, CooperationFigure>>;
  readonly whole: CooperationFigure;
  /** Share with a changed preliminary date, share of those with two changes or more, share where a SIP was called. */
  readonly date: Readonly<Record<Party, CooperationFigure>>;
  readonly times: Readonly<Record<Party, CooperationFigure>>;
  readonly sip: Readonly<Record<Party, CooperationFigure>>;
  /** Null: not shown, since the measurement runs, the party's answers are too few, or nobody has read them yet. */
  readonly suggestions: Readonly<Record<Party, readonly string[] | null>>;
  /** Taken out of a published number afterwards (cooperation-removal.ts). */
  readonly removed: readonly RemovedSuggestion[];
};

/** Takes counts that have been let out and the suggestions; gives what may be shown of them. */
export function makeCooperationReport(given: {
  readonly tallies: readonly CooperationTally[];
  readonly suggestions: readonly { readonly party: Party; readonly text: string }[];
  readonly frozen: boolean;
  readonly thresholds?: CooperationThresholds;
  /** Units that take part, whether they answer or not; left out: enough of each party. */
  readonly units?: Readonly<Record<Party, number>>;
}): CooperationReport {
  const { tallies, frozen, thresholds = cooperationThresholds, units } = given;
  const isAbsent = (party: Party) => units?.[party] === 0;
  const few = (party: Party): { readonly hidden: FigureHidden } => {
    if (isAbsent(party)) return { hidden: "absent" };
    return { hidden: units && units[party] < thresholds.unitsAtLeast ? "units" : "few" };
  };
  const rowsOf = (party: Party, question: Question) =>
    tallies.filter((row) => row.party === party && row.question === question);
  const rawOf = (party: Party, question: Question): Cell => {
    const rows = rowsOf(party, question);
    return {
      answered: rows.reduce((sum, { count }) => sum + count, 0),
      positive: rows.reduce((sum, { code, count }) => sum + (isPositive(question, code) ? count : 0), 0),
      byUnit: rows[0]?.byUnit ?? [],
    };
  };
  const figureOf = (party: Party, question: Question): CooperationFigure => {
    const raw = rawOf(party, question);
    if (!isSafe(question, raw, thresholds)) return few(party);
    const spread = frozen && raw.answered >= thresholds.distributionFrom;
    return shown(raw, spread ? distributionOf(rowsOf(party, question)) : null);
  };
  const total = (parts: readonly (readonly [Party, Party])[], together: number): CooperationFigure => {
    const cells = parts.map(([by, about]) => ({ by, raw: rawOf(by, `about-${about}`), figure: matrix[by][about]! }));
    const asked = cells.filter(({ by }) => !isAbsent(by));
    if (asked.length === 0) return { hidden: "absent" };
    const peopled = asked.filter(({ raw }) => !frozen || raw.answered > 0);
    const why = new Set((peopled.length === 0 ? asked : peopled).map(({ figure }) => figure.hidden));
    // Where every part is hidden for one reason, so is the whole.
    const [only = null] = why;
    if (only !== null && why.size === 1) return { hidden: only };
    if (peopled.length === 0) return { hidden: "few" };
    if (peopled.some(({ figure }) => figure.hidden !== null)) return { hidden: "complement" };
    return shown(peopled.map(({ raw }): Pick<Cell, "positive" | "answered"> => raw).reduce(addRaw), null, together);
  };
  const every = <Value>(make: (party: Party) => Value) =>
    Object.fromEntries(parties.map((party) => [party, make(party)])) as Record<Party, Value>;
  const matrix: CooperationReport["matrix"] = every((by) =>
    Object.fromEntries(othersOf(by).map((about) => [about, figureOf(by, `about-${about}`)])),
  );
  const date = every((party) => figureOf(party, "date"));
  const enough = (party: Party) => isSafe("sheets", rawOf(party, "sheets"), thresholds);
  return {
    frozen,
    thresholds,
    sheets: every((party) => (enough(party) ? rawOf(party, "sheets").answered : null)),
    matrix,
    // One sheet gives two opinions, which may go together: their interval is that of half as many (see `shown`).
    byParty: every((by) =>
      total(
        othersOf(by).map((about) => [by, about]),
        2,
      ),
    ),
    aboutParty: every((about) =>
      total(
        othersOf(about).map((by) => [by, about]),
        1,
      ),
    ),
    whole: total(
      parties.flatMap((by) => othersOf(by).map((about): [Party, Party] => [by, about])),
      2,
    ),
    date,
    // It is asked of those whose date was changed, so how many they are is told only where that may be told.
    times: every((party) => {
      if (!frozen) return { hidden: isAbsent(party) ? "absent" : "running" };
      return date[party].hidden === null ? figureOf(party, "times") : few(party);
    }),
    sip: every((party) => figureOf(party, "sip")),
    suggestions: every((party) =>
      frozen && enough(party) ? given.suggestions.filter((one) => one.party === party).map(({ text }) => text) : null,
    ),
    removed: [],
  };
}

/** The report without what was written in own words: nobody has looked yet for names in it. */
export const unread = (report: CooperationReport): CooperationReport => ({
  ...report,
  suggestions: { municipality: null, "primary-care": null, hospital: null },
});

/** `together`: how many of the opinions may come from one and the same sheet; the interval is widened accordingly. */
function shown(
  { positive, answered }: Pick<Cell, "positive" | "answered">,
  distribution: ShownFigure["distribution"],
  together = 1,
): CooperationFigure {
  const interval = wilson95(positive / together, answered / together);
  return interval ? { hidden: null, positive, answered, interval, distribution } : { hidden: "few" };
}

const distributionOf = (rows: readonly CooperationTally[]): Record<number, number> =>
  Object.fromEntries(rows.map(({ code, count }) => [code, count]));

const addRaw = (a: Pick<Cell, "positive" | "answered">, b: Pick<Cell, "positive" | "answered">) => ({
  positive: a.positive + b.positive,
  answered: a.answered + b.answered,
});
