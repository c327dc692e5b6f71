/**
 * A version that has been published never changes, since answers to it are kept under its name for ever. What it holds is
 * held fast by a digest in published-digests.json; what stands around it in the file (spaces, line breaks) is not.
 */
import { expect, test } from "vitest";
import { digestOfSurvey as digestOf } from "../crypto/survey-digest.ts";
import { readStartFaults } from "../start.ts";
import { fileDigests, files, translationFiles } from "./catalog.gen.ts";
import { readCatalog, readTranslations, unpublishedFiles } from "./catalog.ts";
import {
  changedSincePublished,
  goneSincePublished,
  howToPublish,
  publishedDigests as known,
  nextVersionOf as nextVersion,
} from "./published.ts";

const now: Readonly<Record<string, unknown>> = { ...files, ...translationFiles };

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

test("the digests that come with the program are those of its files", () =>
  expect(fileDigests).toEqual(Object.fromEntries(Object.entries(now).map(([name, raw]) => [name, digestOf(raw)]))));

test("the program does not start with a published version that has been changed, and says what to do", () => {
  const name = "punktmatning-kort.v1.json";
  const changed = structuredClone(files[name]) as { minutes: number };
  changed.minutes = 6;
  const read = readCatalog({ ...files, [name]: changed }, { ...fileDigests, [name]: digestOf(changed) });
  expect("faults" in read && read.faults).toEqual([
    expect.stringMatching(/^punktmatning-kort\.v1\.json: Versionen är utgiven.*punktmatning-kort\.v2\.json/),
  ]);
  const fi = "punktmatning-kort.v1.fi.json";
  const finnish = structuredClone(translationFiles[fi]) as { title: string };
  finnish.title += "!";
  const catalog = readCatalog(files);
  const surveys = "surveys" in catalog ? catalog.surveys : [];
  expect("faults" in readTranslations({ [fi]: finnish }, surveys, { [fi]: digestOf(finnish) })).toBe(true);
  expect(changedSincePublished("ny.v1.json", "a")).toBeNull();
  expect(changedSincePublished("constructor", "a")).toBeNull();
});

test("nor without a published version, under whatever name it stands now", () => {
  const names = Object.keys(now);
  expect(goneSincePublished(names)).toEqual([]);
  expect(goneSincePublished(names.map((name) => name.replace("sip.v1", "sip.v2")))).toEqual([
    "sip.v1.json är utgiven men finns inte. Svar på den kan vara sparade: lägg tillbaka filen.",
  ]);
});

test("with real patients no version is used that may still be changed", () => {
  const config = { telephone: null };
  expect(unpublishedFiles).toEqual([]);
  expect(readStartFaults({ ...config, mode: "production" })).toEqual([]);
  const how = howToPublish("ny.v1.json", "ab12") ?? "";
  expect(how).toContain('"ny.v1.json": "ab12" i src/surveys/published-digests.json');
  expect(readStartFaults({ ...config, mode: "production" }, [how])).toEqual([how]);
  expect(readStartFaults({ ...config, mode: "demo" }, [how])).toEqual([]);
});
