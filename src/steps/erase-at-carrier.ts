/**
 * Takes the numbers of ended calls out of the carrier's books (promise 4). A day after the call, so that a bill or a call
 * in doubt can still be looked up; then until the carrier says that it is done, also when the person has been forgotten
 * here meanwhile.
 */
import { appendToCall, listCallsToErase } from "../db/calls.ts";
import type { World } from "../world.ts";

const keptAtCarrierHours = 24;
/** Calls asked about in one round. */
const atOnce = 200;

/** Gives how many the carrier has erased. A carrier that cannot erase is left alone: README says what it keeps. */
export async function eraseAtCarrier(world: World): Promise<{ erased: number }> {
  let erased = 0;
  const carrier = world.telephone?.carrier;
  if (!carrier?.can.erase) return { erased };
  const before = world.now() - keptAtCarrierHours * 3_600_000;
  for (const call of await listCallsToErase(world.db, carrier.name, before, atOnce)) {
    // The name that the reconciler gives to an order that was never carried out is not the carrier's.
    const { ref } = call;
    const answer = ref === null || ref.startsWith("none-") ? { done: true as const } : await carrier.erase(ref);
    if ("done" in answer) {
      await world.atomically(appendToCall(world.db, call, [{ kind: "erased" }], world.now()));
      erased += 1;
    } else if ("refused" in answer) {
      world.log({ what: "carrier-not-erased", refused: answer.refused, carrierCode: answer.carrierCode });
      if (answer.refused !== "slow-down") break;
    }
  }
  return { erased };
}
