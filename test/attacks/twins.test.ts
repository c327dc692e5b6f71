/**
 * The attacker who follows every link: two towns alike but for what hidden people said, walked through page by page by
 * everybody who may sign in. Whatever a page, a file, a header or the order of rows tells of them, the towns differ in it.
 * Knows nothing of how numbers are made, so that a way out that nobody thought of is found as well.
 */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { addDays, instantOf } from "../../src/calendar.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { addSource, getSource } from "../../src/db/discharges.ts";
import { careProviders, careUnits } from "../../src/db/identified.ts";
import { demoPasswordHash } from "../../src/demo/people.ts";
import { isRefusal } from "../../src/problems.ts";
import { importFile } from "../../src/steps/admit-discharges.ts";
import { tick } from "../../src/timetable.ts";
import { type Clinic, interviewWhole, listOf, makeClinic, type Row, type Username } from "../in-process.ts";
import { walk } from "./walk.ts";

const id = "hosten-2026";
const base = `/matningar/${id}`;
const week = {
  ...{ namn: "Hösten 2026", enkat: "punktmatning-kort.1", fran: "2026-11-18", till: "2026-11-22", lan: ["18"] },
  ...{ mal: "50", ringer: "hospital", anteckning: "" },
};

type Said = {
  /** What those say whom nothing may be told of, and what each of them writes. */
  readonly sheets: readonly string[];
  readonly remark: string;
  /** What one in four says of those who are enough to be told of. */
  readonly told: string;
};

/** What the neighbour measures in its own county. */
const theirs = "granne-2026";

/** A neighbour with a lead of its own has one ward in this county and one in the next. */
async function addNeighbour({ world }: Clinic): Promise<void> {
  const { db } = world;
  const account = { providerId: "grannen", passwordHash: demoPasswordHash, createdAt: world.wallNow() };
  await world.atomically([
    db.insert(careProviders).values({ id: "grannen", name: "Region Granne", county: "17" }),
    db.insert(careUnits).values([
      { id: "nord", providerId: "grannen", name: "Medicin Nord", kind: "ward", careType: "somatic", county: "17" },
      {
        id: "inre",
        providerId: "grannen",
        name: "Psykiatri Inre",
        kind: "ward",
        careType: "psychiatric",
        county: "18",
      },
    ]),
    addSource(db, { id: "grannens", providerId: "grannen", name: "Grannens journal" }),
    insertAccount(db, { ...account, id: "account-lars", username: "lars", name: "Lars Alm", role: "lead" }),
    insertAccount(db, { ...account, id: "account-nina", username: "nina", name: "Nina Berg", role: "coordinator" }),
    sql`insert into account_units (account_id, unit_id) values ('account-nina', 'nord'), ('account-nina', 'inre')`,
  ]);
}

async function admitAt({ world }: Clinic, source: string, rows: readonly Row[]): Promise<string[]> {
  const ids = async () =>
    (await world.db.all<{ id: string }>(sql`select id from cases order by rowid`)).map((r) => r.id);
  const known = new Set(await ids());
  const bytes = new TextEncoder().encode(listOf(...rows));
  const done = await importFile(world, { source: await getSource(world.db, source), bytes });
  if (isRefusal(done)) throw new Error(done.refused);
  return (await ids()).filter((one) => !known.has(one));
}

const people = (prefix: string, count: number, facts: Row): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    dischargeRef: `${prefix}${at}`,
    patientRef: `${prefix}${at}`,
    ...facts,
  }));

const everybody = ["lena", "lars", "adam", "karin", "nina"];
/** They look at what no page leads to as well. */
const leads = new Set(["lena", "lars"]);

/** Results beside one another, in more ways than the pages offer. */
const comparisons = [
  ...[`${id}.18.somatic`, `${id}.18.psychiatric`, `${id}.18.alla`, `${id}.18.somatic.geriatrik-avd-2`],
  ...[`${id}.18.somatic.utom.geriatrik-avd-2`, `${id}.00.somatic`, `${theirs}.17.somatic`, `${theirs}.17.alla`],
];
const more = [
  ...comparisons.flatMap((one, at) => comparisons.slice(at + 1).map((other) => `/jamfor?s=${one}&s=${other}`)),
  ...["/jamfor/jamforelse.csv", "/jamfor/jamforelse.xlsx", "/jamfor/kodbok.csv", "/api/jamfor"].map(
    (path) => `${path}?s=${id}.18.somatic&s=${id}.18.psychiatric`,
  ),
  ...["", "/rapport/1"].flatMap((of) =>
    ["csv", "xlsx", "csv?form=rfc4180"].map((end) => `${base}${of}/resultat.${end}`),
  ),
  ...[`/api${base}`, `/api${base}/rapporter`, `/api${base}/rapporter/1`, `${base}/faltarbete`, `${base}/hantera`],
  ...[`/api/matningar/${theirs}`, `/matningar/${theirs}/resultat.csv`, `/matningar/${theirs}/faltarbete`],
];

const lookTimes = ["the same day", "when it is over", "two months later"];

/** One town from its first patient to two months after; gives every page of every look. */
async function town(
  { sheets, remark, told }: Said,
  looksAt: readonly string[] = lookTimes,
): Promise<Map<string, string>> {
  const clinic = await makeClinic({ seed: 3 });
  const { world } = clinic;
  await addNeighbour(clinic);
  const client = (name: string) => clinic.signedIn(name as Username);
  const lena = await client("lena");
  await lena.post("/matningar", week);
  await lena.post(`${base}/starta`, {});
  const lars = await client("lars");
  await lars.post("/matningar", { ...week, namn: "Granne 2026", lan: ["17"] });
  await lars.post(`/matningar/${theirs}/starta`, {});
  const somatic = await clinic.admit(...people("S", 24, {}));
  const psychiatric = await clinic.admit(...people("P", 3, { unit: "Psykiatri avd 4", careType: "psykiatri" }));
  const routine = await clinic.admit(...people("R", 5, { dischargeDate: "2026-11-17" }));
  const inner = await admitAt(clinic, "grannens", people("I", 3, { unit: "Psykiatri Inre", careType: "psykiatri" }));
  const northern = await admitAt(clinic, "grannens", people("N", 6, { unit: "Medicin Nord" }));
  const looks = new Map<string, string>();
  const look = async (when: string) => {
    if (!looksAt.includes(when)) return;
    for (const name of everybody)
      for (const [path, page] of await walk(await client(name), leads.has(name) ? more : []))
        looks.set(`${when} ${name} ${path}`, page);
  };
  const night = async (date: string) => {
    for (const time of ["02:35", "03:05", "03:15", "04:15"]) {
      world.clock.set(instantOf(date, time));
      await tick(world, world.now());
    }
    world.clock.set(instantOf(date, "12:00"));
  };
  const hidden = async (name: string, ids: readonly string[]) => {
    for (const [at, sheet] of sheets.slice(0, ids.length - 1).entries()) {
      const done = await interviewWhole(await client(name), ids[at]!, { sheet, remark });
      expect([name, at, done.location]).toEqual([name, at, `/uppfoljningar/${ids[at]}/sparad`]);
    }
  };
  await hidden("karin", psychiatric);
  await hidden("anna", routine);
  await hidden("nina", northern);
  await hidden("nina", inner);
  await look("the same day");
  const open = ["111111", told, "123123", "318141"];
  for (const [at, caseId] of somatic.slice(0, 17).entries())
    await interviewWhole(await client("anna"), caseId, { sheet: open[at % open.length]!, remark: "" });
  await night("2026-11-24");
  for (const [at, caseId] of somatic.slice(17).entries())
    await interviewWhole(await client("anna"), caseId, { sheet: open[at % open.length]!, remark: "" });
  await night("2026-11-30");
  await night("2026-12-01");
  await lena.post(`${base}/publicera`, { efter: "0" });
  await look("when it is over");
  await night(addDays("2026-11-30", 60));
  await look("two months later");
  world.close();
  return looks;
}

test("whatever up to four hidden people of a group have said, no page, file, header or order of rows is another", async () => {
  const said: Said = { sheets: ["111111", "111111", "111111", "111111"], remark: "Tack för omtanken.", told: "444244" };
  const one = await town(said);
  const other = await town({
    ...said,
    sheets: ["444244", "348228", "444244", "484288"],
    remark: "Kalle Ek hade fel. Det var illa skött, hela tiden, från början till slut.",
  });
  expect(one.size).toBeGreaterThan(500);
  expect([...other.keys()]).toEqual([...one.keys()]);
  expect([...one].filter(([path, page]) => other.get(path) !== page).map(([path]) => path)).toEqual([]);
  expect(one.get(`when it is over lena ${base}`)).toContain("24 svarande");
  // Twenty-four is enough to be told of: there the towns would differ.
  const third = await town({ ...said, told: "444144" }, ["when it is over"]);
  expect(third.get(`when it is over adam ${base}`)).not.toBe(one.get(`when it is over adam ${base}`));
}, 240_000);
