/** What other programs can ask for about samverkansmätningar: the part of api-document.ts that belongs to them. */
import { removalReasons } from "../cooperation/removal.ts";
import { thresholds } from "./api-indicators.ts";
import { idParameter, json, numberParameter, problems } from "./api-parts.ts";

const parties = ["municipality", "primary-care", "hospital"];

const measurement = {
  id: { type: "string", description: "Readable name, as in addresses." },
  name: { type: "string" },
  state: { type: "string", enum: ["running", "closed", "published"] },
  county: { type: "string", description: "SCB code, two characters." },
  opensOn: { type: "string", format: "date", description: "First date of the discharges it is about." },
  closesOn: { type: "string", format: "date", description: "Last date of the discharges it is about." },
  madeUp: { type: "boolean", description: "Invented for a demonstration." },
  final: { type: "boolean", description: "The last answers have been counted: the figures do not change any more." },
};
const whole = { type: "object", required: Object.keys(measurement), properties: measurement };

export const cooperationPaths = {
  "/api/samverkan": {
    get: {
      operationId: "listCooperations",
      summary: "All measurements of how the staff of three parties work together, newest first",
      responses: {
        200: { description: "The measurements", content: json("Cooperations") },
        ...problems({ 401: "Not signed in" }),
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
        ...problems({ 401: "Not signed in", 404: "No such measurement" }),
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
        ...problems({ 401: "Not signed in", 404: "No such measurement" }),
      },
    },
  },
  "/api/samverkan/{id}/rapporter/{number}": {
    get: {
      operationId: "getPublishedCooperation",
      summary: "A result as it was published: it never changes, but for suggestions that had to be taken out",
      parameters: [idParameter, numberParameter],
      responses: {
        200: { description: "The result", content: json("PublishedCooperation") },
        ...problems({ 401: "Not signed in", 404: "No such measurement, or no such number" }),
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
    required: ["measurement", "thresholds", "sheets", "figures", "suggestions", "removed"],
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
      removed: {
        type: "array",
        description: "Suggestions that were taken out of this published number, since they pointed somebody out.",
        items: {
          type: "object",
          required: ["party", "removedOn", "reason"],
          properties: {
            party: { enum: parties },
            removedOn: { type: "string", format: "date" },
            reason: { enum: Object.keys(removalReasons) },
          },
        },
      },
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
        enum: ["few", "complement", "running", "absent", "units"],
        description:
          "Why there are no numbers: too few answers or units that have answered, a hidden part, not before it is over, or no units (too few of them) take part.",
      },
      positive: { type: "integer", minimum: 0 },
      answered: { type: "integer", minimum: 5 },
      share: { type: "number", minimum: 0, maximum: 1, description: "positive / answered" },
      wilson95: {
        type: "array",
        items: { type: "number", minimum: 0, maximum: 1 },
        minItems: 2,
        maxItems: 2,
        description: "95 % interval of share, low and high.",
      },
      counts: {
        type: ["object", "null"],
        description:
          "Code → answers, also those that nobody gave; null below distributionFrom answers, before it is over, and for sums.",
        additionalProperties: { type: "integer", minimum: 0 },
      },
    },
    additionalProperties: false,
  },
} as const;
