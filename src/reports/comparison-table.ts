/**
 * A comparison as lines of cells: one for each question and result, the same numbers as on the page. Why not to compare, and
 * what else may explain a difference, stand on every line: a line that is cut out of the file takes its warnings along.
 */
import type { Cell } from "../spreadsheet.ts";
import { own } from "../surveys/route.ts";
import { dayOf, type Table } from "./as-table.ts";
import type { ComparedIndicator, Comparison, Side } from "./comparison.ts";

/** Column → what it holds. The order is the file's. */
const columns = [
  ["indikator", "Frågans nyckel i enkäten; tomt när inget av resultaten kan visas"],
  ["indikator_namn", "Frågans korta namn"],
  ["resultat", "Bokstav på sidan: A är det som de andra jämförs med"],
  [
    "resultat_namn",
    "Mätning, län, vårdform och enhet. En apostrof först i en CSV-fil hör inte till namnet: den hindrar kalkylprogram från att räkna ut det.",
  ],
  ["matning", "Mätningens namn i adresser"],
  ["enkat", "Enkätens namn i katalogen"],
  ["enkat_version", "Enkätens version"],
  [
    "lan",
    "Länskod enligt SCB; 00 är alla deltagande län tillsammans, 00-18 alla utom 18. Excel visar 01 som 1 i en CSV-fil.",
  ],
  ["vardform", "somatic somatik, psychiatric psykiatri, alla båda"],
  ["enhet", "Den utskrivande enhetens namn, med apostrof som resultat_namn; tomt utom för enheter"],
  ["utom_enhet", "ja: vårdformen utom enheten. nej: enheten. Tomt när enhet är tom."],
  ["pahittad", "ja: siffrorna är påhittade för demon"],
  ["utskrivna_fran", "Första utskrivningsdag som ingår (ÅÅÅÅ-MM-DD)"],
  ["utskrivna_till", "Sista utskrivningsdag som ingår (ÅÅÅÅ-MM-DD)"],
  ["pagar", "ja: mätningen pågår, och siffrorna ändras när fler svar räknas in"],
  ["svarande", "Personer i gruppen som svarat på något"],
  ["svarsfrekvens", "RR2 enligt AAPOR, mellan 0 och 1; tomt när den inte är känd och när gruppen är dold"],
  ["visas", "ja: siffrorna visas. nej: de är dolda, se skal, och talen är tomma. 0 är alltid ett tal."],
  ["skal", "Varför de inte visas; tomt när de gör det"],
  ["positiva", "Personer med ett positivt svar"],
  ["alla_svarande", "Personer som valt ett svarsalternativ, svarat vet ej eller inte aktuellt"],
  ["andel_av_alla", "positiva / alla_svarande, mellan 0 och 1"],
  ["intervall_fran", "Nedre gränsen i ett 95-procentigt Wilson-intervall för andel_av_alla"],
  ["intervall_till", "Övre gränsen i samma intervall"],
  [
    "skillnad_mot_a",
    "andel_av_alla minus den för A, mellan -1 och 1; tomt för A själv, och när ingen skillnad räknas ut (se skal och jamfor_inte)",
  ],
  ["skillnad_fran", "Nedre gränsen i ett 95-procentigt intervall för skillnaden (Newcombe 1998, metod 10)"],
  ["skillnad_till", "Övre gränsen i samma intervall"],
  ["sakerstalld", "ja: skillnaden är statistiskt säkerställd, intervallet innehåller inte 0. nej: den är det inte."],
  ["jamfor_inte", "Varför resultaten inte ska jämföras; tomt när de kan jämföras"],
  ["att_veta", "Vad annat än vården som kan förklara en skillnad"],
] as const;
type Line = Partial<Record<(typeof columns)[number][0], Cell>>;

/** The header, and for each question a line for each result. A result of which nothing may be shown has no counts. */
export function comparisonAsTable(comparison: Comparison): Table {
  const { sides, indicators, notComparable, cautions } = comparison;
  const same: Line = { jamfor_inte: notComparable, att_veta: cautions.length > 0 ? cautions.join(" ") : null };
  const named = sides.map(nameOf);
  const lines: Line[] =
    indicators.length === 0
      ? sides.map(({ group }, at) => ({
          ...named[at],
          visas: false,
          skal: group.hidden === null ? null : group.inWords,
        }))
      : indicators.flatMap((indicator) => sides.map((side, at) => ({ ...named[at], ...cellsOf(indicator, side, at) })));
  return [
    columns.map(([name]) => name),
    ...lines.map((line) => columns.map(([name]) => ({ ...same, ...line })[name] ?? null)),
  ];
}

/** What to know before reading the numbers, for a sheet of its own. */
export const comparisonWarnings = ({ notComparable, cautions }: Comparison): Table => [
  ["att_veta"],
  ...(notComparable === null ? [] : [[`Jämför inte. ${notComparable}`]]),
  ...cautions.map((caution) => [caution]),
];

/** What every column holds, which results are compared under which letter, and what to know before reading the numbers. */
export const comparisonCodeBook = (comparison: Comparison): Table => [
  ["slag", "namn", "betydelse"],
  ...comparison.sides.map(({ label }, at) => ["resultat", letterOf(at), label]),
  ...comparisonWarnings(comparison)
    .slice(1)
    .map(([text]) => ["att_veta", null, text ?? null]),
  ...columns.map(([name, meaning]) => ["kolumn", name, meaning]),
];

/** A, B, C … so that eight long names need not be repeated. */
export const letterOf = (at: number): string => String.fromCharCode(65 + at);

const nameOf = (
  { label, measurementId, survey, madeUp, dates, running, group, responseRate }: Side,
  at: number,
): Line => ({
  resultat: letterOf(at),
  resultat_namn: label,
  matning: measurementId,
  enkat: survey.id,
  enkat_version: survey.version,
  lan: group.county,
  vardform: group.careType ?? "alla",
  enhet: group.unit?.name ?? null,
  utom_enhet: group.unit ? group.unit.without : null,
  pahittad: madeUp,
  utskrivna_fran: dates ? dayOf(dates.opensOn) : null,
  utskrivna_till: dates ? dayOf(dates.closesOn) : null,
  pagar: running ?? null,
  svarande: group.hidden === null ? group.respondents : null,
  // Whole, as it stands here, it would tell how many of a hidden group have answered: 0,3077 is 4 of 13.
  svarsfrekvens: group.hidden === null ? responseRate : null,
});

function cellsOf({ key, label, shares, differences }: ComparedIndicator, { group }: Side, at: number): Line {
  const question: Line = { indikator: key, indikator_namn: label };
  const share = shares[at];
  if (!share) return { ...question, visas: false, skal: whyHidden(group, key) };
  const difference = differences.find(({ side }) => side === at);
  return {
    ...question,
    visas: true,
    positiva: share.positive,
    alla_svarande: share.allRespondents,
    andel_av_alla: share.shareOfAll,
    intervall_fran: share.wilson95[0],
    intervall_till: share.wilson95[1],
    skillnad_mot_a: difference?.difference ?? null,
    skillnad_fran: difference?.newcombe95[0] ?? null,
    skillnad_till: difference?.newcombe95[1] ?? null,
    sakerstalld: difference?.established ?? null,
  };
}

/** Why a side has no numbers for a question; "" where it has. */
export function whyHidden(group: Side["group"], key: string): string {
  if (group.hidden !== null) return group.inWords;
  const indicator = own(group.indicators, key);
  return indicator ? (indicator.withheld === null ? "" : indicator.inWords) : "Frågan ställdes inte.";
}
