/**
 * What a chunk of judged rows means beside what is already known: new, changed, the same, or refused; which cases it
 * opens, changes and closes; whose name and numbers go. Pure: the caller reads before and writes after, and a preview is
 * the same decision without the write.
 */

import type { OutcomeCode } from "../calls/outcomes.ts";
import { reopen } from "../cases/closing.ts";
import { firstStateOf } from "../cases/inclusion.ts";
import { isRefusal, type ProblemCode, type Refusal, refuse } from "../problems.ts";
import type { DiscardReason } from "./discarding.ts";
import { close, closeOlder, discard, hasInterview } from "./ending.ts";
import {
  type AdmissionRules,
  caseColumns,
  dischargeColumns,
  type Entry,
  type Judgement,
  judgeAdmission,
  type KnownEntry,
  scarcityOf,
  tooOld,
} from "./entry.ts";
import type { Judged } from "./judge.ts";
import {
  bindingReason,
  bury,
  changesOf,
  liftProtection,
  openTombstones,
  type Tombstone,
  type TombstoneChanges,
  type Tombstones,
} from "./tombstones.ts";

/** A judged row with the keyed hashes of its references and of all it says; null where it has none. */
export type RowToDecide = {
  readonly line: number;
  readonly judged: Judged;
  readonly dischargeKey: string | null;
  readonly patientKey: string | null;
  readonly contentKey: string | null;
};

export type Verdict =
  | {
      readonly line: number;
      readonly verdict: "admitted" | "updated" | "unchanged";
      readonly notes: readonly ProblemCode[];
    }
  | { readonly line: number; readonly verdict: "refused"; readonly refusal: Refusal };

export type Decision = {
  /** One for every row, in order. */
  readonly verdicts: readonly Verdict[];
  /** All entries the rows touched, as they shall be. Those that equal what is known need no write. */
  readonly entries: readonly Entry[];
  /** What the rows ended for good, or said is over. */
  readonly tombstones: TombstoneChanges;
};

/** What is known of a chunk's rows when it is decided. */
export type KnownBefore = {
  /** The discharges that the rows name, and all others of the same patients. */
  readonly entries: readonly KnownEntry[];
  /** Those of the rows' own keys and of the entries' patients. */
  readonly tombstones: readonly Tombstone[];
};

/** Rows whose content may not be kept, not even in the list of refused rows. */
export const discardReasons: ReadonlySet<ProblemCode> = new Set(["protected", "dead", "withdrawn", "no-consent"]);

type Desk = {
  readonly rules: AdmissionRules;
  readonly byKey: Map<string, Entry>;
  readonly byPatient: Map<string, Set<Entry>>;
  readonly tombstones: Tombstones;
  readonly newId: () => string;
};

/**
 * Decides a chunk. A row that comes twice counts twice: the second time as unchanged or as an update, so the last one
 * stands.
 */
export function decideAdmissions(
  rows: readonly RowToDecide[],
  known: KnownBefore,
  rules: AdmissionRules,
  newId: () => string,
): Decision {
  const tombstones = openTombstones(known.tombstones);
  const desk: Desk = { rules, byKey: new Map(), byPatient: new Map(), tombstones, newId };
  for (const entry of known.entries)
    file(desk, { known: entry, discharge: entry.discharge, case: entry.case, person: null, deletesInterview: false });
  const verdicts = rows.map((row) => decideRow(row, desk));
  const older = closeOlder(desk.byPatient.values(), desk.rules);
  return {
    verdicts: verdicts.map((verdict, at) => {
      const key = rows[at]?.dischargeKey;
      const note = verdict.verdict === "refused" || !key ? undefined : older.get(key);
      return note && verdict.verdict !== "refused" ? { ...verdict, notes: [...verdict.notes, note] } : verdict;
    }),
    entries: [...desk.byKey.values()],
    tombstones: changesOf(tombstones),
  };
}

function file(desk: Desk, entry: Entry): void {
  const { dischargeKey, patientKey } = entry.discharge;
  desk.byKey.set(dischargeKey, entry);
  if (patientKey === null) return;
  const others = desk.byPatient.get(patientKey);
  if (others) others.add(entry);
  else desk.byPatient.set(patientKey, new Set([entry]));
}

const refused = (line: number, refusal: Refusal): Verdict => ({ line, verdict: "refused", refusal });

function decideRow(row: RowToDecide, desk: Desk): Verdict {
  const { line, judged, dischargeKey, patientKey } = row;
  const entry = dischargeKey === null ? undefined : desk.byKey.get(dischargeKey);
  if (judged.verdict === "refuse") return refused(line, judged);
  if (judged.verdict === "discard") {
    for (const reason of judged.reasons) end(row, entry, reason, desk);
    return refused(line, refuse(judged.reason));
  }
  if (dischargeKey === null || row.contentKey === null) return refused(line, refuse("unexpected"));
  const samePatient = patientKey === null ? [] : [...(desk.byPatient.get(patientKey) ?? [])];
  if (judged.discharge.saysUnprotected) liftProtection(desk.tombstones, keysOf(row, entry));
  const bound = bindingReason(desk.tombstones, keysOf(row, entry));
  if (bound) {
    // The row may be the first to tell that a stay that was taken in is this patient's.
    end(row, entry, bound, desk);
    return refused(line, refuse(bound));
  }
  // A coordinator may have heard it in a call.
  const dead = [entry, ...samePatient].some(
    (each) => each?.discharge.status === "dead" || each?.case.disposition === "dead",
  );
  if (dead) return refused(line, refuse("dead"));
  if (entry?.discharge.consent === "withdrawn" || entry?.case.disposition === "withdrawn")
    return refused(line, refuse("withdrawn"));
  if (entry && entry.discharge.contentKey === row.contentKey)
    return { line, verdict: "unchanged", notes: judged.notes };

  const judgement = judgeAdmission(judged.discharge, judged.person, desk.rules);
  if (!entry && judgement.window.closes < desk.rules.today) {
    return refused(line, tooOld(judgement.window.closes, desk.rules.today));
  }
  if (!judgement.eligibility.eligible && judgement.eligibility.disposition === "no-consent") {
    if (entry) discard(entry, "no-consent", desk.rules);
    return refused(line, refuse("no-consent"));
  }
  const notes = [...judged.notes, ...scarcityOf(judgement)];
  if (entry) update(entry, row, judged, judgement, desk);
  else admit(row, dischargeKey, judged, judgement, desk);
  return { line, verdict: entry ? "updated" : "admitted", notes };
}

const keysOf = (row: RowToDecide, entry: Entry | undefined) => [
  row.dischargeKey,
  row.patientKey,
  entry?.discharge.patientKey,
];

/** Ends what is known of a row, and sees to that no later list revives it. */
function end(row: RowToDecide, entry: Entry | undefined, reason: DiscardReason, desk: Desk): void {
  // Protection and death are the person's; a withdrawal belongs to the stay it was asked about.
  const persons = reason === "withdrawn" ? [] : [row.patientKey, entry?.discharge.patientKey];
  bury(desk.tombstones, [row.dischargeKey, ...persons], reason);
  const others = persons.flatMap((key) => (key ? [...(desk.byPatient.get(key) ?? [])] : []));
  for (const each of new Set([...(entry ? [entry] : []), ...others])) discard(each, reason, desk.rules);
}

type Admitted = Extract<Judged, { verdict: "admit" }>;

/** Nobody will call, so nobody needs name and numbers; a missing number is for the unit to find out. */
const keepsPerson = (disposition: OutcomeCode | null): boolean => disposition === null || disposition === "no-number";

function admit(
  row: RowToDecide,
  dischargeKey: string,
  { discharge, person }: Admitted,
  judgement: Judgement,
  desk: Desk,
): void {
  const id = desk.newId();
  const { eligibility, inclusion } = judgement;
  const first = firstStateOf(inclusion);
  const disposition = eligibility.eligible ? (first === null ? "not-eligible" : null) : eligibility.disposition;
  const { sourceId, providerId, now } = desk.rules;
  file(desk, {
    known: null,
    discharge: { id, sourceId, dischargeKey, ...dischargeColumns(discharge, row.patientKey, row.contentKey ?? "") },
    case: {
      ...{ id, providerId, version: 0, ownerId: null, ownedSince: null, restUntil: null, appointmentAt: null },
      ...{ attempts: 0, interrupted: false },
      ...caseColumns(discharge, person, judgement),
      state: disposition === null && first !== null ? first : "closed",
      ...{ disposition, closedAt: disposition === null ? null : now },
    },
    person: keepsPerson(disposition) ? person : null,
    deletesInterview: false,
  });
}

function update(
  entry: Entry,
  row: RowToDecide,
  { discharge, person }: Admitted,
  judgement: Judgement,
  desk: Desk,
): void {
  const before = entry.case;
  desk.byPatient.get(entry.discharge.patientKey ?? "")?.delete(entry);
  entry.discharge = { ...entry.discharge, ...dischargeColumns(discharge, row.patientKey, row.contentKey ?? "") };
  file(desk, entry);
  const { eligibility, inclusion } = judgement;
  const columns = caseColumns(discharge, person, judgement);
  const first = firstStateOf(inclusion);
  if (before.state === "closed") {
    if (!eligibility.eligible || first === null) return;
    const opened = reopen({ ...before, ...columns }, { state: first, survey: eligibility.survey }, desk.rules.now);
    // A case that is over stays over, whatever a list says; its facts stay those it was closed with.
    if (isRefusal(opened)) return;
    entry.case = { ...before, ...columns, ...opened };
    entry.person = person;
    return;
  }
  if (!eligibility.eligible) {
    entry.case = { ...before, ...columns, surveyConsent: before.surveyConsent };
    close(entry, eligibility.disposition, desk.rules);
    if (eligibility.disposition === "no-number") entry.person = person;
    return;
  }
  // A person put this green case on the list; no list takes it off again.
  const chosen = before.routine && before.track !== "yellow" && before.track !== "red" && before.state !== "optional";
  const untouched =
    before.state === "planned" && before.attempts === 0 && before.appointmentAt === null && !hasInterview(entry);
  const state = before.state === "optional" || (untouched && !chosen) ? (first ?? before.state) : before.state;
  entry.case = { ...before, ...columns, routine: columns.routine || chosen, state };
  // Answers given belong to the measurement and the consent they were given under.
  if (hasInterview(entry)) {
    entry.case = { ...entry.case, measurementId: before.measurementId, surveyConsent: before.surveyConsent };
  }
  entry.person = person;
}
