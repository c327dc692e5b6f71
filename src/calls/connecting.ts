/**
 * Click to call, decided: whether it may be done now, which numbers there are to choose from, what the coordinator's own
 * telephone hears, and where such a call stands. The coordinator has to press a key before anybody else is rung, so that
 * nobody's voicemail is ever connected to a patient.
 */
import { type Refusal, refuse } from "../problems.ts";
import type { CallEvent, CallStanding } from "./call-log.ts";
import { isLive, type KnownNumber } from "./numbers.ts";
import { bridgePolicy, type Policy } from "./policy.ts";
import { whenInWords } from "./reasons.ts";
import { nextCallableMoment } from "./window.ts";

// ── before anything is dialled ──

type Window = {
  readonly closesOn: string;
  readonly firstCallAt: number | null;
  readonly lastCallAt: number | null;
};

/**
 * Null when a machine of ours may ring the patient at `now` (epoch ms), else why not: inside the window and the calling
 * hours alone. Whoever holds the case has been let to it by the planner, or by the patient who rang.
 */
export function refusedNow({ closesOn, firstCallAt, lastCallAt }: Window, now: number, policy: Policy): Refusal | null {
  if (firstCallAt === null || lastCallAt === null) return refuse("case-never-callable");
  if (now < firstCallAt) return refuse("window-not-open", { until: whenInWords(firstCallAt, now) });
  const next = now < lastCallAt ? nextCallableMoment(now, closesOn, policy) : null;
  if (next === null) return refuse("case-window-passed");
  return next === now ? null : refuse("outside-calling-hours", { until: whenInWords(next, now) });
}

export type NumberToTry = KnownNumber & {
  /** Its place among all numbers of the person, which is what a form and a call remember of it. */
  readonly place: number;
};

/** The numbers in the order to try them. */
export const numbersToTry = (numbers: readonly KnownNumber[]): NumberToTry[] =>
  numbers.map((one, place) => ({ ...one, place })).filter(isLive);

// ── on the coordinator's own telephone ──

/** How often the coordinator is asked to press a key before the line is put down. */
const mostAsked = 2;

/** What follows at a turn, counted from 0 (just answered); `digits` is null or "" when nothing was pressed. */
export function hearCoordinator(turn: number, digits: string | null): "ask" | "connect" | "give-up" {
  if (turn > 0 && digits === "1") return "connect";
  return turn < mostAsked ? "ask" : "give-up";
}

// ── what has become of it ──

export type NotConnected = Extract<CallEvent, { kind: "not-connected" }>["because"];

export type BridgeStage =
  | { readonly at: "ringing-you" | "press-a-key" | "ringing-patient" | "talking" }
  /** Over: nobody but the coordinator's own telephone was rung, or not even that. */
  | { readonly at: "you-did-not-answer" | "you-pressed-nothing" | "not-placed" }
  | { readonly at: "not-connected"; readonly because: NotConnected; readonly recorded: boolean }
  | { readonly at: "talked"; readonly talkSeconds: number | null }
  /** The line is down and the carrier has not told what the other one came to. */
  | { readonly at: "over" };

export type Logged = { readonly at: number; readonly event: CallEvent };

/** When the patient's line began to ring (epoch ms); null before. */
export const joiningAt = (log: readonly Logged[]): number | null =>
  log.find(({ event }) => event.kind === "heard" && event.happened === "joining")?.at ?? null;

/**
 * Where a call stands at `now` (epoch ms). No carrier tells when the patient answers; a line that has not been given up
 * when it could not ring any longer is one on which they talk.
 */
export function bridgeStage(call: CallStanding, log: readonly Logged[], now: number): BridgeStage {
  const joined = joiningAt(log);
  for (const { event } of log) {
    if (event.kind === "connected") return { at: "talked", talkSeconds: event.talkSeconds };
    if (event.kind === "not-connected")
      return { at: "not-connected", because: event.because, recorded: wasRecorded(log) };
    if (event.kind === "refused") return { at: "not-placed" };
  }
  const answered = log.some(({ event }) => event.kind === "turn-taken");
  const isOver = call.endedAt !== null || call.settledAt !== null;
  if (isOver && joined !== null) return { at: "over" };
  if (isOver) {
    if (call.state === "failed") return { at: "not-placed" };
    return { at: answered ? "you-pressed-nothing" : "you-did-not-answer" };
  }
  if (joined !== null)
    return { at: now < joined + bridgePolicy.patientRingSeconds * 1000 ? "ringing-patient" : "talking" };
  return { at: call.state === "answered" ? "press-a-key" : "ringing-you" };
}

const wasRecorded = (log: readonly Logged[]): boolean =>
  log.some(({ event }) => event.kind === "settled" && event.outcome !== null);
