/** Sample data for the page of the region's rules (see samples.ts). */

import { defaultRules } from "../calls/rules.ts";
import { readTypedRules, ruleChanges, trackRuleLabels, typedRules } from "../calls/rules-form.ts";
import { sentenceFor } from "../problems.ts";
import type { RulesView, Sample } from "./views.ts";

const changed = { ...typedRules(defaultRules), "gront-namn": "Standard", "gront-regel": "always", helger: "ja" };
const wrong = {
  ...{ ...changed, "gult-namn": "standard", "rutin-forsta": "åtta", "matning-sista": "2", till: "23" },
  ...{ forsok: "3", "forsok-dag": "4" },
};

const view = (typed: ReturnType<typeof typedRules>, changes: RulesView["changes"]): RulesView => ({
  sheet: "rules.css",
  seen: "",
  tracks: (["gront", "gult", "rott"] as const).map((field, at) => ({
    ...{ field, heading: ["Grönt spår", "Gult spår", "Rött spår"][at] ?? "", name: typed[`${field}-namn`] },
    rules: Object.entries(trackRuleLabels).map(([value, label]) => ({
      ...{ value, label },
      selected: value === typed[`${field}-regel`],
    })),
  })),
  typed,
  weekends: typed.helger !== "",
  changes,
});

const after = readTypedRules(changed, defaultRules);
const history =
  "faults" in after
    ? []
    : ruleChanges(defaultRules, after).map((change) => ({
        ...{ ...change, atText: "mån 23 nov kl. 10:05", by: "Adam Frisk" },
      }));
const read = readTypedRules(wrong, defaultRules);
const errors =
  "faults" in read
    ? read.faults.map(({ field, refusal }) => ({ field, text: sentenceFor(refusal.refused, refusal.details) }))
    : [];

export const rulesSamples: readonly Sample[] = [
  { page: "rules", name: "ordinary", title: "Regler", view: view(changed, history) },
  { page: "rules", name: "untouched", title: "Regler", view: view(typedRules(defaultRules), []) },
  { page: "rules", name: "errors", title: "Regler", view: view(wrong, history), frame: { errors } },
];
