/** Twilio's library is written for Node: that its TwiML and signatures come out the same inside workerd. */
import { expect, test } from "vitest";
import { signedByTwilio } from "../src/telephony/twilio-signature.ts";
import { twiml } from "../src/telephony/twiml.ts";

const publicUrl = "https://ringupp.example.se";

test("a question to the ear is the same TwiML on Workers", () => {
  const gather = { digits: 1, timeoutSeconds: 12, next: `${publicUrl}/t?a=1&b=2` };
  expect(twiml({ lines: [{ say: "Hej & välkommen." }, { say: "Tryck ett." }], ending: { gather } }, publicUrl)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response>' +
      '<Gather input="dtmf" numDigits="1" timeout="12" finishOnKey="" actionOnEmptyResult="true" method="POST" ' +
      `action="${publicUrl}/t?a=1&amp;b=2"><Say language="sv-SE" voice="Polly.Elin-Neural"><prosody rate="90%">` +
      'Hej &amp; välkommen.<break time="400ms"/>Tryck ett.</prosody></Say></Gather></Response>',
  );
});

test("Twilio's two published signatures hold on Workers, and a changed one does not", () => {
  const signed = (caller: string, signature: string) => {
    const numbers = { Caller: caller, From: caller, To: "+18005551212" };
    const fields = { CallSid: "CA1234567890ABCDE", Digits: "1234", ...numbers };
    const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    return signedByTwilio(["54321", "12345"], url, new Map(Object.entries(fields)), signature);
  };
  expect(signed("+12349013030", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")).toBe(true);
  expect(signed("+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")).toBe(true);
  expect(signed("+14158675309", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")).toBe(false);
});
