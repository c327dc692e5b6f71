/** What the robot's calls have come to, counted over a span of time. Counts only: no call and no case can be told from it. */
import { and, eq, gt, lte, sql } from "drizzle-orm";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { Db } from "../world.ts";
import { callEvents, calls } from "./identified.ts";

export type RobotResult = {
  /** Null when the call said nothing about its case. */
  readonly outcome: OutcomeCode | null;
  readonly handedOver: boolean;
  readonly calls: number;
};

/** The robot's calls that were settled after `from` and up to `to` (epoch ms), by what came of them. */
export async function countRobotResults(db: Db, from: number, to: number): Promise<RobotResult[]> {
  const rows = await db
    .select({
      outcome: sql<OutcomeCode | null>`json_extract(${callEvents.event}, '$.outcome')`,
      handedOver: sql<number>`json_extract(${callEvents.event}, '$.handedOver')`,
      calls: sql<number>`count(*)`,
    })
    .from(calls)
    .innerJoin(callEvents, eq(callEvents.callId, calls.id))
    .where(
      and(
        eq(calls.kind, "robot"),
        gt(calls.settledAt, from),
        lte(calls.settledAt, to),
        sql`json_extract(${callEvents.event}, '$.kind') = 'settled'`,
      ),
    )
    .groupBy(sql`1, 2`);
  return rows.map((row) => ({ ...row, handedOver: Boolean(row.handedOver) }));
}
