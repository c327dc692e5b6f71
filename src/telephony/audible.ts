/** What of a text can be heard. Every carrier that speaks text strips it first, whatever a survey or a unit has put in. */

/** Control signs, invisible signs, half surrogates: none can be heard, and XML forbids most of them. */
export const audible = (text: string): string =>
  text
    .replace(/\p{C}+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
