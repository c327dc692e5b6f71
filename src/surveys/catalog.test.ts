/** The program does not start with a faulty survey, and a published version never changes under an interview. */
import { expect, test } from "vitest";
import { catalog, findNewest, getSurvey, readCatalog } from "./catalog.ts";
import { branchingSurvey } from "./samples.ts";
import type { Survey } from "./survey.ts";

const version = (number: number): Survey => ({ ...branchingSurvey(), version: number });

test("the surveys that come with the program are sound", () => {
  expect(catalog).toHaveProperty("surveys");
  expect(getSurvey("punktmatning-kort", 1).title).toBe("Punktmätning, kort");
});

test("every fault of every file is listed, led by the file", () => {
  const endless = version(1);
  const read = readCatalog({
    "grenad.v1.json": { ...endless, steps: endless.steps.map((s) => (s.key === "tack" ? { ...s, next: "tack" } : s)) },
    "annan.v1.json": { id: "annan" },
  });
  const faults = "faults" in read ? read.faults : [];
  expect(faults.some((fault) => fault.startsWith("annan.v1.json: version: saknas"))).toBe(true);
  expect(faults).toContain(
    "grenad.v1.json: Steget tack: återvändsgränd. Härifrån går det inte att komma till något slut.",
  );
});

test("two files cannot be the same version of the same survey", () => {
  const read = readCatalog({ "grenad.v1.json": version(1), "grenad-kopia.v1.json": version(1) });
  expect("faults" in read && read.faults).toEqual([
    "grenad-kopia.v1.json: Filen heter grenad-kopia.v1.json men ska heta grenad.v1.json.",
    "grenad.v1.json: grenad version 1 finns redan i grenad-kopia.v1.json. En utgiven version får bara finnas en gång.",
  ]);
});

test("an old version stays beside the newest", () => {
  const read = readCatalog({
    "grenad.v1.json": version(1),
    "grenad.v2.json": version(2),
    "grenad.v10.json": version(10),
  });
  const surveys = "surveys" in read ? read.surveys : [];
  expect(findNewest("grenad", surveys)?.version).toBe(10);
  expect(getSurvey("grenad", 2, surveys).version).toBe(2);
  expect(findNewest("borta", surveys)).toBeUndefined();
  expect(() => getSurvey("grenad", 3, surveys)).toThrow("grenad version 3");
});
