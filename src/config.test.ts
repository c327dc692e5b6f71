import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";

const production = {
  RINGUPP_MODE: "production",
  RINGUPP_SECRET: "x".repeat(32),
  RINGUPP_BASE_URL: "https://ringupp.example.se/",
};
const good = (env: Record<string, string>) => {
  const config = readConfig(env);
  if ("faults" in config) throw new Error(config.faults.join("\n"));
  return config;
};
const faults = (env: Record<string, string>) => {
  const config = readConfig(env);
  return "faults" in config ? config.faults : [];
};

describe("the configuration", () => {
  test("without a word is a demo on this computer", () => {
    expect(good({})).toMatchObject({ mode: "demo", host: "127.0.0.1", port: 3000, baseUrl: "http://localhost:3000" });
    expect(good({ PORT: "" })).toMatchObject({ port: 3000 });
  });

  test("of a demo never listens to the outside, whatever is asked for", () => {
    expect(good({ RINGUPP_HOST: "0.0.0.0" }).host).toBe("127.0.0.1");
    expect(good({ ...production, RINGUPP_HOST: "0.0.0.0" }).host).toBe("0.0.0.0");
  });

  test("of a real installation needs a secret and an address of its own, and says both at once", () => {
    const missing = faults({ RINGUPP_MODE: "production" });
    expect(missing.map((fault) => fault.split(" ")[0])).toEqual(["RINGUPP_SECRET", "RINGUPP_BASE_URL"]);
    const blank = faults({ ...production, RINGUPP_SECRET: " ", PORT: "åttio" });
    expect(blank.map((fault) => fault.split(" ")[0])).toEqual(["PORT", "RINGUPP_SECRET"]);
    expect(good(production)).toMatchObject({
      secret: production.RINGUPP_SECRET,
      baseUrl: "https://ringupp.example.se",
    });
  });

  test("never lets a demo's key into a real installation, nor a real key into a demo", () => {
    expect(good({ ...production, RINGUPP_MODE: "demo" }).secret).not.toBe(production.RINGUPP_SECRET);
    expect(good(production).secret).not.toBe(good({}).secret);
  });

  test("that is wrong in several places is told in full, in Swedish, without repeating what was written", () => {
    const wrong = {
      RINGUPP_MODE: "prod",
      PORT: "åttio",
      RINGUPP_SECRET: "kort-hemlighet",
      RINGUPP_BASE_URL: "ftp://x",
      RINGUPP_COUNTY: "Örebro",
      RINGUPP_UPLOAD_LIMIT_MB: "0",
    };
    const said = faults(wrong);
    expect(said.map((fault) => fault.split(" ")[0]).sort()).toEqual(Object.keys(wrong).sort());
    expect(said.join()).not.toContain("kort-hemlighet");
    for (const fault of said) expect(fault).toMatch(/ska vara/);
  });

  test.each([
    "https://ringupp.example.se/?lista=1",
    "https://ringupp.example.se?",
    "https://ringupp.example.se/#start",
    "https://anna:losen@ringupp.example.se",
    "https://anna@ringupp.example.se",
    "https:ringupp.example.se",
  ])("takes no address with more in it than where we are: %s", (address) => {
    expect(faults({ ...production, RINGUPP_BASE_URL: address })).toEqual([
      expect.stringMatching(/^RINGUPP_BASE_URL ska vara/),
    ]);
  });

  test("never throws, whatever the environment holds", () => {
    const names = fc.constantFrom(
      "RINGUPP_MODE",
      "PORT",
      "RINGUPP_SECRET",
      "RINGUPP_BASE_URL",
      "RINGUPP_HOST",
      "RINGUPP_UPLOAD_LIMIT_MB",
      "RINGUPP_COUNTY",
      "RINGUPP_PROXIES",
      "RINGUPP_ELKS_ADDRESSES",
      "RINGUPP_CARRIER",
      "RINGUPP_STAFFED_HOURS",
    );
    fc.assert(fc.property(fc.dictionary(names, fc.string()), (env) => void readConfig(env)));
  });
});
