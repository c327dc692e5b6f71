/**
 * GET /tavla: at a glance, who will be missed tomorrow. A coordinator sees the patients of the own units, whoever leads
 * sees counts for all units of the provider and never a name.
 */
import { addDays, instantOf, localDateOf } from "../calendar.ts";
import { listUnits } from "../db/accounts.ts";
import * as board from "../db/board.ts";
import { listMeasurements } from "../db/measurements.ts";
import { isRobotOn } from "../db/robot-switch.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, type ProblemCode, type Refusal, sentenceFor } from "../problems.ts";
import { completed, interviewed, notEligible } from "../reports/counted-outcomes.ts";
import { continuousPrefix } from "../responses/continuous.ts";
import { leaveShiftNote, readShiftNote } from "../steps/leave-shift-note.ts";
import { releaseHold } from "../steps/release-hold.ts";
import type { World } from "../world.ts";
import { assetHref } from "./assets.ts";
import { peopleOf, type Typed } from "./board-people.ts";
import * as words from "./board-view.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import type { BoardView } from "./views.ts";

/** GET /tavla?enhet= */
export const boardPage = (c: Request): Promise<Response> => show(c, null);

async function show(c: Request, typed: Typed | null): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const isLead = account.role === "lead";
  const all = (await listUnits(world.db, account.providerId)).filter((unit) =>
    isLead ? isCalling(unit) : account.unitIds.includes(unit.id),
  );
  const chosen = all.find(({ id }) => id === (typed?.unitId ?? c.req.query("enhet")));
  const units = chosen ? [chosen] : all;
  const ids = units.map(({ id }) => id);
  const now = world.now();
  const today = localDateOf(now);
  const at = (days: number) => instantOf(addDays(today, days), "00:00");
  const midnights = { now, today: at(0), tomorrow: at(1), after: at(2) };
  const counts = await board.countBoard(world.db, ids, midnights, completed);
  const worked = await board.findWorked(world.db, ids, midnights.today);
  const tasks = await board.countTasks(world.db, ids, now);
  const whole = words.sumOf(counts);
  const idle = new Set(words.idleUnits(counts, worked, now));
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  const robotIsOn = world.telephone === null ? null : await isRobotOn(world);
  const view: BoardView = {
    sheet: assetHref("board.css"),
    unitName: chosen?.name ?? (all.length === 1 ? all[0]!.name : isLead ? "Alla enheter" : "Alla mina enheter"),
    units:
      all.length > 1
        ? [
            { href: "/tavla", label: isLead ? "Alla enheter" : "Alla mina enheter", current: !chosen },
            ...all.map(({ id, name }) => ({ href: `/tavla?enhet=${id}`, label: name, current: id === chosen?.id })),
          ]
        : [],
    headline: words.headlineOf(whole),
    isUrgent: whole.lastToday > 0,
    idleText: words.idleTextOf(
      ids.filter((id) => idle.has(id)).map((id) => nameOf.get(id) ?? ""),
      ids.length,
    ),
    today: words.todayOf(whole, (which) =>
      isLead ? null : `/lista?visa=${which}${chosen ? `&enhet=${chosen.id}` : ""}`,
    ),
    robotText: words.robotText(robotIsOn, whole.robots),
    ...words.tasksText(tasks),
    people: isLead ? null : await peopleOf(world, account, ids, whole, midnights, nameOf, typed),
    rows: ids.length < 2 ? [] : counts.map((one) => rowOf(one, nameOf, tasks, idle, worked)),
    progress: await progressOf(world, ids, today),
  };
  const errors = typed ? [{ field: fieldOf[typed.refused.refused] ?? "text", text: sentence(typed.refused) }] : [];
  return page(c, "board", "Tavlan", view, { errors, status: typed ? 422 : 200 });
}

const sentence = ({ refused, details }: Refusal): string => sentenceFor(refused, details);
const fieldOf: Partial<Record<ProblemCode, string>> = { "unit-unknown": "enhet" };

/** A unit that another one rings for has no list of its own. */
const isCalling = (unit: { id: string; callingUnitId: string | null; closedAt: number | null }): boolean =>
  unit.closedAt === null && (unit.callingUnitId === null || unit.callingUnitId === unit.id);

function rowOf(
  counts: board.BoardCounts,
  names: ReadonlyMap<string, string>,
  tasks: readonly board.TaskCounts[],
  idle: ReadonlySet<string>,
  worked: ReadonlySet<string>,
): BoardView["rows"][number] {
  const theirs = tasks.find(({ unitId }) => unitId === counts.unitId);
  const waiting = theirs?.unacknowledged ?? 0;
  const cell = (label: string, count: number, urgent = false) => ({
    label,
    value: String(count),
    urgent: urgent && count > 0,
  });
  return {
    name: names.get(counts.unitId) ?? "",
    cells: [
      cell("Kan ringas nu", counts.callable),
      cell("Senare i dag", counts.laterToday),
      cell("Avslutade i dag", counts.doneToday),
      cell("Sista chansen i dag", counts.lastToday, true),
      cell("Sista chansen i morgon", counts.lastTomorrow),
      cell("Försenade tider", counts.overdueAppointments, true),
      cell("Åtgärder att kvittera", waiting, true),
      {
        label: "Arbetat i dag",
        value: idle.has(counts.unitId) ? "Nej, ingen" : worked.has(counts.unitId) ? "Ja" : "–",
        urgent: idle.has(counts.unitId),
      },
    ],
  };
}

async function progressOf(world: World, unitIds: readonly string[], today: string): Promise<BoardView["progress"]> {
  const { lastDay } = (await findRules(world.db)).windows.measurement;
  const running = (await listMeasurements(world.db))
    .filter(({ id, state }) => state === "running" && !id.startsWith(continuousPrefix))
    .map((row) => ({ ...row, endsOn: addDays(row.closesOn, lastDay) }))
    .filter(({ opensOn, endsOn }) => opensOn <= today && today <= endsOn);
  if (running.length === 0) return [];
  const ids = running.map(({ id }) => id);
  const counts = await board.countProgress(world.db, unitIds, ids, { completed: interviewed, notEligible });
  return running.flatMap((measurement) => {
    const theirs = counts.find(({ measurementId }) => measurementId === measurement.id);
    return theirs ? [words.progressOf(measurement, theirs, today)] : [];
  });
}

/** POST /tavla/lapp */
export async function leaveNote(c: Request): Promise<Response> {
  const form = await formOf(c);
  const unitId = form.text("enhet");
  const text = form.raw("text");
  const checked = form.text("kontrollerad") === "ja";
  const left = await leaveShiftNote(c.get("world"), accountOf(c), { unitId, text, checked });
  if (isRefusal(left)) return show(c, { unitId, text, refused: left });
  setFlash(c, "note-left");
  return c.redirect(`/tavla?enhet=${encodeURIComponent(unitId)}`, 303);
}

/** POST /tavla/lapp/:id/last */
export async function noteRead(c: Request): Promise<Response> {
  const read = await readShiftNote(c.get("world"), accountOf(c), c.req.param("id") ?? "");
  if (isRefusal(read)) giveUp(read);
  return c.redirect((await formOf(c)).text("fran") === "lista" ? "/lista" : "/tavla", 303);
}

/** POST /tavla/slapp */
export async function releaseColleagues(c: Request): Promise<Response> {
  const form = await formOf(c);
  const released = await releaseHold(
    c.get("world"),
    accountOf(c),
    form.text("uppfoljning"),
    form.number("sedan") ?? Number.NaN,
  );
  if (isRefusal(released)) giveUp(released);
  setFlash(c, released.released ? "hold-released" : "hold-already-free");
  return c.redirect("/tavla", 303);
}
