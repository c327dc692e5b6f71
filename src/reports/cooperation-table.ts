/**
 * The result of a samverkansmätning as lines of cells, what the page shows, figure by figure, and nothing else; its code
 * book; and the same for other programs under stable English names.
 */
import { othersOf, type Party, parties, partyLabels, questionTexts } from "../cooperation/form.ts";
import type { Cell } from "../spreadsheet.ts";
import { dayOf, type Numbered, type Table } from "./as-table.ts";
import type { CooperationFigure, CooperationReport, FigureHidden } from "./cooperation.ts";
import { thresholdRules } from "./thresholds.ts";
import { countyNames } from "./wording.ts";

/** What is said of a measurement beside its numbers. */
export type NamedCooperation = {
  readonly id: string;
  readonly name: string;
  readonly county: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly state: string;
  readonly madeUp: boolean;
};

/** In words, by the kind of a figure. */
export const figureLabels = {
  satisfied: "Mycket eller ganska nöjd",
  date: "Preliminärt utskrivningsdatum ändrades",
  times: "Ändrades två gånger eller fler, av dem som ändrades",
  sip: "Någon kallade till SIP",
} as const;

export type NamedFigure = {
  readonly kind: keyof typeof figureLabels;
  /** Null: all three. */
  readonly by: Party | null;
  /** Null: both others, or a figure that is about nobody. */
  readonly about: Party | null;
  readonly figure: CooperationFigure;
};

/** Every figure of a report, also those that are hidden. */
export function figuresOf(report: CooperationReport): readonly NamedFigure[] {
  return [
    ...parties.flatMap((by): NamedFigure[] => [
      ...othersOf(by).flatMap((about) => {
        const figure = report.matrix[by][about];
        return figure ? [{ kind: "satisfied" as const, by, about, figure }] : [];
      }),
      { kind: "satisfied", by, about: null, figure: report.byParty[by] },
    ]),
    ...parties.map((about): NamedFigure => ({ kind: "satisfied", by: null, about, figure: report.aboutParty[about] })),
    { kind: "satisfied", by: null, about: null, figure: report.whole },
    ...(["date", "times", "sip"] as const).flatMap((kind) =>
      parties.map((by): NamedFigure => ({ kind, by, about: null, figure: report[kind][by] })),
    ),
  ];
}

/** Column → what it holds. The order is the file's. */
const columns = [
  ["matning", "Mätningens namn i adresser"],
  [
    "matning_namn",
    "Mätningens namn. En apostrof först i en CSV-fil hör inte till namnet: den hindrar kalkylprogram från att räkna ut det.",
  ],
  ["pahittad", "ja: siffrorna är påhittade för demon"],
  ["fran", "Första dag som ingår (ÅÅÅÅ-MM-DD)"],
  ["till", "Sista dag som ingår (ÅÅÅÅ-MM-DD)"],
  ["lage", "running pågår, closed avslutad, published publicerad"],
  ["slutligt", "ja: inga fler svar kommer. nej: siffrorna är preliminära och ändras när fler svar räknas in."],
  ["rapport", "Den publicerade rapportens nummer; tomt i filen från mätningens egen sida, som har dagens siffror"],
  ["publicerad", "Dag då den rapporten publicerades (ÅÅÅÅ-MM-DD); annars tomt"],
  ["lan", "Länskod enligt SCB, två tecken. Excel visar 01 som 1 i en CSV-fil."],
  ["lan_namn", "Länets namn"],
  ["vem_svarar", "Parten som har svarat, eller Alla"],
  ["om_vem", "Parten som svaret handlar om; Alla: båda de andra; tomt där frågan inte handlar om någon part"],
  ["uppgift", "Vad andelen är en andel av"],
  ["visas", "ja: siffran visas. nej: siffran är dold, se skal, och talen är tomma. 0 är alltid ett tal."],
  ["skal", "Varför den är dold; tomt när den visas"],
  ["andel", "antal / av, mellan 0 och 1"],
  ["antal", "Svar som uppgiften stämmer på"],
  ["av", "Svar som räknas. ”Inte aktuellt” och ”Vet ej” räknas inte."],
  ["intervall_fran", "Nedre gränsen i ett 95-procentigt Wilson-intervall för andelen"],
  ["intervall_till", "Övre gränsen i samma intervall"],
  [
    "kod_1",
    "Svar med kod 1 (se svar), när mätningen är avslutad och tillräckligt många har svarat (se grans). Annars tomt, och på rader där om_vem eller vem_svarar är Alla.",
  ],
  ["kod_2", "Svar med kod 2, på samma sätt"],
  ["kod_3", "Svar med kod 3, på samma sätt; tomt också när frågan inte har det svaret"],
  ["kod_4", "Svar med kod 4, på samma sätt"],
] as const;
type Line = Partial<Record<(typeof columns)[number][0], Cell>>;
const everybody = "Alla";

/** The header and a line for each figure. `published` is left out for the figures of today. */
export function cooperationAsTable(one: NamedCooperation, report: CooperationReport, published?: Numbered): Table {
  const same: Line = {
    ...{ matning: one.id, matning_namn: one.name, pahittad: one.madeUp },
    ...{ fran: dayOf(one.opensOn), till: dayOf(one.closesOn), lage: one.state, slutligt: report.frozen },
    ...{ rapport: published?.number ?? null, publicerad: published ? dayOf(published.publishedOn) : null },
    ...{ lan: one.county, lan_namn: countyNames[one.county] ?? null },
  };
  const lines = figuresOf(report).map(
    ({ kind, by, about, figure }): Line => ({
      ...same,
      vem_svarar: by ? partyLabels[by] : everybody,
      om_vem: kind !== "satisfied" ? null : about ? partyLabels[about] : everybody,
      uppgift: figureLabels[kind],
      ...numbersOf(kind, figure, report),
    }),
  );
  return [columns.map(([name]) => name), ...lines.map((line) => columns.map(([name]) => line[name] ?? null))];
}

/** The answers that a question has and that are counted, those that nobody gave too; null where they may not be shown. */
function countsOf(kind: NamedFigure["kind"], distribution: Readonly<Record<number, number>> | null) {
  const choices = questionTexts.find((question) => question.kind === kind)?.choices ?? [];
  return distribution && choices.flatMap(({ code }) => (code < 7 ? [{ code, count: distribution[code] ?? 0 }] : []));
}

function numbersOf(kind: NamedFigure["kind"], figure: CooperationFigure, report: CooperationReport): Line {
  if (figure.hidden !== null) return { visas: false, skal: hiddenFigureText(figure.hidden, report) };
  const { positive, answered, interval, distribution } = figure;
  return {
    // Whole, as on the page: what is rounded twice may come out as another percentage.
    ...{ visas: true, andel: positive / answered, antal: positive, av: answered },
    ...{ intervall_fran: interval[0], intervall_till: interval[1] },
    ...Object.fromEntries((countsOf(kind, distribution) ?? []).map(({ code, count }) => [`kod_${code}`, count])),
  };
}

/** What every column holds, how few may be shown, the questions as they were put, and their answers. */
export const cooperationCodeBook = ({ thresholds }: Pick<CooperationReport, "thresholds">): Table => [
  ["slag", "namn", "kod", "betydelse"],
  ...columns.map(([name, meaning]) => ["kolumn", name, null, meaning]),
  ...thresholdRules.map(({ field, key, label }) => ["grans", field, thresholds[key], label]),
  ["grans", "enheter", thresholds.unitsAtLeast, "Så många enheter ska ha svarat för att en siffra ska visas"],
  [
    ...["grans", "tyngd", thresholds.dominancePercent],
    "Dölj när svaren utan de två största enheternas är färre än så många procent av den största enhetens",
  ],
  ...questionTexts.flatMap(({ kind, text, choices, counted }) => [
    ["uppgift", figureLabels[kind], null, text],
    ...choices.map(({ code, label }) => ["svar", figureLabels[kind], code, answerText(label, code, counted)]),
  ]),
  ...parties.map((party) => ["part", partyLabels[party], null, "Svarar om de två andra, aldrig om sig själv"]),
  ["part", everybody, null, "Alla tre parter, eller båda de andra"],
];

const answerText = (label: string, code: number, counted: readonly number[]): string =>
  code >= 7 ? `${label} (räknas inte)` : counted.includes(code) ? `${label} (räknas i antal)` : label;

/** Why a figure is not shown, in words. */
export function hiddenFigureText(why: FigureHidden, { thresholds }: Pick<CooperationReport, "thresholds">): string {
  switch (why) {
    case "running":
      return "Visas när mätningen är avslutad";
    case "absent":
      return "Inga enheter är med";
    case "units":
      return `Färre än ${thresholds.unitsAtLeast} enheter är med`;
    case "few":
      return `För få svar, färre än ${thresholds.unitsAtLeast} enheter som har svarat eller en enhet som väger för tungt`;
    default:
      return "Visas inte, för då går en dold ruta att räkna ut";
  }
}

const countsAsJson = (counts: ReturnType<typeof countsOf>) =>
  counts && Object.fromEntries(counts.map(({ code, count }) => [code, count]));

/** A plain value to be printed as JSON. A hidden figure carries no counts. */
export const cooperationAsJson = (one: NamedCooperation, report: CooperationReport) => ({
  measurement: {
    ...{ id: one.id, name: one.name, state: one.state, county: one.county },
    ...{ opensOn: one.opensOn, closesOn: one.closesOn, madeUp: one.madeUp, final: report.frozen },
  },
  /** How few may be shown; the same from its start to its end. */
  thresholds: report.thresholds,
  sheets: report.sheets,
  figures: figuresOf(report).map(({ kind, by, about, figure }) => ({
    ...{ kind, by, about },
    ...(figure.hidden === null
      ? {
          ...{ positive: figure.positive, answered: figure.answered },
          ...{ share: figure.positive / figure.answered, wilson95: figure.interval },
          counts: countsAsJson(countsOf(kind, figure.distribution)),
        }
      : { hidden: figure.hidden }),
  })),
  suggestions: report.suggestions,
  removed: report.removed,
});
