/** The program does not start with a faulty survey, and a published version never changes under an interview. */
import { describe, expect, test } from "vitest";
import { files, translationFiles } from "./catalog.gen.ts";
import { catalog, findNewest, getSurvey, readCatalog, readEverything } from "./catalog.ts";
import { usualModules } from "./route.ts";
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
    "grenad.v1.json: Steget tack: återvändsgränd. Vägen leder runt hit igen och aldrig till något slut. Peka på ett senare steg, eller på end:completed.",
  );
});

test("faults of a survey hide none of a translation, and its own translation waits for it", () => {
  const finnish = translationFiles["punktmatning-kort.v1.fi.json"] as { steps: object };
  const broken = { ...finnish, steps: {} };
  const read = readEverything(
    { ...files, "grenad.v1.json": { ...version(1), minutes: "fem" } },
    { "punktmatning-kort.v1.fi.json": broken, "grenad.v1.fi.json": { ...finnish, id: "grenad" } },
  );
  const faults = "faults" in read.catalog ? read.catalog.faults : [];
  expect(faults).toContain("grenad.v1.json: minutes: ska vara ett tal.");
  expect(faults).toContain("punktmatning-kort.v1.fi.json: Steget trygghet saknar översättning.");
  expect(faults.filter((fault) => fault.startsWith("grenad.v1.fi.json"))).toEqual([]);
});

test("two files cannot be the same version of the same survey", () => {
  const read = readCatalog({ "grenad.v1.json": version(1), "grenad-kopia.v1.json": version(1) });
  expect("faults" in read && read.faults).toEqual([
    "grenad-kopia.v1.json: Filen heter grenad-kopia.v1.json men ska heta grenad.v1.json. Byt namn på den, eller rätta id och version.",
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

describe("the longer set", () => {
  const [short, long] = [getSurvey("punktmatning-kort", 1), getSurvey("ring-upp", 1)];
  const core = (survey: Survey) => survey.steps.flatMap((step) => (step.kind === "choice" && step.core ? [step] : []));
  const asked = (survey: Survey) =>
    core(survey).map(({ next: _, ...step }) => ({ ...step, answers: survey.scales[step.scale] }));

  test("puts the core in the short set's very words and order, before anything else, so that results compare", () => {
    expect(asked(long)).toEqual(asked(short));
    const questions = long.steps.filter(({ kind }) => kind === "choice" || kind === "open");
    expect(questions.slice(0, 6).map(({ key }) => key)).toEqual(core(short).map(({ key }) => key));
  });

  test("opens and closes as the short set does, but for how long it takes", () => {
    const words = (survey: Survey, key: string) => survey.steps.find((step) => step.key === key)?.text;
    for (const key of ["presentation", "ratt-person", "ostort", "fritext", "hjalp", "tack"])
      expect(words(long, key)).toEqual(words(short, key));
    const consent = words(short, "samtycke")!;
    expect(words(long, "samtycke")).toEqual({
      patient: consent.patient.replace("fem minuter", "tio minuter"),
      proxy: consent.proxy.replace("fem minuter", "tio minuter"),
    });
    expect(long.minutes).toBe(10);
  });

  test("asks everything beyond the core in a module, and each module has a question", () => {
    for (const step of long.steps)
      if (step.kind === "choice" && !step.core) expect([step.key, step.module]).toEqual([step.key, expect.any(String)]);
    const modules = long.modules!.map(({ key }) => key);
    expect(modules).toHaveLength(10);
    const asking = new Set(long.steps.flatMap((step) => (step.kind === "choice" && step.module) || []));
    expect([...asking].sort()).toEqual(modules.toSorted());
    expect(usualModules(long)).toEqual(["lakemedel", "insatser", "kontaktvag", "fast-vardkontakt", "egenvard", "sip"]);
  });

  test("speaks to the patient as du, and to a närstående of the patient", () => {
    for (const step of long.steps.filter((one) => one.kind === "choice")) {
      expect(step.text.proxy, step.key).not.toBe(step.text.patient);
      expect(step.text.proxy, step.key).toMatch(/närstående|hon eller han/);
      expect(step.text.patient, step.key).toMatch(/\b(du|dig|din|dina)\b|hjälpen hemma/);
    }
  });
});
