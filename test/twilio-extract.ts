/**
 * Makes test/twilio-calls.json out of Twilio's OpenAPI document for api v2010: the paths of the calls and every schema
 * they refer to, word for word, so that our requests are held against what Twilio itself says.
 *
 * The document ships in the npm package @twilio/cli-core (MIT; version 9.0.0 was used) as
 * src/services/twilio-api/twilio_api_v2010.json, and by its own `info.license` is under the Apache License 2.0.
 * To do it again: `npx -c 'node test/twilio-extract.ts <that file>'`, then format with
 * `npx -c 'biome format --write test/twilio-calls.json'`.
 */
import { readFileSync, writeFileSync } from "node:fs";

type Json = { readonly [name: string]: unknown };

const wanted = ["/2010-04-01/Accounts/{AccountSid}/Calls.json", "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json"];

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Every `$ref` within a value. */
function refsIn(value: unknown): string[] {
  if (!isJson(value)) return [];
  return [...(typeof value.$ref === "string" ? [value.$ref] : []), ...Object.values(value).flatMap(refsIn)];
}

/** The document with the wanted paths alone, and the schemas they reach. */
export function extractOf(document: Json): Json {
  const { paths, components, openapi, info, servers, security } = document as Record<string, Json>;
  const kept = Object.fromEntries(wanted.map((path) => [path, paths?.[path]]));
  const all = (components?.schemas ?? {}) as Json;
  const schemas = new Map<string, unknown>();
  const prefix = "#/components/schemas/";
  const reach = (value: unknown): void => {
    for (const ref of refsIn(value)) {
      const name = ref.slice(prefix.length);
      if (!ref.startsWith(prefix) || schemas.has(name)) continue;
      const schema = all[name];
      schemas.set(name, schema);
      reach(schema);
    }
  };
  reach(kept);
  return {
    openapi,
    info,
    servers,
    security,
    paths: kept,
    components: { securitySchemes: components?.securitySchemes, schemas: Object.fromEntries([...schemas].sort()) },
  };
}

const from = process.argv[2];
if (from !== undefined && import.meta.main) {
  const extract = extractOf(JSON.parse(readFileSync(from, "utf8")));
  writeFileSync(new URL("twilio-calls.json", import.meta.url), `${JSON.stringify(extract, null, 2)}\n`);
}
