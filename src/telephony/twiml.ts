/**
 * Our words as TwiML, written by Twilio's own library. Nothing but Say, Play, Pause, Gather, Hangup and Dial can come
 * out of it, whatever a survey or a unit has put into its texts: text is stripped of invisible signs and escaped, every
 * address is checked, and so is every number. Nothing is ever recorded.
 * Verbs after Twilio's TwiML for Voice; the voice markup after SSML 1.1 as Amazon Polly's neural voices take it.
 */
import VoiceResponse from "twilio/lib/twiml/VoiceResponse.js";
import { audible } from "./audible.ts";
import type { Connect, Spoken, SpokenLine } from "./carrier.ts";
import { mayRing } from "./destinations.ts";
import { ownUrl, recordingUrl } from "./own-address.ts";

export type Voice = {
  /** For example "Polly.Elin-Neural", Twilio's name of a voice that speaks sv-SE. */
  readonly name: string;
  /** Speed of speech; 90 is slow and clear. */
  readonly ratePercent: number;
  /** Silence between two lines, in milliseconds: time to take in what was said. */
  readonly pauseMs: number;
};

export const defaultVoice: Voice = { name: "Polly.Elin-Neural", ratePercent: 90, pauseMs: 400 };

/** Where the recording of a prompt lies (https), or null when it is to be spoken. */
export type RecordingOf = (promptId: string) => string | null;

export const noRecordings: RecordingOf = () => null;

/**
 * The longest text of one Say, counted as it is URL-encoded. Twilio's error 13521: at most 3,000 bytes of text to a
 * Polly voice, and at most 4,500 signs URL-encoded. A text has never more bytes than signs when encoded, so this one
 * measure holds both, with room for the markup.
 */
const longestSay = 3000;
const encodedLength = (text: string): number => encodeURIComponent(text).length;

/** Polly's longest break, in seconds. */
const longestBreakSeconds = 10;

/** A part of what is heard: words and silences in one voice, or one of the verbs between. */
type Words = {
  readonly first: string;
  readonly rest: { readonly breakMs: number; readonly text: string }[];
  size: number;
};
type Part = Words | { readonly play: string } | { readonly pauseSeconds: number };

/** The text in pieces that fit, cut at spaces where there are any. */
function piecesOf(text: string): string[] {
  if (text === "") return [];
  if (encodedLength(text) <= longestSay) return [text];
  const pieces: string[] = [];
  let piece = "";
  for (const word of text.split(" ")) {
    // A word of its own length that would not fit has no place to be cut: by signs, then.
    const parts = encodedLength(word) <= longestSay ? [word] : (word.match(/.{1,200}/gu) ?? []);
    for (const part of parts) {
      const longer = piece === "" ? part : `${piece} ${part}`;
      if (encodedLength(longer) > longestSay) pieces.push(piece);
      piece = encodedLength(longer) > longestSay ? part : longer;
    }
  }
  return piece === "" ? pieces : [...pieces, piece];
}

/** Lines one after the other; those that are spoken share one Say as long as they fit, with a silence between. */
function partsOf(lines: readonly SpokenLine[], voice: Voice, recordingOf: RecordingOf): Part[] {
  const parts: Part[] = [];
  /** A silence that stands between two spoken lines is a break within the Say. */
  let silenceMs: number | null = null;
  const flush = () => {
    if (silenceMs !== null) parts.push({ pauseSeconds: Math.max(1, Math.round(silenceMs / 1000)) });
    silenceMs = null;
  };
  for (const line of lines) {
    if ("pauseSeconds" in line) {
      silenceMs = (silenceMs ?? 0) + line.pauseSeconds * 1000;
      continue;
    }
    const recording = "play" in line ? line.play : line.promptId === undefined ? null : recordingOf(line.promptId);
    if (recording !== null || "play" in line) {
      flush();
      parts.push({ play: recordingUrl(recording ?? "") });
      continue;
    }
    for (const text of piecesOf(audible(line.say))) {
      const before = parts.at(-1);
      const breakMs = Math.round(silenceMs ?? voice.pauseMs);
      const size = encodedLength(text) + encodedLength('<break time="10000ms"/>');
      const fits = breakMs <= longestBreakSeconds * 1000;
      if (before && "first" in before && before.size + size <= longestSay && fits) {
        before.rest.push({ breakMs, text });
        before.size += size;
        silenceMs = null;
      } else {
        flush();
        parts.push({ first: text, rest: [], size: encodedLength(text) });
      }
    }
  }
  flush();
  return parts;
}

function writeParts(into: Pick<VoiceResponse, "say" | "play" | "pause">, parts: readonly Part[], voice: Voice): void {
  for (const part of parts) {
    if ("play" in part) into.play({}, part.play);
    else if ("pauseSeconds" in part) into.pause({ length: part.pauseSeconds });
    else {
      const say = into.say({ language: "sv-SE", voice: voice.name as "Polly.Elin-Neural" }, "");
      const prosody = say.prosody({ rate: `${voice.ratePercent}%` }, part.first);
      for (const { breakMs, text } of part.rest) {
        prosody.break({ time: `${breakMs}ms` });
        prosody.addText(text);
      }
    }
  }
}

/** Twilio takes whole seconds, at least one. */
const seconds = (length: number): number => Math.max(1, Math.round(length));

/**
 * Rings the other party and joins the calls. The last gate before money is spent, so it throws for a number that may
 * not be rung: whoever asked for it is a fault of ours. `record` is never written; Twilio's default is not to.
 */
function writeDial(response: VoiceResponse, connect: Connect, publicUrl: string): void {
  if (!mayRing(connect.to)) throw new Error("a carrier was about to ring a number that may not be rung");
  if (!/^\+[1-9]\d{6,14}$/.test(connect.callerId)) throw new Error("the number to be shown is no number");
  response
    .dial({
      callerId: connect.callerId,
      timeout: seconds(connect.ringSeconds),
      timeLimit: seconds(connect.limitSeconds),
      method: "POST",
      action: ownUrl(connect.next, publicUrl),
    })
    .number(connect.to);
}

/**
 * A whole reply. A question stands inside Gather and nothing after it: silence, too, is sent to `next`.
 * Throws when an address is not ours to send anybody to, or a number may not be rung.
 */
export function twiml(
  { lines, ending }: Spoken,
  publicUrl: string,
  voice: Voice = defaultVoice,
  recordingOf: RecordingOf = noRecordings,
): string {
  const response = new VoiceResponse();
  const parts = partsOf(lines, voice, recordingOf);
  if ("gather" in ending) {
    const { digits, timeoutSeconds, next } = ending.gather;
    const gather = response.gather({
      input: ["dtmf"],
      numDigits: digits,
      timeout: timeoutSeconds,
      // By default # ends the input and is not sent; here it is a key like the others (skip the question).
      finishOnKey: "",
      actionOnEmptyResult: true,
      method: "POST",
      action: ownUrl(next, publicUrl),
    });
    writeParts(gather, parts, voice);
  } else {
    writeParts(response, parts, voice);
    if ("connect" in ending) writeDial(response, ending.connect, publicUrl);
    else response.hangup();
  }
  return response.toString();
}
