/** A call's log: what leads where, and what never may stand in it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getSurvey } from "../surveys/catalog.ts";
import { beforeAnything, type CallEvent, type CallStanding, newsOf, standingAfter } from "./call-log.ts";
import type { CallHappened } from "./conversation/turn.ts";

const told = (status: Extract<CallEvent, { kind: "told" }>["status"], sequence: number | null): CallEvent => ({
  ...{ kind: "told", status, sequence },
});
const fold = (...events: readonly CallEvent[]): CallStanding =>
  events.reduce((standing, event, at) => standingAfter(standing, event, at), beforeAnything);

const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.constantFrom<CallEvent>(
    { kind: "ordered" },
    { kind: "came-in" },
    { kind: "accepted" },
    { kind: "refused", because: "pause" },
    { kind: "heard", happened: "silence" },
    { kind: "hung-up", because: "unwanted" },
    { kind: "connected", talkSeconds: 3 },
    { kind: "settled", outcome: "busy", handedOver: false },
    { kind: "erased" },
  ),
  fc.record({
    kind: fc.constant("told" as const),
    status: fc.constantFrom("queued", "ringing", "answered", "completed", "busy", "no-answer", "failed", "canceled"),
    sequence: fc.option(fc.nat(9)),
  }),
  fc.nat(9).map((turn): CallEvent => ({ kind: "turn-taken", turn })),
);

describe("where a call stands", () => {
  test("follows the carrier's own order, whatever order its news comes in", () => {
    const late = fold({ kind: "ordered" }, told("ringing", 1), told("queued", 0));
    expect(late).toMatchObject({ state: "ringing", sequence: 1, endedAt: null });
  });

  test("never goes back from an answer, but for the end", () => {
    const answered = fold({ kind: "turn-taken", turn: 1 }, told("ringing", 7));
    expect(answered.state).toBe("answered");
    expect(standingAfter(answered, told("completed", 3), 9)).toMatchObject({ state: "completed", endedAt: 9 });
  });

  test("whatever happens, an end is never left, an instant never moved, a turn never taken back", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let before = beforeAnything;
        for (const [at, event] of events.entries()) {
          const after = standingAfter(before, event, at);
          expect(after.events).toBe(before.events + 1);
          expect(after.turn).toBeGreaterThanOrEqual(before.turn);
          expect(after.sequence).toBeGreaterThanOrEqual(before.sequence);
          for (const instant of ["settledAt", "endedAt", "erasedAt"] as const)
            if (before[instant] !== null) expect(after[instant]).toBe(before[instant]);
          if (before.endedAt !== null) expect(after.state).toBe(before.state);
          before = after;
        }
      }),
    );
  });

  test("is ended and settled at once when nothing was dialled", () => {
    expect(fold({ kind: "ordered" }, { kind: "refused", because: "pause" })).toMatchObject({
      ...{ state: "failed", endedAt: 1, settledAt: 1 },
    });
  });
});

describe("what a turn leaves in the log", () => {
  test("tells that a question was answered, and the same when it was left without an answer", () => {
    const answered: CallHappened[] = [{ kind: "answered", step: "plan", change: "new" }];
    const skipped: CallHappened[] = [{ kind: "skipped", step: "plan" }];
    const straight = getSurvey("punktmatning-kort", 1);
    expect(newsOf(answered, straight)).toEqual([{ kind: "heard", happened: "answered", question: "plan" }]);
    expect(newsOf(skipped, straight)).toEqual(newsOf(answered, straight));
  });

  test("does not tell which question it was where an answer decides what is asked next", () => {
    const answered: CallHappened[] = [{ kind: "answered", step: "insatser", change: "new" }];
    expect(newsOf(answered, getSurvey("ring-upp", 1))).toEqual([{ kind: "heard", happened: "answered" }]);
  });

  test("does not tell what was raised, dropped or how many tries a birthday took", () => {
    const happened: CallHappened[] = [
      { kind: "raised", need: "help" },
      { kind: "dropped", steps: ["plan"] },
      { kind: "birthday-wrong" },
    ];
    expect(newsOf(happened, null)).toEqual([{ kind: "heard", happened: "birthday-wrong" }]);
  });
});
