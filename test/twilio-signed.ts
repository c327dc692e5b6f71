/** A webhook as Twilio signs it, by Twilio's own library. */
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";

/** Address, body and headers of a POST. */
export function twilioSigned(
  token: string,
  url: string,
  fields: Readonly<Record<string, string>>,
): [url: string, body: string, headers: Record<string, string>] {
  const signature = getExpectedTwilioSignature(token, url, fields);
  return [url, new URLSearchParams(fields).toString(), { "x-twilio-signature": signature }];
}
