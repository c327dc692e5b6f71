/**
 * One row of a list, judged by itself: admitted as a discharge and a person, refused with a reason, or discarded
 * because nobody may keep what it says. What the row means beside what we already know is admission.ts.
 */
import { isRefusal, type Refusal } from "../problems.ts";
import { type Cells, cellText, coded, type Refs, readRefs } from "./cells.ts";
import type { CountedStay } from "./counting.ts";
import { type DiscardReason, discardReasons } from "./discarding.ts";
import {
  type Known,
  type Readable,
  readCareType,
  readDischargedOn,
  readRow,
  readUnit,
  type UnitFacts,
} from "./read-row.ts";
import type { Mapping } from "./row.ts";
import {
  type Consent,
  consents,
  type Residence,
  residences,
  type Status,
  statuses,
  type Track,
  tracks,
} from "./values.ts";

export { type Known, type Readable, type ReadDischarge, type ReadPerson, type UnitFacts, unitKey } from "./read-row.ts";

/** "discard": nothing of the row may be kept but its line and the reason; `refs` closes what is known about it. */
export type Judged =
  | Readable
  | {
      readonly verdict: "discard";
      /** The one that is told; `reasons` are all that the row gives. */
      readonly reason: DiscardReason;
      readonly reasons: readonly DiscardReason[];
      readonly refs: Refs | null;
      /** Where the row counts though nothing of it is kept (counting.ts); null when it does not say so much. */
      readonly stay: CountedStay | null;
      /**
       * When protection is all that stands against the row: what it says, or what is wrong with it, for a unit that has
       * named persons to handle such patients (admission.ts decides). Null when nobody may have it.
       */
      readonly byHand: { readonly unit: UnitFacts; readonly read: Readable | Refusal } | null;
    }
  | ({ readonly verdict: "refuse"; readonly refs: Refs | null } & Refusal);

/** What a row says when somebody may have it: also that of a protected patient. Null when nobody may, or it has a fault. */
export function readableOf(judged: Judged): Readable | null {
  if (judged.verdict === "admit") return judged;
  const read = judged.verdict === "discard" ? judged.byHand?.read : undefined;
  return read === undefined || isRefusal(read) ? null : read;
}

/** Judges one row of cells. The first fault found is the reason; `column` in its details is the column's Swedish name. */
export function judgeRow(row: readonly string[], mapping: Mapping, known: Known): Judged {
  const cells: Cells = (field) => {
    const column = mapping[field];
    return column === undefined ? "" : cellText(row[column]);
  };
  const refs = readRefs(cells, known.today);
  const reasons = discardReasons(cells);
  const [reason] = reasons;
  const read = () => readRow(cells, mapping, known, refs);
  if (reason) {
    const unit = reason === "protected" && reasons.length === 1 ? readUnit(cells, known) : null;
    const byHand = unit === null || isRefusal(unit) ? null : { unit, read: read() };
    const stay = readStay(cells, known);
    return { verdict: "discard", reason, reasons, refs: isRefusal(refs) ? null : refs, stay, byHand };
  }
  const all = read();
  return isRefusal(all) ? { verdict: "refuse", refs: isRefusal(refs) ? null : refs, ...all } : all;
}

/** What a row tells of the stay alone; null when it does not tell where and when. */
function readStay(cells: Cells, known: Known): CountedStay | null {
  const unit = readUnit(cells, known);
  const dischargedOn = readDischargedOn(cells, known.today, []);
  const careType = isRefusal(unit) ? unit : readCareType(cells, unit, []);
  const track = coded<Track | null>(cells, "track", tracks, null);
  const residence = coded<Residence>(cells, "residence", residences, "ordinary");
  const consent = coded<Consent>(cells, "consent", consents, "unasked");
  const status = coded<Status>(cells, "status", statuses, "home");
  if (isRefusal(unit) || isRefusal(dischargedOn) || isRefusal(careType)) return null;
  if (isRefusal(track) || isRefusal(residence) || isRefusal(consent) || isRefusal(status)) return null;
  return { unit, dischargedOn, careType, track, residence, consent, status };
}
