/**
 * Where a carrier asks what to say on the telephone of a coordinator who wants to be connected, and tells what became of
 * the patient's line. As strict and as silent as voice.ts.
 */
import { isRefusal } from "../problems.ts";
import { hearBridge, noteConnected } from "../steps/hear-connecting.ts";
import type { Request } from "./context.ts";
import { carrierOf, readWebhook, refused, reply } from "./voice.ts";

/** POST /rost/koppla/:callId/:turn/:token: the coordinator answered, pressed a key or was silent. */
export async function bridgeTurn(c: Request): Promise<Response> {
  const carrier = carrierOf(c);
  const heard = await readWebhook(c, carrier);
  const number = c.req.param("turn") ?? "";
  if (heard?.kind !== "turn" || heard.direction !== "outbound" || !/^\d{1,4}$/.test(number)) return refused(c);
  const { ref, digits } = heard;
  const spoken = await hearBridge(c.get("world"), { ...addressed(c), turn: Number(number), ref, digits });
  return isRefusal(spoken) ? refused(c) : reply(c, carrier.speak(spoken));
}

/** POST /rost/koppla/:callId/klar/:token: the other line is down, or was never answered. */
export async function bridgeDone(c: Request): Promise<Response> {
  const carrier = carrierOf(c);
  const heard = await readWebhook(c, carrier);
  if (heard?.kind !== "connected") return refused(c);
  const { ref, status, durationSeconds, otherRef } = heard;
  const told = { ...addressed(c), ref, status, durationSeconds, otherRef };
  const spoken = await noteConnected(c.get("world"), told);
  return isRefusal(spoken) ? refused(c) : reply(c, carrier.speak(spoken));
}

const addressed = (c: Request) => ({ callId: c.req.param("callId") ?? "", token: c.req.param("token") ?? "" });
