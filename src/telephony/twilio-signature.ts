/**
 * Twilio's signature of a webhook: base64(HMAC-SHA1(token, URL + every name and value, sorted by name)), header
 * X-Twilio-Signature ("Webhooks security" in Twilio's documentation, whose two worked examples are tests here).
 * The parts are joined without separators, so a signed request can be cut anew into other fields that sign the same;
 * twilio-webhook.ts is strict because of it.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sameText } from "./same-text.ts";

const encoder = new TextEncoder();

export function twilioSignature(token: string, url: string, fields: ReadonlyMap<string, string>): string {
  const joined = [...fields.keys()].sort().reduce((text, name) => `${text}${name}${fields.get(name)}`, url);
  return btoa(String.fromCharCode(...hmac(sha1, encoder.encode(token), encoder.encode(joined))));
}

/** The same URL with and without its port: Twilio's own libraries accept both, as senders differ. */
function spellings(url: string): string[] {
  const parts = /^(https?):\/\/([^/:?#]+)(:\d+)?(.*)$/.exec(url);
  if (!parts) return [url];
  const [, scheme, host, port, rest] = parts;
  return [url, port ? `${scheme}://${host}${rest}` : `${scheme}://${host}:${scheme === "https" ? 443 : 80}${rest}`];
}

/** `tokens`: the current one, and the one before it or after it while they are being changed. All are always tried. */
export function signedByTwilio(
  tokens: readonly string[],
  url: string,
  fields: ReadonlyMap<string, string>,
  signature: string,
): boolean {
  return tokens
    .flatMap((token) => spellings(url).map((spelling) => sameText(twilioSignature(token, spelling, fields), signature)))
    .includes(true);
}
