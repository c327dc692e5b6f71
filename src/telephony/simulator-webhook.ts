/**
 * The simulated carrier's own language: signed forms to us, JSON back. As strict as the real ones are read, so that the
 * demo and the tests walk the same way as a real call.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import type { Heard, Spoken, Unreadable, WebhookRequest } from "./carrier.ts";
import { readForm } from "./form.ts";
import { pathOf } from "./own-address.ts";

const ref = z.string().regex(/^SIM[A-Za-z0-9_-]{1,40}$/);
const answeredBy = z.enum(["human", "machine", "unknown"]).optional();
const number = z.string().regex(/^\d{1,6}$/);
const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/);

const spokenShape = z.strictObject({
  lines: z.array(
    z.union([
      z.strictObject({ say: z.string(), promptId: z.string().optional() }),
      z.strictObject({ play: z.string() }),
      z.strictObject({ pauseSeconds: z.number() }),
    ]),
  ),
  ending: z.union([
    z.strictObject({ gather: z.strictObject({ digits: z.number(), timeoutSeconds: z.number(), next: z.string() }) }),
    z.strictObject({
      connect: z.strictObject({
        to: e164,
        callerId: e164,
        ringSeconds: z.number(),
        limitSeconds: z.number(),
        next: z.string(),
      }),
    }),
    z.strictObject({ hangUp: z.literal(true) }),
  ]),
});

const webhookShape = z.union([
  z.strictObject({
    kind: z.literal("turn"),
    ref,
    to: e164.optional(),
    from: e164.optional(),
    digits: z
      .string()
      .regex(/^[0-9*#]{0,20}$/)
      .optional(),
    answeredBy,
  }),
  z.strictObject({
    kind: z.literal("status"),
    ref,
    status: z.enum(["queued", "ringing", "answered", "completed", "busy", "no-answer", "failed", "canceled"]),
    sequence: number,
    seconds: number.optional(),
    answeredBy,
  }),
  z.strictObject({
    kind: z.literal("connected"),
    ref,
    status: z.enum(["completed", "busy", "no-answer", "failed", "canceled"]),
    seconds: number.optional(),
    other: ref.optional(),
  }),
]);

/** HMAC-SHA256 over path, query and body. */
export const simulatorSignature = (secret: string, url: string, body: string): string =>
  bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(`${pathOf(url)}\n${body}`)));

const secondsFrom = (seconds: string | undefined): number | null => (seconds === undefined ? null : Number(seconds));

export function readSimulatedWebhook({ body }: WebhookRequest): Heard | Unreadable {
  const fields = readForm(body);
  if (!fields) return { unreadable: "form" };
  const form = webhookShape.safeParse(Object.fromEntries(fields));
  if (!form.success) return { unreadable: "field" };
  const said = form.data;
  if (said.kind === "connected") {
    const { kind, status, seconds, other } = said;
    return { kind, ref: said.ref, status, durationSeconds: secondsFrom(seconds), otherRef: other ?? null };
  }
  const by = said.answeredBy ?? null;
  if (said.kind === "status") {
    const durationSeconds = secondsFrom(said.seconds);
    const { kind, status, sequence } = said;
    return { kind, ref: said.ref, status, sequence: Number(sequence), answeredBy: by, durationSeconds };
  }
  return {
    kind: "turn",
    ref: said.ref,
    digits: said.digits ?? null,
    answeredBy: by,
    direction: said.from === undefined ? "outbound" : "inbound",
    party: said.from ?? said.to ?? null,
  };
}

/** What a reply says, or null when it is not a reply that can be spoken. */
export function spokenFrom(reply: { readonly status: number; readonly body: string } | null): Spoken | null {
  if (reply?.status !== 200) return null;
  try {
    return spokenShape.parse(JSON.parse(reply.body)) as Spoken;
  } catch {
    return null;
  }
}
