/** The Swedish words of a report: counties, care types, and shares said so that a board remembers them. */
import type { CareType } from "../responses/response.ts";
import { type Interval, intervalText } from "./intervals.ts";
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
  return `Svaren är insamlade på olika sätt: ${modes.map(({ code, count }) => `${count} ${modesInWords[code] ?? ""}`).join(", ")}.`;
}

export const respondentLabels: Readonly<Record<string, string>> = {
  patient: "Patienten själv",
  supported: "Patienten med stöd",
  proxy: "Närstående",
};

/** What those who answered positively say, after "9 av 10 …". Another survey's indicators are named by their label. */
const statements: Readonly<Record<string, string>> = {
  delaktighet: "fick vara med och planera hemgången",
  onskemal: "tycker att personalen tog hänsyn till vad de själva ville",
  information: "fick den information de behövde",
  plan: "har fått en skriftlig plan",
  samordning: "tycker att vardagen fungerar bra hemma",
  trygghet: "känner sig trygga",
  "lakemedel-hur": "vet hur de ska ta sina läkemedel",
  lakemedelslista: "fick med sig en lista över sina läkemedel",
  insatser: "har fått hjälpen hemma som det var bestämt",
  hjalpmedel: "har fått de hjälpmedel de behöver",
  kontaktvag: "vet vart de ska ringa",
  "fast-vardkontakt": "har en fast vårdkontakt",
  egenvard: "vet vad de själva kan göra för att må bra",
  narstaende: "tycker att deras närstående fick vara med",
  tidpunkt: "åkte hem vid rätt tid",
  sip: "har fått frågan om de vill ha en SIP",
};

/** "9 av 10", "drygt 8 av 10", "nästan 8 av 10", "färre än 1 av 10", "alla". Takes a fraction. */
export function outOfTen(share: number): string {
  if (share === 0) return "ingen";
  if (share === 1) return "alla";
  const whole = Math.floor(share * 10 + 1e-9);
  const over = share * 10 - whole;
  if (whole === 0) return over < 0.85 ? "färre än 1 av 10" : "1 av 10";
  if (over <= 0.15) return `${whole} av 10`;
  if (over <= 0.5) return `drygt ${whole} av 10`;
  if (over < 0.85 || whole === 9) return `nästan ${whole + 1} av 10`.replace("nästan 10 av 10", "mer än 9 av 10");
  return `${whole + 1} av 10`;
}

/** "9 av 10 känner sig trygga: 27 av 30 svarande (intervall 74–97 %)". */
export function headlineOf(
  indicator: { readonly key: string; readonly label: string },
  positive: number,
  n: number,
  interval: Interval,
): string {
  const statement = statements[indicator.key] ?? `svarar positivt om ${indicator.label.toLowerCase()}`;
  return `${outOfTen(positive / n)} ${statement}: ${positive} av ${n} svarande (intervall ${intervalText(interval)})`;
}

/** Why a group is not shown. */
export const hiddenText = (because: Because, { hideBelow }: Thresholds): string =>
  because === "few"
    ? `Färre än ${hideBelow} svarande: visas inte.`
    : "Visas inte, eftersom den dolda gruppen då skulle gå att räkna ut.";

/** Why an indicator of a shown group is not shown. */
export const withheldText = (because: Because): string =>
  because === "few"
    ? "För få svar för att visas."
    : "Visas inte, eftersom det som är dolt för en vårdform då skulle gå att räkna ut.";

/** Why an indicator of a unit is not shown. */
export const unitWithheldText = (because: Because): string =>
  because === "few"
    ? withheldText(because)
    : "Visas inte, eftersom det som är dolt för en annan enhet då skulle gå att räkna ut.";
