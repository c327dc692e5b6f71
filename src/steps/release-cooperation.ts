/**
 * Lets answers of samverkansmätningar out of the waiting room at night: while one runs in safe steps (cooperation/release.ts),
 * when it has closed all that is left, once. Every measurement's step is one unit.
 */
import { localDateOf } from "../calendar.ts";
import { parties, type Question } from "../cooperation/form.ts";
import { planLastStep, planStep } from "../cooperation/release.ts";
import { mustChange } from "../db/atomic.ts";
import { type CooperationRow, listCooperations } from "../db/cooperation.ts";
import {
  countAnswers,
  forgetTheRest,
  listWaitingAnswers,
  noteStep,
  readCooperationTallies,
} from "../db/cooperation-answers.ts";
import { cooperationThresholdsOf } from "../reports/cooperation.ts";
import { readThresholds } from "../reports/thresholds.ts";
import type { World } from "../world.ts";

/** Gives how many things that were said left. What somebody else let out at the same moment is left to them. */
export async function releaseCooperation(world: World): Promise<{ released: number }> {
  let released = 0;
  for (const row of await listCooperations(world.db)) {
    if (row.releasedOn === null) released += await step(world, row);
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
