/**
 * What a whole-call scenario (telephone-scenario.ts) may look at afterwards, in plain words and values, and what must hold
 * at every one of its steps and at its end, whatever the file says.
 */
import { sql } from "drizzle-orm";
import { instantOf, isWorkingDay, localDateOf, localTimeOf } from "../src/calendar.ts";
import { beforeAnything, type CallEvent, standingAfter } from "../src/calls/call-log.ts";
import { defaultPolicy, robotCallingPolicy } from "../src/calls/policy.ts";
import { isFinalStatus } from "../src/telephony/carrier.ts";
import type { Simulator } from "../src/telephony/simulator.ts";
import type { World } from "../src/world.ts";

type Columns = Readonly<Record<string, string | number | null>>;
const read = async (world: World, query: ReturnType<typeof sql>): Promise<Columns[]> => world.db.all<Columns>(query);

/** "2026-11-23 10:00" → epoch ms. */
export const instantOfText = (text: string): number => {
  const [date = "", time = ""] = text.split(" ");
  return instantOf(date, time);
};
export const textOfInstant = (instant: number | string | null | undefined): string | null =>
  instant === null || instant === undefined ? null : `${localDateOf(Number(instant))} ${localTimeOf(Number(instant))}`;

/** One event of a call's log in words: "told ringing", "heard answered plan", "settled broken-off handed-over". */
export function eventText(event: CallEvent): string {
  const { kind } = event;
  switch (kind) {
    case "told":
      return `told ${event.status}`;
    case "turn-taken":
      return `turn ${event.turn}`;
    case "heard":
      return ["heard", event.happened, event.question ?? event.as ?? event.stage].filter(Boolean).join(" ");
    case "settled":
      return `settled ${event.outcome ?? "nothing"}${event.handedOver ? " handed-over" : ""}`;
    case "refused":
    case "hung-up":
      return `${kind} ${event.because}`;
    default:
      return kind;
  }
}

export type PatientStands = {
  readonly state: string | null;
  readonly disposition: string | null;
  /** "robot", a user name, or null. */
  readonly owner: string | null;
  readonly handedOver: boolean;
  readonly interrupted: boolean;
  /** Local date and time. */
  readonly restUntil: string | null;
  readonly appointmentAt: string | null;
  /** "robot no-answer", in order. */
  readonly attempts: readonly string[];
  /** Question → "1 robot"; null when no interview is open. */
  readonly answers: Readonly<Record<string, string>> | null;
  /** State of each call, in order. */
  readonly calls: readonly string[];
  /** The last call's log. */
  readonly log: readonly string[];
  /** Are name and numbers still there? */
  readonly known: boolean;
};

/** Where a patient stands. `caseId` undefined: the list was not taken in. */
export async function patientStands(
  world: World,
  caseId: string | undefined,
): Promise<PatientStands & { readonly lastRef: string }> {
  const of = (table: string, more = sql``) =>
    read(world, sql`select * from ${sql.identifier(table)} where case_id = ${caseId ?? ""} ${more}`);
  const [row] = await read(world, sql`select * from cases where id = ${caseId ?? ""}`);
  const [interview] = await of("interviews");
  const [person] = await of("people");
  const attempts = await of("attempts", sql`order by started_at, ended_at`);
  const calls = await of("calls", sql`order by placed_at, rowid`);
  const events = await read(
    world,
    sql`select event from call_events where call_id = ${calls.at(-1)?.id ?? ""} order by number`,
  );
  const state = interview ? JSON.parse(String(interview.state)) : null;
  return {
    state: row === undefined ? null : String(row.state),
    disposition: (row?.disposition as string | null) ?? null,
    owner: row?.owner_id ? String(row.owner_id).replace("account-", "") : null,
    handedOver: (row?.handed_over_at ?? null) !== null,
    interrupted: row?.interrupted === 1,
    restUntil: textOfInstant(row?.rest_until),
    appointmentAt: textOfInstant(row?.appointment_at),
    attempts: attempts.map(({ mode, outcome }) => `${mode} ${outcome}`),
    answers:
      state && Object.fromEntries(Object.entries(state.answers).map(([key, answer]) => [key, answerText(answer)])),
    calls: calls.map((call) => String(call.state)),
    log: events.map(({ event }) => eventText(JSON.parse(String(event)) as CallEvent)),
    known: person !== undefined && person.phones !== "[]",
    lastRef: String(calls.at(-1)?.ref ?? ""),
  };
}

const answerText = (answer: unknown): string => {
  const { code, text, mode } = answer as { code?: number; text?: string; mode: string };
  return `${code ?? text} ${mode}`;
};

export const caseIdsByName = async (world: World): Promise<Map<string, string>> =>
  new Map(
    (await read(world, sql`select case_id, name from people`)).map(({ case_id, name }) => [
      String(name),
      String(case_id),
    ]),
  );

/** One line about each case and call, to tell in a trace what a step has changed. */
export async function newsOfCases(world: World): Promise<Map<string, string>> {
  const rows = await read(
    world,
    sql`select people.name as who, cases.* from cases left join people on people.case_id = cases.id`,
  );
  const lines = rows.map(({ id, who, state, owner_id, disposition, attempts, handed_over_at, rest_until }) => {
    const facts = [state, owner_id, disposition, `attempts: ${attempts}`, handed_over_at && "handed over"];
    const rest = rest_until === null ? null : `rests until ${textOfInstant(rest_until)}`;
    return [String(id), `${who ?? "erased"}: ${[...facts, rest].filter(Boolean).join(", ")}`] as const;
  });
  return new Map(lines);
}

/** Answers that have passed the wall and wait there. */
export const sealedAnswers = async (world: World) =>
  (await read(world, sql`select mode, completeness, answers from pending order by answers`)).map(
    ({ mode, completeness, answers }) => ({ mode, completeness, answers: JSON.parse(String(answers)) }),
  );

/** "call-back robot": kind and who raised it, in order. */
export const tasksRaised = async (world: World): Promise<string[]> =>
  (await read(world, sql`select kind, raised_by from tasks where done_at is null order by raised_at`)).map(
    ({ kind, raised_by }) => `${kind} ${String(raised_by).replace("account-", "")}`,
  );

/** What is broken at any moment; none when all is well. */
export async function brokenNow(world: World, carrier: Simulator): Promise<string[]> {
  const broken: string[] = [];
  const calls = await read(world, sql`select * from calls`);
  const caseOf = new Map(calls.map(({ id, case_id }) => [id, case_id]));
  const live = carrier.calls().filter(({ status }) => !isFinalStatus(status));
  const rung = live.filter(({ direction }) => direction === "outbound").map(({ callId }) => caseOf.get(callId));
  if (new Set(rung).size < rung.length) broken.push("somebody is rung twice at once");
  const hours = world.telephone ? robotCallingPolicy(defaultPolicy, world.telephone.staffed).hours : null;
  for (const { id, direction, kind, placed_at } of calls) {
    const at = Number(placed_at);
    const time = localTimeOf(at);
    if (direction !== "outbound" || kind !== "robot" || hours === null) continue;
    if (!isWorkingDay(localDateOf(at)) || time < hours.from || time >= hours.to)
      broken.push(`call ${id} was placed at ${textOfInstant(at)}`);
  }
  const open = sql`select id from cases where state = 'closed' and (owner_id is not null or interrupted = 1
    or exists (select 1 from interviews where case_id = cases.id))`;
  for (const { id } of await read(world, open)) broken.push(`closed case ${id} still holds something`);
  return broken;
}

/** What is left over when every line is down; none when all is well. */
export async function leftOver(world: World, carrier: Simulator): Promise<string[]> {
  const left = carrier
    .calls()
    .filter(({ status }) => !isFinalStatus(status))
    .map(({ status }) => `a line that is ${status} at the carrier`);
  for (const call of await read(world, sql`select * from calls`)) {
    const events = (await read(
      world,
      sql`select number, at, event from call_events where call_id = ${call.id} order by number`,
    )) as { number: number; at: number; event: string }[];
    const log = events.map(({ event }) => JSON.parse(event) as CallEvent);
    const standing = events.reduce((before, { at }, place) => standingAfter(before, log[place]!, at), beforeAnything);
    const derived: Columns = {
      ...{ state: standing.state, turn: standing.turn, sequence: standing.sequence, events: events.length },
      ...{ settled_at: standing.settledAt, ended_at: standing.endedAt },
    };
    for (const [column, value] of Object.entries(derived))
      if (call[column] !== value) left.push(`call ${call.id}: ${column} is ${call[column]}, its log says ${value}`);
    if (events.some(({ number }, place) => number !== place + 1)) left.push(`call ${call.id}: a gap in its log`);
    if (/\+46|"(keys|digits|answer|code)"/.test(JSON.stringify(log)))
      left.push(`call ${call.id}: its log tells too much`);
    if (call.ended_at === null) left.push(`call ${call.id}: not ended (${call.state})`);
    if (call.settled_at === null && call.kind === "robot") left.push(`call ${call.id}: not settled`);
    if (call.caller_key !== null) left.push(`call ${call.id}: who rang`);
    if (call.conversation !== null) left.push(`call ${call.id}: its conversation`);
  }
  // The closed message of the night may be asked for again; it tells nothing and goes with its call.
  const stale = sql`select distinct call_id from call_replies where call_id not in (select id from calls
    where case_id is null and direction = 'inbound' and ended_at is not null)`;
  for (const { call_id } of await read(world, stale)) left.push(`call ${call_id}: its stored replies`);
  for (const { id } of await read(world, sql`select id from cases where owner_id = 'robot'`))
    left.push(`case ${id} is the robot's`);
  for (const { case_id } of await read(world, sql`select case_id from attempts where outcome is null`))
    left.push(`an attempt without an outcome at ${case_id}`);
  return left;
}
