/** The result of a samverkansmätning as lines of cells: what the page shows, figure by figure, and nothing else. */
import { othersOf, type Party, parties, partyLabels } from "../cooperation/form.ts";
import type { Cell } from "../spreadsheet.ts";
import type { CooperationFigure, CooperationReport, FigureHidden, ShownFigure } from "./cooperation.ts";

const everybody = "Alla";

/** "Nöjda", "Ändrat datum" … in words, the key of the figure in `figuresOf`. */
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

const heading = [
  ...["Mätning", "Påhittade uppgifter", "Slutligt", "Vem svarar", "Om vem", "Uppgift"],
  ...["Visas", "Varför inte", "Andel", "Antal", "Av", "Intervall från", "Intervall till"],
  ...["Kod 1", "Kod 2", "Kod 3", "Kod 4"],
];

export function cooperationAsTable(
  measurement: { readonly name: string; readonly madeUp: boolean },
  report: CooperationReport,
): readonly (readonly Cell[])[] {
  const lines = figuresOf(report).map(({ kind, by, about, figure }): Cell[] => [
    ...[measurement.name, measurement.madeUp, report.frozen],
    ...[by ? partyLabels[by] : everybody, kind !== "satisfied" ? null : about ? partyLabels[about] : everybody],
    figureLabels[kind],
    ...(figure.hidden === null
      ? [true, null, ...numbersOf(figure)]
      : [false, hiddenFigureText(figure.hidden, report), ...Array<null>(9).fill(null)]),
  ]);
  return [heading, ...lines];
}

/** Four decimals: enough for any count, and the same in every program. */
const fraction = (share: number): number => Math.round(share * 10_000) / 10_000;

const numbersOf = ({ positive, answered, interval, distribution }: ShownFigure): Cell[] => [
  ...[fraction(positive / answered), positive, answered, fraction(interval[0]), fraction(interval[1])],
  ...[1, 2, 3, 4].map((code) => (distribution ? (distribution[code] ?? 0) : null)),
];

/** Why a figure is not shown, in words. */
export function hiddenFigureText(why: FigureHidden, { thresholds }: Pick<CooperationReport, "thresholds">): string {
  if (why === "running") return "Visas när mätningen är avslutad";
  return why === "few"
    ? `För få svar eller färre än ${thresholds.unitsAtLeast} enheter`
    : "Visas inte, för då går en dold ruta att räkna ut";
}
