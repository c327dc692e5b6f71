/** What must hold after every act, and what must hold once everything has come to its end. */
import { beforeAnything, type CallEvent, type CallStanding, standingAfter } from "../../src/calls/call-log.ts";
import { secrets } from "./clinic.ts";
import type { Allowed, Ledger } from "./ledger.ts";
import type { System } from "./system.ts";

type Row = Record<string, unknown>;
type CallKept = { readonly row: string; readonly log: readonly string[]; readonly standing: CallStanding };

const columnOf = {
  state: "state",
  sequence: "sequence",
  turn: "turn",
  talkSeconds: "talk_seconds",
  settledAt: "settled_at",
  endedAt: "ended_at",
  erasedAt: "erased_at",
  events: "events",
} as const satisfies Record<keyof CallStanding, string>;

/** Fields of an event that hold a number of ours; no other may hold a digit. */
const ownNumbers = /"(?:sequence|turn|talkSeconds)":(?:-?\d+|null)/g;

export function openChecks(system: System, ledger: Ledger) {
  const { promise, raw } = ledger;
  const calls = new Map<string, CallKept>();
  /** Answers of closed cases, which crossed the wall. */
  const sealed: Allowed[] = [];
  const all = (sql: string, ...values: unknown[]) => raw().prepare(sql).all(values) as Row[];

  const checkLines = () => {
    const live = system.simulator.calls().filter((line) => line.endedAt === null);
    // Who rings us while we ring hears an engaged tone; what we may have known of it is looked at when we order.
    const numbers = live.filter(({ direction }) => direction === "outbound").map(({ to }) => to);
    promise(new Set(numbers).size === numbers.length, "two live calls to one telephone");
    for (const line of live) {
      const order = ledger.orders.find(({ callId }) => callId === line.callId);
      if (order === undefined || !ledger.noMore.has(order.caseId) || system.hasMishaps()) continue;
      const call = ledger.one("select ref, settled_at from calls where id = ?", order.callId);
      if (call?.ref == null || call.settled_at !== null) continue;
      // Two who talk are never cut off, and when the patient answered nobody is told.
      if (order.kind === "bridge" && isJoined(order.callId)) continue;
      promise(false, `a line lives on after a no (${ledger.noMore.get(order.caseId)})`);
    }
  };

  const isJoined = (callId: string): boolean =>
    ledger.one(`select 1 as yes from call_events where call_id = ? and event like '%"joining"%'`, callId) !== undefined;

  /** A key on a coordinator's telephone rings one patient, however often its webhook comes. */
  const checkBridges = () => {
    const joined = system.simulator.calls().filter(({ connectedBy }) => connectedBy !== null);
    promise(
      new Set(joined.map(({ connectedBy }) => connectedBy)).size === joined.length,
      "a bridge rang two telephones",
    );
    for (const order of ledger.orders) {
      if (order.kind !== "bridge") continue;
      const isRung = joined.some(({ callId }) => callId === order.callId);
      promise(!isRung || isJoined(order.callId), "a patient was rung in a bridge that knows nothing of it");
    }
  };

  const checkCalls = () => {
    const rows = all("select * from calls");
    const there = new Set(rows.map(({ id }) => id));
    // A call from nobody we know is forgotten after a week.
    for (const [id, { row }] of calls)
      promise(there.has(id) || row.includes('"case_id":null'), "a call about somebody has disappeared");
    for (const row of rows) {
      const id = String(row.id);
      const text = JSON.stringify(row);
      const known = calls.get(id);
      if (known?.row === text) continue;
      const events = all("select at, event from call_events where call_id = ? order by number", id);
      const log = events.map(({ at, event }) => `${at} ${event}`);
      const kept = known?.log ?? [];
      promise(
        kept.every((line, at) => log[at] === line),
        "an event of a call's log has been changed",
      );
      const standing = events.reduce<CallStanding>(
        (before, { at, event }) => standingAfter(before, JSON.parse(String(event)) as CallEvent, Number(at)),
        beforeAnything,
      );
      for (const [field, column] of Object.entries(columnOf))
        promise(
          standing[field as keyof CallStanding] === row[column],
          `a call's ${column} is not what its log says: ${row[column]}, not ${standing[field as keyof CallStanding]}`,
        );
      if (known?.standing.endedAt != null)
        promise(
          standing.state === known.standing.state && standing.endedAt === known.standing.endedAt,
          "a call has left its end",
        );
      if (known?.standing.settledAt != null)
        promise(standing.settledAt === known.standing.settledAt, "a call was settled twice");
      calls.set(id, { row: text, log, standing });
    }
    for (const { n } of all(
      "select count(*) as n from calls where ended_at is null and case_id is not null group by case_id",
    ))
      promise(Number(n) === 1, "two live calls about one case");
    const [orphan] = all(`select id from cases where state = 'held' and owner_id = 'robot' and not exists
      (select 1 from calls where calls.case_id = cases.id and ended_at is null)`);
    promise(orphan === undefined, "the robot holds a case without a call");
    const [left] = all(
      "select call_id from call_replies join calls on id = call_id where settled_at is not null and case_id is not null",
    );
    promise(left === undefined, "what was said in a settled call is still kept");
  };

  const checkAnswers = () => {
    for (const row of all("select cases.*, interviews.state as talk from cases left join interviews on case_id = id")) {
      const allowed = ledger.answers.get(String(row.id)) ?? new Map();
      if (row.talk === null) {
        if (row.state === "closed") {
          if (row.disposition === "completed" || row.disposition === "partial")
            if (allowed.size > 0) sealed.push(allowed);
          ledger.answers.delete(String(row.id));
        } else
          promise(
            [...allowed.values()].every((codes) => codes.has(null)),
            "acknowledged answers have disappeared",
          );
        continue;
      }
      const state = JSON.parse(String(row.talk)) as { answers: Record<string, { code?: number }> };
      const stands = new Map<string, Set<number | null>>();
      for (const [step, { code }] of Object.entries(state.answers)) {
        if (code === undefined) continue;
        const codes: Set<number | null> = allowed.get(step) ?? new Set([null]);
        promise(codes.has(code), `${step} holds ${code}, but ${[...codes].join(" or ")} was said`);
        stands.set(step, new Set([code]));
      }
      for (const [step, codes] of allowed)
        promise(stands.has(step) || codes.has(null), `the answer to ${step} was acknowledged and is not there`);
      // What stands there now is what everybody has to go by.
      ledger.answers.set(String(row.id), stands);
    }
  };

  const checkSealed = () => {
    const kept = all("select answers from pending union all select answers from responses").map(
      ({ answers }) => new Map(Object.entries(JSON.parse(String(answers)) as Record<string, number>)),
    );
    const fits = (row: ReadonlyMap<string, unknown>, allowed: Allowed) =>
      [...row].every(([step, code]) => allowed.get(step)?.has(Number(code)) ?? false) &&
      [...allowed].every(([step, codes]) => codes.has(null) || row.has(step));
    const left = [...sealed];
    for (const row of kept) {
      const at = left.findIndex((allowed) => fits(row, allowed));
      promise(at >= 0, "answers crossed the wall that nobody gave");
      left.splice(at, 1);
    }
    promise(left.length === 0, "acknowledged answers never crossed the wall");
  };

  const checkSecrets = () => {
    const events = all("select event from call_events").map(({ event }) => String(event).replace(ownNumbers, ""));
    const digit = events.find((event) => /\d/.test(event));
    promise(digit === undefined, `a digit stands in the log of a call: ${digit}`);
    const others = all("select kind, detail from events").map((row) => JSON.stringify(row));
    const text = [...events, ...others, ...system.logged.map((line) => JSON.stringify(line))].join("\n");
    for (const secret of secrets) promise(!text.includes(secret), `"${secret}" stands in a log`);
  };

  return {
    afterAct: () => {
      const [first] = ledger.seen;
      if (first) throw first;
      checkLines();
      checkBridges();
      checkCalls();
      checkAnswers();
    },
    atTheEnd: () => {
      const open = all("select state, kind, ref from calls where ended_at is null or settled_at is null");
      promise(open.length === 0, `a call was never closed: ${JSON.stringify(open)}`);
      promise(
        all("select call_id from call_replies join calls on id = call_id where case_id is not null").length === 0,
        "what was said is still kept",
      );
      promise(all("select id from calls where conversation is not null").length === 0, "a conversation is still kept");
      const cases = all("select state, owner_id, disposition from cases where state <> 'closed'");
      promise(cases.length === 0, `a case was never closed: ${JSON.stringify(cases)}`);
      promise(all("select case_id from interviews").length === 0, "an interview was never closed");
      const said = all(`select case_id, count(*) as n from calls join call_events on call_id = id
        where kind = 'robot' and event like '%"settled"%' and event not like '%"outcome":null%' group by case_id`);
      for (const { case_id, n } of said) {
        const [row] = all("select count(*) as n from attempts where case_id = ? and mode = 'robot'", case_id);
        promise(row?.n === n, "a call that came to something is no attempt, or two");
      }
      const lines = system.simulator.calls();
      promise(
        lines.every((line) => line.endedAt !== null),
        "a line lives on when everything is over",
      );
      checkSealed();
      checkSecrets();
    },
    atTheCarrier: () => {
      // Somebody who rang while we were dead is nobody we have ever heard of.
      const left = system.simulator
        .calls()
        .filter(
          ({ ref, direction }) => direction === "outbound" || all("select id from calls where ref = ?", ref).length > 0,
        );
      promise(left.length === 0, "a number is left in the carrier's books");
    },
  };
}
