/** `check-survey`: everything that is wrong with a survey file or a translation, by line, for whoever writes one. */

import { robotFaults } from "../calls/conversation.ts";
import { digestOfSurvey } from "../crypto/survey-digest.ts";
import { soundSurveys } from "../surveys/catalog.ts";
import { findFaults } from "../surveys/checker.ts";
import type { Faults } from "../surveys/fault.ts";
import { type Path, type Place, pathText, readJson } from "../surveys/json-text.ts";
import { changedSincePublished, howToPublish } from "../surveys/published.ts";
import { isQuestion } from "../surveys/route.ts";
import { type Survey, surveyShape } from "../surveys/survey.ts";
import { findTranslationFaults } from "../surveys/translation.ts";
import { type Command, type Io, wronglyCalled } from "./command.ts";

const call = { name: "check-survey", usage: "FIL [FIL …]" };

export const checkSurveyCommand: Command = {
  ...call,
  what: "kontrollerar en enkätfil eller en översättning och visar alla fel på en gång",
  options: {},
  whateverIsFaulty: true,
  needs: "nothing",
  run: async (given, io) => {
    if (given.positionals.length === 0) return wronglyCalled(io, call, "Ange en fil att kontrollera.");
    let code = 0;
    const found = await newSurveysIn(given.positionals, io);
    const known = { ...found, surveys: [...found.surveys, ...soundSurveys] };
    for (const path of given.positionals) code = Math.max(code, await checkFile(path, known, io));
    return code;
  },
};

/** Ten times what a survey of the most steps and the longest texts takes. */
const largestFile = 5_000_000;

const nameOf = (path: string): string => path.replace(/^.*[\\/]/, "");

/** What a translation may be of. `waiting`: names of surveys that have more wrong than a translation can be held against. */
type Known = { readonly surveys: readonly Survey[]; readonly waiting: readonly string[] };

/** Surveys among these files: one that is new may be checked together with its translations. */
async function newSurveysIn(paths: readonly string[], io: Io): Promise<Known> {
  const surveys: Survey[] = [];
  const waiting: string[] = [];
  for (const path of paths.length < 2 ? [] : paths) {
    try {
      const read = readJson(new TextDecoder().decode(await io.readFile(path)));
      // Its texts are there whatever is wrong with its ways.
      const shape = "value" in read ? surveyShape.safeParse(read.value) : null;
      if (shape?.success) surveys.push(shape.data);
      else waiting.push(nameOf(path));
    } catch {
      // Told when its turn comes.
    }
  }
  return { surveys, waiting };
}

/** 0: nothing is wrong. 1: something is, and has been told. */
async function checkFile(path: string, known: Known, io: Io): Promise<number> {
  const fileName = nameOf(path);
  let text: string;
  try {
    const bytes = await io.readFile(path);
    if (bytes.length > largestFile) {
      io.err(`Filen ${path} är större än någon enkät: högst ${largestFile / 1_000_000} MB.`);
      return 1;
    }
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    const why = error instanceof TypeError ? "är inte sparad som UTF-8. Spara om den." : "går inte att läsa.";
    io.err(`Filen ${path} ${why}`);
    return 1;
  }
  if (text.trim() === "") {
    io.err(`Filen ${path} är tom.`);
    return 1;
  }
  const read = readJson(text);
  const wrong = "fault" in read ? [read, ...read.more] : [];
  const noJson = wrong.map(({ fault, place }) => ({ path: [], place, text: `Filen är inte giltig JSON. ${fault}` }));
  const sound = "fault" in read ? read.guess : { ...read, broken: [] };
  const { faults: ofWhat, praise } = sound
    ? judge(sound, fileName, noJson.length === 0, known)
    : { faults: [], praise: "" };
  const faults = [...noJson, ...ofWhat.map((fault) => ({ ...fault, place: sound!.placeOf(fault.path) }))];
  faults.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  for (const fault of faults) print(io, fileName, fault.place, fault.path, fault.text);
  if (faults.length > 0) return told(io, fileName, faults.length);
  io.out(praise);
  const how = "value" in read ? howToPublish(fileName, digestOfSurvey(read.value)) : null;
  if (how !== null) io.out(`När den är färdig: ${how}`);
  return 0;
}

/** What is wrong with what the file says. `whole`: it says it in JSON, so that it can be compared with what was published. */
function judge(
  { value, repeated, broken }: { value: unknown; repeated: readonly Path[]; broken: readonly Path[] },
  fileName: string,
  whole: boolean,
  known: Known,
): CheckedFile {
  const checked = isTranslation(value, fileName)
    ? checkedTranslation(value, fileName, known)
    : checkedSurvey(value, fileName);
  const twice = repeated.map((at) => ({ path: at, text: `Fältet ${at.at(-1)} står två gånger. Ta bort det ena.` }));
  const digest = whole && typeof value === "object" && value !== null ? digestOfSurvey(value) : undefined;
  const changed = changedSincePublished(fileName, digest);
  const frozen = changed === null ? [] : [{ path: ["version"], text: changed }];
  // A value that cannot be read has been told of where it stands.
  const unread = new Set(broken.map((path) => JSON.stringify(path)));
  const others = checked.faults.filter(({ path }) => !unread.has(JSON.stringify(path)));
  return { faults: [...twice, ...frozen, ...others], praise: checked.praise };
}

function print(io: Io, fileName: string, { line, column }: Place, path: Path, text: string): void {
  const where = pathText(path);
  const said = where === "" || text.startsWith(where) ? `: ${text}` : ` ${where}: ${text}`;
  io.out(`${fileName}:${line}:${column}${readable(said)}`);
}

/** Words of the file's own may be of any length and hold what a terminal obeys. */
const readable = (line: string): string =>
  line
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/\S{100,}/g, (word) => `${word.slice(0, 60)}…`);

function told(io: Io, fileName: string, count: number): 1 {
  io.err(`${fileName} har ${count} fel. Rätta och kontrollera igen.`);
  return 1;
}

/** A translation has its texts by step and a survey a list of steps; where that is missing too, the name tells. */
function isTranslation(value: unknown, fileName: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { reserved, steps, start } = value as { reserved?: unknown; steps?: unknown; start?: unknown };
  if (reserved !== undefined || Array.isArray(steps)) return reserved !== undefined;
  // Only a survey begins somewhere.
  if (start !== undefined) return false;
  return steps !== undefined || /\.v\d+\.[a-z]{2,3}\.json$/.test(fileName);
}

type CheckedFile = { readonly faults: Faults; readonly praise: string };

function checkedSurvey(value: unknown, fileName: string): CheckedFile {
  const checked = findFaults(value, fileName);
  return "survey" in checked ? { faults: [], praise: praiseOf(checked.survey) } : { ...checked, praise: "" };
}

function praiseOf(survey: Survey): string {
  const { title, version, steps, modules } = survey;
  const parts = [
    inNumber(steps.filter(isQuestion).length, "fråga", "frågor"),
    ...(modules ? [inNumber(modules.length, "modul", "moduler")] : []),
  ];
  return `${title}, version ${version}: allt stämmer. ${parts.join(", ")}.${unreported(survey)}${robotless(survey)}`;
}

const inNumber = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** A question may be there for the way alone, but its author may have forgotten. */
function unreported({ steps }: Survey): string {
  const keys = steps.flatMap((step) => (step.kind === "choice" && !step.positive ? [step.key] : []));
  return keys.length === 0 ? "" : ` Utan positive, och därför inte i någon rapport: ${keys.join(", ")}.`;
}

/** A survey for people only is no faulty one, but its author may not have meant it. */
function robotless(survey: Survey): string {
  const faults = survey.robot === false ? [] : robotFaults(survey);
  return faults.length === 0 ? "" : ` Roboten kan inte ställa den: ${faults.join(" ")}`;
}

function checkedTranslation(value: unknown, fileName: string, { surveys, waiting }: Known): CheckedFile {
  const { id, version, language } = value as { id?: unknown; version?: unknown; language?: unknown };
  const checked = findTranslationFaults(
    value,
    surveys.find((survey) => survey.id === id && survey.version === version),
    waiting.includes(`${id}.v${version}.json`)
      ? "har egna fel. Rätta dem först, och kontrollera båda igen."
      : undefined,
  );
  const expected = `${id}.v${version}.${language}.json`;
  const isKnown = [id, language].every((part) => typeof part === "string") && typeof version === "number";
  const named =
    fileName === expected || !isKnown
      ? []
      : [{ path: ["id"], text: `Filen heter ${fileName} men ska heta ${expected}.` }];
  const faults = [...named, ...("faults" in checked ? checked.faults : [])];
  return { faults, praise: `Översättningen ${fileName}: allt stämmer, inget saknas.` };
}
