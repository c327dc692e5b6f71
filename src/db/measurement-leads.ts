/** Who leads which measurement, and what was done with it, in the same log as the region's rules. */
import { mayLead } from "../measurements/warnings.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { Statement, World } from "../world.ts";
import { type Account, listUnitPlaces } from "./accounts.ts";
import type { MeasurementRow } from "./measurements.ts";
import { insertSettingChange } from "./rules.ts";

/** Tells of each measurement whether the account's care provider has a part in it. */
export async function mayLeadAmong(world: Pick<World, "db">, account: Account) {
  const places = await listUnitPlaces(world.db);
  return (row: Pick<MeasurementRow, "counties" | "units">) => mayLead(plannedOf(row), places, account.providerId);
}

/** Null when the account's care provider has a part in the measurement; otherwise "measurement-of-others". */
export const refusalToLead = async (
  world: Pick<World, "db">,
  account: Account,
  row: Pick<MeasurementRow, "counties" | "units">,
): Promise<Refusal | null> => ((await mayLeadAmong(world, account))(row) ? null : refuse("measurement-of-others"));

/** Counties and units as lists. */
export const plannedOf = ({ counties, units }: Pick<MeasurementRow, "counties" | "units">) => ({
  counties: JSON.parse(counties) as string[],
  units: units === null ? null : (JSON.parse(units) as string[]),
});

/** What was done with a measurement, for the history of what was set. No account: the clock did it. */
export const noteMove = (
  world: World,
  account: Account | null,
  name: string,
  before: string,
  after: string,
): Statement =>
  insertSettingChange(world.db, {
    ...{ id: world.newId(), at: world.now(), accountId: account?.id ?? null },
    ...{ label: `Mätningen ${name}`, before, after },
  });
