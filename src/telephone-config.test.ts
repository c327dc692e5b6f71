/** A telephone that is half set up starts nothing, and every missing piece is told at once. */
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { regionNameFault } from "./telephone-config.ts";

const production = {
  RINGUPP_MODE: "production",
  RINGUPP_SECRET: "x".repeat(40),
  RINGUPP_BASE_URL: "https://ringupp.example.se",
  RINGUPP_REGION: "Region Exempel",
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

test("anything of a telephone without a carrier is told by name, and not taken for no telephone", () => {
  const { RINGUPP_CARRIER: _, ...rest } = twilio;
  expect(faultsOf(rest)).toEqual([expect.stringContaining("RINGUPP_CARRIER saknas")]);
  expect(faultsOf({ ...twilio, RINGUPP_CARRIER: "none" })).toEqual([expect.stringContaining('är "none"')]);
  for (const [name, value] of [
    ["RINGUPP_PHONE_NUMBER", "+46846500400"],
    ["RINGUPP_RECORDINGS_URL", "https://ljud.example.se"],
    ["RINGUPP_CALLS_AT_ONCE", "5"],
    ["RINGUPP_CALLS_PER_SECOND", "1"],
    ["RINGUPP_STAFFED_HOURS", "09:00-16:00"],
    ["RINGUPP_ROBOT_PSYCHIATRY", "nej"],
  ] as const) {
    expect(faultsOf({ ...production, [name]: value })).toEqual([expect.stringContaining(`men ${name} är satt`)]);
    expect(faultsOf({ ...production, [name]: " " })).toEqual([]);
  }
});

test("what belongs to the other carrier is told by name", () => {
  expect(faultsOf({ ...twilio, RINGUPP_ELKS_USERNAME: "u1", RINGUPP_ELKS_ADDRESSES: "192.0.2.1" })).toEqual([
    expect.stringContaining("RINGUPP_ELKS_USERNAME, RINGUPP_ELKS_ADDRESSES hör till 46elks"),
  ]);
  expect(faultsOf({ ...elks, RINGUPP_TWILIO_EDGE: "dublin" })).toEqual([
    expect.stringContaining("RINGUPP_TWILIO_EDGE hör till twilio"),
  ]);
});

test("a carrier reaches us over https alone, and never in a demo", () => {
  expect(faultsOf({ ...twilio, RINGUPP_BASE_URL: "http://ringupp.example.se" })[0]).toContain("https://");
  expect(faultsOf({ ...twilio, RINGUPP_MODE: "demo" })).toEqual([expect.stringContaining("demoläge")]);
});

test("a carrier in a demo hides nothing else that is missing", () => {
  const said = faultsOf({ RINGUPP_CARRIER: "twilio" }).join("\n");
  for (const name of ["RINGUPP_SECRET", "RINGUPP_BASE_URL", "RINGUPP_PHONE_NUMBER", "RINGUPP_TWILIO_AUTH_TOKEN"])
    expect(said).toContain(`${name} saknas.`);
  expect(said).toContain("demoläge");
});

test("the name that is said to whoever answers tells nothing of care", () => {
  for (const name of ["Västra sjukvårdsregionen", "Region 18", "Region <Exempel>", "Region {region}", "Fik & Region"]) {
    expect(faultsOf({ ...twilio, RINGUPP_REGION: name })).toEqual([
      expect.stringMatching(/^RINGUPP_REGION sägs innan vi vet vem som svarar.*Skriv till exempel Region Exempel\.$/),
    ]);
    // Nobody is rung: then it is a name like another.
    expect(faultsOf({ ...production, RINGUPP_REGION: name })).toEqual([]);
  }
  for (const name of ["Region Örebro län", "Västra Götalandsregionen", "Region Jämtland Härjedalen"])
    expect(regionNameFault(name)).toBeNull();
});

test("senders are held against whole addresses, spelt as a connection spells them", () => {
  const addresses = " 192.0.2.1,2001:DB8:0::1 , ::ffff:192.0.2.7";
  const whole = ["192.0.2.1", "2001:db8::1", "192.0.2.7"];
  expect(telephoneOf({ ...elks, RINGUPP_ELKS_ADDRESSES: addresses })).toMatchObject({
    account: { elks: { addresses: whole } },
  });
  const config = readConfig({ ...production, RINGUPP_PROXIES: addresses });
  expect(config).toMatchObject({ proxies: whole });
  for (const wrong of [",", "192.0.2.0/24", "proxy.example.se", "192.0.2.1,", "192.0.2", "2001:db8::/32", "*"]) {
    expect(faultsOf({ ...elks, RINGUPP_ELKS_ADDRESSES: wrong })).toEqual([
      expect.stringMatching(/^RINGUPP_ELKS_ADDRESSES ska vara/),
    ]);
    expect(faultsOf({ ...production, RINGUPP_PROXIES: wrong })).toEqual([
      expect.stringMatching(/^RINGUPP_PROXIES ska vara/),
    ]);
  }
});

test.each([
  ["RINGUPP_STAFFED_HOURS", "09:00-09:16"],
  ["RINGUPP_STAFFED_HOURS", "18:59-23:00"],
  ["RINGUPP_TWILIO_VOICE", "Polly.Astrid"],
  ["RINGUPP_TWILIO_VOICE", "Google.sv-SE-Wavenet-C"],
  ["RINGUPP_CALLS_PER_SECOND", "30"],
])("%s = %s is taken", (name, value) => {
  expect(faultsOf({ ...twilio, [name]: value })).toEqual([]);
});

test.each([
  ["RINGUPP_STAFFED_HOURS", "16:00-09:00"],
  ["RINGUPP_STAFFED_HOURS", "9-16"],
  // No minute in which the robot may begin a call.
  ["RINGUPP_STAFFED_HOURS", "09:00-09:15"],
  ["RINGUPP_STAFFED_HOURS", "19:00-22:00"],
  ["RINGUPP_STAFFED_HOURS", "06:00-09:00"],
  ["RINGUPP_PHONE_NUMBER", "070-1740605"],
  // Of Ofcom's series for drama (London): may be shown, but no patient knows it.
  ["RINGUPP_PHONE_NUMBER", "+442079460123"],
  ["RINGUPP_CALLS_PER_SECOND", "0"],
  ["RINGUPP_CALLS_PER_SECOND", "0.5"],
  ["RINGUPP_CALLS_PER_SECOND", "2.5"],
  ["RINGUPP_CALLS_PER_SECOND", "31"],
  ["RINGUPP_TWILIO_VOICE", "Polly.Joanna"],
  ["RINGUPP_TWILIO_VOICE", "Google.en-GB-Wavenet-A"],
  ["RINGUPP_TWILIO_VOICE", "alice"],
  ["RINGUPP_CALLS_AT_ONCE", "1000"],
  ["RINGUPP_TWILIO_ACCOUNT_SID", "AC123"],
  ["RINGUPP_ROBOT_PSYCHIATRY", "kanske"],
  ["RINGUPP_RECORDINGS_URL", "http://ljud.example.se"],
  ["RINGUPP_RECORDINGS_URL", "https://ljud.example.se/?version=1"],
  ["RINGUPP_RECORDINGS_URL", "https://ljud.example.se/#1"],
  ["RINGUPP_RECORDINGS_URL", "https://ljud.example.se/?"],
  ["RINGUPP_CARRIER", "telia"],
])("%s = %s is refused with what it should be", (name, value) => {
  expect(faultsOf({ ...twilio, [name]: value })).toEqual([expect.stringMatching(`^${name} ska vara`)]);
});
