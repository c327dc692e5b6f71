/**
 * Checks a user name and password. The same words and the same time whether the name exists or not, and a pause after
 * repeated failures, kept per typed name so that it tells nothing about which names exist. Real time.
 */
import { keyedHash } from "../crypto/keyed-hash.ts";
import { hashOfNobody, passwordFits } from "../crypto/passwords.ts";
import { countFailure, findAccountForSignIn, findFailures, forgetFailures } from "../db/accounts.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

const triesAllowed = 8;
const pauseMinutes = 15;

export async function checkSignIn(
  world: World,
  typed: { username: string; password: string },
): Promise<{ accountId: string } | Refusal> {
  const username = typed.username.trim().toLowerCase();
  if (username === "" || typed.password === "") return refuse("sign-in-blank");
  const now = world.wallNow();
  const since = now - pauseMinutes * 60_000;
  const key = keyedHash(world.config.secret, "sign-in")(username);
  // The try is counted before the password is looked at: of many guesses sent at once no more than these are answered.
  await world.atomically([countFailure(world.db, key, now, since)]);
  const failures = await findFailures(world.db, key);
  if (failures && failures.count > triesAllowed) {
    return refuse("sign-in-paused", { minutes: Math.max(Math.ceil((failures.firstAt - since) / 60_000), 1) });
  }
  const account = await findAccountForSignIn(world.db, username);
  const fits = passwordFits(typed.password, account?.passwordHash ?? hashOfNobody);
  if (!account || !fits || account.disabledAt !== null) return refuse("sign-in-wrong");
  await world.atomically([forgetFailures(world.db, key)]);
  return { accountId: account.id };
}
