/** What travels with a request through the doors. */
import type { Context, Env } from "hono";
import type { Account } from "../db/accounts.ts";
import type { World } from "../world.ts";

export type Session = { readonly account: Account; readonly tokenHash: string };

export interface RequestEnv extends Env {
  Variables: {
    world: World;
    /** Who is signed in; null when nobody is. */
    session: Session | null;
    /** The account of a session that has run out, while its row is still there. */
    expired?: string;
    /** The sender's address as the platform knows it, or null. */
    address: string | null;
    /** What a form sent, once it has been read. */
    form?: Record<string, string | File | (string | File)[]>;
  };
}

export type Request = Context<RequestEnv>;

/** The signed-in account. Only for handlers behind a role; a missing session there is a fault of ours. */
export function accountOf(c: Request): Account {
  const session = c.get("session");
  if (!session) throw new Error("a handler behind a role was reached without a session");
  return session.account;
}
