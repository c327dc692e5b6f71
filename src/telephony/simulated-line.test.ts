/**
 * Connections, phones held in the hand, and time: what simulated calls do, second by second. Longer than other files
 * because there are so many ways for a call to go.
 */
import { describe, expect, test } from "vitest";
import type { CallOrder, Connect, Spoken } from "./carrier.ts";
import { speakingSeconds } from "./simulated-phone.ts";
import { type Simulator, type SimulatorOptions, simulatedCarrier, type Temperament } from "./simulator.ts";

const publicUrl = "http://localhost:3000";
const order: CallOrder = {
  callId: "a",
  to: "+46701740605",
  from: "+46846500400",
  urls: { turn: `${publicUrl}/t/0`, fallback: `${publicUrl}/f`, status: `${publicUrl}/s` },
  ringSeconds: 30,
  limitSeconds: 900,
  detectMachine: true,
};

/** A house in which one reply follows on the other, whatever is asked; `phones` by number, else by hand. */
function house(
  replies: readonly Spoken["ending"][],
  options: Partial<SimulatorOptions> & { readonly phones?: Readonly<Record<string, Temperament>>; say?: string } = {},
) {
  let [now, id] = [0, 0];
  const { phones = {}, say = "Hej.", ...more } = options;
  /** What came, with the second at which it came. */
  const told: string[] = [];
  const guesses: (string | null)[] = [];
  let said = 0;
  const carrier: Simulator = simulatedCarrier({
    ...{ publicUrl, secret: "s", now: () => now, newId: () => `${++id}` },
    phoneOf: (to) => phones[to] ?? { does: "by-hand" },
    deliver: async (request) => {
      const heard = carrier.read(request);
      if ("unreadable" in heard || !carrier.verify(request)) throw new Error("not as it should be");
      if (heard.kind === "connected") told.push(`${now / 1000} ${heard.ref} ${heard.status} ${heard.durationSeconds}`);
      if (heard.kind === "turn") told.push(`${now / 1000} ${heard.digits ?? "-"}`);
      if (heard.kind !== "connected") guesses.push(heard.answeredBy);
      if (heard.kind === "status") return { status: 204, body: "" };
      return {
        status: 200,
        body: carrier.speak({ lines: [{ say }], ending: replies[said++] ?? { hangUp: true } }).body,
      };
    },
    ...more,
  });
  /** Lets time pass, event by event. */
  const pass = async (seconds: number) => {
    const until = now + seconds * 1000;
    for (let next = carrier.nextAt(); next !== null && next <= until; next = carrier.nextAt()) {
      now = Math.max(now, next);
      await carrier.run(next);
    }
    now = until;
    await carrier.run(until);
  };
  /** An order, rung: it rings at second 1. */
  const ring = async (more: Partial<CallOrder> = {}) => {
    const answer = await carrier.placeCall({ ...order, ...more });
    await pass(1);
    return "accepted" in answer ? answer.accepted : "";
  };
  const picked = async () => {
    const ref = await ring();
    carrier.answer(ref);
    await pass(0);
    return ref;
  };
  const callOf = (ref: string) => carrier.calls().find((call) => call.ref === ref)!;
  return { carrier, told, guesses, pass, ring, picked, callOf };
}

const coordinator = order.to;
const patient = "+46701740699";
const connect: Connect = {
  ...{ to: patient, callerId: "+46846500401", ringSeconds: 25, limitSeconds: 300, next: `${publicUrl}/k` },
};
const gather = (digits: number): Spoken["ending"] => ({
  gather: { digits, timeoutSeconds: 12, next: `${publicUrl}/t/1` },
});

describe("a connection", () => {
  const waiting: Temperament = { does: "answers", keys: [], afterSeconds: 1 };

  test.each<[string, Temperament, string, number]>([
    [
      "talk for as long as the one who is rung wants to",
      { does: "answers", keys: [], talksSeconds: 90 },
      "completed 90",
      97,
    ],
    ["talk for a minute unless told otherwise", { does: "answers", keys: [] }, "completed 60", 67],
    ["talk no longer than they may", { does: "answers", keys: [], talksSeconds: 9_000 }, "completed 300", 307],
    ["talk to a machine, briefly, which a carrier calls a talk", { does: "voicemail" }, "completed 6", 28],
    ["find the line busy", { does: "busy" }, "busy 0", 3],
    ["are declined, which is told as busy", { does: "rejects" }, "busy 0", 6],
    ["ring out after the time they were given", { does: "no-answer" }, "no-answer 0", 27],
    ["ring out on a phone nobody takes up", { does: "by-hand" }, "no-answer 0", 27],
    ["reach no phone", { does: "dead-number" }, "failed 0", 2],
  ])("two %s, and the house is asked what to say then", async (_, phone, result, at) => {
    const { ring, told, pass, callOf } = house([{ connect }], { phones: { [coordinator]: waiting, [patient]: phone } });
    const ref = await ring();
    await pass(400);
    expect(told).toEqual(["2 -", `${at} ${ref} ${result}`]);
    expect(callOf(ref)).toMatchObject({ status: "completed", endedAt: (at + 1) * 1000 });
  });

  test("is a call of its own that shows the number it was given, and is nothing that was ordered", async () => {
    const { ring, pass, carrier, guesses } = house([{ connect }], { phones: { [coordinator]: waiting } });
    const ref = await ring();
    await pass(3);
    const [, other] = carrier.calls();
    expect(other).toMatchObject({ to: patient, shownNumber: connect.callerId, connectedBy: ref, status: "ringing" });
    expect(await carrier.find({ to: patient, isTo: (to) => to === patient, since: 0 })).toEqual({ found: [] });
    // Two statuses and a turn of the order; the connection tells no status.
    expect(guesses).toHaveLength(3);
  });

  test("is held in the hand like any call, at both ends", async () => {
    const { picked, pass, carrier, told, callOf } = house([{ connect }, gather(1)], { speaks: false });
    const ref = await picked();
    const other = carrier.calls()[1]!.ref;
    carrier.answer(other);
    await pass(40);
    carrier.press(ref, "1");
    carrier.press(other, "1");
    carrier.patientHangsUp(other);
    await pass(1);
    expect(told).toEqual(["1 -", `41 ${ref} completed 40`]);
    carrier.press(ref, "2");
    await pass(0);
    expect(told.at(-1)).toBe("42 2");
    expect(callOf(other)).toMatchObject({ status: "completed", durationSeconds: 40 });

    const declined = house([{ connect }]);
    const asking = await declined.picked();
    await declined.pass(1);
    declined.carrier.decline(declined.carrier.calls()[1]!.ref);
    await declined.pass(0);
    expect(declined.told.at(-1)).toBe(`2 ${asking} busy 0`);

    const machine = house([{ connect }]);
    const beep = await machine.picked();
    await machine.pass(1);
    machine.carrier.letMachineAnswer(machine.carrier.calls()[1]!.ref, "unknown");
    await machine.pass(10);
    expect(machine.told.at(-1)).toBe(`8 ${beep} completed 6`);
  });

  test("ends with the call that asked for it, and the house is told how long they talked", async () => {
    const talks = { [coordinator]: { ...waiting, talksSeconds: 20 }, [patient]: waiting };
    const first = house([{ connect }], { phones: talks });
    const ref = await first.ring();
    await first.pass(400);
    expect(first.told).toEqual(["2 -", `23 ${ref} completed 20`]);
    expect(first.carrier.calls().map(({ status }) => status)).toEqual(["completed", "completed"]);

    const leaves = { [coordinator]: { ...waiting, hangsUpAtTurn: 1 }, [patient]: { ...waiting, afterSeconds: 9 } };
    const second = house([{ connect }], { phones: leaves });
    await second.ring();
    await second.pass(400);
    expect(second.told.at(-1)).toMatch(/^5 \w+ canceled 0$/);

    const third = house([{ connect }], { phones: { [coordinator]: waiting } });
    const hung = await third.ring();
    await third.pass(3);
    await third.carrier.hangUp(hung);
    await third.pass(0);
    expect(third.told.at(-1)).toBe(`4 ${hung} canceled 0`);
  });

  test("is not made when the one who asked for it has gone before the words were said", async () => {
    const { picked, pass, carrier } = house([{ connect }], { say: "Nu kopplar vi dig. Det tar en liten stund." });
    const ref = await picked();
    await pass(1);
    carrier.patientHangsUp(ref);
    await pass(60);
    expect(carrier.calls()).toHaveLength(1);
  });

  test("whose news is lost goes to the fallback, and whose news comes twice is heard once", async () => {
    for (const [delays, last] of [
      [[], "18 -"],
      [[0, 0], "3 SIM1 busy 0"],
    ] as const) {
      const { ring, pass, told, callOf } = house([{ connect }], {
        phones: { [coordinator]: waiting, [patient]: { does: "busy" } },
        faults: { deliver: (what) => (what === "connected" ? delays : [0]) },
      });
      const ref = await ring();
      await pass(60);
      expect(told.at(-1)).toBe(last);
      expect(callOf(ref)).toMatchObject({ status: "completed", turn: 2 });
    }
  });

  test("is never made to a number that may not be rung, nor told elsewhere", () => {
    const { carrier } = house([]);
    for (const to of ["+14155550100", "0701740605", ""])
      expect(() => carrier.speak({ lines: [], ending: { connect: { ...connect, to } } })).toThrow();
    const next = "https://evil.example/";
    expect(() => carrier.speak({ lines: [], ending: { connect: { ...connect, next } } })).toThrow();
    const callerId = "+46846500401;x";
    expect(() => carrier.speak({ lines: [], ending: { connect: { ...connect, callerId } } })).toThrow();
  });

  test("is a call of its own at the carrier: its number stays there until it is erased by its own name", async () => {
    const phones = { [coordinator]: waiting, [patient]: waiting };
    const { ring, pass, carrier } = house([{ connect }], { phones });
    const ref = await ring();
    await pass(400);
    const later = await ring();
    expect(await carrier.erase("SIMnone")).toEqual({ done: true });
    const other = carrier.calls().find((call) => call.connectedBy === ref)?.ref ?? "";
    expect(await carrier.erase(ref)).toEqual({ done: true });
    expect(carrier.calls().map((call) => call.ref)).toEqual([other, later]);
    expect(await carrier.erase(other)).toEqual({ done: true });
    expect(carrier.calls().map((call) => call.ref)).toEqual([later]);
  });
});

describe("a phone held in the hand", () => {
  test("sends keys that are pressed one at a time when there are as many as were asked for", async () => {
    const { picked, pass, carrier, told } = house([gather(2)]);
    const ref = await picked();
    carrier.press(ref, "0");
    await pass(11);
    expect(told).toEqual(["1 -"]);
    carrier.press(ref, "3");
    await pass(0);
    expect(told).toEqual(["1 -", "12 03"]);
  });

  test("sends what there is when the silence since the last key has lasted as long as it may", async () => {
    const { picked, pass, carrier, told } = house([gather(3)]);
    const ref = await picked();
    carrier.press(ref, "0");
    await pass(11);
    carrier.press(ref, "3");
    await pass(11);
    expect(told).toEqual(["1 -"]);
    await pass(1);
    expect(told).toEqual(["1 -", "24 03"]);
  });

  test("loses what was pressed before the question and what nobody asked for", async () => {
    const { picked, pass, carrier, told } = house([gather(2), gather(1)]);
    const ref = await picked();
    carrier.press(ref, "x");
    carrier.press(ref, "012");
    carrier.press(ref, "9");
    await pass(0);
    carrier.press(ref, "#");
    await pass(0);
    expect(told).toEqual(["1 -", "1 01", "1 #"]);
  });

  test("is silent only when it has listened to the end, and says when that will be", async () => {
    const say = "Har du fått den hjälp du behöver? Tryck ett för ja och två för nej.";
    const { picked, pass, told, callOf } = house([gather(1)], { say });
    const ref = await picked();
    // 67 characters take six seconds to say, and twelve may pass in silence.
    expect(callOf(ref).silentAt).toBe(19_000);
    await pass(17);
    expect(told).toEqual(["1 -"]);
    await pass(1);
    expect(told).toEqual(["1 -", "19 "]);
    expect(callOf(ref).silentAt).toBeNull();
  });

  test("does not show what has been pressed, and shows no more of a call than there is to it", async () => {
    const { picked, carrier, pass, callOf } = house([gather(4)]);
    const ref = await picked();
    const before = JSON.stringify(callOf(ref));
    carrier.press(ref, "777");
    const pressed = before
      .replace(/"silentAt":\d+/, '"silentAt":13000')
      .replace('"pressedCount":0', '"pressedCount":3');
    expect(JSON.stringify(callOf(ref))).toBe(pressed);
    carrier.patientHangsUp(ref);
    await pass(30);
    expect(callOf(ref)).toMatchObject({ direction: "outbound", endedAt: 1000, silentAt: null });
    const inbound = carrier.callIn(patient, order.urls);
    expect(callOf(inbound)).toMatchObject({ direction: "inbound", to: patient, shownNumber: null, endedAt: null });
  });

  test("can be left to a machine, which presses nothing, and is or is not known as one", async () => {
    for (const detectedAs of ["machine", "unknown"] as const) {
      const { ring, carrier, pass, told, callOf, guesses } = house([gather(1)], { speaks: false });
      const ref = await ring();
      carrier.letMachineAnswer(ref, detectedAs);
      await pass(0);
      carrier.press(ref, "1");
      await pass(12);
      expect(told).toEqual(["1 -", "13 "]);
      expect(callOf(ref).answeredBy).toBe(detectedAs);
      expect(new Set(guesses)).toEqual(new Set([null, detectedAs]));
    }
  });

  test("cannot answer, decline or hang up a call that is not there", async () => {
    const { ring, carrier, pass, told } = house([]);
    const ref = await ring();
    carrier.patientHangsUp(ref);
    carrier.decline(ref);
    carrier.answer(ref);
    carrier.letMachineAnswer(ref, "machine");
    carrier.answer("SIMnone");
    await pass(60);
    expect(told).toEqual([]);
    expect(await carrier.look(ref)).toMatchObject({ status: "busy" });
  });
});

describe("what the carrier says of who answered", () => {
  test("is nothing at all when it was not asked, even if a machine answers", async () => {
    for (const does of ["answers", "voicemail"] as const) {
      const { ring, pass, guesses, callOf } = house([gather(1)], { phones: { [coordinator]: { does, keys: [] } } });
      const ref = await ring({ detectMachine: false });
      await pass(120);
      expect(guesses.length).toBeGreaterThan(4);
      expect(new Set(guesses)).toEqual(new Set([null]));
      expect(callOf(ref).answeredBy).toBeNull();
    }
  });
});

describe("what is said", () => {
  test("takes its time when it is to, also for invented people", async () => {
    const say = "x".repeat(130);
    const phones = { [coordinator]: { does: "answers", keys: ["1"] } } as const;
    const slow = house([gather(1)], { say, phones, speaks: true });
    const ref = await slow.ring();
    await slow.pass(60);
    expect(slow.told).toEqual(["6 -", "18 1"]);
    expect(slow.callOf(ref)).toMatchObject({ endedAt: 29_000 });
    const quick = house([gather(1)], { say, phones });
    await quick.ring();
    await quick.pass(60);
    expect(quick.told).toEqual(["6 -", "8 1"]);
  });

  test("takes longer the more there is of it, recordings and silences included", () => {
    const seconds = (...lines: Spoken["lines"]) => speakingSeconds({ lines, ending: { hangUp: true } });
    expect(seconds()).toBe(0);
    expect(seconds({ say: "x".repeat(26) })).toBe(2);
    expect(seconds({ say: "x".repeat(27) }, { pauseSeconds: 3 })).toBe(6);
    expect(seconds({ play: `${publicUrl}/a.mp3` })).toBeGreaterThan(0);
  });
});

describe("memory", () => {
  test("stays flat while five hundred calls an hour are made", async () => {
    const phones = { [coordinator]: { does: "answers", keys: [] } } as const;
    const { carrier, pass } = house([], { phones, forgetsAfterSeconds: 600 });
    let most = 0;
    for (let call = 0; call < 2 * 500; call++) {
      await carrier.placeCall(order);
      await pass(7.2);
      most = Math.max(most, carrier.calls().length);
    }
    expect(most).toBeLessThan(100);
    await pass(2_000);
    expect([carrier.calls().length, carrier.nextAt()]).toEqual([0, null]);
  });
});
