/**
 * What 46elks's webhooks say, by a strict reading (46elks.se/docs: receive-call, voice-ivr, voice-connect, call-actions,
 * show-call-id). Which fields come is documented only in part, so names are judged by their look and not by a list.
 */
import type { CallStatus, Heard, Unreadable } from "./carrier.ts";
import { pathOf } from "./own-address.ts";

/**
 * A call's `state`. "ongoing" and "success" are documented; "busy" and "failed" are named for connected legs
 * (unconfirmed for calls). "failed" does not tell an unanswered phone from a dead number; read as no answer, it leads to
 * another try and not to a number being struck out.
 */
export function statusOf(state: string, pickedUp: boolean): CallStatus | null {
  if (state === "success") return "completed";
  if (state === "busy") return "busy";
  if (state === "failed") return "no-answer";
  if (state === "ongoing") return pickedUp ? "answered" : "ringing";
  return null;
}

export const isRef = (ref: string): boolean => /^[a-z0-9]{10,64}$/.test(ref);

/**
 * Stands in the address that a `connect` reports to. Its "failed" looks like that of a question nobody answered, so it
 * is our own address that tells them apart.
 */
export const connectMark = ["led", "kopplat"] as const;

const isAboutConnect = (url: string): boolean =>
  new URLSearchParams(pathOf(url).split("?")[1] ?? "").get(connectMark[0]) === connectMark[1];

const connectResults = { success: "completed", busy: "busy", failed: "no-answer" } as const;

/**
 * The keys of a question. Digits come as they are. "#" ends the input (voice-ivr), so pressed alone it may come as
 * nothing at all, and "*" may not come (both unconfirmed). Both then count as silence: an answer that nobody gave would
 * be worse than a question asked again. "failed" is documented for errors; that silence is one of them is unconfirmed.
 */
function keysOf(result: string): string | null {
  if (result === "failed") return "";
  return /^[0-9*#]{0,20}$/.test(result) ? result : null;
}

const names = /^[a-z_]{2,30}$/;
const seconds = /^\d{1,6}$/;

/** `url`: the path and query it came to. */
export function readElksWebhook(url: string, fields: ReadonlyMap<string, string> | null): Heard | Unreadable {
  if (!fields) return { unreadable: "form" };
  for (const [name, value] of fields) {
    if (!names.test(name)) return { unreadable: "unknown field" };
    if (/\p{C}/u.test(value)) return { unreadable: name };
  }
  const ref = fields.get("callid") ?? fields.get("id") ?? "";
  if (!isRef(ref)) return { unreadable: "callid" };
  const [state, result] = [fields.get("state"), fields.get("result")];
  if (isAboutConnect(url)) {
    if (result === undefined || !Object.hasOwn(connectResults, result)) return { unreadable: "result" };
    // How long the two talked stands in the call's legs only; it is not told here.
    return {
      kind: "connected",
      ref,
      status: connectResults[result as keyof typeof connectResults],
      durationSeconds: null,
      otherRef: null,
    };
  }
  if (state !== undefined) {
    const status = statusOf(state, true);
    const duration = fields.get("duration");
    if (!status || (duration !== undefined && !seconds.test(duration))) return { unreadable: "state" };
    const durationSeconds = duration === undefined ? null : Number(duration);
    return { kind: "status", ref, status, sequence: null, answeredBy: null, durationSeconds };
  }
  const digits = result === undefined ? null : keysOf(result);
  if (result !== undefined && digits === null) return { unreadable: "result" };
  // Told when a call begins; after a question it is missing (voice-ivr), and whoever knows the call knows which it was.
  const direction = fields.get("direction") === "incoming" ? "inbound" : "outbound";
  const other = fields.get(direction === "inbound" ? "from" : "to") ?? "";
  const party = /^\+[1-9]\d{6,14}$/.test(other) ? other : null;
  return { kind: "turn", ref, digits, answeredBy: null, direction, party };
}
