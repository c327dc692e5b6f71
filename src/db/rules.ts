/** The region's rules as they are stored: read before every decision, so that a change holds from the next act on. */
import { desc, eq, type SQL, sql } from "drizzle-orm";
import { type Rules, readRules } from "../calls/rules.ts";
import type { Db, Statement } from "../world.ts";
import { accounts, settingChanges, settings } from "./identified.ts";
import { prepared } from "./prepared.ts";
import { changeSetting } from "./settings.ts";

export const rulesKey = "rules";

const rulesQuery = prepared((db) =>
  db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, sql.placeholder("key")))
    .prepare(),
);

/** The rules of the last text that was read: the same text gives the same object, whose windows are remembered. */
let last: { readonly text: string | undefined; readonly rules: Rules } | null = null;

/** The region's rules; the defaults until somebody has changed any. */
export async function findRules(db: Db): Promise<Rules> {
  const [row] = await rulesQuery(db).execute({ key: rulesKey });
  const text = row?.value;
  if (last === null || last.text !== text) last = { text, rules: readRules(text) };
  return last.rules;
}

/** The stored text itself, to see that it is still the one that was decided on; undefined while the defaults hold. */
export async function findRulesText(db: Db): Promise<string | undefined> {
  const [row] = await rulesQuery(db).execute({ key: rulesKey });
  return row?.value;
}

/** Stores the text of new rules in place of the one they were decided on; wrap in mustChange. */
export const changeRulesText = (db: Db, before: string | undefined, text: string): Statement =>
  before === undefined
    ? db.insert(settings).values({ key: rulesKey, value: text }).onConflictDoNothing()
    : changeSetting(db, rulesKey, before, text);

/** The id of the last change that was written; "" when there is none. */
export async function findNewestChange(db: Db): Promise<string> {
  const [row] = await db.select({ id: settingChanges.id }).from(settingChanges).orderBy(sql`rowid desc`).limit(1);
  return row?.id ?? "";
}

export const insertSettingChange = (db: Db, change: typeof settingChanges.$inferInsert): Statement =>
  db.insert(settingChanges).values(change);

/** What was changed, latest first, with the name of who did it (null when it was nobody with an account). */
export const listSettingChanges = (db: Db, limit: number, which?: SQL) =>
  db
    .select({
      at: settingChanges.at,
      label: settingChanges.label,
      before: settingChanges.before,
      after: settingChanges.after,
      by: accounts.name,
    })
    .from(settingChanges)
    .leftJoin(accounts, eq(accounts.id, settingChanges.accountId))
    .where(which)
    .orderBy(desc(settingChanges.at), sql`${settingChanges}.rowid`)
    .limit(limit)
    .execute();
