/**
 * What protection changes for a stay that is known: from now on its case is for the unit's named persons alone, or again
 * for everybody. Works on the entries of admission.ts, in memory.
 */
import { free } from "../cases/case.ts";
import type { AdmissionRules, Entry } from "./entry.ts";

/** Protected, and kept for named persons. Of one that was discarded nothing is left to be the same as. */
export const isKept = ({ discharge }: Entry): boolean => discharge.protected && discharge.contentKey !== "";

/** Somebody may have it: the calling unit has named persons, or had when it was taken in. Then it waits for new ones. */
export const isInGoodHands = (entry: Entry, { namedPersons }: AdmissionRules): boolean =>
  isKept(entry) || namedPersons.has(entry.case.unitId);

/** Whoever holds the case lets go of it, the robot too, unless it is one of the named. */
export function shield(entry: Entry, { namedPersons }: AdmissionRules): void {
  entry.discharge = { ...entry.discharge, protected: true };
  const { state, ownerId, unitId } = entry.case;
  const mayKeep = ownerId !== null && (namedPersons.get(unitId)?.has(ownerId) ?? false);
  if (state === "held" && !mayKeep) entry.case = { ...entry.case, state: "planned", ...free };
}

/** The patient is protected no longer. */
export function lift(entry: Entry): void {
  entry.discharge = { ...entry.discharge, protected: false };
}
