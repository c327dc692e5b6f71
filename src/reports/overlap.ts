/**
 * Whether somebody who answered would stand on two sides of a comparison: the interval of a difference takes the sides to be
 * different people.
 */
import type { ReportGroup } from "./group.ts";
import { countryCode } from "./wording.ts";

type Side = { readonly label: string; readonly measurementId: string; readonly group: ReportGroup };

/** The first two sides that do, as a sentence; null when no sides do. */
export function overlapOf(sides: readonly Side[]): string | null {
  for (const [at, one] of sides.entries())
    for (const other of sides.slice(at + 1)) {
      if (one.measurementId !== other.measurementId || !meet(one.group, other.group)) continue;
      const [holding, held] = [holds(one.group, other.group), holds(other.group, one.group)];
      const how =
        holding === held
          ? `${one.label} och ${other.label} innehåller delvis samma svar`
          : `${holding ? one.label : other.label} innehåller ${holding ? other.label : one.label}`;
      return `${how}. Jämför i stället med resten, eller delarna med varandra.`;
    }
  return null;
}

/** May somebody be in both? A care type of the country and a county's total share that county's patients of the care type. */
const meet = (one: ReportGroup, other: ReportGroup): boolean =>
  (holdsCounty(one.county, other.county) || holdsCounty(other.county, one.county) || bothRests(one, other)) &&
  (one.careType === null || other.careType === null || one.careType === other.careType) &&
  (holdsUnit(one.unit, other.unit) || holdsUnit(other.unit, one.unit) || bothRests(one, other));

const holds = (whole: ReportGroup, part: ReportGroup): boolean =>
  holdsCounty(whole.county, part.county) &&
  (whole.careType === null || whole.careType === part.careType) &&
  holdsUnit(whole.unit, part.unit);

/** The county that "00-18" is without. */
const lacking = (county: string): string | undefined => county.split("-")[1];

/** All but one county, or all but one unit: each lacks something that the other has, and the others are in both. */
const bothRests = (one: ReportGroup, other: ReportGroup): boolean =>
  one.unit && other.unit
    ? one.unit.without && other.unit.without && one.county === other.county
    : lacking(one.county) !== undefined && lacking(other.county) !== undefined;

/** "00" holds every county, "00-18" every county but 18. */
function holdsCounty(whole: string, part: string): boolean {
  if (whole === part || whole === countryCode) return true;
  const without = lacking(whole);
  return without !== undefined && lacking(part) === undefined && without !== part && part !== countryCode;
}

/** Of the same care type: all of it holds every unit, all `without` one every other. */
function holdsUnit(whole: ReportGroup["unit"], part: ReportGroup["unit"]): boolean {
  if (!whole) return true;
  if (!part) return false;
  if (whole.without === part.without) return whole.slug === part.slug;
  return whole.without && whole.slug !== part.slug;
}
