/**
 * A call as the sum of what has happened in it. The events are only ever added to, and where the call stands is derived
 * from them by one pure fold, so that late, repeated and reordered news of a carrier cannot bring a call anywhere that its
 * log does not explain. No event holds a key that was pressed, an answer, a name or a number.
 */
import { hasBranches } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import type { CallEnd } from "./conversation/endings.ts";
import type { CallHappened, Stage } from "./conversation/turn.ts";
import type { OutcomeCode } from "./outcomes.ts";

/** The carrier's states of a call (telephony/carrier.ts), and "ordered" before the carrier has said anything. */
export type LineState =
  | "ordered"
  | "queued"
  | "ringing"
  | "answered"
  | "completed"
  | "busy"
  | "no-answer"
  | "failed"
  | "canceled";

const finalStates: ReadonlySet<LineState> = new Set(["completed", "busy", "no-answer", "failed", "canceled"]);

export type CallEvent =
  | { readonly kind: "ordered" }
  /** Somebody rings us. */
  | { readonly kind: "came-in" }
  /** The carrier took the order. */
  | { readonly kind: "accepted" }
  /** Nothing was dialled; `because` is the port's word (telephony/carrier.ts, carrierRefusals). */
  | { readonly kind: "refused"; readonly because: string }
  /** The carrier told how the line is. `sequence` is its own order of telling; null when we asked. */
  | { readonly kind: "told"; readonly status: Exclude<LineState, "ordered">; readonly sequence: number | null }
  /** A turn was taken; `turn` is the one that is awaited now. */
  | { readonly kind: "turn-taken"; readonly turn: number }
  /** What the conversation did with it. */
  | {
      readonly kind: "heard";
      readonly happened: CallNews;
      readonly stage?: Stage;
      readonly question?: string;
      readonly as?: CallEnd;
    }
  /** We put the line down. */
  | { readonly kind: "hung-up"; readonly because: "unwanted" | "closing-time" | "overdue" | "taken-over" }
  /** Two lines were joined, and this is how long they talked. */
  | { readonly kind: "connected"; readonly talkSeconds: number | null }
  /** The other line was rung and never joined. */
  | { readonly kind: "not-connected"; readonly because: "busy" | "no-answer" | "failed" | "canceled" }
  /** The case has got what came of the call. */
  | { readonly kind: "settled"; readonly outcome: OutcomeCode | null; readonly handedOver: boolean }
  /** The carrier has taken the number out of its books. */
  | { readonly kind: "erased" };

/** Words of the conversation that may stand in a log: that a question was answered, never how. */
export type CallNews =
  | "began"
  | "no-human"
  | "identity-confirmed"
  | "birthday-wrong"
  | "answered"
  | "silence"
  | "wrong-key"
  | "repeated"
  | "refusal-checked"
  | "refusal-taken-back"
  | "ended"
  /** The coordinator has pressed the key, and the patient's line is rung. */
  | "joining";

export type CallStanding = {
  readonly state: LineState;
  readonly sequence: number;
  readonly turn: number;
  readonly talkSeconds: number | null;
  readonly settledAt: number | null;
  readonly endedAt: number | null;
  readonly erasedAt: number | null;
  readonly events: number;
};

export const beforeAnything: CallStanding = {
  state: "ordered",
  sequence: -1,
  turn: 0,
  talkSeconds: null,
  settledAt: null,
  endedAt: null,
  erasedAt: null,
  events: 0,
};

/** Where a call stands after one more event, which happened at `at` (epoch ms). Nothing leaves an end. */
export function standingAfter(before: CallStanding, event: CallEvent, at: number): CallStanding {
  const standing = { ...before, events: before.events + 1 };
  const isDown = before.endedAt !== null;
  switch (event.kind) {
    case "came-in":
      return isDown ? standing : { ...standing, state: "answered" };
    case "refused":
      return isDown ? standing : { ...standing, state: "failed", settledAt: before.settledAt ?? at, endedAt: at };
    case "told": {
      if (isDown || !isNews(before, event)) return standing;
      const sequence = Math.max(before.sequence, event.sequence ?? before.sequence);
      const endedAt = finalStates.has(event.status) ? at : null;
      return { ...standing, state: event.status, sequence, endedAt };
    }
    case "turn-taken":
      return { ...standing, turn: Math.max(before.turn, event.turn), state: isDown ? before.state : "answered" };
    case "connected":
      return { ...standing, talkSeconds: event.talkSeconds };
    case "settled":
      return { ...standing, settledAt: before.settledAt ?? at };
    case "erased":
      return { ...standing, erasedAt: before.erasedAt ?? at };
    default:
      return standing;
  }
}

/**
 * Does a carrier's word about the line say anything new? Its last word holds whatever came before; the rest only in
 * their order, and never back from an answer.
 */
export function isNews(
  { state, sequence, endedAt }: Pick<CallStanding, "state" | "sequence" | "endedAt">,
  told: { readonly status: LineState; readonly sequence: number | null },
): boolean {
  if (endedAt !== null) return false;
  if (finalStates.has(told.status)) return true;
  if (told.status === state) return false;
  return state !== "answered" && (told.sequence === null || told.sequence > sequence);
}

/**
 * What stands in the log of what a turn did. Keys, answers and how near a birthday was are left out; so is which question
 * was put where that depends on what was answered before (`survey`).
 */
export function newsOf(happened: readonly CallHappened[], survey: Survey | null): CallEvent[] {
  const tells = survey !== null && hasBranches(survey);
  return happened.flatMap((one): CallEvent[] => {
    switch (one.kind) {
      case "call-begun":
        return [{ kind: "heard", happened: "began" }];
      case "no-human-answered":
        return [{ kind: "heard", happened: "no-human" }];
      case "identity-confirmed":
      case "birthday-wrong":
      case "refusal-checked":
      case "refusal-taken-back":
        return [{ kind: "heard", happened: one.kind }];
      case "missed":
        return [{ kind: "heard", happened: one.by, stage: one.stage }];
      case "repeated":
        return [{ kind: "heard", happened: "repeated", stage: one.stage }];
      // Left without an answer is an answer too: the log does not tell them apart.
      case "answered":
      case "skipped":
        return [{ kind: "heard", happened: "answered", ...(tells ? {} : { question: one.step }) }];
      case "call-ended":
        return [{ kind: "heard", happened: "ended", as: one.as }];
      default:
        return [];
    }
  });
}
