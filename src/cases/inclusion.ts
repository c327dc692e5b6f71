/**
 * Which patients are to be called, by two rules side by side (domain §4): the routine goes by track, a measurement
 * takes everyone discharged to ordinary residence in its dates, county and units. One case may serve both, and is
 * then still called once.
 */

export type Track = "green" | "yellow" | "red";
export type Residence = "ordinary" | "special" | "short-term" | "other";

/** "when-needed": only when a person ticks the case. */
export type TrackRule = "always" | "when-needed" | "never";
export type TrackRules = Readonly<Record<Track, TrackRule>>;

/** The national routine's rule: yellow and red always, green when needed. A region may change it. */
export const defaultTrackRules: TrackRules = { yellow: "always", red: "always", green: "when-needed" };

/** What of a discharge decides its inclusion. Dates are local "YYYY-MM-DD". */
export type DischargeToInclude = {
  readonly careType: "somatic" | "psychiatric";
  readonly track: Track | null;
  readonly residence: Residence;
  /** The discharging unit. */
  readonly unitId: string;
  /** SCB county code as two characters of text. */
  readonly county: string;
  readonly dischargedOn: string;
};

/** What of a measurement decides. `units` null is every unit of the counties. Only a running one includes anybody. */
export type MeasurementToInclude = {
  readonly id: string;
  readonly state: "draft" | "running" | "closed" | "published";
  /** First and last discharge date. */
  readonly opensOn: string;
  readonly closesOn: string;
  readonly counties: readonly string[];
  readonly units: readonly string[] | null;
};

/** `optional`: neither rule calls, but a person may put the case on the list. */
export type Inclusion = {
  readonly routine: boolean;
  readonly measurementId: string | null;
  readonly optional: boolean;
};

const includes = (measurement: MeasurementToInclude, discharge: DischargeToInclude): boolean =>
  measurement.state === "running" &&
  discharge.residence === "ordinary" &&
  measurement.opensOn <= discharge.dischargedOn &&
  discharge.dischargedOn <= measurement.closesOn &&
  measurement.counties.includes(discharge.county) &&
  (measurement.units === null || measurement.units.includes(discharge.unitId));

/**
 * Which rules call this patient. Of several measurements that fit, the one that opened last counts (then the first by
 * id), so that the order they are listed in plays no part. No track is treated as "when needed": a person decides.
 */
export function inclusionOf(
  discharge: DischargeToInclude,
  measurements: readonly MeasurementToInclude[],
  rules: TrackRules = defaultTrackRules,
): Inclusion {
  const rule = discharge.track === null ? "when-needed" : rules[discharge.track];
  const fitting = measurements
    .filter((measurement) => includes(measurement, discharge))
    .toSorted((a, b) => compare(b.opensOn, a.opensOn) || compare(a.id, b.id));
  const measurementId = fitting[0]?.id ?? null;
  const routine = rule === "always";
  return { routine, measurementId, optional: !routine && measurementId === null && rule === "when-needed" };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The state a new case begins in; null when neither rule nor person may call, so that there is no case to make. */
export function firstStateOf(inclusion: Inclusion): "planned" | "optional" | null {
  if (inclusion.routine || inclusion.measurementId !== null) return "planned";
  return inclusion.optional ? "optional" : null;
}
