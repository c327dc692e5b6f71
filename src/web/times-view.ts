/**
 * The calendar of a unit's agreed times as its page shows it: the coming calling days in half hours, how full each is and
 * whom it is for, with what has been missed first. The same days are shown to choose a time for one patient.
 */
import { addDays, formatDate, formatDateShort, formatTime, instantOf, localDateOf } from "../calendar.ts";
import { comingDays, fits, fullAt, isMissed, slotOf, slotsOn } from "../calls/appointments.ts";
import type { Policy } from "../calls/policy.ts";
import { whenInWords } from "../calls/reasons.ts";
import { policyFor, type Rules } from "../calls/rules.ts";
import { type Account, findNames, listUnits } from "../db/accounts.ts";
import { type BookedTime, listBookable, listBookedTimes, listColleagues } from "../db/agreements.ts";
import { findCaseFile } from "../db/case-file.ts";
import { type CaseRow, findDischarge } from "../db/cases.ts";
import { findPeople, findPerson } from "../db/people.ts";
import { findRules } from "../db/rules.ts";
import type { World } from "../world.ts";
import { forInput, forWhomOptions } from "./agreed.ts";
import type { BookedView, TimesView } from "./views.ts";

/** How far back an agreed time is looked for that nobody has kept: further than any window reaches. */
const backDays = 14;

/** How many patients are offered for a time that was picked first. */
const mostOffered = 25;

export type AskedFor = {
  readonly unitId: string | null;
  /** The case to choose a time for. */
  readonly caseId: string | null;
  /** The time to choose a patient for, epoch ms. */
  readonly at: number | null;
  /** What was typed in a form that was refused. */
  readonly picked?: { readonly time: string; readonly forWhom: string; readonly caseId: string };
};

/** Nothing when the case is not the account's to see. */
export async function viewTimes(
  world: World,
  account: Account,
  asked: AskedFor,
): Promise<Omit<TimesView, "sheet"> | undefined> {
  const now = world.now();
  const rules = await findRules(world.db);
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const file = asked.caseId === null ? undefined : await findCaseFile(world.db, viewer, asked.caseId);
  if (asked.caseId !== null && (!file || file.row.state === "closed" || file.row.state === "optional"))
    return undefined;
  const units = (await listUnits(world.db, account.providerId)).filter(({ id }) => account.unitIds.includes(id));
  const chosen = units.find(({ id }) => id === (file?.row.unitId ?? asked.unitId));
  const unitIds = chosen ? [chosen.id] : units.map(({ id }) => id);

  const daysAhead = Math.max(rules.windows.routine.lastDay, rules.windows.measurement.lastDay);
  const today = localDateOf(now);
  const from = instantOf(addDays(today, -backDays), "00:00");
  const to = instantOf(addDays(today, daysAhead + 1), "00:00");
  const booked = await listBookedTimes(world.db, unitIds, from, to);
  const seen = await bookedViews(world, account, booked, now);
  const missed = booked.filter((one) => isMissedNow(one, now));
  const choosing = file ? await choosingFor(world, account, file.row, asked, now) : null;
  const policy = file ? policyFor(rules, file.row) : rules.policy;
  return {
    unitName: chosen?.name ?? "Alla mina enheter",
    units:
      units.length > 1 && !file
        ? [
            { href: "/tider", label: "Alla mina enheter", current: !chosen },
            ...units.map(({ id, name }) => ({ href: `/tider?enhet=${id}`, label: name, current: id === chosen?.id })),
          ]
        : [],
    summary: summaryOf(booked, missed.length, account.id, now),
    missed: missed.map((one) => seen.get(one)).filter((one) => one !== undefined),
    choosing,
    booking: asked.at === null || file ? null : await bookingAt(world, account, unitIds, asked.at, rules, asked),
    days: comingDays(now, daysAhead, policy)
      .filter((date) => !file || (file.row.lastCallAt !== null && date <= localDateOf(file.row.lastCallAt)))
      .map((date) => dayOf(date, booked, seen, file?.row ?? null, { now, policy, picked: asked.picked?.time ?? "" })),
  };
}

const isMissedNow = ({ state, appointmentAt }: BookedTime, now: number): boolean =>
  state === "planned" && isMissed(appointmentAt, now);

function summaryOf(booked: readonly BookedTime[], missed: number, accountId: string, now: number): string {
  const ahead = booked.filter((one) => !isMissedNow(one, now));
  const own = ahead.filter(({ appointmentFor }) => appointmentFor === accountId).length;
  return [
    ahead.length === 1 ? "1 bokad tid" : `${ahead.length} bokade tider`,
    ...(own > 0 ? [own === 1 ? "1 är din" : `${own} är dina`] : []),
    ...(missed > 0 ? [missed === 1 ? "1 har missats" : `${missed} har missats`] : []),
  ].join(" · ");
}

async function bookedViews(
  world: World,
  account: Account,
  booked: readonly BookedTime[],
  now: number,
): Promise<Map<BookedTime, BookedView>> {
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "work-list" } as const;
  const ids = booked.map(({ caseId }) => caseId);
  const people = await findPeople(world.db, viewer, ids);
  const names = await findNames(
    world.db,
    booked.flatMap(({ appointmentFor, ownerId }) => [appointmentFor ?? "", ownerId ?? ""]),
  );
  return new Map(
    booked.map((one) => {
      const person = people.get(one.caseId);
      const missed = isMissedNow(one, now);
      return [
        one,
        {
          timeText: missed ? `Skulle ha ringts ${whenInWords(one.appointmentAt, now)}` : formatTime(one.appointmentAt),
          // Whoever is not named for a protected patient sees that the time is taken, and nothing more.
          name: person ? (person.name ?? "Namn saknas") : "Skyddade personuppgifter",
          href: person ? `/uppfoljningar/${one.caseId}` : null,
          whoText: whoText(one, account.id, names, missed),
          interpreter: one.interpreterAt === one.appointmentAt,
          changeHref: person && one.state !== "held" ? `/tider?uppfoljning=${one.caseId}` : null,
        },
      ];
    }),
  );
}

function whoText(one: BookedTime, accountId: string, names: ReadonlyMap<string, string>, missed: boolean): string {
  if (one.state === "held") return one.ownerId === accountId ? "du ringer nu" : "någon ringer nu";
  const verb = missed ? "skulle ha ringt" : "ringer";
  if (one.appointmentFor === null) return missed ? "enhetens tid" : "enheten ringer";
  return `${one.appointmentFor === accountId ? "du" : (names.get(one.appointmentFor) ?? "en kollega")} ${verb}`;
}

type Desk = { readonly now: number; readonly policy: Policy; readonly picked: string };

function dayOf(
  date: string,
  booked: readonly BookedTime[],
  seen: ReadonlyMap<BookedTime, BookedView>,
  row: CaseRow | null,
  { now, policy, picked }: Desk,
): TimesView["days"][number] {
  const ofDay = booked.filter(({ appointmentAt }) => localDateOf(appointmentAt) === date);
  // Hours that have been shortened since leave agreed times outside them: those are shown all the same.
  const starts = [...new Set([...slotsOn(date, policy), ...ofDay.map((one) => slotOf(one.appointmentAt))])].toSorted(
    (a, b) => a - b,
  );
  const slots = starts.flatMap((at) => {
    const here = ofDay.filter((one) => slotOf(one.appointmentAt) === at);
    const isPast = at <= now;
    // Missed ones stand first on the page.
    const shown = here.filter((one) => !isMissedNow(one, now));
    if (isPast && shown.length === 0) return [];
    const mayHave = row === null ? !isPast : fits(at, row, now, policy);
    const value = forInput(at);
    return [
      {
        id: `${date}-${formatTime(at).replace(":", "")}`,
        timeText: formatTime(at),
        value,
        full: here.length >= fullAt,
        loadText: here.length >= fullAt ? `Fullt: ${here.length} bokade` : "",
        booked: shown.map((one) => seen.get(one)).filter((one) => one !== undefined),
        choice: row !== null && mayHave ? { selected: value === picked } : null,
        bookHref: row === null && mayHave ? `/tider?tid=${value}#f-uppfoljning` : null,
      },
    ];
  });
  const count = ofDay.length;
  return {
    id: `dag-${date}`,
    heading: date === localDateOf(now) ? "I dag" : upper(formatDate(date)),
    shortHeading: date === localDateOf(now) ? "I dag" : upper(formatDateShort(date)),
    summary: count === 0 ? "Inget bokat" : count === 1 ? "1 bokad" : `${count} bokade`,
    slots,
  };
}

const upper = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

async function choosingFor(
  world: World,
  account: Account,
  row: CaseRow,
  { picked }: AskedFor,
  now: number,
): Promise<TimesView["choosing"]> {
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const person = await findPerson(world.db, viewer, row.id);
  const discharge = await findDischarge(world.db, row.id);
  const colleagues = await listColleagues(world.db, row.unitId);
  const last = row.lastCallAt === null ? "" : ` Sista tiden är före ${whenInWords(row.lastCallAt, now)}.`;
  return {
    base: `/uppfoljningar/${row.id}`,
    version: row.version,
    name: person?.name ?? "Namn saknas",
    text:
      row.appointmentAt === null
        ? `Välj en tid.${last}`
        : `Nu bokad ${whenInWords(row.appointmentAt, now)}. Välj en ny tid.${last}`,
    moves: row.appointmentAt !== null,
    forWhom: forWhomOptions(colleagues, account.id, picked?.forWhom ?? row.appointmentFor),
    asksInterpreter: discharge?.interpreter ?? false,
  };
}

async function bookingAt(
  world: World,
  account: Account,
  unitIds: readonly string[],
  at: number,
  rules: Rules,
  { picked }: AskedFor,
): Promise<TimesView["booking"]> {
  const now = world.now();
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "work-list" } as const;
  const found = await listBookable(world.db, unitIds, at, mostOffered + 1);
  const offered = found
    .slice(0, mostOffered)
    .filter((one) => fits(at, { ...one, firstCallAt: at, closesOn: localDateOf(at) }, now, rules.policy));
  const people = await findPeople(
    world.db,
    viewer,
    offered.map(({ id }) => id),
  );
  return {
    value: forInput(at),
    text: whenInWords(at, now),
    people: offered
      .filter(({ id }) => people.has(id))
      .map(({ id, lastCallAt }) => ({
        value: id,
        label: people.get(id)?.name ?? "Namn saknas",
        hint: lastCallAt === null ? "" : `Ring senast ${whenInWords(lastCallAt, now)}.`,
        selected: id === picked?.caseId,
      })),
    more: found.length > mostOffered,
    forWhom: forWhomOptions([], account.id, picked?.forWhom ?? null),
  };
}
