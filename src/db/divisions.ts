/** How the region divides its continuous measurement, as it is stored: all divisions there have been, with their days. */
import { eq, sql } from "drizzle-orm";
import { type Divisions, readDivisions } from "../responses/periods.ts";
import type { Db, Statement } from "../world.ts";
import { settingChanges, settings } from "./identified.ts";
import { prepared } from "./prepared.ts";
import { listSettingChanges } from "./rules.ts";
import { changeSetting } from "./settings.ts";

const divisionsKey = "divisions";

/** What a change of the division is called in the history of what was set. */
export const divisionLabel = "Löpande mätning delas in i";

const divisionsQuery = prepared((db) =>
  db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, sql.placeholder("key")))
    .prepare(),
);

/** The stored text itself, to see that it is still the one that was decided on; undefined while the default holds. */
export async function findDivisionsText(db: Db): Promise<string | undefined> {
  const [row] = await divisionsQuery(db).execute({ key: divisionsKey });
  return row?.value;
}

/** Every division there has been; quarters until somebody has chosen. */
export const findDivisions = async (db: Db): Promise<Divisions> => readDivisions(await findDivisionsText(db));

/** Stores divisions in place of the text they were decided on; wrap in mustChange. */
export function changeDivisions(db: Db, before: string | undefined, divisions: Divisions): Statement {
  const value = JSON.stringify(divisions);
  return before === undefined
    ? db.insert(settings).values({ key: divisionsKey, value }).onConflictDoNothing()
    : changeSetting(db, divisionsKey, before, value);
}

/** Who has divided it otherwise, and when; latest first. */
export const listDivisionChanges = (db: Db, limit: number) =>
  listSettingChanges(db, limit, eq(settingChanges.label, divisionLabel));
