/**
 * What an attempt or a case can come to, as data that drives scheduling: how long to rest, whether it ends the case,
 * what the coordinator must add. AAPOR codes and classes after AAPOR Standard Definitions (domain §6). The case's own
 * final outcome is derived from these in disposition.ts; nothing here is an if-chain's business.
 * Long because it is a table.
 */

/** I complete, P partial, R refusal, NC non-contact, O other non-response, NE not eligible. */
export type OutcomeClass = "I" | "P" | "R" | "NC" | "O" | "NE";

export type OutcomeCode =
  | "completed"
  | "partial"
  | "broken-off"
  | "will-not-continue"
  | "refused"
  | "withdrawn"
  | "refused-by-other"
  | "refused-by-guardian"
  | "refused-heard"
  | "care-call-made"
  | "no-answer"
  | "busy"
  | "rejected"
  | "voicemail"
  | "wrong-person"
  | "later"
  | "unable"
  | "language"
  | "dead"
  | "not-eligible"
  | "bad-number"
  | "window-passed-contact"
  | "window-passed"
  | "never-called"
  | "acute"
  | "no-number"
  | "protected"
  | "no-consent"
  | "not-chosen";

export type Outcome = {
  readonly code: OutcomeCode;
  /** Swedish, as it stands in a form or a table. */
  readonly label: string;
  readonly aapor: string | null;
  /** Null: decides nothing about the case by itself. */
  readonly class: OutcomeClass | null;
  /** Ends the case: at once, when the window closes and nothing better came, or not. */
  readonly final: "yes" | "at-close" | "no";
  /** Ends the case when this many attempts have come to it; null: never by repetition. */
  readonly finalAfter: number | null;
  /** Given by the program, never by a person. */
  readonly automatic: boolean;
  /** Offered in the outcome form. */
  readonly pickable: boolean;
  /** Someone at the number spoke with us. */
  readonly contact: boolean;
  /** At least so many hours before the next attempt; "spacing" is the policy's spacingHours. Ignored when final. */
  readonly restHours: number | "spacing";
  /** Not again on the same local day. */
  readonly notSameDay: boolean;
  /** The next attempt should fall in another part of day. */
  readonly otherPartOfDay: boolean;
  /** A time must be agreed. */
  readonly needsAppointment: boolean;
  /** A note must be written; `noteHint` says what about. */
  readonly needsNote: boolean;
  readonly noteHint: string | null;
  /** Answers given so far are deleted. */
  readonly deletesAnswers: boolean;
  /** Name and numbers are erased at once, and all of the person's cases are closed. */
  readonly erasesContact: boolean;
  /** The number just tried is dropped; the case ends only when no other is left. */
  readonly dropsNumber: boolean;
};

/** What most rows share: a person may pick it, it ends nothing, the policy's spacing follows. */
const common = {
  finalAfter: null,
  automatic: false,
  pickable: true,
  contact: false,
  restHours: "spacing",
  notSameDay: false,
  otherPartOfDay: false,
  needsAppointment: false,
  needsNote: false,
  noteHint: null,
  deletesAnswers: false,
  erasesContact: false,
  dropsNumber: false,
} as const;

/** Follows from the interview itself, so nobody picks it. */
const derived = { ...common, pickable: false, contact: true };
/** Given by the clock or the intake. */
const byProgram = { ...common, automatic: true, pickable: false };
const spoken = { ...common, contact: true };
const missed = { ...common, otherPartOfDay: true };

/** In the order of the outcome form: what happens most often first, what the program gives itself last. */
export const outcomes: readonly Outcome[] = [
  { ...missed, code: "no-answer", label: "Inget svar", aapor: "2.20", class: "NC", final: "no" },
  { ...missed, code: "busy", label: "Upptaget", aapor: "2.20", class: "NC", final: "no" },
  {
    ...missed,
    code: "voicemail",
    label: "Telefonsvarare, inget meddelande lämnat",
    aapor: "2.222",
    class: "NC",
    final: "no",
  },
  { ...common, code: "rejected", label: "Avvisat samtal", aapor: "2.20", class: "NC", final: "no", notSameDay: true },
  {
    ...spoken,
    code: "later",
    label: "Orkar inte nu, sover, upptagen – bokad tid",
    aapor: null,
    class: null,
    final: "no",
    restHours: 0,
    needsAppointment: true,
  },
  {
    ...spoken,
    code: "wrong-person",
    label: "Någon annan svarade",
    aapor: "2.21",
    class: "NC",
    final: "no",
    otherPartOfDay: true,
  },
  // The line was lost, nobody said no: whoever called may ring straight back.
  {
    ...spoken,
    code: "broken-off",
    label: "Samtalet bröts",
    aapor: "2.12",
    class: "R",
    final: "at-close",
    restHours: 0,
  },
  { ...spoken, code: "refused", label: "Tackar nej", aapor: "2.112", class: "R", final: "yes" },
  { ...spoken, code: "will-not-continue", label: "Vill inte fortsätta", aapor: "2.12", class: "R", final: "yes" },
  {
    ...spoken,
    code: "refused-by-other",
    label: "Annan tackar nej åt personen",
    aapor: "2.111",
    class: "R",
    final: "no",
    finalAfter: 2,
    notSameDay: true,
  },
  {
    ...spoken,
    code: "refused-heard",
    label: "Annan tackar nej, och personen hörs säga nej",
    aapor: "2.111",
    class: "R",
    final: "yes",
  },
  {
    ...spoken,
    code: "refused-by-guardian",
    label: "God man eller förvaltare tackar nej",
    aapor: "2.111",
    class: "R",
    final: "yes",
  },
  {
    ...spoken,
    code: "withdrawn",
    label: "Återkallar samtycke",
    aapor: "2.112",
    class: "R",
    final: "yes",
    deletesAnswers: true,
  },
  {
    ...common,
    code: "bad-number",
    label: "Fel eller avstängt nummer",
    aapor: "2.20",
    class: "NC",
    final: "no",
    // The next number is another telephone, so nobody is disturbed by trying it at once.
    restHours: 0,
    dropsNumber: true,
  },
  {
    ...spoken,
    code: "unable",
    label: "Kan inte delta",
    aapor: "2.32",
    class: "O",
    final: "yes",
    needsNote: true,
    noteHint: "Vad har ni försökt med? Till exempel texttelefon, bildtelefoni eller närstående.",
  },
  {
    ...spoken,
    code: "language",
    label: "Språk, tolk inte möjlig",
    aapor: "2.333",
    class: "O",
    final: "yes",
    needsNote: true,
    noteHint: "Vilket språk, och hur försökte ni få tolk?",
  },
  {
    ...spoken,
    code: "not-eligible",
    label: "Återinlagd eller inte i ordinärt boende",
    aapor: "4.70",
    class: "NE",
    final: "yes",
    needsNote: true,
    noteHint: "Är personen återinlagd eller har hen flyttat till annat boende?",
  },
  { ...spoken, code: "dead", label: "Avliden", aapor: "2.31", class: "O", final: "yes", erasesContact: true },
  // The routine's call to somebody who said no to the survey at discharge: kept as care, a refusal of the survey.
  {
    ...spoken,
    code: "care-call-made",
    label: "Samtalet gjort, enkäten inte ställd",
    aapor: "2.112",
    class: "R",
    final: "yes",
  },
  { ...derived, code: "completed", label: "Genomförd", aapor: "1.1", class: "I", final: "yes" },
  { ...derived, code: "partial", label: "Delvis genomförd", aapor: "1.2", class: "P", final: "at-close", restHours: 0 },
  // Help comes first; nobody asks questions again that day, and it is no refusal.
  { ...derived, code: "acute", label: "Avbrutet – akut", aapor: null, class: null, final: "no", notSameDay: true },
  {
    ...byProgram,
    code: "window-passed-contact",
    label: "Fönstret stängt efter kontakt",
    aapor: "2.21",
    class: "NC",
    final: "yes",
  },
  {
    ...byProgram,
    code: "window-passed",
    label: "Fönstret stängt utan kontakt",
    aapor: "2.20",
    class: "NC",
    final: "yes",
  },
  { ...byProgram, code: "never-called", label: "Aldrig uppringd", aapor: "2.20", class: "NC", final: "yes" },
  { ...byProgram, code: "no-number", label: "Inget användbart nummer", aapor: "2.20", class: "NC", final: "yes" },
  { ...byProgram, code: "protected", label: "Skyddade personuppgifter", aapor: "2.20", class: "NC", final: "yes" },
  { ...byProgram, code: "no-consent", label: "Inget samtycke", aapor: "2.112", class: "R", final: "yes" },
  // A green case that nobody ticked was never in the routine, so it counts nowhere.
  { ...byProgram, code: "not-chosen", label: "Inte vald för uppringning", aapor: null, class: null, final: "yes" },
];

const byCode = new Map(outcomes.map((outcome) => [outcome.code, outcome]));

/** What the outcome form offers, in its order; `surveyConsent` is false for a case that gets the care call only. */
export const outcomesToPick = (surveyConsent: boolean): readonly Outcome[] =>
  outcomes.filter((outcome) => outcome.pickable && (outcome.code !== "care-call-made" || !surveyConsent));

/** Is this text the code of an outcome? */
export const isOutcomeCode = (text: string): text is OutcomeCode => byCode.has(text as OutcomeCode);

/** The row of a code. Throws RangeError on a code that is not in the table: that is a fault of ours, not of a person. */
export function outcomeOf(code: OutcomeCode): Outcome {
  const outcome = byCode.get(code);
  if (!outcome) throw new RangeError(`no outcome is called ${code}`);
  return outcome;
}
