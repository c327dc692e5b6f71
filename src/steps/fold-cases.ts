/**
 * Turns cases that are over into counts without a name and deletes them, some every night, so that rates outlive people
 * (domain §6). Not before contact data is erased, and not before thirty days have shown whether the patient came back to
 * hospital, with a fortnight for the list that tells of it.
 */
import { addDays, localDateOf } from "../calendar.ts";
import { findDivisions } from "../db/divisions.ts";
import { foldCases as foldStatements, listFoldable } from "../db/field-counts.ts";
import * as counted from "../reports/counted-outcomes.ts";
import { continuousFrame } from "../responses/continuous.ts";
import type { World } from "../world.ts";

/** Days after the last day of the window: contact data is gone by then (steps/forget-people.ts). */
const keepContactDays = 14;
/** Days after the discharge that a case is kept at the least. */
export const keepCaseDays = 45;

const atOnce = 500;
/** Units of work in one night: a region's two hundred discharges a day, with room to make up for weeks. */
const mostUnits = 40;

const codes = {
  field: { reached: counted.reached, begun: counted.begun },
  compliance: {
    ...{ reached: counted.reached, completed: counted.completed },
    ...{ notEligible: counted.notEligible, missed: counted.missed },
  },
  interviewed: counted.interviewed,
};

/** Gives how many cases became counts. */
export async function foldCases(world: World): Promise<{ folded: number }> {
  const today = localDateOf(world.now());
  const divisions = await findDivisions(world.db);
  let folded = 0;
  for (let unit = 0; unit < mostUnits; unit += 1) {
    const [closedBefore, dischargedBefore] = [addDays(today, -keepContactDays), addDays(today, -keepCaseDays)];
    const found = await listFoldable(world.db, closedBefore, dischargedBefore, atOnce);
    if (found.length === 0) break;
    const dates = found.map(({ dischargedOn }) => dischargedOn).sort();
    // A case of years ago must not ask for the midnights of all years since.
    const from = dates[0] ?? today;
    const near = found.filter(({ dischargedOn }) => dischargedOn <= addDays(from, 62));
    const midnights = counted.midnightsOf({ from, to: addDays(from, 62) });
    await world.atomically(
      foldStatements(
        near.map(({ id }) => id),
        codes,
        midnights,
        [...new Set(near.map(({ dischargedOn }) => dischargedOn))].map((date) => [
          date,
          continuousFrame(date, divisions),
        ]),
      ),
    );
    folded += near.length;
  }
  if (folded > 0) await world.scrub();
  return { folded };
}
