/** `check-survey`: everything that is wrong with a survey file or a translation, by line, for whoever writes one. */

import { digestOfSurvey } from "../crypto/survey-digest.ts";
import { soundSurveys } from "../surveys/catalog.ts";
import { findFaults } from "../surveys/checker.ts";
import type { Faults } from "../surveys/fault.ts";
import { type Path, type Place, pathText, readJson } from "../surveys/json-text.ts";
import { changedSincePublished } from "../surveys/published.ts";
import { isQuestion } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
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
    for (const path of given.positionals) code = Math.max(code, await checkFile(path, io));
    return code;
  },
};

/** Ten times what a survey of the most steps and the longest texts takes. */
const largestFile = 5_000_000;

/** 0: nothing is wrong. 1: something is, and has been told. */
async function checkFile(path: string, io: Io): Promise<number> {
  const fileName = path.replace(/^.*[\\/]/, "");
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
  if ("fault" in read) {
    print(io, fileName, read.place, [], `Filen är inte giltig JSON. ${read.fault}`);
    return told(io, fileName, 1);
  }
  const { value, placeOf, repeated } = read;
  const checked = isTranslation(value) ? checkedTranslation(value, fileName) : checkedSurvey(value, fileName);
  const twice = repeated.map((at) => ({ path: at, text: `Fältet ${at.at(-1)} står två gånger. Ta bort det ena.` }));
  const digest = typeof value === "object" && value !== null ? digestOfSurvey(value) : undefined;
  const changed = changedSincePublished(fileName, digest);
  const frozen = changed === null ? [] : [{ path: ["version"], text: changed }];
  const faults = [...twice, ...frozen, ...checked.faults].map((fault) => ({ ...fault, place: placeOf(fault.path) }));
  faults.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  for (const fault of faults) print(io, fileName, fault.place, fault.path, fault.text);
  if (faults.length > 0) return told(io, fileName, faults.length);
  io.out(checked.praise);
  return 0;
}

function print(io: Io, fileName: string, { line, column }: Place, path: Path, text: string): void {
  const where = pathText(path);
  io.out(`${fileName}:${line}:${column}${where === "" || text.startsWith(where) ? "" : ` ${where}`}: ${text}`);
}

function told(io: Io, fileName: string, count: number): 1 {
  io.err(`${fileName} har ${count} fel. Rätta och kontrollera igen.`);
  return 1;
}

/** A translation has its texts by step, and a survey a list of steps. */
const isTranslation = (value: unknown): boolean => typeof value === "object" && value !== null && "reserved" in value;

type CheckedFile = { readonly faults: Faults; readonly praise: string };

function checkedSurvey(value: unknown, fileName: string): CheckedFile {
  const checked = findFaults(value, fileName);
  return "survey" in checked ? { faults: [], praise: praiseOf(checked.survey) } : { ...checked, praise: "" };
}

function praiseOf({ title, version, steps, modules }: Survey): string {
  const parts = [
    `${steps.filter(isQuestion).length} frågor`,
    ...(modules ? [`${modules.length} ${modules.length === 1 ? "modul" : "moduler"}`] : []),
  ];
  return `${title}, version ${version}: allt stämmer. ${parts.join(", ")}.`;
}

function checkedTranslation(value: unknown, fileName: string): CheckedFile {
  const { id, version, language } = value as { id?: unknown; version?: unknown; language?: unknown };
  const checked = findTranslationFaults(
    value,
    soundSurveys.find((survey) => survey.id === id && survey.version === version),
  );
  const expected = `${id}.v${version}.${language}.json`;
  const named =
    fileName === expected ? [] : [{ path: ["id"], text: `Filen heter ${fileName} men ska heta ${expected}.` }];
  const faults = [...named, ...("faults" in checked ? checked.faults : [])];
  return { faults, praise: `Översättningen ${fileName}: allt stämmer, inget saknas.` };
}
