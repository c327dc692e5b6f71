/**
 * Twilio behind the port: REST by fetch, TwiML and signatures by the light modules of Twilio's own library. Parameter
 * names after Twilio's OpenAPI document for api v2010, against which test/twilio-document.ts holds every request. Calls
 * are never recorded.
 */
import {
  type Carrier,
  type CarrierRefusal,
  isFinalStatus,
  type Refused,
  refusedBy,
  type Sighting,
  type Unknown,
  unknown,
} from "./carrier.ts";
import { type ApiAnswer, askCarrier, textAt } from "./carrier-api.ts";
import { mayRing } from "./destinations.ts";
import { readForm, writeForm } from "./form.ts";
import { ownUrl, pathOf } from "./own-address.ts";
import { signedByTwilio } from "./twilio-signature.ts";
import { answeredByOf, readTwilioWebhook, statusOf } from "./twilio-webhook.ts";
import { defaultVoice, noRecordings, type RecordingOf, twiml, type Voice } from "./twiml.ts";

export type TwilioAccount = {
  readonly accountSid: string;
  /** The token in use, then the other one while they are being changed. REST uses the first; webhooks may use either. */
  readonly authTokens: readonly [string, ...string[]];
  /** For example "dublin" and "ie1": where the calls are handled and their records kept. */
  readonly edge?: string | undefined;
  readonly region?: string | undefined;
  /** The address Twilio reaches us at, as configured. */
  readonly publicUrl: string;
  readonly voice?: Voice | undefined;
  /** Prompts that the region has had read by a person; the rest is spoken by `voice`. */
  readonly recordingOf?: RecordingOf | undefined;
  /** Names of webhook fields that Twilio has added since this was written. */
  readonly alsoAllow?: readonly string[] | undefined;
};

/** Twilio's error codes (twilio.com/docs/api/errors) that call for something else than "rejected". */
const codes: Readonly<Record<string, CarrierRefusal>> = {
  "20003": "credentials",
  "20429": "slow-down",
  "10004": "pause",
  "21210": "bad-from",
  "21212": "bad-from",
  "21211": "bad-number",
  "21217": "bad-number",
  "13224": "bad-number",
  "21214": "unreachable",
  "21215": "country-closed",
  "13227": "country-closed",
  "32205": "country-closed",
  "21216": "blocked",
};

/**
 * What an answer that is no success means. 429 and 503 say that nothing was done. Any other 5xx says so only when it is
 * Twilio's own JSON error; a gateway's page may stand in front of a call that was placed.
 */
function judge({ status, json, retryAfterSeconds }: ApiAnswer): Refused | Unknown {
  const code = textAt(json, "code");
  // "Call already initiated": the very order may be ringing, so it is no refusal.
  if (code === "21204") return unknown;
  if (status === 429 || status === 503) return refusedBy("slow-down", code ?? String(status), retryAfterSeconds);
  if (status >= 500) return code ? refusedBy("slow-down", code, retryAfterSeconds) : unknown;
  if (status === 401) return refusedBy("credentials", code ?? "401");
  if (status >= 400) return refusedBy((code && codes[code]) || "rejected", code ?? String(status), retryAfterSeconds);
  return unknown;
}

const isSid = (ref: string) => /^CA[0-9a-f]{32}$/.test(ref);

type Listed = Sighting & {
  readonly to: string | null;
  /** Did the API order it? Else somebody rang us, or a Dial of ours placed it. */
  readonly isOrder: boolean;
};

/** The call as Twilio has it, or null when this is none. */
function listedOf(call: unknown): Listed | null {
  const sighting = sightingOf(call);
  const json = call as Readonly<Record<string, unknown>>;
  return sighting && { ...sighting, to: textAt(json, "to"), isOrder: textAt(json, "direction") === "outbound-api" };
}

function sightingOf(call: unknown): Sighting | null {
  if (typeof call !== "object" || call === null) return null;
  const json = call as Readonly<Record<string, unknown>>;
  const [ref, status] = [textAt(json, "sid"), textAt(json, "status")];
  if (!ref || !status) return null;
  const [duration, created] = [textAt(json, "duration"), Date.parse(textAt(json, "date_created") ?? "")];
  return {
    ref,
    status: statusOf(status),
    answeredBy: answeredByOf(textAt(json, "answered_by")),
    durationSeconds: duration === null ? null : Number(duration),
    createdAt: Number.isNaN(created) ? null : created,
  };
}

/** A call is listed by when it began, and is made some while before. */
const queuedMs = 120_000;
/** Pages of a thousand calls that are read before it is said that nobody knows. */
const mostPages = 50;

export function twilioCarrier(account: TwilioAccount, fetch: typeof globalThis.fetch): Carrier {
  const { accountSid, authTokens, edge, region, publicUrl } = account;
  const host = ["api", edge, region ?? (edge ? "us1" : undefined), "twilio.com"].filter(Boolean).join(".");
  const root = `https://${host}/2010-04-01/Accounts/${accountSid}`;
  const ask = (method: "GET" | "POST" | "DELETE", path: string, form?: string) =>
    askCarrier(fetch, {
      method,
      url: `${root}/${path}`,
      user: accountSid,
      password: authTokens[0],
      ...(form === undefined ? {} : { form }),
    });
  const fieldsAndUrl = (url: string) => `${publicUrl.replace(/\/$/, "")}${pathOf(url)}`;

  const look: Carrier["look"] = async (ref) => {
    if (!isSid(ref)) return { missing: true };
    const answer = await ask("GET", `Calls/${ref}.json`);
    if ("unknown" in answer) return unknown;
    if (answer.status === 404) return { missing: true };
    return answer.status === 200 ? (sightingOf(answer.json) ?? unknown) : judge(answer);
  };

  const list = async (query: readonly (readonly [string, string])[]): Promise<Listed[] | Refused | Unknown> => {
    const listed: Listed[] = [];
    let path: string | null = `Calls.json?${writeForm([...query, ["PageSize", "1000"]])}`;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await ask("GET", path);
      if ("unknown" in answer) return unknown;
      if (answer.status !== 200) return judge(answer);
      const calls = answer.json?.calls;
      if (!Array.isArray(calls)) return unknown;
      const read = calls.map(listedOf).filter((call) => call !== null);
      if (read.length < calls.length) return unknown;
      listed.push(...read);
      const next = textAt(answer.json, "next_page_uri");
      if (next === null) return listed;
      // Half a list is worse than none, and only Twilio's own list is gone on with.
      const begin = `/2010-04-01/Accounts/${accountSid}/Calls.json?`;
      if (!next.startsWith(begin)) return unknown;
      path = `Calls.json?${next.slice(begin.length)}`;
    }
    return unknown;
  };

  return {
    name: "twilio",
    can: { hangUp: true, erase: true, speakText: true, detectMachine: true, connect: true, hashKey: true },

    async placeCall({ to, from, urls, ringSeconds, limitSeconds, detectMachine }) {
      if (!mayRing(to)) return refusedBy("bad-number");
      const answer = await ask(
        "POST",
        "Calls.json",
        writeForm([
          ["To", to],
          ["From", from],
          ["Url", ownUrl(urls.turn, publicUrl)],
          ["Method", "POST"],
          ["FallbackUrl", ownUrl(urls.fallback, publicUrl)],
          ["FallbackMethod", "POST"],
          ["StatusCallback", ownUrl(urls.status, publicUrl)],
          ["StatusCallbackMethod", "POST"],
          ...["initiated", "ringing", "answered", "completed"].map((event) => ["StatusCallbackEvent", event] as const),
          ["Timeout", String(ringSeconds)],
          ["TimeLimit", String(limitSeconds)],
          // "Enable": the verdict comes with the first question for words, and the call is silent until then.
          ...(detectMachine ? [["MachineDetection", "Enable"] as const] : []),
        ]),
      );
      if ("unknown" in answer) return unknown;
      if (answer.status < 200 || answer.status >= 300) return judge(answer);
      const ref = textAt(answer.json, "sid");
      return ref && isSid(ref) ? { accepted: ref } : unknown;
    },

    async hangUp(ref) {
      if (!isSid(ref)) return { done: true };
      // "completed" ends a call in any state. "canceled" reaches only what is queued or rings: it would leave alive
      // a call that has just been answered, or whose Dial is ringing the other party ("Modifying live calls").
      const answer = await ask("POST", `Calls/${ref}.json`, writeForm([["Status", "completed"]]));
      if ("unknown" in answer) return unknown;
      if (answer.status === 200 || answer.status === 404) return { done: true };
      // 21220: not in a state to be changed, which after a race is most often "ended".
      if (textAt(answer.json, "code") !== "21220") return judge(answer);
      const seen = await look(ref);
      if ("missing" in seen) return { done: true };
      return "status" in seen ? (isFinalStatus(seen.status) ? { done: true } : unknown) : seen;
    },

    look,

    async find({ to, isTo, since }) {
      const from = since - queuedMs;
      const number = to === null ? [] : [["To", to] as const];
      const begun = await list([...number, ["StartTime>", new Date(from).toISOString().replace(/\.\d+Z$/, "Z")]]);
      if (!Array.isArray(begun)) return begun;
      // A call that waits in Twilio's queue has no start time and is missing from the first list.
      const queued = await list([...number, ["Status", "queued"]]);
      if (!Array.isArray(queued)) return queued;
      const calls = new Map([...queued, ...begun].map((call) => [call.ref, call]));
      const found = [...calls.values()]
        .filter((call) => call.isOrder && call.to !== null && isTo(call.to) && (call.createdAt ?? from) >= from)
        .map(({ to: _, isOrder: __, ...sighting }): Sighting => sighting);
      return { found: found.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)) };
    },

    async joined(ref) {
      if (!isSid(ref)) return { found: [] };
      const listed = await list([["ParentCallSid", ref]]);
      return Array.isArray(listed) ? { found: listed.map((call) => call.ref) } : listed;
    },

    async erase(ref) {
      if (!isSid(ref)) return { done: true };
      const answer = await ask("DELETE", `Calls/${ref}.json`);
      if ("unknown" in answer) return unknown;
      if (answer.status === 204 || answer.status === 200 || answer.status === 404) return { done: true };
      // The record of a call that still lives cannot be deleted.
      const code = textAt(answer.json, "code");
      return answer.status === 409 || code === "20009" ? refusedBy("slow-down", code ?? "409") : judge(answer);
    },

    verify({ url, headers, body }) {
      const fields = readForm(body);
      if (!fields) return false;
      return signedByTwilio(authTokens, fieldsAndUrl(url), fields, headers["x-twilio-signature"] ?? "");
    },

    read: ({ body }) => readTwilioWebhook(readForm(body), accountSid, account.alsoAllow),

    speak: (spoken) => ({
      body: twiml(spoken, publicUrl, account.voice ?? defaultVoice, account.recordingOf ?? noRecordings),
      contentType: "text/xml; charset=utf-8",
    }),
  };
}
