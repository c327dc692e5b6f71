/** Cases that a measurement takes in when it starts after their discharges were told of. */
import { sql } from "drizzle-orm";
import type { MeasurementDraft } from "../measurements/draft.ts";
import type { Statement } from "../world.ts";

const among = (values: readonly string[]) => sql`(select value from json_each(${JSON.stringify(values)}))`;

/**
 * Takes in the open cases that it includes (cases/inclusion.ts) and that no measurement has: those of its dates, counties and
 * units, at home. An interview under way stays with what it was begun for. Who did not say yes at discharge is not put on
 * the list for its sake, as when the list comes after the start (discharges/entry.ts).
 */
export const includeCases = (
  measurementId: string,
  { opensOn, closesOn, counties, units }: Pick<MeasurementDraft, "opensOn" | "closesOn" | "counties" | "units">,
): Statement => sql`
  update cases set measurement_id = ${measurementId}, version = version + 1,
    state = case when state = 'optional' then 'planned' else state end
  where state <> 'closed' and measurement_id is null and county in ${among(counties)}
    and not exists (select 1 from interviews where interviews.case_id = cases.id)
    and exists (select 1 from discharges where discharges.id = cases.id and discharges.residence = 'ordinary'
      and discharges.discharged_on between ${opensOn} and ${closesOn}
      and (discharges.consent = 'yes' or cases.state <> 'optional')
      ${units === null ? sql`` : sql`and discharges.unit_id in ${among(units)}`})`;

/**
 * The lead has closed the measurement early: whom it alone would have called is not called for it any more. Their windows end
 * at `now` (epoch ms), and the clock closes them by what was reached; a talk that is going on is not cut.
 */
export const endCalls = (measurementId: string, now: number): Statement => sql`
  update cases set last_call_at = ${now}, first_call_at = min(coalesce(first_call_at, ${now}), ${now}),
    appointment_at = null, version = version + 1
  where measurement_id = ${measurementId} and routine = 0 and state in ('planned', 'held') and last_call_at > ${now}`;
