/** A call of "Prova telefonen" as both its ends see it: the telephone in the hand, and what happens in the case meanwhile. */
import { formatTime } from "../calendar.ts";
import { sentenceOfEvent, sentenceOfHandOver } from "../calls/call-sentences.ts";
import { isOutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import { handOverInWords, whyOnList } from "../calls/reasons.ts";
import { robot } from "../cases/robot-call.ts";
import { type CallOfUnit, listCallEvents } from "../db/calls.ts";
import { factsOf } from "../db/case-file.ts";
import { type CaseRow, findCase, listAttempts, listEvents } from "../db/cases.ts";
import { findPerson } from "../db/people.ts";
import { findRules } from "../db/rules.ts";
import { getSurveyFor } from "../db/survey-of-case.ts";
import { demoStaff } from "../demo/people.ts";
import type { DemoTelephone } from "../demo/telephone.ts";
import { usualModules, withModules } from "../surveys/route.ts";
import { isFinalStatus } from "../telephony/carrier.ts";
import type { SimulatedCall } from "../telephony/simulator.ts";
import type { World } from "../world.ts";
import type { TryPhoneCallView, TryPhoneNow } from "./views.ts";

const keypad = [
  ["1", ""],
  ["2", ""],
  ["3", ""],
  ["4", ""],
  ["5", ""],
  ["6", ""],
  ["7", ""],
  ["8", "vet ej"],
  ["9", "igen"],
  ["*", "vill inte"],
  ["0", "människa"],
  ["#", "hoppa över"],
].map(([key = "", hint = ""]) => ({ key, hint }));

/** A call over a simulated phone. `phone` is null when the program has been restarted and the phone with it. */
export async function viewCallNow(
  world: World,
  telephone: DemoTelephone,
  call: CallOfUnit,
  phone: SimulatedCall | null,
): Promise<Omit<TryPhoneCallView, "sheet" | "script">> {
  const { db } = world;
  const unitIds = call.unitId === null ? [] : [call.unitId];
  const caseId = call.caseId ?? "";
  const person = await findPerson(db, { accountId: robot, unitIds, purpose: "call" }, caseId);
  const row = await findCase(db, { accountId: robot, unitIds }, caseId);
  const heard = telephone.heardByHand(call.id);
  const now = world.now();
  const line = lineOf(call, phone);
  const name = person?.name ?? "Patienten";
  const first = name.split(" ")[0] ?? name;
  return {
    name,
    base: `/prova-telefonen/${call.id}`,
    line,
    lineText: lineText(line, call, phone, first),
    byHand: heard !== null && phone !== null,
    crib: person?.birthDate ? cribOf(first, Number(person.birthDate.slice(8))) : "",
    pressedText: phone?.pressedCount === 1 ? "En siffra av två är tryckt." : "",
    ...waitingFor(phone),
    keys: keypad,
    heard: heardWords(heard, phone, now),
    log: await logOf(world, call, row),
    end: line === "ended" && row ? await endOf(world, call, row, first) : null,
  };
}

/** The question that waits for keys. While the robot's reply is under way there is none: nobody has heard it. */
function waitingFor(phone: SimulatedCall | null): Pick<TryPhoneNow, "turn" | "keysWanted"> {
  const ending = phone?.status === "answered" ? phone.heard?.ending : undefined;
  if (!phone || !ending || !("gather" in ending)) return { turn: "", keysWanted: 0 };
  return { turn: String(phone.turn), keysWanted: ending.gather.digits };
}

function lineOf(call: CallOfUnit, phone: SimulatedCall | null): TryPhoneNow["line"] {
  if (phone === null || isFinalStatus(phone.status)) return "ended";
  if (phone.status === "answered" || phone.status === "ringing") return phone.status;
  return call.endedAt === null ? "queued" : "ended";
}

function lineText(line: TryPhoneNow["line"], call: CallOfUnit, phone: SimulatedCall | null, first: string): string {
  if (line === "queued") return "Roboten slår numret …";
  if (line === "ringing") return `Det ringer hos ${first}.`;
  if (line === "answered") return phone?.answeredBy === "human" ? "Luren är lyft." : "Telefonsvararen har svarat.";
  if (phone === null && call.endedAt === null) return "Telefonen startades om. Samtalet är brutet.";
  return "Samtalet är slut.";
}

/** "Åsa är född den 3:e: tryck 0 3." */
export function cribOf(first: string, day: number): string {
  const ending = day % 10 === 1 || day % 10 === 2 ? (day === 11 || day === 12 ? ":e" : ":a") : ":e";
  return `${first} är född den ${day}${ending}: tryck ${String(day).padStart(2, "0").split("").join(" ")}.`;
}

function heardWords(heard: ReturnType<DemoTelephone["heardByHand"]>, phone: SimulatedCall | null, now: number) {
  const watched = (phone?.heard?.lines ?? []).flatMap((line) => ("say" in line ? [line.say] : []));
  const all = heard ?? (watched.length > 0 ? [{ at: now, lines: watched }] : []);
  return all.map(({ at, lines }, place) => ({ atText: formatTime(at), lines, latest: place === 0 }));
}

const caseSentences: Readonly<Record<string, string>> = {
  "interview-started": "Intervjun började.",
  "interview-resumed": "Intervjun fortsatte där den slutade.",
  "window-passed": "Ringfönstret stängde.",
};

/** The call's events and what they led to in its case, newest first. */
async function logOf(world: World, call: CallOfUnit, row: CaseRow | undefined) {
  const survey = await getSurveyFor(world.db, row?.measurementId ?? null);
  const questions = withModules(survey, usualModules(survey))
    .steps.filter(({ kind }) => kind === "choice")
    .map(({ key }) => key);
  const numberOf = (question: string) => questions.indexOf(question) + 1 || null;
  const until = call.endedAt ?? Number.POSITIVE_INFINITY;
  const told = [
    ...(await listCallEvents(world.db, call.id)).map(({ at, event }) => ({
      at,
      text: sentenceOfEvent(event, numberOf),
    })),
    ...(call.caseId === null ? [] : await listEvents(world.db, call.caseId))
      .filter(({ at }) => at >= call.placedAt && at <= until)
      .map(({ at, kind }) => ({
        at,
        text: kind === "handed-over" ? sentenceOfHandOver(row?.restUntil ?? null, at) : (caseSentences[kind] ?? null),
      })),
  ];
  return told
    .toSorted((one, other) => one.at - other.at)
    .toReversed()
    .flatMap(({ at, text }) => (text === null ? [] : [{ atText: formatTime(at), text }]));
}

async function endOf(world: World, call: CallOfUnit, row: CaseRow, first: string): Promise<TryPhoneNow["end"]> {
  const coordinator = demoStaff.find(({ role, units }) => role === "coordinator" && units.includes(row.unitId));
  const closed = row.state === "closed";
  return {
    ...(await whatItLedTo(world, call, row, first)),
    caseHref: `/uppfoljningar/${row.id}`,
    listHref: closed ? "/lista?visa=klara" : "/lista",
    username: coordinator?.username ?? "",
    coordinator: coordinator?.name ?? "",
  };
}

async function whatItLedTo(world: World, call: CallOfUnit, row: CaseRow, first: string) {
  const now = world.now();
  if (call.settledAt === null)
    return {
      text: "Vad samtalet ledde till är inte avgjort än.",
      next: "Roboten frågar telefonin vad som hände, och sedan går uppföljningen tillbaka till listan.",
    };
  if (row.state === "closed") {
    const outcome = row.disposition !== null && isOutcomeCode(row.disposition) ? outcomeOf(row.disposition).label : "";
    return row.disposition === "completed" || row.disposition === "partial"
      ? {
          text: `Intervjun är sparad (${outcome.toLowerCase()}). Svaren är låsta och har inget namn.`,
          next: `${first} är borta från Att ringa nu och står under Klara. I natt räknas svaren in.`,
        }
      : { text: `Uppföljningen är avslutad: ${outcome.toLowerCase()}.`, next: "Ingen ringer igen." };
  }
  if (row.handedOverBecause !== null)
    return {
      text: handOverInWords(row.handedOverBecause),
      next:
        row.restUntil === null
          ? `${first} står nu högt upp på samordnarens lista, med det som redan är besvarat.`
          : whyOnList(factsOf(row), now, (await findRules(world.db)).policy),
    };
  const attempts = await listAttempts(world.db, row.id);
  const last = attempts.find(({ startedAt }) => startedAt === call.placedAt)?.outcome;
  const text =
    last && isOutcomeCode(last) ? `Utfall: ${outcomeOf(last).label.toLowerCase()}.` : "Samtalet blev inte av.";
  const next = whyOnList(factsOf(row), now, (await findRules(world.db)).policy);
  // Who declined is not rung by a machine again that day, and a carrier tells no more than that it was busy.
  return { text, next: last === "busy" ? `${next} Roboten själv ringer inte igen i dag.` : next };
}
