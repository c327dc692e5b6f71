/**
 * The result of a samverkansmätning as lines of cells, what the page shows, figure by figure, and nothing else; its code
 * book; and the same for other programs under stable English names.
 */
import { othersOf, type Party, parties, partyLabels, questionTexts, satisfaction } from "../cooperation/form.ts";
import type { Cell } from "../spreadsheet.ts";
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
  ["matning_namn", "Mätningens namn"],
  ["pahittad", "ja: siffrorna är påhittade för demon"],
  ["fran", "Första dag som ingår (ÅÅÅÅ-MM-DD)"],
  ["till", "Sista dag som ingår (ÅÅÅÅ-MM-DD)"],
  ["lage", "running pågår, closed avslutad, published publicerad"],
  ["slutligt", "ja: siffrorna ändras inte mer"],
  ["lan", "Länskod enligt SCB, två tecken"],
  ["lan_namn", "Länets namn"],
  ["vem_svarar", "Parten som har svarat, eller Alla"],
  ["om_vem", "Parten som svaret handlar om; Alla: båda de andra; tomt där frågan inte handlar om någon part"],
  ["uppgift", "Vad andelen är en andel av"],
  ["visas", "nej: siffran är dold, se skal"],
  ["skal", "Varför den är dold; tomt när den visas"],
  ["andel", "antal / av, mellan 0 och 1"],
  ["antal", "Svar som uppgiften stämmer på"],
  ["av", "Svar som räknas. ”Inte aktuellt” och ”Vet ej” räknas inte."],
  ["intervall_fran", "Nedre gränsen i ett 95-procentigt Wilson-intervall för andelen"],
  ["intervall_till", "Övre gränsen"],
  ["kod_1", "Svar med kod 1, när mätningen är avslutad och tillräckligt många har svarat (se grans)"],
  ["kod_2", "Svar med kod 2"],
  ["kod_3", "Svar med kod 3"],
  ["kod_4", "Svar med kod 4"],
] as const;
type Line = Partial<Record<(typeof columns)[number][0], Cell>>;
type Table = readonly (readonly Cell[])[];

const everybody = "Alla";

export function cooperationAsTable(one: NamedCooperation, report: CooperationReport): Table {
  const same: Line = {
    ...{ matning: one.id, matning_namn: one.name, pahittad: one.madeUp, fran: one.opensOn, till: one.closesOn },
    ...{ lage: one.state, slutligt: report.frozen, lan: one.county, lan_namn: countyNames[one.county] ?? null },
  };
  const lines = figuresOf(report).map(
    ({ kind, by, about, figure }): Line => ({
      ...same,
      vem_svarar: by ? partyLabels[by] : everybody,
      om_vem: kind !== "satisfied" ? null : about ? partyLabels[about] : everybody,
      uppgift: figureLabels[kind],
      ...numbersOf(figure, report),
    }),
  );
  return [columns.map(([name]) => name), ...lines.map((line) => columns.map(([name]) => line[name] ?? null))];
}

function numbersOf(figure: CooperationFigure, report: CooperationReport): Line {
  if (figure.hidden !== null) return { visas: false, skal: hiddenFigureText(figure.hidden, report) };
  const { positive, answered, interval, distribution } = figure;
  const spread = distribution && ([1, 2, 3, 4] as const).map((code) => [`kod_${code}`, distribution[code] ?? 0]);
  return {
    // Whole, as on the page: what is rounded twice may come out as another percentage.
    ...{ visas: true, andel: positive / answered, antal: positive, av: answered },
    ...{ intervall_fran: interval[0], intervall_till: interval[1] },
    ...(spread ? Object.fromEntries(spread) : {}),
  };
}

/** What every column holds, how few may be shown, the questions as they were put, and their answers. */
export const cooperationCodeBook = ({ thresholds }: Pick<CooperationReport, "thresholds">): Table => [
  ["slag", "namn", "kod", "betydelse"],
  ...columns.map(([name, meaning]) => ["kolumn", name, null, meaning]),
  ...thresholdRules.map(({ field, key, label }) => ["grans", field, thresholds[key], label]),
  ["grans", "enheter", thresholds.unitsAtLeast, "Så många enheter ska ha svarat för att en siffra ska visas"],
  ...questionTexts.flatMap(({ kind, text, choices, counted }) => [
    ["uppgift", figureLabels[kind], null, text],
    ...choices.map(({ code, label }) => ["svar", figureLabels[kind], code, answerText(label, code, counted)]),
  ]),
  ["part", "Kommun, vårdcentral, slutenvård", null, "Ingen part svarar om sig själv."],
  ["skala", "Nöjd", null, satisfaction.map(({ code, label }) => `${code} ${label}`).join(", ")],
];

const answerText = (label: string, code: number, counted: readonly number[]): string =>
  code >= 7 ? `${label} (räknas inte)` : counted.includes(code) ? `${label} (räknas i antal)` : label;

/** Why a figure is not shown, in words. */
export function hiddenFigureText(why: FigureHidden, { thresholds }: Pick<CooperationReport, "thresholds">): string {
  if (why === "running") return "Visas när mätningen är avslutad";
  return why === "few"
    ? `För få svar, färre än ${thresholds.unitsAtLeast} enheter eller en enhet som väger för tungt`
    : "Visas inte, för då går en dold ruta att räkna ut";
}

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
          ...{ share: figure.positive / figure.answered, wilson95: figure.interval, counts: figure.distribution },
        }
      : { hidden: figure.hidden }),
  })),
  suggestions: report.suggestions,
});
