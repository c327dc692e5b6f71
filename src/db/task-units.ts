/** Units that a task can be sent to: those of the provider that are open and where somebody can take it. */
import { sql } from "drizzle-orm";
import type { Db } from "../world.ts";
import { type CaseRow, findDischarge } from "./cases.ts";

export type Receiver = { readonly id: string; readonly name: string };

/** By name. A unit without a coordinator at work would lose what is sent there. */
export const listReceivers = async (db: Db, providerId: string): Promise<Receiver[]> =>
  await db.all<Receiver>(sql`select u.id as "id", u.name as "name" from care_units u
    where u.provider_id = ${providerId} and u.closed_at is null and exists (
      select 1 from account_units b join accounts a on a.id = b.account_id
      where b.unit_id = u.id and a.role = 'coordinator' and a.disabled_at is null)
    order by u.name`);

/**
 * The units that a task of a case can be sent to. What somebody protected needs stays at the unit that calls: only the
 * persons whom that unit has named may see it (protected.ts).
 */
export async function listReceiversFor(
  db: Db,
  { id, providerId, unitId }: Pick<CaseRow, "id" | "providerId" | "unitId">,
): Promise<Receiver[]> {
  const receivers = await listReceivers(db, providerId);
  return (await findDischarge(db, id))?.protected ? receivers.filter((unit) => unit.id === unitId) : receivers;
}

/** Where a task can be moved to; nowhere when it is somebody protected's. */
export const listReceiversOfTask = async (db: Db, providerId: string, caseId: string): Promise<Receiver[]> =>
  (await findDischarge(db, caseId))?.protected ? [] : listReceivers(db, providerId);

/** Where a task of a case goes unless somebody chooses: to the unit that discharged, or the one that calls for it. */
export const usualReceiver = (
  { unitId, dischargeUnitId }: Pick<CaseRow, "unitId" | "dischargeUnitId">,
  receivers: readonly Receiver[],
): string => (receivers.some(({ id }) => id === dischargeUnitId) ? dischargeUnitId : unitId);
