/**
 * 46elks behind the port: a Swedish carrier, for where foreign calls that show a +46 number are blocked. It plays sound
 * files only, so every prompt needs a recording. Its documentation (46elks.se/docs: make-call, receive-call,
 * call-actions, voice-play, voice-ivr, voice-connect, voice-hangup, show-call-id, call-history, ip-addresses) has no
 * signature of webhooks, no machine detection, no time limit, and no way to end or delete a call; what it leaves open is
 * marked "unconfirmed" here and in elks-webhook.ts.
 */
import {
  type Carrier,
  type CarrierRefusal,
  type Connect,
  type Refused,
  refusedBy,
  type Sighting,
  type Spoken,
  type SpokenLine,
  type Unknown,
  unknown,
} from "./carrier.ts";
import { type ApiAnswer, askCarrier, textAt } from "./carrier-api.ts";
import { mayRing } from "./destinations.ts";
import { connectMark, isRef, readElksWebhook, statusOf } from "./elks-webhook.ts";
import { readForm, writeForm } from "./form.ts";
import { ownUrl, pathOf, recordingUrl } from "./own-address.ts";
import { sameText } from "./same-text.ts";

export type ElksAccount = {
  readonly username: string;
  readonly password: string;
  readonly publicUrl: string;
  /** Stands in every webhook address in place of a signature: the one in use, then the other while they are changed. */
  readonly secrets: readonly [string, ...string[]];
  /** Addresses that webhooks may come from. */
  readonly addresses?: readonly string[];
  /** Prompt id → https address of its recording, or null. "technical-fault" is played when another is missing. */
  readonly recordingOf: (promptId: string) => string | null;
};

/** 46elks.se/docs/ip-addresses. Customers are told by e-mail when these change. */
export const elksAddresses: readonly string[] = [
  "176.10.154.199",
  "85.24.146.132",
  "185.39.146.243",
  "2001:9b0:2:902::199",
];

const api = "https://api.46elks.com/a1/calls";

/** Codes are unconfirmed: the documentation has HTTP statuses only. */
const refusalOf = (status: number): CarrierRefusal =>
  status === 401 || status === 402 || status === 403 ? "credentials" : "rejected";

function judge({ status, json, retryAfterSeconds }: ApiAnswer): Refused | Unknown {
  if (status === 429 || status === 503) return refusedBy("slow-down", String(status), retryAfterSeconds);
  if (status >= 500) return json ? refusedBy("slow-down", String(status), retryAfterSeconds) : unknown;
  return status >= 400 ? refusedBy(refusalOf(status), String(status), retryAfterSeconds) : unknown;
}

/** Times are UTC without a zone: "2018-02-20T11:55:27.756000". */
const instantOf = (text: string | null): number | null => {
  const instant = Date.parse(`${(text ?? "").replace(/(\.\d{3})\d*$/, "$1")}Z`);
  return Number.isNaN(instant) ? null : instant;
};

function sightingOf(call: unknown): (Sighting & { readonly to: string | null }) | null {
  if (typeof call !== "object" || call === null) return null;
  const json = call as Readonly<Record<string, unknown>>;
  const [ref, state] = [textAt(json, "id"), textAt(json, "state")];
  const status = state && statusOf(state, textAt(json, "start") !== null);
  if (!ref || !status) return null;
  const duration = textAt(json, "duration");
  return {
    ref,
    status,
    answeredBy: null,
    durationSeconds: duration === null ? null : Number(duration),
    createdAt: instantOf(textAt(json, "created")),
    to: textAt(json, "to"),
  };
}

type Action = Readonly<Record<string, unknown>>;

type Addresses = { readonly question: (next: string) => string; readonly connected: (next: string) => string };

/** The lines as a chain of actions, the question last. Gives null when a recording is missing. */
function actions(spoken: Spoken, recordingOf: ElksAccount["recordingOf"], ours: Addresses): Action | null {
  const file = (line: SpokenLine): string | null => {
    if ("play" in line) return recordingUrl(line.play);
    const url = "say" in line && line.promptId !== undefined ? recordingOf(line.promptId) : null;
    return url === null ? null : recordingUrl(url);
  };
  // Pauses have no action of their own: they belong in the recordings.
  const heard = spoken.lines.filter((line) => !("pauseSeconds" in line));
  const files = heard.map(file).filter((url) => url !== null);
  if (files.length < heard.length) return null;
  // Once a call has been answered, "reject" is the one word that may be used to end it (voice-hangup).
  let last: Action = { hangup: "reject" };
  if ("gather" in spoken.ending) {
    const question = files.pop();
    if (question === undefined) return null;
    const { digits, timeoutSeconds } = spoken.ending.gather;
    // Values outside 1–30 would be read as 10. The interview does its own repeating (unconfirmed: that 1 plays once).
    const timeout = Math.min(30, Math.max(1, timeoutSeconds));
    last = { ivr: question, digits, timeout, repeat: 1, next: ours.question(spoken.ending.gather.next) };
  }
  if ("connect" in spoken.ending) last = connectAction(spoken.ending.connect, ours);
  // A key pressed during "play" would skip on to the question and be lost, so they are played out.
  return files.reduceRight<Action>((then, play) => ({ play, skippable: false, next: then }), last);
}

/**
 * `limitSeconds` has no counterpart. `timeout` is documented for calls and not for this action (unconfirmed). `next` is
 * asked whether or not the other answered. Throws on a number that may not be rung: a comma would ring several at once.
 */
function connectAction({ to, callerId, ringSeconds, next }: Connect, ours: Addresses): Action {
  if (!mayRing(to) || !/^\+[1-9]\d{6,14}$/.test(callerId))
    throw new Error("a call was about to be connected elsewhere");
  return { connect: to, callerid: callerId, timeout: ringSeconds, next: ours.connected(next) };
}

export function elksCarrier(account: ElksAccount, fetch: typeof globalThis.fetch): Carrier {
  const { username: user, password, publicUrl, secrets, recordingOf } = account;
  const addresses = account.addresses ?? elksAddresses;
  const extended = (url: string, query: readonly (readonly [string, string])[]) =>
    `${url}${url.includes("?") ? "&" : "?"}${writeForm(query)}`;
  const ours = (url: string) => extended(ownUrl(url, publicUrl), [["nyckel", secrets[0]]]);
  const replyTo: Addresses = { question: ours, connected: (url) => extended(ours(url), [connectMark]) };
  const notPossible = async () => refusedBy("not-possible");

  return {
    name: "46elks",
    // A # ends an input there and is never heard of.
    can: { hangUp: false, erase: false, speakText: false, detectMachine: false, connect: true, hashKey: false },

    /**
     * `fallback`, `limitSeconds` and `detectMachine` have no counterpart. A webhook whose answer is not 200–204 is sent
     * again for at least six hours and five times.
     */
    async placeCall({ to, from, urls, ringSeconds }) {
      if (!mayRing(to)) return refusedBy("bad-number");
      const answer = await askCarrier(fetch, {
        method: "POST",
        url: api,
        user,
        password,
        form: writeForm([
          ["from", from],
          ["to", to],
          ["voice_start", ours(urls.turn)],
          ["whenhangup", ours(urls.status)],
          ["timeout", String(ringSeconds)],
        ]),
      });
      if ("unknown" in answer) return unknown;
      if (answer.status < 200 || answer.status >= 300) return judge(answer);
      const ref = textAt(answer.json, "id");
      if (!ref || !isRef(ref)) return unknown;
      // Told by others who use it: an order can be accepted in form and have failed at once.
      return textAt(answer.json, "state") === "failed" ? refusedBy("unreachable", "failed") : { accepted: ref };
    },

    hangUp: notPossible,
    erase: notPossible,
    // A connection is a leg of the call itself here (call-history), and has no name of its own.
    joined: notPossible,

    async look(ref) {
      if (!isRef(ref)) return { missing: true };
      const answer = await askCarrier(fetch, { method: "GET", url: `${api}/${ref}`, user, password });
      if ("unknown" in answer) return unknown;
      if (answer.status === 404) return { missing: true };
      if (answer.status !== 200) return judge(answer);
      const seen = sightingOf(answer.json);
      if (!seen) return unknown;
      const { to: _, ...sighting } = seen;
      return sighting;
    },

    /** The history cannot be asked for one number: whole pages are read, newest first. */
    async find({ isTo, since }) {
      const found: Sighting[] = [];
      const end = new Date(since - 120_000).toISOString().replace("Z", "000");
      let start: string | null = null;
      for (let page = 0; page < 50; page++) {
        const query = writeForm([["limit", "100"], ["end", end], ...(start ? [["start", start] as const] : [])]);
        const answer = await askCarrier(fetch, { method: "GET", url: `${api}?${query}`, user, password });
        if ("unknown" in answer) return unknown;
        if (answer.status !== 200) return judge(answer);
        const data = answer.json?.data;
        if (!Array.isArray(data)) return unknown;
        for (const call of data.map(sightingOf)) {
          if (!call) return unknown;
          const { to: rung, ...sighting } = call;
          if (rung !== null && isTo(rung) && (call.createdAt ?? since) >= since - 120_000) found.push(sighting);
        }
        start = textAt(answer.json, "next");
        if (!start) return { found };
      }
      return unknown;
    },

    /** Both a secret of ours in the address and a sender of theirs: the address alone may be another customer's call. */
    verify({ url, address }) {
      const key = new URLSearchParams(pathOf(url).split("?")[1] ?? "").getAll("nyckel");
      // An empty secret is one that was never set.
      const right = secrets.map((secret) => secret !== "" && sameText(secret, key[0] ?? "")).includes(true);
      const sender = (address ?? "").toLowerCase().replace(/^::ffff:/, "");
      return right && key.length === 1 && addresses.includes(sender);
    },

    read: ({ url, body }) => readElksWebhook(url, readForm(body)),

    speak(spoken) {
      const apology = recordingOf("technical-fault");
      const action = actions(spoken, recordingOf, replyTo) ?? {
        ...(apology ? { play: recordingUrl(apology), next: { hangup: "reject" } } : { hangup: "reject" }),
      };
      return { body: JSON.stringify(action), contentType: "application/json; charset=utf-8" };
    },
  };
}
