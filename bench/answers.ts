/**
 * Invented released answers in any number, drawn from a seed: the same seed gives the same people. What a person is and what
 * a person says are drawn apart, each from some ten thousand kinds, so that in millions nearly every pair occurs.
 *
 * SQLite puts the rows together itself, a million in ten seconds or so: drawing them in script takes several times as long.
 */
import type Database from "better-sqlite3";
import { seededRandom } from "../src/demo/random.ts";

export type Drawn = {
  readonly seed: number;
  readonly measurementIds: readonly string[];
  /** County codes. Each has as many units, of which every second is psychiatric. */
  readonly counties: readonly string[];
  readonly unitsPerCounty: number;
};

/** A code is as likely as it is often in its string. */
const odds: readonly (readonly [question: string, codes: string])[] = [
  ["delaktighet", "1111122222233348"],
  ["onskemal", "1111122222233487"],
  ["information", "1111111222223348"],
  ["plan", "1111222222222289"],
  ["samordning", "1111222222333347"],
  ["trygghet", "1111111122223349"],
];

const facts = [
  ...["measurement_id", "county", "care_type", "unit", "track", "age_group", "month", "mode", "respondent", "caller"],
  ...["survey_id", "survey_version", "inside_window"],
];
const kinds = 20_000;

export type Insert = (people: {
  /** Numbers become ids, so that a later lot begins where the one before it ended. */
  readonly first: number;
  readonly total: number;
  /** As if they had been counted: for the bench, whose recount then only counts. */
  readonly tallied: boolean;
}) => void;

/** Makes what rows are drawn from, beside the tables of this connection, and gives what inserts some as released answers. */
export function prepareDrawn(raw: Database.Database, drawn: Drawn): Insert {
  const { measurementIds, counties, unitsPerCounty } = drawn;
  const random = seededRandom(drawn.seed);
  const below = (count: number) => Math.floor(random() * count);
  raw.function("drawn_below", { deterministic: false }, (count) => below(Number(count)));
  raw.exec(`create temp table drawn_facts (at integer primary key, ${facts.join(", ")});
    create temp table drawn_sheets (at integer primary key, completeness, answers)`);
  const addFacts = raw.prepare(`insert into drawn_facts values (?, ${facts.map(() => "?").join(", ")})`);
  const addSheet = raw.prepare("insert into drawn_sheets values (?, ?, ?)");
  raw.transaction(() => {
    for (let at = 0; at < kinds; at += 1) {
      const county = counties[below(counties.length)]!;
      const unit = below(unitsPerCounty);
      addFacts.run(
        ...[at, measurementIds[below(measurementIds.length)], county, unit % 2 === 1 ? "psychiatric" : "somatic"],
        ...[random() < 0.05 ? null : `Avdelning ${county}-${unit + 1}`, ["green", "yellow", "red"][below(3)]],
        ...[["18-64", "65-79", "80+"][below(3)], "2026-11", random() < 0.8 ? "human" : "robot"],
        ...[random() < 0.9 ? "patient" : "proxy", "hospital", "punktmatning-kort", 1, random() < 0.98 ? 1 : 0],
      );
      // Questions are left out now and then, as in interviews that were cut off.
      const said = odds.flatMap(([question, codes]) =>
        random() < 0.01 ? [] : [`"${question}":${codes[below(codes.length)]}`],
      );
      addSheet.run(at, said.length === odds.length ? "complete" : "partial", `{${said.join(",")}}`);
    }
  })();
  const insert = raw.prepare(`
    with recursive number(n) as (select :first union all select n + 1 from number where n + 1 < :end),
      pair as materialized (select n, drawn_below(${kinds}) as facts_at, drawn_below(${kinds}) as sheet_at from number)
    insert into responses (id, ${facts.join(", ")}, completeness, answers, tallied)
    select printf('%016d', n), ${facts.join(", ")}, completeness, answers, :tallied
    from pair cross join drawn_facts cross join drawn_sheets
    where drawn_facts.at = facts_at and drawn_sheets.at = sheet_at`);
  return ({ first, total, tallied }) => {
    if (total > 0) insert.run({ first, end: first + total, tallied: tallied ? 1 : 0 });
  };
}
