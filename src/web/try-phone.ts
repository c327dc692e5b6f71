/**
 * "Prova telefonen": in the demo anybody may be the patient whom the robot rings. These doors only move a simulated
 * telephone; everything else is done by the real steps and the real webhooks. The simulator moves when it is driven, so
 * every request here drives it: then it works also where no timer runs.
 */
import { type CallOfUnit, findCall, findLiveCall } from "../db/calls.ts";
import { robotSwitch } from "../db/robot-switch.ts";
import { setSetting } from "../db/settings.ts";
import { type DemoTelephone, demoTelephoneOf } from "../demo/telephone.ts";
import { isRefusal, Problem } from "../problems.ts";
import { placeCallTo } from "../steps/place-calls.ts";
import type { SimulatedCall } from "../telephony/simulator.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import { wantsJson } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { renderPart } from "./render.ts";
import { viewCallNow } from "./try-phone-call-view.ts";
import { listWhomToRing, viewPatients } from "./try-phone-view.ts";

const home = "/prova-telefonen";
const assets = () => ({ sheet: assetHref("try-phone.css"), script: assetHref("try-phone.js") });

function telephoneOf(c: Request): DemoTelephone {
  const telephone = demoTelephoneOf(c.get("world"));
  if (!telephone) throw new Problem("not-found");
  return telephone;
}

/** GET /prova-telefonen */
export async function patientsPage(c: Request): Promise<Response> {
  const view = await viewPatients(c.get("world"), telephoneOf(c));
  return page(c, "try-phone", "Prova telefonen", { ...view, ...assets() });
}

/** POST /prova-telefonen: rings, and leads to the telephone. Pressed twice it leads to the same call. */
export async function ring(c: Request): Promise<Response> {
  const world = c.get("world");
  const telephone = telephoneOf(c);
  const caseId = (await formOf(c)).text("uppfoljning");
  const wanted = (await listWhomToRing(world, telephone)).find(({ row }) => row.id === caseId);
  if (!wanted) throw new Problem("not-found");
  const { unitId, measurementId } = wanted.row;
  const placed = wanted.reason.mayRing ? await placeCallTo(world, { caseId, unitId, measurementId }) : null;
  if (placed !== null && !isRefusal(placed)) {
    telephone.takeByHand(placed.callId);
    return c.redirect(`${home}/${placed.callId}`, 303);
  }
  const live = await findLiveCall(world.db, caseId);
  if (live?.kind === "robot") return c.redirect(`${home}/${live.id}`, 303);
  setFlash(c, "phone-cannot-ring");
  return c.redirect(home, 303);
}

/** POST /prova-telefonen/roboten: lage = "pa" | "av". */
export async function switchRobot(c: Request): Promise<Response> {
  const world = c.get("world");
  const on = (await formOf(c)).text("lage") === "pa";
  await world.atomically([setSetting(world.db, robotSwitch, on ? "on" : "off")]);
  setFlash(c, on ? "demo-robot-on" : "demo-robot-off");
  return c.redirect(home, 303);
}

/** GET /prova-telefonen/:callId */
export async function callPage(c: Request): Promise<Response> {
  const { telephone, call, phone } = await driven(c);
  const view = await viewCallNow(c.get("world"), telephone, call, phone);
  return page(c, "try-phone-call", "Telefonen", { ...view, ...assets() });
}

/** GET /prova-telefonen/:callId/lage: how it is now, for the script. */
export async function callNow(c: Request): Promise<Response> {
  const { telephone, call, phone } = await driven(c);
  const view = await viewCallNow(c.get("world"), telephone, call, phone);
  return c.json({
    html: renderPart("try-phone-now", view),
    says: view.heard[0]?.lines ?? [],
    heard: view.heard.length,
    ended: view.line === "ended",
  });
}

/** What a hand can do with a telephone, by the word of the form. What it cannot do just then is ignored by the simulator. */
const hands: Readonly<Record<string, (telephone: DemoTelephone, ref: string) => void>> = {
  svara: ({ carrier }, ref) => carrier.answer(ref),
  avvisa: ({ carrier }, ref) => carrier.decline(ref),
  svarare: ({ carrier }, ref) => carrier.letMachineAnswer(ref, "machine"),
  "svarare-okand": ({ carrier }, ref) => carrier.letMachineAnswer(ref, "unknown"),
  "lagg-pa": ({ carrier }, ref) => carrier.patientHangsUp(ref),
};

/**
 * POST /prova-telefonen/:callId/tryck: gor = a word of {@link hands}, or knapp = one key and omgang = the turn it was
 * pressed in. A key for another turn than the one that waits does nothing: the second press of a double click must not
 * answer a question that nobody has heard.
 */
export async function press(c: Request): Promise<Response> {
  const { telephone, call, phone } = await driven(c);
  const form = await formOf(c);
  const [act, key] = [form.text("gor"), form.raw("knapp")];
  if (phone && telephone.heardByHand(call.id) !== null) {
    if (Object.hasOwn(hands, act)) hands[act]?.(telephone, phone.ref);
    else if (!/^[0-9*#]$/.test(key)) throw new Problem("not-found");
    else if (isTurn(telephone, phone.ref, form.raw("omgang"))) telephone.carrier.press(phone.ref, key);
    await telephone.inside.listen();
  }
  return wantsJson(c) ? callNow(c) : c.redirect(`${home}/${call.id}`, 303);
}

/** Looked at in the moment of the press: another request may have moved the call since this one began. */
const isTurn = ({ carrier }: DemoTelephone, ref: string, turn: string): boolean =>
  carrier.calls().some((phone) => phone.ref === ref && phone.heard !== null && String(phone.turn) === turn);

/** The call of the address, once everything that is due in it has happened. `phone` is gone when the program restarted. */
async function driven(
  c: Request,
): Promise<{ telephone: DemoTelephone; call: CallOfUnit; phone: SimulatedCall | null }> {
  const world = c.get("world");
  const telephone = telephoneOf(c);
  await telephone.inside.listen();
  const call = await findCall(world.db, c.req.param("callId") ?? "");
  if (call?.kind !== "robot" || call.caseId === null) throw new Problem("not-found");
  const phone = telephone.carrier.calls().find(({ ref, callId }) => ref === call.ref || callId === call.id);
  return { telephone, call, phone: phone ?? null };
}
