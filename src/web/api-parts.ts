/** What the parts of api-document.ts share: how a schema is named, how a number is described, and how every refusal looks. */

export const json = (ref: string) => ({ "application/json": { schema: { $ref: `#/components/schemas/${ref}` } } });

export const nullable = (type: string) => ({ type: [type, "null"] });

export const persons = { type: ["integer", "null"], minimum: 0 };
export const share = { type: ["number", "null"], minimum: 0, maximum: 1 };
export const interval = {
  type: ["array", "null"],
  items: { type: "number", minimum: 0, maximum: 1 },
  minItems: 2,
  maxItems: 2,
};

const problem = (description: string) => ({ description, content: json("Problem") });

/** Refusals by their status. What any address may answer besides comes under "default". */
export const problems = (refused: Readonly<Record<number, string>>) => ({
  ...Object.fromEntries(Object.entries(refused).map(([status, why]) => [status, problem(why)])),
  default: problem("405 with the header Allow for another method than GET and HEAD; 500 for a fault of ours"),
});

export const idParameter = {
  name: "id",
  in: "path",
  required: true,
  description: "As in the list.",
  schema: { type: "string" },
} as const;
export const numberParameter = {
  name: "number",
  in: "path",
  required: true,
  schema: { type: "integer", minimum: 1 },
} as const;
