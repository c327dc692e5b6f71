/**
 * Why a suggestion is taken out of what is published: a few reasons to choose among, so that none of them says again what was
 * removed. A person's right to have it gone outlives the publication (GDPR article 17).
 */
import type { Party } from "./form.ts";

/** Reason → how it is told after "Ett förslag är borttaget". */
export const removalReasons = {
  named: "Det nämnde en person.",
  recognisable: "Det gick att förstå vem det handlade om.",
  offensive: "Det var kränkande.",
} as const;
export type RemovalReason = keyof typeof removalReasons;

export const findRemovalReason = (typed: string): RemovalReason | undefined =>
  Object.hasOwn(removalReasons, typed) ? (typed as RemovalReason) : undefined;

export type RemovedSuggestion = {
  readonly party: Party;
  /** Local date. */
  readonly removedOn: string;
  readonly reason: RemovalReason;
};
