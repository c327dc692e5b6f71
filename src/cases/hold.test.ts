import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../calls/policy.ts";
import { type Refusal, sentenceFor } from "../problems.ts";
import type { CaseChanges } from "./case.ts";
import { exampleCase, monday, thursday } from "./example.ts";
import { putOnList, release, releaseStale, take } from "./hold.ts";

const now = thursday("10:00");
const heldByAda = exampleCase({ state: "held", ownerId: "ada", ownedSince: now });
const takeIt = (change: Parameters<typeof exampleCase>[0], at = now, why?: "they-rang") =>
  take(exampleCase(change), "ada", at, defaultPolicy, why);
const sentenceOf = (result: CaseChanges | Refusal) =>
  "refused" in result ? sentenceFor(result.refused, result.details) : "";

describe("taking", () => {
  test("makes the taker the only owner", () => {
    expect(takeIt({})).toEqual({ state: "held", ownerId: "ada", ownedSince: now });
  });

  test("twice by the same person changes nothing, however late", () => {
    expect(take(heldByAda, "ada", thursday("10:01"), defaultPolicy)).toEqual({});
    expect(take(heldByAda, "ada", monday("20:00"), defaultPolicy)).toEqual({});
  });

  test("by a second person is refused with who and since when", () => {
    const refused = take(heldByAda, "bo", thursday("10:05"), defaultPolicy);
    expect(refused).toMatchObject({ refused: "case-held", details: { ownerId: "ada", since: "kl. 10:00" } });
    expect(take(heldByAda, "bo", thursday("10:05"), defaultPolicy, "they-rang")).toMatchObject({
      refused: "case-held",
    });
  });

  test("by a second person is possible once the first has left it for two hours", () => {
    expect(take(heldByAda, "bo", thursday("12:00"), defaultPolicy)).toMatchObject({ ownerId: "bo" });
  });

  test("is refused whenever the patient may not be rung, with a sentence that says when", () => {
    const refusals: readonly [Parameters<typeof exampleCase>[0], number, string][] = [
      [{ state: "closed" }, now, "case-closed"],
      [{ state: "optional" }, now, "case-not-on-list"],
      [{}, thursday("08:00"), "window-not-open"],
      [{}, thursday("20:00"), "outside-calling-hours"],
      [{}, monday("19:00"), "case-window-passed"],
      [{ firstCallAt: null, lastCallAt: null }, now, "case-never-callable"],
      [{ restUntil: thursday("13:00") }, now, "case-resting"],
      [{ appointmentAt: thursday("14:00") }, now, "case-booked"],
      [{ attempts: 5 }, now, "attempts-used-up"],
    ];
    for (const [change, at, code] of refusals) {
      const refused = takeIt(change, at);
      expect(refused).toMatchObject({ refused: code });
      expect(sentenceOf(refused)).not.toContain("{");
    }
  });

  test("is possible outside rest and window when it is the patient who rings", () => {
    expect(takeIt({ restUntil: thursday("13:00") }, now, "they-rang")).toMatchObject({ ownerId: "ada" });
    expect(takeIt({ attempts: 5 }, monday("20:00"), "they-rang")).toMatchObject({ ownerId: "ada" });
    expect(takeIt({ state: "closed", disposition: "refused" }, now, "they-rang")).toMatchObject({
      refused: "case-closed",
    });
  });
});

describe("letting go", () => {
  test("puts the case back, and twice is as good as once", () => {
    expect(release(heldByAda, "ada")).toEqual({ state: "planned", ownerId: null, ownedSince: null });
    expect(release(exampleCase(), "ada")).toEqual({});
  });

  test("is the owner's alone", () => {
    expect(release(heldByAda, "bo")).toMatchObject({ refused: "case-not-held" });
  });

  test("happens by itself after the hold's time, never before", () => {
    expect(releaseStale(heldByAda, thursday("11:59"), defaultPolicy)).toEqual({});
    expect(releaseStale(heldByAda, thursday("12:00"), defaultPolicy)).toMatchObject({
      state: "planned",
      ownerId: null,
    });
    expect(releaseStale(exampleCase(), thursday("12:00"), defaultPolicy)).toEqual({});
  });
});

describe("putting a green case on the list", () => {
  test("makes it part of the routine", () => {
    expect(putOnList(exampleCase({ state: "optional", routine: false }), now)).toEqual({
      state: "planned",
      routine: true,
    });
  });

  test("is refused when it stands there already, is closed or can no longer be rung", () => {
    expect(putOnList(exampleCase(), now)).toMatchObject({ refused: "case-not-optional" });
    expect(putOnList(exampleCase({ state: "closed" }), now)).toMatchObject({ refused: "case-closed" });
    expect(putOnList(exampleCase({ state: "optional" }), monday("19:00"))).toMatchObject({
      refused: "case-window-passed",
    });
    expect(putOnList(exampleCase({ state: "optional", lastCallAt: null }), now)).toMatchObject({
      refused: "case-never-callable",
    });
  });
});
