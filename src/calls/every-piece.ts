/**
 * Every piece that the robot can ever say about a survey, and the file that each one's recording is kept in: the
 * manuscript for a studio, and what has to be there before a carrier that plays sound files only may ring. One missing
 * file would end a patient's call, so where it is hard to tell whether a piece can be heard, it is on the list.
 */
import { chartOf, endingOf, targetsOf, usualModules, withModules } from "../surveys/route.ts";
import type { ChoiceStep, Step, Survey } from "../surveys/survey.ts";
import { speak } from "./conversation/speech.ts";
import type { Line } from "./conversation/turn.ts";
import { type PromptBook, type PromptId, prompts, type Spoken } from "./prompts.ts";

/** Said with the survey's own numbers and texts in them, so never by themselves. */
type Filled = "question-number" | "choice" | "choice-short" | "intro";
const filled: ReadonlySet<string> = new Set<Filled>(["question-number", "choice", "choice-short", "intro"]);

const isChoice = (step: Step): step is ChoiceStep => step.kind === "choice";
const asksForHelp = (step: Step) => step.kind === "confirm" && step.raises === "help";

/**
 * The pieces, {region} still in their texts, each name once, in the order of the book and then of the survey. Only of the
 * modules that are usually on: every choice of modules has numbers of its own, and nobody records them all.
 */
export function everyPiece(wholeSurvey: Survey, book: PromptBook = prompts): Spoken[] {
  const survey = withModules(wholeSurvey, usualModules(wholeSurvey));
  // As the robot walks: what follows a question that is off is no opening.
  const { phases } = chartOf(wholeSurvey);
  // The robot's own intro stands in for the survey's opening.
  const steps = survey.steps.filter(({ key }) => phases.get(key) !== "opening");
  const choices = steps.filter(isChoice);
  const helps = steps.some(asksForHelp);
  const confirms = steps.filter((step) => step.kind === "confirm" && !asksForHelp(step));
  const unused: readonly PromptId[] = [
    ...(helps ? [] : (["help", "help-again", "help-coming"] as const)),
    ...(confirms.length > 0 ? [] : (["yes-or-no"] as const)),
  ];
  const counts = questionNumbers(survey);
  const ofTheBook = (Object.keys(book.prompts) as Exclude<PromptId, Filled>[])
    .filter((id) => !filled.has(id) && !unused.includes(id))
    .map((say): Line => ({ say }));
  // The last thing a survey says is its goodbye, and the robot has its own.
  const statements = steps.filter((step) => step.kind === "read" && step.next !== "end:completed");
  const ofTheSurvey: Line[] = [
    ...counts.map(({ number, of }): Line => ({ say: "question-number", number, of })),
    ...[...choices, ...confirms, ...statements].map(({ key: step }): Line => ({ say: "step", step })),
    ...choices.map(({ key: step }): Line => ({ say: "choices", step })),
    ...choices
      .filter((step) => comesAgain(survey, step))
      .map(({ key: step }): Line => ({ say: "choices-short", step })),
  ];
  const said = (line: Line) => speak(line, { survey, interview: null }, book);
  const pieces = [
    ...ofTheBook.map(said),
    ...introsOf(survey, choices, new Set([choices.length, ...counts.map(({ of }) => of)]), book),
    ...ofTheSurvey.map(said),
  ];
  return [...new Map(pieces.map((piece) => [piece.id, piece])).values()];
}

/** The intro tells how many questions there are, which in a survey with branches depends on what has been answered. */
const introsOf = (survey: Survey, choices: readonly ChoiceStep[], counts: ReadonlySet<number>, book: PromptBook) =>
  [...counts].map((count) =>
    // Without an interview the questions of the survey are counted: here it is given as many as the intro is to tell.
    speak({ say: "intro" }, { survey: { ...survey, steps: choices.slice(0, count) }, interview: null }, book),
  );

/** Another question with the same answers can follow, so that they are read in their short form there. */
const comesAgain = (survey: Survey, { key, scale }: ChoiceStep): boolean => {
  const { steps, onward } = chartOf(survey);
  return [...onward.get(key)!].map((later) => steps.get(later)!).some((step) => isChoice(step) && step.scale === scale);
};

/**
 * Every "fråga {number} av {of}" there can be. A question is asked while it has no answer, and then leads straight on;
 * the others may have been answered in any way, also those that come after it.
 */
function questionNumbers(survey: Survey): { readonly number: number; readonly of: number }[] {
  const { steps } = chartOf(survey);
  const ahead = new Map<string, ReadonlySet<number>>();
  /** How many questions can come from here on. */
  const countsFrom = (target: string): ReadonlySet<number> => {
    if (endingOf(target)) return new Set([0]);
    const step = steps.get(target)!;
    const known = ahead.get(target);
    if (known) return known;
    const found = new Set<number>();
    // Nobody has said yes or no yet: what follows is not counted.
    if (step.kind === "confirm") found.add(0);
    for (const next of targetsOf(step))
      for (const count of countsFrom(next)) found.add(count + (isChoice(step) ? 1 : 0));
    ahead.set(target, found);
    return found;
  };
  const pairs = new Map<string, { readonly number: number; readonly of: number }>();
  const passed = new Set<string>();
  const walk = (target: string, before: number): void => {
    const name = `${target} ${before}`;
    if (endingOf(target) || passed.has(name)) return;
    passed.add(name);
    const step = steps.get(target)!;
    const number = before + (isChoice(step) ? 1 : 0);
    if (isChoice(step))
      for (const count of countsFrom(step.next))
        pairs.set(`${number}:${number + count}`, { number, of: number + count });
    for (const next of targetsOf(step)) walk(next, number);
  };
  walk(survey.start, 0);
  return [...pairs.values()].sort((a, b) => a.of - b.of || a.number - b.number);
}

const separators: Readonly<Record<string, string>> = { "-": "-", ":": "--", ".": "---" };

/**
 * The name of a piece's file: lower case letters, digits and hyphens, the same for ever and another for every other id.
 * One separator between two words becomes one, two or three hyphens. Anything else leaves a letter in its place and is
 * told at the end, after four hyphens, with its place and its code: "choices:x.v1:J4" and "choices:x.v1:j4" are two.
 */
export function recordingFile(id: string): string {
  const signs = [...id];
  const odd: string[] = [];
  const isSeparator = (sign: string | undefined) => sign !== undefined && Object.hasOwn(separators, sign);
  const name = signs.map((sign, at) => {
    if (/^[a-z0-9]$/.test(sign)) return sign;
    const between = at > 0 && at < signs.length - 1 && !isSeparator(signs[at - 1]);
    if (isSeparator(sign) && between) return separators[sign]!;
    odd.push(`${at}-${sign.codePointAt(0)!.toString(16)}`);
    return /^[A-Z]$/.test(sign) ? sign.toLowerCase() : "x";
  });
  return `${name.join("")}${odd.length > 0 ? `----${odd.join("-")}` : ""}.mp3`;
}

/**
 * Where the recordings of a region lie. All pieces are recorded or none: two voices in one call confuse the ear.
 * `baseUrl`: an https folder. A carrier may keep what it has fetched (46elks always does, by address), so whoever
 * records anew puts the files in a new folder.
 */
export function recordingOf(baseUrl: string): (promptId: string) => string {
  const folder = baseUrl.replace(/\/+$/, "");
  return (promptId) => `${folder}/${recordingFile(promptId)}`;
}
