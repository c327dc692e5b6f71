import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signedByTwilio } from "./twilio-signature.ts";

const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
const published = (caller: string) =>
  new Map([
    ["CallSid", "CA1234567890ABCDE"],
    ["Caller", caller],
    ["Digits", "1234"],
    ["From", caller],
    ["To", "+18005551212"],
  ]);

/** By the words of Twilio's documentation alone, without its library. */
function documented(token: string, address: string, fields: Readonly<Record<string, string>>): string {
  const joined = Object.keys(fields)
    .sort()
    .reduce((text, name) => text + name + fields[name], address);
  return createHmac("sha1", token).update(joined, "utf8").digest("base64");
}

describe("Twilio's signature", () => {
  test("is the one of Twilio's two published examples, and not the one of the other", () => {
    const examples = [
      ["+12349013030", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="],
      ["+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
    ] as const;
    for (const [caller, signature] of examples)
      for (const [other] of examples)
        expect(signedByTwilio(["12345"], url, published(other), signature)).toBe(other === caller);
  });

  test("is HMAC-SHA1 over the URL and the sorted fields, for any fields", () => {
    const word = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.dictionary(word, word), (fields) => {
        const signature = documented("token", url, fields);
        expect(signedByTwilio(["token"], url, new Map(Object.entries(fields)), signature)).toBe(true);
        expect(signedByTwilio(["other"], url, new Map(Object.entries(fields)), signature)).toBe(false);
      }),
    );
  });

  test("holds under either of two tokens, and under no other", () => {
    const fields = published("+12349013030");
    const signature = documented("old", url, Object.fromEntries(fields));
    expect(signedByTwilio(["new", "old"], url, fields, signature)).toBe(true);
    expect(signedByTwilio(["old", "new"], url, fields, signature)).toBe(true);
    expect(signedByTwilio(["new"], url, fields, signature)).toBe(false);
    for (const none of ["", "=", signature.slice(1), `${signature} `, "å"])
      expect(signedByTwilio(["new", "old"], url, fields, none)).toBe(false);
  });

  test("falls when the URL, a name or a value changes, and does not mind the default port", () => {
    const fields = published("+12349013030");
    const signature = documented("12345", url, Object.fromEntries(fields));
    expect(signedByTwilio(["12345"], url.replace("foo=1", "foo=2"), fields, signature)).toBe(false);
    expect(signedByTwilio(["12345"], url.replace("mycompany", "evil"), fields, signature)).toBe(false);
    expect(signedByTwilio(["12345"], url, new Map([...fields, ["Digits", "1235"]]), signature)).toBe(false);
    expect(signedByTwilio(["12345"], url, new Map([...fields, ["Extra", ""]]), signature)).toBe(false);
    expect(signedByTwilio(["12345"], url.replace(".com/", ".com:443/"), fields, signature)).toBe(true);
    expect(signedByTwilio(["12345"], "no address", fields, signature)).toBe(false);
  });

  test("cannot tell two cuts of the same letters apart: why the reading of fields is strict", () => {
    const signature = documented("12345", url, { Digits: "1X" });
    expect(signedByTwilio(["12345"], url, new Map(Object.entries({ Digits: "1", X: "" })), signature)).toBe(true);
  });
});
