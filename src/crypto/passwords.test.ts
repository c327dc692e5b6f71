import { scryptSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { demoPassword, demoPasswordHash } from "../demo/people.ts";
import { hashOfNobody, hashPassword, passwordFits } from "./passwords.ts";
import { hashOfSessionToken, newSessionToken } from "./session-token.ts";

describe("a password", () => {
  test("is kept as scrypt that says its own parameters, with a salt of its own", () => {
    const [one, other] = [hashPassword("åtta små grisar"), hashPassword("åtta små grisar")];
    expect(one).not.toBe(other);
    const [kind, N, r, p, salt, hash] = one.split("$");
    expect([kind, N, r, p]).toEqual(["scrypt", "16384", "8", "5"]);
    const made = scryptSync("åtta små grisar", Buffer.from(salt!, "hex"), 32, { N: 16384, r: 8, p: 5 });
    expect(hash).toBe(made.toString("hex"));
  });

  test("fits its own hash alone, however its å was typed", () => {
    expect(passwordFits(demoPassword, demoPasswordHash)).toBe(true);
    expect(passwordFits(`${demoPassword}x`, demoPasswordHash)).toBe(false);
    const cheap = `scrypt$2$1$1$00$${scryptSync("åäö", Buffer.from("00", "hex"), 32, { N: 2, r: 1, p: 1 }).toString("hex")}`;
    expect(passwordFits("åäö".normalize("NFD"), cheap)).toBe(true);
    expect(passwordFits("aao", cheap)).toBe(false);
  });

  test("never fits a hash that cannot be read, nor nobody's", () => {
    for (const broken of ["", "x", "md5$1$1$1$00$00", "scrypt$2$1$1$$", "scrypt"])
      expect(passwordFits("", broken)).toBe(false);
    expect(passwordFits("", hashOfNobody)).toBe(false);
  });
});

test("a session's secret has 256 random bits and cannot be found from what is kept", () => {
  const tokens = Array.from({ length: 200 }, newSessionToken);
  expect(new Set(tokens).size).toBe(200);
  for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOfSessionToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
