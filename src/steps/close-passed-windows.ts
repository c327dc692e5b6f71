/**
 * Closes cases whose window is over. What was answered of half the core or more passes through the wall; less is deleted.
 * "window passed" is an outcome of its own, so that nobody drops out unseen.
 */
import { localDateOf } from "../calendar.ts";
import { closeByWindow } from "../cases/closing.ts";
import { mustChange } from "../db/atomic.ts";
import { findCaseFile } from "../db/case-file.ts";
import { type CaseRow, changeCase, insertEvent, listEvents, listPassed } from "../db/cases.ts";
import { deleteInterview } from "../db/interviews.ts";
import { findRules } from "../db/rules.ts";
import { sealInterview } from "../db/wall.ts";
import { isRefusal } from "../problems.ts";
import type { Statement, World } from "../world.ts";

/**
 * Closes all that can be, `atOnce` read at a time; gives how many. After days in which nothing ran the same tick goes on to
 * close measurements and let their last answers out, and a half interview left for the next one would be too late.
 */
export async function closePassedWindows(world: World, atOnce = 500): Promise<{ closed: number }> {
  const now = world.now();
  let closed = 0;
  let answersLeft = false;
  for (;;) {
    const passed = await listPassed(world.db, now, atOnce);
    const done = await closeEach(world, passed, now);
    closed += done.closed;
    answersLeft ||= done.answersLeft;
    // Fresh holds are left alone, and stay among those that are read.
    if (passed.length < atOnce || done.closed === 0) break;
  }
  if (answersLeft) await world.scrub();
  return { closed };
}

async function closeEach(world: World, passed: readonly CaseRow[], now: number) {
  const { policy } = await findRules(world.db);
  let closed = 0;
  let answersLeft = false;
  for (const row of passed) {
    const viewer = { accountId: "clock", unitIds: [row.unitId], purpose: "call" } as const;
    const file = await findCaseFile(world.db, viewer, row.id);
    if (!file) continue;
    const changes = closeByWindow(file.facts, file.evidence, now, policy);
    if (isRefusal(changes) || Object.keys(changes).length === 0) continue;
    const statements: Statement[] = [...mustChange(changeCase(world.db, file.row, changes))];
    if (file.interview) {
      const counts = changes.disposition === "completed" || changes.disposition === "partial";
      if (counts) {
        statements.push(
          ...(await sealInterview(world, {
            row: file.row,
            interview: file.interview,
            // The answers were given inside the window, though the row crosses the wall after it.
            endedOn: localDateOf(file.attempts.at(-1)?.endedAt ?? (await findSatAt(world, row.id)) ?? now),
          })),
        );
      } else {
        statements.push(...mustChange(deleteInterview(world.db, file.interview.row)));
      }
      answersLeft = true;
    }
    statements.push(insertEvent(world.db, { id: world.newId(), caseId: row.id, at: now, kind: "window-passed" }));
    if ((await world.atomically(statements)) === "done") closed += 1;
  }
  return { closed, answersLeft };
}

/** When somebody last sat down with an interview that was then given back: no attempt tells of it. Epoch ms. */
const findSatAt = async ({ db }: World, caseId: string): Promise<number | undefined> =>
  (await listEvents(db, caseId)).findLast(({ kind }) => sittings.has(kind))?.at;

const sittings: ReadonlySet<string> = new Set(["interview-started", "interview-resumed"]);
