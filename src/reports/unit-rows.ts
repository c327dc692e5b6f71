/**
 * Units of a report as its readers get them: names, addresses, shares and intervals of what units.ts lets through, and a unit
 * as one side of a comparison.
 */
import type { CareType } from "../responses/response.ts";
import {
  cautionText,
  type ReportedIndicator,
  type ReportedShare,
  type ReportGroup,
  rawGroup,
  shareOf,
} from "./group.ts";
import type { Indicator } from "./indicators.ts";
import { restOf } from "./rest.ts";
import type { Because, ShownGroup, Thresholds } from "./suppression.ts";
import { gather, type UnitTally } from "./tally.ts";
import { type ShownUnit, suppressUnits, type UnitKind } from "./units.ts";
import { careTypeLabel, countyNames, modeLabels, withheldText } from "./wording.ts";

export type UnitIndicator =
  | (ReportedShare & { readonly key: string; readonly label: string; readonly withheld: null })
  | { readonly key: string; readonly label: string; readonly withheld: Because; readonly inWords: string };

export type UnitRow = {
  readonly kind: UnitKind;
  /** In addresses: "medicin-avd-1", no other row's of the same table; null unless it is one unit. */
  readonly slug: string | null;
  /** The unit's own name, or what stands for it. */
  readonly name: string;
  readonly respondents: number;
  /** A sentence when the unit is small, else null. */
  readonly caution: string | null;
  readonly indicators: Readonly<Record<string, UnitIndicator>>;
  /** As in ReportGroup. */
  readonly modes: readonly { readonly code: string; readonly label: string; readonly count: number | null }[];
  readonly mayHaveProxies: boolean;
};

/** The units of one county's care type, all of its respondents in one row each: two rows or more. */
export type UnitTable = {
  readonly county: string;
  readonly countyName: string;
  readonly careType: CareType;
  readonly careTypeLabel: string;
  readonly rows: readonly UnitRow[];
};

/** `shown` is what may be shown of the care type that the units are parts of. Null when there is nothing to divide. */
export function unitTable(
  county: string,
  careType: CareType,
  tallies: readonly UnitTally[],
  shown: ShownGroup,
  { indicators, thresholds }: { readonly indicators: readonly Indicator[]; readonly thresholds: Thresholds },
): UnitTable | null {
  const byUnit = [...Map.groupBy(tallies, ({ unit }) => unit)].sort(([a], [b]) => a.localeCompare(b, "sv"));
  const units = byUnit.map(([unit, theirs]) => ({
    unit,
    group: rawGroup(careType, gather(theirs, careType), indicators),
  }));
  const visible = suppressUnits(units, shown, thresholds);
  if (visible.length === 0) return null;
  const slugs = slugsOf(visible.flatMap(({ unit }) => unit ?? []));
  const name = { county, countyName: countyNames[county] ?? `Län ${county}`, careType };
  return {
    ...name,
    careTypeLabel: careTypeLabel(careType),
    rows: visible.map((unit) => rowOf(unit, slugs.get(unit.unit ?? "") ?? null, indicators, thresholds)),
  };
}

const names: Readonly<Record<Exclude<UnitKind, "unit">, string>> = {
  together: "Övriga enheter",
  untold: "Enheten inte angiven",
  rest: "Övriga enheter, och där enheten inte är angiven",
};

function rowOf(
  shown: ShownUnit,
  slug: string | null,
  indicators: readonly Indicator[],
  thresholds: Thresholds,
): UnitRow {
  const { kind, unit, respondents, modes, mayHaveProxies } = shown;
  return {
    kind,
    slug,
    name: kind === "unit" ? (unit ?? "") : names[kind],
    respondents,
    caution: respondents < thresholds.cautionBelow ? cautionText(thresholds) : null,
    indicators: Object.fromEntries(
      indicators.map(({ key, label }): [string, UnitIndicator] => {
        const figures = shown.indicators[key]!;
        return "withheld" in figures
          ? [key, { key, label, withheld: figures.withheld, inWords: withheldText(figures.withheld) }]
          : [key, { key, label, withheld: null, ...shareOf(figures) }];
      }),
    ),
    modes: Object.keys(modeLabels)
      .filter((code) => modes.kinds.includes(code))
      .map((code) => ({ code, label: modeLabels[code]!, count: modes.counts?.[code] ?? null })),
    mayHaveProxies,
  };
}

/** Unit → its name in addresses. Two that are spelt alike get numbers, in alphabetical order. */
function slugsOf(units: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const slugs = new Map<string, string>();
  for (const unit of units) {
    const plain = unit
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-+|-+$/g, "");
    const base = plain || "enhet";
    let slug = base;
    for (let number = 2; taken.has(slug); number += 1) slug = `${base}-${number}`;
    taken.add(slug);
    slugs.set(unit, slug);
  }
  return slugs;
}

// ── as a side of a comparison ──

/** A unit as a group that can be compared with others; null for a row that is not one unit. */
export function groupOfUnit(table: UnitTable, row: UnitRow): ReportGroup | null {
  if (row.slug === null) return null;
  const { county, countyName, careType, careTypeLabel } = table;
  const indicators = Object.values(row.indicators).map((each): [string, ReportedIndicator] => [
    each.key,
    each.withheld === null
      ? {
          ...each,
          ...{ topBox: null, distribution: null, apart: null },
          notAnswered: { notApplicable: 0, dontKnow: 0, declined: 0, missing: 0 },
        }
      : each,
  ]);
  return {
    ...{ county, countyName, careType, careTypeLabel },
    unit: { slug: row.slug, name: row.name, without: false },
    hidden: null,
    respondents: row.respondents,
    caution: row.caution,
    headline: null,
    indicators: Object.fromEntries(indicators),
    modes: row.modes,
    // Not known where some may be given in a patient's place.
    respondentKinds: row.mayHaveProxies
      ? []
      : [{ code: "patient", label: "Patienten, själv eller med stöd", count: row.respondents }],
  };
}

/** The care type (`whole`) without one of its units. */
export function restOfUnit(whole: ReportGroup, unit: ReportGroup, thresholds: Thresholds): ReportGroup | null {
  if (!unit.unit) return null;
  const rest = restOf(whole, unit, thresholds);
  if (!rest) return null;
  const { county, countyName } = whole;
  const known = unit.hidden === null && unit.respondentKinds.length > 0;
  return {
    ...rest,
    ...{ county, countyName, unit: { ...unit.unit, without: true } },
    ...(rest.hidden === null && !known ? { respondentKinds: [] } : {}),
  };
}
