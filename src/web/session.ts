/**
 * Who is signed in. The cookie holds a random secret, the database its hash; sign-in makes a new one, sign-out and a
 * disabled account end it at once. Real time, never the demo's.
 */
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { hashOfSessionToken, newSessionToken } from "../crypto/session-token.ts";
import { waitingKey } from "../crypto/waiting-key.ts";
import { deleteSession, findSession, insertSession, touchSession } from "../db/accounts.ts";
import type { Request, RequestEnv } from "./context.ts";

const minute = 60_000;
/** A coordinator on a long call must not be thrown out; a forgotten computer must. */
export const idleMinutes = 60;
export const absoluteHours = 12;
/** How old the last sign of life may be before it is written anew: not every answer pays for a second write. */
const touchMinutes = 2;

/** `__Host-` wants https (RFC 6265bis 4.1.3.2); the demo runs on plain loopback. */
const cookieName = (c: Request) => (isSecure(c) ? "__Host-ringupp" : "ringupp-demo");
const isSecure = (c: Request) => c.get("world").config.mode === "production";

export const withSession = createMiddleware<RequestEnv>(async (c, next) => {
  c.set("session", null);
  const token = getCookie(c, cookieName(c));
  if (token) {
    const world = c.get("world");
    const tokenHash = hashOfSessionToken(token);
    const found = await findSession(world.db, tokenHash);
    const now = world.wallNow();
    if (found && now - found.seenAt < idleMinutes * minute && now - found.createdAt < absoluteHours * 60 * minute) {
      c.set("session", { account: found.account, tokenHash });
      if (now - found.seenAt > touchMinutes * minute) await world.atomically([touchSession(world.db, tokenHash, now)]);
    } else if (found) {
      c.set("expired", found.account.id);
    }
  }
  await next();
});

/** Makes a new session for an account whose password has been checked, ends the browser's old one, sets the cookie. */
export async function beginSession(c: Request, accountId: string): Promise<void> {
  const world = c.get("world");
  const old = c.get("session");
  const token = newSessionToken();
  const now = world.wallNow();
  await world.atomically([
    ...(old ? [deleteSession(world.db, old.tokenHash)] : []),
    insertSession(world.db, { tokenHash: hashOfSessionToken(token), accountId, createdAt: now, seenAt: now }),
  ]);
  setCookie(c, cookieName(c), token, { path: "/", httpOnly: true, sameSite: "Lax", secure: isSecure(c) });
}

/** The key for what waits in this browser while the session lives. For handlers behind a role. */
export const waitingKeyOf = (c: Request): string =>
  waitingKey(c.get("world").config.secret, getCookie(c, cookieName(c)) ?? "");

export async function endSession(c: Request): Promise<void> {
  const world = c.get("world");
  const session = c.get("session");
  if (session) await world.atomically([deleteSession(world.db, session.tokenHash)]);
  deleteCookie(c, cookieName(c), { path: "/", secure: isSecure(c) });
}
