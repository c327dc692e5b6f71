/**
 * GET /jamfor: results beside each other. What is compared stands in the address, so that a comparison can be sent to a
 * colleague and printed again. No handler here can reach a person.
 */
import { isRefusal, sentenceFor } from "../problems.ts";
import type { ComparedIndicator, Comparison } from "../reports/comparison.ts";
import { letterOf, whyHidden } from "../reports/comparison-table.ts";
import { intervalText, numberText, percentText } from "../reports/intervals.ts";
import { unfinishedText } from "../reports/part-of-period.ts";
import type { ReportedShare, ReportGroup } from "../reports/report.ts";
import { startOfSentence } from "../reports/wording.ts";
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
  const read = readersOf(c);
  const { asked, chosen } = askedIn(c);
  const open = c.req.query("a") ?? "";
  const choosable = await listChoosable(
    world,
    read,
    (id) => id === open || chosen.some((one) => one?.measurementId === id),
  );
  if (asked.length === 0) return page(c, "compare", title, view(choosable, [], open, null));
  const compared = await readComparison(world, chosen, read);
  if (!isRefusal(compared)) return page(c, "compare", title, view(choosable, asked, open, compared));
  const errors = [{ field: "resultat", text: sentenceFor(compared.refused, compared.details) }];
  return page(c, "compare", title, view(choosable, asked, open, null), { errors, status: 422 });
}

/** The results that an address names, as they stand there and as they are read: null where that cannot be done. */
export function askedIn(c: Request) {
  const asked = new URL(c.req.url).searchParams.getAll("s");
  return { asked, chosen: asked.map(readChosen) };
}

/** How this reader's results are read: the response rates are those of the own care provider. */
export function readersOf(c: Request): Read {
  const world = c.get("world");
  const { providerId } = accountOf(c);
  return {
    report: readOnce((id, how) => readReport(world, id, how)),
    fieldwork: readOnce(async (id) => {
      const found = await readFieldwork(world, providerId, id);
      return isRefusal(found) ? null : found.fieldwork;
    }),
  };
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
    comparison: comparison && viewComparison(comparison, new URLSearchParams(asked.map((text) => ["s", text]))),
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
      text: group.hidden === null ? `${numberText(group.respondents)} svarande` : group.inWords,
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

function viewComparison(comparison: Comparison, query: URLSearchParams): NonNullable<CompareView["comparison"]> {
  const { sides, indicators, notComparable, cautions } = comparison;
  return {
    files: [
      { href: `/jamfor/jamforelse.xlsx?${query}`, label: "Ladda ner jämförelsen (Excel)" },
      { href: `/jamfor/jamforelse.csv?${query}`, label: "CSV" },
      { href: `/jamfor/jamforelse.csv?${query}&form=rfc4180`, label: "CSV med komma och decimalpunkt" },
      { href: `/jamfor/kodbok.csv?${query}`, label: "Kodbok" },
    ],
    sides: sides.map(({ label, group, responseRate, madeUp, ...side }, at) => ({
      letter: letterOf(at),
      label,
      madeUp,
      respondentsText: respondentsText(group),
      stateText: startOfSentence(unfinishedText(side) ?? ""),
      rateText: group.hidden !== null ? "" : rateText(responseRate),
    })),
    notComparable,
    cautions,
    indicators: indicators.map((indicator) => viewIndicator(indicator, sides)),
    trend: trendOf(comparison),
  };
}

const rateText = (rate: number | null): string =>
  rate === null ? "Svarsfrekvens inte känd" : `Svarsfrekvens ${percentText(rate)}`;

/** "18 svarande · Färre än 30 svarande: tolka siffrorna med försiktighet". */
const respondentsText = (group: ReportGroup): string =>
  group.hidden !== null
    ? group.inWords.replace(/\.$/, "")
    : [`${numberText(group.respondents)} svarande`, ...(group.caution ? [group.caution.replace(/\.$/, "")] : [])].join(
        " · ",
      );

const toChart = (share: number): number => Math.round(share * 1000) / 10;

function viewIndicator({ key, label, shares, differences }: ComparedIndicator, sides: Comparison["sides"]) {
  return {
    label,
    rows: shares.map((share, at) => {
      const difference = differences.find(({ side }) => side === at);
      const { group } = sides[at]!;
      return {
        letter: letterOf(at),
        ...(share ? shareCells(share) : { ...nothing, countText: whyHidden(group, key) }),
        difference: difference ? `${difference.inWords}.` : noDifference(shares, at),
        established: difference?.established ?? false,
      };
    }),
  };
}

const nothing = { share: "–", intervalText: "–", chart: null };

/** What stands where there is no difference. */
const noDifference = (shares: ComparedIndicator["shares"], at: number): string =>
  at > 0
    ? shares[0] || !shares[at]
      ? "–"
      : "A visas inte: ingen skillnad att räkna ut"
    : shares[0] && shares.slice(1).some((share) => share !== null)
      ? "De andra jämförs med den här"
      : "–";
const shareCells = ({ positive, allRespondents, shareOfAll, wilson95 }: ReportedShare) => ({
  share: percentText(shareOfAll),
  countText: `${numberText(positive)} av ${numberText(allRespondents)}`,
  intervalText: intervalText(wilson95),
  chart: { share: toChart(shareOfAll), low: toChart(wilson95[0]), high: toChart(wilson95[1]) },
});
