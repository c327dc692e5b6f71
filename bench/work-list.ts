/**
 * (c) The first page of the work list in a database with a year of Sweden (1.4 million cases) against one with a
 * hundredth of it: the page's own handler, from request to HTML, in this process.
 *
 * Then the next case, asked of both; and a whole list of two thousand planned in memory, beside the time of its first page.
 *
 * Both databases cover 365 days with the same number of discharges per unit and day, so that the coordinator's open list
 * is equally long and only what lies around it differs: 300 units in 21 regions against 3 units in one. Everything older
 * than its call window is closed and has no person left, as in a real year.
 */
import { join } from "node:path";
import { compareOnList, planCase } from "../src/calls/planner.ts";
import { defaultPolicy } from "../src/calls/policy.ts";
import { factsOf } from "../src/db/case-file.ts";
import { listWork } from "../src/db/work-list.ts";
import { openSqlite, type SqliteHome } from "../src/platform/sqlite.ts";
import { openDoor } from "./door.ts";
import { alternate, type BenchRow, inFolder, median, rowOf, type Size } from "./measure.ts";

const now = Date.UTC(2026, 10, 23, 9, 0);
const today = "2026-11-23";

type Country = { readonly home: SqliteHome; readonly ask: (path: string) => Promise<string> };

/** A database of this many units, each with `perUnit` cases spread over a year, and an app that reads it. */
async function country(file: string, units: number, perUnit: number): Promise<Country> {
  const home = openSqlite(file, "drizzle");
  fill(home, units, perUnit);
  return { home, ask: openDoor(home, now, "konto") };
}

/**
 * Straight into the tables. Ids are mixed (a multiplication modulo a prime power of two), since real ones are random; a
 * window is taken as seven plain days, which changes nothing about how a page is found.
 */
function fill(home: SqliteHome, units: number, perUnit: number): void {
  const { raw } = home;
  const regions = Math.max(1, Math.round(units / 14));
  const all = units * perUnit;
  raw.pragma("synchronous = OFF");
  raw.exec("begin");
  const number = (count: number) =>
    `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${count})`;
  raw.exec(`
    ${number(regions)} insert into care_providers (id, name, county) select 'r' || i, 'Region ' || i, '18' from n;
    ${number(units)} insert into care_units (id, provider_id, name, kind, care_type, county)
      select 'u' || i, 'r' || (i % ${regions}), 'Avdelning ' || i, 'ward', 'somatic', '18' from n;
    insert into accounts (id, provider_id, username, name, role, password_hash, created_at)
      values ('konto', 'r0', 'prov', 'Prov', 'coordinator', '', 0);
    insert into account_units (account_id, unit_id) values ('konto', 'u0');`);
  // Day 0 is today; a case is open for the seven days after its discharge.
  const cases = raw.prepare(`
    ${number(all)},
    one as (select i, printf('%016x', (i * 2654435761) % 4294967296 * 65536 + i % 65536) as id, i % ${units} as unit,
      (i / ${units}) * 365 / ${perUnit} as age from n)
    insert into cases (id, provider_id, unit_id, discharge_unit_id, county, care_type, track, age_group, routine,
      survey_consent, state, version, opens_on, closes_on, first_call_at, last_call_at, attempts, disposition, closed_at)
    select id, 'r' || (unit % ${regions}), 'u' || unit, 'u' || unit, '18', 'somatic',
      case i % 3 when 0 then 'green' when 1 then 'yellow' else 'red' end, '65-79', 1, 1,
      case when age > 7 then 'closed' else 'planned' end, 1,
      date(:today, '-' || age || ' days', '+3 days'), date(:today, '-' || age || ' days', '+7 days'),
      :now - (age - 3) * 86400000, :now - (age - 7) * 86400000 + i % 1000, i % 4,
      case when age > 7 then 'completed' end, case when age > 7 then :now - (age - 5) * 86400000 + i % 1000 end
    from one`);
  cases.run({ today, now });
  raw.exec(`
    insert into discharges (id, source_id, discharge_key, patient_key, unit_id, care_type, track, residence, discharged_on,
      status, consent, robot_consent, protected, language, interpreter, content_key)
    select id, 's', 'd' || id, 'p' || id, unit_id, care_type, track, 'ordinary', date(opens_on, '-3 days'),
      'home', 'yes', 0, 0, null, 0, 'c' || id from cases;
    insert into people (case_id, name, phones, birth_date)
    select id, 'Påhittad Åkesson', '["+46701740605"]', '1950-02-03' from cases where state <> 'closed';
    commit;
    analyze;`);
  raw.pragma("wal_checkpoint(TRUNCATE)");
}

/**
 * How SQLite finds what a page shows: the plan of every statement that reads cases while the page is made.
 * Values are bound, because SQLite looks at them when it chooses a partial index: a blank would lead it elsewhere.
 */
async function plansOf({ home, ask }: Country, path: string): Promise<string[]> {
  const prepare = home.raw.prepare.bind(home.raw);
  const texts = new Set<string>();
  home.raw.prepare = ((text: string) => {
    texts.add(text);
    return prepare(text);
  }) as typeof home.raw.prepare;
  await ask(path);
  home.raw.prepare = prepare;
  return [...texts]
    .filter((text) => /from "cases"/.test(text))
    .flatMap((text) => {
      const blanks = (text.match(/\?/g) ?? []).map(() => "closed");
      return prepare(`explain query plan ${text}`).all(...blanks) as { detail: string }[];
    })
    .map(({ detail }) => detail);
}

export async function run(size: Size): Promise<BenchRow[]> {
  const perUnit = size === "full" ? 4_667 : 467;
  const [bigUnits, rounds, repeats] = size === "full" ? [300, 7, 7] : [30, 0, 1];
  return inFolder(async (folder) => {
    const big = await country(join(folder, "big.sqlite"), bigUnits, perUnit);
    const small = await country(join(folder, "small.sqlite"), Math.max(1, bigUnits / 100), perUnit);
    const rows: BenchRow[] = [];
    const counts = [big, small].map(
      ({ home }) => home.raw.prepare("select count(*) from cases").pluck().get() as number,
    );
    const open = [big, small].map(
      ({ home }) =>
        home.raw
          .prepare("select count(*) from cases where unit_id = 'u0' and state <> 'closed'")
          .pluck()
          .get() as number,
    );
    for (const { name, path, what } of pages) {
      const steps = (await plansOf(big, path)).filter((step) => / cases\b/.test(step));
      if (steps.some((step) => step.startsWith("SCAN")))
        throw new Error(`${path} reads all cases: ${steps.join("; ")}`);
      const time = async (at: Country) => {
        const times: number[] = [];
        for (let once = 0; once < repeats; once += 1) {
          const began = performance.now();
          const page = await at.ask(path);
          times.push(performance.now() - began);
          if (!page.includes("/uppfoljningar/")) throw new Error(`${path} shows no case`);
        }
        return median(times);
      };
      const found = await alternate(
        rounds,
        () => time(big),
        () => time(small),
      );
      rows.push(
        rowOf({
          name,
          ...found,
          unit: "ms",
          hopedFor: "≤ 1.5",
          note: `${what}; ${counts[0]} cases against ${counts[1]}, ${open[0]} and ${open[1]} of them open at the coordinator's unit; request to HTML; ${[...new Set(steps)].join("; ")}`,
        }),
      );
    }
    const next = await alternate(
      rounds,
      () => timeOfNext(big, repeats),
      () => timeOfNext(small, repeats),
    );
    rows.push(
      rowOf({
        ...{ name: "next case", ...next, unit: "ms", hopedFor: "≤ 1.5" },
        note: `whoever stands first on the list, as the page after an interview asks; ${counts[0]} cases against ${counts[1]}`,
      }),
    );
    big.home.close();
    small.home.close();
    rows.push(await planning(folder, size));
    return rows;
  });
}

const question = { unitIds: ["u0"], accountId: "konto", now, policy: defaultPolicy };

async function timeOfNext({ home }: Country, repeats: number): Promise<number> {
  const times: number[] = [];
  for (let once = 0; once < repeats; once += 1) {
    const began = performance.now();
    const [first] = await listWork(home.db, { ...question, view: "callable", limit: 1, offset: 0 });
    times.push(performance.now() - began);
    if (!first) throw new Error("nobody stands on the list");
  }
  return median(times);
}

/** A whole list planned case by case by the ground floor, beside the time that the list's first page takes. */
async function planning(folder: string, size: Size): Promise<BenchRow> {
  const wanted = size === "full" ? 2_000 : 200;
  const [rounds, repeats] = size === "full" ? [7, 7] : [0, 1];
  // Eight days of a year's cases are open.
  const one = await country(join(folder, "one.sqlite"), 1, Math.ceil((wanted * 365) / 8));
  const all = await listWork(one.home.db, { ...question, view: "all", limit: wanted, offset: 0 });
  if (all.length < wanted) throw new Error(`only ${all.length} cases are open`);
  const facts = all.map(({ case: row }) => ({ ...row, ...factsOf(row) }));
  const timeOf = async (act: () => unknown) => {
    const times: number[] = [];
    for (let once = 0; once < repeats; once += 1) {
      const began = performance.now();
      await act();
      times.push(performance.now() - began);
    }
    return median(times);
  };
  const plan = () =>
    facts
      .filter((each) => planCase(each, now, defaultPolicy).decision === "dial")
      .toSorted((a, b) => compareOnList(a, b, now));
  if (plan().length === 0) throw new Error("nobody is to be rung");
  const found = await alternate(
    rounds,
    () => timeOf(plan),
    () => timeOf(() => one.ask("/lista")),
  );
  one.home.close();
  return rowOf({
    ...{ name: "planning a whole list", ...found, unit: "ms", hopedFor: "≤ 1" },
    note: `${wanted} open cases of one unit decided and put in order, beside the first page of their list (request to HTML)`,
  });
}

const pages = [
  { name: "work list", path: "/lista", what: "first page" },
  { name: "work list, done", path: "/lista?visa=klara", what: "first page of what is closed" },
] as const;
