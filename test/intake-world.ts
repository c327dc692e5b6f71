/** A world with the demo region's units and one source, for tests of the intake. */
import { openWards } from "./wards.ts";
import { makeTestWorld } from "./world.ts";

export async function makeIntakeWorld(options: Parameters<typeof makeTestWorld>[0] = {}) {
  const world = makeTestWorld(options);
  return { world, source: await openWards(world) };
}
