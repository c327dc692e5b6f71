/**
 * TwiML by a small writer of our own. Only Say, Play, Gather, Pause and Hangup can come out of it, whatever a survey or
 * a unit has put into its texts: text is stripped of invisible signs and escaped, addresses are checked.
 * Shape after Twilio's TwiML for Voice; the voice markup after SSML 1.1 (prosody).
 */
import type { Spoken, SpokenLine } from "./carrier.ts";
import { ownUrl, recordingUrl } from "./own-address.ts";

export type Voice = {
  /** For example "Polly.Elin-Neural", Twilio's name of a voice that speaks sv-SE. */
  readonly name: string;
  /** Speed of speech; 90 is slow and clear. */
  readonly ratePercent: number;
};

export const defaultVoice: Voice = { name: "Polly.Elin-Neural", ratePercent: 90 };

/** Twilio refuses a Say of more than 4,096 characters, markup included. */
const longestSay = 3000;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

/** Control signs, invisible signs, half surrogates: none can be heard, and XML forbids most of them. */
export const audible = (text: string): string =>
  text
    .replace(/\p{C}+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();

const element = (name: string, attributes: Readonly<Record<string, string | number>>, inside = ""): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return inside === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${inside}</${name}>`;
};

function say(text: string, voice: Voice): string {
  const pieces = audible(text).match(new RegExp(`.{1,${longestSay}}(?=\\s|$)|.{1,${longestSay}}`, "gu")) ?? [];
  return pieces
    .map((piece) =>
      element(
        "Say",
        { language: "sv-SE", voice: voice.name },
        element("prosody", { rate: `${voice.ratePercent}%` }, escaped(piece.trim())),
      ),
    )
    .join("");
}

function line(spoken: SpokenLine, voice: Voice): string {
  if ("say" in spoken) return say(spoken.say, voice);
  if ("play" in spoken) return element("Play", {}, escaped(recordingUrl(spoken.play)));
  return element("Pause", { length: Math.max(1, Math.round(spoken.pauseSeconds)) });
}

/** A whole reply. The question stands inside Gather and nothing after it: silence, too, is sent to `next`. */
export function twiml({ lines, ending }: Spoken, publicUrl: string, voice: Voice = defaultVoice): string {
  const words = lines.map((spoken) => line(spoken, voice)).join("");
  const rest =
    "gather" in ending
      ? element(
          "Gather",
          {
            input: "dtmf",
            numDigits: ending.gather.digits,
            timeout: ending.gather.timeoutSeconds,
            // By default # ends the input and is not sent; here it is a key like the others (skip the question).
            finishOnKey: "",
            actionOnEmptyResult: "true",
            method: "POST",
            action: ownUrl(ending.gather.next, publicUrl),
          },
          words,
        )
      : `${words}<Hangup/>`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${rest}</Response>`;
}
