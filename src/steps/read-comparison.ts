/** Reads the results that a comparison is made of: what each report shows, and the response rate beside it. */
import { findMeasurement, listMeasurements, type MeasurementRow } from "../db/measurements.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { type Comparison, compare, fewestSides, mostSides, type Side } from "../reports/comparison.ts";
import type { Fieldwork } from "../reports/fieldwork.ts";
import type { Report, ReportGroup } from "../reports/report.ts";
import { restOf } from "../reports/rest.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { orebro2019Measurement, orebro2019Wording } from "../responses/fixtures/orebro-2019-11.ts";
import type { World } from "../world.ts";

/** How a report and its fieldwork are read: steps/read-report.ts and steps/read-fieldwork.ts, given by the door. */
export type Read = {
  readonly report: (measurementId: string) => Promise<Report | Refusal>;
  /** Null: not this reader's provider, or nothing that may be shown. */
  readonly fieldwork: (measurementId: string) => Promise<Fieldwork | null>;
};

/** A result by name: measurement, county code ("00" the counties together, "00-18" all but 18), care type or "alla". */
export type Chosen = { readonly measurementId: string; readonly county: string; readonly careType: string };

/** "orebro-2019-11.18.somatic": as it stands in an address. Null when it cannot be read. */
export function readChosen(text: string): Chosen | null {
  const [, measurementId, county, careType] =
    /^([a-z0-9-]+)\.([0-9]{2}(?:-[0-9]{2})?)\.(somatic|psychiatric|alla)$/.exec(text) ?? [];
  return measurementId && county && careType ? { measurementId, county, careType } : null;
}
export const chosenText = ({ measurementId, county, careType }: Chosen): string =>
  `${measurementId}.${county}.${careType}`;

export type Choosable = {
  readonly measurement: MeasurementRow;
  /** What may be shown of it, the country first; hidden ones too, so that nobody looks for them in vain. */
  readonly results: readonly { readonly chosen: Chosen; readonly group: ReportGroup }[];
};

/** All that can be compared, newest measurement first. Drafts have nothing to show. */
export async function listChoosable(world: Pick<World, "db">, read: Read): Promise<Choosable[]> {
  const choosable: Choosable[] = [];
  for (const measurement of await listMeasurements(world.db)) {
    if (measurement.state === "draft") continue;
    const report = await read.report(measurement.id);
    if (isRefusal(report)) continue;
    const results = groupsOf(report).map((group) => ({ chosen: chosenOf(measurement.id, group), group }));
    choosable.push({ measurement, results });
  }
  return choosable;
}

const chosenOf = (measurementId: string, { county, careType }: ReportGroup): Chosen => ({
  measurementId,
  county,
  careType: careType ?? "alla",
});

/** The report's own groups, and for each county of several the rest of the country. */
function groupsOf(report: Report): ReportGroup[] {
  const rests = report.groups.flatMap((county) => {
    const country = report.country.find(({ careType }) => careType === county.careType);
    return (country && restOf(country, county, defaultThresholds)) ?? [];
  });
  return [...report.country, ...report.groups, ...rests];
}

/**
 * The comparison of what was chosen, oldest measurement first. "compare-too-few", "compare-too-many", or
 * "unknown-measurement" for a result that does not exist.
 */
export async function readComparison(
  world: Pick<World, "db">,
  chosen: readonly Chosen[],
  read: Read,
): Promise<Comparison | Refusal> {
  const distinct = [...new Map(chosen.map((one) => [chosenText(one), one])).values()];
  if (distinct.length < fewestSides) return refuse("compare-too-few");
  if (distinct.length > mostSides) return refuse("compare-too-many", { limit: mostSides });
  const sides: { readonly side: Side; readonly opensOn: string }[] = [];
  for (const one of distinct) {
    const measurement = await findMeasurement(world.db, one.measurementId);
    const report = await read.report(one.measurementId);
    if (!measurement || measurement.state === "draft" || isRefusal(report)) return refuse("unknown-measurement");
    const group = groupsOf(report).find((each) => chosenText(chosenOf(measurement.id, each)) === chosenText(one));
    if (!group) return refuse("unknown-measurement");
    sides.push({
      opensOn: measurement.opensOn,
      side: {
        label: `${measurement.name}: ${group.countyName}, ${group.careTypeLabel.toLowerCase()}`,
        measurementId: measurement.id,
        survey: askedIn(measurement),
        madeUp: measurement.madeUp,
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

/** RR2 of the same group, where the fieldwork shows it by itself. */
function rateOf(fieldwork: Fieldwork | null, group: ReportGroup): number | null {
  const within = fieldwork?.groups.find(({ depth, name, within }) =>
    group.careType === null
      ? depth === 0 && name === group.countyName
      : depth === 1 && within[0] === group.countyName && name === group.careTypeLabel,
  );
  return within?.counts.all.rates.RR2?.share ?? null;
}
