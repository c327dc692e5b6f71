/**
 * A coordinator's call with the case it is about: who may have one at all, whether the case is still theirs, and which
 * number was chosen. The order and the webhooks must mean the same by each, so they stand here once.
 */
import { and, desc, eq, gte, sql } from "drizzle-orm";
import { type NumberToTry, numbersToTry } from "../calls/connecting.ts";
import type { Telephone } from "../telephony/carrier.ts";
import type { Db, Statement, World } from "../world.ts";
import { findAccountPhone, findUnit } from "./accounts.ts";
import type { CallOfUnit, CallRow } from "./calls.ts";
import { type CaseFile, findCaseFile } from "./case-file.ts";
import { listEvents } from "./cases.ts";
import { calls } from "./identified.ts";
import { findPerson } from "./people.ts";

/** What is needed for it: a carrier that can, a number of the unit's to show, and a telephone of the coordinator's own. */
export type Connectable = { readonly telephone: Telephone; readonly phone: string; readonly callerId: string };

/** Null where the carrier, the unit or the account lacks it: then everybody rings by hand. */
export async function findConnectable(world: World, accountId: string, unitId: string): Promise<Connectable | null> {
  const { telephone } = world;
  if (!telephone?.carrier.can.connect) return null;
  const callerId = (await findUnit(world.db, unitId))?.callerId ?? null;
  const phone = await findAccountPhone(world.db, accountId);
  return callerId !== null && phone !== null ? { telephone, phone, callerId } : null;
}

/** What a call remembers until it is settled: which number was chosen, by its keyed hash, never the number. */
export type Chosen = { readonly key: string };

export const viewerOf = (accountId: string, unitIds: readonly string[]) =>
  ({ accountId, unitIds, purpose: "call" }) as const;

export const isHeldBy = ({ row }: CaseFile, accountId: string) => row.state === "held" && row.ownerId === accountId;

/** Has the account done any of this (kinds of events) in the sitting that goes on? */
export async function hasDone(
  world: World,
  { row }: CaseFile,
  accountId: string,
  kinds: readonly string[],
): Promise<boolean> {
  const events = await listEvents(world.db, row.id);
  return events.some(
    (one) => kinds.includes(one.kind) && one.accountId === accountId && one.at >= (row.ownedSince ?? 0),
  );
}

/** The chosen number, while it is one to try. */
export async function findTarget(
  world: World,
  file: CaseFile,
  accountId: string,
  isChosen: (one: NumberToTry) => boolean,
): Promise<NumberToTry | null> {
  const person = await findPerson(world.db, viewerOf(accountId, [file.row.unitId]), file.row.id);
  return (person && numbersToTry(person.numbers).find(isChosen)) ?? null;
}

/** The case as the coordinator of the call sees it; nothing once it has been forgotten. */
export const fileOf = (world: World, { caseId, accountId, unitId }: CallOfUnit): Promise<CaseFile | undefined> =>
  caseId === null || accountId === null || unitId === null
    ? Promise.resolve(undefined)
    : findCaseFile(world.db, viewerOf(accountId, [unitId]), caseId);

/** Where the keys of a turn are sent. The token holds for this turn alone. */
export const turnAddress = (world: World, callId: string, turn: number, token: string): string =>
  `${world.config.baseUrl}/rost/koppla/${callId}/${turn}/${token}`;

/** The last call about a case for which an account had itself rung. */
export async function findLastBridge(db: Db, caseId: string, accountId: string): Promise<CallRow | undefined> {
  const [row] = await db
    .select()
    .from(calls)
    .where(and(eq(calls.caseId, caseId), eq(calls.kind, "bridge"), eq(calls.accountId, accountId)))
    .orderBy(desc(calls.placedAt))
    .limit(1);
  return row;
}

/** Seconds that an account has talked about a case in calls placed since `since` (epoch ms); null: in none. */
export async function findTalkSeconds(db: Db, caseId: string, accountId: string, since: number) {
  const [row] = await db
    .select({ seconds: sql<number | null>`sum(${calls.talkSeconds})` })
    .from(calls)
    .where(and(eq(calls.caseId, caseId), eq(calls.accountId, accountId), gte(calls.placedAt, since)));
  return row?.seconds ?? null;
}

/** Aborts the unit unless the account holds the case: between a decision and its write somebody may have let go of it. */
export const mustStillHold = (caseId: string, accountId: string): Statement =>
  sql`select case when not exists (select 1 from cases where id = ${caseId} and state = 'held' and owner_id = ${accountId})
    then json('conflict') end`;
