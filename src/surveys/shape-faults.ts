/** What is wrong with the shape of a survey file, in Swedish and by the name of the step. */
import type * as z from "zod";
import type { SurveyFault } from "./fault.ts";
import { type Path, pathText } from "./json-text.ts";
import { longest, reserved } from "./survey.ts";

export const shapeFaults = (raw: unknown, issues: readonly z.core.$ZodIssue[]): SurveyFault[] =>
  issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") return unknownFields(issue.keys, path, placeOf(raw, path));
    return [{ path, text: `${placeOf(raw, path)}: ${shapeSentence(issue, path)}` }];
  });

/** Each unknown field by itself, where it stands. `where`: what holds them, in words. */
export const unknownFields = (keys: readonly string[], path: Path, where: string): SurveyFault[] =>
  keys.map((key) => ({
    path: [...path, key],
    text: `${where}: okänt fält: ${key}. Ta bort det, eller rätta stavningen.`,
  }));

/** "Steget trygghet" rather than "steps[9]": the author thinks in keys. */
function placeOf(raw: unknown, path: Path): string {
  if (path[0] !== "steps" || typeof path[1] !== "number") return path.length > 0 ? pathText(path) : "Filen";
  const key = (raw as { steps?: ({ key?: unknown } | null)[] }).steps?.[path[1]]?.key;
  const name = typeof key === "string" && key !== "" ? `Steget ${key}` : `Steg nummer ${path[1] + 1}`;
  return path.length > 2 ? `${name}, ${pathText(path.slice(2))}` : name;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "en text",
  number: "ett tal",
  int: "ett heltal",
  boolean: "true eller false",
  array: "en lista inom hakparenteser: [ ]",
  object: "ett objekt inom klamrar: { }",
  record: "ett objekt inom klamrar: { }",
};

function shapeSentence(issue: z.core.$ZodIssue, path: Path): string {
  if (issue.code === "invalid_type")
    return `${issue.input === undefined ? "saknas och ska vara" : "ska vara"} ${typeNames[issue.expected] ?? issue.expected}.`;
  if (issue.code === "too_small" && issue.origin === "string") return "texten är tom. Skriv den.";
  if (issue.code === "too_small" && issue.origin === "array")
    return `listan ska ha minst ${issue.minimum}. Lägg till det som saknas.`;
  if (issue.code === "too_small") return `ska vara minst ${issue.minimum}.`;
  if (issue.code === "too_big" && issue.origin === "string")
    return `texten är för lång: högst ${issue.maximum} tecken. Korta den.`;
  if (issue.code === "too_big" && issue.origin === "array") return `listan ska ha högst ${issue.maximum}. Korta den.`;
  if (issue.code === "too_big")
    return path.at(-1) === "code"
      ? `ska vara högst ${issue.maximum}. ${Object.values(reserved).join(", ")} finns på alla frågor och skrivs inte i skalan.`
      : `ska vara högst ${issue.maximum}.`;
  if (issue.code === "invalid_key")
    return `namnet får bara ha bokstäver, siffror, mellanslag, bindestreck och understreck, börjar med en bokstav eller siffra och har högst ${longest.name} tecken. Byt namn.`;
  if (issue.code === "invalid_union") return "okänd sort (kind). Välj read, confirm, choice eller open.";
  if (issue.code === "invalid_value")
    return `ska vara ${issue.values.length > 1 ? "något av: " : ""}${issue.values.join(", ")}.`;
  if (issue.code === "invalid_format")
    return "får bara ha små bokstäver a–z, siffror och bindestreck, och börjar med en bokstav.";
  return "är inte rätt ifyllt. Läs om fältet i docs/enkatformat.md.";
}
