/**
 * Click to call on a case's page: the offer with both numbers that will be seen, and how the last such call stands. Says
 * nothing where it cannot be had, so that the page is as it is without a telephone.
 */
import { type BridgeStage, bridgeStage, type NotConnected, numbersToTry } from "../calls/connecting.ts";
import { whoseInWords } from "../calls/numbers.ts";
import type { Account } from "../db/accounts.ts";
import { findConnectable, findLastBridge } from "../db/bridge-call.ts";
import { listCallEvents } from "../db/calls.ts";
import type { CaseFile } from "../db/case-file.ts";
import type { Person } from "../db/people.ts";
import { phoneText } from "../discharges/phone-text.ts";
import { mayRing } from "../telephony/destinations.ts";
import type { World } from "../world.ts";
import type { CaseView } from "./views.ts";

/** How long what became of a call stays on the page when its case is no longer held, in milliseconds. */
const toldFor = 15 * 60_000;

export async function viewConnect(
  world: World,
  account: Account,
  file: CaseFile,
  person: Person | undefined,
  numbersShown: boolean,
): Promise<CaseView["connect"]> {
  if (world.telephone === null) return null;
  const now = world.now();
  const last = await findLastBridge(world.db, file.row.id, account.id);
  const since = file.row.ownerId === account.id ? (file.row.ownedSince ?? 0) : now - toldFor;
  const isLive = last !== undefined && last.endedAt === null;
  const told = last && (isLive || last.placedAt >= since);
  const stage = told ? bridgeStage(last, await listCallEvents(world.db, last.id), now) : null;
  const able = numbersShown && !isLive ? await findConnectable(world, account.id, file.row.unitId) : null;
  const numbers = able && person ? numbersOf(person) : [];
  if (!stage && numbers.length === 0) return null;
  return {
    state: stage && { ...stateOf(stage), live: isLive },
    offer:
      able && numbers.length > 0
        ? { yourPhone: phoneText(able.phone), shownNumber: phoneText(able.callerId), numbers }
        : null,
  };
}

function numbersOf(person: Person) {
  const ringable = numbersToTry(person.numbers).filter(({ number }) => mayRing(number));
  return ringable.map((one) => ({
    value: `${one.place}.${one.number.slice(-2)}`,
    label: `${whoseInWords(one)}, ${phoneText(one.number)}`,
  }));
}

type State = { readonly text: string; readonly hint: string };

function stateOf(stage: BridgeStage): State {
  switch (stage.at) {
    case "ringing-you":
      return { text: "Din telefon ringer …", hint: "Svara och tryck ett." };
    case "press-a-key":
      return { text: "Tryck ett på din telefon.", hint: "Då ringer vi upp." };
    case "ringing-patient":
      return { text: "Patientens telefon ringer …", hint: "Ni är kopplade så snart någon svarar." };
    case "talking":
      return { text: "Ni är kopplade.", hint: "" };
    case "talked":
      return {
        text: stage.talkSeconds === null ? "Samtalet är slut." : `Samtalet varade ${lengthInWords(stage.talkSeconds)}.`,
        hint: "Tiden sparas tillsammans med utfallet.",
      };
    case "over":
      return { text: "Samtalet är slut.", hint: "" };
    case "you-did-not-answer":
      return { text: "Din telefon svarade inte.", hint: "Patienten har inte blivit uppringd." };
    case "you-pressed-nothing":
      return { text: "Samtalet kopplades inte.", hint: "Patienten har inte blivit uppringd." };
    case "not-placed":
      return { text: "Det gick inte att ringa din telefon.", hint: "Ring numret själv." };
    default:
      return {
        text: lost[stage.because],
        hint: stage.recorded ? "Försöket är registrerat, och uppföljningen är tillbaka på listan." : "",
      };
  }
}

const lost: Readonly<Record<NotConnected, string>> = {
  busy: "Det var upptaget.",
  "no-answer": "Ingen svarade.",
  failed: "Det gick inte att nå numret.",
  canceled: "Samtalet bröts innan någon svarade.",
};

/** "3 minuter 20 sekunder" */
function lengthInWords(seconds: number): string {
  const [minutes, left] = [Math.floor(seconds / 60), seconds % 60];
  const parts = [
    ...(minutes > 0 ? [`${minutes} ${minutes === 1 ? "minut" : "minuter"}`] : []),
    ...(left > 0 || minutes === 0 ? [`${left} ${left === 1 ? "sekund" : "sekunder"}`] : []),
  ];
  return parts.join(" ");
}
