/**
 * Free text is where a name slips through the wall. This finds what looks like it could lead to a person, so that the
 * form can warn before saving, and masks at the seal what a machine can be sure enough about.
 *
 * Names are only warned about, never masked: "Region Örebro" and "Anna Ek" look the same to a pattern.
 */
import { findGivenNames } from "./given-names.ts";

export type IdentifyingKind = "personnummer" | "phone" | "email" | "address" | "digits" | "name";
export type Identifying = { readonly kind: IdentifyingKind; readonly text: string };

export const masked = "[borttaget]";

const email = /[^\s@<>()]+@[^\s@<>()]+/gu;

/** Five digits or more in a row, however they are spaced out: numbers, dates, references. Times ("10:30") are shorter. */
const digitRun = /\+?\p{Nd}(?:[\s().\p{Pd}\u2212\p{Cf}_/+]{0,3}\p{Nd}){4,}/gu;

/** "12 mars 1942", "den 12:e mars -42": a day of birth. Without a year it is more often the day of a visit. */
const dateInWords =
  /\p{Nd}{1,2}(?:\s*:?e)?\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\p{Ll}*\.?\s+(?:\p{Nd}{4}|[\p{Pd}'’]\s?\p{Nd}{2})/giu;

/** "Storgatan 5", "Norra Björkvägen 12 B". */
const streetAddress =
  /(?:\p{Lu}\p{Ll}+\s+)?\p{Lu}\p{Ll}+(?:gatan|vägen|gränd|stigen|torget|backen|allén)\s+\p{Nd}{1,4}(?:\s?[A-HÅÄÖ]\b)?/gu;

/** What stands before a name: "heter Anna", "syster Karin", "doktor Ek", "min man Bertil", "Hälsningar Karin". */
const beforeName = [
  ...["heter", "hette", "syster", "broder", "bror", "doktorn?", "dr", "läkaren?", "herr", "fru", "man", "make", "maka"],
  ...["hustru", "sambo", "dotter", "son", "mamma", "pappa", "mor", "far", "grannen?", "kuratorn?", "kontaktpersonen?"],
  ...["vårdsamordnaren?", "sköterskan?", "sjuksköterskan?", "undersköterskan?", "distriktssköterskan?", "mvh"],
  ...["hälsningar", "hälsar"],
].map((word) => `[${word.charAt(0)}${word.charAt(0).toUpperCase()}]${word.slice(1)}`);
const titledName = new RegExp(
  `(?<!\\p{L})(?:${beforeName.join("|")})[.,]?\\s+(\\p{Lu}\\p{Ll}+(?:\\s+\\p{Lu}\\p{Ll}+)?)`,
  "gu",
);
/** Two capitalised words in a row inside a sentence. */
const fullName = /(?<=[\p{Ll},]\s+)\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?\s+\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?/gu;

/** Ten or twelve digits with a possible month and day; the day of a samordningsnummer is raised by 60. */
function looksLikePersonnummer(digits: string): boolean {
  const short = digits.length === 12 && /^(18|19|20)/.test(digits) ? digits.slice(2) : digits;
  if (short.length !== 10) return false;
  const month = Number(short.slice(2, 4));
  const day = Number(short.slice(4, 6)) % 60;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function kindOfDigits(run: string): IdentifyingKind {
  const plain = run
    .replace(/\p{Cf}/gu, "")
    .replace(/[\p{Pd}\u2212_]/gu, "-")
    .normalize("NFKC");
  const digits = plain.replace(/\D/g, "");
  if (/^(\d{6}|\d{8})[-+]\d{4}$/.test(plain) && looksLikePersonnummer(digits)) return "personnummer";
  if (/^[+0]/.test(plain) && digits.length >= 7) return "phone";
  return looksLikePersonnummer(digits) ? "personnummer" : "digits";
}

/** What in the text could lead to a person, in the order it stands. Empty when nothing was seen, which proves nothing. */
export function findIdentifying(text: string): Identifying[] {
  const found: (Identifying & { at: number })[] = [];
  for (const match of text.matchAll(email)) found.push({ kind: "email", text: match[0], at: match.index });
  for (const match of text.matchAll(dateInWords)) found.push({ kind: "digits", text: match[0], at: match.index });
  for (const match of text.matchAll(streetAddress)) found.push({ kind: "address", text: match[0], at: match.index });
  for (const match of text.matchAll(digitRun)) {
    found.push({ kind: kindOfDigits(match[0]), text: match[0], at: match.index });
  }
  for (const match of text.matchAll(titledName))
    found.push({ kind: "name", text: match[1] ?? match[0], at: match.index });
  for (const match of text.matchAll(fullName)) {
    const known = found.some(
      ({ kind, text, at }) => (kind === "name" && text === match[0]) || (kind === "address" && at === match.index),
    );
    if (!known) found.push({ kind: "name", text: match[0], at: match.index });
  }
  // A name that stands in what has been seen already is no second one.
  const seen = found
    .map(({ text: part, at }) => text.indexOf(part, at))
    .map((from, one) => [from, from + found[one]!.text.length]);
  for (const { at: from, text: name } of findGivenNames(text)) {
    const to = from + name.length;
    if (seen.some(([start = 0, end = 0]) => from < end && to > start)) continue;
    found.push({ kind: "name", text: name, at: from });
  }
  return found.sort((a, b) => a.at - b.at).map(({ kind, text }) => ({ kind, text }));
}

/** The text with addresses, dates with a year and long numbers replaced by {@link masked}. */
export const maskIdentifying = (text: string): string =>
  [email, dateInWords, streetAddress, digitRun].reduce((left, pattern) => left.replace(pattern, masked), text);
