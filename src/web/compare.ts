/**
 * GET /jamfor: results beside each other. What is compared stands in the address, so that a comparison can be sent to a
 * colleague and printed again. No handler here can reach a person.
 */
import { isRefusal, sentenceFor } from "../problems.ts";
import type { ComparedIndicator, Comparison } from "../reports/comparison.ts";
import { intervalText, percentText } from "../reports/intervals.ts";
import type { ReportedShare } from "../reports/report.ts";
import { isContinuous } from "../responses/continuous.ts";
import {
  type Choosable,
  chosenText,
  groupLabel,
  listChoosable,
  type Read,
  readChosen,
  readComparison,
} from "../steps/read-comparison.ts";
import { readFieldwork } from "../steps/read-fieldwork.ts";
import { readReport } from "../steps/read-report.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { page } from "./frame.ts";
import { period } from "./report-view.ts";
import { trendOf } from "./trend.ts";
import type { CompareView } from "./views.ts";

/** GET /jamfor?s=…&s=…; `?a=` opens one measurement's results to choose from. */
export async function comparePage(c: Request): Promise<Response> {
  const world = c.get("world");
  const { providerId } = accountOf(c);
  const read: Read = {
    report: readOnce((id, how) => readReport(world, id, how)),
    fieldwork: readOnce(async (id) => {
      const found = await readFieldwork(world, providerId, id);
      return isRefusal(found) ? null : found.fieldwork;
    }),
  };
  const asked = new URL(c.req.url).searchParams.getAll("s");
  const chosen = asked.flatMap((text) => readChosen(text) ?? []);
  const open = c.req.query("a") ?? "";
  const choosable = await listChoosable(
    world,
    read,
    (id) => id === open || chosen.some(({ measurementId }) => measurementId === id),
  );
  if (asked.length === 0) return page(c, "compare", title, view(choosable, [], open, null));
  const compared = await readComparison(world, chosen, read);
  if (!isRefusal(compared)) return page(c, "compare", title, view(choosable, asked, open, compared));
  const errors = [{ field: "resultat", text: sentenceFor(compared.refused, compared.details) }];
  return page(c, "compare", title, view(choosable, asked, open, null), { errors, status: 422 });
}

/** The same asked again gives what was read the first time: eight results of a measurement are one report of it. */
function readOnce<How, Found>(read: (id: string, how?: How) => Promise<Found>) {
  const found = new Map<string, Promise<Found>>();
  return (id: string, how?: How): Promise<Found> => {
    const asked = JSON.stringify([id, how]);
    const reading = found.get(asked) ?? read(id, how);
    found.set(asked, reading);
    return reading;
  };
}

const title = "Jämför resultat";

export const view = (
  choosable: readonly Choosable[],
  asked: readonly string[],
  open: string,
  comparison: Comparison | null,
  sheet = assetHref("report.css"),
): CompareView => {
  const points = choosable.filter(({ measurement }) => !isContinuous(measurement.id));
  // Somebody who has chosen nothing sees at once what there is to choose.
  const [newest] = asked.length === 0 && open === "" ? points : [];
  const measurements = points.map(viewOne(asked, newest?.measurement.id ?? open));
  const periods = choosable.filter(isPeriodToChoose).map(viewOne(asked, open));
  return {
    sheet,
    hasPeriods: choosable.some(({ measurement }) => isContinuous(measurement.id)),
    ...{ anything: measurements.length + periods.length > 0, measurements },
    ...{ periods, periodsOpen: periods.some((one) => one.open) },
    comparison: comparison && viewComparison(comparison),
  };
};

/** A period with nothing to show would stand in the way of those that have; a measurement is looked for by its name. */
const isPeriodToChoose = ({ measurement, results }: Choosable): boolean =>
  isContinuous(measurement.id) && results.some(({ group }) => group.hidden === null);

const viewOne =
  (asked: readonly string[], open: string) =>
  ({ measurement, results, units }: Choosable): CompareView["measurements"][number] => {
    const option = ({ chosen, group }: (typeof results)[number]) => ({
      value: chosenText(chosen),
      label: groupLabel(group),
      text: group.hidden === null ? `${group.respondents} svarande` : group.inWords,
      checked: asked.includes(chosenText(chosen)),
    });
    const wards = units?.filter(({ group }) => !group.unit?.without).map(option) ?? [];
    const rests = units?.filter(({ group }) => group.unit?.without).map(option) ?? [];
    const some = [...results.map(option), ...wards, ...rests].some(({ checked }) => checked);
    return {
      name: measurement.name,
      periodText: period(measurement),
      madeUp: measurement.madeUp,
      open: measurement.id === open || some,
      results: results.map(option),
      units: wards,
      unitsOpen: [...wards, ...rests].some(({ checked }) => checked),
      rests,
      unitsHref: units || measurement.state === "running" ? null : choosing(asked, measurement.id),
    };
  };

/** The same choice, with a measurement's units to choose from too. */
const choosing = (asked: readonly string[], measurementId: string): string =>
  `/jamfor?${new URLSearchParams([...asked.map((text) => ["s", text]), ["a", measurementId]])}#valj`;

function viewComparison(comparison: Comparison): NonNullable<CompareView["comparison"]> {
  const { sides, indicators, notComparable, cautions } = comparison;
  return {
    sides: sides.map(({ label, group, responseRate, madeUp }, at) => ({
      letter: letterOf(at),
      label,
      madeUp,
      respondentsText: group.hidden === null ? `${group.respondents} svarande` : group.inWords,
      rateText: responseRate === null ? "Svarsfrekvens inte känd" : `Svarsfrekvens ${percentText(responseRate)}`,
    })),
    notComparable,
    cautions,
    indicators: indicators.map((indicator) => viewIndicator(indicator)),
    trend: trendOf(comparison),
  };
}

/** A, B, C … so that eight long names need not be repeated. */
const letterOf = (at: number): string => String.fromCharCode(65 + at);
const toChart = (share: number): number => Math.round(share * 1000) / 10;

function viewIndicator({ label, shares, differences }: ComparedIndicator) {
  return {
    label,
    rows: shares.map((share, at) => {
      const difference = differences.find(({ side }) => side === at);
      return {
        letter: letterOf(at),
        ...(share ? shareCells(share) : nothing),
        difference: difference
          ? `${difference.inWords}.`
          : at === 0 && differences.length > 0
            ? "De andra jämförs med den här"
            : "",
        established: difference?.established ?? false,
      };
    }),
  };
}

const nothing = { share: "–", countText: "Visas inte", intervalText: "–", chart: null };
const shareCells = ({ positive, allRespondents, shareOfAll, wilson95 }: ReportedShare) => ({
  share: percentText(shareOfAll),
  countText: `${positive} av ${allRespondents}`,
  intervalText: intervalText(wilson95),
  chart: { share: toChart(shareOfAll), low: toChart(wilson95[0]), high: toChart(wilson95[1]) },
});
