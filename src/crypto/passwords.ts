/**
 * Passwords of local accounts: scrypt with a self-describing hash, the same bytes on both homes.
 * Parameters: N=2^14, r=8, p=5 (OWASP Password Storage Cheat Sheet).
 */
import { scrypt } from "@noble/hashes/scrypt.js";
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const current = { N: 2 ** 14, r: 8, p: 5 } as const;

export const shortestPassword = 12;

/** "scrypt$16384$8$5$salt$hash", salt and hash in hex. Costs about a tenth of a second on purpose. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  const { N, r, p } = current;
  return ["scrypt", N, r, p, bytesToHex(salt), bytesToHex(derive(password, salt, N, r, p))].join("$");
}

/** Does the password fit the hash? False for a hash that cannot be read. */
export function passwordFits(password: string, stored: string): boolean {
  const [kind, N, r, p, salt, hash] = stored.split("$");
  if (kind !== "scrypt" || !salt || !hash) return false;
  const made = derive(password, hexToBytes(salt), Number(N), Number(r), Number(p));
  return equalInConstantTime(made, hexToBytes(hash));
}

/** A hash that no password fits: an unknown user name costs as much time as a known one. */
export const hashOfNobody = `scrypt$${current.N}$${current.r}$${current.p}$${"00".repeat(16)}$${"00".repeat(32)}`;

function derive(password: string, salt: Uint8Array, N: number, r: number, p: number): Uint8Array {
  return scrypt(utf8ToBytes(password.normalize("NFKC")), salt, { N, r, p, dkLen: 32 });
}

function equalInConstantTime(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= (one[at] as number) ^ (other[at] ?? 0);
  return difference === 0;
}
