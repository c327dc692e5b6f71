/**
 * A survey in another language: the same steps, codes and ways, with every text of it translated. A translation is a file of
 * its own beside a Swedish version that never changes; one with a text missing is refused, so that nobody is asked half a
 * question in another language. Hints are for the coordinator and stay Swedish. Longer than other files because its shape and
 * what is wrong with one name the same fields.
 */
import * as z from "zod";
import { blank, type Faults, plainWords, repeated, wrongWith, wrongWithLabel } from "./fault.ts";
import type { Path } from "./json-text.ts";
import { own } from "./route.ts";
import { unknownFields } from "./shape-faults.ts";
import { longest, markers, reservedTexts, type Step, type Survey } from "./survey.ts";
import { bracesIn } from "./text-faults.ts";

// Counted before it is trimmed, as a JSON Schema counts it.
const said = z.string().max(longest.text).trim().min(1);
const label = z.string().max(longest.label).trim().min(1);

export const translationShape = z.strictObject({
  $schema: z.string().optional().describe("Var den här beskrivningen finns, för den som redigerar. Läses aldrig."),
  id: z.string().describe("Enkäten som översätts."),
  version: z.int().describe("Versionen som översätts."),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .describe("Språkkod: en, fi."),
  title: z.string().max(longest.title).trim().min(1).describe("Enkätens namn."),
  scales: z.record(z.string(), z.record(z.string(), label)).describe("Skala → kod → svar."),
  /** The codes that every question has beside its scale. */
  reserved: z.record(z.string(), label).describe("Texterna för 7, 8 och 9."),
  steps: z
    .record(
      z.string(),
      z.strictObject({
        patient: said.describe("Sägs till patienten."),
        proxy: said.describe("Sägs till en närstående."),
        label: label.optional().describe("Frågans korta namn."),
        yesLabel: label.optional().describe("Knappen för ja."),
        noLabel: label.optional().describe("Knappen för nej."),
      }),
    )
    .describe("Steg → texter. Alla steg i den svenska enkäten."),
});
export type Translation = z.infer<typeof translationShape>;

export type CheckedTranslation = { readonly translation: Translation } | { readonly faults: readonly string[] };

/** Takes a parsed file and the survey it translates (undefined: there is none); gives it, or every fault as a sentence. */
export function checkTranslation(raw: unknown, survey: Survey | undefined): CheckedTranslation {
  const checked = findTranslationFaults(raw, survey);
  return "translation" in checked ? checked : { faults: checked.faults.map(({ text: sentence }) => sentence) };
}

/**
 * As {@link checkTranslation}, with the place of each fault. Never throws, whatever it is given. `without`: what is said of a
 * survey that is not given.
 */
export function findTranslationFaults(
  raw: unknown,
  survey: Survey | undefined,
  without = "finns inte att översätta.",
): { readonly translation: Translation } | { readonly faults: Faults } {
  const shape = translationShape.safeParse(raw);
  const ofShape = shape.success ? [] : shape.error.issues.flatMap(shapeFault);
  if (!survey) {
    const { id, version } = shape.success ? shape.data : partsOf(raw);
    const known = typeof id === "string" && typeof version === "number";
    const none = `Enkäten ${id} version ${version} ${without}`;
    return { faults: [...ofShape, ...(known ? [{ path: ["id"], text: none }] : [])] };
  }
  const { language, title, scales, reserved, steps } = partsOf(raw);
  const faults = [
    ...ofShape,
    ...labelFault("title", ["title"], title),
    ...(language === survey.language ? [{ path: ["language"], text: "Enkäten är redan på det språket." }] : []),
    ...keyFaults("Skalan", ["scales"], Object.keys(survey.scales), scales),
    ...Object.entries(survey.scales).flatMap(([name, choices]) => {
      const codes = choices.map(({ code }) => String(code));
      const given = Object.hasOwn(scales, name) ? scales[name] : {};
      return [
        ...keyFaults(`Skalan ${name}: svaret med kod`, ["scales", name], codes, recordOf(given)),
        ...sameWords(name, { ...recordOf(given), ...recordOf(reserved) }),
        ...labelsFaults(`Skalan ${name}, svaret med kod`, ["scales", name], recordOf(given)),
      ];
    }),
    ...keyFaults("Kod", ["reserved"], Object.keys(reservedTexts), reserved),
    ...labelsFaults("reserved, kod", ["reserved"], reserved),
    ...sameLabels(survey, steps),
    ...keyFaults(
      "Steget",
      ["steps"],
      survey.steps.map(({ key }) => key),
      steps,
    ),
    ...survey.steps.flatMap((step) => {
      const said = translationShape.shape.steps.safeParse({ [step.key]: own(steps, step.key) });
      return said.success ? stepFaults(step, said.data[step.key]) : [];
    }),
  ];
  if (faults.length === 0 && shape.success) return { translation: shape.data };
  // Where what holds the texts is missing or broken, each of them is missing too.
  const holders = ofShape.map(({ path }) => `${JSON.stringify(path).slice(0, -1)},`);
  return { faults: faults.filter(({ path }) => !holders.some((holder) => JSON.stringify(path).startsWith(holder))) };
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** The parts of a file that may be anything. */
function partsOf(raw: unknown) {
  const { id, version, language, title, scales, reserved, steps } = recordOf(raw);
  return {
    id,
    version,
    language,
    title,
    scales: recordOf(scales),
    reserved: recordOf(reserved),
    steps: recordOf(steps),
  };
}

/** What to do about a field that is no text of the translation. */
const remedies: Readonly<Record<string, string>> = {
  id: "Skriv samma id som i den svenska enkäten.",
  version: "Skriv samma version som i den svenska enkäten, ett heltal.",
  language: "Skriv språkets kod med två eller tre små bokstäver: en, fi.",
};

function shapeFault(issue: z.core.$ZodIssue): Faults {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const place = path.join(".") || "Filen";
  if (issue.code === "unrecognized_keys") return unknownFields(issue.keys, path, place);
  if (issue.code === "too_big")
    return [{ path, text: `${place}: texten är för lång: högst ${issue.maximum} tecken. Korta den.` }];
  const holds = issue.code === "invalid_type" && /record|object/.test(issue.expected);
  const remedy = remedies[place] ?? (holds ? 'Skriv { "nyckel": "text" }.' : "Skriv texten på det språket.");
  return [{ path, text: `${place}: saknas eller är fel ifyllt. ${remedy}` }];
}

/** Two answers in the same words cannot be told apart by whoever chooses. */
const sameWords = (scale: string, given: Readonly<Record<string, unknown>>): Faults =>
  repeated(
    Object.values(given).filter((words): words is string => typeof words === "string" && !blank(words)),
    plainWords,
  ).map((words) => ({
    path: ["scales", scale],
    text: `Skalan ${scale} har svaret "${words}" mer än en gång. Ge svaren olika ord.`,
  }));

/** What a door never fills in. An empty one, and one that is no text, is told by its shape. */
function labelFault(what: string, path: Path, words: unknown): Faults {
  const wrong = typeof words === "string" && words.trim() !== "" ? wrongWithLabel(words) : null;
  return wrong === null ? [] : [{ path, text: `${what}: ${wrong}` }];
}

const labelsFaults = (what: string, path: Path, given: Readonly<Record<string, unknown>>): Faults =>
  Object.entries(given).flatMap(([key, words]) => labelFault(`${what} ${key}`, [...path, key], words));

/** A summary has a line for each question, by its label alone. */
const sameLabels = (survey: Survey, steps: Readonly<Record<string, unknown>>): Faults => {
  const labels = survey.steps.flatMap(({ key }): [string, string][] => {
    const { label } = recordOf(own(steps, key));
    return typeof label === "string" && !blank(label) ? [[key, label]] : [];
  });
  const first = new Map([...labels].reverse().map(([key, label]) => [plainWords(label), key]));
  return labels.flatMap(([key, label]) => {
    const other = first.get(plainWords(label));
    const text = `Steget ${key}, label: ${label} heter också steget ${other}. Ge frågorna olika namn.`;
    return other === key ? [] : [{ path: ["steps", key, "label"], text }];
  });
};

const keyFaults = (
  what: string,
  path: Path,
  wanted: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Faults => [
  ...wanted
    .filter((key) => !Object.hasOwn(given, key))
    .map((key) => ({ path: [...path, key], text: `${what} ${key} saknar översättning.` })),
  ...Object.keys(given)
    .filter((key) => !wanted.includes(key))
    .map((key) => ({ path: [...path, key], text: `${what} ${key} finns inte i enkäten. Ta bort det.` })),
];

/** A short word may be the same in two languages; a sentence is not. */
const surelyWords = 20;

function stepFaults(step: Step, said: Translation["steps"][string] | undefined): Faults {
  if (!said) return [];
  const fault = (field: string, sentence: string) => ({ path: ["steps", step.key, field], text: sentence });
  const needed = [
    ...(step.kind === "confirm" ? (["yesLabel", "noLabel"] as const) : []),
    ...(step.kind === "choice" || step.kind === "open" ? (["label"] as const) : []),
  ];
  const spare = (["yesLabel", "noLabel", "label"] as const).filter(
    (key) => said[key] !== undefined && !needed.includes(key as never),
  );
  return [
    ...needed
      .filter((key) => said[key] === undefined)
      .map((key) => fault(key, `Steget ${step.key}: ${key} saknar översättning.`)),
    ...spare.map((key) => fault(key, `Steget ${step.key} har inget ${key}. Ta bort det.`)),
    ...(["patient", "proxy"] as const).flatMap((whom) => {
      const has = (words: string, marker: string) => words.includes(`{${marker}}`);
      return markers
        .filter((marker) => has(step.text[whom], marker) !== has(said[whom], marker))
        .map((marker) =>
          fault(whom, `Steget ${step.key}: {${marker}} ska stå i båda språken eller i inget (${whom}).`),
        );
    }),
    ...(["patient", "proxy"] as const)
      .filter((whom) => said[whom].length >= surelyWords && said[whom] === step.text[whom])
      .map((whom) => fault(whom, `Steget ${step.key}: texten är den svenska (${whom}). Översätt den.`)),
    ...(["patient", "proxy"] as const).flatMap((whom) => {
      const wrong = wrongWith(said[whom]);
      return [...(wrong === null ? [] : [wrong]), ...bracesIn(said[whom], markers)].map((what) =>
        fault(whom, `Steget ${step.key}, ${whom}: ${what}`),
      );
    }),
    ...(["label", "yesLabel", "noLabel"] as const).flatMap((field) =>
      labelFault(`Steget ${step.key}, ${field}`, ["steps", step.key, field], said[field]),
    ),
    ...(said.yesLabel !== undefined &&
    said.noLabel !== undefined &&
    plainWords(said.yesLabel) === plainWords(said.noLabel)
      ? [fault("noLabel", `Steget ${step.key}: knapparna för ja och nej heter båda ${said.noLabel}. Ge dem olika ord.`)]
      : []),
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
