/** A report as its page shows it: numbers as text, drawings as places in percent. What may be shown is decided before. */
import { formatDateShort } from "../calendar.ts";
import type { MeasurementRow } from "../db/measurements.ts";
import type { Caller } from "../measurements/draft.ts";
import type { FieldCounts } from "../reports/fieldwork.ts";
import { intervalText, numberText, percentText, wilson95 } from "../reports/intervals.ts";
import type { Report, ReportedIndicator, ReportedShare, ReportGroup } from "../reports/report.ts";
import { thresholdsInWords } from "../reports/thresholds.ts";
import { modesText, modulesInWords, positiveInWords } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import { chainText, noChainText, viewChain } from "./report-chain.ts";
import { idOf, viewUnits } from "./report-units.ts";
import { countryText, nothingToShow, unitNotes } from "./report-words.ts";
import type { ReportIndicator, ReportUnits, ReportView, ReportGroup as ShownGroup } from "./views.ts";

export const stateLabels: Record<MeasurementRow["state"], string> = {
  draft: "Utkast",
  running: "Pågår",
  closed: "Avslutad",
  published: "Publicerad",
};

export const callerLabels: Readonly<Record<Caller, string>> = {
  hospital: "Sjukhuset",
  "primary-care": "Den egna vårdcentralen",
  other: "Någon annan",
};

export const period = ({ opensOn, closesOn }: { opensOn: string; closesOn: string }): string =>
  `Utskrivna ${formatDateShort(opensOn)} ${opensOn.slice(0, 4)} – ${formatDateShort(closesOn)} ${closesOn.slice(0, 4)}`;

export type Beside = {
  /** Address of the style sheet of reports. */
  readonly sheet: string;
  readonly manageHref?: string;
  readonly publications?: ReportView["publications"];
  /** Where who was rung and who answered is told; null for those who may not see it. */
  readonly fieldworkHref: string | null;
  /** County code whose units are asked for, where they are too many for one page. */
  readonly unitsOf?: string | null;
  /** Address of this very report, which its files and its units lie under; left out: the measurement's own. */
  readonly filesBase?: string;
  /** The chain and the rates of the reader's own provider; null when they may not be shown, or concern another one. */
  readonly counts: FieldCounts | null;
  /** Whose counts they are, where they are not the reader's own. */
  readonly countedBy?: string | null;
};

export function viewReport(report: Report, beside: Beside): ReportView {
  const { sheet, fieldworkHref, counts } = beside;
  const { measurement, survey, country } = report;
  const questions = new Map(report.indicators.map(({ key, question }) => [key, question]));
  const base = `/matningar/${measurement.id}`;
  const units = viewUnits(report, beside.filesBase ?? base, beside.unitsOf ?? null);
  const viewed = (group: ReportGroup) => viewGroup(group, questions, units.get(idOf(group)) ?? null, report);
  return {
    name: measurement.name,
    sheet,
    fieldworkHref,
    base,
    filesBase: beside.filesBase ?? base,
    manageHref: beside.manageHref ?? null,
    publications: beside.publications ?? [],
    publication: null,
    compareHref: `/jamfor?a=${encodeURIComponent(measurement.id)}`,
    periodsHref: isContinuous(measurement.id) ? "/matningar/lopande" : null,
    headline: report.headline === null ? [nothingToShow(report)] : [keptTogether(report.headline)],
    madeUp: measurement.madeUp,
    facts: [
      { label: "Omfattar", value: period(measurement) },
      { label: "Enkät", value: `${survey.title}, version ${survey.version}` },
      ...(survey.modules ? [{ label: "Moduler", value: modulesInWords(survey.modules) }] : []),
      { label: "Vem som ringer", value: callerLabels[measurement.caller] },
      { label: "Läge", value: stateLabels[measurement.state] },
    ],
    chain: counts === null ? [] : viewChain(counts.chain),
    chainText: counts === null ? noChainText(report.thresholds) : chainText(counts, beside.countedBy ?? null),
    country: country.map(viewed),
    countryText:
      country.length === 0
        ? ""
        : countryText(new Set(report.groups.map(({ county }) => county)).size, report.countyParts.length),
    countyParts: report.countyParts.map(({ countyName, respondents, share }) => ({
      name: countyName,
      respondents: numberText(respondents),
      share: percentText(share),
    })),
    groups: report.groups.map(viewed),
    cautions: [...(measurement.note === null ? [] : [measurement.note]), ...report.cautions],
    notes: [
      ...(report.indicators.length > 0 ? [positiveInWords(report.indicators)] : []),
      "Av alla svarande: även de som svarat ”vet ej” eller ”inte aktuellt” räknas med i nämnaren. De som inte ville svara på frågan, eller aldrig fick den, räknas inte.",
      "Av dem som tagit ställning: bara de som valt ett av svarsalternativen räknas med.",
      "Intervallet visar hur säker siffran är: med få svarande är det brett. Det är ett 95-procentigt Wilson-intervall och hör till andelen av alla svarande.",
      ...thresholdsInWords(report.thresholds),
      ...unitNotes(report),
      "Summor som skulle avslöja en dold grupp visas inte heller. Gränserna är låsta från det att mätningen startade.",
    ],
  };
}

/** "27 av 30", "62 %" and both ends of an interval each on one line (a word joiner has no width). */
export const keptTogether = (text: string): string =>
  text
    .replaceAll(" %", "\u00a0%")
    .replace(/(?<=\d) av (?=\d)/g, "\u00a0av\u00a0")
    .replace(/(?<=\d)–(?=\d)/g, "–\u2060");

function viewGroup(
  group: ReportGroup,
  questions: ReadonlyMap<string, string>,
  units: ReportUnits | null,
  report: Report,
): ShownGroup {
  const title = `${group.countyName}, ${group.careTypeLabel.toLowerCase()}`;
  const id = idOf(group);
  if (group.hidden !== null) {
    const nothing = { respondentsText: "", cautionText: null, headline: "", modesText: "", respondentKindsText: "" };
    const none = { ...nothing, indicators: [], more: false, units: null };
    return { id, title, ...none, hiddenText: group.inWords };
  }
  const indicators = Object.values(group.indicators).map((each) =>
    viewIndicator(each, questions.get(each.key) ?? "", report),
  );
  const kinds = group.respondentKinds
    .map(({ label, count }) => `${label.toLowerCase()} ${numberText(count)}`)
    .join(", ");
  return {
    id,
    title,
    respondentsText: `${numberText(group.respondents)} svarande`,
    hiddenText: null,
    cautionText: group.caution,
    headline: group.headline === null ? "" : `${keptTogether(group.headline)}.`,
    modesText: modesText(group.modes),
    respondentKindsText: kinds === "" ? "" : `Vem som svarade: ${kinds}.`,
    indicators,
    more: indicators.some(({ chart }) => chart !== null),
    units,
  };
}

const toChart = (share: number): number => Math.round(share * 1000) / 10;

function viewIndicator(
  indicator: ReportedIndicator,
  question: string,
  { measurement, thresholds: { distributionFrom } }: Report,
): ReportIndicator {
  if (indicator.withheld !== null) {
    return {
      label: indicator.label,
      question,
      share: "–",
      countText: indicator.inWords,
      intervalText: "–",
      shareOfAnswered: "–",
      countOfAnsweredText: "",
      chart: null,
      topBoxText: "",
      notAnsweredText: "",
      distribution: null,
      noSpreadText: "",
      apart: [],
    };
  }
  const { positive, answered, allRespondents, shareOfAll, shareOfAnswered, wilson95, apart } = indicator;
  const running = measurement.state === "running";
  return {
    label: indicator.label,
    question,
    share: percentText(shareOfAll),
    countText: `${numberText(positive)} av ${numberText(allRespondents)}`,
    intervalText: intervalText(wilson95),
    shareOfAnswered: percentText(shareOfAnswered),
    countOfAnsweredText: `${numberText(positive)} av ${numberText(answered)}`,
    chart: { share: toChart(shareOfAll), low: toChart(wilson95[0]), high: toChart(wilson95[1]) },
    topBoxText:
      indicator.topBox !== null
        ? topBoxText(indicator.topBox, allRespondents)
        : running
          ? ""
          : "Hur många som gav det mest positiva svaret visas inte här.",
    notAnsweredText: notAnsweredText(indicator.notAnswered),
    distribution: distributionOf(indicator),
    noSpreadText:
      allRespondents < distributionFrom
        ? `Varje svar för sig visas från ${distributionFrom} svarande.`
        : running
          ? "Varje svar för sig visas när mätningen är slut och de sista svaren är räknade."
          : "Varje svar för sig visas inte här, eftersom en mindre grupps svar då skulle gå att räkna ut.",
    apart: apart
      ? [`Patienten själv: ${shareText(apart.own)}.`, `Närstående i patientens ställe: ${shareText(apart.proxy)}.`]
      : [],
  };
}

const shareText = ({ shareOfAll, positive, allRespondents, wilson95 }: ReportedShare): string =>
  keptTogether(
    `${percentText(shareOfAll)} (${numberText(positive)} av ${numberText(allRespondents)}, intervall ${intervalText(wilson95)})`,
  );

/** A share as every other: with how many it is of how many, and its interval. */
function topBoxText(share: number, allRespondents: number): string {
  const count = Math.round(share * allRespondents);
  const interval = wilson95(count, allRespondents);
  const told = [
    `${numberText(count)} av ${numberText(allRespondents)}`,
    ...(interval ? [`intervall ${intervalText(interval)}`] : []),
  ];
  return keptTogether(`Det mest positiva svaret: ${percentText(share)} av alla svarande (${told.join(", ")}).`);
}

type Shown = Extract<ReportedIndicator, { withheld: null }>;

function notAnsweredText({ dontKnow, notApplicable, declined, missing }: Shown["notAnswered"]): string {
  const parts = [
    [dontKnow, "vet ej"],
    [notApplicable, "inte aktuellt"],
    [declined, "vill inte svara"],
    [missing, "fick aldrig frågan"],
  ] as const;
  const told = parts.flatMap(([count, words]) => (count > 0 ? [`${numberText(count)} ${words}`] : []));
  return told.length === 0 ? "Alla har tagit ställning." : `Utan ställningstagande: ${told.join(", ")}.`;
}

/** As many shades from dark to light as there are answers, no two alike (report.css). A scale has six answers at most. */
const shadesOf = (answers: number): readonly number[] =>
  answers <= 4 ? [1, 2, 3, 4] : answers === 5 ? [1, 2, 5, 3, 4] : [1, 6, 2, 5, 3, 4];

function distributionOf({ distribution }: Shown): ReportIndicator["distribution"] {
  if (distribution === null) return null;
  const shades = shadesOf(distribution.length);
  let x = 0;
  return distribution.map(({ text, count, share }, at) => {
    const bar = { x: toChart(x), width: toChart(share), shade: shades[at] ?? 4 };
    x += share;
    return { text, count: numberText(count), share: percentText(share), ...bar };
  });
}
