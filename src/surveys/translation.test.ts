/** Nobody is asked half a question in another language, and an answer means the same in all of them. */
import { expect, test } from "vitest";
import { findTranslation, getSurvey, translations } from "./catalog.ts";
import { checkTranslation, translated, translationShape } from "./translation.ts";

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
    "Steget extra finns inte i enkäten. Ta bort det.",
    "Steget presentation: {caller} ska stå i båda språken eller i inget (patient).",
  ]);
  expect(faultsOf((file) => ({ ...file, language: "sv" }))).toEqual(["Enkäten är redan på det språket."]);
  expect(checkTranslation(english, undefined)).toEqual({
    faults: ["Enkäten punktmatning-kort version 1 finns inte att översätta."],
  });
  expect(faultsOf((file) => ({ ...file, title: " " }))).toEqual([
    "title: saknas eller är fel ifyllt. Skriv texten på det språket.",
  ]);
});

/** Each kind of text that a translation has, by a place where one stands. */
const kindsOfText: readonly (readonly string[])[] = [
  ["title"],
  ["scales", "J4", "1"],
  ["scales", "ja-nej", "2"],
  ["reserved", "7"],
  ["reserved", "8"],
  ["reserved", "9"],
  // Said, asked to steer the call, asked with answers, and openly.
  ...["presentation", "samtycke", "trygghet", "fritext"].flatMap((step) => [
    ["steps", step, "patient"],
    ["steps", step, "proxy"],
  ]),
  ["steps", "trygghet", "label"],
  ["steps", "fritext", "label"],
  ["steps", "samtycke", "yesLabel"],
  ["steps", "samtycke", "noLabel"],
];

test("every kind of text there is, is among those that are shown to be refused", () => {
  const kindOf = (way: readonly string[]) => (way[0] === "steps" ? way.at(-1) : way[0]);
  const shape = translationShape.shape;
  const kinds = new Set([...Object.keys(shape), ...Object.keys(shape.steps.valueType.shape)]);
  for (const name of ["$schema", "id", "version", "language", "steps"]) kinds.delete(name);
  expect(new Set(kindsOfText.map(kindOf))).toEqual(kinds);
});

test.each(kindsOfText.map((way) => [way.join("."), way] as const))(
  "without %s a translation is refused",
  (name, way) => {
    for (const value of [undefined, "", "  ", null, 7]) {
      const faults = faultsOf((file) => {
        const around = way.slice(0, -1).reduce<unknown>((one, key) => (one as Record<string, unknown>)[key], file);
        const holder = around as Record<string, unknown>;
        if (value === undefined) delete holder[way.at(-1)!];
        else holder[way.at(-1)!] = value;
        return file;
      });
      expect([name, value, faults.length]).toEqual([name, value, expect.toSatisfy((count: number) => count >= 1)]);
      expect(faults.join(" ")).toContain(way.at(-1)!);
    }
  },
);

test("what holds the texts is told once when it is a list, as the survey's own is, and not text by text", () => {
  const scales = { J4: [{ code: 1, text: "Yes" }], "ja-nej": { "1": "Yes", "2": "No" } };
  expect(faultsOf((file) => ({ ...file, scales, steps: [] }))).toEqual([
    'scales.J4: saknas eller är fel ifyllt. Skriv { "nyckel": "text" }.',
    'steps: saknas eller är fel ifyllt. Skriv { "nyckel": "text" }.',
  ]);
});
