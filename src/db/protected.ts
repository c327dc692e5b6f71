/**
 * Protected identity (skyddade personuppgifter, domain §4): who may see such a case at all. A unit names persons who
 * handle them by hand; to everybody else, the robot and the project lead among them, the case is not there. Said once,
 * as a condition that every read of a case or a person carries, so that it is a WHERE and not a habit.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { accounts, accountUnits, cases, discharges, tasks } from "./identified.ts";

/** What a viewer must say of itself to be let to a case. */
export type Beholder = { readonly accountId: string; readonly unitIds: readonly string[] };

/** The viewer that closes cases in the night. It shows nobody anything. No account has this id. */
export const clock = "clock";

/** An account, or the place where a prepared query is given one. */
type Named = string | SQL;

/** A row of account_units that is a named person's, at work. */
const isNamedRow = sql`named.handles_protected = 1
  and exists (select 1 from accounts who where who.id = named.account_id and who.disabled_at is null)`;

const isProtected = (caseId: SQL): SQL =>
  sql`exists (select 1 from discharges told where told.id = ${caseId} and told.protected = 1)`;

/** On a query that reads `cases`: the case is not protected, or the account is one of its unit's named persons. */
export const maySee = (accountId: Named): SQL => sql`(not ${isProtected(sql`${cases.id}`)}
  or exists (select 1 from account_units named where named.account_id = ${accountId}
    and named.unit_id = ${cases.unitId} and ${isNamedRow}))`;

/** {@link maySee}, and the clock: for what decides about a case and shows it to nobody. */
export const mayDecide = (accountId: Named): SQL => sql`(${maySee(accountId)} or ${accountId} = ${clock})`;

/** On a query that reads `tasks`: a need is free text about somebody, so it is as protected as its case. */
export const maySeeTask = (accountId: Named): SQL => sql`(not ${isProtected(sql`${tasks.caseId}`)}
  or exists (select 1 from account_units named join cases about on about.id = ${tasks.caseId}
    where named.account_id = ${accountId} and named.unit_id = about.unit_id and ${isNamedRow}))`;

// ── who is named ──

/** The accounts that each unit has named and that are at work, by unit. Units without any are not in it. */
export async function findNamedPersons(db: Db): Promise<Map<string, ReadonlySet<string>>> {
  const rows = await db
    .select({ unitId: accountUnits.unitId, accountId: accountUnits.accountId })
    .from(accountUnits)
    .innerJoin(accounts, eq(accounts.id, accountUnits.accountId))
    .where(and(eq(accountUnits.handlesProtected, true), sql`${accounts.disabledAt} is null`));
  const byUnit = Map.groupBy(rows, ({ unitId }) => unitId);
  return new Map([...byUnit].map(([unitId, named]) => [unitId, new Set(named.map(({ accountId }) => accountId))]));
}

/** The units that have named an account, whether it is at work or not. */
export async function listNamedBy(db: Db, accountIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ unitId: accountUnits.unitId, accountId: accountUnits.accountId })
    .from(accountUnits)
    .where(
      and(
        eq(accountUnits.handlesProtected, true),
        sql`${accountUnits.accountId} in (select value from json_each(${JSON.stringify(accountIds)}))`,
      ),
    );
  const byAccount = Map.groupBy(rows, ({ accountId }) => accountId);
  return new Map([...byAccount].map(([id, named]) => [id, named.map(({ unitId }) => unitId)]));
}

/** An account is named by exactly these of its units. */
export const nameAt = (accountId: string, unitIds: readonly string[]): Statement =>
  sql`update account_units set handles_protected = unit_id in (select value from json_each(${JSON.stringify(unitIds)}))
    where account_id = ${accountId}`;

/** Units of a provider with open protected cases, or open needs of such, that nobody at work is named for. */
export const listStranded = (db: Db, providerId: string): Promise<{ unitId: string; cases: number }[]> =>
  db
    .select({ unitId: cases.unitId, cases: sql<number>`count(*)` })
    .from(cases)
    .innerJoin(discharges, eq(discharges.id, cases.id))
    .where(
      and(
        eq(cases.providerId, providerId),
        eq(discharges.protected, true),
        sql`(${cases.state} <> 'closed' or exists (select 1 from tasks t where t.case_id = ${cases.id} and t.done_at is null))`,
        sql`not exists (select 1 from account_units named where named.unit_id = ${cases.unitId} and ${isNamedRow})`,
      ),
    )
    .groupBy(cases.unitId)
    .execute();
