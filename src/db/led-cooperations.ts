/** Whose a samverkansmätning is: the care providers' that have units in its county, as a patients' measurement of all of it. */
import { type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";
import type { Account } from "./accounts.ts";
import { type CooperationRow, findCooperation } from "./cooperation.ts";
import { refusalToLead } from "./measurement-leads.ts";

type Asked = Pick<World, "db">;

/** Null when the account's care provider has units in the county, or nobody has; otherwise "measurement-of-others". */
export const refusalToLeadIn = (world: Asked, account: Account, county: string): Promise<Refusal | null> =>
  refusalToLead(world, account, { counties: JSON.stringify([county]), units: null });

/** The measurement, for a project lead whose it is. */
export async function findLed(world: Asked, account: Account, id: string): Promise<CooperationRow | Refusal> {
  const row = await findCooperation(world.db, id);
  if (!row) return refuse("unknown-measurement");
  return (await refusalToLeadIn(world, account, row.county)) ?? row;
}
