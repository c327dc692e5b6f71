import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf } from "../calendar.ts";
import { type CaseEvidence, noEvidence } from "../calls/disposition.ts";
import { type OutcomeCode, outcomes } from "../calls/outcomes.ts";
import { planCase } from "../calls/planner.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { complete, type RecordedOutcome, recordOutcome } from "./attempt.ts";
import type { CaseFacts } from "./case.ts";
import { exampleCase, monday, thursday } from "./example.ts";
import { take } from "./hold.ts";

const now = thursday("10:00");
const held = exampleCase({ state: "held", ownerId: "ada", ownedSince: now });
const evidence = (change: Partial<CaseEvidence>): CaseEvidence => ({ ...noEvidence, ...change });

function record(outcome: OutcomeCode, change: Partial<RecordedOutcome> = {}, facts = held, at = now) {
  const recorded = {
    accountId: "ada",
    outcome,
    appointmentAt: null,
    note: null,
    evidence: noEvidence,
    attemptedAt: [at],
  };
  return recordOutcome(facts, { ...recorded, ...change }, at, defaultPolicy);
}

describe("recording an outcome", () => {
  test("that ends nothing counts the attempt, lets go, and leaves the patient in peace for a while", () => {
    expect(record("no-answer")).toEqual({
      state: "planned",
      ownerId: null,
      ownedSince: null,
      attempts: 1,
      appointmentAt: null,
      restUntil: thursday("13:00"),
      restBecause: "attempt",
      interrupted: false,
    });
  });

  test("a no closes the case, and a patient who declined is never rung again", () => {
    const closed = { ...held, ...record("refused") } as CaseFacts;
    expect(closed).toMatchObject({
      state: "closed",
      disposition: "refused",
      closedAt: now,
      ownerId: null,
      attempts: 1,
    });
    fc.assert(
      fc.property(fc.integer({ min: now, max: monday("23:59") }), fc.boolean(), (at, rang) => {
        expect(planCase(closed, at, defaultPolicy).decision).toBe("stop");
        expect(take(closed, "bo", at, defaultPolicy, rang ? "they-rang" : "we-ring")).toMatchObject({
          refused: "case-closed",
        });
      }),
    );
  });

  test("somebody else's no closes the case only the second time", () => {
    expect(record("refused-by-other")).toMatchObject({ state: "planned", restUntil: instantOf("2026-11-20", "09:00") });
    const again = record("refused-by-other", { evidence: evidence({ outcomes: ["refused-by-other"] }) });
    expect(again).toMatchObject({ state: "closed", disposition: "refused-by-other" });
  });

  test("a wrong number closes the case only when no other is left", () => {
    expect(record("bad-number")).toMatchObject({ state: "planned", restUntil: null });
    expect(record("bad-number", { evidence: evidence({ numberLeft: false }) })).toMatchObject({
      state: "closed",
      disposition: "bad-number",
    });
  });

  test("half an interview outranks the number that then turned out to be wrong", () => {
    const half = evidence({ numberLeft: false, interview: "half" });
    expect(record("bad-number", { evidence: half })).toMatchObject({ disposition: "partial" });
  });

  test("a broken line leaves an interview to resume", () => {
    expect(record("broken-off", { evidence: evidence({ interview: "begun" }) })).toMatchObject({
      state: "planned",
      interrupted: true,
      restUntil: null,
    });
  });

  test("half an interview is kept when the patient then cannot go on, but not when the patient says no", () => {
    const half = evidence({ interview: "half" });
    expect(record("unable", { evidence: half, note: "Texttelefon prövad." })).toMatchObject({ disposition: "partial" });
    expect(record("will-not-continue", { evidence: half })).toMatchObject({ disposition: "will-not-continue" });
    expect(record("not-eligible", { evidence: half, note: "Återinlagd." })).toMatchObject({ disposition: "partial" });
  });

  test("by somebody who does not hold the case is refused", () => {
    expect(record("refused", { accountId: "bo" })).toMatchObject({ refused: "case-not-held" });
    expect(record("refused", {}, exampleCase())).toMatchObject({ refused: "case-not-held" });
    expect(record("refused", {}, exampleCase({ state: "closed" }))).toMatchObject({ refused: "case-closed" });
  });

  test("that only the program may give is refused", () => {
    for (const code of [
      "completed",
      "partial",
      "never-called",
      "protected",
      "window-passed",
      "care-call-made",
    ] as const)
      expect(record(code)).toMatchObject({ refused: "outcome-not-pickable" });
    expect(record("care-call-made", {}, { ...held, surveyConsent: false })).toMatchObject({
      disposition: "care-call-made",
    });
  });

  test("without the note that the table asks for is refused and says what to write", () => {
    for (const outcome of outcomes.filter((row) => row.needsNote)) {
      expect(record(outcome.code, { note: "  " })).toMatchObject({
        refused: "note-needed",
        details: { about: outcome.noteHint },
      });
      expect(record(outcome.code, { note: "Prövat." })).not.toHaveProperty("refused");
    }
  });
});

describe("an agreed time", () => {
  const book = (appointmentAt: number | null, outcome: OutcomeCode = "later") => record(outcome, { appointmentAt });

  test("inside the window and the hours is kept and takes the place of any rest", () => {
    expect(book(thursday("11:00"))).toMatchObject({
      state: "planned",
      appointmentAt: thursday("11:00"),
      restUntil: null,
    });
    expect(book(monday("18:59"), "no-answer")).toMatchObject({ appointmentAt: monday("18:59") });
  });

  test("is needed where the table says so", () => {
    expect(book(null)).toMatchObject({ refused: "appointment-needed" });
  });

  test("in the past, at night, on a weekend or after the window is refused", () => {
    expect(book(thursday("09:59"))).toMatchObject({ refused: "appointment-past" });
    for (const [date, time] of [
      ["2026-11-19", "19:00"],
      ["2026-11-21", "12:00"],
      ["2026-11-23", "19:00"],
      ["2026-11-24", "10:00"],
    ] as const)
      expect(book(instantOf(date, time))).toEqual({
        refused: "appointment-outside-window",
        details: { from: "09:00", to: "19:00", last: "måndag 23 november före kl. 19:00" },
      });
  });

  test("is measured by the case's own last slot, even when the hours were widened later", () => {
    const shorter = { ...held, lastCallAt: monday("12:00") };
    expect(record("later", { appointmentAt: monday("12:00") }, shorter)).toMatchObject({
      refused: "appointment-outside-window",
    });
  });

  test("cannot be had when the window is over", () => {
    const late = monday("19:30");
    expect(record("later", { appointmentAt: late + 60_000 }, held, late)).toMatchObject({
      refused: "appointment-not-possible",
    });
  });

  test("is not asked for when the outcome ends the case", () => {
    expect(record("refused", { appointmentAt: thursday("09:00") })).toMatchObject({ state: "closed" });
  });
});

describe("locking an interview", () => {
  const lock = (interview: CaseEvidence["interview"], facts = held) =>
    complete(facts, "ada", evidence({ interview }), now);

  test("closes the case as complete, partial or broken off by how much was answered", () => {
    expect(lock("complete")).toMatchObject({
      state: "closed",
      disposition: "completed",
      attempts: 1,
      interrupted: false,
    });
    expect(lock("half")).toMatchObject({ disposition: "partial" });
    expect(lock("begun")).toMatchObject({ disposition: "broken-off" });
  });

  test("that was not begun, or twice, is refused", () => {
    expect(lock("none")).toMatchObject({ refused: "interview-not-begun" });
    expect(lock("complete", { ...held, ...(lock("complete") as object) })).toMatchObject({ refused: "case-closed" });
  });

  test("cannot undo a withdrawal", () => {
    expect(complete(held, "ada", evidence({ interview: "complete", withdrawn: true }), now)).toMatchObject({
      disposition: "withdrawn",
    });
  });
});

test("every outcome leaves a case that nobody holds: closed with a disposition, or planned without one", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...outcomes),
      fc.boolean(),
      fc.constantFrom("none", "begun", "half"),
      (outcome, left, interview) => {
        const change = record(outcome.code, {
          note: "Anteckning.",
          appointmentAt: outcome.needsAppointment ? thursday("15:00") : null,
          evidence: evidence({ numberLeft: left, interview: interview as "none" }),
        });
        if ("refused" in change) return;
        expect(change.ownerId).toBeNull();
        expect(change.attempts).toBe(1);
        const after = { ...held, ...change };
        expect(after.state === "closed").toBe(after.disposition !== null);
        if (after.state === "closed")
          expect([after.appointmentAt, after.restUntil, after.interrupted]).toEqual([null, null, false]);
      },
    ),
  );
});
