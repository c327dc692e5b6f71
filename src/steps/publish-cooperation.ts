/**
 * A closed samverkansmätning gets a number and is never changed: the report as it may be shown is kept as it is. Before
 * that the lead reads the suggestions and takes away those that point somebody out, which no program can do for them. One
 * that was overlooked is taken out of the published numbers too, which then say when and why.
 */
import { localDateOf } from "../calendar.ts";
import { type RemovalReason, removalReasons } from "../cooperation/removal.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { deleteSuggestion, listSuggestions, noteSuggestionGone } from "../db/cooperation-answers.ts";
import {
  insertCooperationPublication,
  listCooperationPublications,
  markPublished,
  redactCooperationPublication,
} from "../db/cooperation-publications.ts";
import { findLed } from "../db/led-cooperations.ts";
import { insertSettingChange } from "../db/rules.ts";
import { publish } from "../measurements/lifecycle.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { CooperationReport } from "../reports/cooperation.ts";
import { withoutSuggestion } from "../reports/cooperation-removal.ts";
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

/**
 * Takes a suggestion away, also out of every published number that holds it: those want a reason, which stands there in its
 * place ("removal-reason-needed" when there is none). Figures are as they were.
 */
export async function removeSuggestion(
  world: World,
  account: Account,
  id: string,
  suggestion: string,
  reason?: RemovalReason,
): Promise<{ removed: true } | Refusal> {
  const done = await decidedAnew(() => tryToRemove(world, account, id, suggestion, reason));
  return isRefusal(done) && done.refused === "case-just-changed" ? refuse("measurement-just-changed") : done;
}

async function tryToRemove(
  world: World,
  account: Account,
  id: string,
  suggestion: string,
  reason: RemovalReason | undefined,
): Promise<{ removed: true } | Refusal> {
  const row = await findLed(world, account, id);
  if (isRefusal(row)) return row;
  const found = (await listSuggestions(world.db, id)).find((one) => one.id === suggestion);
  // A second press, or a colleague who was there first.
  if (!found) return { removed: true };
  const published = await listCooperationPublications(world.db, id);
  if (published.length > 0 && reason === undefined) return refuse("removal-reason-needed");
  const removedOn = localDateOf(world.now());
  const redacted = published.flatMap((one) => {
    if (reason === undefined) return [];
    const report = JSON.parse(one.report) as CooperationReport;
    const without = withoutSuggestion(report, found.text, { party: found.party, removedOn, reason });
    return without ? [{ one, report: JSON.stringify(without) }] : [];
  });
  const numbers = redacted.map(({ one }) => one.number).join(", ");
  const because =
    numbers === "" || reason === undefined ? "" : `, också ur rapport ${numbers}. ${removalReasons[reason]}`;
  const written = await world.atomically([
    ...mustChange(deleteSuggestion(id, suggestion)),
    ...mustChange(noteSuggestionGone(row)),
    ...redacted.flatMap(({ one, report }) => mustChange(redactCooperationPublication(one, report))),
    insertSettingChange(world.db, {
      ...{ id: world.newId(), at: world.now(), accountId: account.id, label: `Samverkansmätningen ${row.name}` },
      ...{ before: "", after: `ett förslag borttaget${because}` },
    }),
  ]);
  if (written !== "done") return refuse("case-just-changed");
  await world.scrub();
  return { removed: true };
}
