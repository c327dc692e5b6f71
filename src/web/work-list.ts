/** GET /lista: whom to call, in the order of least remaining opportunity, each row saying in words why it is there. */
import { ageOn, formatDateShort, formatDateTime, formatTime, localDateOf } from "../calendar.ts";
import { planCase } from "../calls/planner.ts";
import type { Policy } from "../calls/policy.ts";
import { isLastChance, whyOnList } from "../calls/reasons.ts";
import { type Stage, stageLabels, stageOf } from "../cases/case.ts";
import { web } from "../cases/web-link.ts";
import { findNames, listUnits } from "../db/accounts.ts";
import { factsOf } from "../db/case-file.ts";
import type { CaseRow } from "../db/cases.ts";
import { findPeople, type Person } from "../db/people.ts";
import { findRules } from "../db/rules.ts";
import { countWork, listWork, type WorkListView as Which } from "../db/work-list.ts";
import { languageName } from "../discharges/languages.ts";
import { agreedMarks, rowActs } from "./agreed.ts";
import { assetHref } from "./assets.ts";
import { notesOf } from "./board-people.ts";
import { handedOverOf, isRobots } from "./case-robot.ts";
import { accountOf, type Request } from "./context.ts";
import { page } from "./frame.ts";
import { trackMark } from "./tracks.ts";
import { viewUndo } from "./undo.ts";
import type { Paging, WorkListRow } from "./views.ts";

const pageSize = 25;

const tabs: readonly {
  readonly value: string;
  readonly which: Which;
  readonly label: string;
  readonly empty: string;
}[] = [
  {
    value: "att-ringa",
    which: "callable",
    label: "Att ringa nu",
    empty: "Ingen står på tur just nu. Under Väntar ser du vem som kommer härnäst och när.",
  },
  {
    value: "vantar",
    which: "waiting",
    label: "Väntar",
    empty: "Ingen väntar. Nya uppföljningar kommer hit när en utskrivningslista tas in.",
  },
  {
    value: "kan-inte-ringas",
    which: "stopped",
    label: "Kan inte ringas",
    empty:
      "Här visas uppföljningar som ingen ska ringa mer, fast ringfönstret inte har stängt. Just nu finns det ingen.",
  },
  {
    value: "vid-behov",
    which: "optional",
    label: "Vid behov",
    empty: "Här visas patienter som bara rings vid behov och som du kan ta med på listan. Just nu finns det ingen.",
  },
  {
    value: "klara",
    which: "closed",
    label: "Klara",
    empty: "Ingen uppföljning är avslutad än.",
  },
];

export async function workList(c: Request): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const now = world.now();
  const units = (await listUnits(world.db, account.providerId)).filter((unit) => account.unitIds.includes(unit.id));
  const chosen = units.find((unit) => unit.id === c.req.query("enhet"));
  const unitIds = chosen ? [chosen.id] : units.map((unit) => unit.id);
  const tab = tabs.find((one) => one.value === c.req.query("visa")) ?? tabs[0]!;
  const number = Math.min(Math.max(Number.parseInt(c.req.query("sida") ?? "1", 10) || 1, 1), 100_000);

  const { policy, trackLabels } = await findRules(world.db);
  const question = { unitIds, accountId: account.id, now, policy };
  const found = await listWork(world.db, {
    ...question,
    view: tab.which,
    limit: pageSize + 1,
    offset: (number - 1) * pageSize,
  });
  const shown = found.slice(0, pageSize);
  const counts = await countWork(world.db, question);
  const ids = shown.map(({ case: row }) => row.id);
  const people = await findPeople(
    world.db,
    { accountId: account.id, unitIds: account.unitIds, purpose: "work-list" },
    ids,
  );
  const owners = await findNames(
    world.db,
    shown.flatMap(({ case: row }) => [row.ownerId ?? "", row.appointmentFor ?? ""]),
  );

  const wardOf = new Map((await listUnits(world.db, account.providerId)).map((unit) => [unit.id, unit.name]));
  const rows = shown.map(
    ({ hidden, case: row, dischargedOn, language, interpreter, answeredByRobot, ...said }): WorkListRow =>
      hidden
        ? forNamedPersons
        : {
            href: `/uppfoljningar/${row.id}`,
            name: people.has(row.id) ? (people.get(row.id)?.name ?? "Namn saknas") : "Namnet är borttaget",
            ageText: ageText(people.get(row.id), localDateOf(now)),
            ward: wardOf.get(row.dischargeUnitId) ?? "",
            track: trackMark(row.track, trackLabels),
            dischargedText: formatDateShort(dischargedOn),
            why:
              row.state === "closed" && row.closedAt !== null
                ? `${whyOnList(factsOf(row), now, policy)} ${formatDateTime(row.closedAt)}`
                : whyOnList({ ...factsOf(row), handedOver: handedOverOf(row, answeredByRobot) }, now, policy),
            stage: stageText(row, now, policy),
            urgent: isUrgent(row, now, policy),
            held:
              row.state === "held" && row.ownerId !== null
                ? {
                    mine: row.ownerId === account.id,
                    text: heldText(row, account.id, owners.get(row.ownerId)),
                  }
                : null,
            marks: [
              ...(said.protected ? [protectedMark] : []),
              ...marksOf(row, language, interpreter),
              ...agreedMarks(row, account.id, owners, now),
            ],
            ...rowActs(row, tab.which, now),
          },
  );

  const address = (changes: Record<string, string | null>) => {
    const query = new URLSearchParams();
    const all = { enhet: chosen?.id ?? null, visa: tab.value === tabs[0]!.value ? null : tab.value, ...changes };
    for (const [name, value] of Object.entries(all)) if (value !== null) query.set(name, value);
    const text = query.toString();
    return text === "" ? "/lista" : `/lista?${text}`;
  };
  const countOf: Record<string, string> = {
    "att-ringa": String(counts.callable),
    vantar: String(counts.waiting),
    "kan-inte-ringas": String(counts.stopped),
    "vid-behov": String(counts.optional),
    klara: "",
  };
  // Most days hold none of these.
  const shownTabs = tabs.filter(({ which }) => which !== "stopped" || counts.stopped > 0 || tab.which === "stopped");
  const [newest] = await notesOf(world, account, unitIds, new Map(units.map(({ id, name }) => [id, name])), 1);
  return page(c, "work-list", "Arbetslista", {
    undo: await viewUndo(world, account),
    note: newest ? { sheet: assetHref("board.css"), newest: { ...newest, from: "lista" } } : null,
    unitName: chosen?.name ?? (units.length === 1 ? units[0]!.name : "Alla mina enheter"),
    units:
      units.length > 1
        ? [
            { href: address({ enhet: null }), label: "Alla mina enheter", current: !chosen },
            ...units.map((unit) => ({
              href: address({ enhet: unit.id }),
              label: unit.name,
              current: unit.id === chosen?.id,
            })),
          ]
        : [],
    summary: summaryOf(counts),
    tabs: shownTabs.map(({ value, label }) => ({
      href: address({ visa: value === tabs[0]!.value ? null : value }),
      label,
      current: value === tab.value,
      count: countOf[value] ?? "",
    })),
    rows,
    emptyText: number > 1 ? "Listan slutar före den här sidan. Gå till föregående sida." : tab.empty,
    paging: pagingOf(number, shown.length, found.length > pageSize, address),
  });
}

function pagingOf(
  number: number,
  shown: number,
  more: boolean,
  address: (changes: Record<string, string | null>) => string,
): Paging | null {
  if (number === 1 && !more) return null;
  const first = (number - 1) * pageSize + 1;
  return {
    text: shown === 0 ? `Sida ${number}` : `Visar ${first}–${first + shown - 1}`,
    previousHref: number > 1 ? address({ sida: number === 2 ? null : String(number - 1) }) : null,
    nextHref: more ? address({ sida: String(number + 1) }) : null,
  };
}

const summaryOf = (counts: { callable: number; waiting: number; booked: number }): string =>
  [
    `${counts.callable} att ringa nu`,
    `${counts.waiting} väntar`,
    counts.booked === 1 ? "1 bokad tid" : `${counts.booked} bokade tider`,
  ].join(" · ");

/** All that a colleague sees of a protected patient: that there is one, and that somebody has it in hand. */
export const forNamedPersons: WorkListRow = {
  ...{ href: null, name: "Skyddade personuppgifter", ageText: "", ward: "", track: null, dischargedText: "" },
  ...{ why: "Sköts för hand av dem som enheten har utsett.", stage: "", urgent: false, held: null, marks: [] },
};

// ── words about a case that its own page shares ──

/** For a named person, on the list and on the case's page. */
export const protectedMark = "Skyddade personuppgifter";

export const ageText = (person: Person | undefined, today: string): string =>
  person?.birthDate ? `${ageOn(person.birthDate, today)} år` : "";

export function stageText(row: CaseRow, now: number, policy: Policy): string {
  const stage: Stage = stageOf(factsOf(row), now);
  const { decision } = planCase(factsOf(row), now, policy);
  if (row.state === "planned" && decision === "stop") return "Kan inte ringas";
  if (isRobots(row)) return "Roboten ringer";
  if (stage === "booked" && row.appointmentAt !== null) {
    const today = localDateOf(row.appointmentAt) === localDateOf(now);
    return `Bokad tid ${today ? formatTime(row.appointmentAt) : formatDateShort(localDateOf(row.appointmentAt))}`;
  }
  if (stage === "resting" && row.restBecause === "skipped") return "Hoppas över";
  // The hour is not one to ring in, or does not suit the patient.
  return stage === "callable" && decision === "wait" ? "Väntar" : stageLabels[stage];
}

const isUrgent = (row: CaseRow, now: number, policy: Policy): boolean =>
  row.state !== "closed" &&
  row.state !== "optional" &&
  (row.handedOverBecause !== null ||
    isLastChance(factsOf(row), now, policy) ||
    (row.appointmentAt !== null && row.appointmentAt <= now));

export const heldText = (row: CaseRow, accountId: string, ownerName: string | undefined): string => {
  if (row.ownerId === web) return "Patienten svarar på webben just nu.";
  const who = isRobots(row) ? "Roboten" : row.ownerId === accountId ? "Du" : (ownerName ?? "En kollega");
  return `${who} har den här uppföljningen sedan ${formatTime(row.ownedSince ?? 0)}.`;
};

export function marksOf(row: CaseRow, language: string | null, interpreter: boolean): string[] {
  const marks: string[] = [];
  if (!row.surveyConsent && row.state !== "closed") marks.push("Ring, men fråga inte enkäten");
  const spoken = language === null ? null : languageName(language);
  if (interpreter) marks.push(spoken === null ? "Behöver tolk" : `Tolk: ${spoken}`);
  else if (spoken !== null) marks.push(`Språk: ${spoken}`);
  if (row.interrupted && row.state !== "closed") marks.push("Intervju påbörjad");
  return marks;
}
