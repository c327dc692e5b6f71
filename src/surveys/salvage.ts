/**
 * What can still be looked at in a survey whose shape is faulty, so that its author hears of everything at once and not of
 * the ways only when the last comma is right. What is broken is left out or filled with what raises no fault of its own.
 */
import type * as z from "zod";
import { longest, type Step, type Survey, stepShape, surveyShape } from "./survey.ts";

export type Salvaged = {
  readonly survey: Survey;
  /** Place of each step of it among the file's steps. */
  readonly places: readonly number[];
  /** Place of each module of it among the file's modules. */
  readonly modulePlaces: readonly number[];
  /** Keys of steps and of modules, and names of scales, that could not be saved: they are there, whatever is wrong with them. */
  readonly otherKeys: readonly string[];
  readonly otherModules: readonly string[];
  readonly otherScales: readonly string[];
  /** Where the survey begins, and every arrow, is known: so it can be told where none of them leads. */
  readonly ways: boolean;
  /** Which questions are of the core is known, and which step belongs to which module. */
  readonly marks: boolean;
};

/** A survey whose shape is sound. */
export const whole = (survey: Survey): Salvaged => ({
  ...{ survey, places: [...survey.steps.keys()], modulePlaces: [...(survey.modules ?? []).keys()] },
  ...{ otherKeys: [], otherModules: [], otherScales: [], ways: true, marks: true },
});

type Loose = Record<string, unknown>;

const isRecord = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const namesIn = (values: readonly unknown[]): string[] =>
  values.flatMap((one) => (isRecord(one) && typeof one.key === "string" ? [one.key] : []));

/** `raw`: a file that surveyShape has refused with `issues`. Null when nothing can be looked at. */
export function salvage(raw: unknown, issues: readonly z.core.$ZodIssue[]): Salvaged | null {
  if (!isRecord(raw) || !Array.isArray(raw.steps) || raw.steps.length > longest.steps) return null;
  const broken = new Set(issues.map(({ path }) => String(path[0] ?? "")));
  const tried = raw.steps.map(salvageStep);
  const saved = tried.flatMap((one, place) => (one ? [{ ...one, place }] : []));
  const modulesIn = Array.isArray(raw.modules) ? raw.modules : [];
  const modules = soundModules(modulesIn);
  const scales = soundOnes(raw.scales);
  const parts = {
    ...{ scales, ...(raw.modules === undefined ? {} : { modules: modules.map(({ module }) => module) }) },
    ...(broken.has("robot") || raw.robot === undefined ? {} : { robot: raw.robot }),
    start: broken.has("start") ? "" : raw.start,
    id: broken.has("id") ? "x" : raw.id,
    version: broken.has("version") ? 1 : raw.version,
    title: broken.has("title") ? "…" : raw.title,
    ...{ language: "sv", minutes: 1, steps: saved.map(({ step }) => step) },
  };
  const read = surveyShape.safeParse(parts);
  if (!read.success) return null;
  const all = saved.length === tried.length;
  return {
    ...{ survey: read.data, places: saved.map(({ place }) => place), modulePlaces: modules.map(({ place }) => place) },
    otherKeys: namesIn(raw.steps.filter((_, place) => !tried[place])),
    // Where all of them are in something that cannot be read, whatever is named may be there.
    otherModules: broken.has("modules") && !Array.isArray(raw.modules) ? named(saved, "module") : namesIn(modulesIn),
    otherScales: [...(isRecord(raw.scales) ? Object.keys(raw.scales) : named(saved, "scale")), unknownScale].filter(
      (name) => !Object.hasOwn(scales, name),
    ),
    ways: all && !broken.has("start") && saved.every(({ ways }) => ways),
    marks: all && saved.every(({ marks }) => marks),
  };
}

/** What the steps call their scale, or their module. */
const named = (saved: readonly { readonly step: Loose }[], field: "scale" | "module"): string[] =>
  saved.flatMap(({ step }) => (typeof step[field] === "string" ? [step[field]] : []));

/** Put where a question does not name any scale. */
const unknownScale = "?";

/** What is put where a field is broken, and what is then not known any more. */
const fillers: Readonly<Record<string, { readonly value: unknown; readonly loses?: "ways" | "marks" }>> = {
  text: { value: { patient: "…", proxy: "…" } },
  ...{ label: { value: "…" }, yesLabel: { value: "…" }, noLabel: { value: "…" } },
  ...{ maxLength: { value: 1 }, ownExperience: { value: false }, scale: { value: unknownScale } },
  ...{ hint: { value: undefined }, positive: { value: undefined }, raises: { value: undefined } },
  ...{ core: { value: false, loses: "marks" }, module: { value: undefined, loses: "marks" } },
  ...{ next: { value: "end:completed", loses: "ways" }, branches: { value: undefined, loses: "ways" } },
  ...{ yes: { value: "end:refused", loses: "ways" }, no: { value: "end:refused", loses: "ways" } },
};

/** The step with its broken fields filled in; null when everything else depends on one of them. */
function salvageStep(raw: unknown) {
  const first = stepShape.safeParse(raw);
  if (first.success) return { step: first.data as Step, ways: true, marks: true };
  if (!isRecord(raw)) return null;
  const step: Loose = { ...raw };
  const lost = new Set<string>();
  for (const { path, ...issue } of first.error.issues) {
    const [field = "", inner] = path.map(String);
    if (issue.code === "unrecognized_keys" && path.length === 0) for (const key of issue.keys) delete step[key];
    const filler = Object.hasOwn(fillers, field) ? fillers[field] : undefined;
    if (!filler) continue;
    if (filler.loses) lost.add(filler.loses);
    const record = step[field];
    // Of a text in two forms, and of several branches, what is sound stays.
    if (field === "text" && isRecord(record)) step[field] = soundText(record);
    else if (field === "branches" && isRecord(record) && inner !== undefined)
      step[field] = Object.fromEntries(Object.entries(record).filter(([code]) => code !== inner));
    else if (filler.value === undefined) delete step[field];
    else step[field] = filler.value;
  }
  const again = stepShape.safeParse(step);
  return again.success ? { step: again.data as Step, ways: !lost.has("ways"), marks: !lost.has("marks") } : null;
}

const soundText = (text: Loose) => {
  const form = (key: string) => {
    const said = Object.hasOwn(text, key) ? text[key] : "";
    return typeof said === "string" && said !== "" && said.length <= longest.text ? said : "…";
  };
  return { patient: form("patient"), proxy: form("proxy") };
};

/** The scales that are sound by themselves. */
function soundOnes(raw: unknown): Survey["scales"] {
  const shape = surveyShape.shape.scales;
  const sound = Object.entries(isRecord(raw) ? raw : {}).flatMap(([name, choices]) => {
    const read = shape.safeParse({ [name]: choices });
    return read.success ? Object.entries(read.data) : [];
  });
  return Object.fromEntries(sound);
}

/** The modules that are sound by themselves, with their places. */
function soundModules(raw: readonly unknown[]) {
  return raw.flatMap((one, place) => {
    const read = surveyShape.shape.modules.safeParse([one]);
    return read.success ? (read.data ?? []).map((module) => ({ module, place })) : [];
  });
}
