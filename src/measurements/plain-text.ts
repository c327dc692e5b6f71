/**
 * What a project lead writes for others to read, as it is kept: signs that nobody sees, and those that turn or part the
 * text around them, are taken out, so that two names that look alike are alike and none is empty to the eye.
 */
import { findIdentifying } from "../responses/identifying.ts";

/** What has no width: but the joiner and the selector that signs of many parts (emoji) are put together with. */
const unseen = /(?!\u200d|\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}]/gu;
/** A blank that is a letter to Unicode. */
const blank = /\u2800/gu;

const seen = (text: string): string => text.replace(unseen, "").replace(blank, " ");
const isEmptyToTheEye = (text: string): boolean => /^(?:[\s\p{Cc}\u200d]|\ufe0f)*$/u.test(text);

/** A line of text without breaks; "" when there is nothing in it to see. */
export function onOneLine(text: string): string {
  const line = seen(text);
  return isEmptyToTheEye(line)
    ? ""
    : line
        .replace(/[\s\p{Cc}]+/gu, " ")
        .normalize("NFC")
        .trim();
}

/** Text in lines. A line break is one sign, as the browser that counted it showed it; it is sent as two. */
export function inLines(text: string): string {
  const lines = seen(text).replace(/\r\n?/g, "\n");
  return isEmptyToTheEye(lines)
    ? ""
    : lines
        .replace(/[^\P{Cc}\n]+/gu, " ")
        .normalize("NFC")
        .trim();
}

/** Do two lines read the same, whatever their case, spaces and width of signs? */
export const sameName = (one: string, other: string): boolean => foldedOf(one) === foldedOf(other);

const foldedOf = (text: string): string =>
  onOneLine(text.normalize("NFKC"))
    .replace(/\u200d|\ufe0f/g, "")
    .toLocaleLowerCase("sv");

/** Is there a personnummer in it? What a published report says can never be taken back. */
export const tellsPersonnummer = (text: string): boolean =>
  findIdentifying(text).some(({ kind }) => kind === "personnummer");
