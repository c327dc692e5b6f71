import { expect, test } from "vitest";
import type { CallEvent } from "./call-log.ts";
import { sentenceOfEvent, sentenceOfHandOver } from "./call-sentences.ts";

const events: readonly CallEvent[] = [
  { kind: "ordered" },
  { kind: "came-in" },
  { kind: "refused", because: "rejected" },
  ...(["ringing", "answered", "completed", "busy", "no-answer", "failed", "canceled"] as const).map(
    (status): CallEvent => ({ kind: "told", status, sequence: 1 }),
  ),
  ...(["began", "no-human", "identity-confirmed", "birthday-wrong", "silence", "wrong-key", "repeated"] as const).map(
    (happened): CallEvent => ({ kind: "heard", happened }),
  ),
  { kind: "heard", happened: "answered", question: "plan" },
  { kind: "heard", happened: "answered", question: "hjalp" },
  ...(["completed", "refused", "later", "person", "silence", "hang-up", "wrong-person", "closed"] as const).map(
    (as): CallEvent => ({ kind: "heard", happened: "ended", as }),
  ),
  ...(["unwanted", "closing-time", "overdue", "taken-over"] as const).map(
    (because): CallEvent => ({ kind: "hung-up", because }),
  ),
  { kind: "settled", outcome: "no-answer", handedOver: false },
];

test("what happens in a call is told in short sentences, without the name of a question or a key", () => {
  const sentences = events.map((event) => sentenceOfEvent(event, (question) => (question === "plan" ? 4 : null)));
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-ZÅÄÖ][^_{}]{5,80}\.$/);
  expect(sentences).toContain("Fråga 4 är besvarad.");
  expect(new Set(sentences).size).toBe(sentences.length);
});

test("what only the program needs is left out", () => {
  const silent: readonly CallEvent[] = [
    { kind: "accepted" },
    { kind: "turn-taken", turn: 3 },
    { kind: "told", status: "queued", sequence: 0 },
    { kind: "erased" },
  ];
  expect(silent.map((event) => sentenceOfEvent(event, () => null))).toEqual([null, null, null, null]);
});

test("a case that rests after the attempt is not said to be on the list already", () => {
  const now = Date.UTC(2026, 10, 23, 9, 40);
  const inThreeHours = now + 3 * 3_600_000;
  expect(sentenceOfHandOver(null, now)).toBe("En människa tar över. Uppföljningen ligger överst på listan.");
  expect(sentenceOfHandOver(inThreeHours, now)).toBe("En människa tar över. Uppföljningen vilar till kl. 13:40.");
  expect(sentenceOfHandOver(now + 24 * 3_600_000, now)).toBe(
    "En människa tar över. Uppföljningen vilar till i morgon kl. 10:40.",
  );
});
