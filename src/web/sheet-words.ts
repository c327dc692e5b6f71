/** What stands around the questions on paper, in each language that they are translated to. */
import type { Survey } from "../surveys/survey.ts";

type SheetWords = {
  readonly title: string;
  readonly proxyTitle: string;
  /** Over questions about something else than coming home. */
  readonly otherTitle: string;
  readonly intro: string;
  readonly proxyIntro: string;
  readonly thanks: string;
  readonly helpHeading: string;
  readonly help: string;
  /** Before a question's number. */
  readonly goTo: string;
  /** Past all questions that are left. */
  readonly goToEnd: string;
};

const sv: SheetWords = {
  title: "Frågor om din hemgång",
  proxyTitle: "Frågor om din närståendes hemgång",
  otherTitle: "Frågor till dig",
  intro:
    "Det är frivilligt att svara. Kryssa för ett svar på varje fråga, och hoppa över det du inte vill svara på. Skriv inget namn, personnummer eller telefonnummer på pappret.",
  proxyIntro: "Hoppa också över det som bara din närstående kan veta.",
  thanks: "Tack för att du svarade. Lämna pappret i kuvertet som du fick med det.",
  helpHeading: "Behöver du hjälp med något?",
  help: "Skriv det inte här, för ingen vet vem som har svarat. Ring 1177 för råd om vård, eller 112 om det är fara för livet.",
  goTo: "gå till fråga",
  goToEnd: "gå till slutet",
};

const en: SheetWords = {
  title: "Questions about coming home",
  proxyTitle: "Questions about how your relative or friend came home",
  otherTitle: "Questions for you",
  intro:
    "It is voluntary to answer. Tick one answer to each question, and skip what you do not want to answer. Do not write any name, personal identity number or telephone number on the paper.",
  proxyIntro: "Also skip what only your relative or friend can know.",
  thanks: "Thank you for answering. Leave the paper in the envelope that came with it.",
  helpHeading: "Do you need help with something?",
  help: "Do not write it here, because nobody knows who has answered. Call 1177 for medical advice, or 112 if life is in danger.",
  goTo: "go to question",
  goToEnd: "go to the end",
};

const fi: SheetWords = {
  title: "Kysymyksiä kotiutumisestasi",
  proxyTitle: "Kysymyksiä läheisesi kotiutumisesta",
  otherTitle: "Kysymyksiä sinulle",
  intro:
    "Vastaaminen on vapaaehtoista. Rastita yksi vastaus kuhunkin kysymykseen ja ohita ne, joihin et halua vastata. Älä kirjoita paperiin nimeä, henkilötunnusta tai puhelinnumeroa.",
  proxyIntro: "Ohita myös se, minkä vain läheisesi voi tietää.",
  thanks: "Kiitos, että vastasit. Jätä paperi sen mukana saamaasi kirjekuoreen.",
  helpHeading: "Tarvitsetko apua johonkin?",
  help: "Älä kirjoita sitä tähän, sillä kukaan ei tiedä, kuka on vastannut. Soita 1177, jos tarvitset hoitoneuvontaa, tai 112, jos henki on vaarassa.",
  goTo: "siirry kysymykseen",
  goToEnd: "siirry loppuun",
};

const all: Readonly<Record<string, SheetWords>> = { sv, en, fi };

/** Swedish where the language has no words here. A survey that says `robot: false` is not about coming home (survey.ts). */
export function sheetWordsFor({ language, robot }: Pick<Survey, "language" | "robot">): SheetWords {
  const words = all[language] ?? sv;
  return robot === false ? { ...words, title: words.otherTitle, proxyTitle: words.otherTitle } : words;
}
