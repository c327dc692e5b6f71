/**
 * GET /jamfor: results beside each other. What is compared stands in the address, so that a comparison can be sent to a
 * colleague and printed again. No handler here can reach a person.
 */
import { isRefusal, sentenceFor } from "../problems.ts";
import type { ComparedIndicator, Comparison } from "../reports/comparison.ts";
import { intervalText, percentText } from "../reports/intervals.ts";
import type { ReportedShare } from "../reports/report.ts";
import {
  type Choosable,
  chosenText,
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
    report: (id) => readReport(world, id),
    fieldwork: async (id) => {
      const found = await readFieldwork(world, providerId, id);
      return isRefusal(found) ? null : found.fieldwork;
    },
  };
  const asked = new URL(c.req.url).searchParams.getAll("s");
  const chosen = asked.flatMap((text) => readChosen(text) ?? []);
  const choosable = await listChoosable(world, read);
  const open = c.req.query("a") ?? "";
  if (asked.length === 0) return page(c, "compare", title, view(choosable, [], open, null));
  const compared = await readComparison(world, chosen, read);
  if (!isRefusal(compared)) return page(c, "compare", title, view(choosable, asked, open, compared));
  const errors = [{ field: "resultat", text: sentenceFor(compared.refused, compared.details) }];
  return page(c, "compare", title, view(choosable, asked, open, null), { errors, status: 422 });
}

const title = "Jämför resultat";

export const view = (
  choosable: readonly Choosable[],
  asked: readonly string[],
  open: string,
  comparison: Comparison | null,
  sheet = assetHref("report.css"),
): CompareView => ({
  sheet,
  measurements: choosable.map(({ measurement, results }) => ({
    name: measurement.name,
    periodText: period(measurement),
    madeUp: measurement.madeUp,
    open: measurement.id === open || results.some(({ chosen }) => asked.includes(chosenText(chosen))),
    results: results.map(({ chosen, group }) => ({
      value: chosenText(chosen),
      label: `${group.countyName}, ${group.careTypeLabel.toLowerCase()}`,
      text: group.hidden === null ? `${group.respondents} svarande` : group.inWords,
      checked: asked.includes(chosenText(chosen)),
    })),
  })),
  comparison: comparison && viewComparison(comparison),
});

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
