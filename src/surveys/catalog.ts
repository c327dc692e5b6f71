/**
 * The published surveys. Every file is checked when the program starts, and it does not start with a faulty one: a
 * dead end must be met by its author, not by a patient. Files come as a module of plain values because Workers have
 * no file system.
 */
import { fileDigests, files as publishedFiles, translationFiles } from "./catalog.gen.ts";
import { checkSurvey } from "./checker.ts";
import { changedSincePublished, type Digests, goneSincePublished, howToPublish } from "./published.ts";
import type { Survey } from "./survey.ts";
import { checkTranslation, type Translation } from "./translation.ts";

export type Catalog =
  | { readonly surveys: readonly Survey[] }
  /** `sound`: those that have none. */
  | { readonly faults: readonly string[]; readonly sound: readonly Survey[] };

/**
 * File name → parsed JSON. Gives every survey, or every fault of every file, each led by the file's name. `digests`: of the
 * files as they are, by which a published version that has been changed is found out.
 */
export function readCatalog(files: Readonly<Record<string, unknown>>, digests: Digests = {}): Catalog {
  const surveys: Survey[] = [];
  const faults: string[] = [];
  const fileOf = new Map<string, string>();
  for (const fileName of Object.keys(files).sort()) {
    const file = files[fileName];
    // What is no JSON comes as the sentence that says so (prepare.mjs).
    if (typeof file === "string") {
      faults.push(`${fileName}: ${file}`);
      continue;
    }
    const checked = checkSurvey(file, fileName);
    if ("faults" in checked) faults.push(...checked.faults.map((fault) => `${fileName}: ${fault}`));
    else surveys.push(checked.survey);
    const changed = changedSincePublished(fileName, digests[fileName]);
    if (changed !== null) faults.push(`${fileName}: ${changed}`);
    const name = nameIn(files[fileName]);
    if (name === null) continue;
    const other = fileOf.get(name);
    if (other) faults.push(`${fileName}: ${name} finns redan i ${other}. En utgiven version får bara finnas en gång.`);
    else fileOf.set(name, fileName);
  }
  return faults.length > 0 ? { faults, sound: surveys } : { surveys };
}

/** Two files may share id and version even when one of them is faulty, so this reads past the checker. */
function nameIn(raw: unknown): string | null {
  const { id, version } = (raw ?? {}) as { id?: unknown; version?: unknown };
  return typeof id === "string" && typeof version === "number" ? `${id} version ${version}` : null;
}

/** File name → parsed JSON. Gives every translation of these surveys, or every fault of every file. */
export function readTranslations(
  files: Readonly<Record<string, unknown>>,
  surveys: readonly Survey[],
  digests: Digests = {},
): { readonly translations: readonly Translation[] } | { readonly faults: readonly string[] } {
  const translations: Translation[] = [];
  const faults: string[] = [];
  for (const fileName of Object.keys(files).sort()) {
    const raw = files[fileName];
    const { id, version, language } = (raw ?? {}) as { id?: unknown; version?: unknown; language?: unknown };
    const survey = surveys.find((one) => one.id === id && one.version === version);
    const checked = typeof raw === "string" ? { faults: [raw] } : checkTranslation(raw, survey);
    if ("translation" in checked) translations.push(checked.translation);
    else faults.push(...checked.faults.map((fault) => `${fileName}: ${fault}`));
    const changed = changedSincePublished(fileName, digests[fileName]);
    if (changed !== null) faults.push(`${fileName}: ${changed}`);
    const expected = `${id}.v${version}.${language}.json`;
    if (fileName !== expected) faults.push(`${fileName}: Filen ska heta ${expected}.`);
  }
  return faults.length > 0 ? { faults } : { translations };
}

/**
 * Surveys and their translations, or every fault of them all. A translation of a survey that has faults waits for it: what
 * it lacks cannot be told.
 */
export function readEverything(
  files: Readonly<Record<string, unknown>>,
  translated: Readonly<Record<string, unknown>>,
  digests: Digests = {},
): { readonly catalog: Catalog; readonly translations: readonly Translation[] } {
  const catalog = readCatalog(files, digests);
  const sound = "surveys" in catalog ? catalog.surveys : catalog.sound;
  const waits = (raw: unknown) => {
    const { id, version } = (raw ?? {}) as { id?: unknown; version?: unknown };
    const isSound = sound.some((one) => one.id === id && one.version === version);
    return !isSound && files[`${id}.v${version}.json`] !== undefined;
  };
  const judged = Object.entries(translated).filter(([, raw]) => !waits(raw));
  const read = readTranslations(Object.fromEntries(judged), sound, digests);
  const translations = "translations" in read ? read.translations : [];
  const faults = [...("faults" in catalog ? catalog.faults : []), ...("faults" in read ? read.faults : [])];
  return { catalog: faults.length > 0 ? { faults, sound } : catalog, translations };
}

const read = readEverything(publishedFiles, translationFiles, fileDigests);

/**
 * What came with the program. Every home looks at it before it opens its doors, and prints the faults instead of
 * starting when there are any.
 */
export const catalog: Catalog = withoutGaps(read.catalog);

/** A version that has been published stays: answers are kept under its name. */
function withoutGaps(whole: Catalog): Catalog {
  const gone = goneSincePublished([...Object.keys(publishedFiles), ...Object.keys(translationFiles)]);
  if (gone.length === 0) return whole;
  return "surveys" in whole
    ? { faults: gone, sound: whole.surveys }
    : { faults: [...gone, ...whole.faults], sound: whole.sound };
}

/** Files that may still be changed, since nobody has published them; each with what to do. Not for real patients. */
export const unpublishedFiles: readonly string[] = Object.entries(fileDigests).flatMap(([name, digest]) => {
  const how = howToPublish(name, digest);
  return how === null ? [] : [`${name}: Enkäten är inte utgiven, så den kan ändras när den har använts. ${how}`];
});

/** Those without faults, whatever is wrong with the others: by them a translation is checked while somebody writes. */
export const soundSurveys: readonly Survey[] = "surveys" in catalog ? catalog.surveys : catalog.sound;

/** The surveys that came with the program; none when one of them is faulty. */
export const published: readonly Survey[] = "surveys" in catalog ? catalog.surveys : [];

/** Translations of them that came with the program. */
export const translations: readonly Translation[] = read.translations;

/** The translation of exactly this version into a language (BCP 47), if there is one. */
export const findTranslation = ({ id, version }: Pick<Survey, "id" | "version">, language: string) =>
  translations.find((one) => one.id === id && one.version === version && one.language === language);

/** A version that an interview, a response or a measurement names. Throws when it is not there: versions never leave. */
export function getSurvey(id: string, version: number, surveys: readonly Survey[] = published): Survey {
  const found = surveys.find((survey) => survey.id === id && survey.version === version);
  if (!found) throw new Error(`Enkäten ${id} version ${version} finns inte i katalogen.`);
  return found;
}

/** The highest version of a survey, if there is any. */
export function findNewest(id: string, surveys: readonly Survey[] = published): Survey | undefined {
  const versions = surveys.filter((survey) => survey.id === id);
  return versions.sort((a, b) => b.version - a.version)[0];
}
