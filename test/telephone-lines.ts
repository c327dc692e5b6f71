/**
 * The carrier of a whole-call scenario with the telephones that it reaches: who answers at a number, what was said to each
 * turn, and how our number is rung. They stand outside the program: they live on when it is made anew.
 */
import type { Spoken, WebhookRequest } from "../src/telephony/carrier.ts";
import { type Simulator, simulatedCarrier, type Temperament } from "../src/telephony/simulator.ts";
import { mobile, type Row } from "./clinic.ts";
import type { TestWorld } from "./home-world.ts";
import { type Asked, askedIn, faultsOf, type Phone, piecesOf, temperamentOf } from "./telephone-phones.ts";
import type { TelephoneScenario } from "./telephone-scenario.ts";

const e164 = (number: string) => `+46${number.replace(/\D/g, "").replace(/^0/, "")}`;

/** The carrier, the telephones it reaches, and what was heard in them. */
export function openTelephones(
  scenario: TelephoneScenario,
  world: TestWorld,
  note: (text: string) => void,
  send: (request: Request) => Promise<Response>,
) {
  const named = Object.entries(scenario.patients ?? { Åsa: {} });
  const rows: Readonly<Record<string, Row>> = Object.fromEntries(
    named.map(([name, row], place) => [
      name,
      {
        ...{ name, phone1: mobile(place), dischargeRef: `U${place + 1}`, patientRef: `P${place + 1}` },
        ...{ robotConsent: "ja", birthDate: "1940-02-03", ...row },
      },
    ]),
  );
  const phones: Record<string, Phone> = { ...scenario.phones };
  const numberOf = (name: string) => e164(rows[name]?.phone1 ?? name);
  const ownerOf = (number: string) =>
    [...Object.keys(phones), ...Object.keys(rows)].find((name) => numberOf(name) === number) ?? "somebody";
  const lineOf = (name: string) =>
    carrier.calls().findLast(({ to, endedAt }) => to === numberOf(name) && endedAt === null)?.ref ?? "";
  const temperaments = new Map<Phone, Temperament>();
  const phoneOf = (number: string): Temperament => {
    const name = ownerOf(number);
    phones[name] ??= { does: "answers" };
    const known = temperaments.get(phones[name]);
    if (known) return known;
    const temperament = temperamentOf(phones[name], (rows[name]?.birthDate ?? "").slice(8), () => {
      note(`${name} hangs up`);
      carrier.patientHangsUp(lineOf(name));
    });
    temperaments.set(phones[name], temperament);
    return temperament;
  };

  /** By reference: the pieces of each turn, whatever copies of it there were. */
  const heard = new Map<string, string[][]>();
  const asked = new Map<string, Asked>();
  const answered = new Map<string, string[]>();
  function hear(url: string, said: URLSearchParams, reply: { status: number; body: string }): void {
    const ref = said.get("ref") ?? "";
    if (said.get("kind") === "status") return void note(`the carrier tells: ${said.get("status")} (${reply.status})`);
    const digits = said.get("digits");
    const pressed = digits === null ? "somebody is there" : digits === "" ? "silence" : `pressed ${digits}`;
    const spoken = reply.status === 200 ? (JSON.parse(reply.body) as Spoken) : { lines: [] };
    const pieces = piecesOf(spoken);
    note(`[${asked.get(ref) ?? "–"}] ${pressed} → ${pieces.join(" ") || reply.status}`);
    if (reply.status !== 200) return;
    const before = answered.get(`${ref} ${url}`);
    // A copy of a webhook: one turn, whatever is said to each.
    if (before) return void before.push(...pieces.filter((piece) => !before.includes(piece)));
    answered.set(`${ref} ${url}`, pieces);
    heard.set(ref, [...(heard.get(ref) ?? []), pieces]);
    const asks = askedIn(spoken);
    if (asks !== null) asked.set(ref, asks);
  }

  const deliver = async ({ url, headers, body }: WebhookRequest) => {
    const address = new URL(url, world.config.baseUrl);
    const answer = await send(new Request(address, { method: "POST", headers: { ...headers }, body }));
    const reply = { status: answer.status, body: await answer.text() };
    hear(url, new URLSearchParams(body), reply);
    return reply;
  };
  const carrier: Simulator = simulatedCarrier({
    ...{ publicUrl: world.config.baseUrl, secret: "a secret of the scenario", now: world.now, newId: world.newId },
    ...{ faults: faultsOf(scenario.carrier ?? {}), phoneOf, deliver },
    ...(scenario.carrier?.queueSeconds === undefined ? {} : { queueSeconds: scenario.carrier.queueSeconds }),
  });
  let orders = 0;
  const counted: Simulator = {
    ...carrier,
    placeCall: async (order) => {
      const answer = await carrier.placeCall(order);
      if (!("refused" in answer)) orders += 1;
      note(`an order to ring ${ownerOf(order.to)}: ${"refused" in answer ? answer.refused : Object.keys(answer)[0]}`);
      return answer;
    },
  };
  const voice = `${world.config.baseUrl}/rost`;
  const urls = { turn: `${voice}/in`, fallback: `${voice}/fel`, status: `${voice}/in/status` };
  const inbound = new Map<string, string>();
  const ringIn = (who: string) => void inbound.set(who, carrier.callIn(numberOf(who), urls));
  return {
    ...{ carrier, counted, rows, phones, heard, lineOf, ringIn },
    inbound: (who: string) => inbound.get(who) ?? "",
    orders: () => orders,
  };
}
