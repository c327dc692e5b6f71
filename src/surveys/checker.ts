/**
 * Tells everything that is wrong with a survey at once, in Swedish and by the name of the step, so that its author
 * mends it in one go. First the shape (survey.ts); then what no shape can say: that every way through it leads
 * somewhere, that texts and codes exist, and that it can give a completed interview. What passes here cannot make
 * the engine stumble.
 */
import type * as z from "zod";
import { endingOf, isQuestion, phasesOf, reachableFrom, targetsOf, withModules } from "./route.ts";
import { endings, hintMarkers, markers, reserved, type Step, type Survey, surveyShape } from "./survey.ts";

export type Checked = { readonly survey: Survey } | { readonly faults: readonly string[] };

/** Takes a parsed JSON file and its name; gives the survey, or every fault in it as a Swedish sentence. */
export function checkSurvey(raw: unknown, fileName: string): Checked {
  const shape = surveyShape.safeParse(raw, { reportInput: true });
  if (!shape.success) return { faults: shapeFaults(raw, shape.error) };
  const survey = shape.data;
  const faults = [
    ...nameFaults(survey, fileName),
    ...scaleFaults(survey),
    ...duplicateFaults(survey),
    ...survey.steps.flatMap((step) => [...textFaults(step), ...codeFaults(survey, step)]),
    ...wayFaults(survey),
    ...moduleFaults(survey),
  ];
  return faults.length > 0 ? { faults } : { survey };
}

/** "Steget trygghet" rather than "steps[9]": the author thinks in keys. */
function placeOf(raw: unknown, path: readonly PropertyKey[]): string {
  if (path[0] !== "steps" || typeof path[1] !== "number") return path.length > 0 ? path.join(".") : "Filen";
  const key = (raw as { steps?: { key?: unknown }[] }).steps?.[path[1]]?.key;
  const name = typeof key === "string" && key !== "" ? `Steget ${key}` : `Steg nummer ${path[1] + 1}`;
  return path.length > 2 ? `${name}, ${path.slice(2).join(".")}` : name;
}

const shapeFaults = (raw: unknown, error: z.ZodError): string[] =>
  error.issues.map((issue) => `${placeOf(raw, issue.path)}: ${shapeSentence(issue)}`);

const typeNames: Readonly<Record<string, string>> = {
  string: "en text",
  number: "ett tal",
  int: "ett heltal",
  boolean: "true eller false",
  array: "en lista",
  object: "ett objekt",
  record: "ett objekt",
};

function shapeSentence(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type")
    return `${issue.input === undefined ? "saknas och ska vara" : "ska vara"} ${typeNames[issue.expected] ?? issue.expected}.`;
  if (issue.code === "unrecognized_keys") return `okänt fält: ${issue.keys.join(", ")}.`;
  if (issue.code === "too_small")
    return issue.origin === "string" ? "texten är tom." : `ska vara minst ${issue.minimum}.`;
  if (issue.code === "too_big") return `ska vara högst ${issue.maximum}.`;
  if (issue.code === "invalid_union") return "okänd sort (kind). Välj read, confirm, choice eller open.";
  if (issue.code === "invalid_value") return `ska vara något av: ${issue.values.join(", ")}.`;
  if (issue.code === "invalid_format")
    return "får bara ha små bokstäver a–z, siffror och bindestreck, och börjar med en bokstav.";
  return "är inte rätt ifyllt.";
}

function nameFaults(survey: Survey, fileName: string): string[] {
  const expected = `${survey.id}.v${survey.version}.json`;
  return fileName === expected ? [] : [`Filen heter ${fileName} men ska heta ${expected}.`];
}

const repeated = <T>(values: readonly T[]): T[] => [...new Set(values.filter((v, i) => values.indexOf(v) !== i))];

const duplicateFaults = (survey: Survey): string[] =>
  repeated(survey.steps.map((step) => step.key)).map((key) => `Steget ${key} finns mer än en gång.`);

const scaleFaults = (survey: Survey): string[] =>
  Object.entries(survey.scales).flatMap(([name, choices]) => [
    ...repeated(choices.map((choice) => choice.code)).map((c) => `Skalan ${name} har koden ${c} mer än en gång.`),
    ...repeated(choices.map((choice) => choice.text)).map((t) => `Skalan ${name} har svaret "${t}" mer än en gång.`),
    ...choices.filter((choice) => blank(choice.text)).map((c) => `Skalan ${name}: svaret med kod ${c.code} är tomt.`),
  ]);

const blank = (text: string) => text.trim() === "";

function textFaults(step: Step): string[] {
  const faults: string[] = [];
  const texts = Object.entries(step.text).map(([form, text]) => [`text.${form}`, text]);
  if ("label" in step) texts.push(["label", step.label]);
  if (step.hint !== undefined) texts.push(["hint", step.hint]);
  if (step.kind === "confirm") texts.push(["yesLabel", step.yesLabel], ["noLabel", step.noLabel]);
  for (const [field, text] of texts as [string, string][]) {
    if (blank(text)) faults.push(`Steget ${step.key}, ${field}: texten är tom.`);
    const known = field === "hint" ? hintMarkers : markers;
    const open = text.replace(/\{([^{}]*)\}/g, (whole, marker: string) => (known.includes(marker) ? "" : whole));
    for (const [, marker] of open.matchAll(/\{([^{}]*)\}/g))
      faults.push(`Steget ${step.key}, ${field}: {${marker}} är okänt. Det som finns är {${known.join("}, {")}}.`);
    if (/[{}]/.test(open.replace(/\{[^{}]*\}/g, "")))
      faults.push(`Steget ${step.key}, ${field}: en klammer { eller } står ensam.`);
  }
  return faults;
}

function codeFaults(survey: Survey, step: Step): string[] {
  if (step.kind !== "choice") return [];
  if (!Object.hasOwn(survey.scales, step.scale)) return [`Steget ${step.key}: skalan ${step.scale} finns inte.`];
  const codes = survey.scales[step.scale]!.map((choice) => choice.code);
  const faults: string[] = [];
  for (const code of step.positive ?? [])
    if (!codes.includes(code)) faults.push(`Steget ${step.key}: positive ${code} finns inte i skalan ${step.scale}.`);
  const branchable = [...codes, ...Object.values(reserved)].map(String);
  for (const code of Object.keys(step.branches ?? {}))
    if (!branchable.includes(code)) faults.push(`Steget ${step.key}: branches ${code} är inget svar på frågan.`);
  return faults;
}

/** Where the arrows lead: unknown targets, rounds, dead ends, steps nobody comes to, endings in the wrong place. */
function wayFaults(survey: Survey): string[] {
  const faults: string[] = [];
  const steps = new Map(survey.steps.map((step) => [step.key, step]));
  if (!survey.steps.some((step) => step.kind === "choice" && step.core))
    faults.push("Enkäten har ingen kärnfråga (core: true). Utan den kan ingen intervju bli genomförd.");
  if (!steps.has(survey.start)) return [...faults, `start: steget ${survey.start} finns inte.`];

  for (const step of steps.values())
    for (const target of new Set(targetsOf(step))) {
      const ending = endingOf(target);
      if (ending === null && !steps.has(target))
        faults.push(`Steget ${step.key}: leder till ${target}, som inte finns.`);
      if (ending !== null && !endings.includes(ending))
        faults.push(
          `Steget ${step.key}: slutet ${target} finns inte. Välj ${endings.map((e) => `end:${e}`).join(", ")}.`,
        );
    }

  const onward = reachableFrom(steps);
  const endsAt = (key: string) => targetsOf(steps.get(key)!).flatMap((target) => endingOf(target) ?? []);
  const fromStart = new Set([survey.start, ...onward.get(survey.start)!]);
  for (const key of steps.keys()) {
    const ahead = [key, ...onward.get(key)!];
    if (!fromStart.has(key)) faults.push(`Steget ${key}: ingen väg leder hit från start.`);
    if (!ahead.some((later) => endsAt(later).length > 0))
      faults.push(`Steget ${key}: återvändsgränd. Härifrån går det inte att komma till något slut.`);
    else if (onward.get(key)!.has(key))
      faults.push(`Steget ${key}: leder runt till sig självt. En enkät går bara framåt.`);
  }
  if (![...fromStart].some((key) => endsAt(key).includes("completed")))
    faults.push("Ingen väg leder till end:completed.");

  const phases = phasesOf(steps, onward);
  for (const [key, step] of steps) {
    const phase = phases.get(key)!;
    if (step.kind === "confirm" && phase === "questions")
      faults.push(`Steget ${key}: ett ja/nej-steg får inte stå bland frågorna. Gör det till en fråga med skala.`);
    for (const ending of new Set(endsAt(key))) {
      if (ending === "completed" && phase === "opening")
        faults.push(`Steget ${key}: end:completed nås utan att någon fråga har ställts.`);
      if (endings.includes(ending) && ending !== "completed" && (phase !== "opening" || isQuestion(step)))
        faults.push(`Steget ${key}: end:${ending} får bara stå i öppningen, före första frågan.`);
    }
  }
  return faults;
}

/** What is asked of everyone, the core and the opening, must stand whichever modules are off. */
function moduleFaults(survey: Survey): string[] {
  const modules = (survey.modules ?? []).map((module) => module.key);
  const faults = repeated(modules).map((key) => `Modulen ${key} finns mer än en gång.`);
  for (const module of survey.modules ?? [])
    if (blank(module.title)) faults.push(`Modulen ${module.key}: title är tom.`);
  const moduleOf = (step: Step) => (step.kind === "confirm" ? undefined : step.module);
  for (const key of new Set(modules))
    if (!survey.steps.some((step) => moduleOf(step) === key)) faults.push(`Modulen ${key}: inget steg hör till den.`);

  const steps = new Map(survey.steps.map((step) => [step.key, step]));
  const onward = reachableFrom(steps);
  const phases = phasesOf(steps, onward);
  for (const step of steps.values()) {
    const module = moduleOf(step);
    if (module === undefined) continue;
    if (!modules.includes(module)) faults.push(`Steget ${step.key}: modulen ${module} finns inte.`);
    if (step.kind === "choice" && step.core)
      faults.push(`Steget ${step.key}: en kärnfråga kan inte höra till en modul. Den ställs alltid.`);
    if (phases.get(step.key) === "opening") faults.push(`Steget ${step.key}: öppningen kan inte höra till en modul.`);
  }

  const everyone = withModules(survey, []);
  const always = reachableFrom(new Map(everyone.steps.map((step) => [step.key, step]))).get(survey.start);
  for (const key of onward.get(survey.start) ?? []) {
    const step = steps.get(key)!;
    if (step.kind === "choice" && step.core && step.module === undefined && !always?.has(key))
      faults.push(`Steget ${key}: kärnfrågan nås bara genom en modul, och ställs inte när modulen är av.`);
  }
  return faults;
}
