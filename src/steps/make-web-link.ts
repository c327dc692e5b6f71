/**
 * A coordinator makes a link for a patient who would rather answer in writing, or takes it away. The program sends it to
 * nobody: it is shown once, and only hashes of it are kept.
 */

import { hashOfWebCode, hashOfWebLink } from "../crypto/web-link-token.ts";
import type { Account } from "../db/accounts.ts";
import { insertEvent } from "../db/cases.ts";
import { findWebCase } from "../db/web-answer.ts";
import { deleteWebLink, findWebLinkOf, writeWebLink } from "../db/web-links.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

const viewerOf = ({ id, unitIds }: Account) => ({ accountId: id, unitIds, purpose: "call" }) as const;

/** `token`: 160 random bits for the address. `code`: 60 of them to be read out. `validUntil`: epoch ms. */
export type MadeLink = { readonly token: string; readonly code: string; readonly validUntil: number };

/** Makes a link; the one that the case had leads nowhere from now on. `because` words an obstacle for a refusal. */
export async function makeWebLink(
  world: World,
  account: Account,
  caseId: string,
  because: (obstacle: string) => string,
): Promise<MadeLink | Refusal> {
  const found = await findWebCase(world, viewerOf(account), caseId);
  if (!found) return refuse("not-found");
  if (found.obstacle !== null) return refuse("web-link-impossible", { because: because(found.obstacle) });
  const { secret } = world.config;
  const token = `${world.newId()}${world.newId()}`;
  const code = world.newId().slice(0, 12);
  const now = world.now();
  await world.atomically([
    ...writeWebLink(world.db, {
      caseId,
      tokenHash: hashOfWebLink(secret)(token),
      codeHash: hashOfWebCode(secret)(code),
      madeAt: now,
    }),
    insertEvent(world.db, { id: world.newId(), caseId, at: now, kind: "web-link-made", accountId: account.id }),
  ]);
  return { token, code, validUntil: found.validUntil };
}

/** Takes the link away; nothing happens when there is none that works. */
export async function removeWebLink(world: World, account: Account, caseId: string): Promise<{ done: true } | Refusal> {
  const found = await findWebCase(world, viewerOf(account), caseId);
  if (!found) return refuse("not-found");
  const link = await findWebLinkOf(world.db, caseId);
  // A dead one may still be open where the right date was given before.
  if (!link || link.ended !== null) return { done: true };
  await world.atomically([
    deleteWebLink(world.db, caseId),
    insertEvent(world.db, {
      ...{ id: world.newId(), caseId, at: world.now(), kind: "web-link-removed", accountId: account.id },
    }),
  ]);
  return { done: true };
}
