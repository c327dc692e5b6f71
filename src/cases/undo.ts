/**
 * Taking back an outcome that was recorded by mistake: within the same sitting, by the one who recorded it, as long as
 * nobody has touched the case since. The case is then as it was, held by her, and the attempt goes on.
 */
import { type OutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import { type Refusal, refuse } from "../problems.ts";

/** How long a sitting's outcome can be undone. Long enough to see the mistake, too short for anybody to have rung on it. */
export const undoMinutes = 10;

/** What remembers the outcome that may be undone; instants in epoch ms. */
export type Undoable = {
  readonly accountId: string;
  readonly recordedAt: number;
  /** Of the case after the outcome. */
  readonly version: number;
};

/** Null when the account may undo it now, on a case with this version, else why not. */
export function refusedUndo(
  undoable: Undoable | undefined,
  version: number,
  accountId: string,
  now: number,
): Refusal | null {
  if (!undoable || undoable.accountId !== accountId) return refuse("undo-impossible");
  if (now >= undoable.recordedAt + undoMinutes * 60_000) return refuse("undo-too-late", { minutes: undoMinutes });
  return undoable.version === version ? null : refuse("undo-touched");
}

/**
 * Why an outcome cannot be undone once it is saved, which is said beforehand: what was erased, cut loose from its person
 * or promised to be gone cannot be had back. Null: it can.
 */
export type Irrevocable = "withdrawn" | "dead" | "sealed";

export function irrevocable(outcome: OutcomeCode, seals: boolean): Irrevocable | null {
  const { deletesAnswers, erasesContact } = outcomeOf(outcome);
  if (deletesAnswers) return "withdrawn";
  if (erasesContact) return "dead";
  return seals ? "sealed" : null;
}

/**
 * Since when (epoch ms) she holds the case again: from when the attempt began, unless such a hold would be over before she
 * has had time to say what really came of it.
 */
export const heldAgainSince = (startedAt: number, now: number, holdMinutes: number): number =>
  now - startedAt < (holdMinutes - undoMinutes) * 60_000 ? startedAt : now;
