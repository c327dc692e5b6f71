/**
 * The demo's finished measurements stand as published: each then has what everything published has, a number with a page and
 * files of its own. Written straight in on the day the demo begins, since their lives are not lived through.
 */
import { insertPublication, listMeasurements } from "../db/measurements.ts";
import { isRefusal } from "../problems.ts";
import { publishedText } from "../reports/published.ts";
import { readReport } from "../steps/read-report.ts";
import type { World } from "../world.ts";

/** `startDate`: local, the demo's first day. Nothing is told of those who were discharged: their lists were never here. */
export async function publishFinished(world: World, startDate: string): Promise<void> {
  const published = (await listMeasurements(world.db)).filter(({ state }) => state === "published");
  for (const { id } of published) {
    const report = await readReport(world, id);
    if (isRefusal(report)) throw new Error(`the demo's measurement ${id} cannot be read: ${report.refused}`);
    const row = { measurementId: id, number: 1, publishedOn: startDate, changed: null };
    await world.atomically(insertPublication(world.db, row, publishedText(report, null)));
  }
}
