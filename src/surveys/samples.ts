/** A small survey with branches, for the tests of this folder: the published ones go straight on. */
import type { Survey } from "./survey.ts";

const say = (text: string) => ({ patient: text, proxy: `${text} (närstående)` });
const question = { kind: "choice" as const, scale: "ja-nej", ownExperience: false };

/** vard 2 skips medicin and mening; 8 on vard goes past the closing's first question. A new object for every call. */
export const branchingSurvey = (): Survey => ({
  id: "grenad",
  version: 1,
  language: "sv",
  title: "Grenad",
  minutes: 1,
  scales: {
    "ja-nej": [
      { code: 1, text: "Ja" },
      { code: 2, text: "Nej" },
    ],
  },
  start: "hej",
  steps: [
    { key: "hej", kind: "confirm", text: say("Hej?"), yesLabel: "Ja", noLabel: "Nej", yes: "vard", no: "end:refused" },
    {
      ...question,
      key: "vard",
      text: say("Vård?"),
      label: "Vård",
      core: true,
      positive: [1],
      next: "medicin",
      branches: { "2": "constructor", "8": "tack" },
    },
    { ...question, key: "medicin", text: say("Medicin?"), label: "Medicin", core: true, next: "mening" },
    { key: "mening", kind: "open", text: say("Mening?"), label: "Mening", maxLength: 20, next: "constructor" },
    { ...question, key: "constructor", text: say("Bygge?"), label: "Bygge", core: false, next: "hjalp" },
    {
      key: "hjalp",
      kind: "confirm",
      text: say("Hjälp?"),
      yesLabel: "Ja",
      noLabel: "Nej",
      yes: "tack",
      no: "tack",
      raises: "help",
    },
    { key: "tack", kind: "read", text: say("Tack."), next: "end:completed" },
  ],
});
