/**
 * Whether somebody who answered would stand on two sides of a comparison: the interval of a difference takes the sides to be
 * different people.
 */
import type { ReportGroup } from "./group.ts";
import { countryCode } from "./wording.ts";

type Side = { readonly label: string; readonly measurementId: string; readonly group: ReportGroup };

/** The first two sides that do, as a sentence; null when no sides do. */
export function overlapOf(sides: readonly Side[]): string | null {
  for (const whole of sides)
    for (const part of sides) {
      if (whole === part || whole.measurementId !== part.measurementId) continue;
      if (!shares(whole.group, part.group)) continue;
      return `${shares(part.group, whole.group) ? `${whole.label} och ${part.label} innehåller delvis samma svar` : `${whole.label} innehåller ${part.label}`}. Jämför i stället med resten, eller delarna med varandra.`;
    }
  return null;
}

/** The first holds the second, or both lack something that the other has. */
const shares = (whole: ReportGroup, part: ReportGroup): boolean =>
  holdsCounty(whole.county, part.county) &&
  (whole.careType === null || whole.careType === part.careType) &&
  holdsUnit(whole.unit, part.unit);

/** "00" holds every county, "00-18" every county but 18. */
function holdsCounty(whole: string, part: string): boolean {
  if (whole === part || whole === countryCode) return true;
  const [country, without] = whole.split("-");
  return country === countryCode && without !== undefined && without !== part && part !== countryCode;
}

/** Of the same care type: all of it holds every unit, all `without` one every other. */
function holdsUnit(whole: ReportGroup["unit"], part: ReportGroup["unit"]): boolean {
  if (!whole) return true;
  if (!part) return false;
  return whole.without && whole.slug !== part.slug;
}
