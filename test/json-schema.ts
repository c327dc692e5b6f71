/**
 * Does a value fit a JSON Schema (draft 2020-12)? By the document alone and not by what made it, so that a test of our
 * schemas can fail. Only what they use; an unknown word is an error, so that nothing is passed over in silence.
 */
type Schema = Readonly<Record<string, unknown>>;

const words = new Set([
  ...["$schema", "$id", "title", "description", "format", "type", "const", "enum", "oneOf", "properties", "required"],
  ...[
    "additionalProperties",
    "propertyNames",
    "items",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "pattern",
  ],
]);

const typesOf = (value: unknown): readonly string[] => {
  if (value === null) return ["null"];
  if (Array.isArray(value)) return ["array"];
  if (typeof value === "number") return Number.isInteger(value) ? ["integer", "number"] : ["number"];
  return [typeof value];
};

export function fits(schema: Schema, value: unknown): boolean {
  for (const word of Object.keys(schema)) if (!words.has(word)) throw new Error(`unknown word in the schema: ${word}`);
  const { type, oneOf, pattern, minLength, maxLength, minimum, maximum } = schema;
  if (type !== undefined && ![type].flat().some((one) => typesOf(value).includes(String(one)))) return false;
  if ("const" in schema && value !== schema.const) return false;
  if ("enum" in schema && !(schema.enum as unknown[]).includes(value)) return false;
  if (Array.isArray(oneOf) && oneOf.filter((one) => fits(one as Schema, value)).length !== 1) return false;
  if (typeof value === "string") {
    if (typeof minLength === "number" && [...value].length < minLength) return false;
    if (typeof maxLength === "number" && [...value].length > maxLength) return false;
    if (typeof pattern === "string" && !new RegExp(pattern, "u").test(value)) return false;
  }
  if (typeof value === "number") {
    if (typeof minimum === "number" && value < minimum) return false;
    if (typeof maximum === "number" && value > maximum) return false;
  }
  if (Array.isArray(value)) return fitsList(schema, value);
  return typeof value !== "object" || value === null || fitsRecord(schema, value as Record<string, unknown>);
}

const fitsList = ({ items, minItems, maxItems }: Schema, values: readonly unknown[]): boolean =>
  !(typeof minItems === "number" && values.length < minItems) &&
  !(typeof maxItems === "number" && values.length > maxItems) &&
  (items === undefined || values.every((one) => fits(items as Schema, one)));

function fitsRecord(schema: Schema, value: Readonly<Record<string, unknown>>): boolean {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  const { required = [], additionalProperties = true, propertyNames } = schema;
  if ((required as string[]).some((key) => !Object.hasOwn(value, key))) return false;
  return Object.entries(value).every(([key, one]) => {
    if (propertyNames !== undefined && !fits(propertyNames as Schema, key)) return false;
    if (Object.hasOwn(properties, key)) return fits(properties[key]!, one);
    return typeof additionalProperties === "boolean" ? additionalProperties : fits(additionalProperties as Schema, one);
  });
}
