/**
 * A carrier inside the program, for the demo and for tests: it rings phones that do not exist, asks our own webhooks
 * what to say and presses keys. It behaves as badly as real ones do when it is told to: loses the reply to an order,
 * sends a webhook twice, late, in parallel or in the wrong order, answers 429 and 503.
 *
 * Nothing happens by itself: `run(until)` carries out everything that is due, so the same code serves the demo's moved
 * clock and a test that never waits. To let our routes see the instant of each event, move their clock to `nextAt()`
 * and run until then, again and again. Longer than other files because a phone and its carrier share one queue of events.
 */
import {
  type AnsweredBy,
  type CallOrder,
  type CallStatus,
  type Carrier,
  isFinalStatus,
  refusedBy,
  type Sighting,
  type Spoken,
  unknown,
  type WebhookRequest,
} from "./carrier.ts";
import { mayRing } from "./destinations.ts";
import { writeForm } from "./form.ts";
import { ownUrl, recordingUrl } from "./own-address.ts";
import { sameText } from "./same-text.ts";
import { readSimulatedWebhook, simulatorSignature, spokenFrom } from "./simulator-webhook.ts";
import { audible } from "./twiml.ts";

/** How the person (or the machine) at a number behaves. */
export type Temperament =
  | {
      readonly does: "answers";
      readonly afterSeconds?: number;
      /** The keys of each turn in order, or a choice by what is heard: "" is silence. Silence when they run out. */
      readonly keys: readonly string[] | ((spoken: Spoken, turn: number) => string);
      /** Hangs up instead of pressing at this turn, counted from 1. */
      readonly hangsUpAtTurn?: number;
    }
  | { readonly does: "busy" | "no-answer" | "rejects" | "dead-number" }
  | { readonly does: "voicemail"; readonly detectedAs?: "machine" | "unknown" }
  /** Waits for answer, press, decline and patientHangsUp. Rings out like any phone. */
  | { readonly does: "by-hand" };

export type SimulatorFaults = {
  /** "reply-lost": the call is placed and nobody is told. */
  readonly place?: (order: CallOrder) => "reply-lost" | "too-many" | "unavailable" | null;
  /** Seconds after which each copy of a webhook is delivered: [0] as it should be, [0, 0] in parallel, [] lost. */
  readonly deliver?: (what: "turn" | "status", ref: string) => readonly number[];
};

export type SimulatorOptions = {
  readonly publicUrl: string;
  /** Signs the webhooks. Random and never outside the process, except in tests. */
  readonly secret: string;
  /** Epoch ms: domain time. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Carries a webhook to our own routes. May throw, as a network does. */
  readonly deliver: (request: WebhookRequest) => Promise<{ readonly status: number; readonly body: string }>;
  readonly phoneOf: (to: string) => Temperament;
  readonly faults?: SimulatorFaults;
  /** How long a call waits in the carrier's queue, in seconds. */
  readonly queueSeconds?: number;
};

/** A phone as the page "Prova telefonen" and tests see it. */
export type SimulatedCall = Sighting & {
  readonly callId: string;
  readonly to: string;
  /** What was last heard, or null. */
  readonly heard: Spoken | null;
  readonly turn: number;
};

export type Simulator = Carrier & {
  /** Carries out everything due up to and including `until` (epoch ms), in order; equal instants in parallel. */
  readonly run: (until: number) => Promise<void>;
  /** When the next thing is due, or null. */
  readonly nextAt: () => number | null;
  readonly calls: () => readonly SimulatedCall[];
  /** Somebody rings our number; asks `urls.turn` as an inbound call. Gives the call's reference. */
  readonly callIn: (from: string, urls: CallOrder["urls"]) => string;
  readonly answer: (ref: string) => void;
  readonly press: (ref: string, keys: string) => void;
  readonly decline: (ref: string) => void;
  readonly patientHangsUp: (ref: string) => void;
};

type Line = {
  readonly order: CallOrder;
  readonly ref: string;
  readonly createdAt: number;
  readonly inbound: boolean;
  status: CallStatus;
  sequence: number;
  answeredBy: AnsweredBy | null;
  answeredAt: number | null;
  endedAt: number | null;
  turn: number;
  heard: Spoken | null;
};

type Event = { readonly at: number; readonly act: () => Promise<void> | void };

/** Ended calls are forgotten after a day: a demo runs for weeks, and tests for simulated months. */
const keptAfterEndMs = 86_400_000;

export function simulatedCarrier(options: SimulatorOptions): Simulator {
  const { publicUrl, secret, newId, deliver, phoneOf, faults = {}, queueSeconds = 1 } = options;
  const lines = new Map<string, Line>();
  /** Latest first, so that the next one stands last; among equals, in the order they were made. */
  const events: Event[] = [];
  /** The instant that is being carried out; outside `run`, the world's now. */
  let carriedOut: number | null = null;
  let running: Promise<void> = Promise.resolve();
  const now = () => carriedOut ?? options.now();

  const after = (delaySeconds: number, act: Event["act"]) => {
    const at = now() + delaySeconds * 1000;
    let [low, high] = [0, events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (events[middle]!.at > at) low = middle + 1;
      else high = middle;
    }
    events.splice(low, 0, { at, act });
  };
  const request = (url: string, pairs: readonly (readonly [string, string])[]): WebhookRequest => {
    const body = writeForm(pairs);
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-simulator-signature": simulatorSignature(secret, url, body),
    };
    return { url, headers, body, address: "127.0.0.1" };
  };
  const talkedSeconds = (line: Line) =>
    line.answeredAt === null ? 0 : Math.max(0, Math.round(((line.endedAt ?? now()) - line.answeredAt) / 1000));

  /** Status callbacks are told and forgotten; what comes back is not read. */
  const become = (line: Line, status: CallStatus) => {
    if (isFinalStatus(line.status)) return;
    line.status = status;
    if (status === "answered") line.answeredAt = now();
    if (isFinalStatus(status)) line.endedAt = now();
    const told = request(line.order.urls.status, [
      ["kind", "status"],
      ["ref", line.ref],
      ["status", status],
      ["sequence", String(line.sequence++)],
      ...(isFinalStatus(status) ? [["seconds", String(talkedSeconds(line))] as const] : []),
      ...(line.answeredBy ? [["answeredBy", line.answeredBy] as const] : []),
    ]);
    for (const delay of faults.deliver?.("status", line.ref) ?? [0])
      after(delay, async () => {
        await deliver(told).catch(() => null);
      });
  };

  const ask = (line: Line, url: string, digits: string | null) => {
    const turn = ++line.turn;
    const asked = request(url, [
      ["kind", "turn"],
      ["ref", line.ref],
      [line.inbound ? "from" : "to", line.order.to],
      ...(digits === null ? [] : [["digits", digits] as const]),
      ...(line.answeredBy ? [["answeredBy", line.answeredBy] as const] : []),
    ]);
    const delays = faults.deliver?.("turn", line.ref) ?? [0];
    // The first reply is the one that is heard; later copies are answered into the air, as when a carrier tries again.
    const reply = async () => {
      const spoken = spokenFrom(await deliver(asked).catch(() => null));
      if (line.turn !== turn || line.status !== "answered" || line.heard !== null) return;
      if (spoken) hear(line, spoken);
      else await askFallback(line);
    };
    line.heard = null;
    for (const delay of delays) after(delay, reply);
    if (delays.length === 0) after(15, () => askFallback(line));
  };

  const askFallback = async (line: Line) => {
    if (line.status !== "answered") return;
    const asked = request(line.order.urls.fallback, [
      ["kind", "turn"],
      ["ref", line.ref],
      [line.inbound ? "from" : "to", line.order.to],
    ]);
    const spoken = spokenFrom(await deliver(asked).catch(() => null));
    if (line.status !== "answered" || line.heard !== null) return;
    if (spoken) hear(line, spoken);
    else become(line, "completed");
  };

  const hear = (line: Line, spoken: Spoken) => {
    line.heard = spoken;
    const { ending } = spoken;
    if ("hangUp" in ending) {
      after(1, () => become(line, "completed"));
      return;
    }
    const phone = phoneOf(line.order.to);
    const [turn, { next, timeoutSeconds, digits }] = [line.turn, ending.gather];
    const stillHere = (act: () => void) => () => {
      if (line.turn === turn && line.status === "answered") act();
    };
    const silence = stillHere(() => ask(line, next, ""));
    if (phone.does !== "answers") {
      after(timeoutSeconds, silence);
      return;
    }
    if (phone.hangsUpAtTurn === turn) {
      after(
        1,
        stillHere(() => become(line, "completed")),
      );
      return;
    }
    const keys = typeof phone.keys === "function" ? phone.keys(spoken, turn) : (phone.keys[turn - 1] ?? "");
    if (keys === "") after(timeoutSeconds, silence);
    else
      after(
        2,
        stillHere(() => ask(line, next, keys.slice(0, digits))),
      );
  };

  const pickUp = (line: Line, by: AnsweredBy | null) => {
    if (line.status !== "ringing") return;
    line.answeredBy = by;
    become(line, "answered");
    after(line.order.limitSeconds, () => become(line, "completed"));
    ask(line, line.order.urls.turn, null);
  };

  const ring = (line: Line) => {
    if (line.status !== "queued") return;
    const phone = phoneOf(line.order.to);
    if (phone.does === "dead-number") return become(line, "failed");
    become(line, "ringing");
    after(line.order.ringSeconds, () => {
      if (line.status === "ringing") become(line, "no-answer");
    });
    const whileRinging = (act: () => void) => () => {
      if (line.status === "ringing") act();
    };
    if (phone.does === "busy")
      after(
        1,
        whileRinging(() => become(line, "busy")),
      );
    // A carrier cannot tell a declined call from a busy line: both come as "busy".
    if (phone.does === "rejects")
      after(
        4,
        whileRinging(() => become(line, "busy")),
      );
    if (phone.does === "answers") after(phone.afterSeconds ?? 5, () => pickUp(line, "human"));
    if (phone.does === "voicemail") after(20, () => pickUp(line, phone.detectedAs ?? "machine"));
  };

  const newLine = (order: CallOrder, inbound: boolean): Line => {
    const line: Line = {
      order,
      ref: `SIM${newId()}`,
      createdAt: now(),
      inbound,
      status: inbound ? "ringing" : "queued",
      sequence: 0,
      answeredBy: null,
      answeredAt: null,
      endedAt: null,
      turn: 0,
      heard: null,
    };
    lines.set(line.ref, line);
    return line;
  };

  const sighting = (line: Line): SimulatedCall => ({
    ref: line.ref,
    status: line.status,
    answeredBy: line.answeredBy,
    durationSeconds: isFinalStatus(line.status) ? talkedSeconds(line) : null,
    createdAt: line.createdAt,
    callId: line.order.callId,
    to: line.order.to,
    heard: line.heard,
    turn: line.turn,
  });
  const bare = ({ callId: _, to: __, heard: ___, turn: ____, ...rest }: SimulatedCall): Sighting => rest;

  const nextAt = () => events.at(-1)?.at ?? null;

  const carryOut = async (until: number) => {
    for (;;) {
      const at = nextAt();
      if (at === null || at > until) break;
      const due: Event[] = [];
      while (events.at(-1)?.at === at) due.push(events.pop()!);
      carriedOut = at;
      try {
        await Promise.all(due.map((event) => event.act()));
      } finally {
        carriedOut = null;
      }
    }
    for (const line of lines.values())
      if (line.endedAt !== null && line.endedAt + keptAfterEndMs < until) lines.delete(line.ref);
  };

  return {
    name: "simulator",
    can: { hangUp: true, erase: true, speakText: true, detectMachine: true },

    async placeCall(order) {
      if (!mayRing(order.to)) return refusedBy("bad-number");
      for (const url of Object.values(order.urls)) ownUrl(url, publicUrl);
      const fault = faults.place?.(order) ?? null;
      if (fault === "too-many") return refusedBy("slow-down", "429", 1);
      if (fault === "unavailable") return refusedBy("slow-down", "503");
      const line = newLine(order, false);
      after(queueSeconds, () => ring(line));
      return fault === "reply-lost" ? unknown : { accepted: line.ref };
    },

    async hangUp(which) {
      const line = lines.get(which);
      if (line) become(line, line.status === "answered" ? "completed" : "canceled");
      return { done: true };
    },

    async look(which) {
      const line = lines.get(which);
      return line ? bare(sighting(line)) : { missing: true };
    },

    async find(to, since) {
      const found = [...lines.values()].filter((line) => line.order.to === to && line.createdAt >= since);
      return { found: found.reverse().map((line) => bare(sighting(line))) };
    },

    async erase(which) {
      const line = lines.get(which);
      if (line && !isFinalStatus(line.status)) return refusedBy("slow-down");
      lines.delete(which);
      return { done: true };
    },

    verify: ({ url, headers, body }) =>
      sameText(simulatorSignature(secret, url, body), headers["x-simulator-signature"] ?? ""),

    read: readSimulatedWebhook,

    speak({ lines: said, ending }) {
      if ("gather" in ending) ownUrl(ending.gather.next, publicUrl);
      const heard = said.map((line) => {
        if ("say" in line) return { ...line, say: audible(line.say) };
        return "play" in line ? { play: recordingUrl(line.play) } : line;
      });
      return { body: JSON.stringify({ lines: heard, ending }), contentType: "application/json; charset=utf-8" };
    },

    run(until) {
      running = running.then(() => carryOut(until));
      return running;
    },
    nextAt,
    calls: () => [...lines.values()].map(sighting),

    callIn(from, urls) {
      const line = newLine({ callId: "", to: from, from, urls, ringSeconds: 60, limitSeconds: 900 }, true);
      pickUp(line, null);
      return line.ref;
    },
    answer(which) {
      const line = lines.get(which);
      if (line) pickUp(line, "human");
    },
    press(which, keys) {
      const line = lines.get(which);
      const ending = line?.heard?.ending;
      if (line?.status === "answered" && ending && "gather" in ending)
        ask(line, ending.gather.next, keys.slice(0, ending.gather.digits));
    },
    decline(which) {
      const line = lines.get(which);
      if (line?.status === "ringing") become(line, "busy");
    },
    patientHangsUp(which) {
      const line = lines.get(which);
      if (line?.status === "answered") become(line, "completed");
    },
  };
}
