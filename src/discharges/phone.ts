/**
 * Telephone numbers as they stand in lists. A number that is not surely one Swedish subscriber is refused: a wrong guess
 * tells a stranger that somebody was in hospital, and a premium or foreign number can be a fraud.
 * Validity and kinds of numbers after PTS's numbering plan, as libphonenumber has it.
 */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { type ProblemCode, type Refusal, refuse } from "../problems.ts";

export type ReadPhone = { readonly e164: string; readonly note?: ProblemCode };

/** Numbers of one person. Paging, shared-cost and toll-free numbers reach nobody's home; premium numbers cost money. */
const allowedKinds = new Set<string | undefined>([
  ...["MOBILE", "FIXED_LINE", "FIXED_LINE_OR_MOBILE", "VOIP", "UAN", "PERSONAL_NUMBER"],
]);

/**
 * The common cells without the cost of a parser: a mobile number, or one of the larger area codes, with a hyphen and
 * spaces at most. phone.test.ts proves that this agrees with the parser.
 */
const plainCell = /^0\d{1,3}-?\d[\d ]*\d$/;
const plainNumber =
  /^0(?:7[02369]\d{7}|8\d{6,8}|(?:[12][136]|3[356]|4[0246]|6[03])\d{5,7}|31\d{6,7}|19\d{6,7}|54\d{6,7})$/;

/** Full-width digits, odd spaces and dashes, and invisible signs that come with copied text. */
const tidy = (cell: string): string =>
  cell
    .normalize("NFKC")
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\s/g, " ")
    .replace(/^'/, "")
    .trim();

const digitsOf = (text: string): string => text.replace(/\D/g, "");

/** Several numbers in one cell: parts that are each long enough to be one, or more digits than any number has. */
function holdsTwo(text: string): boolean {
  const parts = text.split(/[,;/|&\n]|\s-\s|\p{L}+/u).map(digitsOf);
  if (parts.filter((part) => part.length >= 6).length > 1) return true;
  return (text.match(/\+/g) ?? []).length > 1 || digitsOf(text).length > 15;
}

/** The same number in a form the parser reads, with a note when something had to be put back. */
function repair(text: string): { readonly dialled: string; readonly note?: ProblemCode } {
  const international = text.replace(/\(0\)/g, "").trim();
  const digits = digitsOf(international);
  if (international.startsWith("+")) return { dialled: `+${digits}` };
  if (digits.startsWith("00")) return { dialled: `+${digits.slice(2)}` };
  if (digits.startsWith("0")) return { dialled: digits };
  if (digits.startsWith("46") && digits.length >= 10) return { dialled: `+${digits}`, note: "phone-plus-restored" };
  // Nine digits are a whole number that lost its zero in Excel. Fewer may be a local number without its area code.
  return digits.length === 9 ? { dialled: `0${digits}`, note: "phone-zero-restored" } : { dialled: digits };
}

/**
 * Reads a cell that is not empty. Gives the number in E.164, or a refusal: "phone-letters", "phone-two-numbers",
 * "phone-excel", "phone-foreign", "phone-premium", "phone-area-code", "phone-unreadable".
 */
export function readPhone(cell: string): ReadPhone | Refusal {
  if (plainCell.test(cell)) {
    const digits = cell.replace(/[ -]/g, "");
    if (plainNumber.test(digits)) return { e164: `+46${digits.slice(1)}` };
  }
  const text = tidy(cell);
  if (/^\+?\d+(?:[.,]\d+)?e\s*\+?\d+$/i.test(text) || /^\d{6,}[.,]0+$/.test(text)) return refuse("phone-excel");
  if (holdsTwo(text)) return refuse("phone-two-numbers");
  if (/\p{L}/u.test(text)) return refuse("phone-letters");
  if (!/^\+?[\d\s()./-]+$/.test(text)) return refuse("phone-unreadable");
  const { dialled, note } = repair(text);
  if (/^\+(?!46)/.test(dialled)) return refuse("phone-foreign");
  if (/^[1-9]/.test(dialled)) return refuse(dialled.length >= 5 ? "phone-area-code" : "phone-unreadable");
  const number = parsePhoneNumberFromString(dialled, "SE");
  if (!number?.isValid() || number.country !== "SE") return refuse("phone-unreadable");
  const kind = number.getType();
  if (kind === "PREMIUM_RATE" || kind === "SHARED_COST") return refuse("phone-premium");
  if (!allowedKinds.has(kind)) return refuse("phone-unreadable");
  return note ? { e164: number.number, note } : { e164: number.number };
}
