/**
 * Keyed hashes that stand in for what must not be kept: references, personnummer, contents of rows. Without the
 * installation's secret nobody can find out by trying whether a personnummer is in the database; with it the same text
 * always gives the same key, also after everything else about the person has been erased.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const encoder = new TextEncoder();

/** 128 bits of a digest as 22 characters of base64url (RFC 4648 §5). */
function shortText(digest: Uint8Array): string {
  let text = "";
  for (let at = 0; at < 15; at += 3) {
    const bits = ((digest[at] as number) << 16) | ((digest[at + 1] as number) << 8) | (digest[at + 2] as number);
    text += `${alphabet[bits >> 18]}${alphabet[(bits >> 12) & 63]}${alphabet[(bits >> 6) & 63]}${alphabet[bits & 63]}`;
  }
  const last = digest[15] as number;
  return `${text}${alphabet[last >> 2]}${alphabet[(last & 3) << 4]}`;
}

/**
 * A function from text to 22 characters (HMAC-SHA256, RFC 2104, cut to 128 bits). `purpose` parts the keys of different
 * uses, so that equal texts in two columns cannot be seen to be equal.
 */
export function keyedHash(secret: string, purpose: string): (text: string) => string {
  const key = hmac(sha256, encoder.encode(secret), encoder.encode(purpose));
  // The two inner states that depend on the key alone are made once: an import takes hundreds of thousands of hashes.
  const start = hmac.create(sha256, key);
  return (text) => shortText(start.clone().update(encoder.encode(text)).digest());
}
