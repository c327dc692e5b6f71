/** How small a group the region shows: the setting of today. A measurement keeps the one that it started with. */
import { eq, inArray } from "drizzle-orm";
import { readThresholds, type Thresholds, thresholdRules } from "../reports/thresholds.ts";
import type { Db, Statement } from "../world.ts";
import { settingChanges, settings } from "./identified.ts";
import { prepared } from "./prepared.ts";
import { listSettingChanges } from "./rules.ts";
import { changeSetting } from "./settings.ts";

const thresholdsKey = "thresholds";

const thresholdsQuery = prepared((db) =>
  db.select({ value: settings.value }).from(settings).where(eq(settings.key, thresholdsKey)).prepare(),
);

/** The stored text itself, to see that it is still the one that was decided on; undefined while the house's own hold. */
export async function findThresholdsText(db: Db): Promise<string | undefined> {
  const [row] = await thresholdsQuery(db).execute();
  return row?.value;
}

/** What holds today, for all that is not of a measurement. */
export const findThresholds = async (db: Db): Promise<Thresholds> => readThresholds(await findThresholdsText(db));

/** Stores a new text in place of the one it was decided on; wrap in mustChange. */
export const changeThresholdsText = (db: Db, before: string | undefined, text: string): Statement =>
  before === undefined
    ? db.insert(settings).values({ key: thresholdsKey, value: text }).onConflictDoNothing()
    : changeSetting(db, thresholdsKey, before, text);

/** Changes of the thresholds alone, latest first. */
export const listThresholdChanges = (db: Db, limit: number) =>
  listSettingChanges(
    db,
    limit,
    inArray(
      settingChanges.label,
      thresholdRules.map(({ label }) => label),
    ),
  );
