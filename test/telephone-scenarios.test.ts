/** Whole calls as files, on Node with SQLite: with a program that goes on living, and made anew for every request. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { homeOver, openSqlite, type SqliteHome } from "../src/platform/sqlite.ts";
import type { HomeOfWorld } from "./home-world.ts";
import { playTelephone } from "./telephone-scenario.ts";
import { telephoneScenarios } from "./telephone-scenario-files.ts";
import type { Lives } from "./telephone-stage.ts";
import { openInMemory } from "./world.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ringupp-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("there are enough of them, each with a guarantee of its own", () => {
  expect(telephoneScenarios.length).toBeGreaterThanOrEqual(40);
  expect(new Set(telephoneScenarios.map(([, { title }]) => title)).size).toBe(telephoneScenarios.length);
});

async function play(
  scenario: (typeof telephoneScenarios)[number][1],
  home: SqliteHome,
  again: () => HomeOfWorld,
  lives: Lives,
) {
  try {
    const { checks, trace } = await playTelephone(scenario, { home, again }, lives);
    for (const { at, expected, came } of checks)
      expect(came, `${scenario.title}\n${at}\n${trace.join("\n")}\n`).toEqual(expected);
  } finally {
    home.close();
  }
}

describe.each(telephoneScenarios)("%s", (_, scenario) => {
  test("holds with a program that goes on living", () => {
    const home = openInMemory();
    return play(scenario, home, () => home, "program");
  });

  // Nothing outlives a request but the connection: neither routes nor what was prepared on it.
  test("holds with one that is made anew for every request", () => {
    const home = openInMemory();
    return play(scenario, home, () => ({ ...homeOver(home.raw), close: () => undefined }), "nothing");
  });
});

test.each(
  telephoneScenarios.filter(([name]) => name === "answered-to-the-end" || name === "lost-order-reply-and-webhooks"),
)("%s holds with a file that is opened anew for every request", (name, scenario) => {
  const open = () => openSqlite(join(folder, `${name}.sqlite`), "drizzle");
  return play(scenario, open(), open, "nothing");
});
