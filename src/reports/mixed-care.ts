/**
 * Somatic and psychiatric care are always told apart (domain §1): of two totals the one with more of the happier care type
 * looks better though neither of its parts is.
 */
import type { ReportGroup } from "./group.ts";

/** What is said before totals are compared, with each other or with one care type. */
export const mixedCareCautions = (groups: readonly ReportGroup[]): string[] =>
  groups.some(({ careType, hidden }) => careType === null && hidden === null)
    ? [
        "Totalt är somatik och psykiatri tillsammans. Är blandningen en annan kan det vara hela skillnaden: jämför vårdformerna var för sig.",
      ]
    : [];
