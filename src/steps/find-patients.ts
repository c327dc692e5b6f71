/**
 * Finds patients of one's own units by what somebody typed, whether they are on the list or not. Nothing of what was typed
 * is kept or logged; it comes by a form and stands in no address.
 */
import { readSought, type Sought } from "../calls/search-words.ts";
import type { Account } from "../db/accounts.ts";
import { type FoundCase, findByCaseNumber, listFoundCases } from "../db/found-cases.ts";
import { findPeople, type Person, searchPatients } from "../db/people.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import type { Viewer, World } from "../world.ts";

/** More than these nobody reads through; a narrower search is quicker. */
export const mostShown = 50;
/** Names are erased two weeks after a window has closed, and a case was closed within its window or at the intake before. */
const closedMilliseconds = 60 * 24 * 60 * 60_000;

export type FoundPatients = {
  readonly sought: Sought;
  /** How many there are; {@link mostShown} at most are in `rows`. */
  readonly count: number;
  readonly rows: readonly {
    readonly found: FoundCase;
    /** Undefined: erased. */
    readonly person: Person | undefined;
    /** The number that was sought is the närstående's. */
    readonly proxys: boolean;
  }[];
};

/** "search-too-short" or "search-too-long" when it cannot be read. */
export async function findPatients(world: World, account: Account, typed: string): Promise<FoundPatients | Refusal> {
  const sought = readSought(typed);
  if (isRefusal(sought)) return sought;
  const viewer: Viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "search" };
  const byNumber =
    sought.caseNumber === null ? [] : await findByCaseNumber(world.db, viewer, sought.caseNumber, mostShown + 1);
  const byPerson = await searchPatients(world.db, viewer, sought, world.now() - closedMilliseconds);
  const all = [
    ...byNumber.map((caseId) => ({ caseId, proxys: false })),
    ...byPerson.filter(({ caseId }) => !byNumber.includes(caseId)),
  ];
  const shown = all.slice(0, mostShown).map(({ caseId }) => caseId);
  const [cases, people] = await Promise.all([
    listFoundCases(world.db, viewer, shown),
    findPeople(world.db, viewer, shown),
  ]);
  const proxys = new Set(all.filter((one) => one.proxys).map(({ caseId }) => caseId));
  return {
    sought,
    count: all.length,
    rows: cases.map((found) => ({
      found,
      person: people.get(found.case.id),
      proxys: proxys.has(found.case.id),
    })),
  };
}
