/**
 * What rows end that may not be kept: tombstones for the keys they carry, and for the patient's stays that are known
 * either an end or, where a unit has named persons for protected identities, a door that is closed to all others.
 */
import { type Refusal, refuse } from "../problems.ts";
import { type Desk, keysOf, othersOf, type RowToDecide } from "./desk.ts";
import type { DiscardReason } from "./discarding.ts";
import { discard } from "./ending.ts";
import type { Entry } from "./entry.ts";
import { isInGoodHands, isKept, shield } from "./shielding.ts";
import { bury } from "./tombstones.ts";

/** A patient has turned out to be protected: for the units' named persons where there are any, else for nobody. */
export function shieldAll(entries: readonly Entry[], desk: Desk): void {
  for (const each of entries) {
    if (isInGoodHands(each, desk.rules)) shield(each, desk.rules);
    else discard(each, "protected", desk.rules);
  }
}

/** A row of a protected patient that cannot be taken in: what is wrong is told, and the patient is protected all the same. */
export function protectFaulty(row: RowToDecide, entry: Entry | undefined, fault: Refusal, desk: Desk): Refusal {
  bury(desk.tombstones, keysOf(row, entry), "protected");
  shieldAll([...(entry ? [entry] : []), ...othersOf(row, entry, desk)], desk);
  return refuse("protected-faulty", { column: fault.details?.column ?? "" });
}

/** Ends what is known of a row, and sees to that no later list revives it. */
export function end(row: RowToDecide, entry: Entry | undefined, reason: DiscardReason, desk: Desk): void {
  // Protection and death are the person's; a withdrawal belongs to the stay it was asked about.
  const persons = reason === "withdrawn" ? [] : [row.patientKey, entry?.discharge.patientKey];
  bury(desk.tombstones, [row.dischargeKey, ...persons], reason);
  const others = reason === "withdrawn" ? [] : othersOf(row, entry, desk);
  if (reason !== "protected") {
    for (const each of [...(entry ? [entry] : []), ...others]) discard(each, reason, desk.rules);
    return;
  }
  // This unit may not have the row; another unit, with named persons, keeps what it has.
  if (entry && isKept(entry)) shield(entry, desk.rules);
  else if (entry) discard(entry, reason, desk.rules);
  shieldAll(others, desk);
}
