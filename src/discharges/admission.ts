/**
 * What a chunk of judged rows means beside what is already known: new, changed, the same, or refused; which cases it
 * opens, changes and closes; whose name and numbers go. Pure: the caller reads before and writes after, and a preview is
 * the same decision without the write.
 */
import { isRefusal, type ProblemCode, type Refusal, refuse } from "../problems.ts";
import { countDiscarded, type NotKept, type StayCount, uncount } from "./counting.ts";
import { type Desk, file, keysOf, othersOf, type RowToDecide } from "./desk.ts";
import { close, closeOlder, discard } from "./ending.ts";
import { end, protectFaulty, shieldAll } from "./ending-rows.ts";
import {
  type AdmissionRules,
  type Entry,
  isChosen,
  type Judgement,
  judgeAdmission,
  type KnownEntry,
  scarcityOf,
  tooOld,
} from "./entry.ts";
import { admit, update } from "./entry-changes.ts";
import type { Readable } from "./judge.ts";
import { isKept, lift, shield } from "./shielding.ts";
import {
  bindingReason,
  changesOf,
  isOver,
  liftProtection,
  openTombstones,
  type Tombstone,
  type TombstoneChanges,
} from "./tombstones.ts";

export type { RowToDecide } from "./desk.ts";

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
  /** Rows that are counted though nothing of them is kept, and those that are taken out of the counts again. */
  readonly counts: readonly StayCount[];
};

/** What is known of a chunk's rows when it is decided. */
export type KnownBefore = {
  /** The discharges that the rows name, and all others of the same patients. */
  readonly entries: readonly KnownEntry[];
  /** Those of the rows' own keys and of the entries' patients. */
  readonly tombstones: readonly Tombstone[];
};

/** Rows whose content may not be kept, not even in the list of refused rows. */
export const discardReasons: ReadonlySet<ProblemCode> = new Set([
  ...(["protected", "protected-faulty", "dead", "withdrawn", "no-consent"] as const),
]);

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
  const counts: StayCount[] = [];
  const verdicts = rows.map((row) => {
    const verdict = decideRow(row, desk);
    const count = countRow(row, verdict, desk);
    if (count) counts.push(count);
    return verdict;
  });
  const older = closeOlder(desk.byPatient.values(), desk.rules);
  return {
    verdicts: verdicts.map((verdict, at) => {
      const key = rows[at]?.dischargeKey;
      const note = verdict.verdict === "refused" || !key ? undefined : older.get(key);
      return note && verdict.verdict !== "refused" ? { ...verdict, notes: [...verdict.notes, note] } : verdict;
    }),
    entries: [...desk.byKey.values()],
    tombstones: changesOf(tombstones),
    counts,
  };
}

const notKept: Partial<Record<ProblemCode, NotKept>> = {
  ...{ protected: "protected", "protected-faulty": "protected", dead: "dead", withdrawn: "withdrawn" },
  ...{ "no-consent": "no-consent", "discharge-too-old": "too-late" },
};

/** What a row changes in the counts of those who are not kept, once its verdict is known. */
function countRow({ judged, dischargeKey }: RowToDecide, verdict: Verdict, desk: Desk): StayCount | null {
  if (dischargeKey === null || judged.verdict === "refuse") return null;
  const stay = judged.verdict === "admit" ? judged.discharge : judged.stay;
  if (stay === null) return null;
  const isKnown = desk.byKey.has(dischargeKey);
  if (verdict.verdict !== "refused") return isKnown ? uncount(stay, dischargeKey, desk.tombstones, desk.rules) : null;
  const why = notKept[verdict.refusal.refused];
  return why ? countDiscarded(stay, why, dischargeKey, isKnown, desk.tombstones, desk.rules) : null;
}

const refused = (line: number, refusal: Refusal): Verdict => ({ line, verdict: "refused", refusal });

function decideRow(row: RowToDecide, desk: Desk): Verdict {
  const { line, judged, dischargeKey } = row;
  const entry = dischargeKey === null ? undefined : desk.byKey.get(dischargeKey);
  if (judged.verdict === "refuse") {
    // A row with a fault is shown to whoever sent it, cell by cell: not that of a patient of whom nothing may be kept.
    const known = [...(entry ? [entry] : []), ...othersOf(row, entry, desk)];
    const bound = bindingReason(desk.tombstones, keysOf(row, entry)) ?? (known.some(isKept) ? "protected" : null);
    return refused(
      line,
      bound ? refuse(bound) : { refused: judged.refused, ...(judged.details && { details: judged.details }) },
    );
  }
  if (judged.verdict === "admit") return takeIn(row, entry, judged, desk);
  const { byHand } = judged;
  if (byHand && ((entry && isKept(entry)) || desk.rules.namedPersons.has(byHand.unit.callingUnitId))) {
    if (!isRefusal(byHand.read)) return takeIn(row, entry, byHand.read, desk);
    return refused(line, protectFaulty(row, entry, byHand.read, desk));
  }
  for (const reason of judged.reasons) end(row, entry, reason, desk);
  return refused(line, refuse(judged.reason));
}

/** No rule called the patient when the row came: its track is never rung, and no measurement was running. */
const wasCalledByNobody = ({ case: { state, disposition, routine, measurementId } }: Entry): boolean =>
  state === "closed" && disposition === "not-eligible" && !routine && measurementId === null;

/** The rules have changed since, or a measurement has begun: the same row sent again takes the patient in. */
const isCalledNow = ({ eligibility, inclusion, window }: Judgement, { today }: AdmissionRules): boolean =>
  eligibility.eligible && (inclusion.routine || inclusion.measurementId !== null) && today <= window.closes;

/** A row that may be kept, perhaps by named persons alone. */
function takeIn(row: RowToDecide, entry: Entry | undefined, judged: Readable, desk: Desk): Verdict {
  const { line, dischargeKey, patientKey } = row;
  if (dischargeKey === null || row.contentKey === null) return refused(line, refuse("unexpected"));
  const samePatient = patientKey === null ? [] : [...(desk.byPatient.get(patientKey) ?? [])];
  const { saysProtected, saysUnprotected, unit } = judged.discharge;
  if (saysUnprotected) {
    liftProtection(desk.tombstones, keysOf(row, entry));
    for (const each of othersOf(row, entry, desk)) if (isKept(each)) lift(each);
  }
  // A blank cell says nothing: whoever is known to be protected still is.
  const known = [...(entry ? [entry] : []), ...othersOf(row, entry, desk)];
  const shielded = saysProtected || (!saysUnprotected && known.some(isKept));
  const bound = bindingReason(desk.tombstones, keysOf(row, entry), shielded ? "protected" : null);
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
  if (shielded && !(entry && isKept(entry)) && !desk.rules.namedPersons.has(unit.callingUnitId)) {
    end(row, entry, "protected", desk);
    return refused(line, refuse("protected"));
  }
  if (!entry && isOver(desk.tombstones, dischargeKey)) return { line, verdict: "unchanged", notes: judged.notes };
  const isSame = entry && entry.discharge.contentKey === row.contentKey && entry.discharge.protected === shielded;
  if (isSame && !wasCalledByNobody(entry)) return { line, verdict: "unchanged", notes: judged.notes };

  const judgement = judgeAdmission(judged.discharge, judged.person, desk.rules, entry && isChosen(entry, desk.rules));
  if (isSame && !isCalledNow(judgement, desk.rules)) return { line, verdict: "unchanged", notes: judged.notes };
  if (!entry && judgement.window.closes < desk.rules.today) {
    const late = tooOld(judgement.window.closes, desk.rules.today);
    return refused(line, shielded ? protectFaulty(row, entry, late, desk) : late);
  }
  if (!judgement.eligibility.eligible && judgement.eligibility.disposition === "no-consent") {
    if (entry) discard(entry, "no-consent", desk.rules);
    // Nothing of this stay is kept, but it tells that the patient has been in hospital since an earlier one.
    for (const each of othersOf(row, entry, desk)) {
      const isEarlier = each.discharge.dischargedOn < judged.discharge.dischargedOn;
      if (isEarlier && each.case.state !== "closed") close(each, "not-eligible", desk.rules);
    }
    return refused(line, refuse("no-consent"));
  }
  const notes = [...judged.notes, ...scarcityOf(judgement)];
  if (entry) update(entry, row, judged, judgement, desk, shielded);
  else admit(row, dischargeKey, judged, judgement, desk, shielded);
  if (shielded && entry) shield(entry, desk.rules);
  if (shielded) shieldAll(othersOf(row, entry, desk), desk);
  return { line, verdict: entry ? "updated" : "admitted", notes };
}
