/** Sample data for telephone numbers, the undoing of an outcome and what is asked before one that cannot be (see samples.ts). */
import type { CaseView, NumberForms, NumberView, Sample, UndoView, WorkListView } from "./views.ts";

export const knownNumber = (whose: string, display: string, more: Partial<NumberView> = {}): NumberView => ({
  ...{ mark: `0.${display.slice(-2)}.2`, whose, display, href: null, goneText: null, words: null },
  ...{ mayRaise: false, mayDrop: false },
  ...more,
});

export const askFor =
  "Fråga efter Gunnar Holm. Säg bara ditt namn och regionens namn. Säg inget om vården, inte heller till en närstående.";

const choices = [
  { value: "patient", label: "Patientens eget", selected: false },
  { value: "relative", label: "Någon annans", selected: false },
];
const forms: NumberForms = { open: false, number: "", choices, name: "", relation: "" };
export const numberForms = { sheet: "numbers.css", forms };

const undo: UndoView = {
  sheet: "numbers.css",
  action: "/uppfoljningar/k7m2p9q4r8s3t6v1/angra",
  name: "Gunnar Holm",
  outcome: "Inget svar",
  untilText: "Går att ångra till kl. 10:24.",
  warning: null,
};

const list = [
  knownNumber("Patienten", "070-174 06 05", { href: "tel:+46701740605", mayDrop: true }),
  knownNumber("Patienten", "08-465 004 07", { href: "tel:+46846500407", mayRaise: true, mayDrop: true }),
  knownNumber("Anna-Margareta Wennerström-Oskarsdotter, svägerska", "0980-319 250", {
    ...{ href: "tel:+46980319250", words: askFor, mayDrop: true },
  }),
  knownNumber("Patienten", "070-174 06 99", { goneText: "Fungerar inte" }),
  knownNumber("Eva Holm, dotter", "08-465 004 12", { goneText: "Rättat" }),
];

/** On a case that is held, with its numbers open, and on the list. */
export const numberSamples = (held: CaseView, workList: WorkListView): readonly Sample[] => [
  {
    page: "case",
    name: "numbers",
    title: "Gunnar Holm",
    frame: {
      errors: [
        { field: "nytt", text: "Numret är inte svenskt. Bara svenska nummer kan ringas härifrån." },
        { field: "vems", text: "Skriv vem numret går till: ett namn, eller vad personen är för patienten." },
        { field: "fel_nummer", text: "Välj vilket nummer som är fel eller avstängt." },
      ],
    },
    view: {
      ...held,
      numbers: {
        ...{ shown: true, sheet: "numbers.css", list },
        forms: { ...forms, open: true, number: "+47 22 12 34 56", name: "Eva" },
      },
      outcome: held.outcome && {
        ...held.outcome,
        numbers: list.slice(0, 3).map(({ mark, whose, display }, at) => ({
          ...{ value: `${at}${mark}`, label: `${whose}, ${display}`, selected: false },
        })),
      },
    },
  },
  {
    page: "case",
    name: "just-recorded",
    title: "Gunnar Holm",
    view: {
      ...held,
      undo: { ...undo, warning: "Svaren som patienten hade gett är borttagna och kommer inte tillbaka." },
    },
  },
  { page: "work-list", name: "just-recorded", title: "Arbetslista", view: { ...workList, undo } },
  {
    page: "confirm-outcome",
    name: "dead",
    title: "Bekräfta utfallet",
    view: {
      name: "Gunnar Holm",
      outcome: "Avliden",
      text: "Namn och nummer tas bort genast, och alla personens uppföljningar avslutas, också andra enheters. Det går inte att ångra.",
      button: "Ja, personen är avliden",
      action: "/uppfoljningar/k7m2p9q4r8s3t6v1/utfall",
      fields: [{ name: "utfall", value: "dead" }],
      backHref: "/uppfoljningar/k7m2p9q4r8s3t6v1",
    },
  },
];
