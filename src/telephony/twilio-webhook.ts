/**
 * What a verified webhook from Twilio says. Strict by name and by value: the signature's scheme lets one signed body be
 * cut into other fields (`Digits=1X` into `Digits=1&X=`), so a name nobody knows or a value of the wrong shape is
 * refused. Twilio may add fields; those are let in by configuration (`alsoAllow`), not by guess.
 */
import type { AnsweredBy, CallStatus, Heard, Unreadable } from "./carrier.ts";

const sid = /^CA[0-9a-f]{32}$/;
const anything = /^[^\p{C}]{0,2000}$/u;
/** Signed proofs of who is calling, one inside the other where a call was passed on. */
const proof = /^[^\p{C}]{0,10000}$/u;
const count = /^\d{1,9}$/;
/** A number, a client or a SIP address, or a word such as "anonymous". */
const party = /^[^\p{C}]{0,200}$/u;
const places = ["City", "State", "Zip", "Country"].flatMap((place) =>
  ["From", "To", "Caller", "Called"].map((whose) => [`${whose}${place}`, anything] as const),
);

/**
 * Every field of Twilio's voice requests, callbacks, Gather, Dial and fallback that may come when nothing is recorded. A
 * RecordingUrl is not among them: a call of ours that has one is no call as we ordered it.
 */
const known: ReadonlyMap<string, RegExp> = new Map<string, RegExp>([
  ["CallSid", sid],
  ["ParentCallSid", sid],
  ["AccountSid", /^AC[0-9a-f]{32}$/],
  ["CallStatus", /^(queued|initiated|ringing|in-progress|completed|busy|failed|no-answer|canceled)$/],
  ["Direction", /^(inbound|outbound-api|outbound-dial)$/],
  ["ApiVersion", /^\d{4}-\d\d-\d\d$/],
  ["Digits", /^[0-9*#]{0,20}$/],
  ["FinishedOnKey", /^(|[0-9*#]|timeout)$/],
  ["msg", /^Gather End$/],
  ["AnsweredBy", /^(human|unknown|fax|machine_(start|end_(beep|silence|other)))$/],
  ["SequenceNumber", count],
  ["CallDuration", count],
  ["Duration", count],
  ["MachineDetectionDuration", count],
  ["QueueTime", count],
  ["SipResponseCode", /^\d{3}$/],
  ["ErrorCode", count],
  ["CallbackSource", /^call-progress-events$/],
  ["DialCallStatus", /^(completed|answered|busy|no-answer|failed|canceled)$/],
  ["DialCallSid", sid],
  ["DialCallDuration", count],
  ["DialBridged", /^(true|false)$/],
  ...["From", "To", "Caller", "Called", "CalledVia", "ForwardedFrom"].map((name) => [name, party] as const),
  ...["Timestamp", "CallerName", "CallReason", "ErrorUrl", "ErrorMessage", "StirVerstat", "StirStatus"].map(
    (name) => [name, anything] as const,
  ),
  ...["CallToken", "StirPassportToken"].map((name) => [name, proof] as const),
  ...places,
]);

/**
 * The fields that decide something. None of their names may stand within another field's value: a cut that hides one
 * there (CallerZip=Digits1) signs the same, and no town or name is spelt so.
 */
const telling = /AnsweredBy|CallStatus|Direction|Digits|SequenceNumber|DialBridged|DialCallDuration/;

const statuses: Readonly<Record<string, CallStatus>> = { initiated: "ringing", "in-progress": "answered" };
/** Our word for Twilio's CallStatus. "initiated" has left the queue: from there on the attempt counts. */
export const statusOf = (word: string): CallStatus => statuses[word] ?? (word as CallStatus);

/** A fax is a machine to us: nobody who can press a key. */
export const answeredByOf = (word: string | undefined | null): AnsweredBy | null =>
  !word ? null : word === "human" || word === "unknown" ? word : "machine";

const dialFields = ["DialCallStatus", "DialCallSid", "DialCallDuration", "DialBridged"];

/**
 * The request to a Dial's `action`: what became of the other line. "answered" is Twilio's word when a conference was
 * rung. One that was picked up but never joined (DialBridged=false) was no conversation.
 */
function connectedOf(ref: string, fields: ReadonlyMap<string, string>): Heard | Unreadable {
  const word = fields.get("DialCallStatus");
  if (!word) return { unreadable: "DialCallStatus" };
  for (const name of ["Digits", "SequenceNumber"]) if (fields.has(name)) return { unreadable: name };
  const talked = word === "completed" || word === "answered";
  const duration = fields.get("DialCallDuration");
  return {
    kind: "connected",
    ref,
    status: talked ? (fields.get("DialBridged") === "false" ? "canceled" : "completed") : (word as "busy"),
    durationSeconds: duration === undefined ? null : Number(duration),
    otherRef: fields.get("DialCallSid") ?? null,
  };
}

/** `accountSid` is ours: a webhook that another account's call sent is no webhook of ours. */
export function readTwilioWebhook(
  fields: ReadonlyMap<string, string> | null,
  accountSid: string,
  alsoAllow: readonly string[] = [],
): Heard | Unreadable {
  if (!fields) return { unreadable: "form" };
  for (const [name, value] of fields) {
    const shape = known.get(name) ?? (alsoAllow.includes(name) ? anything : undefined);
    if (!shape?.test(value)) return { unreadable: shape ? name : "unknown field" };
    if (telling.test(value)) return { unreadable: name };
  }
  const ref = fields.get("CallSid");
  const status = fields.get("CallStatus");
  if (!ref || !status) return { unreadable: ref ? "CallStatus" : "CallSid" };
  if (fields.get("AccountSid") !== accountSid) return { unreadable: "AccountSid" };
  if (dialFields.some((name) => fields.has(name))) return connectedOf(ref, fields);
  const answeredBy = answeredByOf(fields.get("AnsweredBy"));
  const sequence = fields.get("SequenceNumber");
  if (sequence !== undefined) {
    if (fields.has("Digits")) return { unreadable: "Digits" };
    const duration = fields.get("CallDuration");
    return {
      kind: "status",
      ref,
      status: statusOf(status),
      sequence: Number(sequence),
      answeredBy,
      durationSeconds: duration === undefined ? null : Number(duration),
    };
  }
  const direction = fields.get("Direction") === "inbound" ? "inbound" : "outbound";
  const other = fields.get(direction === "inbound" ? "From" : "To") ?? "";
  return {
    kind: "turn",
    ref,
    digits: fields.get("Digits") ?? null,
    answeredBy,
    direction,
    party: /^\+[1-9]\d{6,14}$/.test(other) ? other : null,
  };
}
