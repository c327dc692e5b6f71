import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signedByTwilio, twilioSignature } from "./twilio-signature.ts";

const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
const published = (caller: string) =>
  new Map([
    ["CallSid", "CA1234567890ABCDE"],
    ["Caller", caller],
    ["Digits", "1234"],
    ["From", caller],
    ["To", "+18005551212"],
  ]);

describe("Twilio's signature", () => {
  test("is the one of Twilio's two published examples", () => {
    expect(twilioSignature("12345", url, published("+12349013030"))).toBe("0/KCTR6DLpKmkAf8muzZqo1nDgQ=");
    expect(twilioSignature("12345", url, published("+14158675309"))).toBe("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
  });

  test("is HMAC-SHA1 over the URL and the sorted fields, for any fields", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })), (fields) => {
        const joined = Object.keys(fields)
          .sort()
          .reduce((text, name) => text + name + fields[name], url);
        const expected = createHmac("sha1", "token").update(joined, "utf8").digest("base64");
        expect(twilioSignature("token", url, new Map(Object.entries(fields)))).toBe(expected);
      }),
    );
  });

  test("holds under either of two tokens, and under no other", () => {
    const fields = published("+12349013030");
    const signature = twilioSignature("old", url, fields);
    expect(signedByTwilio(["new", "old"], url, fields, signature)).toBe(true);
    expect(signedByTwilio(["old", "new"], url, fields, signature)).toBe(true);
    expect(signedByTwilio(["new"], url, fields, signature)).toBe(false);
    expect(signedByTwilio(["new", "old"], url, fields, "")).toBe(false);
  });

  test("falls when the URL, a name or a value changes, and does not mind the default port", () => {
    const fields = published("+12349013030");
    const signature = twilioSignature("12345", url, fields);
    expect(signedByTwilio(["12345"], url.replace("foo=1", "foo=2"), fields, signature)).toBe(false);
    expect(signedByTwilio(["12345"], url, new Map([...fields, ["Digits", "1235"]]), signature)).toBe(false);
    expect(signedByTwilio(["12345"], url, new Map([...fields, ["Extra", ""]]), signature)).toBe(false);
    expect(signedByTwilio(["12345"], url.replace(".com/", ".com:443/"), fields, signature)).toBe(true);
  });

  test("cannot tell two cuts of the same letters apart: why the reading of fields is strict", () => {
    const one = twilioSignature("12345", url, new Map([["Digits", "1X"]]));
    const other = twilioSignature("12345", url, new Map(Object.entries({ Digits: "1", X: "" })));
    expect(one).toBe(other);
  });
});
