/** Open cases read and written many at a time, when the region's rules have changed. */
import { sql } from "drizzle-orm";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { CaseChanges } from "../cases/case.ts";
import type { CaseToReplan, KnownOfCase } from "../cases/replan.ts";
import type { Db, Statement } from "../world.ts";
import { columnsOf, insertAll, mustChangeAll, updateAll } from "./bulk.ts";
import { factsOf } from "./case-file.ts";
import { attempts, careUnits, cases, discharges, events } from "./identified.ts";
import { overMeasurements } from "./measured-cases.ts";

/** The setting that says how far replanning has come: the id of the unit that was done last; "-" when all are. */
export const replannedTo = "replanned-to";

export type Replanned = {
  readonly row: CaseToReplan & { readonly id: string; readonly version: number };
} & KnownOfCase;

/** The unit after this one by id; undefined after the last. */
export async function findUnitAfter(db: Db, unitId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: careUnits.id })
    .from(careUnits)
    .where(sql`${careUnits.id} > ${unitId}`)
    .orderBy(careUnits.id)
    .limit(1);
  return row?.id;
}

/** Ids of a unit's open cases. Whom a measurement that is over alone would have called is called by no rule any more. */
export async function listOpenIds(db: Db, unitId: string): Promise<string[]> {
  const rows = await db
    .select({ id: cases.id })
    .from(cases)
    .where(
      sql`${cases.unitId} = ${unitId} and ${cases.state} <> 'closed'
        and not (${cases.routine} = 0 and coalesce(${cases.measurementId} in ${overMeasurements}, 0))`,
    );
  return rows.map(({ id }) => id);
}

const among = (column: typeof cases.id | typeof attempts.caseId, ids: readonly string[]) =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;

/** Those of some cases, with what replan.ts needs to know of them. */
export async function listToReplan(db: Db, ids: readonly string[]): Promise<Replanned[]> {
  const rows = await db
    .select({
      row: cases,
      dischargedOn: discharges.dischargedOn,
      chosen: sql<boolean>`exists (select 1 from events where events.case_id = ${cases.id}
        and events.kind = 'put-on-list')`.mapWith(Boolean),
    })
    .from(cases)
    .innerJoin(discharges, sql`${discharges.id} = ${cases.id}`)
    .where(among(cases.id, ids));
  const tried = rows.filter(({ row }) => row.attempts > 0).map(({ row }) => row.id);
  const { caseId, startedAt, endedAt, outcome, mode } = attempts;
  const made =
    tried.length === 0
      ? []
      : await db
          .select({ caseId, startedAt, endedAt, outcome, mode })
          .from(attempts)
          .where(among(caseId, tried))
          .orderBy(startedAt);
  const byCase = Map.groupBy(made, (attempt) => attempt.caseId);
  return rows.map(({ row, ...known }) => ({
    ...known,
    row: { ...row, ...factsOf(row) },
    attempts: (byCase.get(row.id) ?? []).map((one) => ({ ...one, outcome: one.outcome as OutcomeCode | null })),
  }));
}

/** The columns that new rules may change, beside what names the row. */
const changing: ReadonlySet<string> = new Set([
  ...["id", "version", "routine", "state", "opensOn", "closesOn", "firstCallAt", "lastCallAt"],
  ...["restUntil", "restBecause"],
]);
const columns = columnsOf(cases).filter(([property]) => changing.has(property));

/** The changes of many cases as one unit, each with a line in its log; it fails when one of them was written meanwhile. */
export function writeReplanned(
  decided: readonly { readonly row: Replanned["row"]; readonly changes: CaseChanges }[],
  now: number,
  newId: () => string,
): Statement[] {
  if (decided.length === 0) return [];
  const rows = decided.map(({ row, changes }) => ({
    row: { ...row, ...changes, version: row.version + 1 },
    was: row.version,
  }));
  const log = decided.map(({ row }) => ({
    ...{ id: newId(), caseId: row.id, at: now, kind: "rules-changed", accountId: null, detail: null },
  }));
  return [
    ...mustChangeAll(updateAll("cases", columns, "version", rows), rows.length),
    insertAll(events, columnsOf(events), log),
  ];
}
