/**
 * A survey in another language: the same steps, codes and ways, with every text of it translated. A translation is a file of
 * its own beside a Swedish version that never changes; one with a text missing is refused, so that nobody is asked half a
 * question in another language. Hints are for the coordinator and stay Swedish.
 */
import * as z from "zod";
import { markers, reservedTexts, type Step, type Survey } from "./survey.ts";

const text = z.string().trim().min(1);

export const translationShape = z.strictObject({
  id: z.string(),
  version: z.int(),
  /** BCP 47: "en", "fi". */
  language: z.string().regex(/^[a-z]{2,3}$/),
  title: text,
  /** Scale → code → text. */
  scales: z.record(z.string(), z.record(z.string(), text)),
  /** The codes that every question has beside its scale. */
  reserved: z.record(z.string(), text),
  steps: z.record(
    z.string(),
    z.strictObject({
      patient: text,
      proxy: text,
      label: text.optional(),
      yesLabel: text.optional(),
      noLabel: text.optional(),
    }),
  ),
});
export type Translation = z.infer<typeof translationShape>;

export type CheckedTranslation = { readonly translation: Translation } | { readonly faults: readonly string[] };

/** Takes a parsed file and the survey it translates (undefined: there is none); gives it, or every fault as a sentence. */
export function checkTranslation(raw: unknown, survey: Survey | undefined): CheckedTranslation {
  const shape = translationShape.safeParse(raw);
  if (!shape.success) {
    return {
      faults: shape.error.issues.map((issue) => `${issue.path.join(".") || "Filen"}: saknas eller är fel ifyllt.`),
    };
  }
  const translation = shape.data;
  if (!survey)
    return { faults: [`Enkäten ${translation.id} version ${translation.version} finns inte att översätta.`] };
  const faults = [
    ...(translation.language === survey.language ? ["Enkäten är redan på det språket."] : []),
    ...keyFaults("Skalan", Object.keys(survey.scales), Object.keys(translation.scales)),
    ...Object.entries(survey.scales).flatMap(([name, choices]) =>
      keyFaults(
        `Skalan ${name}: svaret med kod`,
        choices.map(({ code }) => String(code)),
        Object.keys(translation.scales[name] ?? {}),
      ),
    ),
    ...keyFaults("Kod", Object.keys(reservedTexts), Object.keys(translation.reserved)),
    ...keyFaults(
      "Steget",
      survey.steps.map(({ key }) => key),
      Object.keys(translation.steps),
    ),
    ...survey.steps.flatMap((step) => stepFaults(step, translation)),
  ];
  return faults.length > 0 ? { faults } : { translation };
}

const keyFaults = (what: string, wanted: readonly string[], given: readonly string[]): string[] => [
  ...wanted.filter((key) => !given.includes(key)).map((key) => `${what} ${key} saknar översättning.`),
  ...given.filter((key) => !wanted.includes(key)).map((key) => `${what} ${key} finns inte i enkäten.`),
];

function stepFaults(step: Step, translation: Translation): string[] {
  const translated = translation.steps[step.key];
  if (!translated) return [];
  const needed = [
    ...(step.kind === "confirm" ? (["yesLabel", "noLabel"] as const) : []),
    ...(step.kind === "choice" || step.kind === "open" ? (["label"] as const) : []),
  ];
  const spare = (["yesLabel", "noLabel", "label"] as const).filter(
    (key) => translated[key] !== undefined && !needed.includes(key as never),
  );
  return [
    ...needed
      .filter((key) => translated[key] === undefined)
      .map((key) => `Steget ${step.key}: ${key} saknar översättning.`),
    ...spare.map((key) => `Steget ${step.key} har inget ${key}.`),
    ...(["patient", "proxy"] as const).flatMap((whom) => {
      const has = (said: string, marker: string) => said.includes(`{${marker}}`);
      return markers
        .filter((marker) => has(step.text[whom], marker) !== has(translated[whom], marker))
        .map((marker) => `Steget ${step.key}: {${marker}} ska stå i båda språken eller i inget (${whom}).`);
    }),
  ];
}

/** The survey with its texts in the translation's language: same id, version, keys, codes and ways. */
export function translated(survey: Survey, translation: Translation): Survey {
  const scales = Object.entries(survey.scales).map(([name, choices]): [string, Survey["scales"][string]] => [
    name,
    choices.map(({ code, text: swedish }) => ({ code, text: translation.scales[name]?.[String(code)] ?? swedish })),
  ]);
  return {
    ...survey,
    language: translation.language,
    title: translation.title,
    scales: Object.fromEntries(scales),
    steps: survey.steps.map((step) => stepIn(step, translation.steps[step.key])),
  };
}

function stepIn(step: Step, said: Translation["steps"][string] | undefined): Step {
  if (!said) return step;
  const worded = { ...step, text: { patient: said.patient, proxy: said.proxy } };
  if (worded.kind === "confirm")
    return { ...worded, yesLabel: said.yesLabel ?? worded.yesLabel, noLabel: said.noLabel ?? worded.noLabel };
  if (worded.kind === "read") return worded;
  return { ...worded, label: said.label ?? worded.label };
}
