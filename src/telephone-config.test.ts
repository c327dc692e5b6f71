/** A telephone that is half set up starts nothing, and every missing piece is told at once. */
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const production = {
  RINGUPP_MODE: "production",
  RINGUPP_SECRET: "x".repeat(40),
  RINGUPP_BASE_URL: "https://ringupp.example.se",
};
const twilio = {
  ...production,
  RINGUPP_CARRIER: "twilio",
  RINGUPP_PHONE_NUMBER: "+46846500400",
  RINGUPP_TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
  RINGUPP_TWILIO_AUTH_TOKEN: "a token of the test",
};
const elks = {
  ...production,
  RINGUPP_CARRIER: "46elks",
  RINGUPP_PHONE_NUMBER: "+46846500400",
  RINGUPP_ELKS_USERNAME: "u1234",
  RINGUPP_ELKS_PASSWORD: "p1234",
  RINGUPP_ELKS_WEBHOOK_SECRET: "s".repeat(24),
  RINGUPP_RECORDINGS_URL: "https://ljud.example.se/2026/",
};
const faultsOf = (env: Record<string, string>): string[] => {
  const config = readConfig(env);
  return "faults" in config ? config.faults : [];
};
const telephoneOf = (env: Record<string, string>) => {
  const config = readConfig(env);
  if ("faults" in config) throw new Error(config.faults.join("\n"));
  return config.telephone;
};

test("without a carrier nobody is rung, and that is no fault", () => {
  expect(telephoneOf(production)).toBeNull();
  expect(telephoneOf({})).toBeNull();
});

test("Twilio: account, two tokens while they are changed, and the defaults of a careful region", () => {
  expect(telephoneOf({ ...twilio, RINGUPP_TWILIO_AUTH_TOKEN_OLD: "the token before it" })).toMatchObject({
    account: { carrier: "twilio", twilio: { authTokens: ["a token of the test", "the token before it"] } },
    ...{ from: "+46846500400", callsAtOnce: 5, callsPerSecond: 1, psychiatry: false, recordingsUrl: null },
    staffed: { from: "09:00", to: "16:00" },
  });
});

test("46elks: recordings and the webhooks' secret belong to it", () => {
  expect(telephoneOf(elks)).toMatchObject({
    account: { carrier: "46elks", elks: { username: "u1234", addresses: undefined } },
    recordingsUrl: "https://ljud.example.se/2026",
  });
});

test.each([
  ["twilio", twilio],
  ["46elks", elks],
])("%s half set up: each missing piece is named, in one go", (_, whole) => {
  const needed = Object.keys(whole).filter((name) => !(name in production) && name !== "RINGUPP_CARRIER");
  for (const name of needed) {
    const faults = faultsOf({ ...whole, [name]: " " });
    expect([name, faults.length, faults[0]]).toEqual([name, 1, expect.stringContaining(`${name} saknas.`)]);
  }
  expect(faultsOf({ ...production, RINGUPP_CARRIER: whole.RINGUPP_CARRIER })).toHaveLength(needed.length);
});

test("an account without a carrier is told, and not taken for no telephone", () => {
  const { RINGUPP_CARRIER: _, ...rest } = twilio;
  expect(faultsOf(rest)[0]).toContain("RINGUPP_CARRIER saknas");
});

test("a carrier reaches us over https alone, and never in a demo", () => {
  expect(faultsOf({ ...twilio, RINGUPP_BASE_URL: "http://ringupp.example.se" })[0]).toContain("https://");
  expect(faultsOf({ ...twilio, RINGUPP_MODE: "demo" })[0]).toContain("demoläge");
});

test.each([
  ["RINGUPP_STAFFED_HOURS", "16:00-09:00"],
  ["RINGUPP_STAFFED_HOURS", "9-16"],
  ["RINGUPP_PHONE_NUMBER", "070-1740605"],
  ["RINGUPP_CALLS_PER_SECOND", "0"],
  ["RINGUPP_CALLS_AT_ONCE", "1000"],
  ["RINGUPP_TWILIO_ACCOUNT_SID", "AC123"],
  ["RINGUPP_ROBOT_PSYCHIATRY", "kanske"],
  ["RINGUPP_RECORDINGS_URL", "http://ljud.example.se"],
  ["RINGUPP_CARRIER", "telia"],
])("%s = %s is refused with what it should be", (name, value) => {
  expect(faultsOf({ ...twilio, [name]: value })).toEqual([expect.stringMatching(`^${name} ska vara`)]);
});
