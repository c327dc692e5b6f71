/**
 * Lets answers of samverkansmätningar out of the waiting room at night: while one runs in safe steps (cooperation/release.ts),
 * when it has closed all that is left, once. Every measurement's step is one unit.
 */
import { daysBetween, localDateOf } from "../calendar.ts";
import { parties, type Question } from "../cooperation/form.ts";
import { planLastStep, planStep } from "../cooperation/release.ts";
import { mustChange } from "../db/atomic.ts";
import { type CooperationRow, findCooperation, listCooperations } from "../db/cooperation.ts";
import {
  countAnswers,
  deleteSuggestionsOf,
  forgetTheRest,
  listWaitingAnswers,
  noteStep,
  readCooperationTallies,
} from "../db/cooperation-answers.ts";
import { cooperationThresholdsOf, makeCooperationReport } from "../reports/cooperation.ts";
import { readThresholds } from "../reports/thresholds.ts";
import type { World } from "../world.ts";

/** Days after the last night on which what it may have left behind is looked for again: a night may be cut off half-way. */
const lookAgainDays = 7;

/** Gives how many things that were said left. What somebody else let out at the same moment is left to them. */
export async function releaseCooperation(world: World): Promise<{ released: number }> {
  let released = 0;
  for (const row of await listCooperations(world.db)) {
    if (row.releasedOn === null) released += await step(world, row);
    if (row.state !== "running") await forgetUnshown(world, row.id);
  }
  // The rows that waited are gone from their table; now from the log too.
  if (released > 0) await world.scrub();
  return { released };
}

async function step(world: World, row: CooperationRow): Promise<number> {
  const over = row.state !== "running";
  const thresholds = cooperationThresholdsOf(readThresholds(row.thresholds));
  const waiting = await listWaitingAnswers(world.db, row.id);
  const counted = over ? await readCooperationTallies(world.db, row.id) : [];
  const questions = [...new Set(waiting.map(({ question }) => question))].sort();
  const leaving = parties.flatMap((party) =>
    questions.flatMap((question: Question) => {
      const group = waiting.filter((one) => one.party === party && one.question === question);
      const seen = counted.some((one) => one.party === party && one.question === question);
      const rows = over
        ? planLastStep(question, group, seen, thresholds, world.shuffle)
        : planStep(question, group, thresholds, world.shuffle);
      return rows.length === 0 ? [] : [{ group: { cooperationId: row.id, party, question }, rows }];
    }),
  );
  if (leaving.length === 0 && !over) return 0;
  const written = await world.atomically([
    ...mustChange(noteStep(row, over ? localDateOf(world.now()) : null)),
    ...leaving.flatMap(({ group, rows }) => countAnswers(group, rows)),
    ...(over ? forgetTheRest(row.id) : []),
  ]);
  return written === "done" ? leaving.reduce((sum, { rows }) => sum + rows.length, 0) : 0;
}

/** What was written in own words by a party whose answers turned out too few is never shown to anybody, so it is not kept. */
async function forgetUnshown(world: World, id: string): Promise<void> {
  // Read anew: only what nothing more is added to can tell what is never shown.
  const row = await findCooperation(world.db, id);
  const { releasedOn = null } = row ?? {};
  if (!row || releasedOn === null || daysBetween(releasedOn, localDateOf(world.now())) > lookAgainDays) return;
  const tallies = await readCooperationTallies(world.db, row.id);
  const thresholds = cooperationThresholdsOf(readThresholds(row.thresholds));
  const { suggestions } = makeCooperationReport({ tallies, suggestions: [], frozen: true, thresholds });
  const unshown = parties.filter((party) => suggestions[party] === null);
  if (unshown.length > 0) await world.atomically(unshown.map((party) => deleteSuggestionsOf(row.id, party)));
}
