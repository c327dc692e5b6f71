/**
 * Which numbers may be rung at all. Whoever can upload a list could otherwise make the program ring premium or foreign
 * numbers of their own (toll fraud), at the region's cost. Intake has its own, kinder reading (discharges/phone.ts);
 * this is the last gate before money is spent and holds whatever the database says.
 * Kinds of numbers after PTS's numbering plan, as libphonenumber has it.
 */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

const ringable = new Set<string | undefined>(["MOBILE", "FIXED_LINE", "FIXED_LINE_OR_MOBILE"]);

/** A Swedish mobile or fixed line in exact E.164 form. Premium, service, 010, satellite and foreign numbers are not. */
export function mayRing(e164: string): boolean {
  if (!/^\+46[1-9]\d{6,9}$/.test(e164)) return false;
  const number = parsePhoneNumberFromString(e164);
  return number?.country === "SE" && number.number === e164 && number.isValid() && ringable.has(number.getType());
}
