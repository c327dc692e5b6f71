/**
 * Every problem the program can name. A code is what a machine sees (JSON, logs, the refused list of an import);
 * the sentence is what a person sees: Swedish, what happened and what to do about it. `{…}` in a sentence is filled
 * from the refusal's details. `retry` says whether the same request may succeed later without being changed.
 *
 * Expected refusals are returned as values ({@link Refusal}); above the ground floor they may be thrown as a
 * {@link Problem} and are then written once per medium (see web/failures.ts).
 */
export type ProblemDefinition = { readonly status: number; readonly sentence: string; readonly retry: boolean };

const define = <const T extends Record<string, ProblemDefinition>>(problems: T) => problems;

/** What was typed or asked for cannot be accepted as it is (422 unless said otherwise). */
const wrong = (sentence: string, status = 422): ProblemDefinition => ({ status, sentence, retry: false });
/** Right question, wrong moment: try again later or look again first. */
const later = (sentence: string, status = 409): ProblemDefinition => ({ status, sentence, retry: true });

export const problems = define({
  // ── the doors ──
  "not-found": wrong("Sidan finns inte. Gå tillbaka till listan och försök därifrån.", 404),
  "sign-in-needed": wrong("Du behöver logga in först.", 401),
  "not-allowed": wrong("Din roll får inte göra det här. Be en administratör om du behöver det.", 403),
  "foreign-form": wrong("Formuläret skickades från en annan webbplats och togs inte emot. Öppna sidan på nytt.", 403),
  "too-large": wrong("Det du skickade är för stort. Största storlek är {limit}.", 413),
  unexpected: later("Något gick fel hos oss. Det du redan sparat finns kvar. Försök igen om en stund.", 500),
});

export type ProblemCode = keyof typeof problems;
export type Details = Readonly<Record<string, string | number>>;

/** An expected no, as a value. `details` fill the sentence and never hold a name, a number or an answer. */
export type Refusal = { readonly refused: ProblemCode; readonly details?: Details };

export const refuse = (code: ProblemCode, details?: Details): Refusal =>
  details === undefined ? { refused: code } : { refused: code, details };

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "refused" in value;

/** The Swedish sentence for a problem, with its details filled in. */
export function sentenceFor(code: ProblemCode, details: Details = {}): string {
  return problems[code].sentence.replace(/\{(\w+)\}/g, (whole, key: string) => String(details[key] ?? whole));
}

/** A refusal that has to leave through a throw, because nobody on the way up can answer it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: Details;
  constructor(code: ProblemCode, details: Details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
