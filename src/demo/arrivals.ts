/**
 * The demo's patients as rows of the list that their hospital sends: invented, with numbers from the series that PTS keeps
 * for fiction.
 */
import { addDays } from "../calendar.ts";
import { type Field, fields, type Mapping } from "../discharges/row.ts";
import type { DemoPatient } from "./patients.ts";
import { demoUnits } from "./people.ts";

export type Arrived = {
  readonly patient: DemoPatient;
  readonly dischargeRef: string;
  readonly dischargedOn: string;
  readonly row: readonly string[];
};

/** The demo's list has all columns, in the order they are documented. */
export const mapping: Mapping = Object.fromEntries(fields.map(({ field }, column) => [field, column]));

/** The patient as a row of the source's list. */
export function arrive(
  patient: DemoPatient,
  number: number,
  days: (number: number) => string,
  random: () => number,
): Arrived {
  const [daysBefore, day] = patient.home;
  const dischargedOn = addDays(days(day), -daysBefore);
  const dischargeRef = `D-${1001 + number}`;
  const cells: Partial<Record<Field, string>> = {
    dischargeRef,
    patientRef: `P-${7001 + number}`,
    name: patient.name,
    ...phonesOf(patient.phones ?? 1, number),
    birthDate: birthDateOf(patient.age, days(0), random),
    dischargeDate: dischargedOn,
    unit: demoUnits.find(({ id }) => id === patient.unit)!.name,
    careType: demoUnits.find(({ id }) => id === patient.unit)!.careType,
    track: patient.track,
    residence: "ordinärt boende",
    consent: patient.consent ?? "ja",
    // Some have said yes to an automatic call too.
    robotConsent: patient.consent === undefined && (patient.robot ?? number % 3 === 0) ? "ja" : "nej",
    language: patient.language ?? "",
    interpreter: patient.language === undefined ? "nej" : "ja",
    ...(patient.proxy && {
      proxyName: patient.proxy[0],
      proxyRelation: patient.proxy[1],
      proxyPhone: landline(number),
    }),
  };
  return { patient, dischargeRef, dischargedOn, row: fields.map(({ field }) => cells[field] ?? "") };
}

/** From the series that PTS keeps for fiction: each of these rings nowhere. */
const mobile = (number: number): string => `070174${String(605 + (number % 95)).padStart(4, "0")}`;
const landline = (number: number): string => `0980319${200 + (number % 100)}`;

const phonesOf = (count: number, number: number): Partial<Record<Field, string>> => ({
  ...(count > 0 && { phone1: mobile(number) }),
  ...(count > 1 && { phone2: `0313900${600 + (number % 100)}` }),
  ...(count > 2 && { phone3: `0406280${400 + (number % 100)}` }),
});

/** A birth date that gives the age in whole years on a date. */
function birthDateOf(age: number, date: string, random: () => number): string {
  const lastBirthday = addDays(date, -Math.floor(random() * 360));
  const [year, ...monthAndDay] = lastBirthday.split("-");
  return [Number(year) - age, ...monthAndDay].join("-").replace("02-29", "02-28");
}
