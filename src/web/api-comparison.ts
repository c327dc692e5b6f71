/** What other programs can ask for about comparisons: the part of api-document.ts that belongs to them. */
import { interval, json, nullable, persons, problems, share } from "./api-parts.ts";

const letter = { type: "string", pattern: "^[A-H]$", description: "A is the one that the others are compared with." };
const date = { type: ["string", "null"], format: "date" };

export const comparisonPaths = {
  "/api/jamfor": {
    get: {
      operationId: "compare",
      summary: "Two to eight results beside each other, as on the page /jamfor",
      parameters: [
        {
          name: "s",
          in: "query",
          required: true,
          description:
            'A result: measurement, county and care type ("alla": both) with points between. County "00" is all together, "00-18" all but 18. After them a unit, or "utom" and a unit, as in the addresses that /jamfor makes.',
          schema: { type: "array", items: { type: "string" }, minItems: 2, maxItems: 8 },
          example: ["orebro-2019-11.18.somatic", "orebro-2019-11.18.psychiatric"],
        },
      ],
      responses: {
        200: { description: "The comparison", content: json("Comparison") },
        ...problems({
          401: "Not signed in",
          422: "A result that does not exist, too few, too many, or one of them twice",
        }),
      },
    },
  },
} as const;

const side = {
  letter,
  name: { type: "string", description: "For a person, in Swedish." },
  measurement: { type: "string", description: "Its id." },
  survey: {
    type: "object",
    description: "What was asked, by name and version: of other wordings no differences are given.",
    required: ["id", "version"],
    properties: { id: { type: "string" }, version: { type: "integer", minimum: 1 } },
  },
  county: { type: "string", description: 'SCB code; "00": all that take part, "00-18": all but 18.' },
  careType: { enum: ["somatic", "psychiatric", null], description: "Kind of care; null: both." },
  unit: { ...nullable("string"), description: "A discharging unit's name; null: the whole of it." },
  withoutUnit: { type: "boolean", description: "The care type without that unit." },
  opensOn: { ...date, description: "First discharge date included." },
  closesOn: { ...date, description: "Last discharge date included." },
  running: { ...nullable("boolean"), description: "The figures change when more answers come." },
  madeUp: { type: "boolean", description: "Invented for a demonstration." },
  respondents: { ...persons, description: "Persons who have answered anything; null when hidden." },
  hidden: { enum: ["few", "complement", null], description: "Why nothing of it is shown." },
  responseRate: { ...share, description: "AAPOR RR2; null when it is not known, and when the side is hidden." },
};
const figures = {
  letter,
  hidden: { enum: ["few", "complement", "not-asked", null], description: "Why the numbers are null." },
  positive: { ...persons, description: "Persons who answered positively." },
  allRespondents: { ...persons, description: "Of how many." },
  shareOfAll: { ...share, description: "positive / allRespondents" },
  wilson95: { ...interval, description: "95 % interval of shareOfAll, low and high." },
  differenceFromA: {
    type: ["number", "null"],
    minimum: -1,
    maximum: 1,
    description:
      "shareOfAll less that of A; null for A, where one of them is null, and where they are not to be compared.",
  },
  newcombe95: {
    type: ["array", "null"],
    items: { type: "number", minimum: -1, maximum: 1 },
    minItems: 2,
    maxItems: 2,
    description: "95 % interval of differenceFromA (Newcombe 1998, method 10), low and high.",
  },
  established: { ...nullable("boolean"), description: "That interval does not hold 0." },
};

export const comparisonSchemas = {
  Comparison: {
    type: "object",
    required: ["sides", "notComparable", "cautions", "indicators"],
    properties: {
      sides: {
        type: "array",
        items: { type: "object", required: Object.keys(side), properties: side, additionalProperties: false },
      },
      notComparable: {
        ...nullable("string"),
        description: "Why no differences are given, in Swedish; null when they are.",
      },
      cautions: {
        type: "array",
        items: { type: "string" },
        description: "What else than the care may explain a difference, in Swedish.",
      },
      indicators: {
        type: "object",
        description: "Key of the question → a value for each side, in their order. Empty where all is hidden.",
        additionalProperties: {
          type: "array",
          items: { type: "object", required: Object.keys(figures), properties: figures, additionalProperties: false },
        },
      },
    },
    additionalProperties: false,
  },
} as const;
