/** Nobody is asked half a question in another language, and an answer means the same in all of them. */
import { expect, test } from "vitest";
import { findTranslation, getSurvey, translations } from "./catalog.ts";
import { checkTranslation, translated } from "./translation.ts";

const survey = getSurvey("punktmatning-kort", 1);
const english = findTranslation(survey, "en")!;

test("the short set is there in English and in Finnish, whole", () => {
  expect(translations.map(({ id, version, language }) => `${id} ${version} ${language}`)).toEqual([
    "punktmatning-kort 1 en",
    "punktmatning-kort 1 fi",
  ]);
});

test("keys, codes and ways are those of the Swedish one; every text is another", () => {
  for (const language of ["en", "fi"]) {
    const other = translated(survey, findTranslation(survey, language)!);
    const bones = (from: typeof survey) =>
      from.steps.map(({ text: _, ...step }) => ({ ...step, label: null, yesLabel: null, noLabel: null }));
    expect(bones(other)).toEqual(bones(survey));
    expect(Object.values(other.scales).map((scale) => scale.map(({ code }) => code))).toEqual(
      Object.values(survey.scales).map((scale) => scale.map(({ code }) => code)),
    );
    for (const [at, step] of survey.steps.entries())
      for (const whom of ["patient", "proxy"] as const)
        expect(other.steps[at]!.text[whom], `${language} ${step.key}`).not.toBe(step.text[whom]);
  }
});

const faultsOf = (change: (file: typeof english) => unknown) => {
  const checked = checkTranslation(change(structuredClone(english)), survey);
  return "faults" in checked ? checked.faults : [];
};

test("a missing text is refused by name, all of them at once", () => {
  expect(
    faultsOf((file) => {
      const { trygghet: _, ...steps } = file.steps;
      const { "3": __, ...J4 } = file.scales.J4!;
      const { yesLabel: ___, ...samtycke } = steps.samtycke!;
      return { ...file, scales: { ...file.scales, J4 }, steps: { ...steps, samtycke } };
    }),
  ).toEqual([
    "Skalan J4: svaret med kod 3 saknar översättning.",
    "Steget trygghet saknar översättning.",
    "Steget samtycke: yesLabel saknar översättning.",
  ]);
});

test("what the survey does not have, and a lost marker, are refused", () => {
  expect(
    faultsOf((file) => ({
      ...file,
      steps: {
        ...file.steps,
        extra: { patient: "x", proxy: "x" },
        presentation: { ...file.steps.presentation, patient: "Hello from {region}." },
      },
    })),
  ).toEqual([
    "Steget extra finns inte i enkäten.",
    "Steget presentation: {caller} ska stå i båda språken eller i inget (patient).",
  ]);
  expect(faultsOf((file) => ({ ...file, language: "sv" }))).toEqual(["Enkäten är redan på det språket."]);
  expect(checkTranslation(english, undefined)).toEqual({
    faults: ["Enkäten punktmatning-kort version 1 finns inte att översätta."],
  });
  expect(faultsOf((file) => ({ ...file, title: " " }))).toEqual(["title: saknas eller är fel ifyllt."]);
});
