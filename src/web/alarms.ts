/**
 * GET /larm: tasks that nobody has seen in time, for whoever is the unit's escalation contact. It says which unit must be
 * reached and since when, and nothing of the patient: the contact need not be one who may know.
 */
import { taskKindOf } from "../cases/follow-up.ts";
import { listAlarms } from "../db/task-alarms.ts";
import { accountOf, type Request } from "./context.ts";
import { page } from "./frame.ts";
import { momentText } from "./task-words.ts";

const most = 100;

export async function alarmsPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const now = world.now();
  const alarms = await listAlarms(world.db, accountOf(c), most);
  return page(c, "alarms", "Åtgärder som ingen har kvitterat", {
    rows: alarms.map(({ unitName, kind, raisedAt, acknowledgeBy }) => ({
      unitName,
      kindLabel: taskKindOf(kind).label,
      raisedText: momentText(raisedAt, now),
      dueText: `Skulle ha kvitterats ${momentText(acknowledgeBy, now)}`,
    })),
  });
}
