/**
 * The shape of a survey file and of a translation as JSON Schema (draft 2020-12), made from the shapes that the program
 * itself reads by: for editors that help while one writes, and for whoever checks files elsewhere. What no schema can say
 * (that every way leads somewhere) is the checker's.
 */
import * as z from "zod";
import { surveyShape } from "./survey.ts";
import { translationShape } from "./translation.ts";

/** Kind → its file in docs/, and how a schema of ours is named: an address of nobody's, so that it never moves. */
export const schemaFiles = {
  enkat: { file: "enkat.schema.json", shape: surveyShape, title: "Enkät" },
  oversattning: { file: "enkat-oversattning.schema.json", shape: translationShape, title: "Översättning av en enkät" },
} as const;
export type SchemaKind = keyof typeof schemaFiles;

/** A plain value to be printed as JSON. */
export function jsonSchemaOf(kind: SchemaKind): Readonly<Record<string, unknown>> {
  const { file, shape, title } = schemaFiles[kind];
  const { $schema, ...schema } = z.toJSONSchema(shape, {
    io: "input",
    target: "draft-2020-12",
    override: ({ jsonSchema }) => {
      // What every JSON key and every whole number of ours is anyway.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.propertyNames && Object.keys(jsonSchema.propertyNames).join() === "type")
        delete jsonSchema.propertyNames;
    },
  });
  return { $schema, $id: `urn:ringupp:${file}`, title, ...schema };
}

/** The file in docs/ as it should be. */
export const schemaText = (kind: SchemaKind): string => `${JSON.stringify(jsonSchemaOf(kind), null, 2)}\n`;
