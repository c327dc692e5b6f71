/**
 * What other programs can ask for, as an OpenAPI 3.1 document: the same numbers as on the pages, under stable English names.
 * A program signs in as a person does and sends the session's cookie; there is nothing here that names a patient.
 */
import { cooperationPaths, cooperationSchemas } from "./api-cooperation.ts";

const nullable = (type: string) => ({ type: [type, "null"] });
const share = { type: ["number", "null"], minimum: 0, maximum: 1 };
const persons = { type: ["integer", "null"], minimum: 0 };
const json = (ref: string) => ({ "application/json": { schema: { $ref: `#/components/schemas/${ref}` } } });
const problem = (description: string) => ({ description, content: json("Problem") });

const measurement = {
  id: { type: "string", description: "Readable name, as in addresses." },
  name: { type: "string" },
  state: { type: "string", enum: ["draft", "running", "closed", "published"] },
  opensOn: { type: "string", format: "date", description: "First discharge date included." },
  closesOn: { type: "string", format: "date", description: "Last discharge date included." },
  madeUp: { type: "boolean", description: "Invented for a demonstration." },
};
const survey = {
  type: "object",
  required: ["id", "version"],
  properties: { id: { type: "string" }, version: { type: "integer" } },
};

export const apiDocument = {
  openapi: "3.1.0",
  info: {
    title: "Ringupp",
    version: "1",
    description:
      "Results of follow-up calls after hospital discharge. Groups of few respondents are hidden, and so is what would give them back.",
    license: { name: "MIT", identifier: "MIT" },
  },
  security: [{ session: [] }],
  paths: {
    "/api/matningar": {
      get: {
        operationId: "listMeasurements",
        summary: "All measurements that have begun, newest first",
        responses: {
          200: { description: "The measurements", content: json("Measurements") },
          401: problem("Not signed in"),
        },
      },
    },
    "/api/matningar/{id}": {
      get: {
        operationId: "getReport",
        summary: "The report of a measurement, as far as it may be shown",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          200: { description: "The report", content: json("Report") },
          401: problem("Not signed in"),
          404: problem("No such measurement"),
        },
      },
    },
    ...cooperationPaths,
  },
  components: {
    securitySchemes: {
      session: { type: "apiKey", in: "cookie", name: "__Host-ringupp", description: "From POST /logga-in." },
    },
    schemas: {
      ...cooperationSchemas,
      Problem: {
        type: "object",
        required: ["problem", "sentence", "retry"],
        properties: {
          problem: { type: "string", description: "A stable code." },
          sentence: { type: "string", description: "For a person, in Swedish." },
          retry: { type: "boolean", description: "The same request may succeed later." },
        },
      },
      Measurements: {
        type: "object",
        required: ["measurements"],
        properties: {
          measurements: {
            type: "array",
            items: {
              type: "object",
              required: [...Object.keys(measurement), "continuous", "counties", "survey"],
              properties: {
                ...measurement,
                continuous: {
                  type: "boolean",
                  description: "A period of the routine outside every measurement; periods never overlap.",
                },
                counties: { type: "array", items: { type: "string", description: "SCB code, two characters." } },
                survey,
              },
            },
          },
        },
      },
      Report: {
        type: "object",
        required: ["measurement", "survey", "thresholds", "groups", "units"],
        properties: {
          measurement: {
            type: "object",
            required: [...Object.keys(measurement), "note"],
            properties: { ...measurement, note: nullable("string") },
          },
          survey: {
            ...survey,
            required: [...survey.required, "modules"],
            properties: {
              ...survey.properties,
              modules: {
                ...nullable("array"),
                items: { type: "string" },
                description: "Modules of the survey that were asked; null when it has none.",
              },
            },
          },
          thresholds: { $ref: "#/components/schemas/Thresholds" },
          groups: {
            type: "array",
            description:
              'Per county, somatic, psychiatric, and both (null). County "00" is all that take part, together.',
            items: { $ref: "#/components/schemas/Group" },
          },
          units: {
            type: "array",
            description:
              "The discharging units of each county's care types: every respondent in one of them. Empty until the measurement has closed and its last answers are counted.",
            items: { $ref: "#/components/schemas/Unit" },
          },
        },
      },
      Unit: {
        type: "object",
        required: ["county", "careType", "kind", "unit", "respondents", "indicators"],
        properties: {
          county: { type: "string" },
          careType: { enum: ["somatic", "psychiatric"] },
          kind: {
            enum: ["unit", "together", "untold", "rest"],
            description:
              "One unit; those of too few respondents together; respondents whose unit is not told; or both of these.",
          },
          unit: { ...nullable("string"), description: "Its name; null unless it is one unit." },
          respondents: { type: "integer", minimum: 5 },
          indicators: { type: "object", additionalProperties: { $ref: "#/components/schemas/Indicator" } },
        },
      },
      Thresholds: {
        type: "object",
        description: "How small a group may be in this measurement. Kept from its start to its end.",
        required: ["hideBelow", "cautionBelow", "distributionFrom", "extremesFrom"],
        properties: {
          hideBelow: { type: "integer", minimum: 5, description: "Groups of fewer respondents are hidden." },
          cautionBelow: { type: "integer", minimum: 5, description: "Groups of fewer are marked on the page." },
          distributionFrom: { type: "integer", minimum: 30, description: "From here every answer is shown by itself." },
          extremesFrom: { type: "integer", minimum: 10, description: "From here 0 % and 100 % are shown." },
        },
      },
      Group: {
        type: "object",
        required: ["county", "careType"],
        properties: {
          county: { type: "string" },
          careType: { enum: ["somatic", "psychiatric", null] },
          hidden: { const: true, description: "Too few respondents, or it would give a hidden group back. No counts." },
          respondents: { type: "integer", minimum: 5 },
          indicators: { type: "object", additionalProperties: { $ref: "#/components/schemas/Indicator" } },
        },
      },
      Indicator: {
        type: "object",
        required: ["positive", "answered", "allRespondents", "shareOfAll", "shareOfAnswered", "wilson95"],
        properties: {
          positive: { ...persons, description: "Persons who answered positively." },
          answered: { ...persons, description: "Persons who chose an answer of the scale." },
          allRespondents: { ...persons, description: "Those, and don't know and not applicable." },
          shareOfAll: { ...share, description: "positive / allRespondents" },
          shareOfAnswered: { ...share, description: "positive / answered" },
          wilson95: {
            type: ["array", "null"],
            items: { type: "number" },
            description: "95 % interval of shareOfAll, low and high.",
          },
          withheld: { enum: ["few", "complement"], description: "Why the numbers are null." },
        },
      },
    },
  },
} as const;
