/** Cases that were looked for, with what the sentence about each is made of; bounded by who may see them. */
import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Db } from "../world.ts";
import { isOneOf } from "./bulk.ts";
import type { CaseRow } from "./cases.ts";
import { cases, discharges } from "./identified.ts";
import { type Beholder, maySee } from "./protected.ts";

export type FoundCase = {
  readonly case: CaseRow;
  /** Local date. */
  readonly dischargedOn: string;
  readonly language: string | null;
  readonly interpreter: boolean;
  readonly protected: boolean;
  /** How many questions the robot has got answers to. */
  readonly answeredByRobot: number;
};

/** Those of some cases that belong to the units, in the order asked for. At most some hundred at a time. */
export async function listFoundCases(
  db: Db,
  { unitIds, accountId }: Beholder,
  caseIds: readonly string[],
): Promise<FoundCase[]> {
  if (unitIds.length === 0 || caseIds.length === 0) return [];
  const rows = await db
    .select({
      case: cases,
      dischargedOn: discharges.dischargedOn,
      language: discharges.language,
      interpreter: discharges.interpreter,
      protected: discharges.protected,
      answeredByRobot: sql<number>`(select count(*) from interviews, json_each(interviews.state, '$.answers') given
        where interviews.case_id = ${cases.id} and json_extract(given.value, '$.mode') = 'robot')`,
    })
    .from(cases)
    .innerJoin(discharges, eq(discharges.id, cases.id))
    .where(
      and(
        sql`${cases.id} in (select value from json_each(${JSON.stringify(caseIds)}))`,
        sql`+${cases.unitId} in (select value from json_each(${JSON.stringify(unitIds)}))`,
        maySee(accountId),
      ),
    );
  const found = new Map(rows.map((row) => [row.case.id, row]));
  return caseIds.flatMap((id) => found.get(id) ?? []);
}

/** Cases of the units whose id begins so, forgotten patients' too. */
export async function findByCaseNumber(
  db: Db,
  { unitIds, accountId }: Beholder,
  caseNumber: string,
  limit: number,
): Promise<string[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .select({ id: cases.id })
    .from(cases)
    // "~" comes after everything an id is made of.
    .where(
      and(gte(cases.id, caseNumber), lt(cases.id, `${caseNumber}~`), isOneOf(cases.unitId, unitIds), maySee(accountId)),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}
