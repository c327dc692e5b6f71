import { describe, expect, test } from "vitest";
import { instantOf } from "../calendar.ts";
import { type CaseEvidence, noEvidence } from "../calls/disposition.ts";
import { type OutcomeCode, outcomes } from "../calls/outcomes.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { closeByEligibility, closeByWindow, reopen, withdraw } from "./closing.ts";
import { exampleCase, monday, thursday } from "./example.ts";

const over = monday("19:00");
const evidence = (change: Partial<CaseEvidence>): CaseEvidence => ({ ...noEvidence, ...change });
const closed = (disposition: OutcomeCode) => exampleCase({ state: "closed", disposition, closedAt: thursday("12:00") });

describe("when the window is over", () => {
  const passed = (change: Parameters<typeof exampleCase>[0], known: Partial<CaseEvidence> = {}, now = over) =>
    closeByWindow(exampleCase(change), evidence(known), now, defaultPolicy);

  test("a case closes by what was reached in it", () => {
    expect(passed({})).toMatchObject({ state: "closed", disposition: "never-called", closedAt: over });
    expect(passed({}, { outcomes: ["no-answer"] })).toMatchObject({ disposition: "window-passed" });
    expect(passed({}, { outcomes: ["no-answer", "later"] })).toMatchObject({ disposition: "window-passed-contact" });
    expect(passed({}, { outcomes: ["broken-off"], interview: "half" })).toMatchObject({ disposition: "partial" });
    expect(passed({}, { outcomes: ["broken-off"], interview: "begun" })).toMatchObject({ disposition: "broken-off" });
  });

  test("not a minute before", () => {
    expect(passed({}, {}, over - 1)).toMatchObject({ refused: "window-still-open" });
  });

  test("a window without a single callable day stays open to its last date, so that the weekend can still be opened", () => {
    const none = { firstCallAt: null, lastCallAt: null };
    expect(passed(none, {}, over)).toMatchObject({ refused: "window-still-open" });
    expect(passed(none, {}, instantOf("2026-11-24", "00:00"))).toMatchObject({ disposition: "never-called" });
  });

  test("a conversation that runs over is not cut, one that was left is", () => {
    const held = { state: "held" as const, ownerId: "ada", ownedSince: monday("18:50") };
    expect(passed(held)).toMatchObject({ refused: "case-held" });
    expect(passed(held, {}, monday("20:50"))).toMatchObject({ state: "closed", ownerId: null });
  });

  test("a green case that nobody chose is no miss", () => {
    expect(passed({ state: "optional" })).toMatchObject({ disposition: "not-chosen" });
  });

  test("a closed case is left as it is", () => {
    expect(closeByWindow(closed("refused"), noEvidence, over, defaultPolicy)).toEqual({});
  });
});

describe("newer intake", () => {
  const learned = (reason: OutcomeCode, facts = exampleCase(), known: Partial<CaseEvidence> = {}) =>
    closeByEligibility(facts, reason, evidence(known), thursday("11:00"));

  test("ends any open case at once, held or not", () => {
    for (const state of ["optional", "planned", "held"] as const)
      expect(learned("dead", exampleCase({ state }))).toMatchObject({
        state: "closed",
        disposition: "dead",
        ownerId: null,
      });
  });

  test("never leaves an open case that may not be dialled, interview begun or not", () => {
    for (const reason of ["withdrawn", "not-eligible", "no-consent", "dead", "protected", "no-number"] as const)
      for (const interview of ["none", "begun", "half", "complete"] as const)
        expect(learned(reason, exampleCase(), { interview }).state).toBe("closed");
  });

  test("keeps half an interview held before the readmission", () => {
    expect(learned("not-eligible", exampleCase({ interrupted: true }), { interview: "half" })).toMatchObject({
      disposition: "partial",
    });
  });

  test("changes a closed case only when it outranks what stands there", () => {
    expect(learned("dead", closed("refused"), { outcomes: ["refused"] })).toEqual({});
    expect(learned("dead", closed("completed"), { sealed: "completed" })).toEqual({});
    expect(learned("dead", closed("no-number"))).toEqual({ disposition: "dead" });
  });
});

describe("a withdrawal", () => {
  test("ends an open case without an attempt", () => {
    expect(withdraw(exampleCase(), noEvidence, thursday("11:00"))).toMatchObject({ disposition: "withdrawn" });
    expect(withdraw(exampleCase(), evidence({ interview: "half" }), thursday("11:00"))).not.toHaveProperty("attempts");
  });

  test("comes too late for answers that are sealed", () => {
    expect(withdraw(closed("completed"), evidence({ sealed: "completed" }), over)).toEqual({});
    expect(withdraw(closed("completed"), noEvidence, over)).toEqual({});
  });

  test("stands above a refusal and a death", () => {
    expect(withdraw(closed("refused"), noEvidence, over)).toEqual({ disposition: "withdrawn" });
    expect(withdraw(closed("dead"), noEvidence, over)).toEqual({ disposition: "withdrawn" });
  });
});

describe("opening again", () => {
  const inclusion = { state: "planned" as const, survey: true };

  test("only what intake itself had closed, and never after a no or a death", () => {
    const undone = outcomes.filter(
      (outcome) => !("refused" in reopen(closed(outcome.code), inclusion, thursday("11:00"))),
    );
    expect(undone.map((outcome) => outcome.code).sort()).toEqual([
      "no-consent",
      "no-number",
      "not-eligible",
      "protected",
    ]);
  });

  test("gives back an open case without a disposition", () => {
    expect(reopen(closed("no-number"), inclusion, thursday("11:00"))).toEqual({
      state: "planned",
      disposition: null,
      closedAt: null,
      surveyConsent: true,
    });
  });

  test("is refused once the window is over, and changes nothing in an open case", () => {
    expect(reopen(closed("no-number"), inclusion, over)).toMatchObject({ refused: "case-window-passed" });
    expect(reopen(exampleCase(), inclusion, thursday("11:00"))).toEqual({});
  });
});
