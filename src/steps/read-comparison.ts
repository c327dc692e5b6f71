/** Reads the results that a comparison is made of: what each report shows, and the response rate beside it. */
import { findMeasurement, listMeasurements, type MeasurementRow } from "../db/measurements.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { type Comparison, compare, fewestSides, mostSides, type Side } from "../reports/comparison.ts";
import type { Fieldwork } from "../reports/fieldwork.ts";
import { unfinishedIn } from "../reports/part-of-period.ts";
import type { Report, ReportGroup } from "../reports/report.ts";
import { restOf } from "../reports/rest.ts";
import { groupOfUnit, restOfUnit } from "../reports/unit-rows.ts";
import { isContinuous } from "../responses/continuous.ts";
import { orebro2019Measurement, orebro2019Wording } from "../responses/fixtures/orebro-2019-11.ts";
import type { World } from "../world.ts";

/** How a report and its fieldwork are read: steps/read-report.ts and steps/read-fieldwork.ts, given by the door. */
export type Read = {
  readonly report: (measurementId: string, how: { readonly withoutUnits: boolean }) => Promise<Report | Refusal>;
  /** Null: not this reader's provider, or nothing that may be shown. */
  readonly fieldwork: (measurementId: string) => Promise<Fieldwork | null>;
};

/** A result by name: measurement, county code ("00" the counties together, "00-18" all but 18), care type or "alla". */
export type Chosen = {
  readonly measurementId: string;
  readonly county: string;
  readonly careType: string;
  /** One unit of the care type, or all of it `without` that unit. */
  readonly unit?: { readonly slug: string; readonly without: boolean };
};

const result = /^([a-z0-9-]+)\.([0-9]{2}(?:-[0-9]{2})?)\.(somatic|psychiatric|alla)(?:\.(utom\.)?([a-z0-9-]+))?$/;

/**
 * "orebro-2019-11.18.somatic", with ".medicin-avd-1" one of its units, with ".utom.medicin-avd-1" the others: as it stands
 * in an address. Null when it cannot be read.
 */
export function readChosen(text: string): Chosen | null {
  const [, measurementId, county, careType, without, slug] = result.exec(text) ?? [];
  if (!measurementId || !county || !careType) return null;
  return { measurementId, county, careType, ...(slug ? { unit: { slug, without: without !== undefined } } : {}) };
}
export const chosenText = ({ measurementId, county, careType, unit }: Chosen): string =>
  `${measurementId}.${county}.${careType}${unit ? `${unit.without ? ".utom" : ""}.${unit.slug}` : ""}`;

export type Choosable = {
  readonly measurement: MeasurementRow;
  /** What may be shown of it, the country first; hidden ones too, so that nobody looks for them in vain. */
  readonly results: readonly Result[];
  /** Its units, and each care type without one of them; left out where they were not asked for. */
  readonly units?: readonly Result[];
};
type Result = { readonly chosen: Chosen; readonly group: ReportGroup };

/** A year of months. */
const periodsToChoose = 12;

/** All that can be compared, newest measurement first; the units of those that `hasUnits`. Drafts have nothing to show. */
export async function listChoosable(
  world: Pick<World, "db">,
  read: Read,
  hasUnits: (measurementId: string) => boolean,
): Promise<Choosable[]> {
  const choosable: Choosable[] = [];
  let periods = 0;
  for (const measurement of await listMeasurements(world.db)) {
    if (measurement.state === "draft") continue;
    const withUnits = hasUnits(measurement.id);
    if (isContinuous(measurement.id)) periods += 1;
    // Older periods come from their own pages, which lead here with them chosen.
    if (isContinuous(measurement.id) && periods > periodsToChoose && !withUnits) continue;
    const report = await read.report(measurement.id, { withoutUnits: !withUnits });
    if (isRefusal(report)) continue;
    const named = (group: ReportGroup): Result => ({ chosen: chosenOf(measurement.id, group), group });
    const units = withUnits ? { units: unitsOf(report).map(named) } : {};
    choosable.push({ measurement, results: groupsOf(report).map(named), ...units });
  }
  return choosable;
}

const chosenOf = (measurementId: string, { county, careType, unit }: ReportGroup): Chosen => ({
  measurementId,
  county,
  careType: careType ?? "alla",
  ...(unit ? { unit } : {}),
});

/** The report's own groups, and for each county of several the rest of the country. */
function groupsOf(report: Report): ReportGroup[] {
  const rests = report.groups.flatMap((county) => {
    const country = report.country.find(({ careType }) => careType === county.careType);
    return (country && restOf(country, county, report.thresholds)) ?? [];
  });
  return [...report.country, ...report.groups, ...rests];
}

/** The report's units, and each of their care types without one of them. */
const unitsOf = (report: Report): ReportGroup[] =>
  report.units.flatMap((table) => {
    const whole = report.groups.find(({ county, careType }) => county === table.county && careType === table.careType);
    const units = table.rows.flatMap((row) => groupOfUnit(table, row) ?? []);
    return [...units, ...units.flatMap((unit) => (whole && restOfUnit(whole, unit, report.thresholds)) ?? [])];
  });

/**
 * The comparison of what was chosen, oldest measurement first; null among them is a name that could not be read.
 * "compare-too-few", "compare-same", "compare-too-many", or "compare-unknown" for a result that does not exist: none is
 * left out in silence, since whoever was sent the address would read another comparison than was meant.
 */
export async function readComparison(
  world: Pick<World, "db">,
  chosen: readonly (Chosen | null)[],
  read: Read,
): Promise<Comparison | Refusal> {
  if (chosen.includes(null)) return refuse("compare-unknown");
  const distinct = [...new Map(chosen.flatMap((one) => (one ? [[chosenText(one), one] as const] : []))).values()];
  if (distinct.length < fewestSides) return refuse(chosen.length < fewestSides ? "compare-too-few" : "compare-same");
  if (distinct.length > mostSides) return refuse("compare-too-many", { limit: mostSides });
  const sides: { readonly side: Side; readonly opensOn: string }[] = [];
  for (const one of distinct) {
    const measurement = await findMeasurement(world.db, one.measurementId);
    const report = await read.report(one.measurementId, { withoutUnits: !one.unit });
    if (!measurement || measurement.state === "draft" || isRefusal(report)) return refuse("compare-unknown");
    const group = [...groupsOf(report), ...unitsOf(report)].find(
      (each) => chosenText(chosenOf(measurement.id, each)) === chosenText(one),
    );
    if (!group) return refuse("compare-unknown");
    sides.push({
      opensOn: measurement.opensOn,
      side: {
        label: `${report.measurement.name}: ${groupLabel(group)}`,
        measurementId: measurement.id,
        survey: askedIn(measurement),
        ...(report.survey.modules ? { asked: report.indicators } : {}),
        madeUp: measurement.madeUp,
        dates: { opensOn: measurement.opensOn, closesOn: measurement.closesOn },
        ...unfinishedIn(report.measurement, group.county),
        group,
        responseRate: rateOf(await read.fieldwork(measurement.id), group),
      },
    });
  }
  return compare(
    sides.sort((a, b) => (a.opensOn < b.opensOn ? -1 : a.opensOn > b.opensOn ? 1 : 0)).map(({ side }) => side),
  );
}

/** The wording that was read aloud. */
const askedIn = ({ id, surveyId, surveyVersion }: MeasurementRow): Side["survey"] =>
  id === orebro2019Measurement.id ? orebro2019Wording : { id: surveyId, version: surveyVersion };

/** "Örebro län, somatik", "Örebro län, somatik, Medicin avd 1", "Örebro län, somatik utom Medicin avd 1". */
export function groupLabel({ countyName, careTypeLabel, unit }: ReportGroup): string {
  const careType = `${countyName}, ${careTypeLabel.toLowerCase()}`;
  return unit ? `${careType}${unit.without ? " utom" : ","} ${unit.name}` : careType;
}

/** RR2 of the same group, where the fieldwork shows it by itself. */
function rateOf(fieldwork: Fieldwork | null, group: ReportGroup): number | null {
  if (group.unit?.without) return null;
  const within = fieldwork?.groups.find(({ depth, name, within }) =>
    group.unit
      ? depth === 2 && within[0] === group.countyName && within[1] === group.careTypeLabel && name === group.unit.name
      : group.careType === null
        ? depth === 0 && name === group.countyName
        : depth === 1 && within[0] === group.countyName && name === group.careTypeLabel,
  );
  return within?.counts.all.rates.RR2?.share ?? null;
}
