/** docs/import.md is what people write lists by: it names every header, every word and every reason there is. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { problems } from "../problems.ts";
import { anyPhoneHeaders, fields } from "./row.ts";
import { careTypes, consents, protections, residences, statuses, tracks, yesNo } from "./values.ts";

const text = readFileSync("docs/import.md", "utf8");
const sources = ["src/discharges", "src/intake"]
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .concat("src/steps/admit-discharges.ts");

describe("the description of the list", () => {
  test("names every column, every header it is known by, and what its cells hold", () => {
    for (const { field, label, headers, explanation } of fields) {
      const row = text.split("\n").find((line) => line.startsWith(`| **${label}**`)) ?? "";
      const [, names, holds] = row.split(" | ");
      expect([label, names, holds]).toEqual([label, [field, ...headers].join(", "), `${explanation} |`]);
    }
    expect(text).toContain(anyPhoneHeaders.join(", "));
  });

  test("names every word that a cell may hold", () => {
    for (const words of [careTypes, consents, protections, residences, statuses, tracks, yesNo]) {
      for (const word of words.keys()) expect(text).toMatch(new RegExp(`[|,] ${word}(?:,| \\|)`));
    }
  });

  test("gives every code that an import can answer with, with its sentence", () => {
    const inWords = new Set(
      sources.flatMap((path) => readFileSync(path, "utf8").match(/(?<=")[a-z][a-z0-9-]+(?=")/g) ?? []),
    );
    inWords.delete("unexpected");
    const codes = Object.entries(problems).filter(([code]) => inWords.has(code));
    expect(codes.length).toBeGreaterThan(50);
    for (const [code, { sentence }] of codes) expect(text).toContain(`| \`${code}\` | ${sentence} |`);
  });
});
