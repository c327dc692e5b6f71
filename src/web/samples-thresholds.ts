/** Sample data for the page of the thresholds (see samples.ts). */
import { sentenceFor } from "../problems.ts";
import {
  defaultThresholds,
  readTypedThresholds,
  type Thresholds,
  thresholdChanges,
  thresholdsText,
  typedThresholds,
} from "../reports/thresholds.ts";
import { title, viewThresholds } from "./thresholds.ts";
import type { Sample } from "./views.ts";

const stricter: Thresholds = { hideBelow: 8, cautionBelow: 40, distributionFrom: 40, extremesFrom: 16 };
const wrong = { dolj: "3", varna: "2", fordelning: "tjugo", ytterlighet: "101" };
const read = readTypedThresholds(wrong);
const errors =
  "faults" in read
    ? read.faults.map(({ field, refusal }) => ({ field, text: sentenceFor(refusal.refused, refusal.details) }))
    : [];
const changes = thresholdChanges(defaultThresholds, stricter).map((change) => ({
  ...{ ...change, atText: "mån 23 nov kl. 10:05", by: "Lena Berg" },
}));
const running = (id: string, name: string, thresholds: Thresholds) =>
  ({ id, name, state: "running", thresholds: thresholdsText(thresholds) }) as const;
const measurements = [
  running("punktmatning-2026-11", "Punktmätning november 2026", defaultThresholds),
  running("lopande-2026", "Löpande uppföljning 2026", stricter),
];
const known = { today: stricter, measurements, changes, mayChangeRules: true, sheet: "rules.css" };

const lead = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [{ href: "/matningar", label: "Mätningar", current: false }],
};

export const thresholdsSamples: readonly Sample[] = [
  { page: "thresholds", name: "stricter", title, view: viewThresholds(typedThresholds(stricter), known) },
  {
    ...{ page: "thresholds", name: "untouched", title, frame: lead },
    view: viewThresholds(typedThresholds(defaultThresholds), {
      ...{ ...known, today: defaultThresholds, measurements: [], changes: [], mayChangeRules: false },
    }),
  },
  { page: "thresholds", name: "errors", title, view: viewThresholds(wrong, known), frame: { errors } },
];
