/**
 * How a list ends cases: rows that may not be kept, facts that make a patient one not to call, and a newer stay of the
 * same patient. Works on the entries of admission.ts, in memory.
 */
import { noEvidence } from "../calls/disposition.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import { free } from "../cases/case.ts";
import { closeByEligibility, withdraw } from "../cases/closing.ts";
import type { ProblemCode } from "../problems.ts";
import type { AdmissionRules, Entry } from "./entry.ts";

/** Answers in progress exist and are kept. */
export const hasInterview = (entry: Entry): boolean =>
  (entry.known?.interviewBegun ?? false) && !entry.deletesInterview;

/** The row may not be kept: its case is closed, name and numbers go, and what it said is forgotten. */
export function discard(
  entry: Entry,
  reason: "protected" | "dead" | "withdrawn" | "no-consent",
  rules: AdmissionRules,
): void {
  const said = {
    protected: { protected: true },
    dead: { status: "dead" },
    withdrawn: { consent: "withdrawn" },
    "no-consent": { consent: "no" },
  } as const;
  entry.discharge = { ...entry.discharge, ...said[reason], contentKey: "" };
  entry.person = "erase";
  if (reason === "withdrawn") {
    const changes = withdraw(entry.case, evidenceOf(entry), rules.now);
    entry.case = { ...entry.case, ...changes };
    if (entry.case.disposition === "withdrawn") entry.deletesInterview = true;
  } else if (entry.case.state !== "closed") {
    // Dead before the window opened was never one to call; dead later was (domain §4).
    close(entry, reason === "dead" && rules.today < entry.case.opensOn ? "not-eligible" : reason, rules);
    // Nobody may see it any more, whoever talks with the patient among them.
    if (reason === "protected" && entry.case.state === "held")
      entry.case = { ...entry.case, state: "planned", ...free };
  }
}

const evidenceOf = (entry: Entry) => {
  const { disposition, state } = entry.case;
  const sealed = state === "closed" && (disposition === "completed" || disposition === "partial") ? disposition : null;
  return { ...noEvidence, outcomes: entry.known?.outcomes ?? [], sealed };
};

/**
 * Closes an open case. With an interview under way the window ends now instead: the clock then closes it by what the
 * answers amount to, and a talk that is going on is not cut (AAPOR: not eligible only if so before the interview).
 * Without consent to the survey there is nothing to weigh: the answers go.
 */
export function close(entry: Entry, reason: OutcomeCode, rules: AdmissionRules): void {
  const { now } = rules;
  if (hasInterview(entry) && reason !== "no-consent") {
    const lastCallAt = Math.min(entry.case.lastCallAt ?? now, now);
    entry.case = {
      ...entry.case,
      lastCallAt,
      firstCallAt: Math.min(entry.case.firstCallAt ?? now, now),
      appointmentAt: null,
    };
    return;
  }
  entry.case = { ...entry.case, ...closeByEligibility(entry.case, reason, evidenceOf(entry), now) };
  if (entry.known?.interviewBegun) entry.deletesInterview = true;
}

/** Of one patient's cases the one about the last stay comes first; of one day, the one that has come furthest. */
const order = (a: Entry, b: Entry): number =>
  compare(b.discharge.dischargedOn, a.discharge.dischargedOn) ||
  progress(a) - progress(b) ||
  Number(a.known === null) - Number(b.known === null) ||
  compare(a.discharge.dischargeKey, b.discharge.dischargeKey);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function progress({ case: { state, disposition, attempts } }: Entry): number {
  if (state === "closed")
    return ["no-number", "not-eligible", "protected", "no-consent"].includes(disposition ?? "") ? 4 : 0;
  if (state === "held" || attempts > 0) return 1;
  return state === "planned" ? 2 : 3;
}

const isOpen = (entry: Entry): boolean => entry.case.state !== "closed";

/**
 * A patient is called once, about the last stay: open cases of the same patient's other stays are closed as not eligible
 * (readmitted; or one stay told by two units). Gives the notes by discharge key.
 */
export function closeOlder(patients: Iterable<ReadonlySet<Entry>>, rules: AdmissionRules): Map<string, ProblemCode> {
  const notes = new Map<string, ProblemCode>();
  for (const entries of patients) {
    if (entries.size < 2) continue;
    const [newest, ...others] = [...entries].sort(order);
    for (const older of others) {
      if (!isOpen(older)) continue;
      close(older, "not-eligible", rules);
      if (older.known === null) older.person = null;
      const note = isOpen(older) ? "patient-in-call" : "patient-again";
      for (const each of [newest, older]) if (each) notes.set(each.discharge.dischargeKey, note);
    }
  }
  return notes;
}
