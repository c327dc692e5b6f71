/**
 * A case as its page shows it: who, why now, what to say first, the numbers, how to begin, and what it can come to. Only
 * puts together what the ground floor has decided. Longer than most because the page is the coordinator's whole desk.
 */
import { formatDate, formatDateShort, formatDateTime, formatTime, localDateOf, localTimeOf } from "../calendar.ts";
import { isOutcomeCode, type Outcome, outcomeOf, outcomesToPick } from "../calls/outcomes.ts";
import { planCase } from "../calls/planner.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { handOverInWords, isHandOverReason, whyOnList } from "../calls/reasons.ts";
import { caseNumberOf } from "../calls/search-words.ts";
import { type Account, findNames, findProvider, listUnits } from "../db/accounts.ts";
import { type CaseFile, findCaseFile } from "../db/case-file.ts";
import { findDischarge, listEvents } from "../db/cases.ts";
import { findPerson, type Person } from "../db/people.ts";
import { listTasksOf } from "../db/tasks.ts";
import { languageName } from "../discharges/languages.ts";
import { maskedPhone, phoneText } from "../discharges/phone-text.ts";
import type { World } from "../world.ts";
import { viewConnect } from "./case-connect.ts";
import { answeredByRobot, answeredText, handedOverOf, isRobots, viewRobotCall, viewRobotOffer } from "./case-robot.ts";
import type { CaseView, Fact, Option, OutcomeOption } from "./views.ts";
import { ageText, heldText, marksOf, stageText, trackMark } from "./work-list.ts";

/** What was typed into the outcome form and must not be lost. */
export type TypedOutcome = {
  readonly outcome: string;
  readonly time: string;
  readonly note: string;
  readonly need: string;
};

/** The page of a case of the account's own units; nothing when it is not theirs. */
export async function viewCase(
  world: World,
  account: Account,
  id: string,
  typed: TypedOutcome,
): Promise<CaseView | undefined> {
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const file = await findCaseFile(world.db, viewer, id);
  if (!file) return undefined;
  const { row } = file;
  const now = world.now();
  const person = await findPerson(world.db, viewer, id);
  const discharge = await findDischarge(world.db, id);
  const events = await listEvents(world.db, id);
  const units = await listUnits(world.db, account.providerId);
  const provider = await findProvider(world.db, account.providerId);
  const names = await findNames(
    world.db,
    [row.ownerId, ...events.map(({ accountId }) => accountId)].filter((one) => one !== null),
  );
  const mine = row.state === "held" && row.ownerId === account.id;
  const heldByOther = row.state === "held" && !mine && !isHoldOver(row.ownedSince, now);
  const closed = row.state === "closed";
  const working = !closed && row.state !== "optional" && !heldByOther;
  const today = localDateOf(now);
  const checkedToday = events.some(({ kind, at }) => kind === "journal-checked" && localDateOf(at) === today);
  const numbersShown =
    mine &&
    events.some(
      (one) => one.kind === "number-shown" && one.accountId === account.id && one.at >= (row.ownedSince ?? 0),
    );
  const ward = units.find((unit) => unit.id === row.dischargeUnitId)?.name ?? "";

  return {
    base: `/uppfoljningar/${id}`,
    version: row.version,
    backHref: "/lista",
    name: person ? (person.name ?? "Namn saknas") : "Namnet är borttaget",
    facts: factsAbout(file, person, ward, discharge?.dischargedOn ?? null, discharge?.language ?? null, today),
    track: trackMark(row.track),
    stage: mine ? "Du ringer nu" : stageText(row, now),
    // To the one who holds it, what matters is still until when.
    why: whyOnList(
      {
        ...(mine ? { ...file.facts, state: "planned" } : file.facts),
        handedOver: isRobots(row) ? null : handedOverOf(row, answeredByRobot(file.interview)),
      },
      now,
      defaultPolicy,
    ),
    answered: closed ? null : answeredText(file.interview),
    robotCalling: heldByOther ? await viewRobotCall(world, row) : null,
    robot: await viewRobotOffer(world, account, file, person, discharge),
    mayWithdraw: !closed && !mine,
    marks: marksOf(row, discharge?.language ?? null, discharge?.interpreter ?? false),
    callOnly: !row.surveyConsent && !closed,
    heldByOther:
      heldByOther && !isRobots(row)
        ? `${heldText(row, account.id, names.get(row.ownerId ?? ""))} Du kan läsa men inte ringa.`
        : null,
    heldByMe: mine ? heldText(row, account.id, undefined) : null,
    notNow: working && !mine ? notNowText(file, now) : null,
    closed: closed
      ? {
          outcome: row.disposition !== null && isOutcomeCode(row.disposition) ? outcomeOf(row.disposition).label : "",
          atText: row.closedAt === null ? "" : formatDateTime(row.closedAt),
        }
      : null,
    optional: row.state === "optional",
    needsJournalCheck: !checkedToday,
    sayFirst: working
      ? {
          opening: `Hej, jag heter ${account.name} och ringer från ${provider?.name ?? "regionen"}. Får jag tala med ${person?.name ?? "den jag söker"}?`,
          toOthers:
            "Säg bara ditt namn och regionens namn. Nämn inte sjukhus, vård eller varför du ringer. Säg att du hör av dig en annan gång.",
          voicemail: "Lägg på utan att lämna något meddelande.",
        }
      : null,
    connect: await viewConnect(world, account, file, person, numbersShown),
    numbers: working && person ? { shown: numbersShown, list: numbersOf(file, person, numbersShown) } : null,
    start:
      working && row.surveyConsent
        ? {
            buttonLabel: file.interview ? "Fortsätt intervjun" : "Börja intervjun",
            theyRang: !mine && notNowText(file, now) !== null,
            resumes: file.interview !== null,
            respondents: file.interview ? [] : respondentsOf(person),
          }
        : null,
    outcome: working ? outcomeForm(file, now, typed) : null,
    tasks: (await listTasksOf(world.db, id))
      .filter(({ doneAt }) => doneAt === null)
      .map(({ need, dueAt }) => ({
        text: need,
        dueText: `Senast ${formatDateTime(dueAt)}`,
        overdue: dueAt < now,
      })),
    history: historyOf(file, events, names),
  };
}

const isHoldOver = (ownedSince: number | null, now: number): boolean =>
  ownedSince !== null && now >= ownedSince + defaultPolicy.holdMinutes * 60_000;

function notNowText(file: CaseFile, now: number): string | null {
  const plan = planCase(file.facts, now, defaultPolicy);
  return plan.decision === "dial"
    ? null
    : "Just nu ska du inte ringa. Hör patienten eller någon annan av sig till dig kan du ta det här ändå.";
}

function factsAbout(
  { row }: CaseFile,
  person: Person | undefined,
  ward: string,
  dischargedOn: string | null,
  language: string | null,
  today: string,
): Fact[] {
  const proxy = [person?.proxyName, person?.proxyRelation && `(${person.proxyRelation})`].filter(Boolean).join(" ");
  const facts: (readonly [label: string, value: string])[] = [
    ["Ålder", ageText(person, today)],
    ["Född", person?.birthDate ?? ""],
    ["Utskriven", dischargedOn === null ? "" : `${formatDate(dischargedOn)} från ${ward}`],
    ["Ringfönster", `${formatDateShort(row.opensOn)} – ${formatDateShort(row.closesOn)}`],
    ["Språk", language === null ? "" : languageName(language)],
    ["Närstående", proxy],
    ["Ärende", caseNumberOf(row.id)],
  ];
  return facts.filter(([, value]) => value !== "").map(([label, value]) => ({ label, value }));
}

/** Numbers in the order to try them, without those that were found to be wrong. */
function numbersOf(file: CaseFile, person: Person, shown: boolean) {
  const wrong = file.attempts.filter(({ outcome }) => outcome === "bad-number").length;
  const all = [
    ...person.phones.map((number) => ({ whose: "Patienten", number })),
    ...(person.proxyPhone
      ? [{ whose: `Närstående${person.proxyRelation ? ` (${person.proxyRelation})` : ""}`, number: person.proxyPhone }]
      : []),
  ];
  return all.slice(wrong).map(({ whose, number }) => ({
    whose,
    display: shown ? phoneText(number) : maskedPhone(number),
    href: shown ? `tel:${number}` : null,
  }));
}

function respondentsOf(person: Person | undefined): (Option & { hint: string })[] {
  const choice = (value: string, label: string, hint: string) => ({ value, label, hint, selected: false });
  return [
    choice("patient", "Patienten själv", ""),
    choice("supported", "Patienten, med stöd av någon", "Någon hjälper till, men svaren är patientens egna."),
    ...(person?.proxyName
      ? [
          choice(
            "proxy",
            `Närstående: ${person.proxyName}`,
            "Bara om patienten inte kan svara själv. Frågorna ställs då om patienten.",
          ),
        ]
      : []),
  ];
}

function outcomeForm(file: CaseFile, now: number, typed: TypedOutcome): CaseView["outcome"] {
  const first = Math.max(now, file.row.firstCallAt ?? now);
  const last = (file.row.lastCallAt ?? now) - 60_000;
  // When it is not our turn to ring, only what somebody has told us can be recorded.
  const mayDial = file.facts.state === "held" || planCase(file.facts, now, defaultPolicy).decision === "dial";
  const options = outcomesToPick(file.row.surveyConsent).filter(({ contact }) => mayDial || contact);
  const forInput = (instant: number) => `${localDateOf(instant)}T${localTimeOf(instant)}`;
  return {
    options: options.map((outcome) => outcomeOption(file, outcome, typed.outcome)),
    appointment: { value: typed.time, min: forInput(first), max: forInput(last) },
    note: typed.note,
    offersHelp: true,
    need: typed.need,
  };
}

function outcomeOption(file: CaseFile, outcome: Outcome, chosen: string): OutcomeOption {
  const { outcomes: earlier, numberLeft } = file.evidence;
  const lastNumber = outcome.dropsNumber && !numberLeft;
  const again = earlier.filter((code) => code === outcome.code).length + 1 >= (outcome.finalAfter ?? Infinity);
  const final = outcome.final === "yes" || lastNumber || again;
  return {
    code: outcome.code,
    label: outcome.label,
    hint: lastNumber
      ? "Det finns inget fler nummer, så ingen ringer igen."
      : again
        ? "Det här är andra gången, så ingen ringer igen."
        : hintOf(outcome),
    needsTime: outcome.needsAppointment,
    needsNote: outcome.needsNote,
    final,
    selected: outcome.code === chosen,
  };
}

/** What follows from an outcome, in words, from its row in the table. */
function hintOf(outcome: Outcome): string {
  if (outcome.needsNote && outcome.noteHint) return outcome.noteHint;
  if (outcome.erasesContact) return "Säg: ”Jag beklagar sorgen.” Namn och nummer tas bort direkt.";
  if (outcome.deletesAnswers) return "Ingen ringer igen, och svar som har getts tas bort.";
  if (outcome.final === "yes") return "Ingen ringer igen.";
  if (outcome.dropsNumber) return "Numret tas bort. Finns det fler nummer kan du prova nästa direkt.";
  if (outcome.needsAppointment) return "Välj tiden här nedanför.";
  if (outcome.notSameDay) return "Kommer tillbaka nästa ringdag.";
  if (outcome.restHours === "spacing") return `Kommer tillbaka tidigast om ${defaultPolicy.spacingHours} timmar.`;
  return "Du kan ringa upp igen direkt.";
}

const eventTexts: Readonly<Record<string, string>> = {
  "journal-checked": "har kontrollerat journalen",
  "number-shown": "öppnade numret",
  "interview-started": "började intervjun",
  "interview-resumed": "fortsatte intervjun",
  "put-on-list": "tog med uppföljningen på listan",
  released: "lämnade tillbaka uppföljningen",
  "robot-called": "ringde upp",
  "connect-ordered": "lät telefonen ringa upp",
  connected: "kopplades till den uppringda telefonen",
  "handed-to-robot": "lät roboten ringa",
  "taken-from-robot": "avbröt robotens samtal och tog över",
};
const clockTexts: Readonly<Record<string, string>> = {
  "hold-expired": "Uppföljningen gick tillbaka till listan, eftersom ingen hade arbetat med den på ett tag.",
  "window-passed": "Ringfönstret stängde.",
  "rang-in": "Patienten ringde upp roboten.",
  "inbound-wrong-birthday": "Någon ringde från patientens nummer och tryckte fel födelsedag.",
};

/** Newest first. An outcome is told once, with its note; looking at the number is told as it is logged. */
function historyOf(
  file: CaseFile,
  events: Awaited<ReturnType<typeof listEvents>>,
  names: ReadonlyMap<string, string>,
): CaseView["history"] {
  const told = events.flatMap(({ at, kind, accountId, detail }) => {
    const who = names.get(accountId ?? "") ?? "Någon";
    if (kind === "outcome-recorded" && detail !== null && isOutcomeCode(detail)) {
      const note = file.attempts.find(({ endedAt, outcome }) => endedAt === at && outcome === detail)?.note;
      return [{ at, text: `${who}: ${outcomeOf(detail).label}.${note ? ` ”${note}”` : ""}` }];
    }
    if (kind === "handed-over")
      return [
        {
          at,
          text:
            detail !== null && isHandOverReason(detail)
              ? handOverInWords(detail)
              : "Roboten lämnade över till en människa.",
        },
      ];
    const text = clockTexts[kind] ?? (eventTexts[kind] ? `${who} ${eventTexts[kind]}.` : null);
    return text === null ? [] : [{ at, text }];
  });
  return told
    .toReversed()
    .map(({ at, text }) => ({ atText: `${formatDateShort(localDateOf(at))} ${formatTime(at)}`, text }));
}
