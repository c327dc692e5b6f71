/** The result of a samverkansmätning as it stands after the last night, from counts alone. */
import {
  type CooperationRow,
  countCooperationUnits,
  findCooperation,
  findFormerCooperation,
} from "../db/cooperation.ts";
import { listSuggestions, readCooperationTallies } from "../db/cooperation-answers.ts";
import { type Refusal, refuse } from "../problems.ts";
import { type CooperationReport, cooperationThresholdsOf, makeCooperationReport } from "../reports/cooperation.ts";
import { readThresholds } from "../reports/thresholds.ts";
import type { World } from "../world.ts";

export type CooperationResult = { readonly row: CooperationRow; readonly report: CooperationReport };

export async function readCooperationResult(world: World, id: string): Promise<CooperationResult | Refusal> {
  const row = await findCooperation(world.db, id);
  return row ? { row, report: await reportOf(world, row) } : refuse("unknown-measurement");
}

/** The result before this one in the same county; null when there is none, or this one still grows. */
export async function readFormerResult(world: World, row: CooperationRow): Promise<CooperationResult | null> {
  const former = row.releasedOn === null ? undefined : await findFormerCooperation(world.db, row);
  return former ? { row: former, report: await reportOf(world, former) } : null;
}

/** The suggestions that are shown, each with its id so that it can be taken away. */
export async function readShownSuggestions(world: World, { row, report }: CooperationResult) {
  if (!report.frozen) return [];
  return (await listSuggestions(world.db, row.id)).filter(({ party }) => report.suggestions[party] !== null);
}

async function reportOf(world: World, { id, releasedOn, ...row }: CooperationRow): Promise<CooperationReport> {
  const frozen = releasedOn !== null;
  const suggestions = frozen ? await listSuggestions(world.db, id) : [];
  const thresholds = cooperationThresholdsOf(readThresholds(row.thresholds));
  return makeCooperationReport({
    tallies: await readCooperationTallies(world.db, id),
    suggestions,
    units: await countCooperationUnits(world.db, id),
    frozen,
    thresholds,
  });
}
