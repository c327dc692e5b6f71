/**
 * What somebody typed to find a patient, read as a name, the end of a telephone number or a case number, and what each of
 * them matches. For people with a telephone at their ear: capitals, accents and the order of names do not matter.
 */
import { type Refusal, refuse } from "../problems.ts";

/** A patient is sought who answers to all words and the end of a number; or whose case has the number. */
export type Sought = {
  /** As {@link folded} text: each begins one of the patient's names. */
  readonly words: readonly string[];
  /** Digits that one of the numbers ends with, or a whole number as it is dialled in Sweden. */
  readonly phoneEnd: string | null;
  /** What the case's id begins with. */
  readonly caseNumber: string | null;
};

const longest = 100;
const fewestLetters = 2;
const fewestDigits = 3;
/** 30 of the id's 80 random bits: enough to say over the telephone, and too many for two of a unit's cases to share. */
const caseNumberLength = 6;

/** "K7M2P9": what a case is called over the telephone. */
export const caseNumberOf = (caseId: string): string => caseId.slice(0, caseNumberLength).toUpperCase();

/**
 * Reads what was typed. "search-too-long" above a hundred characters; "search-too-short" for a name without a word of two
 * letters, or fewer than three digits.
 */
export function readSought(typed: string): Sought | Refusal {
  if (typed.length > longest) return refuse("search-too-long", { longest });
  const text = tidy(typed);
  const caseNumber = readCaseNumber(text);
  const pieces = text.replace(/\(0\)/g, "").split(/[\s,;]+/);
  const digits = pieces.filter((piece) => !/\p{L}/u.test(piece)).join("");
  const words = pieces.filter((piece) => /\p{L}/u.test(piece)).flatMap(partsOf);
  const phoneEnd = digits.replace(/[^0-9]/g, "");
  if (caseNumber === null) {
    const enoughLetters = words.some((word) => word.length >= fewestLetters);
    const enoughDigits = phoneEnd.length >= fewestDigits;
    const unclear = (words.length > 0 && !enoughLetters) || (phoneEnd !== "" && !enoughDigits);
    if (unclear || (words.length === 0 && phoneEnd === "")) return refuse("search-too-short");
  }
  return { words, phoneEnd: phoneEnd === "" ? null : phoneEnd, caseNumber };
}

const tidy = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .trim();

/** With or without "Ärende" before it. Letters that are taken for digits are read as those (Crockford's base 32). */
function readCaseNumber(text: string): string | null {
  const bare = text
    .toLowerCase()
    .replace(/^(ärendenummer|ärende|nr)?[\s:.#]*/, "")
    .replace(/[\s-]/g, "")
    .replace(/o/g, "0")
    .replace(/[il]/g, "1");
  return bare.length >= caseNumberLength && /^[0-9a-hjkmnp-tv-z]{6,16}$/.test(bare) ? bare : null;
}

/** Letters of other languages that stand for one of ours. Swedish sorts ø with ö and æ with ä. */
const kin: Readonly<Record<string, string>> = {
  ...{ ø: "ö", æ: "ä", œ: "oe", ß: "ss", đ: "d", ð: "d", ł: "l", ı: "i", ŋ: "n", ŧ: "t", ħ: "h" },
};

/** Small letters without accents. Å, ä and ö are letters of their own and stay: "Öst" is not "Ost", but "René" is "rene". */
export const folded = (text: string): string =>
  // Most names need no more than this, and a search goes through some thousands.
  /^[ -~åäöÅÄÖ]*$/.test(text) ? text.toLowerCase() : foldedWhole(text);

const foldedWhole = (text: string): string =>
  tidy(text)
    .toLowerCase()
    .replace(/[^ -~åäö]/gu, (letter) => {
      const bare = letter.normalize("NFD").replace(/\p{M}/gu, "");
      return kin[bare] ?? bare;
    });

/** "O'Neill" → o, neill. */
const partsOf = (name: string): string[] => folded(name).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of a name, and what they make together where a hyphen or an apostrophe binds them. */
function namesIn(name: string): string[] {
  return name.split(/[\s,;]+/).flatMap((piece) => {
    const parts = partsOf(piece);
    return parts.length > 1 ? [...parts, parts.join("")] : parts;
  });
}

/** Does each word begin one of the names, in whatever order? */
export function nameMatches(words: readonly string[], name: string): boolean {
  const whole = folded(name);
  // A quick no for nearly all; parts that a hyphen binds are sought without it.
  if (!words.some((word) => whole.includes(word)) && !/[^\p{L}\p{N} ,]/u.test(whole)) return false;
  const names = namesIn(name);
  return words.every((word) => names.some((one) => one.startsWith(word)));
}

/**
 * A pattern for SQL's LIKE that every name with a word like this has in it, whatever its capitals: LIKE knows those of a–z
 * alone, so our other letters stand for any. It holds for names of {@link plainLetters} only.
 */
export const likeOf = (word: string): string => `%${word.replace(/[^a-z0-9]/g, "_")}%`;

/** Letters, as SQL's GLOB lists them, of names that {@link likeOf} can judge; others may have accents or hyphens in them. */
export const plainLetters = " ,A-Za-z0-9åäöÅÄÖ";

/** A number that was typed whole, in E.164. */
export const wholeNumber = (phoneEnd: string): string =>
  phoneEnd.startsWith("00") ? `+${phoneEnd.slice(2)}` : `+46${phoneEnd.replace(/^0/, "")}`;

/** `number` in E.164. "0701740605", "+46 70 174 06 05" and "0605" all find +46701740605. */
export function phoneMatches(phoneEnd: string, number: string): boolean {
  return number.endsWith(phoneEnd) || number === wholeNumber(phoneEnd);
}
