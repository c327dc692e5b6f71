/** The demo region's units and one source, for tests of the intake. */

import { addSource, getSource } from "../src/db/discharges.ts";
import { careProviders, careUnits } from "../src/db/identified.ts";
import { makeTestWorld } from "./world.ts";

const wards = [
  ["medicin1", "Medicin avd 1", "ward", "somatic", "M1"],
  ["geriatrik2", "Geriatrik avd 2", "ward", "somatic", null],
  ["kirurgi3", "Kirurgi avd 3", "ward", "somatic", null],
  ["psykiatri4", "Psykiatri avd 4", "ward", "psychiatric", null],
] as const;

export async function makeIntakeWorld(options: Parameters<typeof makeTestWorld>[0] = {}) {
  const world = makeTestWorld(options);
  await world.atomically([
    world.db.insert(careProviders).values({ id: "region", name: "Region Exempel", county: "18" }),
    world.db.insert(careUnits).values({
      ...{ id: "bjorken", providerId: "region", name: "Vårdcentralen Björken", kind: "primary-care" },
      ...{ careType: "somatic", county: "18" },
    }),
    ...wards.map(([id, name, kind, careType, code]) =>
      world.db.insert(careUnits).values({
        ...{ id, providerId: "region", name, kind, careType, code, county: "18" },
        callingUnitId: id === "medicin1" ? "bjorken" : null,
      }),
    ),
    addSource(world.db, { id: "journal", providerId: "region", name: "Journalsystemet" }),
  ]);
  return { world, source: await getSource(world.db, "journal") };
}
