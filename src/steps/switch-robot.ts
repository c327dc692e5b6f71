/**
 * An administrator switches the robot on or off. Off stops new calls at once; those that ring or talk are left to end in
 * good order. On takes away the pause after a carrier's no, since somebody has looked at it.
 */
import { robotPausedUntil, robotStopped, robotSwitch } from "../db/robot-switch.ts";
import { setSetting } from "../db/settings.ts";
import type { World } from "../world.ts";

export async function switchRobot(world: World, isOn: boolean): Promise<void> {
  await world.atomically([
    setSetting(world.db, robotSwitch, isOn ? "on" : "off"),
    ...(isOn ? [setSetting(world.db, robotPausedUntil, "0"), setSetting(world.db, robotStopped, "")] : []),
  ]);
  world.log({ what: isOn ? "robot-switched-on" : "robot-switched-off" });
}
