/**
 * The lines of the simulated carrier: how one rings, is answered, asks our webhooks what to say, hears it, sends keys,
 * is joined with another and ends. As at real carriers a connection is a line of its own, without status callbacks.
 * Longer than other files because all of this is one web of events that name each other.
 */
import {
  type AnsweredBy,
  type CallOrder,
  type CallStatus,
  type Connect,
  isFinalStatus,
  type Spoken,
  type WebhookRequest,
} from "./carrier.ts";
import type { EventQueue } from "./event-queue.ts";
import { writeForm } from "./form.ts";
import { keysPressed, speakingSeconds, type Temperament } from "./simulated-phone.ts";
import { simulatorSignature, spokenFrom } from "./simulator-webhook.ts";

export type SimulatorFaults = {
  /** "reply-lost": the call is placed and nobody is told. */
  readonly place?: (order: CallOrder) => "reply-lost" | "too-many" | "unavailable" | null;
  /** Seconds after which each copy of a webhook is delivered: [0] as it should be, [0, 0] in parallel, [] lost. */
  readonly deliver?: (what: "turn" | "status" | "connected", ref: string) => readonly number[];
};

export type LineOptions = {
  /** Signs the webhooks. Random and never outside the process, except in tests. */
  readonly secret: string;
  readonly newId: () => string;
  /** Carries a webhook to our own routes. May throw, as a network does. */
  readonly deliver: (request: WebhookRequest) => Promise<{ readonly status: number; readonly body: string }>;
  readonly phoneOf: (to: string) => Temperament;
  readonly faults?: SimulatorFaults;
  /**
   * Does it take time to say what is said? Left out: only on phones that are held in the hand, so that nobody is cut
   * off while listening and invented people keep their pace.
   */
  readonly speaks?: boolean;
};

export type Line = {
  /** `to` is the number of the phone at the line's end, whichever side dialled. */
  readonly order: CallOrder;
  readonly ref: string;
  readonly createdAt: number;
  readonly inbound: boolean;
  /** The line that asked for this one, and where it is told what came of it. */
  readonly connectedBy: { readonly line: Line; readonly next: string } | null;
  status: CallStatus;
  sequence: number;
  /** What the carrier tells, not what is so. */
  answeredBy: AnsweredBy | null;
  /** Nobody is there to press keys. */
  machine: boolean;
  answeredAt: number | null;
  endedAt: number | null;
  turn: number;
  heard: Spoken | null;
  /** Keys pressed since the question was asked, as long as they are fewer than it wants. */
  collected: string;
  /** Counts whatever ends a wait for keys, so that an outlived wait knows. */
  waits: number;
  silentAt: number | null;
  connection: Line | null;
};

type Gather = Extract<Spoken["ending"], { gather: object }>["gather"];
type Pairs = readonly (readonly [string, string])[];

/** How long two talk when nobody has said otherwise, and how long an answering machine takes its message, in seconds. */
const usualTalkSeconds = 60;
const machineTalkSeconds = 6;
/** How long somebody who is to hang up waits to be connected first: shorter than anybody takes to answer. */
const patienceSeconds = 3;

export function simulatedLines(options: LineOptions, { now, after }: EventQueue) {
  const { secret, newId, deliver, phoneOf, faults = {} } = options;
  const lines = new Map<string, Line>();

  const request = (url: string, pairs: Pairs): WebhookRequest => {
    const body = writeForm(pairs);
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-simulator-signature": simulatorSignature(secret, url, body),
    };
    return { url, headers, body, address: "127.0.0.1" };
  };
  const talkedSeconds = (line: Line) =>
    line.answeredAt === null ? 0 : Math.max(0, Math.round(((line.endedAt ?? now()) - line.answeredAt) / 1000));
  const answeredByPair = ({ answeredBy }: Line): Pairs => (answeredBy ? [["answeredBy", answeredBy]] : []);

  const open = (order: CallOrder, { inbound = false, connectedBy = null as Line["connectedBy"] } = {}): Line => {
    const line: Line = {
      ...{ order, ref: `SIM${newId()}`, createdAt: now(), inbound, connectedBy, connection: null },
      ...{ status: inbound ? "ringing" : "queued", sequence: 0, answeredBy: null, machine: false },
      ...{ answeredAt: null, endedAt: null, turn: 0, heard: null, collected: "", waits: 0, silentAt: null },
    };
    lines.set(line.ref, line);
    return line;
  };

  /** A final status is never left, whatever comes later. */
  const become = (line: Line, status: CallStatus) => {
    if (isFinalStatus(line.status)) return;
    line.status = status;
    if (status === "answered") line.answeredAt = now();
    if (isFinalStatus(status)) [line.endedAt, line.silentAt, line.collected] = [now(), null, ""];
    if (line.connectedBy === null) tellStatus(line);
    if (!isFinalStatus(status)) return;
    if (line.connection) end(line.connection);
    if (line.connectedBy) tellConnected(line, line.connectedBy);
  };
  const end = (line: Line) => become(line, line.status === "answered" ? "completed" : "canceled");
  const endLater = (line: Line, seconds: number) => after(seconds, () => become(line, "completed"));

  /** Status callbacks are told and forgotten; what comes back is not read. */
  const tellStatus = (line: Line) => {
    const told = request(line.order.urls.status, [
      ...([
        ["kind", "status"],
        ["ref", line.ref],
        ["status", line.status],
      ] as const),
      ["sequence", String(line.sequence++)],
      ...(isFinalStatus(line.status) ? [["seconds", String(talkedSeconds(line))] as const] : []),
      ...answeredByPair(line),
    ]);
    for (const delay of faults.deliver?.("status", line.ref) ?? [0])
      after(delay, async () => {
        await deliver(told).catch(() => null);
      });
  };

  /** Told also when whoever asked for the connection has hung up; then nobody hears the reply. */
  const tellConnected = (other: Line, { line, next }: NonNullable<Line["connectedBy"]>) => {
    const seconds = String(talkedSeconds(other));
    ask(line, "connected", next, [
      ["kind", "connected"],
      ...([
        ["ref", line.ref],
        ["status", other.status],
        ["seconds", seconds],
        ["other", other.ref],
      ] as const),
    ]);
  };

  const turnPairs = (line: Line, digits: string | null): Pairs => [
    ["kind", "turn"],
    ["ref", line.ref],
    [line.inbound ? "from" : "to", line.order.to],
    ...(digits === null ? [] : [["digits", digits] as const]),
  ];
  const askTurn = (line: Line, url: string, digits: string | null) =>
    ask(line, "turn", url, [...turnPairs(line, digits), ...answeredByPair(line)]);

  /** Asks what to say next. */
  const ask = (line: Line, what: "turn" | "connected", url: string, pairs: Pairs) => {
    const turn = ++line.turn;
    line.waits++;
    [line.silentAt, line.collected] = [null, ""];
    if (line.status === "answered") line.heard = null;
    const asked = request(url, pairs);
    // The first reply is the one that is heard; later copies are answered into the air, as when a carrier tries again.
    const waiting = () => line.turn === turn && line.status === "answered" && line.heard === null;
    const fallBack = async () => {
      if (!waiting()) return;
      const spoken = spokenFrom(
        await deliver(request(line.order.urls.fallback, turnPairs(line, null))).catch(() => null),
      );
      if (!waiting()) return;
      if (spoken) hear(line, spoken);
      else become(line, "completed");
    };
    const reply = async () => {
      const spoken = spokenFrom(await deliver(asked).catch(() => null));
      if (!waiting()) return;
      if (spoken) hear(line, spoken);
      else await fallBack();
    };
    const delays = faults.deliver?.(what, line.ref) ?? [0];
    for (const delay of delays) after(delay, reply);
    if (delays.length === 0) after(15, fallBack);
  };

  const hear = (line: Line, spoken: Spoken) => {
    line.heard = spoken;
    const { ending } = spoken;
    const { turn } = line;
    const phone = phoneOf(line.order.to);
    const speaks = options.speaks ?? phone.does === "by-hand";
    const seconds = speaks ? speakingSeconds(spoken) : 0;
    const then = (delaySeconds: number, act: () => void) =>
      after(delaySeconds, () => {
        if (line.turn === turn && line.status === "answered") act();
      });
    if ("hangUp" in ending) return endLater(line, seconds + 1);
    const hangsUp = phone.does === "answers" && !line.machine && phone.hangsUpAtTurn === turn;
    if ("connect" in ending) {
      then(seconds, () => connect(line, ending.connect));
      if (hangsUp) endLater(line, seconds + patienceSeconds);
      return;
    }
    if (hangsUp) return endLater(line, 1);
    const { gather } = ending;
    const keys = line.machine ? "" : keysPressed(phone, spoken, turn).slice(0, gather.digits);
    if (keys === "") awaitKeys(line, gather, seconds + gather.timeoutSeconds);
    else then(seconds + 2, () => askTurn(line, gather.next, keys));
  };

  /** Sends what has been pressed, or "" for silence, when nothing more comes for so long. */
  const awaitKeys = (line: Line, gather: Gather, seconds: number) => {
    const wait = ++line.waits;
    line.silentAt = now() + seconds * 1000;
    after(seconds, () => {
      if (line.waits === wait && line.status === "answered") askTurn(line, gather.next, line.collected);
    });
  };

  /** Keys on a phone, one or several; the time of silence counts from the last. What is not asked for is cut. */
  const press = (line: Line, keys: string) => {
    const ending = line.heard?.ending;
    const pressed = keys.replace(/[^0-9*#]/g, "");
    if (line.status !== "answered" || line.machine || pressed === "" || !ending || !("gather" in ending)) return;
    const { gather } = ending;
    line.collected = (line.collected + pressed).slice(0, gather.digits);
    if (line.collected.length === gather.digits) askTurn(line, gather.next, line.collected);
    else awaitKeys(line, gather, gather.timeoutSeconds);
  };

  const connect = (line: Line, { to, callerId, ringSeconds, limitSeconds, next }: Connect) => {
    const order = { ...line.order, to, from: callerId, ringSeconds, limitSeconds, detectMachine: false };
    line.connection = open(order, { connectedBy: { line, next } });
    ring(line.connection);
  };

  const talk = (other: Line, caller: Line) => {
    const [theirs, ours] = [phoneOf(other.order.to), phoneOf(caller.order.to)];
    if (other.machine) endLater(other, machineTalkSeconds);
    else if (theirs.does === "answers") endLater(other, theirs.talksSeconds ?? usualTalkSeconds);
    if (ours.does === "answers" && ours.talksSeconds !== undefined)
      after(ours.talksSeconds, () => {
        if (other.status === "answered") become(caller, "completed");
      });
  };

  /** `by` is who picks up; null when the carrier has no guess to make (somebody rang us). */
  const pickUp = (line: Line, by: AnsweredBy | null) => {
    if (line.status !== "ringing") return;
    line.machine = by === "machine" || by === "unknown";
    line.answeredBy = line.order.detectMachine ? by : null;
    become(line, "answered");
    endLater(line, line.order.limitSeconds);
    if (line.connectedBy) talk(line, line.connectedBy.line);
    else askTurn(line, line.order.urls.turn, null);
  };

  const ring = (line: Line) => {
    if (line.status !== "queued") return;
    const phone = phoneOf(line.order.to);
    if (phone.does === "dead-number") return become(line, "failed");
    become(line, "ringing");
    const whileRinging = (seconds: number, status: CallStatus) =>
      after(seconds, () => {
        if (line.status === "ringing") become(line, status);
      });
    whileRinging(line.order.ringSeconds, "no-answer");
    if (phone.does === "busy") whileRinging(1, "busy");
    // A carrier cannot tell a declined call from a busy line: both come as "busy".
    if (phone.does === "rejects") whileRinging(4, "busy");
    if (phone.does === "answers") after(phone.afterSeconds ?? 5, () => pickUp(line, "human"));
    if (phone.does === "voicemail") after(20, () => pickUp(line, phone.detectedAs ?? "machine"));
  };

  return { lines, open, ring, pickUp, press, become, end, talkedSeconds };
}
