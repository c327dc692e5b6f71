/**
 * Whose a measurement is; and what a project lead should know about one that is not wrong, and may still not be what was
 * meant: patients who belong to another one too, and counties from which nobody can come.
 */
import type { MeasurementFacts } from "./lifecycle.ts";

type Planned = MeasurementFacts & {
  readonly id: string;
  readonly name: string;
  /** SCB county codes. */
  readonly counties: readonly string[];
  /** Ids of discharging units; null is every unit of the counties. */
  readonly units: readonly string[] | null;
};
type Unit = { readonly id: string; readonly county: string };

/** The running measurements that some of the same patients fit, in the order they came (cases/inclusion.ts shares them out). */
export const sharingPatients = (planned: Planned, others: readonly Planned[], known: readonly Unit[]): Planned[] =>
  others.filter(
    (other) =>
      other.id !== planned.id &&
      other.state === "running" &&
      other.opensOn <= planned.closesOn &&
      planned.opensOn <= other.closesOn &&
      shareUnits(planned, other, known),
  );

function shareUnits(one: Planned, other: Planned, known: readonly Unit[]): boolean {
  const counties = one.counties.filter((county) => other.counties.includes(county));
  if (counties.length === 0) return false;
  const [some, rest] = [one.units ?? other.units, other.units ?? one.units];
  if (some === null || rest === null) return true;
  return some.some((id) => {
    // A unit of another care provider is not known here: it may be the one.
    const county = known.find((unit) => unit.id === id)?.county;
    return rest.includes(id) && (county === undefined || counties.includes(county));
  });
}

/**
 * May a care provider's lead change, start, close and publish it? When it takes patients from one of the provider's units, or
 * from nobody's: results of several counties belong to all who take part, and another's patients to nobody else.
 */
export function mayLead(
  { counties, units }: Pick<Planned, "counties" | "units">,
  known: readonly (Unit & { readonly providerId: string })[],
  providerId: string,
): boolean {
  const taking = known.filter(({ id, county }) => counties.includes(county) && (units === null || units.includes(id)));
  return taking.length === 0 || taking.some((unit) => unit.providerId === providerId);
}

/** Its counties in which none of the units that it takes patients from lies. */
export const countiesWithoutUnits = ({ counties, units }: Planned, known: readonly Unit[]): string[] =>
  counties.filter(
    (county) => !known.some((unit) => unit.county === county && (units === null || units.includes(unit.id))),
  );
