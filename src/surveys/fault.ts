/** A fault of a survey file, and what all who look for them ask. */
import type { Path } from "./json-text.ts";
import type { Salvaged } from "./salvage.ts";

/** Something wrong: where in the file, and a sentence that names the place and says what to do. */
export type SurveyFault = { readonly path: Path; readonly text: string };

export type Faults = readonly SurveyFault[];

/** Nothing in it is seen: spaces of any kind, joiners, accents without a letter, and letters that are drawn as nothing. */
export const blank = (text: string): boolean =>
  text.replace(/[\p{C}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]/gu, "") === "";

/**
 * Signs that nobody sees and a voice cannot say: control characters, line breaks, half characters, turned directions of
 * writing, soft hyphens, a word processor's private signs. The two joiners are part of how some languages are spelt.
 */
export const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
export const unseenText =
  "här står ett osynligt tecken (ett styrtecken eller en radbrytning). Skriv om texten utan det.";

/** What a program puts where it could not read a letter: å, ä and ö from a file in another encoding. */
const damaged = /[\ufffc\ufffd]/;

/** What is wrong with a text that is seen or heard, whatever it says; null when nothing is. */
export function wrongWith(text: string): string | null {
  if (blank(text)) return "texten är tom. Skriv den.";
  if (unseen.test(text)) return unseenText;
  return damaged.test(text) ? "ett tecken har gått sönder (�). Skriv om texten, och spara filen som UTF-8." : null;
}

/** What is wrong with a label, which no door fills in; null when nothing is. */
export const wrongWithLabel = (text: string): string | null =>
  wrongWith(text) ?? (/[{}]/.test(text) ? "här får inga klamrar { } stå. Skriv ut texten." : null);

/** Two texts that nobody can tell apart have the same: spaces, capitals and how an å is put together do not count. */
export const plainWords = (text: string): string =>
  text.normalize("NFC").trim().replace(/\s+/g, " ").toLocaleLowerCase("sv");

/** Each value that is there more than once; `asOne`: two of the same are the same value. */
export function repeated<T>(values: readonly T[], asOne: (value: T) => unknown = (value) => value): T[] {
  const first = new Map<unknown, T>();
  const found = new Set<T>();
  for (const value of values) {
    const known = first.get(asOne(value));
    if (first.has(asOne(value))) found.add(known as T);
    else first.set(asOne(value), value);
  }
  return [...found];
}

/** Where each step stands in the file; of two with one key the latter. */
export const placesIn = ({ survey, places }: Salvaged) => {
  const of = new Map(survey.steps.map((step, at) => [step.key, places[at]!]));
  return (key: string): Path => ["steps", of.get(key) ?? 0];
};

/** Deeper than any survey. */
const deepest = 10;

/**
 * Every place of a parsed file that is called "__proto__". Such a key is passed over by those who read the file, and what
 * is passed over would never be told of.
 */
export function placesOfProto(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null || path.length > deepest) return [];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return inner.flatMap(([key, one]) => [
    ...(key === "__proto__" ? [[...path, key]] : []),
    ...placesOfProto(one, [...path, key]),
  ]);
}
