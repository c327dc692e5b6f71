import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answersAfter, type CaseEvidence, decidingRow, finalDisposition, noEvidence, outranks } from "./disposition.ts";
import { type OutcomeCode, outcomes } from "./outcomes.ts";

const given = (change: Partial<CaseEvidence>) => finalDisposition({ ...noEvidence, ...change });
const atClose = (change: Partial<CaseEvidence>) => given({ ...change, closing: true });

const attempted = outcomes.filter((outcome) => !outcome.automatic).map((outcome) => outcome.code);
const anyEvidence: fc.Arbitrary<CaseEvidence> = fc.record({
  outcomes: fc.array(fc.constantFrom(...attempted), { maxLength: 6 }),
  interview: fc.constantFrom("none" as const, "begun" as const, "half" as const, "complete" as const),
  sealed: fc.constantFrom(null, null, null, "completed" as const, "partial" as const),
  withdrawn: fc.boolean(),
  eligibility: fc.constantFrom<OutcomeCode | null>(
    null,
    null,
    "withdrawn",
    "not-eligible",
    "no-consent",
    "dead",
    "protected",
  ),
  eligibleAtInterview: fc.boolean(),
  numberLeft: fc.boolean(),
  closing: fc.boolean(),
});

describe("while the window is open", () => {
  test("nothing said and nothing answered leaves the case open", () => {
    expect(given({})).toBeNull();
    expect(
      given({ outcomes: ["no-answer", "busy", "rejected", "voicemail", "later", "wrong-person", "acute"] }),
    ).toBeNull();
    expect(given({ outcomes: ["broken-off"], interview: "half" })).toBeNull();
  });

  test("a no from the patient ends it at once, a no from somebody else the second time", () => {
    expect(given({ outcomes: ["no-answer", "refused"] })).toBe("refused");
    expect(given({ outcomes: ["will-not-continue"], interview: "half" })).toBe("will-not-continue");
    expect(given({ outcomes: ["refused-by-guardian"] })).toBe("refused-by-guardian");
    expect(given({ outcomes: ["refused-by-other"] })).toBeNull();
    expect(given({ outcomes: ["refused-by-other", "no-answer", "refused-by-other"] })).toBe("refused-by-other");
  });

  test("a wrong number ends it only when no other number is left", () => {
    expect(given({ outcomes: ["bad-number"] })).toBeNull();
    expect(given({ outcomes: ["bad-number"], numberLeft: false })).toBe("bad-number");
  });
});

describe("when the window closes", () => {
  test("at least half the core is a partial, less is broken off", () => {
    expect(atClose({ outcomes: ["broken-off"], interview: "half" })).toBe("partial");
    expect(atClose({ outcomes: ["broken-off"], interview: "begun" })).toBe("broken-off");
  });

  test("contact, attempts without contact, and no attempt at all are told apart", () => {
    expect(atClose({ outcomes: ["no-answer", "later"] })).toBe("window-passed-contact");
    expect(atClose({ outcomes: ["no-answer", "voicemail"] })).toBe("window-passed");
    expect(atClose({})).toBe("never-called");
  });

  test("a talk that was broken off because the patient was acutely ill is no refusal", () => {
    expect(atClose({ outcomes: ["acute"], interview: "begun" })).toBe("unable");
    expect(atClose({ outcomes: ["acute", "no-answer"] })).toBe("unable");
    expect(atClose({ outcomes: ["acute"], interview: "half" })).toBe("partial");
    expect(atClose({ outcomes: ["acute", "refused"], interview: "begun" })).toBe("refused");
  });

  test("one no from somebody else counts as a refusal", () => {
    expect(atClose({ outcomes: ["refused-by-other", "no-answer"] })).toBe("refused-by-other");
  });
});

describe("precedence", () => {
  test("withdrawn before the seal > complete > refused > not eligible > partial > other > not reached", () => {
    const everything: CaseEvidence = {
      ...noEvidence,
      outcomes: ["no-answer", "unable", "not-eligible", "refused"],
      interview: "complete",
      withdrawn: true,
      closing: true,
    };
    expect(finalDisposition(everything)).toBe("withdrawn");
    const notWithdrawn = { ...everything, withdrawn: false };
    expect(finalDisposition(notWithdrawn)).toBe("completed");
    const half = { ...notWithdrawn, interview: "half" as const };
    expect(finalDisposition(half)).toBe("refused");
    expect(finalDisposition({ ...half, outcomes: ["no-answer", "unable", "not-eligible"] })).toBe("not-eligible");
    expect(finalDisposition({ ...half, outcomes: ["no-answer", "unable"] })).toBe("partial");
    expect(finalDisposition({ ...half, outcomes: ["no-answer", "unable"], interview: "none" })).toBe("unable");
  });

  test("what was sealed stands, whatever is learned later", () => {
    fc.assert(
      fc.property(anyEvidence, fc.constantFrom("completed" as const, "partial" as const), (evidence, sealed) => {
        expect(finalDisposition({ ...evidence, sealed })).toBe(sealed);
      }),
    );
  });

  test("a readmission after the interview does not make it vanish from the eligible", () => {
    const late = { outcomes: ["not-eligible" as const], interview: "half" as const, eligibleAtInterview: true };
    expect(atClose(late)).toBe("partial");
  });
});

test("the order of the attempts plays no part", () => {
  fc.assert(
    fc.property(
      anyEvidence.chain((evidence) =>
        fc.tuple(
          fc.constant(evidence),
          fc.shuffledSubarray([...evidence.outcomes], { minLength: evidence.outcomes.length }),
        ),
      ),
      ([evidence, shuffled]) => {
        expect(finalDisposition({ ...evidence, outcomes: shuffled })).toBe(finalDisposition(evidence));
      },
    ),
  );
});

test("no later event ever downgrades", () => {
  fc.assert(
    fc.property(anyEvidence, fc.constantFrom(...attempted), (evidence, late) => {
      const before = decidingRow(evidence);
      const after = decidingRow({ ...evidence, outcomes: [...evidence.outcomes, late] });
      if (before !== null) expect(after).toBeLessThanOrEqual(before);
    }),
  );
});

test("at the close every case has a disposition", () => {
  fc.assert(
    fc.property(anyEvidence, (evidence) => {
      expect(finalDisposition({ ...evidence, closing: true })).not.toBeNull();
    }),
  );
});

test("a late no-answer outranks nothing, a late withdrawal outranks all but a seal", () => {
  expect(outranks("window-passed", "refused")).toBe(false);
  expect(outranks("withdrawn", "refused")).toBe(true);
  expect(outranks("withdrawn", "completed")).toBe(false);
});

test("only whole and half interviews are kept", () => {
  const kept = outcomes.filter((outcome) => answersAfter(outcome.code) === "seal").map((outcome) => outcome.code);
  expect(kept).toEqual(["completed", "partial"]);
});
