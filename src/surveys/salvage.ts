/**
 * What can still be looked at in a survey whose shape is faulty, so that its author hears of everything at once and not of
 * the ways only when the last comma is right. What is broken is left out or filled with what raises no fault of its own.
 */
import type * as z from "zod";
import { type Step, type Survey, stepShape, surveyShape } from "./survey.ts";

export type Salvaged = {
  readonly survey: Survey;
  /** Place of each step of it among the file's steps. */
  readonly places: readonly number[];
  /** Keys of steps that could not be saved: they are there, whatever is wrong with them. */
  readonly otherKeys: readonly string[];
  /** Every arrow, core question and module is known, so that ways and modules can be told of. */
  readonly ways: boolean;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is put where a field is broken: nothing depends on it but the field itself. */
const fillers: Readonly<Record<string, unknown>> = {
  text: { patient: "…", proxy: "…" },
  label: "…",
  yesLabel: "…",
  noLabel: "…",
  maxLength: 1,
  ownExperience: false,
};
const droppable: ReadonlySet<string> = new Set(["hint", "positive", "raises"]);

/** `raw`: a file that surveyShape has refused with `issues`. Null when nothing can be looked at. */
export function salvage(raw: unknown, issues: readonly z.core.$ZodIssue[]): Salvaged | null {
  if (!isRecord(raw) || !Array.isArray(raw.steps)) return null;
  const broken = new Set(issues.map(({ path }) => String(path[0] ?? "")));
  const steps: Step[] = [];
  const places: number[] = [];
  const otherKeys: string[] = [];
  for (const [place, one] of raw.steps.entries()) {
    const step = salvageStep(one);
    if (step) {
      steps.push(step);
      places.push(place);
    } else if (isRecord(one) && typeof one.key === "string") otherKeys.push(one.key);
  }
  const parts = {
    scales: broken.has("scales") ? soundOnes(raw.scales) : raw.scales,
    ...(raw.modules === undefined || broken.has("modules") ? {} : { modules: raw.modules }),
    ...(broken.has("robot") || raw.robot === undefined ? {} : { robot: raw.robot }),
    start: broken.has("start") ? "" : raw.start,
    id: broken.has("id") ? "x" : raw.id,
    version: broken.has("version") ? 1 : raw.version,
    ...{ language: "sv", title: "…", minutes: 1, steps },
  };
  const read = surveyShape.safeParse(parts);
  if (!read.success) return null;
  const ways = otherKeys.length === 0 && steps.length === raw.steps.length && !broken.has("start");
  return { survey: read.data, places, otherKeys, ways: ways && !broken.has("modules") };
}

/** The step with its broken fields filled in; null when something else depends on one of them. */
function salvageStep(raw: unknown): Step | null {
  const first = stepShape.safeParse(raw);
  if (first.success) return first.data;
  if (!isRecord(raw)) return null;
  const step: Record<string, unknown> = { ...raw };
  for (const issue of first.error.issues) {
    const field = String(issue.path[0] ?? "");
    if (issue.code === "unrecognized_keys" && issue.path.length === 0) for (const key of issue.keys) delete step[key];
    else if (Object.hasOwn(fillers, field)) step[field] = fillers[field];
    else if (droppable.has(field)) delete step[field];
    else return null;
  }
  const again = stepShape.safeParse(step);
  return again.success ? again.data : null;
}

/** The scales that are sound by themselves. */
function soundOnes(raw: unknown): Survey["scales"] {
  const shape = surveyShape.shape.scales;
  const sound = Object.entries(isRecord(raw) ? raw : {}).flatMap(([name, choices]) => {
    const read = shape.safeParse({ [name]: choices });
    return read.success ? Object.entries(read.data) : [];
  });
  return Object.fromEntries(sound);
}
