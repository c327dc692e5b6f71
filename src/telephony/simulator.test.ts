import { describe, expect, test } from "vitest";
import type { CallOrder, Spoken } from "./carrier.ts";
import { type SimulatorFaults, simulatedCarrier, type Temperament } from "./simulator.ts";

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

/** A house with three questions, that notes everything it is sent and fails where it is told to. */
function bench(temperament: Temperament, faults: SimulatorFaults = {}, fails: (path: string) => boolean = () => false) {
  let now = 0;
  let id = 0;
  const told: string[] = [];
  const carrier = simulatedCarrier({
    publicUrl,
    secret: "s",
    now: () => now,
    newId: () => `${++id}`,
    phoneOf: () => temperament,
    faults,
    deliver: async (request) => {
      expect(carrier.verify(request)).toBe(true);
      const heard = carrier.read(request);
      if ("unreadable" in heard) throw new Error(heard.unreadable);
      const path = request.url.slice(publicUrl.length);
      if (heard.kind === "status") told.push(`${heard.sequence} ${heard.status}`);
      else
        told.push(
          `${path} ${heard.kind === "turn" ? (heard.digits ?? "-") : `${heard.status} ${heard.durationSeconds}`}`,
        );
      if (fails(path)) return { status: 500, body: "" };
      const asked = Number(/^\/t\/(\d)/.exec(path)?.[1] ?? 9);
      const ending: Spoken["ending"] =
        asked < 3
          ? { gather: { digits: 1, timeoutSeconds: 12, next: `${publicUrl}/t/${asked + 1}` } }
          : { hangUp: true };
      return { status: 200, body: carrier.speak({ lines: [{ say: "Hej." }], ending }).body };
    },
  });
  const run = async (seconds: number) => {
    now += seconds * 1000;
    await carrier.run(now);
  };
  const place = async () => {
    const answer = await carrier.placeCall(order);
    return "accepted" in answer ? answer.accepted : "";
  };
  return { carrier, told, run, place, status: async (ref: string) => carrier.look(ref) };
}

describe("a simulated phone", () => {
  test("answers, presses its keys, and the house hears each turn once and each status in order", async () => {
    const { told, run, place, status } = bench({ does: "answers", keys: ["1", "", "#"] });
    const ref = await place();
    await run(120);
    expect(told).toEqual(["0 ringing", "1 answered", "/t/0 -", "/t/1 1", "/t/2 ", "/t/3 #", "2 completed"]);
    expect(await status(ref)).toMatchObject({ status: "completed", answeredBy: "human", durationSeconds: 17 });
  });

  test("is busy, declines, rings out or does not exist", async () => {
    for (const [does, last] of [
      ["busy", "busy"],
      ["rejects", "busy"],
      ["no-answer", "no-answer"],
      ["by-hand", "no-answer"],
      ["dead-number", "failed"],
    ] as const) {
      const { told, run, place, status } = bench({ does });
      const ref = await place();
      await run(60);
      expect(await status(ref)).toMatchObject({ status: last });
      expect(told.filter((line) => line.startsWith("/"))).toEqual([]);
    }
  });

  test("is a machine that is known or not known as one, and presses nothing", async () => {
    for (const detectedAs of ["machine", "unknown"] as const) {
      const { told, run, place, status } = bench({ does: "voicemail", detectedAs });
      const ref = await place();
      await run(120);
      expect(await status(ref)).toMatchObject({ status: "completed", answeredBy: detectedAs });
      expect(told.filter((line) => line.startsWith("/"))).toEqual(["/t/0 -", "/t/1 ", "/t/2 ", "/t/3 "]);
    }
  });

  test("hangs up at the turn it is told to", async () => {
    const { told, run, place } = bench({ does: "answers", keys: ["1", "1", "1"], hangsUpAtTurn: 2 });
    await place();
    await run(120);
    expect(told).toEqual(["0 ringing", "1 answered", "/t/0 -", "/t/1 1", "2 completed"]);
  });

  test("does nothing before it is due, and can be held in the hand", async () => {
    const { carrier, told, run, place } = bench({ does: "by-hand" });
    const ref = await place();
    expect(carrier.nextAt()).toBe(1000);
    await run(0);
    expect(told).toEqual([]);
    await run(3);
    carrier.answer(ref);
    await run(1);
    expect(carrier.calls()[0]?.heard?.lines).toEqual([{ say: "Hej." }]);
    carrier.press(ref, "12");
    await run(1);
    carrier.patientHangsUp(ref);
    await run(1);
    expect(told).toEqual(["0 ringing", "1 answered", "/t/0 -", "/t/1 1", "2 completed"]);
  });

  test("can ring in", async () => {
    const { carrier, told, run } = bench({ does: "answers", keys: ["1", "2", "3"] });
    carrier.callIn("+46701740606", order.urls);
    await run(60);
    expect(told.filter((line) => line.startsWith("/"))).toEqual(["/t/0 -", "/t/1 1", "/t/2 2", "/t/3 3"]);
  });
});

describe("a simulated carrier behaves badly on request", () => {
  test("copies and delays reach the house, and the phone still hears one conversation", async () => {
    const { told, run, place, status } = bench(
      { does: "answers", keys: ["1", "2", "3"] },
      { deliver: (what) => (what === "turn" ? [0, 0, 21_600] : [40]) },
    );
    const ref = await place();
    await run(60);
    expect(told.filter((line) => line.startsWith("/t/1"))).toEqual(["/t/1 1", "/t/1 1"]);
    expect(await status(ref)).toMatchObject({ status: "completed" });
    await run(30_000);
    expect(told.filter((line) => line.startsWith("/t/1"))).toHaveLength(3);
  });

  test("statuses can come in the wrong order and carry their number", async () => {
    let count = 0;
    const { told, run, place } = bench(
      { does: "answers", keys: [], hangsUpAtTurn: 1 },
      { deliver: (what) => (what === "status" ? [60 - 20 * count++] : [0]) },
    );
    await place();
    await run(300);
    expect(told.filter((line) => !line.startsWith("/"))).toEqual(["2 completed", "1 answered", "0 ringing"]);
  });

  test("a turn that fails or is lost goes to the fallback, and a fallback that fails ends the call", async () => {
    const failing = bench({ does: "answers", keys: ["1", "1"] }, {}, (path) => path === "/t/1");
    const ref = await failing.place();
    await failing.run(120);
    expect(failing.told.slice(2)).toEqual(["/t/0 -", "/t/1 1", "/f -", "2 completed"]);
    expect(await failing.status(ref)).toMatchObject({ status: "completed" });

    const lost = bench({ does: "answers", keys: [] }, { deliver: (what) => (what === "turn" ? [] : [0]) });
    await lost.place();
    await lost.run(120);
    expect(lost.told.slice(2)).toEqual(["/f -", "2 completed"]);

    const dead = bench({ does: "answers", keys: [] }, {}, (path) => path !== "/s");
    await dead.place();
    await dead.run(120);
    expect(dead.told.slice(2)).toEqual(["/t/0 -", "/f -", "2 completed"]);
  });

  test("a call that nobody ends is ended at its limit", async () => {
    const endless = simulatedCarrier({
      publicUrl,
      secret: "s",
      now: () => 0,
      newId: () => "1",
      phoneOf: () => ({ does: "answers", keys: () => "1" }),
      deliver: async () => ({
        status: 200,
        body: JSON.stringify({
          lines: [],
          ending: { gather: { digits: 1, timeoutSeconds: 12, next: order.urls.turn } },
        }),
      }),
    });
    await endless.placeCall(order);
    await endless.run(2_000_000);
    expect(endless.calls()[0]).toMatchObject({ status: "completed", durationSeconds: 900 });
    expect(endless.nextAt()).toBeNull();
  });

  test("what has ended is forgotten after a day, so that weeks of calls take no more room than one", async () => {
    const { carrier, run, place } = bench({ does: "busy" });
    for (let day = 0; day < 20; day++) {
      await place();
      await run(90_000);
    }
    expect(carrier.calls().length).toBeLessThanOrEqual(1);
    expect(carrier.nextAt()).toBeNull();
  });
});
