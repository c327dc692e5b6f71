import { expect, test } from "vitest";
import { instantOf } from "../calendar.ts";
import { exampleCase, monday, thursday } from "../cases/example.ts";
import { defaultPolicy } from "./policy.ts";
import { isLastChance, whyOnList } from "./reasons.ts";

const why = (change: Parameters<typeof exampleCase>[0], now: number) =>
  whyOnList(exampleCase(change), now, defaultPolicy);
const wednesday = instantOf("2026-11-18", "10:00");

test("each case says in words why it is on the list and until when", () => {
  expect(why({}, thursday("10:00"))).toBe("Ring senast måndag 23 november kl. 19:00. Inga försök än.");
  expect(why({ attempts: 2 }, thursday("10:00"))).toBe(
    "Ring senast måndag 23 november kl. 19:00. Två försök är gjorda.",
  );
  expect(why({ attempts: 1 }, monday("10:00"))).toBe(
    "Sista möjligheten i dag: ring före kl. 19:00. Ett försök är gjort.",
  );
  expect(why({}, wednesday)).toBe("Kan ringas från i morgon kl. 09:00, senast måndag 23 november kl. 19:00.");
  expect(why({ interrupted: true }, thursday("10:00"))).toBe(
    "Intervjun är påbörjad. Fortsätt där ni slutade, senast måndag 23 november kl. 19:00.",
  );
});

test("an agreed time is said first, and when it has passed that is said", () => {
  const booked = { appointmentAt: thursday("14:00"), attempts: 1, interrupted: true };
  expect(why(booked, thursday("10:00"))).toBe("Bokad tid i dag kl. 14:00.");
  expect(why(booked, thursday("14:00"))).toBe("Bokad tid i dag kl. 14:00. Ring nu.");
  expect(why(booked, thursday("15:00"))).toBe("Skulle ha ringts i dag kl. 14:00. Ring nu.");
});

test("a resting case says when it may be rung again", () => {
  expect(why({ restUntil: thursday("13:00"), attempts: 1 }, thursday("10:00"))).toBe(
    "Vilar efter senaste försöket. Kan ringas igen i dag kl. 13:00, senast måndag 23 november kl. 19:00. Ett försök är gjort.",
  );
});

test("a case without consent to the survey says so as long as it is open", () => {
  expect(why({ surveyConsent: false }, thursday("10:00"))).toMatch(/ Ring, men fråga inte enkäten\.$/);
  expect(why({ surveyConsent: false, state: "closed", disposition: "refused" }, thursday("10:00"))).toBe(
    "Avslutad: Tackar nej.",
  );
});

test("no sentence holds a word of the code, whatever the state", () => {
  const states = [
    { state: "optional" as const },
    { state: "held" as const, ownerId: "a", ownedSince: thursday("09:00") },
    { state: "closed" as const },
    { attempts: 5, restUntil: monday("19:00") },
    { firstCallAt: null, lastCallAt: null },
    { firstCallAt: null, lastCallAt: null, state: "optional" as const },
    { restUntil: monday("18:59") },
    { interrupted: true, restUntil: thursday("18:30") },
    { appointmentAt: thursday("11:30") },
  ];
  for (const change of states)
    for (const now of [
      wednesday,
      thursday("10:00"),
      thursday("20:00"),
      monday("18:58"),
      monday("19:00"),
      monday("23:00"),
    ]) {
      const sentence = why(change, now);
      expect(sentence).toMatch(/^[A-ZÅÄÖ].*\.$/);
      expect(sentence).not.toMatch(/null|undefined|NaN|held|optional|planned|closed|window|attempt/);
    }
});

test("the last calling day is the last chance, the day before it is not", () => {
  expect(isLastChance(exampleCase(), monday("09:00"), defaultPolicy)).toBe(true);
  expect(isLastChance(exampleCase(), instantOf("2026-11-20", "18:00"), defaultPolicy)).toBe(false);
  expect(isLastChance(exampleCase(), monday("19:00"), defaultPolicy)).toBe(false);
});

test("what the robot left to a person is said first, with why and how much, and then where to go on", () => {
  const handedOver = { at: thursday("10:07"), because: "person", answered: 3 } as const;
  const facts = { ...exampleCase({ interrupted: true }), handedOver };
  expect(whyOnList(facts, thursday("10:30"), defaultPolicy)).toBe(
    "Roboten lämnade över kl. 10:07: patienten bad om en människa. 3 frågor besvarade. Fortsätt där roboten slutade, senast måndag 23 november kl. 19:00.",
  );
  const nothing = { ...exampleCase(), handedOver: { ...handedOver, because: "wrong-person", answered: 0 } as const };
  expect(whyOnList(nothing, monday("09:30"), defaultPolicy)).toMatch(
    /^Roboten lämnade över torsdag 19 november kl\. 10:07: någon annan än patienten svarade\. Sista möjligheten/,
  );
  expect(whyOnList({ ...facts, state: "closed", disposition: "refused" }, monday("09:30"), defaultPolicy)).toBe(
    "Avslutad: Tackar nej.",
  );
});

test("while the robot calls the list says so", () => {
  const held = { state: "held", ownerId: "robot", ownedSince: thursday("10:05") } as const;
  expect(why(held, thursday("10:06"))).toBe("Roboten ringer just nu (sedan kl. 10:05).");
});
