/**
 * What a unit is called in results, where units of several care providers stand side by side under their names alone: two
 * wards called "Avdelning 1" must not become one row.
 */
import { sql } from "drizzle-orm";
import type { Db } from "../world.ts";

/** Its name, and after it its provider's where another one's unit in the county has the same; null when there is no such unit. */
export async function findUnitTitle(db: Db, id: string): Promise<string | null> {
  const [row] = await db.all<{ title: string }>(sql`
    select u.name || case when exists (
        select 1 from care_units o where o.provider_id <> u.provider_id and o.county = u.county and o.name = u.name)
      then ', ' || (select p.name from care_providers p where p.id = u.provider_id) else '' end as title
    from care_units u where u.id = ${id}`);
  return row?.title ?? null;
}
