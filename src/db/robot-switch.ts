/**
 * The switch of the robot and what its carrier has said no to: settings of the installation, read by the dispatcher and
 * shown on the page of the robot.
 */
import type { World } from "../world.ts";
import { findSettings } from "./settings.ts";

/** "on" or "off"; nothing until somebody has chosen. */
export const robotSwitch = "robot";
/** Epoch ms before which nothing is ordered, after a no that trying again at once would not mend. */
export const robotPausedUntil = "robot-paused-until";
/** The port's word for the last no that the operator has to do something about; "" when an order has gone through since. */
export const robotStopped = "robot-stopped";

/** Is the robot to ring by itself? A demo's is off until somebody turns it on: a newcomer's list should stand still. */
export async function isRobotOn(world: World): Promise<boolean> {
  const known = (await findSettings(world.db)).get(robotSwitch);
  return known === undefined ? world.config.mode === "production" : known === "on";
}
