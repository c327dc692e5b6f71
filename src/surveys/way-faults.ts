/** Faults of the ways through a survey: arrows that lead nowhere, and modules that the way depends on. */
import { type Faults, placesIn, plainWords, repeated, type SurveyFault, wrongWithLabel } from "./fault.ts";
import type { Path } from "./json-text.ts";
import { endingOf, firstQuestions, isQuestion, phasesOf, reachableFrom, targetsOf, withModules } from "./route.ts";
import type { Salvaged } from "./salvage.ts";
import { endings, type Step } from "./survey.ts";

/** Each arrow of a step: the field that holds it, and where it points. */
const arrowsOf = (step: Step): (readonly [Path, string])[] =>
  step.kind === "confirm"
    ? [[["yes"], step.yes] as const, [["no"], step.no] as const]
    : [
        [["next"], step.next] as const,
        ...(step.kind === "choice"
          ? Object.entries(step.branches ?? {}).map(([code, target]) => [["branches", code], target] as const)
          : []),
      ];

/** Arrows that point at what is not there. */
function targetFaults({ survey, places, otherKeys }: Salvaged): Faults {
  const keys = new Set([...survey.steps.map(({ key }) => key), ...otherKeys]);
  return survey.steps.flatMap((step, at) =>
    arrowsOf(step).flatMap(([field, target]) => {
      const path = ["steps", places[at]!, ...field];
      const ending = endingOf(target);
      if (ending === null && !keys.has(target)) {
        const text = `Steget ${step.key}: leder till ${target}, som inte finns. Rätta målet, eller lägg till steget.`;
        return [{ path, text }];
      }
      if (ending === null || endings.includes(ending)) return [];
      const choose = endings.map((e) => `end:${e}`).join(", ");
      return [{ path, text: `Steget ${step.key}: slutet ${target} finns inte. Välj ${choose}.` }];
    }),
  );
}

/** Where the arrows lead: unknown targets, rounds, dead ends, steps nobody comes to, endings in the wrong place. */
export function wayFaults(known: Salvaged): Faults {
  const { survey, otherKeys } = known;
  const at = placesIn(known);
  const faults: SurveyFault[] = [];
  const fault = (key: string, what: string) => faults.push({ path: at(key), text: `Steget ${key}: ${what}` });
  const steps = new Map(survey.steps.map((step) => [step.key, step]));
  if (known.marks && !survey.steps.some((step) => step.kind === "choice" && step.core)) {
    const text =
      "Enkäten har ingen kärnfråga (core: true). Utan den kan ingen intervju bli genomförd. Ge minst en fråga core.";
    faults.push({ path: ["steps"], text });
  }
  const begins = steps.has(survey.start);
  if (!begins && survey.start !== "" && !otherKeys.includes(survey.start)) {
    const text = `start: steget ${survey.start} finns inte. Skriv nyckeln till det första steget.`;
    faults.push({ path: ["start"], text });
  }
  faults.push(...targetFaults(known));

  const onward = reachableFrom(steps);
  const endsAt = (key: string) => targetsOf(steps.get(key)!).flatMap((target) => endingOf(target) ?? []);
  const fromStart = begins ? new Set([survey.start, ...onward.get(survey.start)!]) : null;
  for (const key of steps.keys()) {
    const ahead = [key, ...onward.get(key)!];
    if (known.ways && fromStart && !fromStart.has(key))
      fault(key, "ingen väg leder hit från start. Låt ett steg leda hit, eller ta bort det.");
    const goesRound = onward.get(key)!.has(key);
    if (known.ways && !ahead.some((later) => endsAt(later).length > 0)) fault(key, goesRound ? endlessRound : deadEnd);
    else if (goesRound) fault(key, "leder runt till sig självt. En enkät går bara framåt. Peka på ett senare steg.");
  }
  if (known.ways && fromStart && ![...fromStart].some((key) => endsAt(key).includes("completed")))
    faults.push({ path: ["steps"], text: "Ingen väg leder till end:completed. Låt det sista steget leda dit." });
  const phases = phasesOf(steps, onward);
  const [help, ...more] = [...steps.values()].filter(
    (step) => step.kind === "confirm" && step.raises && (!known.ways || phases.get(step.key) !== "opening"),
  );
  for (const { key } of more) fault(key, `raises står redan på ${help!.key}. ${oneHelp}`);
  if (!known.ways) return faults;

  // Of two steps with one key nobody knows which one the arrows mean.
  const clear = steps.size === survey.steps.length;
  if (known.marks && begins && clear) for (const key of pastTheCore(survey.start, steps)) fault(key, noCore);
  for (const [key, step] of steps) {
    const phase = phases.get(key)!;
    if (step.kind === "confirm" && phase === "opening" && step.yes === step.no)
      fault(
        key,
        "ja och nej leder till samma ställe, så ett nej hörs inte. Led nej till ett slut, eller till ett annat steg.",
      );
    else if (step.kind === "confirm" && phase === "opening" && clear && !isOneWayIn(steps, step)) fault(key, twoWaysIn);
    if (step.kind === "confirm" && step.raises && phase === "opening") fault(key, helpTooEarly);
    if (step.kind === "confirm" && phase === "questions")
      fault(key, "ett ja/nej-steg får inte stå bland frågorna. Gör det till en fråga med skala.");
    for (const ending of new Set(endsAt(key))) {
      // Where no way leads, nobody gets past the questions.
      if (ending === "completed" && phase === "opening" && fromStart?.has(key))
        fault(key, "end:completed nås utan att någon fråga har ställts. Välj ett annat slut, eller led vägen dit.");
      if (endings.includes(ending) && ending !== "completed" && (phase !== "opening" || isQuestion(step)))
        fault(key, `end:${ending} får bara stå i öppningen, före första frågan. Välj end:completed här.`);
    }
  }
  return faults;
}

/** Nobody is asked the opening's steps on the web or by the robot: the answers that lead on must lead to the same question. */
function isOneWayIn(steps: ReadonlyMap<string, Step>, { yes, no }: { readonly yes: string; readonly no: string }) {
  const [one, other] = [firstQuestions(steps, yes), firstQuestions(steps, no)];
  return one.size === 0 || other.size === 0 || (one.size === other.size && [...one].every((key) => other.has(key)));
}

const twoWaysIn =
  "ja och nej leder till olika frågor. På webben och av roboten ställs inte öppningens steg, så de andra frågorna kommer aldrig där. Låt båda leda till samma fråga, eller gör steget till en fråga med branches.";
const oneHelp =
  "Det är en enda fråga på webben och i telefonen, där den har egna ord. Ta bort raises, eller slå ihop stegen.";
const helpTooEarly =
  "raises får bara stå i avslutningen, efter frågorna: dit kommer den som vill ha hjälp också på webben och i telefonen. Ta bort raises, eller flytta steget.";

const deadEnd = "återvändsgränd. Härifrån går det inte att komma till något slut. Låt vägen sluta med end:completed.";
const endlessRound =
  "återvändsgränd. Vägen leder runt hit igen och aldrig till något slut. Peka på ett senare steg, eller på end:completed.";

const noCore =
  "härifrån nås end:completed utan att någon kärnfråga har ställts, och den intervjun kan inte bli genomförd. Led vägen genom en kärnfråga, eller ge en fråga på vägen core.";

/** Questions that can end the interview though no core question lies on the way to them. */
function pastTheCore(start: string, steps: ReadonlyMap<string, Step>): string[] {
  const isCore = (step: Step) => step.kind === "choice" && step.core;
  const reached = new Set<string>();
  const asked = new Set<string>();
  const walk: [string, boolean][] = [[start, false]];
  for (let at = walk.pop(); at !== undefined; at = walk.pop()) {
    const [key, after] = at;
    const step = steps.get(key);
    if (!step || isCore(step) || (after ? asked : reached).has(key)) continue;
    (after ? asked : reached).add(key);
    for (const target of targetsOf(step)) walk.push([target, after || isQuestion(step)]);
  }
  const ends = (step: Step) => targetsOf(step).includes("end:completed");
  return [...steps.values()]
    .filter((step) => ends(step) && (asked.has(step.key) || (reached.has(step.key) && isQuestion(step))))
    .map(({ key }) => key);
}

/** What is asked of everyone, the core and the opening, must stand whichever modules are off. */
export function moduleFaults(known: Salvaged): Faults {
  const { survey } = known;
  const at = placesIn(known);
  const faults: SurveyFault[] = [];
  const ofModule = (at: number, text: string) => faults.push({ path: ["modules", known.modulePlaces[at]!], text });
  const ofStep = (key: string, what: string) => faults.push({ path: at(key), text: `Steget ${key}: ${what}` });
  const modules = (survey.modules ?? []).map((module) => module.key);
  const moduleOf = (step: Step) => (step.kind === "confirm" ? undefined : step.module);
  for (const key of repeated(modules))
    ofModule(modules.lastIndexOf(key), `Modulen ${key} finns mer än en gång. Byt nyckel på den ena.`);
  for (const title of repeated(
    (survey.modules ?? []).map((module) => module.title),
    plainWords,
  )) {
    const place = (survey.modules ?? []).findLastIndex((module) => plainWords(module.title) === plainWords(title));
    if (new Set((survey.modules ?? []).map((module) => module.key)).size === modules.length)
      ofModule(place, `Två moduler heter ${title}. Ge dem olika namn.`);
  }
  for (const [place, { key, title }] of (survey.modules ?? []).entries()) {
    const wrong = wrongWithLabel(title);
    if (wrong !== null) ofModule(place, `Modulen ${key}, title: ${wrong}`);
    if (known.marks && modules.indexOf(key) === place && !survey.steps.some((step) => moduleOf(step) === key))
      ofModule(place, `Modulen ${key}: inget steg hör till den. Ta bort den, eller ge dess steg module.`);
  }

  const steps = new Map(survey.steps.map((step) => [step.key, step]));
  const onward = reachableFrom(steps);
  const phases = phasesOf(steps, onward);
  for (const step of steps.values()) {
    const module = moduleOf(step);
    if (module === undefined) continue;
    if (!modules.includes(module) && !known.otherModules.includes(module))
      ofStep(step.key, `modulen ${module} finns inte. Lägg till den under modules, eller ta bort fältet.`);
    if (step.kind === "choice" && step.core)
      ofStep(step.key, "en kärnfråga kan inte höra till en modul. Den ställs alltid. Ta bort module, eller core.");
    if (known.ways && phases.get(step.key) === "opening")
      ofStep(step.key, "öppningen kan inte höra till en modul. Ta bort module.");
  }

  if (!known.ways || !known.marks) return faults;
  const everyone = withModules(survey, []);
  const always = reachableFrom(new Map(everyone.steps.map((step) => [step.key, step]))).get(survey.start);
  for (const key of onward.get(survey.start) ?? []) {
    const step = steps.get(key)!;
    if (step.kind === "choice" && step.core && step.module === undefined && !always?.has(key))
      ofStep(
        key,
        "kärnfrågan nås bara genom en modul, och ställs inte när modulen är av. Led vägen dit också utanför den.",
      );
  }
  return faults;
}
