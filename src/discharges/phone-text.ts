/** How a stored number is shown to a person: as Swedes write it, or with the middle hidden until it is opened. */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** "+46701740605" → "070-174 06 05". What cannot be read is shown as it is. */
export const phoneText = (e164: string): string => parsePhoneNumberFromString(e164)?.formatNational() ?? e164;

/** "+46701740605" → "070-••• •• 05": enough to know which number it is, not enough to ring it. */
export function maskedPhone(e164: string): string {
  const text = phoneText(e164);
  const digits = text.replace(/\D/g, "").length;
  let seen = 0;
  return text.replace(/\d/g, (digit) => {
    seen += 1;
    return seen <= 3 || seen > digits - 2 ? digit : "•";
  });
}
