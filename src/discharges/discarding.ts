/** Rows of which nobody may keep more than their line and the reason (domain §4). */
import { type Cells, coded } from "./cells.ts";
import { type Consent, consents, protections, type Status, statuses } from "./values.ts";

export type DiscardReason = "protected" | "dead" | "withdrawn";

/**
 * Why a row may not be kept, before anything else is read: a fault elsewhere in it must not put a protected person in
 * the list of refused rows.
 */
export function discardReasons(cells: Cells): DiscardReason[] {
  // A word that is not known is refused further on, like any other fault.
  const holds: readonly (readonly [DiscardReason, boolean])[] = [
    ["protected", protection(cells) === true],
    ["dead", coded<Status>(cells, "status", statuses, "home") === "dead"],
    ["withdrawn", coded<Consent>(cells, "consent", consents, "unasked") === "withdrawn"],
  ];
  return holds.flatMap(([reason, held]) => (held ? [reason] : []));
}

/** Null when the row says nothing about protection. */
export const protection = (cells: Cells) => coded<boolean | null>(cells, "protected", protections, null);
