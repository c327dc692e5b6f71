/**
 * How a call with the robot can end, as data: which outcome the attempt gets and whether a person goes on with the case.
 * The outcomes are those of a person's call (outcomes.ts); some of them differ by whether we knew who was there.
 */
import type { OutcomeCode } from "../outcomes.ts";

export type CallEnd =
  | "completed"
  | "partial"
  | "refused"
  | "will-not-continue"
  | "later"
  | "person"
  | "silence"
  | "wrong-keys"
  | "hang-up"
  | "wrong-person"
  | "wrong-birthday"
  | "no-human"
  | "closed"
  | "nothing-to-ask";

type Meaning = {
  /** Null: the call says nothing about the case. */
  readonly outcome: OutcomeCode | null;
  /** The case goes to a person, with what has been answered: to the top of the unit's list, unless the outcome rests it. */
  readonly personTakesOver: boolean;
};

const meanings: Readonly<Record<CallEnd, { readonly known: Meaning; readonly unknown: Meaning }>> = {
  completed: always("completed", false),
  partial: always("partial", false),
  refused: always("refused", false),
  "will-not-continue": always("will-not-continue", false),
  // No time has been agreed: a person rings and agrees on one, or asks there and then.
  later: always("later", true),
  // Who asked for a person before saying who they are has been in contact with us, but may be anybody.
  person: { known: of("broken-off", true), unknown: of("wrong-person", true) },
  // Silence at the opening may be an answering machine that the carrier took for a human, or somebody who cannot manage
  // the keys: an attempt in vain, which a person goes on from once it has rested.
  silence: { known: of("broken-off", true), unknown: of("no-answer", true) },
  "wrong-keys": { known: of("broken-off", true), unknown: of("wrong-person", true) },
  // Put down at the first words: not rung again that day.
  "hang-up": { known: of("broken-off", false), unknown: of("rejected", false) },
  "wrong-person": always("wrong-person", true),
  "wrong-birthday": always("wrong-person", true),
  "no-human": always("voicemail", false),
  closed: always(null, false),
  "nothing-to-ask": always(null, false),
};

function of(outcome: OutcomeCode | null, personTakesOver: boolean): Meaning {
  return { outcome, personTakesOver };
}

function always(outcome: OutcomeCode | null, personTakesOver: boolean) {
  return { known: of(outcome, personTakesOver), unknown: of(outcome, personTakesOver) };
}

/**
 * What an end comes to. `identified`: the birthday had been right. For a call of ours; somebody who rings us and is not
 * identified changes no case.
 */
export const meaningOfEnd = (end: CallEnd, identified: boolean): Meaning =>
  meanings[end][identified ? "known" : "unknown"];
