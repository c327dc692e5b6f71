/** The Swedish words of a report: counties, care types, and shares said so that a board remembers them. */
import type { CareType } from "../responses/response.ts";
import { own } from "../surveys/route.ts";
import type { Indicator } from "./indicators.ts";
import { type Interval, intervalText, numberText } from "./intervals.ts";
import type { Because, Thresholds } from "./suppression.ts";

/** SCB's code for all of Sweden; here for the counties that take part, together. */
export const countryCode = "00";

/** SCB's county codes are text: "01" is Stockholm. 02, 11, 15 and 16 are not in use. */
export const countyNames: Readonly<Record<string, string>> = {
  [countryCode]: "Riket",
  "01": "Stockholms län",
  "03": "Uppsala län",
  "04": "Södermanlands län",
  "05": "Östergötlands län",
  "06": "Jönköpings län",
  "07": "Kronobergs län",
  "08": "Kalmar län",
  "09": "Gotlands län",
  "10": "Blekinge län",
  "12": "Skåne län",
  "13": "Hallands län",
  "14": "Västra Götalands län",
  "17": "Värmlands län",
  "18": "Örebro län",
  "19": "Västmanlands län",
  "20": "Dalarnas län",
  "21": "Gävleborgs län",
  "22": "Västernorrlands län",
  "23": "Jämtlands län",
  "24": "Västerbottens län",
  "25": "Norrbottens län",
};

/** The modules that were asked, by their titles. */
export const modulesInWords = (modules: readonly { readonly title: string }[]): string =>
  modules.length === 0 ? "Inga, bara kärnfrågorna" : modules.map(({ title }) => title).join(", ");

const listed = (texts: readonly string[], last: "och" | "eller"): string =>
  texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} ${last} ${texts.at(-1)}`;

/** Which answers a share of positive answers counts: first what holds for most of the questions, then the others by name. */
export function positiveInWords(indicators: readonly Pick<Indicator, "label" | "scale" | "positive">[]): string {
  const labels = new Map<string, string[]>();
  for (const { label, scale, positive } of indicators) {
    const texts = scale.filter(({ code }) => positive.includes(code)).map(({ text }) => `”${text}”`);
    const words = listed(texts, "eller");
    labels.set(words, [...(labels.get(words) ?? []), label]);
  }
  const [most, ...others] = [...labels].toSorted(([, a], [, b]) => b.length - a.length);
  if (!most) return "";
  const exceptions = others.map(
    ([words, names], at) => `${at === 0 ? "För" : "för"} ${listed(names, "och")} är det ${words}`,
  );
  return [`Positivt svar är ${most[0]}.`, exceptions.length > 0 ? `${exceptions.join(", ")}.` : ""].join(" ").trim();
}

export const careTypeLabel = (careType: CareType | null): string =>
  careType === null ? "Totalt" : { somatic: "Somatik", psychiatric: "Psykiatri" }[careType];

export const modeLabels: Readonly<Record<string, string>> = {
  human: "Samtal med en person",
  robot: "Automatiskt samtal",
  mixed: "Både person och automatiskt samtal",
  web: "Webbformulär",
};

/** As in "20 i samtal med en människa". */
const modesInWords: Readonly<Record<string, string>> = {
  human: "i samtal med en människa",
  robot: "med roboten",
  mixed: "både med roboten och med en människa",
  web: "i ett webbformulär",
};

/** How a group's answers were given, with counts where they may be shown. "" when nobody has answered. */
export function modesText(modes: readonly { readonly code: string; readonly count: number | null }[]): string {
  const [only, ...others] = modes;
  if (!only) return "";
  if (others.length === 0) return `Alla har svarat ${modesInWords[only.code] ?? "på samma sätt"}.`;
  if (modes.some(({ count }) => count === null)) return "Svaren är insamlade på olika sätt.";
  return `Svaren är insamlade på olika sätt: ${modes.map(({ code, count }) => `${numberText(count ?? 0)} ${modesInWords[code] ?? ""}`).join(", ")}.`;
}

export const respondentLabels: Readonly<Record<string, string>> = {
  patient: "Patienten själv",
  supported: "Patienten med stöd",
  proxy: "Närstående",
};

/**
 * What those who answered positively say, after "9 av 10 …", by the question itself: the same key may be another question in
 * another survey or version. A question that does not stand here is named by its label.
 */
const statements: Readonly<Record<string, string>> = {
  "Fick du vara med och planera hemgången så mycket som du själv ville?": "fick vara med och planera hemgången",
  "Tog personalen hänsyn till vad du själv ville när hemgången planerades?":
    "tycker att personalen tog hänsyn till vad de själva ville",
  "Fick du den information du behövde när du åkte hem från sjukhuset?": "fick den information de behövde",
  "Har du fått en plan, på papper eller i 1177, för din vård och hjälp hemma? En medicinlista räknas inte.":
    "har fått en skriftlig plan",
  "Fungerar vardagen bra för dig nu när du är hemma?": "tycker att vardagen fungerar bra hemma",
  "Känner du dig trygg hemma nu?": "känner sig trygga",
  "Vet du hur du ska ta dina läkemedel nu när du är hemma?": "vet hur de ska ta sina läkemedel",
  "Fick du med dig en lista över dina läkemedel när du åkte hem?": "fick med sig en lista över sina läkemedel",
  "Har hjälpen hemma kommit igång som det var bestämt?": "har fått hjälpen hemma som det var bestämt",
  "Har du fått de hjälpmedel som du behöver?": "har fått de hjälpmedel de behöver",
  "Vet du vart du ska ringa om du undrar över något eller mår sämre?": "vet vart de ska ringa",
  "Har du en fast vårdkontakt? Det är en person som ser till att din vård hänger ihop, ofta på vårdcentralen.":
    "har en fast vårdkontakt",
  "Vet du vad du själv kan göra hemma för att må så bra som möjligt? Det kan gälla mat, rörelse eller att sköta om ett sår.":
    "vet vad de själva kan göra för att må bra",
  "Fick dina närstående vara med och planera hemgången så mycket som du själv ville?":
    "tycker att deras närstående fick vara med",
  "Åkte du hem från sjukhuset vid rätt tid, för tidigt eller för sent, tycker du?": "åkte hem vid rätt tid",
  "Har någon frågat om du vill ha en SIP? Det är en plan som du gör tillsammans med vården och kommunen.":
    "har fått frågan om de vill ha en SIP",
  "Hur mår du nu, jämfört med när du åkte hem?": "mår inte sämre än när de åkte hem",
  "Fick du veta vad en SIP är innan ni gjorde den?": "fick veta vad en SIP är innan den gjordes",
  "Vet du vad som står i din SIP?": "vet vad som står i SIP:en",
  "Fick du vara med och bestämma vad som skulle stå i din SIP så mycket som du själv ville?":
    "fick vara med och bestämma vad som skulle stå i SIP:en",
  "Lyssnade de som var med på det som var viktigt för dig?": "tycker att de som var med lyssnade på det viktiga",
  "Samarbetar vården och kommunen kring dig så att det fungerar?":
    "tycker att vården och kommunen samarbetar så att det fungerar",
  "Vet du vem du ska vända dig till om något i planen inte fungerar?":
    "vet vem de ska vända sig till om något i planen inte fungerar",
  "Har din SIP gjort vardagen bättre för dig?": "tycker att SIP:en har gjort vardagen bättre",
};

/**
 * "9 av 10", "drygt 8 av 10", "nästan 8 av 10", "färre än 1 av 10", "alla", "inga": what a plural can follow ("känner sig
 * trygga"). All and none are said of all and none alone. Takes a fraction.
 */
export function outOfTen(share: number): string {
  if (share === 0) return "inga";
  if (share === 1) return "alla";
  const whole = Math.floor(share * 10 + 1e-9);
  const over = share * 10 - whole;
  if (whole === 0) return over < 0.85 ? "färre än 1 av 10" : "1 av 10";
  if (over <= 0.15) return `${whole} av 10`;
  if (over <= 0.5) return `drygt ${whole} av 10`;
  if (over < 0.85 || whole === 9) return `nästan ${whole + 1} av 10`.replace("nästan 10 av 10", "mer än 9 av 10");
  return `${whole + 1} av 10`;
}

/** "9 av 10 känner sig trygga, 27 av 30 svarande (intervall 74–97 %)". */
export function headlineOf(
  indicator: { readonly question: string; readonly label: string },
  positive: number,
  n: number,
  interval: Interval,
): string {
  const statement = own(statements, indicator.question) ?? `svarar positivt om ${indicator.label.toLowerCase()}`;
  return `${outOfTen(positive / n)} ${statement}, ${numberText(positive)} av ${numberText(n)} svarande (intervall ${intervalText(interval)})`;
}

export const startOfSentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Why a group is not shown. */
export const hiddenText = (because: Because, { hideBelow }: Thresholds): string =>
  because === "few"
    ? `Färre än ${hideBelow} svarande: visas inte.`
    : "Visas inte, eftersom den dolda gruppen då skulle gå att räkna ut.";

/** Why an indicator of a shown group is not shown: in the same words whichever of the reasons it is. */
export const withheldText = (because: Because): string =>
  because === "few"
    ? "Visas inte: för få svar, alla lika, eller så skulle svaren i en annan grupp gå att räkna ut."
    : "Visas inte, eftersom det som är dolt för en vårdform då skulle gå att räkna ut.";
