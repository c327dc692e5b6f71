/**
 * A carrier inside the program, for the demo and for tests: it rings phones that do not exist, asks our own webhooks
 * what to say and presses keys. It behaves as badly as real ones do when it is told to: loses the reply to an order,
 * sends a webhook twice, late, in parallel or in the wrong order, answers 429 and 503.
 *
 * Nothing happens by itself: `run(until)` carries out everything that is due. To let our routes see the instant of each
 * event, move their clock to `nextAt()` and run until then, again and again. Its lines live in this process alone: to
 * another one's simulator every reference is missing.
 */
import { audible } from "./audible.ts";
import {
  type CallOrder,
  type Carrier,
  isFinalStatus,
  refusedBy,
  type Sighting,
  type Spoken,
  unknown,
} from "./carrier.ts";
import { mayRing } from "./destinations.ts";
import { eventQueue } from "./event-queue.ts";
import { ownUrl, recordingUrl } from "./own-address.ts";
import { sameText } from "./same-text.ts";
import { type Line, type LineOptions, type SimulatorFaults, simulatedLines } from "./simulated-line.ts";
import type { Temperament } from "./simulated-phone.ts";
import { readSimulatedWebhook, simulatorSignature } from "./simulator-webhook.ts";

export type { SimulatorFaults, Temperament };

export type SimulatorOptions = LineOptions & {
  readonly publicUrl: string;
  /** Epoch ms: domain time. */
  readonly now: () => number;
  /** How long a call waits in the carrier's queue, in seconds. */
  readonly queueSeconds?: number;
  /** How long an ended call is remembered, in seconds. A day unless told: a demo runs for weeks. */
  readonly forgetsAfterSeconds?: number;
};

/** A phone as the page "Prova telefonen" and tests see it. What has been pressed is not shown: it may be an answer. */
export type SimulatedCall = Sighting & {
  readonly callId: string;
  readonly direction: "outbound" | "inbound";
  /** E.164 of this phone, whichever side dialled. */
  readonly to: string;
  /** E.164 that the phone shows while it rings; null when somebody rings us from it. */
  readonly shownNumber: string | null;
  /** The call that asked for this one by a connection, or null. */
  readonly connectedBy: string | null;
  /** What was last heard, or null. */
  readonly heard: Spoken | null;
  readonly turn: number;
  /** When the wait for keys is over unless one more is pressed (epoch ms), or null. */
  readonly silentAt: number | null;
  /** How many keys have been pressed since the question was asked, while it wants more. */
  readonly pressedCount: number;
  /** Epoch ms, or null. */
  readonly endedAt: number | null;
};

/** Held in the hand, a phone does what it is told and ignores what it cannot do just then. */
export type Simulator = Carrier & {
  /** Carries out everything due up to and including `until` (epoch ms), in order; equal instants in parallel. */
  readonly run: (until: number) => Promise<void>;
  /** When the next thing is due (epoch ms), or null. */
  readonly nextAt: () => number | null;
  /** Every call that is remembered, oldest first; a connection is a call of its own. */
  readonly calls: () => readonly SimulatedCall[];
  /** Somebody rings our number; asks `urls.turn` as an inbound call. Gives the call's reference. */
  readonly callIn: (from: string, urls: CallOrder["urls"]) => string;
  readonly answer: (ref: string) => void;
  /** A machine takes a ringing call, and is or is not known as one. */
  readonly letMachineAnswer: (ref: string, detectedAs: "machine" | "unknown") => void;
  /** Keys at once or one at a time, as on a real phone: sent when there are as many as were asked for, or after silence. */
  readonly press: (ref: string, keys: string) => void;
  readonly decline: (ref: string) => void;
  readonly patientHangsUp: (ref: string) => void;
};

const daySeconds = 86_400;

export function simulatedCarrier(options: SimulatorOptions): Simulator {
  const { publicUrl, secret, faults = {}, queueSeconds = 1, forgetsAfterSeconds = daySeconds } = options;
  const queue = eventQueue(options.now);
  const { lines, open, ring, pickUp, press, become, end, talkedSeconds } = simulatedLines(options, queue);
  const withLine = (ref: string, act: (line: Line) => void) => {
    const line = lines.get(ref);
    if (line) act(line);
  };

  const sighting = (line: Line): Sighting => ({
    ref: line.ref,
    status: line.status,
    answeredBy: line.answeredBy,
    durationSeconds: isFinalStatus(line.status) ? talkedSeconds(line) : null,
    createdAt: line.createdAt,
  });

  let sweptAt = Number.NEGATIVE_INFINITY;
  /** Looks through the lines a few times per lifetime of one, not at every run: there may be thousands. */
  const forget = (until: number) => {
    const keptMs = forgetsAfterSeconds * 1000;
    if (until < sweptAt + keptMs / 24) return;
    sweptAt = until;
    for (const line of lines.values())
      if (line.endedAt !== null && line.endedAt + keptMs < until) lines.delete(line.ref);
  };

  return {
    name: "simulator",
    can: { hangUp: true, erase: true, speakText: true, detectMachine: true, connect: true, hashKey: true },

    async placeCall(order) {
      if (!mayRing(order.to)) return refusedBy("bad-number");
      for (const url of Object.values(order.urls)) ownUrl(url, publicUrl);
      const fault = faults.place?.(order) ?? null;
      if (fault === "too-many") return refusedBy("slow-down", "429", 1);
      if (fault === "unavailable") return refusedBy("slow-down", "503");
      const line = open(order);
      queue.after(queueSeconds, () => ring(line));
      return fault === "reply-lost" ? unknown : { accepted: line.ref };
    },

    async hangUp(which) {
      withLine(which, end);
      return { done: true };
    },

    async look(which) {
      const line = lines.get(which);
      return line ? sighting(line) : { missing: true };
    },

    async find({ isTo, since }) {
      const ordered = [...lines.values()].filter((line) => !line.inbound && line.connectedBy === null);
      const found = ordered.filter((line) => isTo(line.order.to) && line.createdAt >= since);
      return { found: found.reverse().map(sighting) };
    },

    async joined(which) {
      const found = [...lines.values()].filter((line) => line.connectedBy?.line.ref === which);
      return { found: found.map(({ ref }) => ref) };
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
      if ("connect" in ending) {
        const { to, callerId, next } = ending.connect;
        ownUrl(next, publicUrl);
        if (!mayRing(to)) throw new Error("a carrier was about to ring a number that may not be rung");
        if (!/^\+[1-9]\d{6,14}$/.test(callerId)) throw new Error("the number to be shown is no number");
      }
      const heard = said.map((line) => {
        if ("say" in line) return { ...line, say: audible(line.say) };
        return "play" in line ? { play: recordingUrl(line.play) } : line;
      });
      return { body: JSON.stringify({ lines: heard, ending }), contentType: "application/json; charset=utf-8" };
    },

    async run(until) {
      await queue.run(until);
      forget(until);
    },
    nextAt: queue.nextAt,
    calls: () =>
      [...lines.values()].map((line) => ({
        ...sighting(line),
        ...{ callId: line.order.callId, to: line.order.to, direction: line.inbound ? "inbound" : "outbound" },
        ...{ shownNumber: line.inbound ? null : line.order.from, connectedBy: line.connectedBy?.line.ref ?? null },
        ...{ heard: line.heard, turn: line.turn, silentAt: line.silentAt, endedAt: line.endedAt },
        pressedCount: line.collected.length,
      })),

    callIn(from, urls) {
      const order = { callId: "", to: from, from, urls, ringSeconds: 60, limitSeconds: 900, detectMachine: false };
      const line = open(order, { inbound: true });
      pickUp(line, null);
      return line.ref;
    },
    answer: (which) => withLine(which, (line) => pickUp(line, "human")),
    letMachineAnswer: (which, detectedAs) => withLine(which, (line) => pickUp(line, detectedAs)),
    press: (which, keys) => withLine(which, (line) => press(line, keys)),
    decline: (which) =>
      withLine(which, (line) => {
        if (line.status === "ringing") become(line, "busy");
      }),
    patientHangsUp: (which) =>
      withLine(which, (line) => {
        if (line.status === "answered") become(line, "completed");
      }),
  };
}
