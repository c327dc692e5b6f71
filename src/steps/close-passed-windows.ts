/**
 * Closes cases whose window is over. What was answered of half the core or more passes through the wall; less is deleted.
 * "window passed" is an outcome of its own, so that nobody drops out unseen.
 */
import { localDateOf } from "../calendar.ts";
import { closeByWindow } from "../cases/closing.ts";
import { mustChange } from "../db/atomic.ts";
import { findCaseFile } from "../db/case-file.ts";
import { changeCase, insertEvent, listPassed } from "../db/cases.ts";
import { deleteInterview } from "../db/interviews.ts";
import { findRules } from "../db/rules.ts";
import { sealInterview } from "../db/wall.ts";
import { isRefusal } from "../problems.ts";
import type { Statement, World } from "../world.ts";

/** Cases looked at in one run; the rest wait for the next. */
const atMost = 500;

/** Gives how many cases were closed. */
export async function closePassedWindows(world: World): Promise<{ closed: number }> {
  const now = world.now();
  const { policy } = await findRules(world.db);
  let closed = 0;
  let answersLeft = false;
  for (const row of await listPassed(world.db, now, atMost)) {
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
            endedOn: localDateOf(file.attempts.at(-1)?.endedAt ?? now),
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
  if (answersLeft) await world.scrub();
  return { closed };
}
