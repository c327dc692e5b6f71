import { describe, expect, test } from "vitest";
import { instantOf } from "../calendar.ts";
import { exampleCase, monday, thursday } from "../cases/example.ts";
import { robot } from "../cases/robot-call.ts";
import { outcomes } from "./outcomes.ts";
import { whyFound } from "./placing.ts";
import { defaultPolicy } from "./policy.ts";

const wednesday = instantOf("2026-11-18", "10:00");
const why = (change: Parameters<typeof exampleCase>[0], now = thursday("10:00")) =>
  whyFound(exampleCase(change), now, defaultPolicy, "anna");
const until = "senast måndag 23 november kl. 19:00";

describe("whoever looks for a patient hears why it is on the list, or why not and when it will be", () => {
  test("to be rung now", () => {
    expect(why({})).toBe(`På listan. Ring ${until}. Inga försök än.`);
    expect(why({}, monday("10:00"))).toBe("På listan. Sista möjligheten i dag: ring före kl. 19:00. Inga försök än.");
  });

  test("waiting for the window, an agreed time, a rest, the next day or the calling hours", () => {
    expect(why({}, wednesday)).toBe(`Inte på tur än. Kan ringas från i morgon kl. 09:00, ${until}.`);
    expect(why({ appointmentAt: thursday("14:00") })).toBe("Inte på tur än. Bokad tid i dag kl. 14:00.");
    expect(why({ restUntil: thursday("13:00"), attempts: 1 })).toBe(
      `Inte på tur än. Vilar efter senaste försöket. Kan ringas igen i dag kl. 13:00, ${until}. Ett försök är gjort.`,
    );
    const tomorrow = instantOf("2026-11-20", "09:00");
    expect(why({ attempts: 2, restUntil: tomorrow, restBecause: "day" }, thursday("17:00"))).toBe(
      `Inte på tur än. Dagens försök är gjorda. Kan ringas igen i morgon kl. 09:00, ${until}. Två försök är gjorda.`,
    );
    expect(why({}, thursday("20:00"))).toBe(`Inte på tur än. Ring från i morgon kl. 09:00, ${until}. Inga försök än.`);
  });

  test("passed over, or waiting for a time of day that suits", () => {
    expect(why({ restUntil: thursday("13:00"), restBecause: "skipped" })).toBe(
      `Inte på tur än. Hoppades över. Kan ringas igen i dag kl. 13:00, ${until}. Inga försök än.`,
    );
    expect(why({ availability: ["evening"] })).toBe(
      `Inte på tur än. Helst kväll. Kan ringas från i dag kl. 16:00, ${until}. Inga försök än.`,
    );
    expect(why({ availability: ["forenoon"] }, monday("12:30"))).toBe(
      "På listan. Sista möjligheten i dag: ring före kl. 19:00. Inga försök än. Helst förmiddag, men ingen sådan tid är kvar.",
    );
  });

  test("in somebody's hands: one's own, a colleague's, the robot's", () => {
    const held = { state: "held" as const, ownedSince: thursday("09:50") };
    expect(why({ ...held, ownerId: "anna" })).toBe(`Du arbetar med den. Ring ${until}. Inga försök än.`);
    expect(why({ ...held, ownerId: "bo" })).toBe("Någon arbetar med uppföljningen sedan kl. 09:50.");
    expect(why({ ...held, ownerId: robot })).toBe("Roboten ringer just nu (sedan kl. 09:50).");
  });

  test("a green one that nobody has chosen", () => {
    expect(why({ state: "optional" })).toBe(
      "Inte på listan. Rings bara om du tar med den på listan. Det går till och med måndag 23 november kl. 19:00.",
    );
  });

  test("what cannot be rung any more is not said to be on the list", () => {
    expect(why({ attempts: 5 })).toMatch(/^Inte på listan\. Fem försök är gjorda\. Ring inte mer\./);
    expect(why({}, monday("19:05"))).toBe("Inte på listan. Ringfönstret stängde i dag kl. 19:00.");
  });

  test("one that is over: what it ended with and when", () => {
    const closed = (disposition: (typeof outcomes)[number]["code"], attempts = 1) =>
      why({ state: "closed", disposition, attempts, closedAt: thursday("09:15") });
    expect(closed("refused")).toBe("Inte på listan. Avslutad i dag kl. 09:15: Tackar nej.");
    expect(why({ state: "closed", disposition: "completed", closedAt: wednesday })).toBe(
      "Inte på listan. Avslutad ons 18 nov kl. 10:00: Genomförd.",
    );
    for (const { code, label } of outcomes) expect(closed(code)).toContain(label);
  });

  test("left out by the list or the rules: not that somebody heard it in a call", () => {
    const leftOut = { state: "closed", disposition: "not-eligible", closedAt: wednesday } as const;
    expect(why({ ...leftOut, attempts: 0 })).toContain("Ska inte ringas (återinlagd, inte hemma, för ung,");
    expect(why({ ...leftOut, attempts: 1 })).toContain("Återinlagd eller inte i ordinärt boende");
  });
});
