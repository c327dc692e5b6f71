/** The demo region's units and one source, for tests: what a list of discharges is taken in against. */
import { addSource, getSource, type Source } from "../src/db/discharges.ts";
import { careProviders, careUnits } from "../src/db/identified.ts";
import type { World } from "../src/world.ts";

const wards = [
  ["medicin1", "Medicin avd 1", "ward", "somatic", "M1"],
  ["geriatrik2", "Geriatrik avd 2", "ward", "somatic", null],
  ["kirurgi3", "Kirurgi avd 3", "ward", "somatic", null],
  ["psykiatri4", "Psykiatri avd 4", "ward", "psychiatric", null],
] as const;

/** Writes them down in an empty database. */
export async function openWards(world: World): Promise<Source> {
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
  return getSource(world.db, "journal");
}
