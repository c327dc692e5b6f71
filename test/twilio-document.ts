/**
 * Holds our requests, and the answers of the Twilio that tests make believe, against Twilio's own OpenAPI document
 * (twilio-calls.json; twilio-extract.ts says where it is from). It refuses what a mock server made of the document
 * would: wrong paths, methods and content types, missing credentials and fields, wrong types, enums, patterns, lengths,
 * bounds and formats. It also refuses what such a mock lets pass: unknown names, fields that come twice, and words that
 * the document lists in prose only.
 */
import document from "./twilio-calls.json" with { type: "json" };

export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly nullable?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};
type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema };
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  /** Of each group, one is required. Written as in the answers: application_sid for ApplicationSid. */
  readonly "x-twilio"?: { readonly conditional?: readonly (readonly string[])[] };
};

const paths = document.paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const schemas = document.components.schemas as unknown as Readonly<Record<string, Schema>>;

/** Words and bounds that stand in the descriptions of the same document, or (TimeLimit) in Twilio's guide to calls. */
const inProse: Readonly<Record<string, Schema>> = {
  StatusCallbackEvent: { enum: ["initiated", "ringing", "answered", "completed"] },
  MachineDetection: { enum: ["Enable", "DetectMessageEnd"] },
  Timeout: { minimum: 1, maximum: 600 },
  TimeLimit: { minimum: 1, maximum: 86_400 },
};

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  // Also a SIP address or a client's name; we only ever ring telephones.
  endpoint: (text) => /^\+[1-9]\d{1,14}$/.test(text),
  "phone-number": (text) => /^\+[1-9]\d{1,14}$/.test(text),
  uri: (text) => URL.canParse(text, "https://api.twilio.com"),
  "http-method": (text) => /^[A-Z]+$/.test(text),
  twiml: (text) => /^<\?xml|^<Response/.test(text),
  int64: (text) => /^-?\d{1,18}$/.test(text),
  currency: (text) => /^[A-Z]{3}$/.test(text),
  "date-time": (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text),
  "date-time-rfc-2822": (text) => /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/.test(text),
  "uri-map": () => true,
};

/** Keywords that are checked below, and those that only tell a reader something. */
export const understood: ReadonlySet<string> = new Set([
  ...["$ref", "type", "format", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "nullable"],
  ...["items", "properties", "required", "title", "description", "example", "x-twilio"],
]);
export const understoodFormats: ReadonlySet<string> = new Set(Object.keys(formats));

const resolved = (schema: Schema): Schema =>
  schema.$ref ? resolved(schemas[schema.$ref.replace("#/components/schemas/", "")]!) : schema;

/** What a text breaks, whether it came in a form, a query or as JSON. */
function faultsInText(text: string, rule: Schema): string[] {
  return [
    ...(rule.format && !formats[rule.format]?.(text) ? [`is no ${rule.format}`] : []),
    ...(rule.enum && !rule.enum.includes(text) ? ["is not one of the words"] : []),
    ...(rule.pattern && !new RegExp(rule.pattern).test(text) ? ["does not fit the pattern"] : []),
    ...(rule.minLength !== undefined && text.length < rule.minLength ? ["is too short"] : []),
    ...(rule.maxLength !== undefined && text.length > rule.maxLength ? ["is too long"] : []),
    ...(rule.minimum !== undefined && Number(text) < rule.minimum ? ["is too small"] : []),
    ...(rule.maximum !== undefined && Number(text) > rule.maximum ? ["is too large"] : []),
  ];
}

/** What a value of a form or a query breaks, where everything comes as text. */
function faultsInField(name: string, text: string, schema: Schema): string[] {
  const whole = resolved(schema);
  const rule = whole.type === "array" ? resolved(whole.items ?? {}) : whole;
  const type = rule.type ?? "string";
  if (type === "integer" && !/^-?\d+$/.test(text)) return ["is no integer"];
  if (type === "boolean" && !/^(true|false)$/.test(text)) return ["is no boolean"];
  if (!["string", "integer", "boolean"].includes(type)) return [`is of a type that a form cannot hold: ${type}`];
  return [...faultsInText(text, rule), ...faultsInText(text, inProse[name] ?? {})];
}

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** What a JSON value breaks; `at` says where it stands. */
export function faultsInJson(value: unknown, schema: Schema, at: string): string[] {
  const rule = resolved(schema);
  if (value === null && rule.nullable) return [];
  if (rule.type && !isOfType[rule.type]?.(value)) return [`${at} is no ${rule.type}`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => faultsInJson(item, rule.items ?? {}, `${at}[${index}]`));
  if (typeof value === "object" && value !== null) {
    const { properties, required = [] } = rule;
    return [
      ...required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name} is missing`),
      ...Object.entries(value).flatMap(([name, inner]) => {
        if (!properties) return [];
        const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
        return known ? faultsInJson(inner, known, `${at}.${name}`) : [`${at}.${name} is unknown`];
      }),
    ];
  }
  return faultsInText(String(value), rule).map((fault) => `${at} ${fault}`);
}

type Found = { readonly operation: Operation; readonly faults: readonly string[] };

/** The operation that a request asks for, and what is wrong with the values in its path. */
function findOperation(method: string, path: string): Found | null {
  for (const [template, operations] of Object.entries(paths)) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const shape = template.replaceAll(".", "\\.").replace(/\{\w+\}/g, "([^/]+)");
    const values = new RegExp(`^${shape}$`).exec(path)?.slice(1);
    const operation = operations[method.toLowerCase()];
    if (!values || !operation) continue;
    const faults = names.flatMap((name, index) => {
      const parameter = operation.parameters?.find((one) => one.in === "path" && one.name === name);
      const found = parameter ? faultsInField(name, values[index]!, parameter.schema) : ["is unknown"];
      return found.map((fault) => `${name} in the path ${fault}`);
    });
    return { operation, faults };
  }
  return null;
}

type Pairs = readonly (readonly [string, string])[];

/** What a list of fields breaks: unknown, missing, repeated, and each by its own rule. */
function faultsInFields(pairs: Pairs, known: Readonly<Record<string, Schema>>, required: readonly string[]): string[] {
  const names = pairs.map(([name]) => name);
  return [
    ...required.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
    ...pairs.flatMap(([name, value]) => {
      const schema = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!schema) return [`${name} is unknown`];
      const twice = resolved(schema).type !== "array" && names.filter((other) => other === name).length > 1;
      return [
        ...(twice ? [`${name} comes twice`] : []),
        ...faultsInField(name, value, schema).map((fault) => `${name} ${fault}`),
      ];
    }),
  ];
}

export type TwilioRequest = {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

/** api.twilio.com, as the document's `servers` has it, or with an edge and a region before it. */
const servers = /^https:\/\/api(\.[a-z]+(-[a-z]+)*\.[a-z]{2}\d)?\.twilio\.com$/;
const formType = "application/x-www-form-urlencoded";
const pascal = (name: string) => name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

/** Everything that Twilio's document objects to in a request. */
export function faultsInRequest({ method, url, headers, body }: TwilioRequest): string[] {
  const { origin, pathname, searchParams } = new URL(url);
  if (!servers.test(origin)) return [`no server ${origin}`];
  const found = findOperation(method, pathname);
  if (!found) return ["no such operation"];
  const { parameters = [], requestBody } = found.operation;
  const credentials = /^Basic ([\w+/]+=*)$/.exec(headers.authorization ?? "")?.[1];
  const query = parameters.filter((one) => one.in === "query");
  const known = Object.fromEntries(query.map(({ name, schema }) => [name, schema]));
  const required = query.filter((one) => one.required).map(({ name }) => name);
  const form = requestBody?.content[formType]?.schema;
  const fields: Pairs = [...new URLSearchParams(body ?? "")];
  const groups = found.operation["x-twilio"]?.conditional ?? [];
  return [
    ...found.faults,
    ...(credentials && /^AC[0-9a-f]{32}:.+/.test(atob(credentials)) ? [] : ["no credentials of an account"]),
    ...faultsInFields([...searchParams], known, required),
    ...(form ? faultsInFields(fields, form.properties ?? {}, form.required ?? []) : []),
    ...(!form && body ? ["has a body"] : []),
    ...(form && headers["content-type"] !== formType ? [`is not ${formType}`] : []),
    ...groups
      .map((group) => group.map(pascal))
      .filter((group) => group.filter((name) => fields.some(([key]) => key === name)).length !== 1)
      .map((group) => `not exactly one of ${group.join(", ")}`),
  ];
}

/** Everything that Twilio's document objects to in an answer. It describes no refusals, so those are not looked into. */
export function faultsInAnswer(
  { method, url }: Pick<TwilioRequest, "method" | "url">,
  answer: { readonly status: number; readonly contentType: string | null; readonly body: string },
): string[] {
  if (answer.status >= 400) return [];
  const found = findOperation(method, new URL(url).pathname);
  const response = found?.operation.responses[String(answer.status)];
  if (!response) return [`no answer ${answer.status}`];
  const schema = response.content?.["application/json"]?.schema;
  if (!schema) return answer.body === "" ? [] : ["has a body"];
  if (answer.contentType !== "application/json") return ["is not application/json"];
  return faultsInJson(JSON.parse(answer.body), schema, "answer");
}
