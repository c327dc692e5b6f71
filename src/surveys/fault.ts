/** A fault of a survey file, and what all who look for them ask. */
import type { Path } from "./json-text.ts";
import type { Salvaged } from "./salvage.ts";

/** Something wrong: where in the file, and a sentence that names the place and says what to do. */
export type SurveyFault = { readonly path: Path; readonly text: string };

export type Faults = readonly SurveyFault[];

export const blank = (text: string) => text.trim() === "";

/** Each value that is there more than once. */
export const repeated = <T>(values: readonly T[]): T[] => [
  ...new Set(values.filter((v, i) => values.indexOf(v) !== i)),
];

/** Where each step stands in the file; of two with one key the latter. */
export const placesIn = ({ survey, places }: Salvaged) => {
  const of = new Map(survey.steps.map((step, at) => [step.key, places[at]!]));
  return (key: string): Path => ["steps", of.get(key) ?? 0];
};
