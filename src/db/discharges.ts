/**
 * Discharges on their way in: sources, what is known about the rows of a chunk, and the writes of a whole chunk. Each
 * write takes its rows as one JSON parameter, so that a chunk is a handful of statements on both drivers (D1 allows 100
 * bound parameters in each). The only file beside db/people.ts that names `people`: it writes them.
 */
import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { Decision } from "../discharges/admission.ts";
import type { CaseColumns, DischargeFacts, Entry, KnownEntry } from "../discharges/entry.ts";
import type { ReadPerson, UnitFacts } from "../discharges/judge.ts";
import type { RememberedColumns } from "../discharges/row.ts";
import type { Tombstone } from "../discharges/tombstones.ts";
import type { Db, Statement } from "../world.ts";
import { columnsOf, deleteAll, inList, insertAll, mustChangeAll, updateAll } from "./bulk.ts";
import { countStays } from "./field-counts.ts";
import {
  attempts,
  careUnits,
  cases,
  discharges,
  events,
  interviews,
  namedProxies,
  numbers,
  people,
  sources,
} from "./identified.ts";
import { followNumbers, writePhoneKeys } from "./phone-keys.ts";
import { sameTombstones, writeTombstones } from "./tombstones.ts";

// ── sources ──

export type Source = {
  readonly id: string;
  readonly providerId: string;
  readonly name: string;
  readonly columns: RememberedColumns;
};

type SourceRow = typeof sources.$inferSelect;
const sourceOf = (row: SourceRow): Source => ({ ...row, columns: JSON.parse(row.columns) as RememberedColumns });

const tidy = (name: string): string => name.normalize("NFC").trim().replace(/\s+/g, " ");

/**
 * A source by its name, however its capitals and spaces are written: two spellings would be two sources, and every stay
 * would come twice. SQLite folds only a to z, so the few names of a provider are compared here.
 */
export async function findSource(db: Db, providerId: string, name: string): Promise<Source | undefined> {
  const wanted = tidy(name).toLowerCase();
  const row = (await listSources(db, providerId)).find((source) => tidy(source.name).toLowerCase() === wanted);
  return row && sourceOf(row);
}

export async function getSource(db: Db, id: string): Promise<Source> {
  const [row] = await db.select().from(sources).where(eq(sources.id, id));
  if (!row) throw new Error("the source is gone");
  return sourceOf(row);
}

/** Sources of a provider by name. */
export const listSources = (db: Db, providerId: string): Promise<SourceRow[]> =>
  db.select().from(sources).where(eq(sources.providerId, providerId)).orderBy(sources.name).execute();

/** Does nothing when the provider already has a source of that name. The first spelling is the one that is kept. */
export const addSource = (db: Db, source: { id: string; providerId: string; name: string }): Statement =>
  db
    .insert(sources)
    .values({ ...source, name: tidy(source.name) })
    .onConflictDoNothing();

/** Remembers which header is which field ("" for none), for the source's next file. */
export const rememberColumns = (db: Db, id: string, columns: RememberedColumns): Statement =>
  db
    .update(sources)
    .set({ columns: JSON.stringify(columns) })
    .where(eq(sources.id, id));

// ── what is known ──

export type UnitRow = UnitFacts & { readonly code: string | null };

/** The provider's units that are in use. */
export async function listUnitsForIntake(db: Db, providerId: string): Promise<UnitRow[]> {
  const rows = await db
    .select()
    .from(careUnits)
    .where(and(eq(careUnits.providerId, providerId), isNull(careUnits.closedAt)));
  return rows.map(({ id, name, code, careType, county, callingUnitId }) => ({
    ...{ id, name, code, careType, county },
    callingUnitId: callingUnitId ?? id,
  }));
}

/** The discharges with these keys, and all others of the patients with these keys, each with its case. */
export async function findKnownEntries(
  db: Db,
  dischargeKeys: readonly string[],
  patientKeys: readonly string[],
): Promise<KnownEntry[]> {
  if (dischargeKeys.length === 0 && patientKeys.length === 0) return [];
  const patients = sql`select patient_key from discharges where patient_key is not null and ${inList(discharges.dischargeKey, dischargeKeys)}`;
  const found = await db
    .select({ discharge: discharges, case: cases, interview: interviews.caseId })
    .from(discharges)
    .innerJoin(cases, eq(cases.id, discharges.id))
    .leftJoin(interviews, eq(interviews.caseId, discharges.id))
    .where(
      or(
        inList(discharges.dischargeKey, dischargeKeys),
        inList(discharges.patientKey, patientKeys),
        sql`${discharges.patientKey} in (${patients})`,
      ),
    );
  const tried = found.filter((row) => row.case.attempts > 0).map((row) => row.case.id);
  const outcomes = new Map<string, OutcomeCode[]>();
  if (tried.length > 0) {
    const rows = await db
      .select({ caseId: attempts.caseId, outcome: attempts.outcome })
      .from(attempts)
      .where(inList(attempts.caseId, tried));
    for (const { caseId, outcome } of rows) {
      if (outcome) outcomes.set(caseId, [...(outcomes.get(caseId) ?? []), outcome as OutcomeCode]);
    }
  }
  return found.map(({ discharge, case: row, interview }) => ({
    discharge,
    case: { ...row, disposition: row.disposition as OutcomeCode | null },
    interviewBegun: interview !== null,
    outcomes: outcomes.get(row.id) ?? [],
  }));
}

// ── writes ──

const dischargeTable = columnsOf(discharges);
const caseTable = columnsOf(cases);
const peopleTable = columnsOf(people);
const eventTable = columnsOf(events);

const personRow = (caseId: string, person: ReadPerson) => ({
  caseId,
  ...person,
  phones: JSON.stringify(person.phones),
});

const differs = <Row extends DischargeFacts | CaseColumns>(a: Row, b: Row): boolean =>
  (Object.keys(a) as (keyof Row)[]).some((key) => a[key] !== b[key]);

/** Who may see the case is a fact of the case too: whoever decided on it before must decide anew. */
const protectionChanged = ({ discharge, known }: Entry): boolean =>
  known !== null && discharge.protected !== known.discharge.protected;

/** A line of a case's log about what an import did to it. */
const eventOf = (entry: Entry, at: number, newId: () => string) => {
  const before = entry.known?.case.state;
  const kind =
    protectionChanged(entry) && before !== "closed" && entry.case.state !== "closed"
      ? entry.discharge.protected
        ? "protected-by-intake"
        : "unprotected-by-intake"
      : entry.case.state === "closed" && before !== "closed"
        ? "closed-by-intake"
        : before === "closed" && entry.case.state !== "closed"
          ? "reopened-by-intake"
          : "changed-by-intake";
  return { id: newId(), caseId: entry.case.id, at, kind, accountId: null, detail: null };
};

/** A line more when a newer list says another track: "yellow→red", in the codes of the tracks. */
function trackChangeOf({ known, case: row }: Entry, at: number, newId: () => string) {
  if (known === null || known.case.track === row.track) return [];
  const detail = `${known.case.track ?? "none"}→${row.track ?? "none"}`;
  return [{ id: newId(), caseId: row.id, at, kind: "track-changed", accountId: null, detail }];
}

/**
 * Everything that a decided chunk changes, as one unit for {@link World.atomically}; empty when nothing changes. New
 * rows meet the unique index on `discharge_key`, changed ones the content and the version they were decided on, and both
 * the tombstones (`known`) they were decided on. `phoneKeyOf`: the keyed hash of a number in E.164.
 */
export function writeDecision(
  { entries, tombstones: stones, counts }: Pick<Decision, "entries" | "tombstones" | "counts">,
  known: readonly Tombstone[],
  now: number,
  newId: () => string,
  phoneKeyOf: (phone: string) => string,
): Statement[] {
  // In the order of their random ids, so that neighbours in the indexes are written together.
  const added = entries
    .filter((entry) => entry.known === null)
    .sort((a, b) => (a.discharge.id < b.discharge.id ? -1 : 1));
  const said = entries.filter((entry) => entry.known && differs(entry.discharge, entry.known.discharge));
  const moved = entries.filter(
    (entry) => entry.known && (differs(entry.case, entry.known.case) || protectionChanged(entry)),
  );
  const present = [...added, ...entries.filter((entry) => entry.known !== null)].flatMap((entry) =>
    entry.person && entry.person !== "erase" ? [personRow(entry.case.id, entry.person)] : [],
  );
  const erased = entries.filter((entry) => entry.known && entry.person === "erase").map((entry) => entry.case.id);
  const cut = entries.filter((entry) => entry.known && entry.deletesInterview).map((entry) => entry.case.id);
  const closed = moved.filter((entry) => entry.case.state === "closed" && entry.known?.case.state === "held");
  const statements: Statement[] = [];
  if (added.length > 0) {
    const rows = added.map((entry) => entry.discharge);
    statements.push(
      sameTombstones(known, rows),
      ...mustChangeAll(insertAll(discharges, dischargeTable, rows), added.length),
      insertAll(
        cases,
        caseTable,
        added.map((entry) => entry.case),
      ),
    );
  }
  if (said.length > 0) {
    const rows = said.map((entry) => ({ row: entry.discharge, was: entry.known?.discharge.contentKey }));
    statements.push(...mustChangeAll(updateAll("discharges", dischargeTable, "content_key", rows), said.length));
  }
  if (moved.length > 0) {
    const rows = moved.map((entry) => ({
      row: { ...entry.case, version: (entry.known?.case.version ?? 0) + 1 },
      was: entry.known?.case.version,
    }));
    const log = moved.flatMap((entry) => [eventOf(entry, now, newId), ...trackChangeOf(entry, now, newId)]);
    statements.push(
      ...mustChangeAll(updateAll("cases", caseTable, "version", rows), moved.length),
      insertAll(events, eventTable, log),
    );
  }
  if (present.length > 0) statements.push(insertAll(people, peopleTable, present, "insert or replace"));
  if (erased.length > 0) statements.push(...[people, numbers, namedProxies].map((table) => deleteAll(table, erased)));
  statements.push(...writePhoneKeys(entries, phoneKeyOf), ...followNumbers(entries));
  if (cut.length > 0) statements.push(deleteAll(interviews, cut));
  if (closed.length > 0)
    statements.push(
      endAttempts(
        closed.map((entry) => entry.case.id),
        now,
      ),
    );
  return [...statements, ...countStays(counts, known), ...writeTombstones(stones, entries)];
}

/** An attempt that was going on when its case was closed has ended, without an outcome of its own. */
const endAttempts = (caseIds: readonly string[], now: number): SQL =>
  sql`update attempts set ended_at = ${now} where ended_at is null and case_id in (select value from json_each(${JSON.stringify(caseIds)}))`;
