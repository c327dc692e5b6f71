/** Links by which patients answer on the web: found by their hashes, written by the version they were decided on. */
import { and, eq, or } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { cases, webLinks } from "./identified.ts";

export type WebLinkRow = typeof webLinks.$inferSelect;
export type WebLinkChange = Partial<Omit<typeof webLinks.$inferInsert, "caseId" | "version">>;

/** The link that a token or a code belongs to, with the unit that its case is with. */
export async function findWebLink(
  db: Db,
  hashes: { readonly token: string; readonly code: string },
): Promise<{ readonly link: WebLinkRow; readonly unitId: string } | undefined> {
  const [found] = await db
    .select({ link: webLinks, unitId: cases.unitId })
    .from(webLinks)
    .innerJoin(cases, eq(cases.id, webLinks.caseId))
    .where(or(eq(webLinks.tokenHash, hashes.token), eq(webLinks.codeHash, hashes.code)));
  return found;
}

export async function findWebLinkOf(db: Db, caseId: string): Promise<WebLinkRow | undefined> {
  const [row] = await db.select().from(webLinks).where(eq(webLinks.caseId, caseId));
  return row;
}

/** A new link instead of whatever link the case had. */
export const writeWebLink = (
  db: Db,
  made: Pick<WebLinkRow, "caseId" | "tokenHash" | "codeHash" | "madeAt">,
): Statement[] => [deleteWebLink(db, made.caseId), db.insert(webLinks).values(made)];

/** The write of a decision about a link as it was read; wrap in mustChange. */
export const changeWebLink = (
  db: Db,
  { caseId, version, tokenHash }: Pick<WebLinkRow, "caseId" | "version" | "tokenHash">,
  change: WebLinkChange,
): Statement =>
  db
    .update(webLinks)
    .set({ ...change, version: version + 1 })
    .where(and(eq(webLinks.caseId, caseId), eq(webLinks.version, version), eq(webLinks.tokenHash, tokenHash)));

/** Above what any link comes to. */
const versionOfUsed = 1_000_000;

/**
 * A link that has been used has one version, whatever led there: how many pages were turned tells what was answered, where
 * what is asked depends on it (domain §9).
 */
export const forgetPages = (db: Db, caseId: string): Statement =>
  db.update(webLinks).set({ version: versionOfUsed }).where(eq(webLinks.caseId, caseId));

export const deleteWebLink = (db: Db, caseId: string): Statement =>
  db.delete(webLinks).where(eq(webLinks.caseId, caseId));
