/**
 * One patient to call about one stay: what its states are and what is shown of them. The only legal moves between
 * states are in hold.ts, attempt.ts and closing.ts; all work on plain facts, named as the columns of the `cases` table.
 */
import { addDays, instantOf, type PartOfDay } from "../calendar.ts";
import type { OutcomeClass, OutcomeCode } from "../calls/outcomes.ts";
import { outcomeOf } from "../calls/outcomes.ts";

/**
 * "optional": a green case that a person may put on the list. "planned": on the list. "held": somebody is working
 * with it. "closed": done, with a disposition.
 */
export type CaseState = "optional" | "planned" | "held" | "closed";

/** What decisions need to know of a case. Instants are epoch ms, dates local "YYYY-MM-DD". */
export type CaseFacts = {
  readonly routine: boolean;
  readonly measurementId: string | null;
  /** May the survey be asked, or only the care call made? */
  readonly surveyConsent: boolean;
  readonly state: CaseState;
  readonly ownerId: string | null;
  readonly ownedSince: number | null;
  /** First and last date of the call window. */
  readonly opensOn: string;
  readonly closesOn: string;
  /** First instant a call may begin and the end of the last callable slot; null when the window has none. */
  readonly firstCallAt: number | null;
  readonly lastCallAt: number | null;
  readonly restUntil: number | null;
  /** Why it rests (calls/rest.ts); "skipped": somebody passed over it. */
  readonly restBecause: "attempt" | "day" | "part" | "skipped" | null;
  /** The parts of day that suit the patient best; null: any. */
  readonly availability: readonly PartOfDay[] | null;
  readonly appointmentAt: number | null;
  readonly attempts: number;
  /** An interview has been begun and can be resumed. */
  readonly interrupted: boolean;
  readonly disposition: OutcomeCode | null;
  readonly closedAt: number | null;
};

/** The columns that a move changes, and nothing else. */
export type CaseChanges = Partial<CaseFacts>;

/** Nobody holds the case. */
export const free = { ownerId: null, ownedSince: null } as const;

/** The columns of a case that ends at `now` (epoch ms) with a disposition. */
export const close = (disposition: OutcomeCode, now: number): CaseChanges => ({
  state: "closed",
  disposition,
  closedAt: now,
  ...free,
  restUntil: null,
  restBecause: null,
  appointmentAt: null,
  interrupted: false,
});

/** Epoch ms when the window is over: after its last callable slot, or after its last date when it had none. */
export const windowEnds = (facts: CaseFacts): number =>
  facts.lastCallAt ?? instantOf(addDays(facts.closesOn, 1), "00:00");

export type Stage =
  | "waiting"
  | "callable"
  | "resting"
  | "booked"
  | "interrupted"
  | "held"
  | "optional"
  | "completed"
  | "partial"
  | "refused"
  | "not-reached"
  | "unable"
  | "not-eligible";

export const stageLabels: Readonly<Record<Stage, string>> = {
  waiting: "Väntar på ringfönstret",
  callable: "Kan ringas",
  resting: "Vilar efter försök",
  booked: "Bokad tid",
  interrupted: "Påbörjad intervju",
  held: "Någon arbetar med den",
  optional: "Kan tas med",
  completed: "Genomförd",
  partial: "Delvis genomförd",
  refused: "Tackade nej",
  "not-reached": "Ej nådd",
  unable: "Kunde inte delta",
  "not-eligible": "Ingår inte",
};

const stageOfClass: Readonly<Record<OutcomeClass, Stage>> = {
  I: "completed",
  P: "partial",
  R: "refused",
  NC: "not-reached",
  O: "unable",
  NE: "not-eligible",
};

/** Where a case stands at an instant, for showing. Decisions about calling are calls/planner.ts's. */
export function stageOf(facts: CaseFacts, now: number): Stage {
  if (facts.state === "closed") {
    const outcomeClass = facts.disposition === null ? null : outcomeOf(facts.disposition).class;
    return outcomeClass === null ? "not-eligible" : stageOfClass[outcomeClass];
  }
  if (facts.state === "held" || facts.state === "optional") return facts.state;
  if (facts.appointmentAt !== null) return "booked";
  if (facts.firstCallAt === null || now < facts.firstCallAt) return "waiting";
  if (facts.restUntil !== null && now < facts.restUntil) return "resting";
  return facts.interrupted ? "interrupted" : "callable";
}
