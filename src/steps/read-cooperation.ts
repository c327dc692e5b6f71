/** The result of a samverkansmätning as it stands after the last night, from counts alone. */
import { type CooperationRow, findCooperation } from "../db/cooperation.ts";
import { listSuggestions, readCooperationTallies } from "../db/cooperation-answers.ts";
import { type Refusal, refuse } from "../problems.ts";
import { type CooperationReport, makeCooperationReport } from "../reports/cooperation.ts";
import type { World } from "../world.ts";

export type CooperationResult = { readonly row: CooperationRow; readonly report: CooperationReport };

export async function readCooperationResult(world: World, id: string): Promise<CooperationResult | Refusal> {
  const row = await findCooperation(world.db, id);
  if (!row) return refuse("unknown-measurement");
  const frozen = row.releasedOn !== null;
  const report = makeCooperationReport({
    tallies: await readCooperationTallies(world.db, id),
    suggestions: frozen ? await listSuggestions(world.db, id) : [],
    frozen,
  });
  return { row, report };
}
