/**
 * The last look before somebody is disturbed: what the newest lists say of a patient, whatever case they came under. Every
 * door that dials asks here, a person's and the robot's, and the decision is cases/eligibility.ts's.
 */
import { sql } from "drizzle-orm";
import { localDateOf } from "../calendar.ts";
import { isLive } from "../calls/numbers.ts";
import type { Policy } from "../calls/policy.ts";
import { type NewestTold, type ReadyToDial, refusalToDial } from "../cases/eligibility.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { Db, Viewer } from "../world.ts";
import type { CaseFile } from "./case-file.ts";
import type { CaseRow } from "./cases.ts";
import { discharges } from "./identified.ts";
import { findPerson, type Person } from "./people.ts";
import { given, prepared } from "./prepared.ts";

/** A patient without a reference has no other stays that we know of: null equals nothing. */
const toldQuery = prepared((db) =>
  db
    .select({
      id: discharges.id,
      consent: discharges.consent,
      status: discharges.status,
      residence: discharges.residence,
      dischargedOn: discharges.dischargedOn,
      dead: sql<boolean>`(exists (select 1 from discharges o where o.patient_key = discharges.patient_key
          and o.status = 'dead')
        or exists (select 1 from tombstones t where t.reason = 'dead'
          and t.key in (discharges.patient_key, discharges.discharge_key)))`.mapWith(Boolean),
      withdrawn: sql<boolean>`exists (select 1 from tombstones t where t.reason = 'withdrawn'
        and t.key = discharges.discharge_key)`.mapWith(Boolean),
      laterStay: sql<boolean>`exists (select 1 from discharges o where o.patient_key = discharges.patient_key
        and o.id <> discharges.id and (o.discharged_on > discharges.discharged_on
          or (o.discharged_on = discharges.discharged_on and o.status in ('readmitted', 'moved'))))`.mapWith(Boolean),
    })
    .from(discharges)
    .where(sql`${discharges.id} in (select value from json_each(${given("ids")}))`)
    .prepare(),
);

/** What the newest lists say of some cases, by case id. */
async function findTold(db: Db, caseIds: readonly string[]): Promise<Map<string, NewestTold>> {
  const rows = await toldQuery(db).execute({ ids: JSON.stringify(caseIds) });
  return new Map(rows.map(({ id, ...told }) => [id, told]));
}

type AboutToDial = Pick<CaseRow, "id" | "opensOn" | "routine" | "measurementId" | "surveyConsent">;

const readyOf = (row: AboutToDial, person: Person | undefined, hasNumber: boolean, now: number): ReadyToDial => ({
  ...{ hasNumber, opensOn: row.opensOn, routine: row.routine, measurementId: row.measurementId },
  ...{ surveyConsent: row.surveyConsent, today: localDateOf(now), birthDate: person?.birthDate ?? null },
  proxyNamed: (person?.proxyName ?? null) !== null || (person?.proxyPhone ?? null) !== null,
});

/**
 * Why the viewer may not ring the case at `now` (epoch ms), or null. Nothing about hours, rest and windows: those are the
 * planner's. "they-rang": somebody who rings us needs no number.
 */
export async function findWhyNotDial(
  db: Db,
  viewer: Viewer,
  { row }: Pick<CaseFile, "row">,
  now: number,
  policy: Policy,
  why: "we-ring" | "they-rang" = "we-ring",
): Promise<Refusal | null> {
  const [found, person] = await Promise.all([findTold(db, [row.id]), findPerson(db, viewer, row.id)]);
  const told = found.get(row.id);
  if (!told) return refuse("not-found");
  const hasNumber = why === "they-rang" || (person?.numbers.some(isLive) ?? false);
  return refusalToDial(told, readyOf(row, person, hasNumber, now), policy);
}

/** Of some cases those that may be talked about with a patient who rings us. One question, however many there are. */
export async function findWhoMayTalk(
  db: Db,
  rows: readonly AboutToDial[],
  people: ReadonlyMap<string, Person>,
  now: number,
  policy: Policy,
): Promise<ReadonlySet<string>> {
  const found = await findTold(
    db,
    rows.map(({ id }) => id),
  );
  const mayTalk = rows.filter((row) => {
    const told = found.get(row.id);
    return told !== undefined && refusalToDial(told, readyOf(row, people.get(row.id), true, now), policy) === null;
  });
  return new Set(mayTalk.map(({ id }) => id));
}
