/**
 * What was said at each turn of a call, so that a webhook that comes twice hears the same words. Gone when the call is
 * settled: nothing of what was said outlives it.
 */
import { and, eq, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { callReplies } from "./identified.ts";
import { bound, prepared } from "./prepared.ts";

const replyQuery = prepared((db) =>
  db
    .select()
    .from(callReplies)
    .where(and(eq(callReplies.callId, sql.placeholder("callId")), eq(callReplies.turn, sql.placeholder("turn"))))
    .prepare(),
);

export async function findReply(db: Db, callId: string, turn: number) {
  const [row] = await replyQuery(db).execute({ callId, turn });
  return row;
}

const replyWrite = prepared((db) =>
  db
    .insert(callReplies)
    .values({
      callId: sql.placeholder("callId"),
      turn: sql.placeholder("turn"),
      token: sql.placeholder("token"),
      body: sql.placeholder("body"),
    })
    .prepare(),
);

export const insertReply = (db: Db, reply: typeof callReplies.$inferInsert): Statement => bound(replyWrite(db), reply);

const repliesRemoval = prepared((db) =>
  db
    .delete(callReplies)
    .where(eq(callReplies.callId, sql.placeholder("callId")))
    .prepare(),
);

export const deleteReplies = (db: Db, callId: string): Statement => bound(repliesRemoval(db), { callId });
