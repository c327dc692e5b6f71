/**
 * The report as lines of cells: one for each group and indicator, the same numbers as on the page. And the code book that
 * says what every column and every answer means, so that the file can be read in ten years. Shares are written out whole:
 * one that is rounded once here and once more in a spreadsheet would not be the page's (49 of 338 is 14 %, 0,145 is 15 %).
 */
import type { Cell, Day } from "../spreadsheet.ts";
import { reserved } from "../surveys/survey.ts";
import type { Report, ReportedIndicator, ReportedShare, ReportGroup } from "./report.ts";
import { thresholdRules } from "./thresholds.ts";
import type { UnitTable } from "./unit-rows.ts";
import type { UnitKind } from "./units.ts";

/** Column → what it holds. The order is the file's. */
const columns = [
  ["matning", "Mätningens namn i adresser"],
  [
    "matning_namn",
    "Mätningens namn. En apostrof först i en CSV-fil hör inte till namnet: den hindrar kalkylprogram från att räkna ut det.",
  ],
  ["pahittad", "ja: siffrorna är påhittade för demon"],
  ["utskrivna_fran", "Första utskrivningsdag som ingår (ÅÅÅÅ-MM-DD)"],
  ["utskrivna_till", "Sista utskrivningsdag som ingår (ÅÅÅÅ-MM-DD)"],
  ["lage", "running pågår, closed avslutad, published publicerad"],
  ["slutligt", "ja: inga fler svar kommer. nej: siffrorna är preliminära och ändras när fler svar räknas in."],
  ["rapport", "Den publicerade rapportens nummer; tomt i filen från mätningens egen sida, som har dagens siffror"],
  ["publicerad", "Dag då den rapporten publicerades (ÅÅÅÅ-MM-DD); annars tomt"],
  ["enkat", "Enkätens namn i katalogen"],
  ["enkat_version", "Enkätens version. Resultat av olika versioner slås aldrig ihop."],
  ["dold_under", "Grupper med färre svarande än så är dolda i den här mätningen"],
  ["lan", "Länskod enligt SCB, två tecken; 00 är alla deltagande län tillsammans. Excel visar 01 som 1 i en CSV-fil."],
  ["lan_namn", "Länets namn"],
  ["vardform", "somatic somatik, psychiatric psykiatri, alla båda"],
  [
    "del",
    "alla hela vårdformen, enhet en enhet, ovriga enheter med för få svar, ej_angiven där enheten inte är angiven, ovriga_och_ej_angiven båda de två. Enheternas rader delar upp vårdformens: lägg inte ihop dem med den. På dem är kolumnerna satt_, svarat_, andel_mest_positiva, vet_ej till saknas, svar_ och narstaende_ alltid tomma.",
  ],
  ["enhet", "Den utskrivande enhetens namn, med apostrof som matning_namn; tomt utom där del är enhet"],
  [
    "visas",
    "ja: siffrorna visas. nej: gruppen eller indikatorn är dold, se skal, och dess tal är tomma. 0 är alltid ett tal.",
  ],
  ["skal", "Varför den är dold; tomt när den visas"],
  ["svarande", "Personer i gruppen som svarat på något"],
  ["satt_person", "Av svarande, de som svarat i samtal med en person; tomt när ett sätt har för få"],
  ["satt_robot", "Av svarande, de som svarat i automatiskt samtal"],
  ["satt_bada", "Av svarande, de som svarat både i samtal med en person och i automatiskt samtal"],
  ["satt_webb", "Av svarande, de som svarat i webbformulär"],
  ["svarat_sjalv", "Av svarande, patienten själv; tomt på enheters rader"],
  ["svarat_med_stod", "Av svarande, patienten med stöd"],
  ["svarat_narstaende", "Av svarande, närstående i patientens ställe"],
  ["indikator", "Frågans nyckel i enkäten; tomt när hela gruppen är dold: då är den en enda rad"],
  ["indikator_namn", "Frågans korta namn"],
  ["positiva", "Personer med ett positivt svar"],
  ["tagit_stallning", "Personer som valt ett av svarsalternativen"],
  ["alla_svarande", "Som tagit_stallning, och de som svarat vet ej eller inte aktuellt"],
  ["andel_av_alla", "positiva / alla_svarande, mellan 0 och 1"],
  ["intervall_fran", "Nedre gränsen i ett 95-procentigt Wilson-intervall för andel_av_alla"],
  ["intervall_till", "Övre gränsen i samma intervall"],
  ["andel_av_tagit_stallning", "positiva / tagit_stallning, mellan 0 och 1"],
  ["andel_mest_positiva", "Andel av alla_svarande med det mest positiva svaret; tomt när den är dold"],
  ["vet_ej", "Personer som svarat vet ej (kod 8)"],
  ["inte_aktuellt", "Personer för vilka frågan inte var aktuell (kod 7)"],
  ["vill_inte_svara", "Personer som inte ville svara på frågan (kod 9)"],
  ["saknas", "Personer som aldrig fick frågan"],
  ["svar_1", "Personer som valt svaret med kod 1; tomt när varje svar för sig inte visas"],
  ["svar_2", "Personer som valt svaret med kod 2, på samma sätt"],
  ["svar_3", "Personer som valt svaret med kod 3; tomt också när frågan inte har det svaret"],
  ["svar_4", "Personer som valt svaret med kod 4, på samma sätt"],
  ["svar_5", "Personer som valt svaret med kod 5, på samma sätt"],
  ["svar_6", "Personer som valt svaret med kod 6, på samma sätt"],
  ["narstaende_positiva", "Av positiva, dem vars närstående svarade; tomt när det inte visas för sig"],
  ["narstaende_alla_svarande", "Av alla_svarande, dem vars närstående svarade; tomt när det inte visas för sig"],
] as const;
type Column = (typeof columns)[number][0];
type Line = Partial<Record<Column, Cell>>;

export type Table = readonly (readonly Cell[])[];

/** Under which number a report was published, and on which local date. */
export type Numbered = { readonly number: number; readonly publishedOn: string };

export const dayOf = (date: string): Day => ({ date });

/**
 * The header and a line for each group, each unit, and indicator; a hidden group is one line without counts. `published` is
 * left out for the figures of today.
 */
export function reportAsTable(report: Report, published?: Numbered): Table {
  const { measurement, survey, thresholds, groups, country, units } = report;
  const same: Line = {
    matning: measurement.id,
    matning_namn: measurement.name,
    pahittad: measurement.madeUp,
    utskrivna_fran: dayOf(measurement.opensOn),
    utskrivna_till: dayOf(measurement.closesOn),
    lage: measurement.state,
    slutligt: report.frozen,
    rapport: published?.number ?? null,
    publicerad: published ? dayOf(published.publishedOn) : null,
    enkat: survey.id,
    enkat_version: survey.version,
    dold_under: thresholds.hideBelow,
  };
  const lines = [...[...groups, ...country].flatMap(linesOf), ...units.flatMap(linesOfUnits)].map((line) => ({
    ...same,
    ...line,
  }));
  return [columns.map(([name]) => name), ...lines.map((line) => columns.map(([name]) => line[name] ?? null))];
}

function linesOf(group: ReportGroup): Line[] {
  const { county, countyName, careType } = group;
  const name: Line = { lan: county, lan_namn: countyName, vardform: careType ?? "alla", del: "alla" };
  if (group.hidden !== null) return [{ ...name, visas: false, skal: group.inWords }];
  const mix = mixOf(group);
  return Object.values(group.indicators).map((indicator) => ({
    ...name,
    svarande: group.respondents,
    ...mix,
    indikator: indicator.key,
    indikator_namn: indicator.label,
    ...figuresOf(indicator),
  }));
}

/** How the answers were given and by whom, as far as the page tells it. */
function mixOf({ modes, respondentKinds }: Extract<ReportGroup, { hidden: null }>): Line {
  const told = modes.every(({ count }) => count !== null);
  const among = (parts: readonly { readonly code: string; readonly count: number | null }[], code: string) =>
    parts.find((part) => part.code === code)?.count ?? 0;
  return {
    satt_person: told ? among(modes, "human") : null,
    satt_robot: told ? among(modes, "robot") : null,
    satt_bada: told ? among(modes, "mixed") : null,
    satt_webb: told ? among(modes, "web") : null,
    svarat_sjalv: among(respondentKinds, "patient"),
    svarat_med_stod: among(respondentKinds, "supported"),
    svarat_narstaende: among(respondentKinds, "proxy"),
  };
}

const partCodes: Readonly<Record<UnitKind, string>> = {
  unit: "enhet",
  together: "ovriga",
  untold: "ej_angiven",
  rest: "ovriga_och_ej_angiven",
};

const linesOfUnits = ({ county, countyName, careType, rows }: UnitTable): Line[] =>
  rows.flatMap(({ kind, name, respondents, indicators }) =>
    Object.values(indicators).map((indicator) => ({
      ...{ lan: county, lan_namn: countyName, vardform: careType, del: partCodes[kind] },
      enhet: kind === "unit" ? name : null,
      svarande: respondents,
      indikator: indicator.key,
      indikator_namn: indicator.label,
      ...(indicator.withheld === null ? sharesOf(indicator) : { visas: false, skal: indicator.inWords }),
    })),
  );

const sharesOf = (share: ReportedShare): Line => ({
  visas: true,
  positiva: share.positive,
  tagit_stallning: share.answered,
  alla_svarande: share.allRespondents,
  andel_av_alla: share.shareOfAll,
  intervall_fran: share.wilson95[0],
  intervall_till: share.wilson95[1],
  andel_av_tagit_stallning: share.shareOfAnswered,
});

function figuresOf(indicator: ReportedIndicator): Line {
  if (indicator.withheld !== null) return { visas: false, skal: indicator.inWords };
  return {
    ...sharesOf(indicator),
    andel_mest_positiva: indicator.topBox,
    vet_ej: indicator.notAnswered.dontKnow,
    inte_aktuellt: indicator.notAnswered.notApplicable,
    vill_inte_svara: indicator.notAnswered.declined,
    saknas: indicator.notAnswered.missing,
    ...Object.fromEntries((indicator.distribution ?? []).map(({ code, count }) => [`svar_${code}`, count])),
    narstaende_positiva: indicator.apart?.proxy.positive ?? null,
    narstaende_alla_svarande: indicator.apart?.proxy.allRespondents ?? null,
  };
}

/** Answers that every question has beside its own. */
const silentAnswers = [
  [reserved.notApplicable, "Inte aktuellt (räknas i alla_svarande)"],
  [reserved.dontKnow, "Vet ej (räknas i alla_svarande)"],
  [reserved.declined, "Vill inte svara (räknas varken i tagit_stallning eller alla_svarande)"],
] as const;

/**
 * What every column holds, what the page says before the numbers, how small a group may be, the modules that were asked,
 * and the wording and the answers of every indicator.
 */
export function codeBookOf(report: Report): Table {
  const { note } = report.measurement;
  return [
    ["slag", "namn", "kod", "betydelse"],
    ...(note ? [["anteckning", report.measurement.id, null, note]] : []),
    ...report.cautions.map((caution) => ["att_veta", report.measurement.id, null, caution]),
    ...columns.map(([name, meaning]) => ["kolumn", name, null, meaning]),
    ...thresholdRules.map(({ field, key, label }) => ["grans", field, report.thresholds[key], label]),
    ...(report.survey.modules ?? []).map(({ key, title }) => ["modul", key, null, title]),
    ...report.indicators.flatMap(({ key, question, scale, positive }) => [
      ["indikator", key, null, question],
      ...scale.map(({ code, text }) => ["svar", key, code, positive.includes(code) ? `${text} (positivt)` : text]),
    ]),
    ...silentAnswers.map(([code, text]) => ["svar", "alla", code, text]),
    ...[...new Map([...report.groups, ...report.country].map(({ county, countyName }) => [county, countyName]))].map(
      ([county, countyName]) => ["lan", county, null, countyName],
    ),
  ];
}
