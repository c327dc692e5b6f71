/**
 * What is left of an interview once nobody can be named: the answers and a few coarse facts. These types are the whole
 * vocabulary of the nameless side, and the numbers that decide when answers may leave the waiting room.
 */
export type CareType = "somatic" | "psychiatric";
export type Track = "green" | "yellow" | "red";

/** Facts that narrow down who answered. They are given up in {@link coarseningOrder} until enough people share them. */
export type CoarseFacts = {
  /** Name of the discharging unit as it was then. */
  readonly unit: string | null;
  readonly track: Track | null;
  /** "0-17", "18-64", "65-79", "80+". */
  readonly ageGroup: string | null;
  /** Month of the discharge, "YYYY-MM": the finest time there is on this side. */
  readonly month: string | null;
};

/** From what is kept longest to what is given up first (domain: track, then age group, then unit, then month). */
export const coarseningOrder = ["month", "unit", "ageGroup", "track"] as const satisfies readonly (keyof CoarseFacts)[];

/** One person's sealed answers. Columns of `responses` without its id. */
export type Response = CoarseFacts & {
  readonly measurementId: string;
  readonly county: string;
  readonly careType: CareType;
  readonly mode: "human" | "robot" | "mixed" | "web";
  readonly respondent: "patient" | "supported" | "proxy";
  readonly caller: "primary-care" | "hospital" | "other";
  readonly surveyId: string;
  readonly surveyVersion: number;
  readonly completeness: "complete" | "partial";
  /** False when the interview was completed after the call window: kept, but in no indicator. */
  readonly insideWindow: boolean;
  /** JSON: question key → code, keys in survey order, unanswered questions left out. */
  readonly answers: string;
};

/** Sealed and waiting for enough others. The free text still hangs on; it is parted from the answers at release. */
export type PendingResponse = Response & { readonly remark: string | null };

export type ReleasePolicy = {
  /** Fewest persons a release may add to a group, and fewest that may share a combination of coarse facts. */
  readonly minimum: number;
  /** Persons an interim release leaves waiting, so that the last release of a group also adds at least `minimum`. */
  readonly leaveBehind: number;
};

/**
 * `hideBelow`: fewest persons who may be shown together (reports/thresholds.ts). One number for all three: a release of
 * fewer would be shown by what it adds, and so would a last one that finds fewer waiting.
 */
export const releasePolicyFor = ({ hideBelow }: { readonly hideBelow: number }): ReleasePolicy => ({
  minimum: hideBelow,
  leaveBehind: hideBelow,
});

const contentColumns = [
  "measurementId",
  "county",
  "careType",
  "month",
  "unit",
  "ageGroup",
  "track",
  "mode",
  "respondent",
  "caller",
  "surveyId",
  "surveyVersion",
  "completeness",
  "insideWindow",
  "answers",
  "remark",
] as const satisfies readonly (keyof PendingResponse)[];

/**
 * The rows in an order that depends on what they say and on nothing else: neither on their keys nor on when they came.
 * Chance applied after this sees the same rows whatever order the day was worked in.
 */
export function inCanonicalOrder<Row extends PendingResponse>(rows: readonly Row[]): Row[] {
  const keyed = rows.map((row) => ({ row, content: JSON.stringify(contentColumns.map((column) => row[column])) }));
  keyed.sort((a, b) => (a.content < b.content ? -1 : a.content > b.content ? 1 : 0));
  return keyed.map(({ row }) => row);
}
