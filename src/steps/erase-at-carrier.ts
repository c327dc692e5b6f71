/**
 * Takes the numbers of ended calls out of the carrier's books (promise 4). A day after the call, so that a bill or a call
 * in doubt can still be looked up; then until the carrier says that it is done, also when the person has been forgotten
 * here meanwhile. A line that was joined with a call is a call of its own there.
 */
import { appendToCall, type CallRow, listCallsToErase } from "../db/calls.ts";
import type { Carrier } from "../telephony/carrier.ts";
import type { World } from "../world.ts";

const keptAtCarrierHours = 24;
/** Calls read at a time. */
const atOnce = 200;

/**
 * Gives how many the carrier has erased. One that it will not erase is passed over until the next time, so that it stands
 * in no other's way. A carrier that cannot erase is left alone: README says what it keeps.
 */
export async function eraseAtCarrier(world: World): Promise<{ erased: number }> {
  let [erased, passedOver] = [0, 0];
  const carrier = world.telephone?.carrier;
  if (!carrier?.can.erase) return { erased };
  const before = world.now() - keptAtCarrierHours * 3_600_000;
  for (;;) {
    const due = await listCallsToErase(world.db, carrier.name, before, atOnce, passedOver);
    if (due.length === 0) return { erased };
    for (const call of due) {
      const answer = await eraseCall(carrier, call);
      if ("unknown" in answer) return { erased };
      if ("refused" in answer) {
        world.log({ what: "carrier-not-erased", refused: answer.refused, carrierCode: answer.carrierCode });
        if (answer.refused === "credentials" || answer.refused === "slow-down") return { erased };
      }
      const written =
        "done" in answer && (await world.atomically(appendToCall(world.db, call, [{ kind: "erased" }], world.now())));
      if (written === "done") erased += 1;
      else passedOver += 1;
    }
  }
}

/**
 * A call and the line that it was joined with. The word of that line may have been lost, and it holds the patient's number:
 * then the carrier is asked which it was, as long as it still knows the call itself.
 */
async function eraseCall(carrier: Carrier, { kind, ref, otherRef }: CallRow): ReturnType<Carrier["erase"]> {
  if (kind !== "bridge" || otherRef !== null || ref === null || ref.startsWith("none-"))
    return eraseLines(carrier, [otherRef, ref]);
  const joined = await carrier.joined(ref);
  if ("found" in joined) return eraseLines(carrier, [...joined.found, ref]);
  return "refused" in joined && joined.refused === "not-possible" ? eraseLines(carrier, [ref]) : joined;
}

/** Done when the carrier has none of them any more; else its first other word. */
async function eraseLines(carrier: Carrier, refs: readonly (string | null)[]): ReturnType<Carrier["erase"]> {
  for (const ref of refs) {
    // The name that the reconciler gives to an order that was never carried out is not the carrier's.
    if (ref === null || ref.startsWith("none-")) continue;
    const answer = await carrier.erase(ref);
    if (!("done" in answer)) return answer;
  }
  return { done: true };
}
