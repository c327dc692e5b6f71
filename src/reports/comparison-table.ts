/**
 * A comparison as lines of cells: one for each question and result, the same numbers as on the page. Why not to compare, and
 * what else may explain a difference, stand on every line: a line that is cut out of the file takes its warnings along.
 */
import type { Cell } from "../spreadsheet.ts";
import type { Table } from "./as-table.ts";
import type { ComparedIndicator, Comparison, Side } from "./comparison.ts";

/** Column → what it holds. The order is the file's. */
const columns = [
  ["indikator", "Frågans nyckel i enkäten"],
  ["indikator_namn", "Frågans korta namn"],
  ["resultat", "Bokstav på sidan: A är det som de andra jämförs med"],
  ["resultat_namn", "Mätning, län, vårdform och enhet"],
  ["matning", "Mätningens namn i adresser"],
  ["enkat", "Enkätens namn i katalogen"],
  ["enkat_version", "Enkätens version"],
  [
    "lan",
    "Länskod enligt SCB; 00 är alla deltagande län tillsammans, 00-18 alla utom 18. Excel visar 01 som 1 i en CSV-fil.",
  ],
  ["vardform", "somatic somatik, psychiatric psykiatri, alla båda"],
  ["enhet", "Den utskrivande enhetens namn; tomt utom för enheter"],
  ["utom_enhet", "ja: vårdformen utom enheten"],
  ["pahittad", "ja: siffrorna är påhittade för demon"],
  ["svarande", "Personer i gruppen som svarat på något"],
  ["svarsfrekvens", "RR2 enligt AAPOR, mellan 0 och 1; tomt när den inte är känd"],
  ["visas", "nej: siffrorna visas inte, se skal"],
  ["skal", "Varför de inte visas; tomt när de gör det"],
  ["positiva", "Personer med ett positivt svar"],
  ["alla_svarande", "Personer som valt ett svarsalternativ, svarat vet ej eller inte aktuellt"],
  ["andel_av_alla", "positiva / alla_svarande, mellan 0 och 1"],
  ["intervall_fran", "Nedre gränsen i ett 95-procentigt Wilson-intervall för andel_av_alla"],
  ["intervall_till", "Övre gränsen"],
  ["skillnad_mot_a", "andel_av_alla minus den för A; tomt när ingen skillnad räknas ut"],
  ["skillnad_fran", "Nedre gränsen i ett 95-procentigt intervall för skillnaden (Newcombe 1998, metod 10)"],
  ["skillnad_till", "Övre gränsen"],
  ["sakerstalld", "ja: skillnaden är statistiskt säkerställd, intervallet innehåller inte 0"],
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

/** What every column holds. */
export const comparisonCodeBook = (): Table => [["kolumn", "betydelse"], ...columns.map((column) => [...column])];

/** A, B, C … so that eight long names need not be repeated. */
export const letterOf = (at: number): string => String.fromCharCode(65 + at);

const nameOf = ({ label, measurementId, survey, madeUp, group, responseRate }: Side, at: number): Line => ({
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
  svarande: group.hidden === null ? group.respondents : null,
  svarsfrekvens: responseRate,
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

function whyHidden(group: Side["group"], key: string): string {
  if (group.hidden !== null) return group.inWords;
  const indicator = group.indicators[key];
  return indicator ? (indicator.withheld === null ? "" : indicator.inWords) : "Frågan ställdes inte.";
}
