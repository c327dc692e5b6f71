/**
 * What has been published, by the digest of what it says: a version that may have been used never changes, since answers to
 * it are kept under its name for ever. Whoever changes one is told to make a new version, by the checker and at the start.
 */
import known from "./published-digests.json" with { type: "json" };

/** File name → digest of its meaning (crypto/survey-digest.ts). */
export type Digests = Readonly<Record<string, string>>;

export const publishedDigests: Digests = known;

export const nextVersionOf = (fileName: string): string =>
  fileName.replace(/\.v(\d+)\./, (_, version) => `.v${Number(version) + 1}.`);

/** Has this version been given out, so that it never changes? */
export const isPublished = ({ id, version }: { readonly id: string; readonly version: number }): boolean =>
  Object.hasOwn(publishedDigests, `${id}.v${version}.json`);

/** What to do when a file has been published and is not what it was; null when nothing is to be done. */
export function changedSincePublished(fileName: string, digest: string | undefined): string | null {
  const published = Object.hasOwn(publishedDigests, fileName) ? publishedDigests[fileName] : undefined;
  if (published === undefined || digest === undefined || published === digest) return null;
  return `Versionen är utgiven och ändras aldrig. Lägg tillbaka den som den var, och gör ändringen i en ny fil: ${nextVersionOf(fileName)}, med nästa version.`;
}

/** What has been published and is not among these files, one sentence each. */
export const goneSincePublished = (fileNames: readonly string[]): string[] =>
  Object.keys(publishedDigests)
    .filter((name) => !fileNames.includes(name))
    .map((name) => `${name} är utgiven men finns inte. Svar på den kan vara sparade: lägg tillbaka filen.`);

/** How a file becomes published, once and for all; null when it is. */
export const howToPublish = (fileName: string, digest: string): string | null =>
  Object.hasOwn(publishedDigests, fileName)
    ? null
    : `Ge ut den med raden "${fileName}": "${digest}" i src/surveys/published-digests.json. Sedan ändras den aldrig.`;
