/**
 * The keyed hashes of a row: what it is known by and what it said, when neither may be kept. Made here and nowhere else,
 * so that references leave this process in no other form.
 */
import type { RowToDecide } from "../discharges/admission.ts";
import type { Refs } from "../discharges/cells.ts";
import { judgeRow, type Known, type Readable, readableOf } from "../discharges/judge.ts";
import type { Mapping } from "../discharges/row.ts";
import type { FileRecord } from "./records.ts";

type Source = { readonly id: string; readonly providerId: string };

export type Keys = {
  readonly discharge: (refs: Refs) => string;
  readonly patient: (refs: Refs) => string | null;
  readonly content: (text: string) => string;
};

/** A personnummer means the same person in all of a provider's sources; any other reference only in its own. */
export function keysOf(keyed: (purpose: string) => (text: string) => string, source: Source): Keys {
  const [discharge, patient] = [keyed("discharge"), keyed("patient")];
  const owner = (refs: Refs) => (refs.patientRefIsPersonnummer ? `personnummer ${source.providerId}` : source.id);
  return {
    discharge: (refs) => discharge(`${source.id}\n${refs.dischargeRef}`),
    patient: (refs) => (refs.patientRef === null ? null : patient(`${owner(refs)}\n${refs.patientRef}`)),
    content: keyed("content"),
  };
}

/** A record judged by itself and given its keys. */
export function judgeRecord(record: FileRecord, mapping: Mapping, known: Known, keys: Keys): RowToDecide {
  const { line } = record;
  if ("refusal" in record) {
    return {
      line,
      judged: { verdict: "refuse", refs: null, ...record.refusal },
      dischargeKey: null,
      patientKey: null,
      contentKey: null,
    };
  }
  const judged = judgeRow(record.cells, mapping, known);
  const read = readableOf(judged);
  const refs = judged.verdict === "admit" ? judged.discharge.refs : judged.refs;
  return {
    ...{ line, judged },
    dischargeKey: refs && keys.discharge(refs),
    patientKey: refs && keys.patient(refs),
    contentKey: read && keys.content(contentOf(read)),
  };
}

/**
 * All that a row said, in one text: its keyed hash tells whether a row has changed. No cell holds a line end (judge.ts),
 * so that different rows never give the same text.
 */
function contentOf({ discharge: stay, person }: Readable): string {
  const { refs, unit, careType, track, residence, dischargedOn, status, consent, robotConsent } = stay;
  const { name, phones, birthDate, proxyName, proxyPhone, proxyRelation } = person;
  return [
    ...[refs.patientRef, unit.id, careType, track, residence, dischargedOn, status, consent, robotConsent],
    ...[stay.language, stay.interpreter, name, phones.join(), birthDate, proxyName, proxyPhone, proxyRelation],
  ].join("\n");
}
