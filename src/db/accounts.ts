/** People who work here: their accounts, their units and their signed-in browsers. Session times are real time. */
import { and, eq, isNull, lt, not, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { inList } from "./bulk.ts";
import { accounts, accountUnits, careProviders, careUnits, sessions, signInFailures } from "./identified.ts";
import { given, prepared } from "./prepared.ts";

export type Role = "coordinator" | "lead" | "admin";

/** A signed-in person: what every page needs to know of them. */
export type Account = {
  readonly id: string;
  readonly providerId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly interviewLayout: "one" | "all";
  readonly unitIds: readonly string[];
};

const accountColumns = {
  id: accounts.id,
  providerId: accounts.providerId,
  username: accounts.username,
  name: accounts.name,
  role: accounts.role,
  interviewLayout: accounts.interviewLayout,
  unitIds: sql<string>`(select json_group_array(unit_id) from account_units where account_id = ${accounts.id})`,
};

const sessionQuery = prepared((db) =>
  db
    .select({ ...accountColumns, createdAt: sessions.createdAt, seenAt: sessions.seenAt })
    .from(sessions)
    .innerJoin(accounts, and(eq(accounts.id, sessions.accountId), isNull(accounts.disabledAt)))
    .where(eq(sessions.tokenHash, given("tokenHash")))
    .prepare(),
);

export type FoundSession = { readonly account: Account; readonly createdAt: number; readonly seenAt: number };

/** The session behind a cookie's hash; nothing when there is none or the account is disabled. */
export async function findSession(db: Db, tokenHash: string): Promise<FoundSession | undefined> {
  const [row] = await sessionQuery(db).execute({ tokenHash });
  if (!row) return undefined;
  const { createdAt, seenAt, ...account } = row;
  return { account: { ...account, unitIds: JSON.parse(account.unitIds) as string[] }, createdAt, seenAt };
}

export async function findAccountForSignIn(db: Db, username: string) {
  const [row] = await db
    .select({ id: accounts.id, passwordHash: accounts.passwordHash, disabledAt: accounts.disabledAt })
    .from(accounts)
    .where(eq(accounts.username, username));
  return row;
}

export async function findAccount(db: Db, id: string): Promise<Account | undefined> {
  const [row] = await db.select(accountColumns).from(accounts).where(eq(accounts.id, id));
  return row && { ...row, unitIds: JSON.parse(row.unitIds) as string[] };
}

/** E.164 of the account's own telephone at work; null when it has none. */
export async function findAccountPhone(db: Db, id: string): Promise<string | null> {
  const [row] = await db.select({ phone: accounts.phone }).from(accounts).where(eq(accounts.id, id));
  return row?.phone ?? null;
}

export async function findNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(inList(accounts.id, [...new Set(ids)]));
  // Neither has an account, and both hold cases and raise tasks (cases/robot-call.ts, cases/web-link.ts).
  return new Map([
    ["robot", "Roboten"],
    ["web", "Patienten på webben"],
    ...rows.map((row) => [row.id, row.name] as const),
  ]);
}

export const listAccounts = (db: Db, providerId: string) =>
  db
    .select({ ...accountColumns, phone: accounts.phone, disabledAt: accounts.disabledAt })
    .from(accounts)
    .where(eq(accounts.providerId, providerId))
    .orderBy(accounts.name);

// ── writes ──

export const insertAccount = (db: Db, account: typeof accounts.$inferInsert): Statement =>
  db.insert(accounts).values(account);

export const changeAccount = (
  db: Db,
  providerId: string,
  id: string,
  change: Partial<Pick<typeof accounts.$inferInsert, "passwordHash" | "disabledAt" | "interviewLayout" | "phone">>,
): Statement =>
  db
    .update(accounts)
    .set(change)
    .where(and(eq(accounts.id, id), eq(accounts.providerId, providerId)));

/** Replaces the units of an account. Where it stays, it stays named for protected identities too. */
export const setAccountUnits = (db: Db, accountId: string, unitIds: readonly string[]): Statement[] => [
  db.delete(accountUnits).where(and(eq(accountUnits.accountId, accountId), not(inList(accountUnits.unitId, unitIds)))),
  ...unitIds.map((unitId) => db.insert(accountUnits).values({ accountId, unitId }).onConflictDoNothing()),
];

export const insertSession = (db: Db, session: typeof sessions.$inferInsert): Statement =>
  db.insert(sessions).values(session);
export const touchSession = (db: Db, tokenHash: string, seenAt: number): Statement =>
  db.update(sessions).set({ seenAt }).where(eq(sessions.tokenHash, tokenHash));
export const deleteSession = (db: Db, tokenHash: string): Statement =>
  db.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
export const deleteSessionsOf = (db: Db, accountId: string): Statement =>
  db.delete(sessions).where(eq(sessions.accountId, accountId));
export const deleteSessionsOlderThan = (db: Db, createdAt: number): Statement =>
  db.delete(sessions).where(lt(sessions.createdAt, createdAt));

// ── failed sign-ins ──

export async function findFailures(db: Db, key: string) {
  const [row] = await db.select().from(signInFailures).where(eq(signInFailures.key, key));
  return row;
}
/** Counts one more failure; begins anew when the first one lies before `since`. */
export const countFailure = (db: Db, key: string, now: number, since: number): Statement =>
  db
    .insert(signInFailures)
    .values({ key, count: 1, firstAt: now })
    .onConflictDoUpdate({
      target: signInFailures.key,
      set: {
        count: sql`case when first_at < ${since} then 1 else count + 1 end`,
        firstAt: sql`case when first_at < ${since} then ${now} else first_at end`,
      },
    });
export const forgetFailures = (db: Db, key: string): Statement =>
  db.delete(signInFailures).where(eq(signInFailures.key, key));

// ── units ──

export type CareUnit = typeof careUnits.$inferSelect;

export const listUnits = (db: Db, providerId: string): Promise<CareUnit[]> =>
  db.select().from(careUnits).where(eq(careUnits.providerId, providerId)).orderBy(careUnits.name).execute();

/** Where every unit of the installation lies and whose it is. */
export const listUnitPlaces = (db: Db): Promise<Pick<CareUnit, "id" | "county" | "providerId">[]> =>
  db
    .select({ id: careUnits.id, county: careUnits.county, providerId: careUnits.providerId })
    .from(careUnits)
    .orderBy(careUnits.id)
    .execute();

/** Names of these units of any care provider, in alphabetical order. */
export async function findUnitNames(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .select({ name: careUnits.name })
    .from(careUnits)
    .where(inList(careUnits.id, ids))
    .orderBy(careUnits.name);
  return rows.map(({ name }) => name);
}

export async function findUnit(db: Db, id: string): Promise<CareUnit | undefined> {
  const [row] = await db.select().from(careUnits).where(eq(careUnits.id, id));
  return row;
}

export const insertUnit = (db: Db, unit: typeof careUnits.$inferInsert): Statement => db.insert(careUnits).values(unit);
export const changeUnit = (
  db: Db,
  providerId: string,
  id: string,
  change: Partial<typeof careUnits.$inferInsert>,
): Statement =>
  db
    .update(careUnits)
    .set(change)
    .where(and(eq(careUnits.id, id), eq(careUnits.providerId, providerId)));

export const insertProvider = (db: Db, provider: typeof careProviders.$inferInsert): Statement =>
  db.insert(careProviders).values(provider).onConflictDoNothing();

export async function findProvider(db: Db, id: string) {
  const [row] = await db.select().from(careProviders).where(eq(careProviders.id, id));
  return row;
}
/** The installation's own provider: one until several share an installation. */
export async function findFirstProvider(db: Db) {
  const [row] = await db.select().from(careProviders).limit(1);
  return row;
}

/** All care providers of the installation, by name. */
export const listProviders = (db: Db): Promise<(typeof careProviders.$inferSelect)[]> =>
  db.select().from(careProviders).orderBy(careProviders.name).execute();
