/**
 * Swedish personal identity numbers (personnummer and samordningsnummer, Skatteverket SKV 704 and 707): found so that
 * they are never stored. Nothing in the product needs one.
 */
import { ageOn, isLocalDate } from "../calendar.ts";

const shape = /(?<!\d)(\d\d)?(\d\d)(\d\d)(\d\d)([-+ \u2010-\u2015]?)(\d{4})(?!\d)/g;

/** The check digit over the ten last digits (Luhn, ISO/IEC 7812-1). */
function passesLuhn(tenDigits: string): boolean {
  let sum = 0;
  for (let at = 0; at < 10; at += 1) {
    const doubled = Number(tenDigits[at]) * (at % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function readMatch(match: RegExpMatchArray, today: string): { birthDate: string; digits: string } | null {
  const [, century, year = "", month = "", day = "", sign, last = ""] = match;
  if (!passesLuhn(`${year}${month}${day}${last}`)) return null;
  // A samordningsnummer has 60 added to its day.
  const realDay = Number(day) > 60 ? String(Number(day) - 60).padStart(2, "0") : day;
  const thisCentury = Number(today.slice(0, 2));
  const guesses = century ? [century] : [thisCentury, thisCentury - 1].map(String);
  const born = guesses.map((guess) => `${guess}${year}-${month}-${realDay}`);
  const birthDate = born.find((date) => isLocalDate(date) && date <= today && ageOn(date, today) < 130);
  if (!birthDate) return null;
  const older = !century && sign === "+" ? `${Number(birthDate.slice(0, 4)) - 100}${birthDate.slice(4)}` : birthDate;
  return { birthDate: older, digits: `${older.slice(0, 4)}${month}${day}${last}` };
}

/** Is there a valid personnummer anywhere in a text? */
export function holdsPersonnummer(text: string, today: string): boolean {
  if (text.length < 10) return false;
  for (const match of text.matchAll(shape)) if (readMatch(match, today)) return true;
  return (text.match(spaced) ?? []).some((run) => holdsSpaced(run.match(/\d+/g) ?? [], today));
}

/** Groups of digits that, read together, may be one number: "1912 12 12 12 12". */
const spaced = /\d+(?:[-+./ \u00a0\u2010-\u2015]{1,3}\d+)+/g;

function holdsSpaced(groups: readonly string[], today: string): boolean {
  for (let from = 0; from < groups.length; from += 1) {
    let digits = "";
    for (let to = from; to < groups.length && digits.length < 12; to += 1) {
      digits += groups[to];
      if (readPersonnummer(digits, today)) return true;
    }
  }
  return false;
}

/**
 * A text that is a personnummer and nothing else, in its twelve-digit form, with the birth date it tells; null when it
 * is something else. Without century digits the youngest possible person is meant, a hundred years older with "+".
 */
export function readPersonnummer(text: string, today: string): { birthDate: string; digits: string } | null {
  if (text.length < 10 || text.length > 13) return null;
  const [match] = text.matchAll(shape);
  return match && match[0].length === text.length ? readMatch(match, today) : null;
}
