/** The region divides its continuous measurement otherwise: from a coming day on, and written down with who did it. */
import { formatDate, localDateOf } from "../calendar.ts";
import { mustChange } from "../db/atomic.ts";
import { changeDivisions, divisionLabel, findDivisionsText } from "../db/divisions.ts";
import { insertSettingChange } from "../db/rules.ts";
import { type Refusal, refuse } from "../problems.ts";
import {
  changeDivision,
  comingDivision,
  type Division,
  type Divisions,
  divisionOn,
  readDivisions,
} from "../responses/periods.ts";
import type { World } from "../world.ts";

export const divisionNames: Readonly<Record<Division, string>> = { month: "Månad", quarter: "Kvartal", year: "År" };

/** "Kvartal", or "Kvartal, och månad från fredag 1 januari 2027". */
export function divisionInWords(all: Divisions, today: string): string {
  const now = divisionNames[divisionOn(today, all)];
  const coming = comingDivision(all, today);
  return coming === null
    ? now
    : `${now}, och ${divisionNames[coming.division].toLowerCase()} från ${dateInWords(coming.from)}`;
}

/** "fredag 1 januari 2027". */
export const dateInWords = (date: string): string => `${formatDate(date)} ${date.slice(0, 4)}`;

/**
 * Chooses a division, which holds from the next boundary it shares with today's (responses/periods.ts). Gives whether that
 * changed anything; "division-just-changed" when somebody else has chosen in between.
 */
export async function divideContinuous(
  world: World,
  accountId: string,
  wanted: Division,
): Promise<{ changed: boolean } | Refusal> {
  const { db } = world;
  const at = world.now();
  const today = localDateOf(at);
  const text = await findDivisionsText(db);
  const before = readDivisions(text);
  const after = changeDivision(before, wanted, today);
  if (JSON.stringify(before) === JSON.stringify(after)) return { changed: false };
  const words = { label: divisionLabel, before: divisionInWords(before, today), after: divisionInWords(after, today) };
  const written = await world.atomically([
    ...mustChange(changeDivisions(db, text, after)),
    insertSettingChange(db, { id: world.newId(), at, accountId, ...words }),
  ]);
  return written === "done" ? { changed: true } : refuse("division-just-changed");
}
