/**
 * One group's shares from time to time. Only answers to the same questions, collected in the same way over equally long
 * times, make a line: where one of them changes the line is broken and the break is said in words (domain §8). Works on what
 * may be shown (suppression.ts) and on nothing else; a time that may not be shown is a gap.
 */
import type { Division } from "../responses/periods.ts";
import { shareIn } from "./comparison.ts";
import type { ReportedShare, ReportGroup } from "./group.ts";
import { modesDiffer } from "./modes.ts";
import { modesText } from "./wording.ts";

export type TrendTime = {
  /** "kvartal 4 2026", or whatever the result is called. */
  readonly label: string;
  /** Where it lies between the first (0) and the last (1). */
  readonly at: number;
  /** How long a period it is; left out where the times are no periods. */
  readonly division?: Division;
  /** Why not all of the time is in its figures: "pågår", "del av perioden"; left out or null: all of it is. */
  readonly unfinished?: string | null;
  /** Null: nobody of the group has answered then. */
  readonly group: ReportGroup | null;
};

export type Break = {
  /** "Brott före kvartal 3 2027." */
  readonly heading: string;
  readonly text: string;
  /** Beside the time's name in a table: "efter brott", "ny indelning". */
  readonly mark: string;
};

export type Trend = {
  readonly times: readonly TrendTime[];
  /** Of each time: why no line comes to it from the one before; null when nothing is in the way. */
  readonly breaks: readonly (Break | null)[];
  readonly indicators: readonly {
    readonly key: string;
    readonly label: string;
    /** In the order of the times; null where it may not be shown. */
    readonly shares: readonly (ReportedShare | null)[];
  }[];
};

type ShownGroup = Extract<ReportGroup, { hidden: null }>;

const shown = (group: ReportGroup | null): ShownGroup | null =>
  group !== null && group.hidden === null ? group : null;

const perText: Readonly<Record<Division, string>> = { month: "per månad", quarter: "per kvartal", year: "per år" };

/** How the way of asking has changed since `before`, as far as it may be told. */
function wayInWords(from: ShownGroup, to: ShownGroup, before: string): string {
  const kinds = [from, to].map(({ modes }) => modes.map(({ code }) => code).join());
  return kinds[0] === kinds[1] && [...from.modes, ...to.modes].some(({ count }) => count === null)
    ? `Svaren är insamlade på flera sätt, och för få på något av dem för att det ska gå att visa om de är fördelade som ${before}.`
    : `Svaren är insamlade på ett annat sätt än ${before}. Förut: ${modesText(from.modes)} Sedan: ${modesText(to.modes)}`;
}

/** Takes the times oldest first; all must have asked the same questions. */
export function makeTrend(times: readonly TrendTime[]): Trend {
  // What a line is drawn through since its last break: small steps may come to a large one.
  let line: { readonly label: string; readonly group: ShownGroup }[] = [];
  const breaks = times.map(({ label, group, division }, at): Break | null => {
    const now = shown(group);
    const other = now && line.findLast((before) => modesDiffer([before.group, now]));
    const last = line.at(-1);
    const since = times[at - 1]?.division;
    const divided = division !== undefined && since !== undefined && division !== since;
    if (other || divided) line = [];
    if (now) line.push({ label, group: now });
    if (!other && !divided) return null;
    const words = [
      ...(other && now ? [wayInWords(other.group, now, other === last ? "gången före" : other.label)] : []),
      ...(divided
        ? [`Svaren räknas ihop ${perText[division]}, förut ${perText[since]}. Perioderna är olika långa.`]
        : []),
    ];
    return {
      heading: other ? `Brott före ${label}.` : `Ny indelning från ${label}.`,
      text: words.join(" "),
      mark: [...(other ? ["efter brott"] : []), ...(divided ? ["ny indelning"] : [])].join(", "),
    };
  });
  const labels = new Map<string, string>();
  for (const { group } of times)
    for (const { key, label } of Object.values(shown(group)?.indicators ?? {})) labels.set(key, label);
  return {
    times,
    breaks,
    indicators: [...labels].map(([key, label]) => ({
      ...{ key, label },
      shares: times.map(({ group }) => (group === null ? null : shareIn(group, key))),
    })),
  };
}
