/** Somebody of another care provider in the same installation, for tests of what is whose. */
import { hashOfSessionToken, newSessionToken } from "../src/crypto/session-token.ts";
import { insertAccount, insertProvider, insertSession } from "../src/db/accounts.ts";
import type { Client, Clinic } from "./clinic.ts";

/** A browser in which Elsa is signed in: of a care provider without units, in another county (19). */
export async function signedInElsewhere({ world, visitor }: Clinic, role: "lead" | "admin"): Promise<Client> {
  const at = world.wallNow();
  const token = newSessionToken();
  const account = { username: "elsa", name: "Elsa Annan", passwordHash: "x", createdAt: at } as const;
  const session = { tokenHash: hashOfSessionToken(token), accountId: "account-elsa", createdAt: at, seenAt: at };
  await world.atomically([
    insertProvider(world.db, { id: "other", name: "Region Annan", county: "19", switchboard: null }),
    insertAccount(world.db, { id: "account-elsa", providerId: "other", role, ...account }),
    insertSession(world.db, session),
  ]);
  const elsa = visitor();
  elsa.cookies.set(world.config.mode === "demo" ? "ringupp-demo" : "__Host-ringupp", token);
  return elsa;
}
