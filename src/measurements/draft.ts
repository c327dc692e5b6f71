/**
 * What a project lead decides about a measurement before it starts, and what must be right about it. All faults are told at
 * once, each with the field it belongs to. Who is included follows from it alone (cases/inclusion.ts): everyone discharged
 * to ordinary residence in its dates, from its units.
 */
import { daysBetween, isLocalDate } from "../calendar.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { inLines, onOneLine, sameName, tellsPersonnummer } from "./plain-text.ts";

/** Who makes the calls: patients answer more politely to those who care for them, so every result says it (domain §7). */
export const callers = ["hospital", "primary-care", "other"] as const;
export type Caller = (typeof callers)[number];

export type MeasurementDraft = {
  readonly name: string;
  readonly surveyId: string;
  readonly surveyVersion: number;
  /** Keys of the survey's modules that are asked, in its order; null where it has none. */
  readonly modules: readonly string[] | null;
  /** First and last discharge date, local "YYYY-MM-DD". */
  readonly opensOn: string;
  readonly closesOn: string;
  /** SCB county codes. */
  readonly counties: readonly string[];
  /** Ids of discharging units; null is every unit of the counties. */
  readonly units: readonly string[] | null;
  /** Interviews aimed at; null: nobody has said. */
  readonly target: number | null;
  readonly caller: Caller;
  /** What a reader must know beside the numbers. */
  readonly note: string | null;
};

/** As a form sends it. */
export type TypedMeasurement = {
  readonly name: string;
  /** "punktmatning-kort.1". */
  readonly survey: string;
  /** "ring-upp.1:lakemedel": every module that is ticked, also those of surveys that are not the chosen one. */
  readonly modules: readonly string[];
  readonly opensOn: string;
  readonly closesOn: string;
  readonly counties: readonly string[];
  readonly units: readonly string[];
  readonly target: string;
  readonly caller: string;
  readonly note: string;
};

export type KnownForDraft = {
  readonly counties: ReadonlySet<string>;
  /** Names of the other measurements. */
  readonly names?: readonly string[];
  readonly units: readonly { readonly id: string; readonly county: string }[];
  readonly surveys: readonly {
    readonly id: string;
    readonly version: number;
    readonly modules?: readonly { readonly key: string }[] | undefined;
  }[];
};

/** How a module is called in the form, where those of several surveys stand beside each other. */
export const moduleName = (survey: { readonly id: string; readonly version: number }, key: string): string =>
  `${survey.id}.${survey.version}:${key}`;

export const draftFields = ["namn", "enkat", "fran", "till", "lan", "enheter", "mal", "ringer", "anteckning"] as const;
export type DraftField = (typeof draftFields)[number];
export type DraftFault = { readonly field: DraftField; readonly refusal: Refusal };

const longestName = 100;
const longestNote = 1000;
/** The 53 weeks of a long year: what is longer is a series of measurements. */
const longestDays = 371;
const mostInterviews = 1_000_000;

/** The draft, or everything that is wrong with what was typed. */
export function readDraft(typed: TypedMeasurement, known: KnownForDraft): MeasurementDraft | readonly DraftFault[] {
  const faults: DraftFault[] = [];
  const fault = (field: DraftField, refusal: Refusal) => faults.push({ field, refusal });

  const name = onOneLine(typed.name);
  if (name === "") fault("namn", refuse("measurement-name-needed"));
  if ([...name].length > longestName) fault("namn", refuse("measurement-name-long", { limit: longestName }));
  // In a comparison and in a file nothing else tells them apart.
  if (known.names?.some((other) => sameName(other, name))) fault("namn", refuse("measurement-name-taken"));
  const survey = known.surveys.find(({ id, version }) => `${id}.${version}` === typed.survey);
  if (!survey) fault("enkat", refuse("measurement-survey-needed"));
  checkDates(typed, fault);
  const counties = [...new Set(typed.counties)].sort();
  if (counties.length === 0 || counties.some((county) => !known.counties.has(county)))
    fault("lan", refuse("measurement-county-needed"));
  const units = [...new Set(typed.units)];
  const inCounties = known.units.filter(({ county }) => counties.includes(county)).map(({ id }) => id);
  if (units.some((id) => !inCounties.includes(id))) fault("enheter", refuse("measurement-unit-elsewhere"));
  const digits = typed.target.replace(/\s/g, "");
  const target = digits === "" ? null : /^\d{1,15}$/.test(digits) ? Number(digits) : 0;
  if (target !== null && !(target >= 1 && target <= mostInterviews))
    fault("mal", refuse("measurement-target-number", { limit: "1 000 000" }));
  const caller = callers.find((one) => one === typed.caller);
  if (!caller) fault("ringer", refuse("measurement-caller-needed"));
  const note = readNote(typed.note);
  if (isRefusal(note)) fault("anteckning", note);
  if (faults.length > 0 || !survey || !caller || isRefusal(note)) return faults;
  return {
    name,
    surveyId: survey.id,
    surveyVersion: survey.version,
    // The form shows every survey's modules at once: what another one has is no part of this choice.
    modules:
      survey.modules?.map(({ key }) => key).filter((key) => typed.modules.includes(moduleName(survey, key))) ?? null,
    opensOn: typed.opensOn,
    closesOn: typed.closesOn,
    counties,
    units: units.length === 0 ? null : units.sort(),
    target,
    caller,
    note: note.text,
  };
}

/** What a reader must know beside the numbers, as it is kept; null when nothing was written. */
export function readNote(typed: string): { readonly text: string | null } | Refusal {
  const text = inLines(typed);
  if ([...text].length > longestNote) return refuse("note-too-long", { limit: longestNote });
  if (tellsPersonnummer(text)) return refuse("measurement-personnummer");
  return { text: text === "" ? null : text };
}

function checkDates(
  { opensOn, closesOn }: TypedMeasurement,
  fault: (field: DraftField, refusal: Refusal) => void,
): void {
  const from = isLocalDate(opensOn);
  const to = isLocalDate(closesOn);
  if (!from) fault("fran", refuse("measurement-date-needed"));
  if (!to) fault("till", refuse("measurement-date-needed"));
  if (!from || !to) return;
  if (closesOn < opensOn) fault("till", refuse("measurement-dates-turned"));
  else if (daysBetween(opensOn, closesOn) >= longestDays) fault("till", refuse("measurement-too-long"));
}

/** A readable name for addresses: "Örebro, hösten 2026" is "orebro-hosten-2026"; with a number where it is taken. */
export function measurementIdFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  // What the program names itself stays apart (responses/continuous.ts), and so do the words of addresses.
  const reserved = plain === "" || plain === "ny" || plain.startsWith("lopande");
  const base = reserved ? `matning-${plain}`.replace(/-$/, "") : plain;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
