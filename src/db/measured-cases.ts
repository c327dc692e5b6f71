/** Cases that a measurement takes in when it starts after their discharges were told of, and lets go of when it is over. */
import { sql } from "drizzle-orm";
import type { MeasurementDraft } from "../measurements/draft.ts";
import type { Statement } from "../world.ts";

const among = (values: readonly string[]) => sql`(select value from json_each(${JSON.stringify(values)}))`;

/** Measurements that nobody is called for any more. */
export const overMeasurements = sql`(select id from measurements where state in ('closed', 'published'))`;

/**
 * Takes in the cases that it includes (cases/inclusion.ts) and that no measurement has, or only one that is over: those of
 * its dates, counties and units, at home. Open ones, and those that were closed on a local `today` or earlier because that one
 * was, before anybody had rung. An interview under way stays with what it was begun for. Who did not say yes at discharge is
 * not put on the list for its sake, as when the list comes after the start (discharges/entry.ts). Whoever starts it has the
 * cases planned anew, since {@link endCalls} may have ended their windows.
 */
export const includeCases = (
  measurementId: string,
  { opensOn, closesOn, counties, units }: Pick<MeasurementDraft, "opensOn" | "closesOn" | "counties" | "units">,
  today: string,
): Statement => sql`
  update cases set measurement_id = ${measurementId}, version = version + 1, disposition = null, closed_at = null,
    state = case when state in ('optional', 'closed') then 'planned' else state end
  where (measurement_id is null or measurement_id in ${overMeasurements}) and county in ${among(counties)}
    and (state <> 'closed' or (routine = 0 and measurement_id is not null and disposition = 'never-called'
      and closes_on >= ${today}))
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

/**
 * When a measurement's last answers leave, whom the routine goes on to ring is the routine's alone from then on, as their
 * answers are (wall.ts), so that its chain and its report tell of the same patients. Wrap in mustChange.
 */
export const leaveToRoutine = (): Statement => sql`
  update cases set measurement_id = null, version = version + 1
  where routine = 1 and state <> 'closed' and measurement_id in ${overMeasurements}`;
