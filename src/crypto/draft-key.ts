/**
 * What a patient has written and not sent: sealed so that only the browser that wrote it can open it again. The key is made
 * of the cookie's secret and the installation's own and is kept nowhere, so neither the coordinator, nor whoever opens the
 * same link elsewhere, nor a copy of the database can read it.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const algorithm = "AES-GCM";

/** 256 bits (HMAC-SHA256, RFC 2104), the same for a browser as long as its cookie lives. */
const keyOf = (secret: string, browser: string) =>
  crypto.subtle.importKey(
    "raw",
    new Uint8Array(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(`unsent answers\n${browser}`))),
    algorithm,
    false,
    ["encrypt", "decrypt"],
  );

/** Twelve bytes that no other text under the same key has: the number of the write, which only grows (NIST SP 800-38D, 8.2.1). */
function nonceOf(version: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, version);
  return nonce;
}

/** Who keeps a draft: the installation's secret and what the browser's cookie holds. `version`: the write, used once. */
export type DraftKeeper = { readonly secret: string; readonly browser: string; readonly version: number };

/** Hex, with the write's number in front. */
export async function sealDraft({ secret, browser, version }: DraftKeeper, text: string): Promise<string> {
  const key = await keyOf(secret, browser);
  const bytes = new Uint8Array(utf8ToBytes(text));
  const sealed = await crypto.subtle.encrypt({ name: algorithm, iv: nonceOf(version) }, key, bytes);
  return `${version}:${bytesToHex(new Uint8Array(sealed))}`;
}

/** The text; null when this browser did not write it, or it has been damaged. */
export async function openDraft(
  { secret, browser }: Omit<DraftKeeper, "version">,
  sealed: string,
): Promise<string | null> {
  const [version = "", hex = ""] = sealed.split(":");
  try {
    const key = await keyOf(secret, browser);
    const bytes = new Uint8Array(hexToBytes(hex));
    const opened = await crypto.subtle.decrypt({ name: algorithm, iv: nonceOf(Number(version)) }, key, bytes);
    return new TextDecoder().decode(opened);
  } catch {
    return null;
  }
}
