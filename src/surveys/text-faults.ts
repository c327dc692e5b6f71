/** Faults of what a survey says: texts that nobody sees, hears or can tell from one another, and braces that nobody fills. */
import { blank, type Faults, plainWords, repeated, type SurveyFault, wrongWith, wrongWithLabel } from "./fault.ts";
import type { Path } from "./json-text.ts";
import type { Salvaged } from "./salvage.ts";
import { hintMarkers, markers, reservedTexts, type Step, type Survey } from "./survey.ts";

export function titleFaults({ title }: Survey): Faults {
  const wrong = wrongWithLabel(title);
  return wrong === null ? [] : [{ path: ["title"], text: `title: ${wrong}` }];
}

/** What every question has beside its scale, whole and by half: "vet ej", "minns inte". */
const silent = new Map(
  Object.entries(reservedTexts).flatMap(([code, text]) =>
    [text, ...text.split(" / ")].map((words) => [plainWords(words), code] as const),
  ),
);

export const scaleFaults = (survey: Survey): Faults =>
  Object.entries(survey.scales).flatMap(([name, choices]): Faults => {
    const told = choices.filter(({ text }) => !blank(text));
    const last = (isIt: (choice: (typeof choices)[number]) => boolean) => ["scales", name, choices.findLastIndex(isIt)];
    const twice = repeated(choices.map(({ code }) => code));
    const inOrder = choices.every(({ code }, place) => code >= (choices[place - 1]?.code ?? 0));
    return [
      ...twice.map((code) => ({
        path: [...last((choice) => choice.code === code), "code"],
        text: `Skalan ${name} har koden ${code} mer än en gång. Ge varje svar en egen kod.`,
      })),
      ...repeated(
        told.map(({ text }) => text),
        plainWords,
      ).map((text) => ({
        path: [...last((choice) => plainWords(choice.text) === plainWords(text)), "text"],
        text: `Skalan ${name} har svaret "${text}" mer än en gång. Ge svaren olika ord.`,
      })),
      ...choices.flatMap(({ text }, place) => {
        const known = silent.get(plainWords(text));
        const sentence = `Skalan ${name}: svaret ${text} finns redan på alla frågor, med kod ${known}. Ta bort det ur skalan.`;
        return known === undefined ? [] : [{ path: ["scales", name, place, "text"], text: sentence }];
      }),
      ...choices.flatMap(({ code, text }, place) => {
        const wrong = wrongWithLabel(text);
        const sentence = `Skalan ${name}, svaret med kod ${code}: ${wrong}`;
        return wrong === null ? [] : [{ path: ["scales", name, place, "text"], text: sentence }];
      }),
      ...(twice.length > 0 || inOrder
        ? []
        : [
            {
              path: ["scales", name],
              text: `Skalan ${name}: koderna ska stå i den ordning svaren läses upp, från den lägsta. Ordna om dem.`,
            },
          ]),
    ];
  });

/** Put where a label is broken (salvage.ts). */
const filler = "…";

/** A report has a line for each question, by its label alone. */
export function labelFaults({ survey, places }: Salvaged): Faults {
  const labelled = survey.steps.flatMap((step, at) =>
    "label" in step && step.label !== filler && !blank(step.label) ? [{ ...step, at }] : [],
  );
  const first = new Map<string, string>();
  return labelled.flatMap(({ key, label, at }) => {
    const words = plainWords(label);
    const other = first.get(words);
    if (other === undefined) first.set(words, key);
    if (other === undefined || other === key) return [];
    const text = `Steget ${key}, label: ${label} heter också steget ${other}. Ge frågorna olika namn.`;
    return [{ path: ["steps", places[at]!, "label"], text }];
  });
}

export function textFaults(step: Step, place: Path): Faults {
  const faults: SurveyFault[] = [];
  const fault = (field: Path, what: string) =>
    faults.push({ path: [...place, ...field], text: `Steget ${step.key}, ${field.join(".")}: ${what}` });
  const spoken: [Path, string, readonly string[]][] = Object.entries(step.text).map(([form, text]) => [
    ["text", form],
    text,
    markers,
  ]);
  if (step.hint !== undefined) spoken.push([["hint"], step.hint, hintMarkers]);
  for (const [field, text, known] of spoken) {
    const wrong = wrongWith(text);
    if (wrong !== null) fault(field, wrong);
    for (const what of bracesIn(text, known)) fault(field, what);
  }
  const labels: [string, string][] = "label" in step ? [["label", step.label]] : [];
  if (step.kind === "confirm") labels.push(["yesLabel", step.yesLabel], ["noLabel", step.noLabel]);
  for (const [field, text] of labels) {
    const wrong = wrongWithLabel(text);
    if (wrong !== null) fault([field], wrong);
  }
  if (step.kind === "confirm" && step.yesLabel !== filler && plainWords(step.yesLabel) === plainWords(step.noLabel))
    fault(["noLabel"], `knapparna för ja och nej heter båda ${step.noLabel}. Ge dem olika ord.`);
  return faults;
}

/** What is wrong with the braces of a text in which these markers may stand. */
export function bracesIn(text: string, known: readonly string[]): string[] {
  const open = text.replace(/\{([^{}]*)\}/g, (whole, marker: string) => (known.includes(marker) ? "" : whole));
  const unknown = [...open.matchAll(/\{([^{}]*)\}/g)].map(
    ([, marker]) => `{${marker}} är okänt. Det som finns är {${known.join("}, {")}}.`,
  );
  const alone = /[{}]/.test(open.replace(/\{[^{}]*\}/g, ""));
  return alone ? [...unknown, "en klammer { eller } står ensam. Ta bort den, eller skriv hela: {region}."] : unknown;
}
