/** The table that a chunk is decided on: what is known of its rows' stays, by stay and by patient, changed in memory. */
import type { AdmissionRules, Entry } from "./entry.ts";
import type { Judged } from "./judge.ts";
import type { Tombstones } from "./tombstones.ts";

/** A judged row with the keyed hashes of its references and of all it says; null where it has none. */
export type RowToDecide = {
  readonly line: number;
  readonly judged: Judged;
  readonly dischargeKey: string | null;
  readonly patientKey: string | null;
  readonly contentKey: string | null;
};

export type Desk = {
  readonly rules: AdmissionRules;
  readonly byKey: Map<string, Entry>;
  readonly byPatient: Map<string, Set<Entry>>;
  readonly tombstones: Tombstones;
  readonly newId: () => string;
};

/** Puts a stay where its row and its patient's other rows find it. */
export function file(desk: Desk, entry: Entry): void {
  const { dischargeKey, patientKey } = entry.discharge;
  desk.byKey.set(dischargeKey, entry);
  if (patientKey === null) return;
  const others = desk.byPatient.get(patientKey);
  if (others) others.add(entry);
  else desk.byPatient.set(patientKey, new Set([entry]));
}

/** What a row is known by, and what its stay was known by before. */
export const keysOf = (row: RowToDecide, entry: Entry | undefined) => [
  row.dischargeKey,
  row.patientKey,
  entry?.discharge.patientKey,
];

/** All other stays of the row's patient, also under the reference that the stay was known by before. */
export function othersOf(row: RowToDecide, entry: Entry | undefined, desk: Desk): Entry[] {
  const keys = [row.patientKey, entry?.discharge.patientKey];
  const all = keys.flatMap((key) => (key ? [...(desk.byPatient.get(key) ?? [])] : []));
  return [...new Set(all)].filter((each) => each !== entry && each.discharge.dischargeKey !== row.dischargeKey);
}
