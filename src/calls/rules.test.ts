import { expect, test } from "vitest";
import { defaultRules, policyFor, readRules, rulesText } from "./rules.ts";
import { readTypedRules, ruleChanges, typedRules as typed } from "./rules-form.ts";
import { callWindow } from "./window.ts";

const form = typed(defaultRules);
const faultsOf = (change: Partial<typeof form>) => {
  const read = readTypedRules({ ...form, ...change }, defaultRules);
  return "faults" in read ? read.faults.map(({ field, refusal }) => `${field}: ${refusal.refused}`) : [];
};

test("what a region has stored comes back, and what it has not has the default", () => {
  const own = {
    ...defaultRules,
    trackLabels: { ...defaultRules.trackLabels, green: "Standard" },
    windows: { ...defaultRules.windows, measurement: { firstDay: 5, lastDay: 9 } },
  };
  expect(readRules(rulesText(own))).toEqual(own);
  expect(readRules(undefined)).toBe(defaultRules);
  expect(readRules('{"policy":{"weekends":true}}')).toEqual({
    ...defaultRules,
    policy: { ...defaultRules.policy, weekends: true },
  });
});

test("a form that nobody has touched says the rules that it was filled from", () => {
  expect(readTypedRules(form, defaultRules)).toEqual(defaultRules);
  expect(ruleChanges(defaultRules, defaultRules)).toEqual([]);
});

test("each field that cannot be used is told, all at once", () => {
  expect(faultsOf({ "gront-namn": " ", "rott-namn": "gult", "gult-regel": "kanske" })).toEqual([
    "gront-namn: rule-label-missing",
    "rott-namn: rule-label-twice",
    "gult-regel: rule-choice-needed",
  ]);
  expect(faultsOf({ "rutin-forsta": "8", "matning-sista": "-1", fran: "06:59", till: "kväll" })).toEqual([
    "rutin-sista: rule-days-order",
    "matning-sista: rule-number",
    "fran: rule-time",
    "till: rule-time",
  ]);
  expect(faultsOf({ fran: "15", till: "15.00", forsok: "2", "forsok-dag": "3", hallen: "29" })).toEqual([
    "till: rule-hours-order",
    "hallen: rule-number",
    "forsok-dag: rule-per-day-more",
  ]);
});

test("a change is told by what it was and what it is, also when only a name changed", () => {
  const after = readTypedRules({ ...form, "gult-namn": "Utökat", helger: "ja", fran: "8.30" }, defaultRules);
  if ("faults" in after) throw new Error("the form is sound");
  expect(ruleChanges(defaultRules, after)).toEqual([
    { label: "Namn på gult spår", before: "Gult", after: "Utökat" },
    { label: "Ringtider", before: "kl. 09:00–19:00", after: "kl. 08:30–19:00" },
    { label: "Helger", before: "Stängda", after: "Öppna" },
  ]);
});

test("one call serves both rules: it waits for both windows and lasts as long as either", () => {
  const both = { routine: true, measurementId: "m" };
  const rules = (routine: [number, number], measurement: [number, number]) => ({
    ...defaultRules,
    policy: { ...defaultRules.policy, firstDay: routine[0], lastDay: routine[1] },
    windows: {
      routine: { firstDay: routine[0], lastDay: routine[1] },
      measurement: { firstDay: measurement[0], lastDay: measurement[1] },
    },
  });
  const days = ({ firstDay, lastDay }: { firstDay: number; lastDay: number }) => [firstDay, lastDay];
  expect(days(policyFor(rules([2, 5], [3, 7]), both))).toEqual([3, 7]);
  expect(days(policyFor(rules([1, 2], [5, 9]), both))).toEqual([1, 9]);
  expect(days(policyFor(rules([2, 5], [3, 7]), { ...both, routine: false }))).toEqual([3, 7]);
  expect(days(policyFor(rules([2, 5], [3, 7]), { ...both, measurementId: null }))).toEqual([2, 5]);
});

test("the same rules give the same policy, so that a window is worked out once for a whole file", () => {
  const rules = { ...defaultRules, windows: { ...defaultRules.windows, measurement: { firstDay: 4, lastDay: 9 } } };
  const policy = policyFor(rules, { routine: false, measurementId: "m" });
  expect(policyFor(rules, { routine: false, measurementId: "other" })).toBe(policy);
  expect(callWindow("2026-11-16", policy)).toBe(callWindow("2026-11-16", policy));
});
