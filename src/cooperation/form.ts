/**
 * What the staff are asked right after a discharge: how it went with the two other parties, whether the preliminary
 * discharge date held, whether a SIP was called, and what could be better. The wording is ours: that such a survey was
 * filled in by kommuner, vårdcentraler and slutenvård in 2019, and what it told (satisfaction, changed dates and how often,
 * SIP, suggestions), is known from Region Örebro län's final report (2021, §5.3.1 and §5.3.6); the questions are not public.
 *
 * Nothing here asks about a patient or a colleague, and no fact ties an answer to a discharge.
 */
import { inLines } from "../measurements/plain-text.ts";
import { type Refusal, refuse } from "../problems.ts";
import { findIdentifying, maskIdentifying } from "../responses/identifying.ts";

/** The three who cooperate when somebody goes home (law 2017:612): kommun, öppenvård, slutenvård. */
export const parties = ["municipality", "primary-care", "hospital"] as const;
export type Party = (typeof parties)[number];

export const partyLabels: Record<Party, string> = {
  municipality: "Kommunen",
  "primary-care": "Vårdcentral och öppenvård",
  hospital: "Slutenvården",
};
/** As in "samarbetet med …". */
export const partyInWords: Record<Party, string> = {
  municipality: "kommunen",
  "primary-care": "vårdcentralen eller öppenvården",
  hospital: "slutenvården",
};

export const othersOf = (party: Party): readonly Party[] => parties.filter((other) => other !== party);

type Choice = { readonly code: number; readonly label: string };

/** Four steps and a way past; 1 and 2 are satisfied. */
export const satisfaction: readonly Choice[] = [
  { code: 1, label: "Mycket nöjd" },
  { code: 2, label: "Ganska nöjd" },
  { code: 3, label: "Ganska missnöjd" },
  { code: 4, label: "Mycket missnöjd" },
  { code: 7, label: "Inte aktuellt" },
];
export const dateChoices: readonly Choice[] = [
  { code: 1, label: "Nej" },
  { code: 2, label: "Ja, till en tidigare dag" },
  { code: 3, label: "Ja, till en senare dag" },
  { code: 8, label: "Vet ej" },
];
export const timesChoices: readonly Choice[] = [
  { code: 1, label: "En gång" },
  { code: 2, label: "Två gånger eller fler" },
];
export const sipChoices: readonly Choice[] = [
  { code: 1, label: "Ja" },
  { code: 2, label: "Nej" },
  { code: 8, label: "Vet ej" },
];

/** The questions as they are put, by the kind of figure that is made of them; `counted`: codes of the share that is shown. */
export const questionTexts = [
  { kind: "satisfied", text: "Hur nöjd är du med samarbetet med …?", choices: satisfaction, counted: [1, 2] },
  { kind: "date", text: "Ändrades det preliminära utskrivningsdatumet?", choices: dateChoices, counted: [2, 3] },
  { kind: "times", text: "Om det ändrades: hur många gånger?", choices: timesChoices, counted: [2] },
  { kind: "sip", text: "Kallade någon till en SIP?", choices: sipChoices, counted: [1] },
] as const;

/** "sheets" counts the sheets of answers themselves (code 0). */
export type Question = "sheets" | `about-${Party}` | "date" | "times" | "sip";
/** One thing that was said: all that is kept of a sheet, each apart from the others. */
export type Said = { readonly question: Question; readonly code: number };

/** As the form sends it; "" where nothing was chosen. */
export type TypedSheet = {
  readonly about: Readonly<Partial<Record<Party, string>>>;
  readonly date: string;
  readonly times: string;
  readonly sip: string;
  readonly suggestion: string;
  /** The person has seen the warning about the suggestion and sends it all the same. */
  readonly anyway: boolean;
};
export type SheetFault = { readonly field: string; readonly refusal: Refusal };
export type Sheet = { readonly said: readonly Said[]; readonly suggestion: string | null };

/** Field of the form for what is thought of a party; its input has the id `f-om-…`. */
export const aboutField = (party: Party): string => `om-${party}`;

const longestSuggestion = 1000;
const codeOf = (choices: readonly Choice[], typed: string): number | null =>
  choices.find(({ code }) => String(code) === typed)?.code ?? null;

/**
 * What a sheet of `party` says, or everything that is missing. "Inte aktuellt" and "Vet ej" are answers that nothing is
 * counted of. How often the date was changed counts only where it was; it may be left out.
 */
export function readSheet(typed: TypedSheet, party: Party): Sheet | readonly SheetFault[] {
  const faults: SheetFault[] = [];
  const said: Said[] = [{ question: "sheets", code: 0 }];
  const add = (question: Question, choices: readonly Choice[], value: string): number | null => {
    const code = codeOf(choices, value);
    if (code !== null && code < 7) said.push({ question, code });
    return code;
  };
  for (const other of othersOf(party)) {
    if (add(`about-${other}`, satisfaction, typed.about[other] ?? "") === null)
      faults.push({ field: aboutField(other), refusal: refuse("choose-satisfaction", { party: partyInWords[other] }) });
  }
  const date = add("date", dateChoices, typed.date);
  if (date === null) faults.push({ field: "datum", refusal: refuse("choose-date-changed") });
  if (date === 2 || date === 3) add("times", timesChoices, typed.times);
  if (add("sip", sipChoices, typed.sip) === null) faults.push({ field: "sip", refusal: refuse("choose-sip") });
  const words = inLines(typed.suggestion);
  if ([...words].length > longestSuggestion)
    faults.push({ field: "forslag", refusal: refuse("note-too-long", { limit: longestSuggestion }) });
  else if (!typed.anyway && findIdentifying(words).length > 0)
    faults.push({ field: "forslag", refusal: refuse("suggestion-identifying") });
  if (faults.length > 0) return faults;
  const suggestion = maskIdentifying(words).trim();
  return { said, suggestion: suggestion === "" ? null : suggestion };
}
