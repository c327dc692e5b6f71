/** When each county came into the continuous measurement, as it is stored; and what a period's report must know of others. */
import { and, eq, ne, sql } from "drizzle-orm";
import { type PartOfPeriod, partOfPeriod } from "../reports/part-of-period.ts";
import { type Beginnings, readBeginnings } from "../responses/beginnings.ts";
import { continuousPrefix, isContinuous } from "../responses/continuous.ts";
import type { Db, Statement } from "../world.ts";
import { measurements } from "./anonymous.ts";
import { settings } from "./identified.ts";
import type { MeasurementRow } from "./measurements.ts";
import { setSetting } from "./settings.ts";

const key = "continuous-beginnings";

/** The stored text itself; undefined while no county has begun. */
export async function findBeginningsText(db: Db): Promise<string | undefined> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
  return row?.value;
}

export const setBeginnings = (db: Db, beginnings: Beginnings): Statement =>
  setSetting(db, key, JSON.stringify(beginnings));

/** First discharge dates of the routine's own stays by county, among those whose windows opened between two local dates. */
export const listFirstRoutineDates = async (db: Db, from: string, to: string) =>
  await db.all<{ county: string; on: string }>(sql`
    select c.county as county, min(d.discharged_on) as "on"
    from cases c join discharges d on d.id = c.id
    where c.provider_id in (select id from care_providers) and c.opens_on between ${from} and ${to}
      and c.measurement_id is null and c.routine = 1
    group by 1`);

/** What of a continuous measurement's period is not in it; null for any other measurement. One question to the database. */
export async function findPartOfPeriod(
  db: Db,
  row: Pick<MeasurementRow, "id" | "opensOn" | "closesOn">,
): Promise<PartOfPeriod | null> {
  if (!isContinuous(row.id)) return null;
  const others = db
    .select({ id: measurements.id })
    .from(measurements)
    .where(
      and(
        ...[eq(measurements.opensOn, row.opensOn), eq(measurements.closesOn, row.closesOn)],
        ...[ne(measurements.id, row.id), sql`${measurements.id} like ${`${continuousPrefix}%`}`],
      ),
    );
  const [found] = await db.all<{ begun: string | null; others: number }>(
    sql`select (select value from settings where key = ${key}) as begun, exists ${others} as others`,
  );
  return partOfPeriod(row, readBeginnings(found?.begun ?? undefined), Boolean(found?.others));
}
