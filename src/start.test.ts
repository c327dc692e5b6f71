import { expect, test } from "vitest";
import { makeTestWorld } from "../test/world.ts";
import { readConfig } from "./config.ts";
import { insertProvider } from "./db/accounts.ts";
import { readSpokenFaults } from "./start.ts";

const carrier = {
  RINGUPP_REGION: "Region Exempel",
  RINGUPP_CARRIER: "twilio",
  RINGUPP_PHONE_NUMBER: "+46846500400",
  RINGUPP_TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
  RINGUPP_TWILIO_AUTH_TOKEN: "a token of the test",
};

/** What stops a start over a database whose care provider has the name. */
async function faultsOver(name: string, environment: Readonly<Record<string, string>>): Promise<string[]> {
  const world = makeTestWorld();
  const config = readConfig({
    ...{ RINGUPP_MODE: "production", RINGUPP_SECRET: "x".repeat(40), RINGUPP_BASE_URL: "https://ringupp.example.se" },
    ...environment,
  });
  if ("faults" in config) throw new Error(config.faults.join("\n"));
  await world.atomically([insertProvider(world.db, { id: "provider", name, county: "18", switchboard: null })]);
  const faults = await readSpokenFaults({ db: world.db, config });
  world.close();
  return faults;
}

test("a name in the database that tells of care starts no telephone, and the way out is told", async () => {
  expect(await faultsOver("Västra sjukvårdsregionen", carrier)).toEqual([
    expect.stringMatching(/Västra sjukvårdsregionen.*sägs innan vi vet vem som svarar.*update care_providers/),
  ]);
  expect(await faultsOver("Region Exempel", carrier)).toEqual([]);
});

test("where nobody is rung the region may be called what it is called", async () => {
  expect(await faultsOver("Västra sjukvårdsregionen", {})).toEqual([]);
});
