/**
 * Is a webhook Twilio's? Twilio's own library computes the signature: base64(HMAC-SHA1(token, URL + every name and
 * value, sorted by name)), header X-Twilio-Signature ("Webhooks security" in Twilio's documentation).
 * The parts are joined without separators, so a signed request can be cut anew into other fields that sign the same;
 * twilio-webhook.ts is strict because of it.
 */
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";

/**
 * `tokens`: the current one, and the one before it or after it while they are being changed. All are always tried, and
 * each comparison takes the same time whatever is right of a guess. `url` is the configured address with the path as it
 * came; the library also allows the spellings of it that Twilio is known to sign (with the port, percent-encoded).
 */
export function signedByTwilio(
  tokens: readonly string[],
  url: string,
  fields: ReadonlyMap<string, string>,
  signature: string,
): boolean {
  if (!URL.canParse(url)) return false;
  const parameters = Object.fromEntries(fields);
  return tokens.map((token) => validateRequest(token, signature, url, parameters)).includes(true);
}
