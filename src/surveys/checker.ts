/**
 * Tells everything that is wrong with a survey at once, in Swedish and by the name of the step, so that its author
 * mends it in one go. First the shape (survey.ts); then what no shape can say: that every way through it leads
 * somewhere, that texts and codes exist, and that it can give a completed interview. What passes here cannot make
 * the engine stumble.
 */
import { type Faults, placesIn, placesOfProto, repeated, type SurveyFault } from "./fault.ts";
import type { Path } from "./json-text.ts";
import { inOrder } from "./route.ts";
import { type Salvaged, salvage, whole } from "./salvage.ts";
import { shapeFaults } from "./shape-faults.ts";
import { reserved, type Step, type Survey, surveyShape } from "./survey.ts";
import { labelFaults, scaleFaults, textFaults, titleFaults } from "./text-faults.ts";
import { moduleFaults, wayFaults } from "./way-faults.ts";

export type Checked = { readonly survey: Survey } | { readonly faults: readonly string[] };
/** Takes a parsed JSON file and its name; gives the survey, or every fault in it as a Swedish sentence. */
export function checkSurvey(raw: unknown, fileName: string): Checked {
  const checked = findFaults(raw, fileName);
  return "survey" in checked ? checked : { faults: checked.faults.map(({ text }) => text) };
}

/** As {@link checkSurvey}, with the place of each fault. Never throws, whatever it is given. */
export function findFaults(
  raw: unknown,
  fileName: string,
): { readonly survey: Survey } | { readonly faults: readonly SurveyFault[] } {
  const shape = surveyShape.safeParse(raw, { reportInput: true });
  const proto = protoFaults(raw);
  if (shape.success) {
    const survey = shape.data;
    const faults = [...proto, ...faultsIn(whole(survey), fileName)];
    return faults.length > 0 ? { faults } : { survey: inOrder(survey) };
  }
  const ofShape = shapeFaults(raw, shape.error.issues);
  const rest = salvage(raw, shape.error.issues);
  const named = !shape.error.issues.some(({ path }) => path[0] === "id" || path[0] === "version");
  const others = rest ? faultsIn(rest, named ? fileName : null) : [];
  // A broken text is told once, by its shape.
  const told = new Set(ofShape.map(({ path }) => JSON.stringify(path)));
  const more = [...proto, ...others].filter(({ path }) => !told.has(JSON.stringify(path)));
  return { faults: [...ofShape, ...more] };
}

const protoFaults = (raw: unknown): Faults =>
  placesOfProto(raw).map((path) => ({ path, text: "__proto__ är inget namn i en enkät. Ta bort fältet." }));

/** `fileName`: null when the file does not tell what it should be called. */
function faultsIn(known: Salvaged, fileName: string | null): SurveyFault[] {
  const { survey, places } = known;
  return [
    ...(fileName === null ? [] : nameFaults(survey, fileName)),
    ...titleFaults(survey),
    ...scaleFaults(survey),
    ...duplicateFaults(known),
    ...labelFaults(known),
    ...survey.steps.flatMap((step, at) => {
      const place = ["steps", places[at]!];
      return [...textFaults(step, place), ...codeFaults(known, step, place)];
    }),
    ...wayFaults(known),
    ...moduleFaults(known),
  ];
}

const listed = (words: readonly (string | number)[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} och ${words.at(-1)}`;

function nameFaults(survey: Survey, fileName: string): Faults {
  const expected = `${survey.id}.v${survey.version}.json`;
  if (fileName === expected) return [];
  const text = `Filen heter ${fileName} men ska heta ${expected}. Byt namn på den, eller rätta id och version.`;
  return [{ path: ["id"], text }];
}

const duplicateFaults = (known: Salvaged): Faults =>
  repeated([...known.survey.steps.map((step) => step.key), ...known.otherKeys]).map((key) => ({
    path: [...placesIn(known)(key), "key"],
    text: `Steget ${key} finns mer än en gång. Byt nyckel på det ena.`,
  }));

function codeFaults({ survey, otherScales }: Salvaged, step: Step, place: Path): Faults {
  if (step.kind !== "choice" || otherScales.includes(step.scale)) return [];
  if (!Object.hasOwn(survey.scales, step.scale)) {
    const there = [...Object.keys(survey.scales), ...otherScales.filter((name) => name !== "?")];
    const remedy =
      there.length === 0 ? "Lägg till den under scales." : `Välj ${there.join(" eller ")}, eller lägg till den.`;
    return [{ path: [...place, "scale"], text: `Steget ${step.key}: skalan ${step.scale} finns inte. ${remedy}` }];
  }
  const codes = survey.scales[step.scale]!.map((choice) => choice.code);
  const branchable = [...new Set([...codes, ...Object.values(reserved)])].sort();
  const positive = (what: string) => [{ path: [...place, "positive"], text: `Steget ${step.key}: positive ${what}` }];
  return [
    ...repeated(step.positive ?? []).flatMap((code) => positive(`har ${code} mer än en gång. Ta bort den ena.`)),
    ...(codes.every((code) => step.positive?.includes(code))
      ? positive("har alla svar, så att andelen alltid blir 100 procent. Ta bort dem som inte är positiva.")
      : []),
    ...(step.positive ?? []).flatMap((code, at) =>
      codes.includes(code)
        ? []
        : [
            {
              path: [...place, "positive", at],
              text: `Steget ${step.key}: positive ${code} finns inte i skalan ${step.scale}. Koderna är ${listed([...new Set(codes)])}.`,
            },
          ],
    ),
    ...Object.keys(step.branches ?? {}).flatMap((code) =>
      branchable.map(String).includes(code)
        ? []
        : [
            {
              path: [...place, "branches", code],
              text: `Steget ${step.key}: branches ${code} är inget svar på frågan. Svaren är ${listed(branchable)}.`,
            },
          ],
    ),
  ];
}
