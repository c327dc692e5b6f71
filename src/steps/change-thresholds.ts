/**
 * The region makes it stricter, or less strict again, how small a group may be shown. What has started keeps what it
 * started with: nothing that anybody has looked at is shown in another way from one day to the next.
 */
import { mustChange } from "../db/atomic.ts";
import { insertSettingChange } from "../db/rules.ts";
import { changeThresholdsText, findThresholdsText } from "../db/thresholds.ts";
import { type Refusal, refuse } from "../problems.ts";
import { readThresholds, type Thresholds, thresholdChanges, thresholdsText } from "../reports/thresholds.ts";
import type { World } from "../world.ts";

/**
 * Stores what `wanted` says (thresholds.ts, readTypedThresholds). `seen` is what the form was filled from;
 * "rules-just-changed" when somebody has stored others since. Gives whether anything was changed.
 */
export async function changeThresholds(
  world: World,
  accountId: string,
  wanted: Thresholds,
  seen: string,
): Promise<{ changed: boolean } | Refusal> {
  const text = await findThresholdsText(world.db);
  const before = readThresholds(text);
  const changes = thresholdChanges(before, wanted);
  if (changes.length === 0) return { changed: false };
  if (thresholdsText(before) !== seen) return refuse("rules-just-changed");
  const at = world.now();
  const written = await world.atomically([
    ...mustChange(changeThresholdsText(world.db, text, thresholdsText(wanted))),
    ...changes.map((change) => insertSettingChange(world.db, { id: world.newId(), at, accountId, ...change })),
  ]);
  return written === "done" ? { changed: true } : refuse("rules-just-changed");
}
