/**
 * GET /matningar/:id/faltarbete: who was rung, who was reached, and how large a share answered. For the project lead, who
 * sees figures and never a person; what may be shown is decided before it comes here.
 */
import { isRefusal } from "../problems.ts";
import type { ReachTable } from "../reports/compliance.ts";
import { chainSteps, type FieldCounts, type FieldGroup, type OutcomeLine, type Share } from "../reports/fieldwork.ts";
import { decimalText, numberText, percentText } from "../reports/intervals.ts";
import {
  type AaporClass,
  eligibleShareFormula,
  estimateEligibleShare,
  formulaOf,
  type Rate,
  rateDefinitions,
} from "../reports/rates.ts";
import type { Thresholds } from "../reports/thresholds.ts";
import { type MeasurementFieldwork, readFieldwork } from "../steps/read-fieldwork.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { page } from "./frame.ts";
import { period } from "./report-view.ts";
import type { CountedShare, FieldworkView, ReachTableView } from "./views.ts";

const none: CountedShare = { share: "–", countText: "" };

/** "52 %" and "23 av 44". A whole that e has a part in is not a whole number: "23 av 43,8". */
export const counted = (rate: Share | Rate): CountedShare =>
  rate === null
    ? none
    : { share: percentText(rate.share), countText: `${numberText(rate.part)} av ${sizeText(rate.whole, 1)}` };

const sizeText = (value: number, decimals: number): string =>
  Number.isInteger(value) ? numberText(value) : decimalText(value, decimals);

export const tooFew = ({ hideBelow }: Thresholds): string => `Färre än ${hideBelow} utskrivningar: visas inte.`;

/** GET /matningar/:id/faltarbete?del= */
export async function fieldworkPage(c: Request): Promise<Response> {
  const read = await readFieldwork(c.get("world"), accountOf(c).providerId, c.req.param("id") ?? "");
  if (isRefusal(read)) return giveUp(read);
  return page(c, "fieldwork", `Fältarbetet: ${read.measurement.name}`, viewFieldwork(read, c.req.query("del") ?? ""));
}

const pathOf = ({ within, name }: FieldGroup): string => [...within, name].join(" / ");
/** "Örebro län, somatik, Medicin avd 1": the care type, second, is no name. */
const inRunning = (names: readonly string[]): string =>
  names.map((name, depth) => (depth === 1 ? name.toLowerCase() : name)).join(", ");

/** `part`: the path of a county, a care type or a unit; anything else is the whole. */
export function viewFieldwork(
  { measurement, fieldwork, reach, thresholds }: MeasurementFieldwork,
  part: string,
): FieldworkView {
  const { whole, groups, preliminary, outcomes } = fieldwork;
  const base = `/matningar/${measurement.id}`;
  const chosen = groups.find((group) => pathOf(group) === part);
  const counts = chosen?.counts ?? whole;
  return {
    ...{ sheet: assetHref("report.css"), base, name: measurement.name, madeUp: measurement.madeUp },
    facts: [
      { label: "Omfattar", value: period(measurement) },
      { label: "Visar", value: chosen ? inRunning([...chosen.within, chosen.name]) : "Hela mätningen hos er" },
    ],
    isPart: chosen !== undefined,
    hiddenText: counts === null ? fewText(thresholds) : null,
    preliminaryText: counts !== null && preliminary ? preliminaryText(measurement.state, counts.open) : null,
    headline: counts === null ? "" : headlineOf(counts),
    chain: counts === null ? [] : viewChain(counts),
    degrees: counts === null ? [] : viewDegrees(counts),
    rates: counts === null ? [] : viewRates(counts),
    letters: counts === null ? [] : viewLetters(counts),
    formulas: [...rateDefinitions.map(formulaOf), eligibleShareFormula],
    eligibleShareText: counts === null ? "" : eText(counts),
    outcomes: counts === null || chosen ? [] : (outcomes ?? []).map(viewOutcome),
    outcomesText:
      outcomes === null && counts !== null && !chosen
        ? `Utfallen ett och ett visas från ${thresholds.distributionFrom} utskrivningar.`
        : null,
    levels: levelTitles.flatMap((title, depth) => {
      const rows = groups.filter((group) => group.depth === depth).map((group) => viewGroup(base, group, part));
      return rows.length === 0 ? [] : [{ title, rows }];
    }),
    reach: chosen ? [] : reach.flatMap(viewReach),
    notes: [...(measurement.closedEarlyOn === null ? [] : [closedEarly]), ...notes(thresholds)],
  };
}

const levelTitles = ["Per län", "Per vårdform", "Per enhet som skrev ut"];

const fewText = (thresholds: Thresholds): string =>
  `${tooFew(thresholds)} Här räknas de utskrivningar som er egen vårdgivare har läst in i Ringupp.`;

/** How many cases are still open. */
export const notDone = (open: number): string =>
  open === 1 ? "1 uppföljning är inte klar än." : `${numberText(open)} uppföljningar är inte klara än.`;

const preliminaryText = (state: string, open: number): string =>
  [
    "Preliminära siffror.",
    ...(state === "running" ? ["Mätningen pågår."] : []),
    ...(open > 0 ? [notDone(open)] : []),
  ].join(" ");

function headlineOf({ all }: FieldCounts): string {
  const rate = all.rates.RR2;
  return rate === null
    ? "Ingen som kunde vara med har skrivits ut."
    : `Svarsfrekvens ${percentText(rate.share)}: ${numberText(rate.part)} av ${numberText(rate.whole)} som kunde vara med har svarat (RR2).`;
}

function viewChain({ chain }: FieldCounts): FieldworkView["chain"] {
  return chainSteps.map(([step, label], at) => {
    const before = chainSteps[at - 1]?.[0];
    const of = (whole: number) => (whole === 0 ? "–" : percentText(chain[step] / whole));
    return {
      label,
      cases: numberText(chain[step]),
      ofBefore: before === undefined ? "" : of(chain[before]),
      ofEligible: at < 2 ? "" : of(chain.eligible),
    };
  });
}

const viewDegrees = ({ coverage, consentRate }: FieldCounts): FieldworkView["degrees"] => [
  {
    ...{ label: "Täckning", ...counted(coverage) },
    inWords: "Av dem som kunde vara med: så många kom med i mätningen.",
  },
  {
    ...{ label: "Samtyckesgrad", ...counted(consentRate) },
    inWords: "Av dem som tillfrågades vid utskrivningen: så många sa ja.",
  },
];

const viewRates = ({ all, consenting }: FieldCounts): FieldworkView["rates"] =>
  rateDefinitions.map(({ key, inWords }) => ({
    ...{ key, inWords, all: counted(all.rates[key]), consenting: counted(consenting.rates[key]) },
  }));

const classLabels: Readonly<Record<AaporClass, string>> = {
  I: "Hel intervju",
  P: "Delvis genomförd intervju",
  R: "Nej eller avbrott",
  NC: "Inte nådd",
  O: "Nådd men kunde inte delta",
  UH: "Ovisst hushåll (finns inte här)",
  UO: "Inte klar än, ovisst om personen kan vara med",
  NE: "Hörde inte till mätningen",
};

const viewLetters = ({ all, consenting }: FieldCounts): FieldworkView["letters"] =>
  (Object.keys(classLabels) as AaporClass[]).map((letter) => ({
    ...{ letter, label: classLabels[letter] },
    ...{ all: numberText(all.counts[letter]), consenting: numberText(consenting.counts[letter]) },
  }));

function eText({ all, consenting }: FieldCounts): string {
  const shown = [all, consenting].map(({ counts }) => {
    const e = estimateEligibleShare(counts);
    return e === null ? "–" : sizeText(e, 2);
  });
  return `e är ${shown[0]} för alla och ${shown[1]} för dem som sa ja.`;
}

const viewOutcome = ({ label, aapor, class: letter, cases }: OutcomeLine): FieldworkView["outcomes"][number] => ({
  ...{ label, aapor, letter, cases: numberText(cases) },
});

function viewGroup(base: string, group: FieldGroup, part: string): FieldworkView["levels"][number]["rows"][number] {
  const { chain, all, consentRate, coverage } = group.counts;
  const path = pathOf(group);
  return {
    name: group.name,
    within: inRunning(group.within),
    href: `${base}/faltarbete?del=${encodeURIComponent(path)}`,
    current: path === part,
    steps: chainSteps.map(([step, label]) => ({ label, cases: numberText(chain[step]) })),
    shares: [
      { label: "Täckning", ...counted(coverage) },
      { label: "Samtycke", ...counted(consentRate) },
      { label: "Svar (RR2)", ...counted(all.rates.RR2) },
    ],
  };
}

export const viewReach = ({ title, lines }: ReachTable): ReachTableView[] =>
  lines.length === 0
    ? []
    : [
        {
          title,
          rows: lines.map(({ name, cases, attempted, reached, completed }) => ({
            ...{ name, cases: numberText(cases), attempted: counted(attempted) },
            ...{ reached: counted(reached), completed: counted(completed) },
          })),
        },
      ];

const closedEarly =
  "Mätningen avslutades i förtid. De som rutinen då gick vidare med räknas här som att de inte kom med: de finns i den löpande uppföljningen.";

const notes = ({ hideBelow }: Thresholds): readonly string[] => [
  "Räknat efter AAPOR Standard Definitions, 10:e upplagan. Alla utskrivningar i mätningens veckor, län och enheter hör dit, också de som aldrig kom med.",
  "Den som sa nej vid utskrivningen räknas som nej till enkäten, även om vårdsamtalet blev av. Den som aldrig tillfrågades räknas som inte nådd. Den som svarade på webben räknas som uppringd och nådd.",
  "Den som har sagt nej till mätningen och inte heller ska ringas enligt rutinen sparas inte, och inte den som har skyddade personuppgifter eller är avliden. De räknas ändå här, utan namn: nej och återkallat samtycke som nej, skyddade som inte nådda, avlidna före ringfönstret som att de inte hörde till mätningen. Under Vilka nås finns de inte med.",
  "Den som har intervjuats utanför ringfönstret räknas här, men svaren är inte med i resultatet.",
  "Uppföljningar som inte är klara räknas som ovissa: i RR1 och RR2 fullt ut, i RR3 och RR4 med andelen e, i RR5 och RR6 inte alls.",
  `Grupper med färre än ${hideBelow} utskrivningar slås ihop med andra, så att ingen enskild kan räknas fram.`,
];
