/**
 * The region's rules as an administrator types them: read with a sentence for every field that cannot be used, and told
 * in words, so that a change can be written down as it was seen (calls/rules.ts).
 */
import type { Track, TrackRule } from "../cases/inclusion.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { Rules, WindowDays } from "./rules.ts";

/** Each field as typed, by its name in the form. */
export type TypedRules = Readonly<Record<RuleField, string>>;

/** A field of the form that cannot be used, and why. */
export type FieldRefusal = { readonly field: RuleField; readonly refusal: Refusal };

const tracks = ["green", "yellow", "red"] as const satisfies readonly Track[];
const trackFields = { green: "gront", yellow: "gult", red: "rott" } as const;
const originalNames = { green: "grönt", yellow: "gult", red: "rött" } as const;
export const trackRuleLabels: Readonly<Record<TrackRule, string>> = {
  always: "Alltid",
  "when-needed": "Vid behov",
  never: "Aldrig",
};

/** Whole numbers: the least and the most that make sense, in the unit that the field's label says. */
const numberFields = {
  "rutin-forsta": [0, 30],
  "rutin-sista": [0, 30],
  "matning-forsta": [0, 30],
  "matning-sista": [0, 30],
  forsok: [1, 20],
  "forsok-dag": [1, 10],
  mellanrum: [1, 24],
  // Longer than any call of the robot's, which holds its case like a person.
  hallen: [30, 600],
  "sista-chans": [0, 840],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number]>>;

type NumberField = keyof typeof numberFields;
export type RuleField =
  | NumberField
  | `${(typeof trackFields)[Track]}-namn`
  | `${(typeof trackFields)[Track]}-regel`
  | "fran"
  | "till"
  | "helger";

/** Nobody rings a patient before or after this (domain §5); the sheets for patients promise hours. */
const earliest = "07:00";
const latest = "21:00";
const longestLabel = 30;

/** The rules as the form shows them. */
export function typedRules({ policy, trackRules, trackLabels, windows }: Rules): TypedRules {
  return {
    "gront-namn": trackLabels.green,
    "gult-namn": trackLabels.yellow,
    "rott-namn": trackLabels.red,
    "gront-regel": trackRules.green,
    "gult-regel": trackRules.yellow,
    "rott-regel": trackRules.red,
    "rutin-forsta": String(windows.routine.firstDay),
    "rutin-sista": String(windows.routine.lastDay),
    "matning-forsta": String(windows.measurement.firstDay),
    "matning-sista": String(windows.measurement.lastDay),
    fran: policy.hours.from,
    till: policy.hours.to,
    helger: policy.weekends ? "ja" : "",
    forsok: String(policy.maxAttempts),
    "forsok-dag": String(policy.maxAttemptsPerDay),
    mellanrum: String(policy.spacingHours),
    hallen: String(policy.holdMinutes),
    "sista-chans": String(policy.lastChanceMinutes),
  };
}

/** The rules of a form, on top of those there are; or every field that cannot be used, in the order of the form. */
export function readTypedRules(typed: TypedRules, before: Rules): Rules | { readonly faults: readonly FieldRefusal[] } {
  const faults: FieldRefusal[] = [];
  const fault = (field: RuleField, refusal: Refusal) => void faults.push({ field, refusal });
  const trackLabels = readLabels(typed, fault);
  const trackRules = byTrack((track) => readTrackRule(typed, `${trackFields[track]}-regel`, fault));
  const number = (field: NumberField) => readNumber(typed, field, fault);
  const days = (window: "rutin" | "matning"): WindowDays => {
    const read = { firstDay: number(`${window}-forsta`), lastDay: number(`${window}-sista`) };
    if (read.firstDay > read.lastDay) fault(`${window}-sista`, refuse("rule-days-order"));
    return read;
  };
  const windows = { routine: days("rutin"), measurement: days("matning") };
  const hours = { from: readTime(typed, "fran", fault), to: readTime(typed, "till", fault) };
  if (hours.from !== "" && hours.to !== "" && hours.from >= hours.to) fault("till", refuse("rule-hours-order"));
  const policy = {
    ...before.policy,
    ...windows.routine,
    hours,
    weekends: typed.helger !== "",
    maxAttempts: number("forsok"),
    maxAttemptsPerDay: number("forsok-dag"),
    spacingHours: number("mellanrum"),
    holdMinutes: number("hallen"),
    lastChanceMinutes: number("sista-chans"),
  };
  if (policy.maxAttemptsPerDay > policy.maxAttempts) fault("forsok-dag", refuse("rule-per-day-more"));
  return faults.length > 0 ? { faults } : { policy, trackRules, trackLabels, windows };
}

type Fault = (field: RuleField, refusal: Refusal) => void;

const byTrack = <Value>(of: (track: Track) => Value): Record<Track, Value> => ({
  green: of("green"),
  yellow: of("yellow"),
  red: of("red"),
});

/** The names come back from lists and stand in sentences, so each is there and means one track. */
function readLabels(typed: TypedRules, fault: Fault): Rules["trackLabels"] {
  const labels = byTrack((track) => typed[`${trackFields[track]}-namn`].normalize("NFC").trim().replace(/\s+/g, " "));
  for (const [at, track] of tracks.entries()) {
    const field = `${trackFields[track]}-namn` as const;
    const same = (other: Track) => labels[other].toLowerCase() === labels[track].toLowerCase();
    if (labels[track] === "") fault(field, refuse("rule-label-missing"));
    else if (labels[track].length > longestLabel) fault(field, refuse("rule-label-long", { limit: longestLabel }));
    else if (tracks.slice(0, at).some(same)) fault(field, refuse("rule-label-twice", { label: labels[track] }));
  }
  return labels;
}

function readTrackRule(typed: TypedRules, field: RuleField, fault: Fault): TrackRule {
  const rule = typed[field];
  if (rule === "always" || rule === "when-needed" || rule === "never") return rule;
  fault(field, refuse("rule-choice-needed"));
  return "never";
}

/** NaN, which is in no order with anything, when it is no whole number or out of bounds. */
function readNumber(typed: TypedRules, field: NumberField, fault: Fault): number {
  const [least, most] = numberFields[field];
  const text = typed[field].trim();
  const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  fault(field, refuse("rule-number", { least, most }));
  return Number.NaN;
}

/** "9", "9.30" and "09:30" are all said; "" when it is no time or too early or too late. */
function readTime(typed: TypedRules, field: "fran" | "till", fault: Fault): string {
  const [, hour = "", minute = "00"] = /^(\d{1,2})(?:[:.](\d\d))?$/.exec(typed[field].trim()) ?? [];
  const time = `${hour.padStart(2, "0")}:${minute}`;
  if (hour !== "" && minute < "60" && time >= earliest && time <= latest) return time;
  fault(field, refuse("rule-time", { earliest, latest }));
  return "";
}

// ── in words ──

export type RuleChange = { readonly label: string; readonly before: string; readonly after: string };

const daysInWords = ({ firstDay, lastDay }: WindowDays): string =>
  firstDay === lastDay ? `dag ${firstDay}` : `dag ${firstDay}–${lastDay}`;

const ruleLines = ({ policy, trackRules, trackLabels, windows }: Rules): readonly (readonly [string, string])[] => [
  ...tracks.map((track) => [`Namn på ${originalNames[track]} spår`, trackLabels[track]] as const),
  ...tracks.map((track) => [`Ringregel för ${originalNames[track]} spår`, trackRuleLabels[trackRules[track]]] as const),
  ["Ringfönster för rutinen", daysInWords(windows.routine)],
  ["Ringfönster för mätningar", daysInWords(windows.measurement)],
  ["Ringtider", `kl. ${policy.hours.from}–${policy.hours.to}`],
  ["Helger", policy.weekends ? "Öppna" : "Stängda"],
  ["Ringförsök sammanlagt", `högst ${policy.maxAttempts}`],
  ["Ringförsök per dag", `högst ${policy.maxAttemptsPerDay}`],
  ["Tid mellan försök", `${policy.spacingHours} timmar`],
  ["En uppföljning hålls", `${policy.holdMinutes} minuter`],
  ["Varning för sista möjligheten", `${policy.lastChanceMinutes} minuter före`],
];

/** Which rules are others after a change, as a person reads them; none when all are as they were. */
export function ruleChanges(before: Rules, after: Rules): RuleChange[] {
  const now = ruleLines(after);
  return ruleLines(before).flatMap(([label, was], at) => {
    const is = now[at]?.[1] ?? "";
    return was === is ? [] : [{ label, before: was, after: is }];
  });
}
