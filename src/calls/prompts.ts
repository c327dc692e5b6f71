/**
 * The robot's lines as data: which there are, what they may hold, and a checker that finds every fault of a book of them
 * at once, so that a region can better a line without being able to break the call or to tell a stranger too much.
 *
 * Nothing about a person is ever spoken. `{region}` is the only marker a door fills in; the others stand for numbers and
 * texts of the survey itself. Every piece that is said has a name of its own, so that a recorded file can take its place.
 */
import { swedishPrompts } from "./prompts.sv.ts";

export type PromptId = keyof typeof markersOf;

export type Prompt = {
  readonly text: string;
  /** May be heard before we know who answers: nothing in it tells of care. */
  readonly neutral: boolean;
};

export type PromptBook = {
  readonly language: string;
  readonly prompts: Readonly<Record<PromptId, Prompt>>;
  /** How 0, 1, 2 … are said. */
  readonly numbers: readonly string[];
  /** Numbers of a survey's text that a synthetic voice would say wrong: "1177" is no thousand. */
  readonly pronounced: Readonly<Record<string, string>>;
};

/** One thing said in one breath; a short pause belongs between two of them. */
export type Spoken = {
  /** The same text always has the same name: "opening", "question-number:4:6", "question:punktmatning-kort.v1:plan". */
  readonly id: string;
  /** May hold {region}; see {@link textFor}. */
  readonly text: string;
  readonly neutral: boolean;
};

/** Every line there must be, and the markers beside {region} that its text must hold. */
const markersOf = {
  opening: [],
  "opening-again": [],
  "inbound-opening": [],
  "inbound-opening-again": [],
  birthday: [],
  "birthday-again": [],
  "birthday-wrong": [],
  "wrong-person": [],
  "birthday-wrong-again": [],
  "inbound-wrong-person": [],
  "inbound-birthday-wrong-again": [],
  "person-unknown": [],
  "inbound-person-unknown": [],
  "silent-unknown": [],
  "inbound-silent-unknown": [],
  "after-the-end": [],
  "closed-outbound": [],
  "closed-inbound": [],
  intro: ["questions", "minutes"],
  "intro-again": [],
  "welcome-back": [],
  "question-number": ["number", "of"],
  choice: ["key", "choice"],
  "choice-short": ["key", "choice"],
  "dont-know-hint": [],
  "repeat-hint": [],
  "skip-hint": [],
  "yes-or-no": [],
  thanks: [],
  help: [],
  "help-again": [],
  "help-coming": [],
  goodbye: [],
  "goodbye-short": [],
  later: [],
  person: [],
  "refusal-check": [],
  "refusal-check-again": [],
  refused: [],
  "silent-known": [],
  "person-hint": [],
  "already-answered": [],
  "nothing-more": [],
  "take-your-time": [],
  "take-your-time-question": [],
  "press-a-key": [],
  "wrong-key": [],
  "technical-fault": [],
  // On a coordinator's own telephone (connecting.ts).
  "bridge-opening": [],
  "bridge-not-now": [],
  "bridge-busy": [],
  "bridge-no-answer": [],
} as const;

/** Said before the identity check whatever happens, and to whoever answers. */
const alwaysNeutral: readonly PromptId[] = [
  "opening",
  "opening-again",
  "inbound-opening",
  "inbound-opening-again",
  "birthday",
  "birthday-again",
  "birthday-wrong",
  "wrong-person",
  "birthday-wrong-again",
  "inbound-wrong-person",
  "inbound-birthday-wrong-again",
  "person-unknown",
  "inbound-person-unknown",
  "silent-unknown",
  "inbound-silent-unknown",
  "after-the-end",
  "closed-outbound",
  "closed-inbound",
  "take-your-time",
  "press-a-key",
  "wrong-key",
  "technical-fault",
];

/** Beginnings and parts of words that would tell a stranger of care. Even that somebody was in hospital is secret. */
const tellsOfCare =
  /sjuk|vård|patient|utskriv|hemkom|hemgång|kommit hem|avdelning|psyk|enkät|läkar|doktor|klinik|mottagning|behandl|medicin|diagnos|operation|undersök|intervju|häls[ao]/i;

/** The word that makes a text unfit for a stranger, or null. */
export const wordOfCare = (text: string): string | null => tellsOfCare.exec(text)?.[0] ?? null;

/** Every fault in a book of lines, as Swedish sentences that name the line; none when it may be used. */
export function promptFaults(book: PromptBook): string[] {
  const ids = Object.keys(markersOf) as PromptId[];
  return [
    ...ids.filter((id) => !Object.hasOwn(book.prompts, id)).map((id) => `Repliken ${id} saknas.`),
    ...Object.keys(book.prompts)
      .filter((id) => !Object.hasOwn(markersOf, id))
      .map((id) => `Repliken ${id} är okänd.`),
    ...ids.filter((id) => Object.hasOwn(book.prompts, id)).flatMap((id) => lineFaults(id, book.prompts[id])),
    ...(book.numbers.length < 21 ? ["Talen ska gå från noll till minst tjugo."] : []),
  ];
}

function lineFaults(id: PromptId, { text, neutral }: Prompt): string[] {
  const faults: string[] = [];
  const wanted: readonly string[] = markersOf[id];
  if (text.trim() === "") faults.push("texten är tom.");
  const found = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
  for (const name of found) {
    if (name !== "region" && !wanted.includes(name)) faults.push(`{${name}} får inte stå här.`);
  }
  for (const name of wanted) if (!found.includes(name)) faults.push(`{${name}} måste stå här.`);
  if (/[{}<>&]/.test(text.replace(/\{[^{}]*\}/g, ""))) faults.push("klamrar och tecknen <, > och & får inte stå här.");
  if (/\d/.test(text)) faults.push("skriv siffror som ord; rösten läser dem annars fel.");
  if (alwaysNeutral.includes(id) && !neutral) faults.push("sägs innan vi vet vem som svarar och ska vara neutral.");
  const word = neutral ? wordOfCare(text) : null;
  if (word) faults.push(`är neutral men innehåller "${word}".`);
  return faults.map((fault) => `Repliken ${id}: ${fault}`);
}

/** The text as it is spoken for this region. */
export const textFor = (spoken: Pick<Spoken, "text">, region: string): string =>
  spoken.text.replaceAll("{region}", () => region);

/** The book in use. Its faults are looked for by a test, because it comes with the program. */
export const prompts: PromptBook = swedishPrompts;
