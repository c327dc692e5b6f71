/** The units of a care type as the report's page shows them: one line each, the care type's own line below. */
import { intervalText, numberText, percentText } from "../reports/intervals.ts";
import type { Report, ReportedIndicator, ReportGroup } from "../reports/report.ts";
import type { UnitIndicator, UnitTable } from "../reports/unit-rows.ts";
import type { ReportUnits } from "./views.ts";

/** So many lines of units stand on one page; of more, one county's at a time. */
const mostLines = 150;
/** Indicators beside each other: as many as an A4 sheet takes. */
const mostColumns = 6;

/**
 * What stands under each care type, by `idOf` it. `base` is the report's address, `county` the one whose units were asked
 * for, if any were.
 */
export function viewUnits(report: Report, base: string, county: string | null): ReadonlyMap<string, ReportUnits> {
  const lines = report.units.reduce((sum, { rows }) => sum + rows.length, 0);
  return new Map(
    report.units.map((table) => {
      const id = idOf(table);
      const apart = lines > mostLines && table.county !== county;
      const href = apart ? `${base}?enheter=${table.county}#enheter-${id}` : null;
      return [id, viewTable(table, report, { id, href, open: table.county === county })];
    }),
  );
}

/** "18-somatic", as the groups of the page are named. */
export const idOf = ({ county, careType }: { readonly county: string; readonly careType: string | null }): string =>
  `${county}-${careType ?? "alla"}`;

function viewTable(
  table: UnitTable,
  { groups, indicators, thresholds }: Report,
  { id, href, open }: { readonly id: string; readonly href: string | null; readonly open: boolean },
): ReportUnits {
  const whole = groups.find((group) => idOf(group) === id);
  const some = table.rows.some(({ caution }) => caution !== null);
  const title = `${table.countyName}, ${table.careTypeLabel.toLowerCase()}`;
  const parts = Math.ceil(indicators.length / mostColumns);
  const wide = Math.ceil(indicators.length / parts);
  const columns = Array.from({ length: parts }, (_, part) => indicators.slice(part * wide, (part + 1) * wide));
  const marks = wholeMarks(whole);
  const units = table.rows.filter(({ kind }) => kind === "unit").length;
  return {
    ...{ id, title, href, open },
    summary: `Per enhet, ${title} (${units === 1 ? "1 enhet" : `${units} enheter`})`,
    cautionText: some ? `* Färre än ${thresholds.cautionBelow} svarande: tolka siffrorna med försiktighet.` : null,
    tables:
      href !== null
        ? []
        : columns.map((shown) => ({
            columns: shown.map(({ label }) => label),
            rows: [
              ...table.rows.map(({ name, respondents, caution, indicators: theirs }) => ({
                name,
                respondents: numberText(respondents),
                few: caution !== null,
                whole: false,
                cells: shown.map(({ key, label }) => viewCell(label, theirs[key], marks.get(key) ?? null)),
              })),
              ...(whole?.hidden === null
                ? [
                    {
                      name: `Alla, ${table.careTypeLabel.toLowerCase()}`,
                      respondents: numberText(whole.respondents),
                      few: false,
                      whole: true,
                      cells: shown.map(({ key, label }) => viewCell(label, whole.indicators[key], null)),
                    },
                  ]
                : []),
            ],
          })),
  };
}

/** Each indicator's place of the whole care type on the scale, in percent. */
const wholeMarks = (whole: ReportGroup | undefined): ReadonlyMap<string, number> =>
  new Map(
    whole?.hidden === null
      ? Object.values(whole.indicators).flatMap((each) =>
          each.withheld === null ? [[each.key, toChart(each.shareOfAll)] as const] : [],
        )
      : [],
  );

const toChart = (share: number): number => Math.round(share * 1000) / 10;

function viewCell(label: string, indicator: UnitIndicator | ReportedIndicator | undefined, whole: number | null) {
  if (!indicator || indicator.withheld !== null)
    return { label, share: "–", why: indicator?.inWords ?? "", countText: "", intervalText: "", chart: null };
  const { positive, allRespondents, shareOfAll, wilson95 } = indicator;
  return {
    label,
    share: percentText(shareOfAll),
    why: "",
    countText: `${numberText(positive)} av ${numberText(allRespondents)}`,
    intervalText: intervalText(wilson95),
    chart: { share: toChart(shareOfAll), low: toChart(wilson95[0]), high: toChart(wilson95[1]), whole },
  };
}
