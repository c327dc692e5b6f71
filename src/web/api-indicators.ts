/** An indicator's figures as other programs get them: the part of api-document.ts that says what the numbers are. */
import { interval, persons, share } from "./api-parts.ts";

/** How small a group may be in a measurement. */
export const thresholds = {
  hideBelow: { type: "integer", minimum: 5, description: "Groups of fewer respondents are hidden." },
  cautionBelow: { type: "integer", minimum: 5, description: "Groups of fewer are marked on the page." },
  distributionFrom: { type: "integer", minimum: 30, description: "From here every answer is shown by itself." },
  extremesFrom: { type: "integer", minimum: 10, description: "From here 0 % and 100 % are shown." },
};

const figures = {
  positive: { ...persons, description: "Persons who answered positively." },
  answered: { ...persons, description: "Persons who chose an answer of the scale." },
  allRespondents: { ...persons, description: "Those, and don't know and not applicable." },
  shareOfAll: { ...share, description: "positive / allRespondents" },
  shareOfAnswered: { ...share, description: "positive / answered" },
  wilson95: { ...interval, description: "95 % interval of shareOfAll, low and high." },
};
const withheld = {
  enum: ["few", "complement"],
  description:
    "Why the numbers are null; left out when they are not. few: too few, all alike, or another group's would be given back; complement: a total of which a part is withheld.",
};

export const indicatorSchemas = {
  UnitIndicator: {
    type: "object",
    required: Object.keys(figures),
    properties: { ...figures, withheld },
    additionalProperties: false,
  },
  Indicator: {
    type: "object",
    required: [
      ...Object.keys(figures),
      ...["topBox", "dontKnow", "notApplicable", "declined", "missing", "distribution", "apart"],
    ],
    properties: {
      ...figures,
      topBox: { ...share, description: "Of allRespondents, those who gave the most positive answer." },
      dontKnow: { ...persons, description: "Persons who said that they do not know (code 8)." },
      notApplicable: { ...persons, description: "Persons whom the question did not concern (code 7)." },
      declined: { ...persons, description: "Persons who did not want to answer it (code 9)." },
      missing: { ...persons, description: "Persons who never got the question." },
      distribution: {
        type: ["array", "null"],
        description: "Persons of each answer of the scale; null where they are too few.",
        items: {
          type: "object",
          required: ["code", "respondents"],
          properties: {
            code: { type: "integer", minimum: 1, maximum: 6, description: "As in the survey's scale." },
            respondents: { type: "integer", minimum: 0, description: "Persons who gave this answer." },
          },
        },
      },
      apart: {
        type: ["object", "null"],
        description: "Patients and those whose närstående answered, each by themselves; null where it is not shown.",
        required: ["own", "proxy"],
        properties: {
          own: { $ref: "#/components/schemas/UnitIndicator" },
          proxy: { $ref: "#/components/schemas/UnitIndicator" },
        },
      },
      withheld,
    },
    additionalProperties: false,
  },
} as const;
