/** What other programs can ask for about samverkansmätningar: the part of api-document.ts that belongs to them. */
import { thresholds } from "./api-indicators.ts";

const json = (ref: string) => ({ "application/json": { schema: { $ref: `#/components/schemas/${ref}` } } });
const problem = (description: string) => ({ description, content: json("Problem") });
const idParameter = { name: "id", in: "path", required: true, schema: { type: "string" } } as const;
const parties = ["municipality", "primary-care", "hospital"];

const measurement = {
  id: { type: "string", description: "Readable name, as in addresses." },
  name: { type: "string" },
  state: { type: "string", enum: ["running", "closed", "published"] },
  county: { type: "string", description: "SCB code, two characters." },
  opensOn: { type: "string", format: "date", description: "First date of the discharges it is about." },
  closesOn: { type: "string", format: "date", description: "Last date of the discharges it is about." },
  madeUp: { type: "boolean", description: "Invented for a demonstration." },
  final: { type: "boolean", description: "The last answers have been counted." },
};
const whole = { type: "object", required: Object.keys(measurement), properties: measurement };

export const cooperationPaths = {
  "/api/samverkan": {
    get: {
      operationId: "listCooperations",
      summary: "All measurements of how the staff of three parties work together, newest first",
      responses: {
        200: { description: "The measurements", content: json("Cooperations") },
        401: problem("Not signed in"),
      },
    },
  },
  "/api/samverkan/{id}": {
    get: {
      operationId: "getCooperation",
      summary: "The result of such a measurement, as far as it may be shown",
      parameters: [idParameter],
      responses: {
        200: { description: "The result", content: json("Cooperation") },
        401: problem("Not signed in"),
        404: problem("No such measurement"),
      },
    },
  },
  "/api/samverkan/{id}/rapporter": {
    get: {
      operationId: "listPublishedCooperations",
      summary: "The results of such a measurement that have been published, oldest first",
      parameters: [idParameter],
      responses: {
        200: { description: "Their numbers", content: json("PublishedReports") },
        401: problem("Not signed in"),
        404: problem("No such measurement"),
      },
    },
  },
  "/api/samverkan/{id}/rapporter/{number}": {
    get: {
      operationId: "getPublishedCooperation",
      summary: "A result as it was published: it never changes",
      parameters: [
        idParameter,
        { name: "number", in: "path", required: true, schema: { type: "integer", minimum: 1 } },
      ],
      responses: {
        200: { description: "The result", content: json("PublishedCooperation") },
        401: problem("Not signed in"),
        404: problem("No such measurement, or no such number"),
      },
    },
  },
} as const;

const ofParties = (type: readonly string[], description: string) => ({
  ...{ type: "object", required: parties, description },
  properties: Object.fromEntries(parties.map((party) => [party, { type }])),
});

export const cooperationSchemas = {
  Cooperations: {
    type: "object",
    required: ["measurements"],
    properties: { measurements: { type: "array", items: whole } },
  },
  Cooperation: {
    type: "object",
    required: ["measurement", "thresholds", "sheets", "figures", "suggestions"],
    properties: {
      measurement: whole,
      thresholds: {
        $ref: "#/components/schemas/CooperationThresholds",
      },
      sheets: ofParties(["integer", "null"], "Sheets of answers; null where they are too few, or one unit dominates."),
      figures: { type: "array", items: { $ref: "#/components/schemas/CooperationFigure" } },
      suggestions: ofParties(
        ["array", "null"],
        "Texts in random order; null where they are not shown, before publication to all but project leads.",
      ),
    },
  },
  CooperationThresholds: {
    type: "object",
    description: "Counted in answers. Kept from the measurement's start to its end.",
    required: [...Object.keys(thresholds), "unitsAtLeast", "dominancePercent"],
    properties: {
      ...thresholds,
      unitsAtLeast: { type: "integer", minimum: 3, description: "Figures that fewer units have answered are hidden." },
      dominancePercent: {
        type: "integer",
        description:
          "Hidden too when the answers without the two largest units are less than this per cent of the largest.",
      },
    },
    additionalProperties: false,
  },
  PublishedCooperation: {
    type: "object",
    required: ["number", "publishedOn", "changed", "report"],
    properties: {
      number: { type: "integer", minimum: 1 },
      publishedOn: { type: "string", format: "date" },
      changed: { type: ["string", "null"], description: "What it corrects; null for the first." },
      report: { $ref: "#/components/schemas/Cooperation" },
    },
  },
  CooperationFigure: {
    type: "object",
    required: ["kind", "by", "about"],
    properties: {
      kind: {
        enum: ["satisfied", "date", "times", "sip"],
        description:
          "Share satisfied; with a changed preliminary discharge date; of those, changed twice or more; where a SIP was called.",
      },
      by: { enum: [...parties, null], description: "Who answers; null: all three." },
      about: { enum: [...parties, null], description: "About whom; null: both others, or nobody." },
      hidden: {
        enum: ["few", "complement", "running"],
        description: "Why there are no numbers: too few answers or units, a hidden part, or not before it is over.",
      },
      positive: { type: "integer", minimum: 0 },
      answered: { type: "integer", minimum: 5 },
      share: { type: "number", minimum: 0, maximum: 1, description: "positive / answered" },
      wilson95: { type: "array", items: { type: "number" }, description: "95 % interval of share, low and high." },
      counts: {
        type: ["object", "null"],
        description: "Code → answers, from distributionFrom answers when it is over.",
      },
    },
  },
} as const;
