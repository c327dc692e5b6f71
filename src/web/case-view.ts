/**
 * A case as its page shows it: who, why now, what to say first, the numbers, how to begin, and what it can come to. Only
 * puts together what the ground floor has decided. Longer than most because the page is the coordinator's whole desk.
 */
import { formatDate, formatDateShort, formatDateTime, formatTime, localDateOf } from "../calendar.ts";
import { readAvailability } from "../calls/appointments.ts";
import { isLive } from "../calls/numbers.ts";
import { isOutcomeCode, type Outcome, outcomeOf, outcomesToPick } from "../calls/outcomes.ts";
import { planCase } from "../calls/planner.ts";
import type { Policy } from "../calls/policy.ts";
import { endedAs, handOverInWords, isHandOverReason, whyOnList } from "../calls/reasons.ts";
import type { Rules } from "../calls/rules.ts";
import { caseNumberOf } from "../calls/search-words.ts";
import { isSkipReason, skipReasons } from "../calls/skips.ts";
import { mayAgree } from "../cases/attempt.ts";
import { isTooYoung } from "../cases/eligibility.ts";
import { proxyInWords } from "../cases/proxy.ts";
import { type Account, findNames, findProvider, listUnits } from "../db/accounts.ts";
import type { BookedTime } from "../db/agreements.ts";
import { type CaseFile, findCaseFile, type OpenInterview } from "../db/case-file.ts";
import { findDischarge, listEvents } from "../db/cases.ts";
import { findPerson, type Person } from "../db/people.ts";
import { findRules } from "../db/rules.ts";
import { languageName } from "../discharges/languages.ts";
import type { World } from "../world.ts";
import {
  agreedMarks,
  bookedSoon,
  forInput,
  offeredTimes,
  partOptions,
  reasonOptions,
  relationOptions,
} from "./agreed.ts";
import { assetHref } from "./assets.ts";
import { type TypedAgreement, viewAgree } from "./case-agree.ts";
import { viewConnect } from "./case-connect.ts";
import { numbersToChoose, type TypedNumber, viewNumberForms, viewNumbers } from "./case-numbers.ts";
import { answeredByRobot, answeredText, handedOverOf, isRobots, viewRobotCall, viewRobotOffer } from "./case-robot.ts";
import { viewCaseTasks } from "./case-tasks.ts";
import { viewWebLink } from "./case-web-link.ts";
import { noHelp, type TypedHelp } from "./help-form.ts";
import { trackChangeInWords, trackMark } from "./tracks.ts";
import { viewUndo } from "./undo.ts";
import type { CaseView, Fact, Option, OutcomeOption } from "./views.ts";
import { ageText, heldText, marksOf, protectedMark, stageText } from "./work-list.ts";

/** What was typed into the outcome form and must not be lost. */
export type TypedOutcome = {
  readonly outcome: string;
  readonly time: string;
  readonly note: string;
  readonly need: string;
  /** Which number was wrong. */
  readonly wrongNumber?: string;
  /** A refused form of a number: it stands open with what was typed. */
  readonly number?: TypedNumber;
  /** Parts of day that suit the patient. */
  readonly suits?: readonly string[];
  /** Who was said to answer, and the rest of it, in the form that begins the interview. */
  readonly answers?: { readonly respondent: string; readonly relation: string; readonly reason: string };
  /** The fields of help beside the outcome, and of a task on its own. */
  readonly help?: TypedHelp;
  readonly newTask?: TypedHelp;
};

/** The page of a case of the account's own units; nothing when it is not theirs. */
export async function viewCase(
  world: World,
  account: Account,
  id: string,
  typed: TypedOutcome,
  agreed: TypedAgreement = { open: null },
): Promise<CaseView | undefined> {
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const file = await findCaseFile(world.db, viewer, id);
  if (!file) return undefined;
  const { row } = file;
  const now = world.now();
  const { policy, trackLabels } = await findRules(world.db);
  const person = await findPerson(world.db, viewer, id);
  const discharge = await findDischarge(world.db, id);
  const events = await listEvents(world.db, id);
  const units = await listUnits(world.db, account.providerId);
  const provider = await findProvider(world.db, account.providerId);
  const names = await findNames(
    world.db,
    [row.ownerId, row.appointmentFor, ...events.map(({ accountId }) => accountId)].filter((one) => one !== null),
  );
  const mine = row.state === "held" && row.ownerId === account.id;
  const heldByOther = row.state === "held" && !mine && !isHoldOver(row.ownedSince, now, policy);
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
    track: trackMark(row.track, trackLabels),
    stage: mine ? "Du ringer nu" : stageText(row, now, policy),
    // To the one who holds it, what matters is still until when.
    why: whyOnList(
      {
        ...(mine ? { ...file.facts, state: "planned" } : file.facts),
        handedOver: isRobots(row) ? null : handedOverOf(row, answeredByRobot(file.interview)),
      },
      now,
      policy,
    ),
    answered: closed ? null : answeredText(file.interview),
    robotCalling: heldByOther ? await viewRobotCall(world, row) : null,
    robot: await viewRobotOffer(world, account, file, person, discharge),
    // Also after the last call, until the answers can no longer be found.
    mayWithdraw: !mine && row.disposition !== "withdrawn" && row.disposition !== "dead" && !file.evidence.sealed,
    undo: await viewUndo(world, account, id),
    marks: [
      ...(discharge?.protected ? [protectedMark] : []),
      ...marksOf(row, discharge?.language ?? null, discharge?.interpreter ?? false),
      ...agreedMarks(row, account.id, names, now),
    ],
    callOnly: !row.surveyConsent && !closed,
    heldByOther:
      heldByOther && !isRobots(row)
        ? `${heldText(row, account.id, names.get(row.ownerId ?? ""))} Du kan läsa men inte ringa.`
        : null,
    heldByMe: mine ? heldText(row, account.id, undefined) : null,
    notNow: working && !mine ? notNowText(file, now, policy) : null,
    closed: closed
      ? {
          outcome: endedAs(file.facts),
          atText: row.closedAt === null ? "" : formatDateTime(row.closedAt),
        }
      : null,
    optional: row.state === "optional",
    needsJournalCheck: !checkedToday,
    sayFirst: working
      ? {
          opening: `Hej, jag heter ${account.name} och ringer från ${provider?.name ?? "regionen"}. Får jag tala med ${askedFor(person, discharge?.dischargedOn ?? today, policy)}?`,
          toOthers:
            "Säg bara ditt namn och regionens namn. Nämn inte sjukhus, vård eller varför du ringer. Säg att du hör av dig en annan gång.",
          voicemail: "Lägg på utan att lämna något meddelande.",
        }
      : null,
    connect: await viewConnect(world, account, file, person, numbersShown),
    numbers:
      working && person
        ? {
            ...{ shown: numbersShown, sheet: assetHref("numbers.css") },
            ...{
              list: viewNumbers(person, numbersShown, isChild(person, discharge?.dischargedOn ?? today, policy)),
              forms: viewNumberForms(typed.number),
            },
          }
        : null,
    start:
      working && row.surveyConsent
        ? {
            buttonLabel: file.interview ? "Fortsätt intervjun" : "Börja intervjun",
            theyRang: !mine && notNowText(file, now, policy) !== null,
            resumes: file.interview !== null,
            respondents: respondentsOf(person, typed.answers?.respondent),
            relations: relationOptions(typed.answers?.relation),
            reasons: reasonOptions(typed.answers?.reason),
            asksPatient: Boolean(person?.proxyName),
            proxyText: file.interview && proxyText(file.interview),
          }
        : null,
    outcome: working
      ? outcomeForm(file, numbersShown, await bookedSoon(world, [row.unitId]), now, policy, typed)
      : null,
    agree: await viewAgree(world, account, file, discharge, policy, {
      mayAct: !heldByOther,
      skipReason: events.findLast(({ kind }) => kind === "skipped")?.detail ?? null,
      typed: agreed,
    }),
    webLink: await viewWebLink(world, account, id),
    ...(await viewCaseTasks(world, account, row, typed.help ?? noHelp, typed.newTask)),
    history: historyOf(file, events, names, trackLabels),
  };
}

const isChild = (person: Person | undefined, dischargedOn: string, policy: Policy): boolean =>
  person !== undefined && isTooYoung({ birthDate: person.birthDate, dischargedOn }, policy);

/** Whom to ask for: a child's guardian (domain §4). */
const askedFor = (person: Person | undefined, dischargedOn: string, policy: Policy): string =>
  isChild(person, dischargedOn, policy)
    ? (person?.proxyName ?? "barnets vårdnadshavare")
    : (person?.name ?? "den jag söker");

const isHoldOver = (ownedSince: number | null, now: number, policy: Policy): boolean =>
  ownedSince !== null && now >= ownedSince + policy.holdMinutes * 60_000;

function notNowText(file: CaseFile, now: number, policy: Policy): string | null {
  const plan = planCase(file.facts, now, policy);
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

/** Who helps or answers in an interview that is taken up again. */
function proxyText({ row, state }: OpenInterview): string | null {
  const words = proxyInWords(row);
  if (words === null) return null;
  return `${state.respondent === "proxy" ? "Närstående svarar" : "Patienten svarar med stöd"}: ${words}`;
}

function respondentsOf(person: Person | undefined, picked = ""): (Option & { hint: string })[] {
  const choice = (value: string, label: string, hint: string) => ({ value, label, hint, selected: value === picked });
  return [
    choice("patient", "Patienten själv", ""),
    choice("supported", "Patienten, med stöd av någon", "Någon hjälper till, men svaren är patientens egna."),
    ...(person?.proxyName
      ? [
          choice(
            "proxy",
            `Närstående: ${person.proxyName}`,
            "Bara om patienten inte kan eller vill svara själv. Fråga patienten först. Frågorna ställs då om patienten.",
          ),
        ]
      : []),
  ];
}

function outcomeForm(
  file: CaseFile,
  numbersShown: boolean,
  booked: readonly BookedTime[],
  now: number,
  policy: Policy,
  typed: TypedOutcome,
): CaseView["outcome"] {
  const first = Math.max(now, file.row.firstCallAt ?? now);
  const last = (file.row.lastCallAt ?? now) - 60_000;
  // When it is not our turn to ring, only what somebody has told us can be recorded.
  const mayDial = file.facts.state === "held" || planCase(file.facts, now, policy).decision === "dial";
  const options = outcomesToPick(file.row.surveyConsent).filter(({ contact }) => mayDial || contact);
  const times = offeredTimes(file.row, booked, now, policy, typed.time);
  return {
    options: options.map((outcome) => outcomeOption(file, outcome, now, policy, typed.outcome)),
    numbers: numbersToChoose(file.numbers, numbersShown, typed.wrongNumber ?? ""),
    times,
    parts: partOptions(typed.suits ? readAvailability(typed.suits) : file.row.availability),
    appointment: {
      value: times.some(({ selected }) => selected) ? "" : typed.time,
      min: forInput(first),
      max: forInput(last),
    },
    note: typed.note,
    need: typed.need,
  };
}

function outcomeOption(file: CaseFile, outcome: Outcome, now: number, policy: Policy, chosen: string): OutcomeOption {
  const { outcomes: earlier } = file.evidence;
  const live = file.numbers.filter(isLive).length;
  const lastNumber = outcome.dropsNumber && live < 2;
  const again = earlier.filter((code) => code === outcome.code).length + 1 >= (outcome.finalAfter ?? Infinity);
  const final = outcome.final === "yes" || lastNumber || again;
  const timeLeft = mayAgree(file.facts, now);
  return {
    code: outcome.code,
    label: outcome.label,
    hint: lastNumber
      ? "Det finns inget fler nummer, så ingen ringer igen."
      : again
        ? "Det här är andra gången, så ingen ringer igen."
        : outcome.needsAppointment && !timeLeft
          ? "Det finns ingen ringtid kvar att boka. Spara utan tid: samtalet räknas som kontakt."
          : hintOf(outcome, policy),
    needsTime: outcome.needsAppointment && timeLeft,
    needsNumber: outcome.dropsNumber && live > 1,
    final,
    selected: outcome.code === chosen,
  };
}

/** What follows from an outcome, in words, from its row in the table. */
function hintOf(outcome: Outcome, policy: Policy): string {
  if (outcome.needsNote && outcome.noteHint) return outcome.noteHint;
  if (outcome.erasesContact) return "Säg: ”Jag beklagar sorgen.” Namn och nummer tas bort direkt.";
  if (outcome.deletesAnswers) return "Ingen ringer igen, och svar som har getts tas bort.";
  if (outcome.final === "yes") return "Ingen ringer igen.";
  if (outcome.dropsNumber) return "Numret tas bort. Finns det fler nummer kan du prova nästa direkt.";
  if (outcome.needsAppointment) return "Välj tiden här nedanför.";
  if (outcome.finalAfter !== null) return "Ett nytt försök nästa ringdag. Säger någon nej igen ringer ingen mer.";
  if (outcome.notSameDay) return "Kommer tillbaka nästa ringdag.";
  if (outcome.restHours === "spacing") return `Kommer tillbaka tidigast om ${policy.spacingHours} timmar.`;
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
  "time-booked": "bokade en tid",
  "time-moved": "flyttade den bokade tiden",
  "time-cancelled": "avbokade tiden",
  "availability-set": "skrev när det passar patienten",
  "language-set": "ändrade språk och tolk",
  "proxy-named": "skrev in en närstående som patienten har utsett",
  unskipped: "tog tillbaka patienten som hade hoppats över",
  "handed-to-robot": "lät roboten ringa",
  "taken-from-robot": "avbröt robotens samtal och tog över",
  "number-added": "la till ett telefonnummer",
  "number-corrected": "rättade ett telefonnummer",
  "number-moved": "ändrade ordningen på telefonnumren",
  "number-dropped": "markerade ett telefonnummer som inte fungerar",
  "number-revived": "markerade att ett telefonnummer fungerar",
  "task-raised": "skapade en åtgärd",
  "task-acknowledged": "kvitterade en åtgärd",
  "task-done": "gjorde klart en åtgärd",
  "task-moved": "flyttade en åtgärd till en annan enhet",
  "task-reopened": "öppnade en åtgärd igen",
  "web-link-made": "gjorde en länk till webbformuläret",
  "web-link-removed": "tog bort länken till webbformuläret",
  "task-number-shown": "öppnade numret för en åtgärd",
};
const clockTexts: Readonly<Record<string, string>> = {
  "hold-expired": "Uppföljningen gick tillbaka till listan, eftersom ingen hade arbetat med den på ett tag.",
  "window-passed": "Ringfönstret stängde.",
  "protected-by-intake":
    "En lista sa att patienten har skyddade personuppgifter. Bara de som är utsedda ser uppföljningen.",
  "unprotected-by-intake": "En lista sa att patienten inte längre har skyddade personuppgifter.",
  "rules-changed": "Reglerna för uppringning ändrades, och uppföljningen planerades om.",
  "task-escalated": "Ingen hade kvitterat en åtgärd i tid.",
  "task-lapsed": "En åtgärd blev inte klar i tid och avslutades.",
  "web-opened": "Någon med rätt födelsedag öppnade webbformuläret.",
  "web-begun": "Webbformuläret påbörjades.",
  "web-link-dead": "Länken till webbformuläret slutade att gälla: fel födelsedag tre gånger.",
  "rang-in": "Patienten ringde upp roboten.",
  "inbound-wrong-birthday": "Någon ringde från patientens nummer och tryckte fel födelsedag.",
};

const skippedFor = (reason: string | null): string =>
  reason !== null && isSkipReason(reason) && reason !== "other" ? `: ${skipReasons[reason].toLowerCase()}` : "";

/** Newest first. An outcome is told once, with its note; looking at the number is told as it is logged. */
function historyOf(
  file: CaseFile,
  events: Awaited<ReturnType<typeof listEvents>>,
  names: ReadonlyMap<string, string>,
  labels: Rules["trackLabels"],
): CaseView["history"] {
  const told = events.flatMap(({ at, kind, accountId, detail }) => {
    const who = names.get(accountId ?? "") ?? "Någon";
    if (kind === "outcome-recorded" && detail !== null && isOutcomeCode(detail)) {
      const attempt = file.attempts.find(({ endedAt, outcome }) => endedAt === at && outcome === detail);
      const note = attempt?.note;
      return [
        {
          at,
          text: `${attempt?.mode === "web" ? "På webben" : who}: ${outcomeOf(detail).label}.${note ? ` ”${note}”` : ""}`,
        },
      ];
    }
    if (kind === "outcome-undone" && detail !== null && isOutcomeCode(detail))
      return [{ at, text: `${who} ångrade utfallet ”${outcomeOf(detail).label}”. Det räknas inte.` }];
    if (kind === "skipped") return [{ at, text: `${who} hoppade över${skippedFor(detail)}.` }];
    if (kind === "track-changed") return [{ at, text: trackChangeInWords(detail ?? "", labels) }];
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
