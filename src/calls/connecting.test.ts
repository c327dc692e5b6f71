import { describe, expect, test } from "vitest";
import { instantOf } from "../calendar.ts";
import { beforeAnything, type CallEvent, standingAfter } from "./call-log.ts";
import { bridgeStage, hearCoordinator, numbersToTry, refusedNow } from "./connecting.ts";
import { numbersOf } from "./numbers.ts";
import { defaultPolicy } from "./policy.ts";

const at = (date: string, time: string) => instantOf(date, time);
const window = {
  ...{ closesOn: "2026-11-27", firstCallAt: at("2026-11-23", "09:00") },
  lastCallAt: at("2026-11-27", "19:00"),
};
const judged = (date: string, time: string, more = {}) =>
  refusedNow({ ...window, ...more }, at(date, time), defaultPolicy)?.refused ?? null;

test("nobody is connected outside the window and the calling hours, to the minute", () => {
  expect(judged("2026-11-23", "09:00")).toBeNull();
  expect(judged("2026-11-27", "18:59")).toBeNull();
  expect(judged("2026-11-23", "08:59")).toBe("window-not-open");
  expect(judged("2026-11-24", "08:59")).toBe("outside-calling-hours");
  expect(judged("2026-11-24", "19:00")).toBe("outside-calling-hours");
  expect(judged("2026-11-27", "19:00")).toBe("case-window-passed");
  expect(judged("2026-11-24", "10:00", { firstCallAt: null, lastCallAt: null })).toBe("case-never-callable");
  // A readmission ends the window early.
  expect(judged("2026-11-24", "10:00", { lastCallAt: at("2026-11-24", "09:30") })).toBe("case-window-passed");
});

test("only one single one, pressed after it was asked for, connects; and it is asked for twice", () => {
  expect(hearCoordinator(0, null)).toBe("ask");
  expect(hearCoordinator(0, "1")).toBe("ask");
  for (const digits of [null, "", "2", "0", "*", "#", "11", " 1"]) {
    expect([digits, hearCoordinator(1, digits)]).toEqual([digits, "ask"]);
    expect([digits, hearCoordinator(2, digits)]).toEqual([digits, "give-up"]);
  }
  expect([hearCoordinator(1, "1"), hearCoordinator(2, "1")]).toEqual(["connect", "connect"]);
});

test("numbers are chosen among those that work", () => {
  const listed = { phones: ["+46701740605", "+46701740606"], proxyPhone: "+46701740607", proxyName: null };
  const dead = { number: "+46701740605", whose: "patient", goneAt: 1, goneBecause: "dead" } as const;
  const numbers = numbersOf({ ...listed, proxyRelation: null }, [{ ...dead, name: null, relation: null, place: null }]);
  expect(numbersToTry(numbers).map(({ place, number }) => [place, number.slice(-1)])).toEqual([
    [0, "6"],
    [1, "7"],
  ]);
});

describe("where a call stands", () => {
  const stageOf = (events: readonly CallEvent[], secondsLater = 1) => {
    const standing = events.reduce((before, event) => standingAfter(before, event, 1000), beforeAnything);
    return bridgeStage(
      standing,
      events.map((event) => ({ at: 1000, event })),
      1000 + secondsLater * 1000,
    );
  };
  const told = (status: "ringing" | "answered" | "completed" | "no-answer" | "canceled" | "failed", sequence = 0) =>
    ({ kind: "told", status, sequence }) as const;
  const ordered: CallEvent = { kind: "ordered" };
  const turn: CallEvent = { kind: "turn-taken", turn: 1 };
  const joining: CallEvent = { kind: "heard", happened: "joining" };
  const settled: CallEvent = { kind: "settled", outcome: null, handedOver: false };
  const lost: CallEvent = { kind: "not-connected", because: "busy" };

  test("is told by its log, step by step", () => {
    expect(stageOf([ordered]).at).toBe("ringing-you");
    expect(stageOf([ordered, told("ringing")]).at).toBe("ringing-you");
    expect(stageOf([ordered, told("answered")]).at).toBe("press-a-key");
    expect(stageOf([ordered, turn]).at).toBe("press-a-key");
    expect(stageOf([ordered, turn, joining]).at).toBe("ringing-patient");
    expect(stageOf([ordered, turn, joining], 44).at).toBe("ringing-patient");
    expect(stageOf([ordered, turn, joining], 45).at).toBe("talking");
    expect(stageOf([ordered, turn, joining, { kind: "connected", talkSeconds: 7 }])).toEqual({
      at: "talked",
      talkSeconds: 7,
    });
  });

  test("tells what did not come about, and whether it was counted", () => {
    expect(stageOf([ordered, told("no-answer"), settled]).at).toBe("you-did-not-answer");
    expect(stageOf([ordered, told("canceled"), settled]).at).toBe("you-did-not-answer");
    expect(stageOf([ordered, turn, settled]).at).toBe("you-pressed-nothing");
    expect(stageOf([ordered, { kind: "refused", because: "credentials" }]).at).toBe("not-placed");
    expect(stageOf([ordered, told("failed"), settled]).at).toBe("not-placed");
    expect(stageOf([ordered, turn, joining, told("completed"), settled]).at).toBe("over");
    expect(stageOf([ordered, turn, joining, lost, settled])).toEqual({
      ...{ at: "not-connected", because: "busy", recorded: false },
    });
    expect(stageOf([ordered, turn, joining, lost, { ...settled, outcome: "busy" }])).toMatchObject({ recorded: true });
  });

  test("is the same whichever of the two lines is told of first", () => {
    for (const what of [lost, { kind: "connected", talkSeconds: 3 } as const])
      expect(stageOf([ordered, turn, joining, told("completed"), settled, what])).toEqual(
        stageOf([ordered, turn, joining, what, settled, told("completed")]),
      );
  });
});
