/**
 * The region changes its rules, and every open case is planned anew under them: unit by unit and some hundred cases at a
 * time, so that nobody who is ringing waits for it. Where it was broken off it goes on at the next tick
 * (timetable.ts); planning a case twice changes nothing.
 */

import { type Rules, readRules, rulesText } from "../calls/rules.ts";
import { ruleChanges } from "../calls/rules-form.ts";
import { replan } from "../cases/replan.ts";
import { mustChange } from "../db/atomic.ts";
import { findUnitAfter, listOpenIds, listToReplan, replannedTo, writeReplanned } from "../db/replanning.ts";
import { changeRulesText, findNewestChange, findRules, findRulesText, insertSettingChange } from "../db/rules.ts";
import { changeSetting, findSettings, setSetting } from "../db/settings.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

const all = "-";

/** Cases planned and written at once. */
const casesAtOnce = 500;
/** Milliseconds that one run may take; the rest waits for the next. */
const mostMilliseconds = 8_000;
/** How often some cases are planned anew because somebody wrote one of them in between. */
const mostTries = 5;

/**
 * Stores rules and plans open cases by them. `seen` is the newest change that the form was filled after ("": none);
 * "rules-just-changed" when somebody has stored others since. Gives whether anything was changed.
 */
export async function changeRules(
  world: World,
  accountId: string,
  wanted: Rules,
  seen: string,
): Promise<{ changed: boolean } | Refusal> {
  const { db } = world;
  const text = await findRulesText(db);
  const changes = ruleChanges(readRules(text), wanted);
  if (changes.length === 0) return { changed: false };
  if ((await findNewestChange(db)) !== seen) return refuse("rules-just-changed");
  const at = world.now();
  const written = await world.atomically([
    ...mustChange(changeRulesText(db, text, rulesText(wanted))),
    setSetting(db, replannedTo, ""),
    ...changes.map((change) => insertSettingChange(db, { id: world.newId(), at, accountId, ...change })),
  ]);
  if (written !== "done") return refuse("rules-just-changed");
  await replanCases(world);
  return { changed: true };
}

/** Plans the open cases of the units that are still to be done. Gives how many cases were changed. */
export async function replanCases(world: World): Promise<{ changed: number }> {
  const began = world.wallNow();
  let changed = 0;
  for (;;) {
    const from = (await findSettings(world.db)).get(replannedTo) ?? all;
    if (from === all) return { changed };
    const unit = await findUnitAfter(world.db, from);
    if (unit !== undefined) {
      const planned = await replanUnit(world, unit);
      if (planned === null) return { changed };
      changed += planned;
    }
    // Rules that were changed once more in between begin at the first unit again.
    await world.atomically(mustChange(changeSetting(world.db, replannedTo, from, unit ?? all)));
    if (world.wallNow() - began > mostMilliseconds) return { changed };
  }
}

/** Null: somebody keeps writing the same cases, and the unit is left for the next run. */
async function replanUnit(world: World, unitId: string): Promise<number | null> {
  const ids = await listOpenIds(world.db, unitId);
  let changed = 0;
  for (let at = 0; at < ids.length; at += casesAtOnce) {
    const planned = await replanSome(world, ids.slice(at, at + casesAtOnce));
    if (planned === null) return null;
    changed += planned;
  }
  return changed;
}

async function replanSome(world: World, ids: readonly string[]): Promise<number | null> {
  const now = world.now();
  const staffed = world.telephone?.staffed ?? null;
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const rules = await findRules(world.db);
    const decided = (await listToReplan(world.db, ids))
      .map(({ row, ...known }) => ({ row, changes: replan(row, known, rules, now, staffed) }))
      .filter(({ changes }) => Object.keys(changes).length > 0);
    const statements = writeReplanned(decided, now, world.newId);
    if (statements.length === 0 || (await world.atomically(statements)) === "done") return decided.length;
  }
  return null;
}

/** Plans everything anew: a list that was being taken in when the rules changed may have been admitted by the old ones. */
export async function replanAll(world: World): Promise<{ changed: number }> {
  await world.atomically([setSetting(world.db, replannedTo, "")]);
  return replanCases(world);
}
