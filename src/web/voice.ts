/**
 * Where a carrier asks what to say and tells how a call goes. Every request must be the carrier's own, unchanged, and have
 * exactly the shape it should; whatever fails in that gets an empty 403, so that nobody learns which calls there are.
 */
import { createMiddleware } from "hono/factory";
import { prompts, textFor } from "../calls/prompts.ts";
import { isRefusal, Problem } from "../problems.ts";
import { hearCall, noteCallStatus } from "../steps/hear-call.ts";
import { hearInbound } from "../steps/hear-inbound.ts";
import { hangUpUnwanted } from "../steps/reconcile-calls.ts";
import type { Carrier, Heard, Reply } from "../telephony/carrier.ts";
import type { Request, RequestEnv } from "./context.ts";

/** POST /rost/in: somebody rings our number. This is the address that the number has at the carrier. */
export async function inbound(c: Request): Promise<Response> {
  const carrier = carrierOf(c);
  const heard = await readWebhook(c, carrier);
  if (heard?.kind !== "turn" || heard.direction !== "inbound" || heard.digits !== null) return refused(c);
  const spoken = await hearInbound(c.get("world"), { ref: heard.ref, party: heard.party });
  return isRefusal(spoken) ? refused(c) : reply(c, carrier.speak(spoken));
}

/** POST /rost/:callId/:turn/:token: somebody answered, pressed keys or was silent. */
export async function turn(c: Request): Promise<Response> {
  const carrier = carrierOf(c);
  const heard = await readWebhook(c, carrier);
  const number = c.req.param("turn") ?? "";
  if (heard?.kind !== "turn" || !/^\d{1,4}$/.test(number)) return refused(c);
  const { ref, digits, answeredBy } = heard;
  const callId = c.req.param("callId") ?? "";
  const token = c.req.param("token") ?? "";
  const spoken = await hearCall(c.get("world"), { callId, turn: Number(number), token, ref, digits, answeredBy });
  return isRefusal(spoken) ? refused(c) : reply(c, carrier.speak(spoken));
}

/**
 * POST /rost/:callId/status, and /rost/in/status for calls that we did not order. A number that has no such address at
 * its carrier is no fault: the reconciler asks about the call after its deadline.
 */
export async function status(c: Request): Promise<Response> {
  const carrier = carrierOf(c);
  const heard = await readWebhook(c, carrier);
  if (heard?.kind !== "status") return refused(c);
  const { ref, status, sequence } = heard;
  const noted = await noteCallStatus(c.get("world"), { callId: c.req.param("callId") ?? null, ref, status, sequence });
  return isRefusal(noted) ? refused(c) : c.body(null, 204);
}

/** POST /rost/fel: asked when a turn has failed. Needs no database: that may be what failed. Says nothing about anybody. */
export async function fallback(c: Request): Promise<Response> {
  const carrier = carrierOf(c);
  if ((await readWebhook(c, carrier)) === null) return refused(c);
  const say = textFor(prompts.prompts["technical-fault"], "regionen");
  return reply(c, carrier.speak({ lines: [{ say, promptId: "technical-fault" }], ending: { hangUp: true } }));
}

/** What a carrier told us, or null when it was not the carrier or not in the shape it must have. */
export async function readWebhook(c: Request, carrier: Carrier): Promise<Heard | null> {
  const { pathname, search } = new URL(c.req.url);
  const headers = Object.fromEntries(c.req.raw.headers);
  // Not as text: workerd warns at every form that is asked for so.
  const body = new TextDecoder().decode(await c.req.arrayBuffer());
  const request = { url: `${pathname}${search}`, headers, body, address: c.get("address") };
  if (!carrier.verify(request)) return null;
  const heard = carrier.read(request);
  return "unreadable" in heard ? null : heard;
}

/** Without a telephone these addresses do not exist. */
export function carrierOf(c: Request): Carrier {
  const carrier = c.get("world").telephone?.carrier;
  if (!carrier) throw new Problem("not-found");
  return carrier;
}

/**
 * After a form has been taken in: somebody may have said no while a telephone rings (promise 2). Costs one look at an
 * index that is empty while nobody is rung.
 */
export const linesPutDown = createMiddleware<RequestEnv>(async (c, next) => {
  await next();
  const world = c.get("world");
  if (c.req.method === "POST" && world.telephone) await hangUpUnwanted(world, noteCallStatus);
});

export const reply = (c: Request, { body, contentType }: Reply) => c.body(body, 200, { "content-type": contentType });
export const refused = (c: Request) => c.body(null, 403);
