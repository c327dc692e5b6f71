/** A fault of a survey file, and what all who look for them ask. */
import type { Path } from "./json-text.ts";
import type { Salvaged } from "./salvage.ts";

/** Something wrong: where in the file, and a sentence that names the place and says what to do. */
export type SurveyFault = { readonly path: Path; readonly text: string };

export type Faults = readonly SurveyFault[];

export const blank = (text: string) => text.trim() === "";

/** Signs that nobody sees and a voice cannot say: control characters, half characters, turned directions of writing. */
export const unseen = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
export const unseenText =
  "här står ett osynligt tecken (ett styrtecken eller en radbrytning). Skriv om texten utan det.";

/** Each value that is there more than once. */
export function repeated<T>(values: readonly T[]): T[] {
  const seen = new Set<T>();
  return [...new Set(values.filter((value) => seen.size === seen.add(value).size))];
}

/** Where each step stands in the file; of two with one key the latter. */
export const placesIn = ({ survey, places }: Salvaged) => {
  const of = new Map(survey.steps.map((step, at) => [step.key, places[at]!]));
  return (key: string): Path => ["steps", of.get(key) ?? 0];
};
