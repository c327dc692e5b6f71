/** Accounts: adding, closing, opening, new password, units. Closing or a new password ends every session at once. */
import { hashPassword, shortestPassword } from "../crypto/passwords.ts";
import {
  changeAccount,
  deleteSessionsOf,
  findAccountForSignIn,
  insertAccount,
  listAccounts,
  listUnits,
  type Role,
  setAccountUnits,
} from "../db/accounts.ts";
import { nameAt } from "../db/protected.ts";
import { readPhone } from "../discharges/phone.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { mayRing } from "../telephony/destinations.ts";
import type { Statement, World } from "../world.ts";

export type NewAccount = {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly unitIds: readonly string[];
  /** Made up when it is left out. */
  readonly password?: string;
};

/** Adds an account of this provider; gives its id and the password to hand over. */
export async function addAccount(
  world: World,
  providerId: string,
  wanted: NewAccount,
): Promise<{ id: string; password: string } | Refusal> {
  const username = wanted.username.trim().toLowerCase();
  const name = wanted.name.trim();
  if (!/^[a-zåäö0-9][a-zåäö0-9._@-]{1,59}$/.test(username)) return refuse("username-shape");
  if (name === "" || name.length > 100) return refuse("account-name-missing");
  if (wanted.role === "coordinator" && wanted.unitIds.length === 0) return refuse("coordinator-without-unit");
  if (!(await areUnitsOf(world, providerId, wanted.unitIds))) return refuse("unit-unknown");
  const password = wanted.password ?? madeUpPassword(world);
  if (password.length < shortestPassword) return refuse("password-short", { least: shortestPassword });
  if (await findAccountForSignIn(world.db, username)) return refuse("username-taken", { username });
  const id = world.newId();
  const account = { id, providerId, username, name, role: wanted.role, createdAt: world.wallNow() };
  try {
    await world.atomically([
      insertAccount(world.db, { ...account, passwordHash: hashPassword(password) }),
      ...setAccountUnits(world.db, id, wanted.unitIds),
    ]);
  } catch (error) {
    // Two who add the same name at once: the index lets one through, and the other hears the ordinary sentence.
    if (await findAccountForSignIn(world.db, username)) return refuse("username-taken", { username });
    throw error;
  }
  return { id, password };
}

/** Nobody is named for protected identities any more: an account that is opened again must be named again. */
export async function closeAccount(world: World, by: { id: string; providerId: string }, id: string) {
  if (by.id === id) return refuse("account-own");
  return change(world, by.providerId, id, () => ({ disabledAt: world.wallNow() }), [nameAt(id, [])]);
}

/**
 * These of a coordinator's own units name the coordinator to handle protected identities by hand, and no others do. Ends
 * no session: what the account may see is asked at every look.
 */
export async function nameForProtected(world: World, providerId: string, id: string, unitIds: readonly string[]) {
  const account = (await listAccounts(world.db, providerId)).find((one) => one.id === id);
  if (!account) return refuse("account-unknown");
  if (account.role !== "coordinator" || account.disabledAt !== null) return refuse("named-not-at-work");
  const own = JSON.parse(account.unitIds) as string[];
  if (!unitIds.every((unitId) => own.includes(unitId))) return refuse("unit-unknown");
  await world.atomically([nameAt(id, unitIds)]);
  return { username: account.username };
}

export const openAccount = (world: World, providerId: string, id: string) =>
  change(world, providerId, id, () => ({ disabledAt: null }));

/** A new made-up password; gives it, to be handed over once. */
export async function renewPassword(world: World, providerId: string, id: string) {
  const password = madeUpPassword(world);
  const changed = await change(world, providerId, id, () => ({ passwordHash: hashPassword(password) }));
  return "refused" in changed ? changed : { username: changed.username, password };
}

export async function moveAccount(world: World, providerId: string, id: string, unitIds: readonly string[]) {
  const account = (await listAccounts(world.db, providerId)).find((one) => one.id === id);
  if (!account) return refuse("account-unknown");
  if (account.role === "coordinator" && unitIds.length === 0) return refuse("coordinator-without-unit");
  if (!(await areUnitsOf(world, providerId, unitIds))) return refuse("unit-unknown");
  await world.atomically(setAccountUnits(world.db, id, unitIds));
  return { username: account.username };
}

/** The coordinator's own telephone, as typed, which the carrier rings first; "" for none. Ends no session. */
export async function setOwnPhone(world: World, providerId: string, id: string, typed: string) {
  const account = (await listAccounts(world.db, providerId)).find((one) => one.id === id);
  if (!account) return refuse("account-unknown");
  const read = typed.trim() === "" ? null : readPhone(typed);
  if (isRefusal(read) || (read && !mayRing(read.e164))) return refuse("account-phone-unreadable");
  await world.atomically([changeAccount(world.db, providerId, id, { phone: read?.e164 ?? null })]);
  return { username: account.username };
}

/** `what` is asked only about an account that is there: hashing a password costs half a second of a core. */
async function change(
  world: World,
  providerId: string,
  id: string,
  what: () => Parameters<typeof changeAccount>[3],
  more: readonly Statement[] = [],
): Promise<{ username: string } | Refusal> {
  const account = (await listAccounts(world.db, providerId)).find((one) => one.id === id);
  if (!account) return refuse("account-unknown");
  await world.atomically([changeAccount(world.db, providerId, id, what()), deleteSessionsOf(world.db, id), ...more]);
  return { username: account.username };
}

async function areUnitsOf(world: World, providerId: string, unitIds: readonly string[]): Promise<boolean> {
  if (unitIds.length === 0) return true;
  const known = new Set((await listUnits(world.db, providerId)).map((unit) => unit.id));
  return unitIds.every((id) => known.has(id));
}

/** Four groups of four from the id alphabet: 80 random bits, easy to read aloud. */
const madeUpPassword = (world: World): string => world.newId().replace(/(.{4})(?=.)/g, "$1-");
