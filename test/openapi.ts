/** Does an answer of the API fit what its own document says, to the last key? */
import { apiDocument } from "../src/web/api-document.ts";
import { fits } from "./json-schema.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The schema with what it points at in its place, and no more keys than it names. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, ...rest } = schema as Record<string, unknown>;
  const name = typeof $ref === "string" ? $ref.replace("#/components/schemas/", "") : null;
  const named =
    name === null ? {} : apiDocument.components.schemas[name as keyof typeof apiDocument.components.schemas];
  const whole = Object.entries({ ...named, ...rest }).map(([key, value]) => [key, strict(value)] as const);
  const isRecord = whole.some(([key, value]) => key === "type" && [value].flat().includes("object"));
  const hasKeys = whole.some(([key]) => key === "properties");
  return Object.fromEntries([...(isRecord && hasKeys ? [["additionalProperties", false]] : []), ...whole]);
}

const ofPath = new Map(Object.entries(apiDocument.paths).map(([path, { get }]) => [path, get]));

export const documentedPaths = [...ofPath.keys()];

/** Does `text` fit what the document's address `path` answers with 200, or any address when it refuses? */
export function fitsDocument(path: string, status: number, text: string): boolean {
  const value = JSON.parse(text);
  const problem = strict(apiDocument.components.schemas.Problem) as Schema;
  if (status !== 200) return fits(problem, value);
  const schema = ofPath.get(path)?.responses[200].content["application/json"].schema;
  if (!schema) throw new Error(`${path} is not in the document`);
  return fits(strict(schema) as Schema, value);
}
