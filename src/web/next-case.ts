/** GET /uppfoljningar/:id/nasta: whom to call after this one, in the list's own order. For the key that goes on. */
import { findCase } from "../db/cases.ts";
import { findRules } from "../db/rules.ts";
import { listWork } from "../db/work-list.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";

/** How far down the list this one is looked for; from below that the next is the first. */
const lookedAt = 50;

/** The one after it on the list; the first when it stands last or not there; the list when nobody else is due. */
export async function nextCase(c: Request): Promise<Response> {
  const { db, now } = c.get("world");
  const id = c.req.param("id") ?? "";
  const { id: accountId, unitIds } = accountOf(c);
  if (!(await findCase(db, { accountId, unitIds }, id))) return giveUp({ refused: "not-found" });
  const { policy } = await findRules(db);
  const question = { unitIds, accountId, now: now(), policy };
  const due = await listWork(db, { ...question, view: "callable", limit: lookedAt, offset: 0 });
  const ids = due.map((one) => one.case.id);
  const next = ids[ids.indexOf(id) + 1] ?? ids[0];
  return c.redirect(next && next !== id ? `/uppfoljningar/${next}` : "/lista", 303);
}
