/**
 * What other programs can ask for, as an OpenAPI 3.1 document: the same numbers as on the pages, under stable English names.
 * A program signs in as a person does and sends the session's cookie; there is nothing here that names a patient. Longer
 * than other files because a document is read whole.
 */
import { comparisonPaths, comparisonSchemas } from "./api-comparison.ts";
import { cooperationPaths, cooperationSchemas } from "./api-cooperation.ts";
import { indicatorSchemas, thresholds } from "./api-indicators.ts";
import { idParameter, json, nullable, numberParameter, persons, problems } from "./api-parts.ts";

const measurement = {
  id: { type: "string", description: "Readable name, as in addresses." },
  name: { type: "string" },
  state: {
    type: "string",
    enum: ["running", "closed", "published"],
    description: "running: answers come in. closed: no more come. published: a numbered report stands.",
  },
  opensOn: { type: "string", format: "date", description: "First discharge date included." },
  closesOn: { type: "string", format: "date", description: "Last discharge date included." },
  madeUp: { type: "boolean", description: "Invented for a demonstration." },
};
const survey = {
  type: "object",
  required: ["id", "version"],
  properties: {
    id: { type: "string", description: "The survey's name in the catalog." },
    version: { type: "integer", minimum: 1, description: "Results of different versions are never added together." },
  },
};

const publication = {
  number: { type: "integer", minimum: 1, description: "1, 2, 3 …: a correction is a new number." },
  publishedOn: { type: "string", format: "date", description: "Local date of the publication." },
  changed: { ...nullable("string"), description: "What it corrects; null for the first." },
};
const county = { type: "string", description: 'SCB code, two characters; "00": all that take part, together.' };
const parts = (codes: readonly string[], description: string, count: object) => ({
  type: "array",
  description,
  items: {
    type: "object",
    required: ["code", "respondents"],
    properties: { code: { enum: codes }, respondents: count },
  },
});
export const apiDocument = {
  openapi: "3.1.0",
  info: {
    title: "Ringupp",
    version: "1",
    description:
      "Results of follow-up calls after hospital discharge. Groups of few respondents are hidden, and so is what would give them back. Shares are fractions between 0 and 1, not rounded; dates are local Swedish dates. GET and HEAD only; every refusal is a Problem in JSON, and nothing is to be cached.",
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
          ...problems({ 401: "Not signed in" }),
        },
      },
    },
    "/api/matningar/{id}": {
      get: {
        operationId: "getReport",
        summary: "The report of a measurement, as far as it may be shown",
        parameters: [idParameter],
        responses: {
          200: { description: "The report", content: json("Report") },
          ...problems({ 401: "Not signed in", 404: "No such measurement, or a draft" }),
        },
      },
    },
    "/api/matningar/{id}/rapporter": {
      get: {
        operationId: "listPublishedReports",
        summary: "The reports of a measurement that have been published, oldest first",
        parameters: [idParameter],
        responses: {
          200: { description: "Their numbers", content: json("PublishedReports") },
          ...problems({ 401: "Not signed in", 404: "No such measurement" }),
        },
      },
    },
    "/api/matningar/{id}/rapporter/{number}": {
      get: {
        operationId: "getPublishedReport",
        summary: "A report as it was published: it never changes",
        parameters: [idParameter, numberParameter],
        responses: {
          200: { description: "The report", content: json("PublishedReport") },
          ...problems({ 401: "Not signed in", 404: "No such measurement, or no such number" }),
        },
      },
    },
    ...comparisonPaths,
    ...cooperationPaths,
  },
  components: {
    securitySchemes: {
      session: {
        type: "apiKey",
        in: "cookie",
        name: "__Host-ringupp",
        description:
          "The cookie of a session. POST /logga-in with the form fields anvandarnamn and losenord (application/x-www-form-urlencoded) answers 303 and sets it; it lasts an hour after its last use, twelve at most. In the demo it is called ringupp-demo.",
      },
    },
    schemas: {
      ...comparisonSchemas,
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
        required: ["measurement", "cautions", "survey", "thresholds", "groups", "units"],
        properties: {
          measurement: {
            type: "object",
            required: [...Object.keys(measurement), "final", "closedEarlyOn", "unitNames", "note"],
            properties: {
              ...measurement,
              final: {
                type: "boolean",
                description: "The last answers have been counted: the figures do not change any more.",
              },
              closedEarlyOn: {
                ...nullable("string"),
                format: "date",
                description: "Closed on this day with patients left to ring; null: it went on to its end.",
              },
              unitNames: {
                ...nullable("array"),
                items: { type: "string" },
                description: "The only units that it took patients from; null: every unit of its counties.",
              },
              note: { ...nullable("string"), description: "What its project lead has written for its readers." },
            },
          },
          cautions: {
            type: "array",
            items: { type: "string" },
            description: "What the page says before the numbers, in Swedish.",
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
          county,
          careType: { enum: ["somatic", "psychiatric"], description: "Kind of care." },
          kind: {
            enum: ["unit", "together", "untold", "rest"],
            description:
              "One unit; those of too few respondents together; respondents whose unit is not told; or both of these.",
          },
          unit: { ...nullable("string"), description: "Its name; null unless it is one unit." },
          respondents: { type: "integer", minimum: 5, description: "Persons who have answered anything." },
          indicators: { type: "object", additionalProperties: { $ref: "#/components/schemas/UnitIndicator" } },
        },
      },
      Thresholds: {
        type: "object",
        description: "How small a group may be in this measurement. Kept from its start to its end.",
        required: Object.keys(thresholds),
        properties: thresholds,
        additionalProperties: false,
      },
      Group: {
        type: "object",
        description: "Either hidden with its reason, or respondents, caution, modes, respondentKinds and indicators.",
        required: ["county", "careType"],
        properties: {
          county,
          careType: { enum: ["somatic", "psychiatric", null], description: "Kind of care; null: both." },
          hidden: { const: true, description: "It may not be shown. No counts." },
          because: { enum: ["few", "complement"], description: "Too few, or it would give a hidden group back." },
          respondents: { type: "integer", minimum: 5, description: "Persons who have answered anything." },
          caution: { type: "boolean", description: "Fewer than cautionBelow." },
          modes: parts(
            ["human", "robot", "mixed", "web"],
            "How the answers were given: to a person, to an automatic call, to both, in a form.",
            { ...persons, description: "Null when one of the ways has too few." },
          ),
          respondentKinds: parts(
            ["patient", "supported", "proxy"],
            "Who answered: the patient, the patient with support, a relative in the patient's place.",
            { type: "integer", minimum: 1, description: "Persons." },
          ),
          indicators: { type: "object", additionalProperties: { $ref: "#/components/schemas/Indicator" } },
        },
        additionalProperties: false,
      },
      PublishedReports: {
        type: "object",
        required: ["reports"],
        properties: {
          reports: {
            type: "array",
            items: { type: "object", required: Object.keys(publication), properties: publication },
          },
        },
      },
      PublishedReport: {
        type: "object",
        required: [...Object.keys(publication), "report"],
        properties: { ...publication, report: { $ref: "#/components/schemas/Report" } },
      },
      ...indicatorSchemas,
    },
  },
} as const;
