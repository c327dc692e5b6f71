import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../calls/policy.ts";
import { type EligibilityFacts, judgeEligibility } from "./eligibility.ts";

const routineCase: EligibilityFacts = {
  consent: "yes",
  status: "home",
  protected: false,
  residence: "ordinary",
  hasNumber: true,
  birthDate: "1944-03-02",
  proxyNamed: false,
  dischargedOn: "2026-11-16",
  opensOn: "2026-11-19",
  today: "2026-11-17",
  routine: true,
  measurementId: null,
};
const judge = (change: Partial<EligibilityFacts>) => judgeEligibility({ ...routineCase, ...change }, defaultPolicy);
const measured = { routine: false, measurementId: "orebro-2026-11" };

describe("may be dialled", () => {
  test("somebody at home who consented, with a number", () => {
    expect(judge({})).toEqual({ eligible: true, routine: true, survey: true });
    expect(judge(measured)).toEqual({ eligible: true, routine: false, survey: true });
  });

  test("no consent stops the survey, not the routine's care call", () => {
    for (const consent of ["no", "unasked"] as const) {
      expect(judge({ consent })).toEqual({ eligible: true, routine: true, survey: false });
      expect(judge({ consent, measurementId: "orebro-2026-11" })).toMatchObject({ eligible: true, survey: false });
    }
  });

  test("a child of 15, one with a named guardian, and somebody of unknown age", () => {
    expect(judge({ birthDate: "2011-11-16" })).toMatchObject({ eligible: true });
    expect(judge({ birthDate: "2015-01-01", proxyNamed: true })).toMatchObject({ eligible: true });
    expect(judge({ birthDate: null })).toMatchObject({ eligible: true });
  });
});

describe("is never dialled", () => {
  const never = (change: Partial<EligibilityFacts>) => {
    const judged = judge(change);
    return judged.eligible ? null : judged.disposition;
  };

  test("each ground counts as the definitions say", () => {
    expect(never({ consent: "withdrawn" })).toBe("withdrawn");
    expect(never({ status: "readmitted" })).toBe("not-eligible");
    expect(never({ status: "moved" })).toBe("not-eligible");
    for (const residence of ["special", "short-term", "other"] as const)
      expect(never({ residence })).toBe("not-eligible");
    expect(never({ protected: true })).toBe("protected");
    expect(never({ hasNumber: false })).toBe("no-number");
    expect(never({ birthDate: "2011-11-17" })).toBe("not-eligible");
  });

  test("without consent in a measurement alone it is a refusal", () => {
    expect(never({ ...measured, consent: "no" })).toBe("no-consent");
    expect(never({ ...measured, consent: "unasked" })).toBe("no-consent");
  });

  test("a death before the window opened makes nobody eligible, a later one is another loss", () => {
    expect(never({ status: "dead", today: "2026-11-18" })).toBe("not-eligible");
    expect(never({ status: "dead", today: "2026-11-19" })).toBe("dead");
  });

  test("a withdrawal is said before everything else, so that no later import revives it", () => {
    expect(never({ consent: "withdrawn", status: "dead", protected: true, hasNumber: false, residence: "other" })).toBe(
      "withdrawn",
    );
  });
});
