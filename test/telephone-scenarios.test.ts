/** Whole calls as files, on Node with SQLite: with a program that goes on living, and made anew for every request. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSqlite } from "../src/platform/sqlite.ts";
import { playTelephone } from "./telephone-scenario.ts";
import { telephoneScenarios } from "./telephone-scenario-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ringupp-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("there are enough of them, each with a guarantee of its own", () => {
  expect(telephoneScenarios.length).toBeGreaterThanOrEqual(40);
  expect(new Set(telephoneScenarios.map(([, { title }]) => title)).size).toBe(telephoneScenarios.length);
});

describe.each(telephoneScenarios)("%s", (name, scenario) => {
  test.each([
    ["a program that goes on living", "program"],
    ["one that is made anew for every request", "nothing"],
  ] as const)("holds with %s", async (_, lives) => {
    const file = lives === "nothing" ? join(folder, `${name}.sqlite`) : ":memory:";
    const open = () => openSqlite(file, "drizzle");
    const home = open();
    try {
      const { checks, trace } = await playTelephone(scenario, { home, again: open }, lives);
      for (const { at, expected, came } of checks)
        expect(came, `${scenario.title}\n${at}\n${trace.join("\n")}\n`).toEqual(expected);
    } finally {
      home.close();
    }
  });
});
