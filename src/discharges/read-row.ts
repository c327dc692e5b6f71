/**
 * What the cells of one row say, read one after the other: the first fault is the answer. May it be kept at all? That is
 * judge.ts's.
 */
import { ageOn } from "../calendar.ts";
import { isRefusal, type ProblemCode, type Refusal, refuse } from "../problems.ts";
import { type Cells, coded, type Refs, valueUnknown } from "./cells.ts";
import { readDate } from "./dates.ts";
import { protection } from "./discarding.ts";
import { readLanguage, undetermined } from "./languages.ts";
import { holdsPersonnummer, readPersonnummer } from "./personnummer.ts";
import { readPhone } from "./phone.ts";
import { labelOf, type Mapping } from "./row.ts";
import {
  type CareType,
  type Consent,
  careTypes,
  consents,
  type Residence,
  residences,
  type Status,
  statuses,
  type Track,
  tracks,
  wordKey,
  yesNo,
} from "./values.ts";

export type UnitFacts = {
  readonly id: string;
  readonly name: string;
  readonly careType: CareType;
  readonly county: string;
  /** The unit that phones this unit's patients. */
  readonly callingUnitId: string;
};

/** What a row is judged against. */
export type Known = {
  /** Units by {@link unitKey} of name and of code. */
  readonly units: ReadonlyMap<string, UnitFacts>;
  /** Local date. */
  readonly today: string;
};

/** Who the patient is; kept apart from the discharge from here on. */
export type ReadPerson = {
  readonly name: string | null;
  /** E.164, in the order to try them, each once. */
  readonly phones: readonly string[];
  readonly birthDate: string | null;
  readonly proxyName: string | null;
  readonly proxyPhone: string | null;
  readonly proxyRelation: string | null;
};

export type ReadDischarge = {
  /** As the source wrote them; only keyed hashes of them leave this process. */
  readonly refs: Refs;
  readonly unit: UnitFacts;
  readonly careType: CareType;
  readonly track: Track | null;
  readonly residence: Residence;
  readonly dischargedOn: string;
  readonly status: Exclude<Status, "dead">;
  readonly consent: Exclude<Consent, "withdrawn">;
  readonly robotConsent: boolean;
  readonly language: string | null;
  readonly interpreter: boolean;
  /** The row says in so many words that the patient is protected, or is not; a blank cell says neither. */
  readonly saysProtected: boolean;
  readonly saysUnprotected: boolean;
};

export type Readable = {
  readonly verdict: "admit";
  readonly discharge: ReadDischarge;
  readonly person: ReadPerson;
  readonly notes: readonly ProblemCode[];
};

const longestText = 200;
const oldestAgeYears = 120;

/** How units are found whatever the case and the spaces of their name. */
export const unitKey = (text: string): string => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();

function readPhones(cells: Cells, notes: ProblemCode[]): { phones: string[]; proxyPhone: string | null } | Refusal {
  const phones: string[] = [];
  let proxyPhone: string | null = null;
  for (const field of ["phone1", "phone2", "phone3", "proxyPhone"] as const) {
    const text = cells(field);
    if (text === "") continue;
    const phone = readPhone(text);
    if (isRefusal(phone)) return refuse(phone.refused, { column: labelOf(field) });
    if (phone.note) notes.push(phone.note);
    if (field === "proxyPhone") proxyPhone = phone.e164;
    else if (!phones.includes(phone.e164)) phones.push(phone.e164);
  }
  return { phones, proxyPhone };
}

function readBirthDate(cells: Cells, today: string, notes: ProblemCode[]): string | null | Refusal {
  const text = cells("birthDate");
  if (text === "") return null;
  const column = labelOf("birthDate");
  const number = readPersonnummer(text, today);
  const read = number
    ? { date: number.birthDate, note: "birth-date-from-personnummer" as const }
    : readDate(text, column);
  if (isRefusal(read)) return read;
  if (read.date > today || ageOn(read.date, today) > oldestAgeYears) return refuse("birth-date-unlikely", { column });
  if (read.note) notes.push(read.note);
  return read.date;
}

function readTexts(cells: Cells, today: string): Pick<ReadPerson, "name" | "proxyName" | "proxyRelation"> | Refusal {
  for (const field of ["name", "proxyName", "proxyRelation"] as const) {
    const text = cells(field);
    if (text.length > longestText) return refuse("text-too-long", { column: labelOf(field), limit: longestText });
    if (/\d/.test(text) && holdsPersonnummer(text, today))
      return refuse("personnummer-in-text", { column: labelOf(field) });
  }
  return {
    name: cells("name") || null,
    proxyName: cells("proxyName") || null,
    proxyRelation: cells("proxyRelation") || null,
  };
}

/** A language, and an interpreter; a column about interpreters often holds the language instead of a yes. */
function readSpeech(cells: Cells, notes: ProblemCode[]): { language: string | null; interpreter: boolean } | Refusal {
  const asked = cells("interpreter");
  const yes = asked === "" ? false : yesNo.get(wordKey(asked));
  const named = yes === undefined ? readLanguage(asked) : null;
  if (yes === undefined && !named) return valueUnknown("interpreter");
  const text = cells("language");
  const language = text === "" && named ? named : readLanguage(text);
  if (language === undefined) notes.push("language-unknown");
  return { language: language === undefined ? undetermined : language, interpreter: yes ?? true };
}

/** When the patient came home. Not tomorrow: a planned discharge is no discharge yet. */
export function readDischargedOn(cells: Cells, today: string, notes: ProblemCode[]): string | Refusal {
  const column = labelOf("dischargeDate");
  const text = cells("dischargeDate");
  if (text === "") return refuse("value-missing", { column });
  const read = readDate(text, column);
  if (isRefusal(read)) return read;
  if (read.date > today) return refuse("date-future", { column });
  if (read.note) notes.push(read.note);
  return read.date;
}

export function readUnit(cells: Cells, known: Known): UnitFacts | Refusal {
  const text = cells("unit");
  if (text === "") return refuse("value-missing", { column: labelOf("unit") });
  return known.units.get(unitKey(text)) ?? refuse("unit-not-found", { column: labelOf("unit") });
}

export function readCareType(cells: Cells, unit: UnitFacts, notes: ProblemCode[]): CareType | Refusal {
  const text = cells("careType");
  if (text === "") return refuse("value-missing", { column: labelOf("careType") });
  const careType = careTypes.get(text.toLowerCase()) ?? careTypes.get(wordKey(text));
  if (!careType) return valueUnknown("careType");
  if (careType !== unit.careType) notes.push("care-type-differs");
  return careType;
}

/** Everything that a row says, or its first fault. */
export function readRow(cells: Cells, mapping: Mapping, known: Known, refs: Refs | Refusal): Readable | Refusal {
  if (isRefusal(refs)) return refs;
  const shielded = protection(cells);
  if (isRefusal(shielded)) return shielded;

  const notes: ProblemCode[] = [];
  const unit = readUnit(cells, known);
  if (isRefusal(unit)) return unit;
  const dischargedOn = readDischargedOn(cells, known.today, notes);
  if (isRefusal(dischargedOn)) return dischargedOn;
  const careType = readCareType(cells, unit, notes);
  if (isRefusal(careType)) return careType;
  const track = coded<Track | null>(cells, "track", tracks, null);
  if (isRefusal(track)) return track;
  const residence = coded<Residence>(cells, "residence", residences, "ordinary");
  if (isRefusal(residence)) return residence;
  if (mapping.residence !== undefined && cells("residence") === "") notes.push("residence-assumed");
  const consent = coded<Consent>(cells, "consent", consents, "unasked");
  if (isRefusal(consent)) return consent;
  const robotConsent = coded(cells, "robotConsent", yesNo, false);
  if (isRefusal(robotConsent)) return robotConsent;
  const status = coded<Status>(cells, "status", statuses, "home");
  if (isRefusal(status)) return status;
  const speech = readSpeech(cells, notes);
  if (isRefusal(speech)) return speech;
  const texts = readTexts(cells, known.today);
  if (isRefusal(texts)) return texts;
  const birthDate = readBirthDate(cells, known.today, notes);
  if (isRefusal(birthDate)) return birthDate;
  const numbers = readPhones(cells, notes);
  if (isRefusal(numbers)) return numbers;

  return {
    verdict: "admit",
    discharge: {
      refs,
      unit,
      careType,
      track,
      residence,
      dischargedOn,
      robotConsent,
      language: speech.language,
      interpreter: speech.interpreter,
      saysProtected: shielded === true,
      saysUnprotected: shielded === false,
      // Dead and withdrawn have been discarded above.
      status: status as Exclude<Status, "dead">,
      consent: consent as Exclude<Consent, "withdrawn">,
    },
    person: { ...texts, ...numbers, birthDate },
    notes: notes.length > 1 ? [...new Set(notes)] : notes,
  };
}
