/**
 * Everything that can happen, as data that fast-check draws, prints and shrinks, and how each is done to the real
 * program. An act that cannot be done just then (no telephone rings, the program is dead) comes to nothing.
 */

import { importFile } from "../../src/steps/admit-discharges.ts";
import { noteCallStatus } from "../../src/steps/hear-call.ts";
import { placeCalls } from "../../src/steps/place-calls.ts";
import { hangUpUnwanted, reconcileCalls } from "../../src/steps/reconcile-calls.ts";
import { simulatorSignature } from "../../src/telephony/simulator-webhook.ts";
import { tick } from "../../src/timetable.ts";
import { listOf, type Row } from "../in-process.ts";
import { admin, numbers, type Staff } from "./clinic.ts";
import { codeOf, type Ledger } from "./ledger.ts";
import { type System, simulatorSecret } from "./system.ts";

export const outcomes = ["no-answer", "busy", "broken-off", "bad-number", "wrong-person", "refused"] as const;
export const news = ["dead", "readmitted", "withdrawn", "protected", "same", "another-stay", "other-phone"] as const;

export type Act =
  | { readonly do: "pass"; readonly minutes: number }
  | { readonly do: "place" | "reconcile" | "put-down" | "tick" }
  | {
      readonly do: "desk";
      readonly who: Staff;
      readonly patient: number;
      readonly what:
        | ("open" | "begin" | "talk" | "let-go" | "withdraw" | "stop" | (typeof outcomes)[number])
        /** The carrier rings the coordinator and joins them; the case is left to the robot; it is taken from the robot. */
        | ("ring-up" | "open-and-ring-up" | "hand-to-robot" | "open-and-hand" | "take-over");
      /** How much is said in a talk, and what. */
      readonly digits: string;
    }
  | { readonly do: "list"; readonly patient: number; readonly says: (typeof news)[number] }
  | {
      readonly do: "phone";
      readonly line: number;
      readonly what: "answer" | "machine" | "decline" | "hang-up" | string;
    }
  /** Somebody rings us from a patient's telephone. */
  | { readonly do: "ring-us"; readonly patient: number }
  | { readonly do: "again"; readonly webhook: number; readonly digits: string | null }
  /** Somebody who can sign guesses the address that is awaited. */
  | { readonly do: "guess"; readonly webhook: number; readonly digits: string }
  /** An administrator switches the robot. */
  | { readonly do: "switch"; readonly on: boolean }
  | { readonly do: "clock"; readonly hours: number }
  | { readonly do: "killed"; readonly after: number; readonly side: "before" | "after"; readonly during: Act }
  | { readonly do: "together"; readonly acts: readonly Act[]; readonly mix: readonly number[] };

export type Stage = {
  readonly system: System;
  readonly ledger: Ledger;
  readonly caseIds: readonly string[];
  readonly rows: readonly Row[];
  readonly source: { readonly id: string; readonly providerId: string };
};

const minute = 60_000;

/** After forms and lists the line is down at once, without a clock; after everything else within a second. */
export async function carryOut(stage: Stage, act: Act, alone = true): Promise<void> {
  await doIt(stage, act, alone);
  if (alone && act.do !== "desk" && act.do !== "list") await aSecondLater(stage);
}

async function doIt(stage: Stage, act: Act, alone: boolean): Promise<void> {
  const { system } = stage;
  switch (act.do) {
    case "pass":
      return system.pass(act.minutes * minute);
    case "place":
      return void (await system.step(placeCalls));
    case "reconcile":
      return void (await system.step((world) => reconcileCalls(world, noteCallStatus)));
    case "put-down":
      return void (await system.step((world) => hangUpUnwanted(world, noteCallStatus)));
    case "tick":
      return void (await system.step((world) => tick(world, world.now())));
    case "desk":
      return sitAtDesk(stage, act, alone);
    case "list":
      return receiveList(stage, act);
    case "phone":
      return holdPhone(stage, act);
    case "ring-us":
      return ringUs(stage, act);
    case "again":
      return sendAgain(stage, act);
    case "guess":
      return guessAddress(stage, act);
    case "switch":
      return switchRobot(stage, act.on, alone);
    case "clock":
      return system.moveClock(act.hours * 60 * minute);
    case "killed":
      system.sharpen(act.after, act.side);
      await carryOut(stage, act.during, false);
      system.sheathe();
      return system.revive();
    case "together":
      system.mixWith(act.mix);
      await Promise.all(act.acts.map((one) => carryOut(stage, one, false)));
      return system.mixWith([]);
  }
}

/** What the clock does every second and at every start: a no that came while an order went out reaches the line. */
async function aSecondLater({ system }: Stage): Promise<void> {
  await system.step((world) => hangUpUnwanted(world, noteCallStatus));
}

const saidYes = (text: string): boolean => text.includes('"saved":true');

async function sitAtDesk(
  { system, ledger, caseIds }: Stage,
  { who, patient, what, digits }: Extract<Act, { do: "desk" }>,
  alone: boolean,
): Promise<void> {
  const caseId = caseIds[patient % caseIds.length]!;
  const base = `/uppfoljningar/${caseId}`;
  const isDone = (reply: Awaited<ReturnType<System["post"]>>) => reply?.status === 303;
  if (what === "open") return void (await system.post(who, `${base}/visa-nummer`, { kontrollerad: "ja" }));
  if (what === "ring-up" || what === "open-and-ring-up") {
    if (what === "open-and-ring-up") await system.post(who, `${base}/visa-nummer`, { kontrollerad: "ja" });
    const done = await system.post(who, `${base}/ring-upp`, { nummer: "0" });
    // The carrier rings within a second or two.
    if (alone && done !== null) await system.pass(3000);
    return;
  }
  if (what === "hand-to-robot" || what === "open-and-hand") {
    if (what === "open-and-hand") await system.post(who, `${base}/visa-nummer`, { kontrollerad: "ja" });
    return void (await system.post(who, `${base}/lat-roboten-ringa`));
  }
  if (what === "take-over") return void (await system.post(who, `${base}/ta-over`));
  if (what === "let-go") return void (await system.post(who, `${base}/slapp`));
  if (what === "begin")
    return void (await system.post(who, `${base}/borja`, { respondent: "patient", kontrollerad: "ja" }));
  if (what === "withdraw" || what === "refused") {
    const utfall = what === "withdraw" ? "withdrawn" : "refused";
    if (isDone(await system.post(who, `${base}/utfall`, { utfall, bekraftat: "ja" })) && isClosed(ledger, caseId))
      ledger.noMore.set(caseId, "to a coordinator");
    return;
  }
  if (what === "stop") {
    if (isDone(await system.post(who, `${base}/vill-inte`)) && isClosed(ledger, caseId))
      ledger.noMore.set(caseId, "to a coordinator in a talk");
    return;
  }
  if (what !== "talk") {
    const form = { utfall: what, anteckning: "Fel nummer", bekraftat: "ja" };
    const sent = await system.post(who, `${base}/utfall`, form);
    // Whoever has two telephones is asked which of them it was (clinic.ts).
    if (what === "bad-number" && sent !== null && !isDone(sent))
      await system.post(who, `${base}/utfall`, { ...form, fel_nummer: "0.06.2" });
    return;
  }
  for (const digit of `yyyy${digits}`) {
    const talk = ledger.one("select state from interviews where case_id = ?", caseId);
    if (!talk) return;
    const { at } = JSON.parse(String(talk.state)) as { at: string | null };
    if (at === null) return void (await system.post(who, `${base}/spara`));
    const code = codeOf(at, digit === "y" ? "1" : digit);
    const svar = code === null ? "ja" : String(code);
    const fields = at === "fritext" ? { steg: at, text: "" } : { steg: at, svar: at === "hjalp" ? "nej" : svar };
    const reply = await system.post(who, `${base}/svar`, fields);
    if (code !== null && codeOf(at, "8") !== null) {
      if (reply === null) ledger.said(caseId, at, code, false);
      else if (saidYes(reply.text)) ledger.said(caseId, at, code, alone);
    }
    if (reply === null || !saidYes(reply.text)) return;
  }
}

async function switchRobot({ system, ledger }: Stage, on: boolean, alone: boolean): Promise<void> {
  const reply = await system.post(admin, "/roboten", { lage: on ? "pa" : "av" });
  // An order that was on its way beside it may still go out.
  ledger.robotIs(alone && reply?.status === 303 ? on : null);
}

const isClosed = (ledger: Ledger, caseId: string): boolean =>
  ledger.one("select state from cases where id = ?", caseId)?.state === "closed";

async function receiveList(
  { system, ledger, caseIds, rows, source }: Stage,
  { patient, says }: Extract<Act, { do: "list" }>,
): Promise<void> {
  const at = patient % rows.length;
  const row = rows[at]!;
  const change: Row = {
    dead: { status: "avliden" },
    readmitted: { status: "återinlagd" },
    withdrawn: { consent: "återkallat" },
    protected: { protected: "ja" },
    same: {},
    "another-stay": { dischargeRef: `${row.dischargeRef}b` },
    "other-phone": { phone1: "0980-319201" },
  }[says];
  const bytes = new TextEncoder().encode(listOf({ ...row, ...change }));
  const taken = await system.step((world) => importFile(world, { source, bytes }));
  if (taken !== null && (says === "dead" || says === "withdrawn")) ledger.noMore.set(caseIds[at]!, `${says} by a list`);
  await system.step((world) => hangUpUnwanted(world, noteCallStatus));
}

async function holdPhone({ system }: Stage, { line, what }: Extract<Act, { do: "phone" }>): Promise<void> {
  const { simulator } = system;
  const live = simulator.calls().filter((call) => call.endedAt === null);
  const ref = live[line % Math.max(1, live.length)]?.ref;
  if (ref === undefined) return;
  if (what === "answer") simulator.answer(ref);
  else if (what === "machine") simulator.letMachineAnswer(ref, "machine");
  else if (what === "decline") simulator.decline(ref);
  else if (what === "hang-up") simulator.patientHangsUp(ref);
  else simulator.press(ref, what);
  await system.pass(1000);
}

async function ringUs({ system }: Stage, { patient }: Extract<Act, { do: "ring-us" }>): Promise<void> {
  const { simulator } = system;
  const from = numbers[patient % numbers.length]!;
  // Nobody can ring with a telephone that is in use.
  if (simulator.calls().some((call) => call.to === from && call.endedAt === null)) return;
  const voice = `${system.world().config.baseUrl}/rost`;
  simulator.callIn(from, { turn: `${voice}/in`, fallback: `${voice}/fel`, status: `${voice}/in/status` });
  await system.pass(3000);
}

/** A webhook that was sent before, by the carrier itself, or by somebody who has learnt to sign and changes the keys. */
async function sendAgain({ system, ledger }: Stage, { webhook, digits }: Extract<Act, { do: "again" }>): Promise<void> {
  const { webhooks } = ledger;
  if (webhooks.length === 0) return;
  const request = webhooks[webhook % webhooks.length]!;
  const form = new URLSearchParams(request.body);
  if (digits === null || form.get("digits") === null) return void (await system.send(request).catch(() => null));
  form.set("digits", digits);
  const body = form.toString();
  const headers = {
    ...request.headers,
    "x-simulator-signature": simulatorSignature(simulatorSecret, request.url, body),
  };
  await system.send({ ...request, body, headers }).catch(() => null);
}

/** The turn that a call awaits, with a token that is not its own: whoever guesses is told nothing. */
async function guessAddress({ system, ledger }: Stage, act: Extract<Act, { do: "guess" }>): Promise<void> {
  const awaited = ledger
    .raw()
    .prepare("select id, kind, turn, ref from calls where ended_at is null and settled_at is null and turn > 0")
    .all() as { id: string; kind: string; turn: number; ref: string }[];
  const call = awaited[act.webhook % Math.max(1, awaited.length)];
  if (!call) return;
  const place = call.kind === "bridge" ? "rost/koppla" : "rost";
  const url = `${system.world().config.baseUrl}/${place}/${call.id}/${call.turn}/${"0".repeat(16)}`;
  const body = new URLSearchParams({ kind: "turn", ref: call.ref, to: numbers[0], digits: act.digits }).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-simulator-signature": simulatorSignature(simulatorSecret, url, body),
  };
  const reply = await system.send({ url, body, headers }).catch(() => null);
  ledger.promise(reply === null || reply.status === 403, "somebody who guessed an address was answered");
}
