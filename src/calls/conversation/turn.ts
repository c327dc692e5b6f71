/**
 * The words of a call, as types: what it remembers between two turns, what it hears and what it gives back. All of them
 * are plain JSON. What was answered lives in the interview's own state beside it; nothing here holds a pressed key.
 */
import type { Happened, State } from "../../surveys/interview.ts";
import type { Survey } from "../../surveys/survey.ts";
import type { PromptId, Spoken } from "../prompts.ts";
import type { CallEnd } from "./endings.ts";

/** What the call is about. Handed in again with every turn, so that nothing of it has to be kept with the call. */
export type CallFacts = {
  readonly survey: Survey;
  /** Day of the month, 1..31. Null for somebody we do not look for: every day is then the wrong one. */
  readonly birthDay: number | null;
  readonly direction: "outbound" | "inbound";
  /** Staffed hours when the call begins. Outside them nobody could take over, so nothing is asked. */
  readonly open: boolean;
  /** Ask "behöver du hjälp?" at the end. When false the survey's help step is passed with a no. */
  readonly askHelp: boolean;
  /** The right person is told that a person rings: somebody else has the case, or the robot cannot hold it. */
  readonly personRings?: boolean;
  /** Does # reach us? Left out: it does. */
  readonly hashKey?: boolean;
  /** The carrier's verdict. Anything but a human is told nothing. Left out: a human. */
  readonly answeredBy?: "human" | "machine" | "unknown";
};

/**
 * Opening and birthday: anybody may be listening. Intro: the right person, not yet asked. Survey: questions and what
 * follows them.
 */
export type Stage = "opening" | "birthday" | "intro" | "survey" | "ended";

/** Something to say, by name; speech.ts makes words of it. Small, because it is kept until the next turn. */
export type Line =
  | { readonly say: Exclude<PromptId, "question-number" | "choice" | "choice-short"> }
  | { readonly say: "question-number"; readonly number: number; readonly of: number }
  /** A step's own text. */
  | { readonly say: "step"; readonly step: string }
  | { readonly say: "choices" | "choices-short"; readonly step: string };

export type CallState = {
  /** The turn that is awaited. It belongs in the address the carrier answers to. */
  readonly turn: number;
  readonly stage: Stage;
  /** "Det är jag" and the right day of birth. */
  readonly identified: boolean;
  /** The survey's step that has been asked, in stage survey. */
  readonly asking: string | null;
  /** "Du tryckte stjärna": a second time makes it final. */
  readonly checkingRefusal: boolean;
  readonly wrongBirthdays: number;
  /** Silences and wrong keys in a row, 0..2. */
  readonly misses: number;
  /** Scales whose choices have been read in full in this call. */
  readonly scalesRead: readonly string[];
  /** What was said last, so that the same turn can be given again. */
  readonly said: readonly Line[];
  readonly end: CallEnd | null;
};

/** A call between two turns. `interview` is null until the right person has said yes to begin. */
export type Call = { readonly state: CallState; readonly interview: State | null };

/**
 * What the telephone tells: the keys pressed (0–9, * and #), twelve seconds without any, or the end of the line. No keys
 * at all is a silence too.
 */
export type HeardOnPhone = { readonly keys: string } | "silence" | "hang-up";

/** For the log: never a key, never an answer, never how close a birthday was. */
export type CallHappened =
  | Exclude<Happened, { kind: "ignored" | "misstep" | "too-little" }>
  | { readonly kind: "call-begun"; readonly direction: "outbound" | "inbound" }
  | { readonly kind: "no-human-answered"; readonly verdict: "machine" | "unknown" }
  | { readonly kind: "birthday-wrong" }
  | { readonly kind: "identity-confirmed" }
  | { readonly kind: "missed"; readonly by: "silence" | "wrong-key"; readonly stage: Stage; readonly count: number }
  | { readonly kind: "repeated"; readonly stage: Stage }
  | { readonly kind: "refusal-checked" }
  | { readonly kind: "refusal-taken-back" }
  | { readonly kind: "call-ended"; readonly as: CallEnd }
  | { readonly kind: "turn-ignored"; readonly because: "taken-before" | "not-yet-given" | "ended" };

export type Gather = {
  readonly digits: 1 | 2;
  /** The telephone has to leave the ear before a key can be found (telephony, "The conversation"). */
  readonly timeoutSeconds: 12;
};

export type CallTurn = Call & {
  readonly say: readonly Spoken[];
  /** What to listen for when it has been said; null: hang up. # is a key like the others and ends no input. */
  readonly gather: Gather | null;
  readonly happened: readonly CallHappened[];
  readonly end: CallEnd | null;
};
