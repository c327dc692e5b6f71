/**
 * What can be agreed about a case without an attempt, as its page shows it: a time, what suits the patient, language and
 * interpreter, passing over for a while, naming a närstående; and what stands agreed already.
 */
import { formatDateTime } from "../calendar.ts";
import { isMissed } from "../calls/appointments.ts";
import { planCase } from "../calls/planner.ts";
import type { Policy } from "../calls/policy.ts";
import { whenInWords } from "../calls/reasons.ts";
import { isSkipReason, skipLengths, skipReasons } from "../calls/skips.ts";
import { free } from "../cases/case.ts";
import type { Account } from "../db/accounts.ts";
import { listColleagues } from "../db/agreements.ts";
import type { CaseFile } from "../db/case-file.ts";
import type { CaseRow } from "../db/cases.ts";
import { languageName, languageNames } from "../discharges/languages.ts";
import type { World } from "../world.ts";
import {
  bookedSoon,
  type Colleague,
  forInput,
  forWhomOptions,
  offeredTimes,
  optionsOf,
  partOptions,
  relationOptions,
} from "./agreed.ts";
import type { AgreeView } from "./views.ts";

/** What was typed into one of these forms and must not be lost; `open`: the form that it was. */
export type TypedAgreement = {
  readonly open: keyof NonNullable<AgreeView["forms"]>["open"] | null;
  readonly time?: string;
  readonly forWhom?: string;
  readonly language?: string;
  readonly reason?: string;
  readonly length?: string;
  readonly note?: string;
  readonly name?: string;
  readonly relation?: string;
  readonly phone?: string;
};

export async function viewAgree(
  world: World,
  account: Account,
  file: CaseFile,
  spoken: { readonly language: string | null; readonly interpreter: boolean } | undefined,
  policy: Policy,
  { mayAct, skipReason, typed }: { mayAct: boolean; skipReason: string | null; typed: TypedAgreement },
): Promise<AgreeView> {
  const { row } = file;
  const now = world.now();
  const open = row.state !== "closed";
  const colleagues = open ? await listColleagues(world.db, row.unitId) : [];
  return {
    interpreter: open && spoken ? interpreterOf(row, spoken) : null,
    skipped: row.state === "planned" ? skippedText(row, skipReason, now) : null,
    booked: open ? bookedOf(row, account.id, colleagues, now) : null,
    forms:
      open && mayAct && row.state !== "optional"
        ? {
            ...(await formsOf(world, account, file, policy, colleagues, typed)),
            ...spokenForm(spoken, typed),
          }
        : null,
  };
}

function interpreterOf(row: CaseRow, { language, interpreter }: { language: string | null; interpreter: boolean }) {
  if (!interpreter) return null;
  const text = `Tolk behövs${language === null ? "" : `: ${languageName(language)}`}.`;
  const { appointmentAt, interpreterAt } = row;
  if (interpreterAt === null) return { text, state: "Ingen tolk är bokad än." };
  if (appointmentAt !== null && appointmentAt !== interpreterAt)
    return { text, state: `Tolken är bokad till ${formatDateTime(interpreterAt)}, en annan tid än samtalet.` };
  return { text, state: `Tolken är bokad till ${formatDateTime(interpreterAt)}.` };
}

function skippedText(row: CaseRow, reason: string | null, now: number): string | null {
  if (row.restBecause !== "skipped" || row.restUntil === null || row.restUntil <= now) return null;
  const why = reason !== null && isSkipReason(reason) && reason !== "other" ? ` ${skipReasons[reason]}.` : "";
  const note = row.restNote === null ? "" : ` ”${row.restNote}”`;
  return `Hoppades över till ${whenInWords(row.restUntil, now)}.${why}${note}`;
}

function bookedOf(row: CaseRow, accountId: string, colleagues: readonly Colleague[], now: number): AgreeView["booked"] {
  const { appointmentAt, appointmentFor } = row;
  if (appointmentAt === null) return null;
  const missed = row.state !== "held" && isMissed(appointmentAt, now);
  return {
    text: `Bokad tid ${whenInWords(appointmentAt, now)}.`,
    whoText: whoRings(appointmentFor, accountId, colleagues, missed),
    missed: missed ? `Skulle ha ringts ${whenInWords(appointmentAt, now)}.` : null,
    anybody: appointmentFor === null,
  };
}

/** "Du ringer.", "Bo Lind ringer.", "Vem som helst på enheten ringer." */
export function whoRings(
  appointmentFor: string | null,
  accountId: string,
  colleagues: readonly Colleague[],
  missed: boolean,
): string {
  if (appointmentFor === accountId) return "Du ringer.";
  const name = colleagues.find(({ id }) => id === appointmentFor)?.name;
  if (name === undefined) return "Vem som helst på enheten ringer.";
  return missed ? `${name} skulle ha ringt. Nu är det allas.` : `${name} ringer.`;
}

const opened = (open: TypedAgreement["open"]) => ({
  time: open === "time",
  suits: open === "suits",
  language: open === "language",
  skip: open === "skip",
  proxy: open === "proxy",
});

function spokenForm(
  spoken: { readonly language: string | null; readonly interpreter: boolean } | undefined,
  typed: TypedAgreement,
) {
  return {
    language: typed.language ?? languageName(spoken?.language ?? "sv"),
    languages: languageNames,
    needsInterpreter: spoken?.interpreter ?? false,
    asksInterpreter: spoken?.interpreter ?? false,
  };
}

async function formsOf(
  world: World,
  account: Account,
  file: CaseFile,
  policy: Policy,
  colleagues: readonly Colleague[],
  typed: TypedAgreement,
) {
  const { row } = file;
  const now = world.now();
  const booked = await bookedSoon(world, [row.unitId]);
  const first = Math.max(now, row.firstCallAt ?? now);
  const last = (row.lastCallAt ?? now) - 60_000;
  const typedTime = typed.time ?? (row.appointmentAt === null ? "" : forInput(row.appointmentAt));
  const times = offeredTimes(row, booked, now, policy, typedTime);
  return {
    open: opened(typed.open),
    calendarHref: `/tider?uppfoljning=${row.id}`,
    times,
    time: {
      value: times.some(({ selected }) => selected) ? "" : typedTime,
      min: forInput(first),
      max: forInput(last),
    },
    forWhom: forWhomOptions(colleagues, account.id, typed.forWhom ?? row.appointmentFor),
    interpreterBooked: row.interpreterAt !== null && row.interpreterAt === row.appointmentAt,
    parts: partOptions(row.availability),
    skip: skipForm(file, now, policy, typed),
    proxy: {
      name: typed.name ?? "",
      phone: typed.phone ?? "",
      relations: relationOptions(typed.relation),
    },
  };
}

/** Only somebody who could be rung now can be passed over. */
function skipForm({ facts }: CaseFile, now: number, policy: Policy, typed: TypedAgreement) {
  if (facts.appointmentAt !== null) return null;
  if (planCase({ ...facts, state: "planned", ...free }, now, policy).decision !== "dial") return null;
  return {
    reasons: optionsOf(skipReasons, typed.reason),
    lengths: skipLengths(now, facts.lastCallAt, policy).map(({ length, label }) => ({
      value: length,
      label,
      selected: length === typed.length,
    })),
    note: typed.note ?? "",
  };
}
