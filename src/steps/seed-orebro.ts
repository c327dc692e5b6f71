/**
 * Puts the November 2019 measurement of Örebro län into the database, frozen. Idempotent: it writes nothing once the
 * measurement is there.
 */
import { addMeasurement, findMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { tallyGroup } from "../db/tallies.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { World } from "../world.ts";

export async function seedOrebro2019(world: World): Promise<"seeded" | "already-there"> {
  const measurementId = orebro2019Measurement.id;
  if (await findMeasurement(world.db, measurementId)) return "already-there";
  const rows = world.shuffle(orebro2019Responses).map((row) => ({ ...row, id: world.newId() }));
  await world.atomically([
    addMeasurement(world.db, orebro2019Measurement),
    ...insertResponses(rows),
    ...tallyGroup({ measurementId, county: "18", careType: "somatic" }),
    ...tallyGroup({ measurementId, county: "18", careType: "psychiatric" }),
  ]);
  return "seeded";
}
