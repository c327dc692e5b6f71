/**
 * A closed samverkansmätning gets a number and is never changed: the report as it may be shown is kept as it is. Before
 * that the lead reads the suggestions and takes away those that point somebody out, which no program can do for them.
 */
import { localDateOf } from "../calendar.ts";
import type { Account } from "../db/accounts.ts";
import { mustChange } from "../db/atomic.ts";
import { deleteSuggestion, noteSuggestionGone } from "../db/cooperation-answers.ts";
import {
  insertCooperationPublication,
  listCooperationPublications,
  markPublished,
} from "../db/cooperation-publications.ts";
import { findLed } from "../db/led-cooperations.ts";
import { insertSettingChange } from "../db/rules.ts";
import { publish } from "../measurements/lifecycle.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { CooperationReport } from "../reports/cooperation.ts";
import type { World } from "../world.ts";

/** Publishes what `read` gives (read-cooperation.ts) under the next number; a correction says in `changed` what it changes. */
export async function publishCooperation(
  world: World,
  account: Account,
  id: string,
  changed: string,
  read: (id: string) => Promise<{ readonly report: CooperationReport } | Refusal>,
): Promise<{ number: number } | Refusal> {
  const row = await findLed(world, account, id);
  if (isRefusal(row)) return row;
  const before = await listCooperationPublications(world.db, id);
  const waiting = row.releasedOn === null;
  const moved = publish(row, { waiting, published: before.length, changed: changed.trim() });
  if (isRefusal(moved)) return moved;
  const shown = await read(id);
  if (isRefusal(shown)) return shown;
  const today = localDateOf(world.now());
  const publication = {
    ...{ cooperationId: id, number: moved.number, publishedOn: today, changed: moved.changed },
    report: JSON.stringify(shown.report),
  };
  const written = await world.atomically([
    ...mustChange(markPublished(row)),
    ...mustChange(insertCooperationPublication(world.db, publication)),
    insertSettingChange(world.db, {
      ...{ id: world.newId(), at: world.now(), accountId: account.id, label: `Samverkansmätningen ${row.name}` },
      ...{ before: "", after: `publicerad, nummer ${moved.number}` },
    }),
  ]);
  return written === "done" ? { number: moved.number } : refuse("measurement-just-changed");
}

/** Takes a suggestion out of what is shown from now on; numbers that are published keep it. */
export async function removeSuggestion(
  world: World,
  account: Account,
  id: string,
  suggestion: string,
): Promise<{ removed: true } | Refusal> {
  const row = await findLed(world, account, id);
  if (isRefusal(row)) return row;
  const written = await world.atomically([
    ...mustChange(deleteSuggestion(id, suggestion)),
    noteSuggestionGone(id),
    insertSettingChange(world.db, {
      ...{ id: world.newId(), at: world.now(), accountId: account.id, label: `Samverkansmätningen ${row.name}` },
      ...{ before: "", after: "ett förslag borttaget" },
    }),
  ]);
  if (written !== "done") return refuse("measurement-just-changed");
  await world.scrub();
  return { removed: true };
}
