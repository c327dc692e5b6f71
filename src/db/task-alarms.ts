/**
 * Tasks that nobody has seen in time, for those who have to know of it: the coordinators of the unit that has the task,
 * and the unit's escalation contact, or the provider's administrators where it has none that is still at work. Whoever is
 * told as a contact hears of no patient: only which unit, what kind and since when.
 */
import { sql } from "drizzle-orm";
import type { TaskKind } from "../cases/follow-up.ts";
import type { Db } from "../world.ts";
import type { Account } from "./accounts.ts";
import { maySeeTask } from "./protected.ts";

const alarmed = sql`tasks.escalated_at is not null and tasks.acknowledged_at is null and tasks.done_at is null`;

/** The units that an account answers for as a contact, without those it works at. */
const asContact = ({ id, role, providerId, unitIds }: Account) => sql`u.provider_id = ${providerId}
  and tasks.unit_id not in (select value from json_each(${JSON.stringify(unitIds)}))
  and (u.escalation_account_id = ${id} or (${role} = 'admin' and not exists
    (select 1 from accounts a where a.id = u.escalation_account_id and a.disabled_at is null)))`;

export type AlarmCounts = { readonly own: number; readonly asContact: number };

/** How many of the account's own units', and how many it is told of as a contact. */
export async function countAlarms(db: Db, account: Account): Promise<AlarmCounts> {
  const units = sql`(select value from json_each(${JSON.stringify(account.unitIds)}))`;
  const [row] = await db.all<AlarmCounts>(sql`select
    (select count(*) from tasks where ${alarmed} and tasks.unit_id in ${units}
      and ${maySeeTask(account.id)}) as "own",
    (select count(*) from tasks join care_units u on u.id = tasks.unit_id where ${alarmed} and ${asContact(account)})
      as "asContact"`);
  return row ?? { own: 0, asContact: 0 };
}

export type Alarm = {
  readonly unitName: string;
  readonly kind: TaskKind;
  /** Epoch ms. */
  readonly raisedAt: number;
  readonly acknowledgeBy: number;
};

/** What the account is told of as a contact, the longest waiting first. */
export const listAlarms = async (db: Db, account: Account, limit: number): Promise<Alarm[]> =>
  await db.all<Alarm>(sql`select u.name as "unitName", tasks.kind as "kind", tasks.raised_at as "raisedAt",
      tasks.acknowledge_by as "acknowledgeBy"
    from tasks join care_units u on u.id = tasks.unit_id where ${alarmed} and ${asContact(account)}
    order by tasks.acknowledge_by limit ${limit}`);
