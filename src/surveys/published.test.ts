/**
 * A version that has been published never changes, since answers to it are kept under its name for ever. What it holds is
 * held fast by a digest in published-digests.json; what stands around it in the file (spaces, line breaks) is not.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { files, translationFiles } from "./catalog.gen.ts";

const known = JSON.parse(readFileSync(new URL("published-digests.json", import.meta.url), "utf8")) as Record<
  string,
  string
>;
const now: Readonly<Record<string, unknown>> = { ...files, ...translationFiles };

/** Of the file's meaning: `$schema` tells editors where a description lies, and nobody else. */
function digestOf(raw: unknown): string {
  const { $schema: _, ...rest } = raw as Record<string, unknown>;
  return createHash("sha256").update(JSON.stringify(rest)).digest("hex");
}

const nextVersion = (name: string): string => name.replace(/\.v(\d+)\./, (_, version) => `.v${Number(version) + 1}.`);

/** What is wrong, and what to do about it. */
function changesFrom(digests: Readonly<Record<string, string>>, catalog: Readonly<Record<string, unknown>>): string[] {
  const gone = Object.keys(digests).filter((name) => catalog[name] === undefined);
  return [
    ...gone.map((name) => `${name} is gone. Answers to it may be kept: put it back.`),
    ...Object.entries(catalog).flatMap(([name, raw]) => {
      if (raw === undefined) return [];
      const digest = digestOf(raw);
      if (digests[name] === undefined)
        return [`${name} is new. Publish it by adding "${name}": "${digest}" to src/surveys/published-digests.json.`];
      if (digests[name] === digest) return [];
      return [
        `${name} has changed, and a published version never does. Put it back, and make a new version: ${nextVersion(name)}.`,
      ];
    }),
  ];
}

test("every published version is as it was published, and none is gone", () => {
  expect(changesFrom(known, now)).toEqual([]);
});

test("a changed word, an added question and a file that is gone are told, with the remedy", () => {
  const [name = "", raw] = Object.entries(files)[0]!;
  const other = structuredClone(raw) as { title: string; $schema?: string };
  other.$schema = "../../../docs/enkat.schema.json";
  expect(changesFrom(known, { ...now, [name]: other })).toEqual([]);
  other.title += ".";
  expect(changesFrom(known, { ...now, [name]: other })).toEqual([
    `${name} has changed, and a published version never does. Put it back, and make a new version: ${nextVersion(name)}.`,
  ]);
  expect(nextVersion("ring-upp.v9.json")).toBe("ring-upp.v10.json");
  expect(changesFrom(known, { ...now, [name]: undefined }).join()).toMatch(/is gone.*put it back/);
  expect(changesFrom({}, { [name]: raw }).join()).toMatch(/is new. Publish it by adding/);
});
