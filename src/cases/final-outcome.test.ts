/**
 * Whatever happens to a case, and in whatever order the news of it comes: what has been decided is never weakened by a
 * late event, and a no is a no to everybody (domain §6). Random lives of cases, through the moves themselves.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf } from "../calendar.ts";
import { type CaseEvidence, noEvidence, outranks } from "../calls/disposition.ts";
import { type OutcomeCode, outcomeOf, outcomesToPick } from "../calls/outcomes.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { isRefusal } from "../problems.ts";
import { complete, recordOutcome } from "./attempt.ts";
import type { CaseFacts } from "./case.ts";
import { closeByEligibility, closeByWindow, withdraw } from "./closing.ts";
import { exampleCase } from "./example.ts";
import { putOnList, take } from "./hold.ts";
import { robot } from "./robot-call.ts";

const start = instantOf("2026-11-19", "10:00");
const minute = 60_000;

type Move =
  | { readonly kind: "rings"; readonly outcome: OutcomeCode }
  | { readonly kind: "answers"; readonly progress: CaseEvidence["interview"] }
  | { readonly kind: "locks" }
  | { readonly kind: "withdraws" }
  | { readonly kind: "window-closes" }
  | { readonly kind: "intake"; readonly says: OutcomeCode };

const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    kind: fc.constant("rings" as const),
    outcome: fc.constantFrom(...outcomesToPick(true).map(({ code }) => code)),
  }),
  fc.record({ kind: fc.constant("answers" as const), progress: fc.constantFrom("begun", "half", "complete") }),
  fc.record({ kind: fc.constantFrom("locks" as const, "withdraws" as const, "window-closes" as const) }),
  fc.record({ kind: fc.constant("intake" as const), says: fc.constantFrom("dead", "not-eligible", "no-consent") }),
) as fc.Arbitrary<Move>;

type Life = { facts: CaseFacts; evidence: CaseEvidence; now: number };

const born = (): Life => ({ facts: exampleCase({ state: "planned" }), evidence: noEvidence, now: start });

/** One thing happens; a move that is refused changes nothing. */
function live({ facts, evidence, now }: Life, move: Move): Life {
  const later = now + 200 * minute;
  const sealed = facts.disposition === "completed" || facts.disposition === "partial" ? facts.disposition : null;
  const known = { ...evidence, sealed };
  const then = (changes: object, more: Partial<CaseEvidence> = {}): Life => {
    if (isRefusal(changes)) return { facts, evidence, now: later };
    const after = { ...facts, ...changes };
    // A case that closes keeps no interview: it has been sealed, or is gone.
    const gone = after.state === "closed" ? { interview: "none" as const } : {};
    return { facts: after, evidence: { ...evidence, ...more, ...gone }, now: later };
  };
  if (move.kind === "withdraws") return then(withdraw(facts, known, now), { withdrawn: true });
  if (move.kind === "intake") return then(closeByEligibility(facts, move.says, known, now));
  if (move.kind === "window-closes")
    return then(closeByWindow(facts, known, (facts.lastCallAt ?? 0) + 1, defaultPolicy));
  if (facts.state === "closed") return { facts, evidence, now: later };
  if (move.kind === "answers") return then({ interrupted: true }, { interview: move.progress });
  const taken = take(facts, "ada", now, defaultPolicy, "they-rang");
  if (isRefusal(taken)) return { facts, evidence, now: later };
  const mine = { ...facts, ...taken };
  if (move.kind === "locks") return then({ ...taken, ...complete(mine, "ada", known, now) });
  const { outcome } = move;
  const appointmentAt = outcomeOf(outcome).needsAppointment ? (mine.lastCallAt ?? 0) - minute : null;
  const recorded = { accountId: "ada", outcome, appointmentAt, note: "Prövat.", evidence: known, attemptedAt: [now] };
  const changes = recordOutcome(mine, recorded, now, defaultPolicy);
  return isRefusal(changes)
    ? then(changes)
    : then({ ...taken, ...changes }, { outcomes: [...known.outcomes, outcome] });
}

const refusals: readonly (OutcomeCode | null)[] = [
  ...([
    "refused",
    "will-not-continue",
    "withdrawn",
    "refused-by-guardian",
    "refused-heard",
    "refused-by-other",
  ] as const),
];

test("no late event weakens what has been decided, and nothing opens a closed case", () => {
  fc.assert(
    fc.property(fc.array(moves, { maxLength: 12 }), (life) => {
      let before = born();
      for (const move of life) {
        const after = live(before, move);
        const [was, is] = [before.facts.disposition, after.facts.disposition];
        if (before.facts.state === "closed") expect(after.facts.state).toBe("closed");
        if (was !== null && is !== was) expect([is !== null && outranks(is, was), was, is]).toEqual([true, was, is]);
        // What was sealed cannot be found again, so nothing said later is about it.
        if (was === "completed") expect(is).toBe("completed");
        before = after;
      }
    }),
    { numRuns: 2000 },
  );
});

test("after a no nobody can take the case: no coordinator, not because the patient rings, and no robot", () => {
  fc.assert(
    fc.property(fc.array(moves, { minLength: 1, maxLength: 12 }), fc.nat(7 * 24 * 60), (life, minutesLater) => {
      const { facts, now } = life.reduce(live, born());
      if (!refusals.includes(facts.disposition)) return;
      const at = now + minutesLater * minute;
      for (const account of ["ada", "bo", robot])
        for (const why of ["we-ring", "they-rang"] as const)
          expect(take(facts, account, at, defaultPolicy, why)).toMatchObject({ refused: "case-closed" });
      expect(putOnList(facts, at)).toMatchObject({ refused: "case-closed" });
    }),
    { numRuns: 2000 },
  );
});

test("news of a closed case gives the same final outcome in whatever order it comes", () => {
  const late = moves.filter(({ kind }) => kind === "withdraws" || kind === "intake");
  fc.assert(
    fc.property(
      fc.array(moves, { maxLength: 6 }),
      fc
        .array(late, { minLength: 2, maxLength: 5 })
        .chain((news) => fc.tuple(fc.constant(news), fc.shuffledSubarray(news, { minLength: news.length }))),
      (life, [news, shuffled]) => {
        const closed = live(life.reduce(live, born()), { kind: "window-closes" });
        if (closed.facts.state !== "closed") return;
        expect(shuffled.reduce(live, closed).facts.disposition).toBe(news.reduce(live, closed).facts.disposition);
      },
    ),
    { numRuns: 2000 },
  );
});
