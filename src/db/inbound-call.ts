/**
 * Somebody rings us and nobody knows who: what a turn must know until the day of birth has been pressed, and what it
 * writes when it was right or wrong. Everybody costs the same questions and writes until then, so that neither words nor
 * time tell whether a number is known here. The number is no proof: days may not be tried one after the other, whether
 * in one call, in many, or in many at once.
 */
import { sql } from "drizzle-orm";
import { type Call, type CallFacts, type CallState, dayPressed } from "../calls/conversation.ts";
import { robotPolicy } from "../calls/policy.ts";
import { take } from "../cases/hold.ts";
import { robot, robotObstacle } from "../cases/robot-call.ts";
import { isRefusal } from "../problems.ts";
import type { State } from "../surveys/interview.ts";
import type { Statement, World } from "../world.ts";
import { findFirstProvider } from "./accounts.ts";
import { mustChange } from "./atomic.ts";
import { type CallChange, type CallOfUnit, findLiveCall } from "./calls.ts";
import { findCaseFile } from "./case-file.ts";
import { changeCase, insertEvent } from "./cases.ts";
import { findWhoMayTalk } from "./dialling.ts";
import { findPeople } from "./people.ts";
import { listPossibleCallers, mustCountWrongDays, noteWrongDay, type PossibleCaller } from "./phone-keys.ts";
import type { Held } from "./robot-call.ts";
import { findRules } from "./rules.ts";
import { getSurveyFor, robotCanAsk } from "./survey-of-case.ts";

/** Wrong days from a case's numbers within so many hours after which they are as unknown as any. */
const wrongDaysAtOnce = 2;
const withinHours = 24;
/** And in all: there are only some thirty days to try, and a window lasts for days. A person rings instead. */
const wrongDaysEver = 4;

/** A call that somebody began, as the turn needs it. */
export type Caller = {
  readonly facts: CallFacts;
  readonly before: Call;
  readonly interview: State | null;
  /** The case, held by the robot once `writes` are done; null as long as nobody is identified. */
  readonly held: Held | null;
  /** Belongs in the turn's unit, before all else. */
  readonly writes: readonly Statement[];
  readonly change: CallChange;
};

/** The facts of a call that is about nobody. `open`: is there somebody at work who can take over? */
export const factsOfNobody = async (world: World, open: boolean): Promise<CallFacts> => ({
  ...{ survey: await getSurveyFor(world.db, null), birthDay: null, direction: "inbound", open, askHelp: true },
  hashKey: world.telephone?.carrier.can.hashKey ?? true,
});

/** The region's name in a call that is about nobody: as the robot's own calls say it, so that the two are one caller. */
export const regionOfNobody = async (world: World): Promise<string> =>
  (await findFirstProvider(world.db))?.name ?? world.config.region.name;

/**
 * When the carrier is asked about a call in which a turn was taken at `now` (both epoch ms). No carrier has to tell us
 * that a line is down which we did not order, and until it is known nobody else gets at the case.
 */
export const nextTurnBy = (now: number): number => now + robotPolicy.silentSeconds * 1000;

/** Aborts the unit when the carrier's call is known already: it may ask twice at once. */
export const mustBeNewCall = (carrier: string, ref: string): Statement =>
  sql`select case when exists (select 1 from calls where carrier = ${carrier} and ref = ${ref}) then json('conflict') end`;

/** What `keys` come to in a call that is about nobody yet. */
export async function readCaller(world: World, call: CallOfUnit, keys: string): Promise<Caller | null> {
  if (call.direction !== "inbound" || call.conversation === null) return null;
  const state = JSON.parse(call.conversation) as CallState;
  // It was about somebody who has been forgotten meanwhile.
  if (state.identified) return null;
  const nobody: Caller = {
    ...{ facts: await factsOfNobody(world, true), before: { state, interview: null }, interview: null },
    ...{ held: null, writes: [], change: {} },
  };
  const day = dayPressed(state, keys);
  if (day === null) return nobody;
  const { possible, right } = await lookFor(world, call.callerKey ?? "", day);
  const caseIds = possible.map(({ case: { id } }) => id);
  const counted = mustCountWrongDays(
    caseIds,
    possible.reduce((sum, { wrongDays }) => sum + wrongDays, 0),
  );
  if (right.length === 0) {
    const ids = caseIds.map(() => world.newId());
    return { ...nobody, writes: [counted, noteWrongDay(ids, caseIds, world.now())] };
  }
  const known = right.length === 1 ? await takeFor(world, nobody, right[0]!, day) : null;
  if (known) return { ...known, writes: [counted, ...known.writes] };
  // Two of one household were born on the same day, or the robot cannot go on: those who are free wait for a person.
  const facts = { ...nobody.facts, birthDay: day, personRings: true };
  return { ...nobody, facts, writes: [counted, ...right.flatMap((each) => handOver(world, each))] };
}

/** Whom the robot may talk to on this number, and who of them was born on the day. */
async function lookFor(world: World, key: string, day: number) {
  const now = world.now();
  const known = await listPossibleCallers(world.db, key, now - withinHours * 3_600_000);
  // Asked also when there is nobody to ask about: an unknown number takes no less time.
  const unitIds = known.length === 0 ? [""] : [...new Set(known.map((each) => each.case.unitId))];
  const caseIds = known.length === 0 ? [""] : known.map((each) => each.case.id);
  const people = await findPeople(world.db, { accountId: robot, unitIds, purpose: "call" }, caseIds);
  const { policy } = await findRules(world.db);
  const mayTalk = await findWhoMayTalk(
    world.db,
    known.map((each) => each.case),
    people,
    now,
    policy,
  );
  const birthDateOf = (each: PossibleCaller) => people.get(each.case.id)?.birthDate ?? null;
  const possible = known.filter((each) => {
    const { surveyConsent, lastCallAt } = each.case;
    // A booked time is one with a person; whoever rings before it may answer at once.
    const asked = { surveyConsent, appointmentAt: null, birthDate: birthDateOf(each), hasNumber: true };
    const tooMany = each.wrongDaysLately >= wrongDaysAtOnce || each.wrongDays >= wrongDaysEver;
    const over = lastCallAt === null || lastCallAt <= now;
    return (
      !tooMany &&
      !over &&
      mayTalk.has(each.case.id) &&
      robotObstacle({ ...each.discharge, ...asked }, world.telephone?.psychiatry ?? false) === null
    );
  });
  return { possible, right: possible.filter((each) => Number(birthDateOf(each)?.slice(8)) === day) };
}

/** The case in the robot's hands, or null when somebody else has it or a call about it lives. */
async function takeFor(world: World, nobody: Caller, { case: row }: PossibleCaller, day: number) {
  const { db } = world;
  const now = world.now();
  const file = await findCaseFile(db, { accountId: robot, unitIds: [row.unitId], purpose: "call" }, row.id);
  if (!file || (await findLiveCall(db, row.id))) return null;
  const survey = file.interview?.survey ?? (await getSurveyFor(db, file.row.measurementId));
  const { policy } = await findRules(db);
  const taken = take(file.facts, robot, now, policy, "they-rang");
  if (isRefusal(taken) || !robotCanAsk(world.telephone, survey, file.interview?.state ?? null)) return null;
  const changes = { ...taken, state: "held", ownerId: robot, ownedSince: now } as const;
  const facts = { ...nobody.facts, survey, birthDay: day };
  const interview = file.interview?.state ?? null;
  const before = { ...nobody.before, interview };
  const held: Held = {
    ...{ facts, before, interview },
    read: { row: { ...file.row, ...changes, version: file.row.version + 1 }, interview: file.interview },
  };
  const writes = [
    ...mustChange(changeCase(db, file.row, changes)),
    insertEvent(db, { id: world.newId(), caseId: row.id, at: now, kind: "rang-in", accountId: robot }),
  ];
  return { facts, before, interview, held, writes, change: { caseId: row.id, callerKey: null } } satisfies Caller;
}

/**
 * "Så ringer en människa upp dig": first on the list, now or when a call of the robot's lets go of the case; none of its
 * ends takes that back. A coordinator who has the case in hand is that person.
 */
function handOver(world: World, { case: row }: PossibleCaller): Statement[] {
  if (row.state === "held" && row.ownerId !== robot) return [];
  const at = world.now();
  return [
    ...mustChange(
      changeCase(world.db, row, { handedOverAt: at, handedOverBecause: "anybody", restUntil: null, restBecause: null }),
    ),
    insertEvent(world.db, { id: world.newId(), caseId: row.id, at, kind: "handed-over", detail: "anybody" }),
  ];
}
