/** Who is at the other end of a simulated call, and how long it takes to listen to what is said there. */
import type { Spoken } from "./carrier.ts";

/** How the person (or the machine) at a number behaves. */
export type Temperament =
  | {
      readonly does: "answers";
      readonly afterSeconds?: number;
      /** The keys of each turn in order, or a choice by what is heard: "" is silence. Silence when they run out. */
      readonly keys: readonly string[] | ((spoken: Spoken, turn: number) => string);
      /** Hangs up instead of pressing, or while waiting to be connected, at this turn, counted from 1. */
      readonly hangsUpAtTurn?: number;
      /**
       * Hangs up when two have been connected for so long. Whoever is rung by a connection talks for a minute unless
       * told otherwise; whoever waited for it leaves the end to the other.
       */
      readonly talksSeconds?: number;
    }
  | { readonly does: "busy" | "no-answer" | "rejects" | "dead-number" }
  | { readonly does: "voicemail"; readonly detectedAs?: "machine" | "unknown" }
  /** Waits for answer, press, decline and patientHangsUp. Rings out like any phone. */
  | { readonly does: "by-hand" };

/** What is pressed at this turn; "" is silence. */
export function keysPressed(phone: Temperament, spoken: Spoken, turn: number): string {
  if (phone.does !== "answers") return "";
  return typeof phone.keys === "function" ? phone.keys(spoken, turn) : (phone.keys[turn - 1] ?? "");
}

/** A Swedish voice at 90 % of its speed, counted on our own prompts. */
const charactersPerSecond = 13;
/** The simulator cannot know how long a recording is. */
const recordingSeconds = 8;

/** About how long a reply takes to say, in whole seconds. */
export function speakingSeconds({ lines }: Spoken): number {
  const each = lines.map((line) => {
    if ("say" in line) return line.say.length / charactersPerSecond;
    return "play" in line ? recordingSeconds : line.pauseSeconds;
  });
  return Math.ceil(each.reduce((sum, seconds) => sum + seconds, 0));
}
