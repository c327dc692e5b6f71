/** Measurements and their reports. No handler here can reach a person: they read tallies through steps/read-report.ts. */
import { formatDateShort } from "../calendar.ts";
import { listMeasurements, type MeasurementRow } from "../db/measurements.ts";
import { isRefusal } from "../problems.ts";
import { intervalText, percentText } from "../reports/intervals.ts";
import type { Report, ReportedIndicator, ReportGroup } from "../reports/report.ts";
import { modesText } from "../reports/wording.ts";
import { readReport } from "../steps/read-report.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { page } from "./frame.ts";
import type { MeasurementsView, ReportIndicator, ReportView, ReportGroup as ShownGroup } from "./views.ts";

const stateLabels: Record<MeasurementRow["state"], string> = {
  draft: "Utkast",
  running: "Pågår",
  closed: "Avslutad",
  published: "Publicerad",
};

export const period = ({ opensOn, closesOn }: { opensOn: string; closesOn: string }): string =>
  `Utskrivna ${formatDateShort(opensOn)} ${opensOn.slice(0, 4)} – ${formatDateShort(closesOn)} ${closesOn.slice(0, 4)}`;

/** GET /matningar */
export async function measurementList(c: Request): Promise<Response> {
  const world = c.get("world");
  const rows: MeasurementsView["rows"][number][] = [];
  for (const measurement of await listMeasurements(world.db)) {
    const report = await readReport(world, measurement.id);
    rows.push({
      href: `/matningar/${measurement.id}`,
      name: measurement.name,
      periodText: period(measurement),
      stateLabel: stateLabels[measurement.state],
      respondentsText: isRefusal(report) ? "" : respondentsIn(report),
      madeUp: measurement.madeUp,
    });
  }
  return page(c, "measurements", "Mätningar", { rows });
}

/** How many have answered, as far as it may be told. */
function respondentsIn(report: Report): string {
  const shown = report.groups.filter(({ hidden }) => hidden === null);
  const parts = shown.filter(({ careType }) => careType !== null);
  const texts = parts.flatMap((group) =>
    group.hidden === null ? [`${group.careTypeLabel} ${group.respondents}`] : [],
  );
  return texts.length === 0 ? "För få svar för att visas" : `Svarande: ${texts.join(", ")}`;
}

/** GET /matningar/:id */
export async function reportPage(c: Request): Promise<Response> {
  const report = await readReport(c.get("world"), c.req.param("id") ?? "");
  if (isRefusal(report)) return giveUp(report);
  const isLead = accountOf(c).role === "lead";
  const fieldworkHref = isLead ? `/matningar/${report.measurement.id}/faltarbete` : null;
  return page(c, "report", report.measurement.name, viewReport(report, fieldworkHref));
}

/** `fieldworkHref`: where who was rung and who answered is told; null for those who may not see it. */
export function viewReport(report: Report, fieldworkHref: string | null): ReportView {
  const { measurement, survey } = report;
  return {
    name: measurement.name,
    fieldworkHref,
    headline:
      report.headline === null
        ? ["Än har för få svarat för att något ska kunna visas."]
        : [keptTogether(report.headline)],
    madeUp: measurement.madeUp,
    facts: [
      { label: "Omfattar", value: period(measurement) },
      { label: "Enkät", value: `${survey.title}, version ${survey.version}` },
      { label: "Läge", value: stateLabels[measurement.state] },
    ],
    groups: report.groups.map(viewGroup),
    notes: [
      ...(measurement.note === null ? [] : [measurement.note]),
      ...report.cautions,
      "Av alla svarande: även de som svarat ”vet ej” eller ”inte aktuellt” räknas med i nämnaren.",
      "Av dem som tagit ställning: bara de som valt ett av svarsalternativen räknas med.",
      "Intervallet visar hur säker siffran är: med få svarande är det brett. Det är ett 95-procentigt Wilson-intervall och hör till andelen av alla svarande.",
      "Summor som skulle avslöja en dold grupp visas inte heller.",
    ],
  };
}

/** A number and its percent sign on one line. */
const keptTogether = (text: string): string => text.replaceAll(" %", "\u00a0%");

function viewGroup(group: ReportGroup): ShownGroup {
  const title = `${group.countyName}, ${group.careTypeLabel.toLowerCase()}`;
  if (group.hidden !== null) {
    const nothing = { respondentsText: "", cautionText: null, modesText: "", indicators: [] };
    return { title, ...nothing, hiddenText: group.inWords };
  }
  return {
    title,
    respondentsText: `${group.respondents} svarande`,
    hiddenText: null,
    cautionText: group.caution,
    modesText: modesText(group.modes),
    indicators: Object.values(group.indicators).map(viewIndicator),
  };
}

const toChart = (share: number): number => Math.round(share * 1000) / 10;

function viewIndicator(indicator: ReportedIndicator): ReportIndicator {
  if (indicator.withheld !== null) {
    return {
      label: indicator.label,
      share: "–",
      countText: indicator.inWords,
      intervalText: "–",
      shareOfAnswered: "–",
      countOfAnsweredText: "",
      chart: null,
    };
  }
  const { positive, answered, allRespondents, shareOfAll, shareOfAnswered, wilson95 } = indicator;
  return {
    label: indicator.label,
    share: percentText(shareOfAll),
    countText: `${positive} av ${allRespondents}`,
    intervalText: intervalText(wilson95),
    shareOfAnswered: percentText(shareOfAnswered),
    countOfAnsweredText: `${positive} av ${answered}`,
    chart: { share: toChart(shareOfAll), low: toChart(wilson95[0]), high: toChart(wilson95[1]) },
  };
}
