/**
 * 46elks behind the port: a Swedish carrier, for where foreign calls that show a +46 number are blocked. It plays sound
 * files only, so every prompt needs a recording. Its documentation (46elks.se/docs: make-call, call-actions, voice-play,
 * voice-ivr, voice-hangup, show-call-id, call-history, ip-addresses) has no signature of webhooks, no machine detection,
 * no time limit, and no way to end or delete a call; what it leaves open is marked "unconfirmed" here.
 */
import {
  type CallStatus,
  type Carrier,
  type CarrierRefusal,
  type Heard,
  type Refused,
  refusedBy,
  type Sighting,
  type Spoken,
  type SpokenLine,
  type Unknown,
  type Unreadable,
  unknown,
} from "./carrier.ts";
import { type ApiAnswer, askCarrier, textAt } from "./carrier-api.ts";
import { mayRing } from "./destinations.ts";
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
  /** Prompt id → https address of its recording. Besides the prompts: "technical-error", played when one is missing. */
  readonly recordings: Readonly<Record<string, string>>;
};

/** 46elks.se/docs/ip-addresses. Customers are told by e-mail when these change. */
export const elksAddresses: readonly string[] = [
  "176.10.154.199",
  "85.24.146.132",
  "185.39.146.243",
  "2001:9b0:2:902::199",
];

const api = "https://api.46elks.com/a1/calls";

/** Prompts that cannot be spoken because nobody has recorded them: a reason not to start. */
export const promptsWithoutRecording = (account: ElksAccount, promptIds: readonly string[]): string[] =>
  ["technical-error", ...promptIds].filter((id) => !Object.hasOwn(account.recordings, id));

/** Codes are unconfirmed: the documentation has HTTP statuses only. */
const refusalOf = (status: number): CarrierRefusal =>
  status === 401 || status === 402 || status === 403 ? "credentials" : "rejected";

function judge({ status, json, retryAfterSeconds }: ApiAnswer): Refused | Unknown {
  if (status === 429 || status === 503) return refusedBy("slow-down", String(status), retryAfterSeconds);
  if (status >= 500) return json ? refusedBy("slow-down", String(status), retryAfterSeconds) : unknown;
  return status >= 400 ? refusedBy(refusalOf(status), String(status), retryAfterSeconds) : unknown;
}

/**
 * "ongoing" and "success" are documented, "busy" and "failed" are named for connected legs (unconfirmed for calls).
 * "failed" does not tell an unanswered phone from a dead number; read as no answer, it leads to another try and not to
 * a number being struck out.
 */
function statusOf(state: string, pickedUp: boolean): CallStatus | null {
  if (state === "success") return "completed";
  if (state === "busy") return "busy";
  if (state === "failed") return "no-answer";
  if (state === "ongoing") return pickedUp ? "answered" : "ringing";
  return null;
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

const isRef = (ref: string) => /^[a-z0-9]{10,64}$/.test(ref);
const names = /^[a-z_]{2,30}$/;

/** By names of the right look, not by a list: which fields come is documented only in part. */
function read(fields: ReadonlyMap<string, string> | null): Heard | Unreadable {
  if (!fields) return { unreadable: "form" };
  for (const [name, value] of fields) {
    if (!names.test(name)) return { unreadable: "unknown field" };
    if (/\p{C}/u.test(value)) return { unreadable: name };
  }
  const ref = fields.get("callid") ?? fields.get("id") ?? "";
  if (!isRef(ref)) return { unreadable: "callid" };
  const state = fields.get("state");
  if (state !== undefined) {
    const status = statusOf(state, true);
    const duration = fields.get("duration");
    if (!status || (duration !== undefined && !/^\d{1,6}$/.test(duration))) return { unreadable: "state" };
    const durationSeconds = duration === undefined ? null : Number(duration);
    return { kind: "status", ref, status, sequence: null, answeredBy: null, durationSeconds };
  }
  const result = fields.get("result");
  // The keys, or "failed" when none came (unconfirmed: a timeout is taken to be one of the failures).
  if (result !== undefined && !/^([0-9*#]{0,20}|failed|ok)$/.test(result)) return { unreadable: "result" };
  const digits = result === undefined || result === "ok" ? null : result === "failed" ? "" : result;
  const direction = fields.get("direction") === "incoming" ? "inbound" : "outbound";
  const other = fields.get(direction === "inbound" ? "from" : "to") ?? "";
  const party = /^\+[1-9]\d{6,14}$/.test(other) ? other : null;
  return { kind: "turn", ref, digits, answeredBy: null, direction, party };
}

type Action = Readonly<Record<string, unknown>>;

/** The lines as a chain of actions, the question last. Gives null when a recording is missing. */
function actions(spoken: Spoken, recordings: ElksAccount["recordings"], next: (url: string) => string): Action | null {
  const file = (line: SpokenLine): string | null => {
    if ("play" in line) return recordingUrl(line.play);
    if (!("say" in line)) return null;
    const id = line.promptId ?? "";
    return Object.hasOwn(recordings, id) ? recordingUrl(recordings[id]!) : null;
  };
  // Pauses have no action of their own: they belong in the recordings.
  const heard = spoken.lines.filter((line) => !("pauseSeconds" in line));
  const files = heard.map(file).filter((url) => url !== null);
  if (files.length < heard.length) return null;
  // Once a call has been answered, "reject" is the one word that may be used to end it.
  let last: Action = { hangup: "reject" };
  if ("gather" in spoken.ending) {
    const question = files.pop();
    if (question === undefined) return null;
    const { digits, timeoutSeconds } = spoken.ending.gather;
    // Values outside 1–30 would be read as 10. The interview does its own repeating (unconfirmed: that 1 plays once).
    const timeout = Math.min(30, Math.max(1, timeoutSeconds));
    last = { ivr: question, digits, timeout, repeat: 1, next: next(spoken.ending.gather.next) };
  }
  // A key pressed during "play" would skip on to the question and be lost, so they are played out.
  return files.reduceRight<Action>((then, play) => ({ play, skippable: false, next: then }), last);
}

export function elksCarrier(account: ElksAccount, fetch: typeof globalThis.fetch): Carrier {
  const { username: user, password, publicUrl, secrets, recordings } = account;
  const addresses = account.addresses ?? elksAddresses;
  const ours = (url: string) => {
    const own = ownUrl(url, publicUrl);
    return `${own}${own.includes("?") ? "&" : "?"}nyckel=${encodeURIComponent(secrets[0])}`;
  };
  const notPossible = async () => refusedBy("not-possible");

  return {
    name: "46elks",
    can: { hangUp: false, erase: false, speakText: false, detectMachine: false },

    /** `fallback` and `limitSeconds` have no counterpart: failed webhooks are sent again, for hours. */
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
    async find(to, since) {
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
          if (rung === to && (call.createdAt ?? since) >= since - 120_000) found.push(sighting);
        }
        start = textAt(answer.json, "next");
        if (!start) return { found };
      }
      return unknown;
    },

    verify({ url, address }) {
      const key = new URLSearchParams(pathOf(url).split("?")[1] ?? "").getAll("nyckel");
      const right = secrets.map((secret) => sameText(secret, key[0] ?? "")).includes(true);
      return right && key.length === 1 && addresses.includes((address ?? "").replace(/^::ffff:/i, ""));
    },

    read: ({ body }) => read(readForm(body)),

    speak(spoken) {
      const apology = recordings["technical-error"];
      const action = actions(spoken, recordings, ours) ?? {
        ...(apology ? { play: recordingUrl(apology), next: { hangup: "reject" } } : { hangup: "reject" }),
      };
      return { body: JSON.stringify(action), contentType: "application/json; charset=utf-8" };
    },
  };
}
