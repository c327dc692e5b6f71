/** The first start of a real installation: the care provider it belongs to. Accounts come by `ringupp user add`. */
import { findFirstProvider, insertProvider } from "../db/accounts.ts";
import type { World } from "../world.ts";

export async function setUpProduction(world: World): Promise<void> {
  if (await findFirstProvider(world.db)) return;
  const { name, county } = world.config.region;
  await world.atomically([insertProvider(world.db, { id: world.newId(), name, county, switchboard: null })]);
}
