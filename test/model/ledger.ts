/**
 * What is known from outside while a sequence runs: which orders the carrier got and what was so at that moment, which
 * telephones rang, who said no, and which answers were acknowledged to whom. Kept without a look at how the program
 * keeps them. A broken promise throws {@link Broken} as soon as it is seen.
 */
import type Database from "better-sqlite3";
import { addDays, isWorkingDay, localDateOf, localTimeOf } from "../../src/calendar.ts";
import { defaultPolicy } from "../../src/calls/policy.ts";
import { getSurvey } from "../../src/surveys/catalog.ts";
import type { Spoken, WebhookRequest } from "../../src/telephony/carrier.ts";
import { mostAtOnce, mostPerSecond, type System, staffed } from "./system.ts";

export class Broken extends Error {}

export type Order = {
  readonly kind: "robot" | "bridge";
  readonly callId: string;
  readonly caseId: string;
  readonly to: string;
  /** By our clock: when it was claimed, and when it went out. */
  readonly claimedAt: number;
  readonly at: number;
  readonly clockEra: number;
  rang: boolean;
};

/** A question's answers as they may stand: one when it was acknowledged, more while nobody knows; null is none. */
export type Allowed = Map<string, Set<number | null>>;

export type Ledger = ReturnType<typeof openLedger>;
type Row = Record<string, unknown>;
type Asked = { readonly step: string | null; readonly digits: string | null };

const survey = getSurvey("punktmatning-kort", 1);
/** The robot begins no call that would outlast those who can take over. */
const lastRobotTime = "15:45";
const hour = 3_600_000;

/** The code that a key gives as an answer to a question, or null when it is none. */
export function codeOf(step: string, key: string): number | null {
  const found = survey.steps.find((one) => one.key === step);
  if (found?.kind !== "choice") return null;
  if (key === "8") return 8;
  if (key === "#") return 9;
  const choice = survey.scales[found.scale]!.find(({ code }) => String(code) === key);
  return choice?.code ?? null;
}

const pathOf = (url: string): string => new URL(url, "http://localhost").pathname;
const idsIn = ({ lines }: Spoken): string[] => lines.flatMap((line) => ("say" in line ? [line.promptId ?? ""] : []));
const questionIn = (ids: readonly string[]): string | null =>
  ids.find((id) => id.startsWith("step:"))?.split(":")[2] ?? null;
/** Only the keys are said once more: the question before it is the one that is answered. */
const isStillAsked = (ids: readonly string[]): boolean => ids.includes("wrong-key") || ids.includes("press-a-key");

export function openLedger(systemOf: () => System) {
  const orders: Order[] = [];
  /** Cases that may never be rung again, and why. */
  const noMore = new Map<string, string>();
  const answers = new Map<string, Allowed>();
  /** Has the robot been switched on? Null while nobody knows. */
  let robotIsOn: boolean | null = true;
  /** What each address of a turn was asked about, and the keys that were taken there. */
  const asked = new Map<string, Asked>();
  /** The carrier's requests about turns, to be sent again. */
  const webhooks: WebhookRequest[] = [];
  const raw = (): Database.Database => systemOf().raw();
  const one = (sql: string, ...values: unknown[]) => raw().prepare(sql).get(values) as Row | undefined;
  const promise = (holds: boolean, what: string) => {
    if (!holds) throw new Broken(what);
  };
  /** What was broken inside the program's own calls, where an exception of ours would be taken for the carrier's. */
  const seen: Broken[] = [];
  const watch =
    <Args extends unknown[]>(look: (...args: Args) => void) =>
    (...args: Args) => {
      try {
        look(...args);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        seen.push(error);
      }
    };

  const allowedOf = (caseId: string): Allowed => {
    const known = answers.get(caseId) ?? new Map();
    answers.set(caseId, known);
    return known;
  };

  const isHours = (at: number, to: string): boolean => {
    const time = localTimeOf(at);
    return isWorkingDay(localDateOf(at)) && staffed.from <= time && time < to;
  };

  /** A coordinator's own telephone is rung first: nothing is said to the patient yet. */
  const orderedBridge = (call: Row, to: string, at: number) => {
    const caseId = String(call.case_id);
    const account = one("select * from accounts where id = ?", String(call.account_id));
    promise(account?.phone === to, "a bridge began at a telephone that is not the coordinator's own");
    promise(isTheirs(caseId, call.account_id), "a bridge was ordered about a case that its coordinator does not hold");
    promise(!noMore.has(caseId), `a bridge was ordered after a no (${noMore.get(caseId)})`);
    const row = one("select * from cases where id = ?", caseId)!;
    const { from, to: until } = defaultPolicy.hours;
    const time = localTimeOf(at);
    const isDay = isWorkingDay(localDateOf(at)) || defaultPolicy.weekends;
    promise(isDay && from <= time && time < until, "a bridge was ordered outside the calling hours");
    const window = Number(row.first_call_at) <= at && at < Number(row.last_call_at);
    promise(window, "a bridge was ordered outside the call window");
    orders.push({
      kind: "bridge",
      callId: String(call.id),
      caseId,
      to,
      claimedAt: Number(call.placed_at),
      at,
      clockEra: systemOf().clockEra(),
      rang: false,
    });
  };

  const isTheirs = (caseId: string, accountId: unknown): boolean => {
    const row = one("select state, owner_id from cases where id = ?", caseId);
    return row?.state === "held" && row.owner_id === accountId;
  };

  const ordered = ({ callId, to }: { readonly callId: string; readonly to: string }) => {
    const system = systemOf();
    const { simulator } = system;
    const at = system.now();
    const call = one("select * from calls where id = ?", callId);
    promise(call !== undefined, "an order went out that is not written down");
    if (call!.kind === "bridge") return orderedBridge(call!, to, at);
    promise(robotIsOn !== false, "the robot ordered a call though it is switched off");
    const caseId = String(call!.case_id);
    const claimedAt = Number(call!.placed_at);
    const row = one("select * from cases where id = ?", caseId)!;
    const discharge = one("select * from discharges where id = ?", caseId)!;
    promise(row.state === "held" && row.owner_id === "robot", `a case was dialled that the robot does not hold`);
    promise(row.survey_consent === 1 && discharge.robot_consent === 1, "somebody was dialled who has not said yes");
    promise(discharge.status === "home" && discharge.protected === 0, "somebody dead, away or protected was dialled");
    promise(row.handed_over_at === null, "a case was dialled that is handed over to a person");
    promise(!noMore.has(caseId), `somebody was dialled who has said no (${noMore.get(caseId)})`);
    promise(isHours(at, lastRobotTime), "an order went out outside the robot's hours");
    const window = Number(row.first_call_at) <= at && at < Number(row.last_call_at);
    promise(window, "an order went out outside the call window");
    const lines = simulator.calls().filter((line) => line.endedAt === null);
    // Whoever rings us in the very moment in which we ring hears an engaged tone, and so do we.
    const talks = ({ ref, direction }: (typeof lines)[number]) => {
      const other = direction === "outbound" ? null : one("select settled_at, placed_at from calls where ref = ?", ref);
      return other === null || (other?.settled_at === null && Number(other.placed_at) < Number(call!.placed_at));
    };
    promise(!lines.some((line) => line.to === to && talks(line)), "a telephone was dialled that is in use");
    const ofRobot = (id: string) => orders.some((order) => order.callId === id && order.kind === "robot");
    const outbound = lines.filter((line) => line.direction === "outbound" && ofRobot(line.callId)).length;
    promise(outbound < mostAtOnce, "more lines live at once than may");
    const era = system.clockEra();
    const sameEra = orders.filter((order) => order.clockEra === era && order.kind === "robot");
    const inTheSecond = sameEra.filter((order) => at - order.at < 1000).length;
    // The pace is kept by when a case was claimed; an order may leave a moment later, beside the next one.
    promise(inTheSecond <= mostPerSecond, "more orders went out in a second than may");
    const rung = sameEra.filter((order) => order.caseId === caseId && order.rang);
    const today = localDateOf(at);
    const ringsToday = rung.filter((order) => localDateOf(order.at) === today).length;
    promise(ringsToday < defaultPolicy.maxAttemptsPerDay, "a patient was rung more often in a day than may be");
    // An attempt begins when it is claimed; the order may leave a moment later.
    for (const order of rung)
      promise(claimedAt - order.claimedAt >= defaultPolicy.spacingHours * hour, "a patient was rung again too soon");
    const attempts = raw().prepare("select started_at from attempts where case_id = ?").pluck().all(caseId) as number[];
    promise(attempts.length < defaultPolicy.maxAttempts, "a patient was rung more often than may be");
    promise(
      attempts.filter((started) => localDateOf(started) === today).length < defaultPolicy.maxAttemptsPerDay,
      "a patient was rung more often in a day than may be",
    );
    orders.push({ kind: "robot", callId, caseId, to, claimedAt, at, clockEra: era, rang: false });
  };

  const ringing = (ref: string) => {
    const system = systemOf();
    const line = system.simulator.calls().find((call) => call.ref === ref);
    const order = orders.find(({ callId }) => callId === line?.callId);
    promise(order !== undefined, "a telephone rings that nobody ordered");
    order!.rang = true;
    if (order!.kind === "bridge") return;
    // The timetable looks once a minute whether a queue has outlasted the people at work.
    if (order!.clockEra === system.clockEra() && !system.hasMishaps() && isKnown(order!.callId)) {
      const isStaffed = [0, 61_000].some((ago) => isHours(system.now() - ago, staffed.to));
      promise(isStaffed, "a telephone began to ring when nobody is at work");
      promise(!noMore.has(order!.caseId), `a telephone began to ring after a no (${noMore.get(order!.caseId)})`);
    }
  };

  /** Does the program know the carrier's name for the call? Until then it cannot put the line down. */
  const isKnown = (callId: string): boolean => one("select ref from calls where id = ?", callId)?.ref != null;

  /** A turn on a coordinator's own telephone, or what its patient's line came to. */
  const deliveredBridge = (request: WebhookRequest, callId: string, reply: { status: number; body: string } | null) => {
    if (webhooks.length < 200) webhooks.push(request);
    if (reply?.status !== 200) return;
    const { ending } = JSON.parse(reply.body) as Spoken;
    if (!("connect" in ending)) return;
    // From here the patient's telephone rings; the same words again to the same address ring nobody.
    const call = one("select * from calls where id = ?", callId)!;
    const caseId = String(call.case_id);
    promise(isTheirs(caseId, call.account_id), "a patient is rung for somebody who does not hold the case");
    promise(!noMore.has(caseId), `a patient is joined after a no (${noMore.get(caseId)})`);
    const phones = JSON.parse(String(one("select phones from people where case_id = ?", caseId)!.phones)) as string[];
    promise(phones.includes(ending.connect.to), "a bridge rings a number that is not the patient's");
  };

  const delivered = (request: WebhookRequest, reply: { status: number; body: string } | null) => {
    const path = pathOf(request.url);
    const [, bridge] = /^\/rost\/koppla\/([^/]+)\/(?:\d+|klar)\/[^/]+$/.exec(path) ?? [];
    if (bridge !== undefined) return deliveredBridge(request, bridge, reply);
    const [, callId] = /^\/rost\/([^/]+)\/\d+\/[^/]+$/.exec(path) ?? [];
    if (callId === undefined && path !== "/rost/in") return;
    const form = new URLSearchParams(request.body);
    const call = one("select case_id, direction from calls where id = ? or ref = ?", callId ?? "", form.get("ref"));
    const isOrdered = orders.some((order) => order.callId === callId) || call?.direction !== "outbound";
    promise(isOrdered, "a webhook about a call that nobody ordered");
    const caseId = call?.case_id == null ? null : String(call.case_id);
    if (webhooks.length < 200) webhooks.push(request);
    const digits = form.get("digits");
    const before = asked.get(path);
    const step = before?.step ?? null;
    const code = step === null || digits === null ? null : codeOf(step, digits);
    // An address takes one set of keys; whatever comes to it afterwards changes nothing.
    const isFirst = before?.digits == null;
    if (reply === null || reply.status >= 500) {
      if (step !== null && code !== null && isFirst && caseId !== null) {
        const allowed = allowedOf(caseId);
        const now = allowed.get(step) ?? new Set([null]);
        allowed.set(step, new Set([...now, code]));
      }
      return;
    }
    if (reply.status !== 200) return;
    const spoken = JSON.parse(reply.body) as Spoken;
    const ids = idsIn(spoken);
    const isGoodbye = ids.some(
      (id) =>
        id.endsWith("silent-unknown") || id === "after-the-end" || id === "technical-fault" || id === "nothing-more",
    );
    if (isFirst && digits !== null && before) asked.set(path, { step, digits });
    if (isFirst && caseId !== null) {
      if (step !== null && code !== null && !isGoodbye) allowedOf(caseId).set(step, new Set([code]));
      if (ids.includes("refused")) noMore.set(caseId, "to the robot");
    }
    if (!("gather" in spoken.ending)) return;
    const next = pathOf(spoken.ending.gather.next);
    if (!asked.has(next)) asked.set(next, { step: questionIn(ids) ?? (isStillAsked(ids) ? step : null), digits: null });
  };

  return {
    ...{ orders, noMore, answers, webhooks, seen, raw, one, promise, isKnown },
    robotIs: (on: boolean | null) => {
      robotIsOn = on;
    },
    watcher: { ordered: watch(ordered), ringing: watch(ringing), delivered: watch(delivered) },
    /** A coordinator's answer. `certain` when it was acknowledged and nothing else went on meanwhile. */
    said: (caseId: string, step: string, code: number, certain: boolean) => {
      const allowed = allowedOf(caseId);
      allowed.set(step, certain ? new Set([code]) : new Set([...(allowed.get(step) ?? [null]), code]));
    },
    /** The Monday after everything is over. */
    afterEverything: (): number => {
      const last = one("select max(last_call_at) as at from cases")!.at;
      return Date.parse(`${addDays(localDateOf(Number(last)), 2)}T02:00Z`);
    },
  };
}
