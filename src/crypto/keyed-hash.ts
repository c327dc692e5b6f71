/**
 * Keyed hashes that stand in for what must not be kept: references, personnummer, contents of rows. Without the
 * installation's secret nobody can find out by trying whether a personnummer is in the database; with it the same text
 * always gives the same key, also after everything else about the person has been erased.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

const alphabet = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
const encoder = new TextEncoder();
const letters = new Uint8Array(22);
const decoder = new TextDecoder("latin1");

/** 128 bits of a digest as 22 characters of base64url (RFC 4648 §5), as one flat string. */
function shortText(digest: Uint8Array): string {
  for (let from = 0, to = 0; to < 22; from += 3, to += 4) {
    const third = from < 15 ? (digest[from + 2] as number) : 0;
    const second = from < 15 ? (digest[from + 1] as number) : 0;
    const bits = ((digest[from] as number) << 16) | (second << 8) | third;
    letters[to] = alphabet[bits >> 18] as number;
    letters[to + 1] = alphabet[(bits >> 12) & 63] as number;
    letters[to + 2] = alphabet[(bits >> 6) & 63] as number;
    letters[to + 3] = alphabet[bits & 63] as number;
  }
  return decoder.decode(letters);
}

/**
 * A function from text to 22 characters (HMAC-SHA256, RFC 2104, cut to 128 bits). `purpose` parts the keys of different
 * uses, so that equal texts in two columns cannot be seen to be equal.
 */
export function keyedHash(secret: string, purpose: string): (text: string) => string {
  const key = hmac(sha256, encoder.encode(secret), encoder.encode(purpose));
  // An import takes hundreds of thousands of hashes: the states that depend on the key alone are made once, and the
  // working copy and the buffers are used again.
  const start = hmac.create(sha256, key);
  const working = start.clone();
  const digest = new Uint8Array(32);
  const short = new Uint8Array(3 * 512);
  return (text) => {
    start._cloneInto(working);
    const bytes =
      text.length <= 512 ? short.subarray(0, encoder.encodeInto(text, short).written) : encoder.encode(text);
    working.update(bytes).digestInto(digest);
    return shortText(digest);
  };
}
