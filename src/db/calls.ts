/**
 * Calls over a carrier: which case may be rung, and where each call stands. Rows hold neither keys nor answers nor numbers.
 * Every change is an event and the standing that follows from it (calls/call-log.ts), in one unit that names how many
 * events the decision had read; wrap it in mustChange.
 */
import { and, asc, eq, getTableColumns, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { beforeAnything, type CallEvent, type CallStanding, standingAfter } from "../calls/call-log.ts";
import { bridgePolicy } from "../calls/policy.ts";
import type { Db, Statement } from "../world.ts";
import { mustChange } from "./atomic.ts";
import { callEvents, calls, careProviders, cases } from "./identified.ts";
import { bound, given, givenLimit, prepared, preparedUpdate } from "./prepared.ts";

export type CallRow = typeof calls.$inferSelect;

/** What a decision may change of a call beside its standing. */
export type CallChange = Partial<
  Pick<CallRow, "ref" | "otherRef" | "conversation" | "token" | "caseId" | "callerKey" | "deadlineAt">
>;

/** A call with what its words and its rights need. `unitId` and `region` are null while nobody knows whose case it is. */
export type CallOfUnit = CallRow & { readonly unitId: string | null; readonly region: string | null };

const ofUnit = (db: Db) =>
  db
    .select({ ...getTableColumns(calls), unitId: cases.unitId, region: careProviders.name })
    .from(calls)
    .leftJoin(cases, eq(cases.id, calls.caseId))
    .leftJoin(careProviders, eq(careProviders.id, cases.providerId));

const callById = prepared((db) =>
  ofUnit(db)
    .where(eq(calls.id, given("id")))
    .prepare(),
);

export async function findCall(db: Db, id: string): Promise<CallOfUnit | undefined> {
  const [row] = await callById(db).execute({ id });
  return row;
}

const callByRef = prepared((db) =>
  ofUnit(db)
    .where(and(eq(calls.carrier, given("carrier")), eq(calls.ref, given("ref"))))
    .prepare(),
);

/** The carrier's reference, for a call that the carrier began. */
export async function findCallByRef(db: Db, carrier: string, ref: string): Promise<CallOfUnit | undefined> {
  const [row] = await callByRef(db).execute({ carrier, ref });
  return row;
}

const liveCalls = prepared((db) => ofUnit(db).where(isNull(calls.endedAt)).orderBy(asc(calls.deadlineAt)).prepare());

/** Calls whose line is not known to be down. */
export const listLiveCalls = async (db: Db): Promise<CallOfUnit[]> => liveCalls(db).execute();

const unwantedCalls = prepared((db) =>
  ofUnit(db)
    .where(
      and(
        isNull(calls.endedAt),
        isNotNull(calls.caseId),
        isNull(calls.settledAt),
        sql`not exists (select 1 from cases held where held.id = ${calls.caseId} and held.state = 'held'
          and held.owner_id = coalesce(${calls.accountId}, 'robot')
          and not (${calls.kind} = 'robot' and (held.survey_consent = 0 or exists (select 1 from discharges told
            where told.id = held.id and (told.robot_consent = 0 or told.protected = 1))))
          and not (${calls.kind} = 'robot' and ${calls.state} in ('ordered', 'queued', 'ringing') and exists (
            select 1 from discharges told where told.id = held.id
            and (told.interpreter = 1 or coalesce(told.language, 'sv') <> 'sv' or told.status <> 'home')))
          and not (${calls.direction} = 'outbound' and held.last_call_at <= ${given("now")}
            and ${calls.state} in ('ordered', 'queued', 'ringing')))`,
        sql`not exists (select 1 from call_events where ${calls.kind} = 'bridge' and call_events.call_id = ${calls.id}
          and call_events.event ->> 'happened' = 'joining'
          and (call_events.at + ${bridgePolicy.patientRingSeconds * 1000} <= ${given("now")}
            or exists (select 1 from attempts where attempts.case_id = ${calls.caseId}
              and attempts.account_id = ${calls.accountId} and attempts.ended_at >= ${calls.placedAt})))`,
      ),
    )
    .prepare(),
);

/**
 * Live calls that nobody wants any more: the case is no longer its caller's (somebody said no, it was closed), a newer list
 * says what forbids the robot, or the window has been ended before anybody answered (a readmission). Two who talk are never cut off: when the patient answers
 * a bridge is not told, so it is left alone once the line cannot ring any longer, and when the coordinator has said what
 * came of it.
 */
export const listUnwantedCalls = async (db: Db, now: number): Promise<CallOfUnit[]> =>
  unwantedCalls(db).execute({ now });

/** The call that lives about a case, whoever makes it. */
export async function findLiveCall(db: Db, caseId: string): Promise<CallRow | undefined> {
  const [row] = await db
    .select()
    .from(calls)
    .where(and(eq(calls.caseId, caseId), isNull(calls.endedAt)));
  return row;
}

export async function isKnownRef(db: Db, carrier: string, ref: string): Promise<boolean> {
  return (await findCallByRef(db, carrier, ref)) !== undefined;
}

/**
 * A new call and its first event. The unit is undone while another call lives about the same case, or with somebody who
 * has a telephone in common with it: a couple at home have one.
 */
export function insertCall(
  db: Db,
  call: Omit<typeof calls.$inferInsert, keyof CallStanding>,
  first: Extract<CallEvent, { kind: "ordered" | "came-in" }>,
): Statement[] {
  const standing = standingAfter(beforeAnything, first, call.placedAt);
  return [
    sql`select case when exists (select 1 from calls where ended_at is null and (case_id = ${call.caseId ?? null}
      or coalesce(caller_key, dialled_key) in (select key from phone_keys where case_id = ${call.caseId ?? null})
      or case_id in (select others.case_id from phone_keys mine join phone_keys others on others.key = mine.key
        where mine.case_id = ${call.caseId ?? null}))) then json('conflict') end`,
    db.insert(calls).values({ ...call, ...standing }),
    db.insert(callEvents).values({ callId: call.id, number: 1, at: call.placedAt, event: JSON.stringify(first) }),
  ];
}

const writeCall = preparedUpdate(calls);

/** What is new in `values`: a column that is set to what it was would have its indexes written all the same. */
const unlike = (before: Partial<CallRow>, values: Partial<CallRow>): Partial<CallRow> =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== before[name as keyof CallRow]));

/** Any number of events in one statement: `events` is their JSON array, `before` how many there were. */
const eventsWrite = prepared((db) =>
  db
    .insert(callEvents)
    .select(
      sql`select ${sql.placeholder("callId")}, ${sql.placeholder("before")} + key + 1, ${sql.placeholder("at")}, value
        from json_each(${sql.placeholder("events")})`,
    )
    .prepare(),
);

/**
 * What happened to a call as it was read, at `at` (epoch ms): the events, the standing that follows, and `change` beside
 * them. The unit is undone when the call has changed since.
 */
export function appendToCall(
  db: Db,
  decidedOn: Pick<CallRow, "id"> & CallStanding,
  events: readonly CallEvent[],
  at: number,
  change: CallChange = {},
): Statement[] {
  const { id, state, sequence, turn, talkSeconds, settledAt, endedAt, erasedAt, events: count } = decidedOn;
  const before: CallStanding = { state, sequence, turn, talkSeconds, settledAt, endedAt, erasedAt, events: count };
  const standing = events.reduce((now, event) => standingAfter(now, event, at), before);
  const ended = standing.endedAt === null ? {} : { dialledKey: null };
  return [
    ...mustChange(
      writeCall(
        db,
        { ...unlike(decidedOn, { ...change, ...ended, ...standing }), events: standing.events },
        { id, events: count },
      ),
    ),
    ...(events.length === 0
      ? []
      : [bound(eventsWrite(db), { callId: id, before: count, at, events: JSON.stringify(events) })]),
  ];
}

/**
 * Aborts the unit when more calls of the robot's live than may, or more have been ordered than go into the time before
 * `now`: two dispatchers at once must not both think that there is room. An order that was refused at once counts too;
 * somebody who rings us and a coordinator's own call do not. Stands after the new call.
 */
export function mustHaveRoom(mostLive: number, mostPerSecond: number, now: number): Statement {
  // Slower than one a second: one in so many seconds.
  const since = now - Math.max(1000, Math.ceil(1000 / mostPerSecond));
  const ours = sql`kind = 'robot' and direction = 'outbound'`;
  return sql`select case when (select count(*) from calls where ended_at is null and ${ours}) > ${mostLive}
    or (select count(*) from calls where ended_at is null and placed_at > ${since} and ${ours})
      + (select count(*) from calls where erased_at is null and ended_at > ${since} and placed_at > ${since} and ${ours})
      > ${Math.max(1, Math.floor(mostPerSecond))}
    then json('conflict') end`;
}

/** Above what any call comes to. */
const versionAfterTurns = 1000;

/**
 * Takes the turns out of the log of a call that has just been settled, and every number that counts them: where what is
 * asked depends on what was answered, how many questions were put tells an answer (domain §9). The version leaps, so that
 * nothing that was decided on the call as it was is written after this.
 */
export const forgetTurns = (db: Db, callId: string): Statement[] => [
  sql`delete from call_events where call_id = ${callId}
    and (event ->> 'kind' = 'turn-taken' or event ->> 'happened' = 'answered')`,
  // Beside the numbers in use first: each must be free when it is taken.
  sql`update call_events set number = -number where call_id = ${callId}`,
  sql`update call_events set number = kept.place from
    (select number as was, row_number() over (order by number desc) as place from call_events
      where call_id = ${callId}) as kept
    where call_id = ${callId} and number = kept.was`,
  db.update(calls).set({ turn: 0, events: versionAfterTurns }).where(eq(calls.id, callId)),
];

/** The log of a call, in order. */
export async function listCallEvents(db: Db, callId: string): Promise<{ at: number; event: CallEvent }[]> {
  const rows = await db.select().from(callEvents).where(eq(callEvents.callId, callId)).orderBy(asc(callEvents.number));
  return rows.map(({ at, event }) => ({ at, event: JSON.parse(event) as CallEvent }));
}

const callsToErase = prepared((db) =>
  db
    .select()
    .from(calls)
    .where(and(isNull(calls.erasedAt), lt(calls.endedAt, given("before")), eq(calls.carrier, given("carrier"))))
    .orderBy(asc(calls.endedAt), asc(calls.id))
    .limit(givenLimit("limit"))
    .offset(givenLimit("passedOver"))
    .prepare(),
);

/** Calls over a carrier that ended before `before` (epoch ms) and whose number may still stand in its books: at most
 * `limit`, without the first `passedOver` of them. */
export const listCallsToErase = async (
  db: Db,
  carrier: string,
  before: number,
  limit: number,
  passedOver: number,
): Promise<CallRow[]> => callsToErase(db).execute({ carrier, before, limit, passedOver });

/**
 * Deletes calls that are about nobody we know and ended before `before` (epoch ms), but for those whose number a carrier
 * that can erase it still has to erase. `erases`: that carrier's name, or null.
 */
export function forgetCalls(erases: string | null, before: number): Statement[] {
  const gone = sql`(select id from calls where case_id is null and ended_at < ${before}
    and (erased_at is not null or carrier is not ${erases}))`;
  return [
    sql`delete from call_replies where call_id in ${gone}`,
    sql`delete from call_events where call_id in ${gone}`,
    sql`delete from calls where id in ${gone}`,
  ];
}
