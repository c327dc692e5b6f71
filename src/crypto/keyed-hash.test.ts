import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { keyedHash } from "./keyed-hash.ts";

const secret = "a test secret of thirty-two characters or more";

describe("a keyed hash", () => {
  test("is HMAC-SHA256 under a key for its purpose, in 22 characters of base64url", () => {
    const key = createHmac("sha256", secret).update("patient").digest();
    for (const text of ["", "P-1001", "åäö".repeat(100)]) {
      const expected = createHmac("sha256", key).update(text).digest().subarray(0, 16).toString("base64url");
      expect(keyedHash(secret, "patient")(text)).toBe(expected);
    }
  });

  test("differs by purpose and by secret", () => {
    const hashes = [
      keyedHash(secret, "patient")("P-1"),
      keyedHash(secret, "discharge")("P-1"),
      keyedHash(`${secret}!`, "patient")("P-1"),
    ];
    expect(new Set(hashes).size).toBe(3);
  });
});
