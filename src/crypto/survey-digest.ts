/** The digest by which a published survey or translation is known again. prepare.mjs makes the same of the catalog's files. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Of a parsed file's meaning: spaces and `$schema`, which tells editors where a description lies, are no part of it. */
export function digestOfSurvey(raw: unknown): string {
  const { $schema: _, ...rest } = raw as Record<string, unknown>;
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(rest))));
}
