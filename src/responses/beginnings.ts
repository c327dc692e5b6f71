/**
 * When each county came into the continuous measurement. A county that began in the middle of a period has only a part of
 * that period's patients in it, which whoever compares periods must be told.
 */
import * as z from "zod";

/** County code → the first discharge date (local) of the routine's own patients there. */
export type Beginnings = Readonly<Record<string, string>>;

const stored = z.record(z.string(), z.string());

/** The beginnings of a stored text; none when nothing is stored. Throws on a text that is no such list. */
export const readBeginnings = (text: string | undefined): Beginnings =>
  text === undefined ? {} : stored.parse(JSON.parse(text));

/** With what has been seen since; an earlier date counts, also one that a later list brings. */
export function withBeginnings(
  known: Beginnings,
  seen: readonly { readonly county: string; readonly on: string }[],
): Beginnings {
  const all: Record<string, string> = { ...known };
  for (const { county, on } of seen) {
    const before = all[county];
    if (before === undefined || on < before) all[county] = on;
  }
  return all;
}
