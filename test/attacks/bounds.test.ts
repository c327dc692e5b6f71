/**
 * The attacker who fetches the interface's numbers every morning and asks not only what they add up to but what they leave
 * possible: where nobody of those who are hidden can have said no, it is told what each of them said, though no subtraction
 * gives it. Sees the program from outside alone, signed in as a project lead.
 */
import { expect, test } from "vitest";
import { addMeasurement, changeMeasurement } from "../../src/db/measurements.ts";
import { insertPending } from "../../src/db/responses.ts";
import { seededRandom } from "../../src/demo/random.ts";
import { orebro2019Responses } from "../../src/responses/fixtures/orebro-2019-11.ts";
import { releaseBatches } from "../../src/steps/seal-responses.ts";
import { tallyResponses } from "../../src/steps/tally-responses.ts";
import { seed as firstSeed } from "../chance.ts";
import { makeClinic } from "../in-process.ts";
import { knowing } from "./bounds.ts";

/** What the interface tells of one group; figures are null where they are withheld. */
type Told = {
  readonly county: string;
  readonly careType: string | null;
  readonly hidden?: boolean;
  readonly because?: string;
  readonly kind?: string;
  readonly unit?: string | null;
  readonly respondents: number;
  readonly indicators: Readonly<
    Record<
      string,
      { readonly positive: number | null; readonly answered: number | null; readonly allRespondents: number | null }
    >
  >;
};
type Look = { readonly groups: readonly Told[]; readonly units: readonly Told[] };

const careTypes = ["somatic", "psychiatric"] as const;
const questions = ["trygghet", "plan"];
/** Most are content, as patients are, and in some places everybody is, or nobody. */
const decided = [[1], [1, 1, 4], [1, 1, 1, 1, 1, 4], [4, 1], [4]];
/** Where many do not know, find that it does not concern them, or would rather not say. */
const undecided = [
  [8, 8, 8, 1, 4],
  [7, 1, 2, 4],
  [9, 9, 1, 4],
  [1, 2, 3, 4, 8],
  [7, 8, 9],
];
const row = {
  id: "m",
  name: "M",
  surveyId: "punktmatning-kort",
  surveyVersion: 1,
  state: "running",
  madeUp: true,
} as const;

/** Some nights of one to three counties, and the look of every morning. */
async function looksOf(
  seed: number,
  palettes = decided,
): Promise<{ readonly looks: readonly Look[]; readonly counties: readonly string[] }> {
  const chance = seededRandom(seed);
  const below = (most: number) => Math.floor(chance() * most);
  const { world, signedIn } = await makeClinic({ seed });
  const counties = ["17", "18", "19"].slice(0, 1 + below(3));
  const units = ["A", "B", "C"].slice(0, 1 + below(3));
  const measurement = { ...row, opensOn: "2026-11-01", closesOn: "2026-11-20", counties: JSON.stringify(counties) };
  await world.atomically([addMeasurement(world.db, measurement)]);
  const lena = await signedIn("lena");
  const looks: Look[] = [];
  const morning = async () => {
    await releaseBatches(world);
    await tallyResponses(world);
    looks.push(JSON.parse((await lena.get("/api/matningar/m")).text) as Look);
  };
  const interview = (county: string, careType: (typeof careTypes)[number], palette: readonly number[]) => {
    const trygghet = palette[below(palette.length)]!;
    const plan = chance() < 0.7 ? trygghet : [1, 4][below(2)]!;
    const facts = {
      county,
      careType,
      unit: units[below(units.length)]!,
      track: null,
      ageGroup: null,
      month: "2026-11",
    };
    const answers = JSON.stringify({ trygghet, plan: plan > 4 ? plan : plan > 2 ? 2 : 1 });
    const said = { ...orebro2019Responses[0]!, ...facts, measurementId: "m", answers, remark: null };
    return insertPending(world.db, world.newId(), said);
  };
  for (let nights = 1 + below(3); nights > 0; nights -= 1) {
    for (const county of counties)
      for (const careType of careTypes) {
        if (chance() < 0.25) continue;
        const came = chance() < 0.5 ? below(6) : below(20);
        const palette = palettes[below(palettes.length)]!;
        await world.atomically(Array.from({ length: came }, () => interview(county, careType, palette)));
      }
    await morning();
  }
  await world.atomically([changeMeasurement(world.db, row, { state: "closed" })]);
  await morning();
  world.close();
  return { looks, counties };
}

/** Persons whom nothing that is told can part: of a night, a county, a care type and a row of its units. */
type Atom = { readonly night: number; readonly county: string; readonly careType: string; readonly block: string };
type IsIn = (atom: Atom) => boolean;
const blockOf = ({ kind, unit }: Told): string => `${kind} ${unit ?? ""}`;

/** Every way that the attacker can set people apart who ought to be kept together. */
function targetsOf(atoms: readonly Atom[]): ReadonlyMap<string, IsIn> {
  const targets = new Map<string, IsIn>();
  for (const { night, county, careType, block } of atoms) {
    const isPart: IsIn = (one) => one.county === county && one.careType === careType;
    targets.set(`${county} ${careType}`, isPart);
    targets.set(`${county} ${careType}, night ${night}`, (one) => isPart(one) && one.night === night);
    targets.set(`${county} ${careType}, ${block}`, (one) => isPart(one) && one.block === block);
    targets.set(
      `${county} ${careType}, ${block}, night ${night}`,
      (one) => isPart(one) && one.block === block && one.night === night,
    );
  }
  return targets;
}

/** What comes out of every look together about one question: whom it says all of, though they are fewer than ten. */
function foundOut(looks: readonly Look[], counties: readonly string[], question: string): string[] {
  const last = looks.length - 1;
  const blocks = (county: string, careType: string) => {
    const own = looks[last]!.units.filter((unit) => unit.county === county && unit.careType === careType).map(blockOf);
    return own.length > 0 ? own : ["whole"];
  };
  const atoms = looks.flatMap((_, night) =>
    counties.flatMap((county) =>
      careTypes.flatMap((careType) =>
        blocks(county, careType).map((block): Atom => ({ night, county, careType, block })),
      ),
    ),
  );
  const none = atoms.map(() => 0);
  const told = looks.flatMap((look, night) =>
    [...look.groups, ...(night === last ? look.units : [])].map((group) => ({
      group,
      of: atoms.map((atom) =>
        Number(
          atom.night <= night &&
            (group.county === "00" || group.county === atom.county) &&
            (group.careType === null || group.careType === atom.careType) &&
            (group.kind === undefined || blockOf(group) === atom.block),
        ),
      ),
    })),
  );
  // First those who said yes, of each atom, then those who said no; then how many fewer than four a hidden group is.
  const few = told.filter(({ group }) => group.because === "few");
  const width = 2 * atoms.length + few.length;
  const sum = (yes: readonly number[], no: readonly number[], slack = -1) =>
    Array.from(
      { length: width },
      (_, at) => yes[at] ?? no[at - atoms.length] ?? Number(at - 2 * atoms.length === slack),
    );
  const sums = told.flatMap(({ group, of }) => {
    if (group.because === "few")
      return [
        {
          of: sum(
            of,
            of,
            few.findIndex((one) => one.group === group),
          ),
          is: 4,
        },
      ];
    if (group.hidden) return [];
    const { positive, answered } = group.indicators[question]!;
    if (positive === null || answered === null) return [{ of: sum(of, of), is: group.respondents }];
    return [
      { of: sum(of, none), is: positive },
      { of: sum(none, of), is: answered - positive },
    ];
  });
  const known = knowing(sums);
  expect(known.possible).toBe(true);
  const sizeOf = (of: readonly number[]) => known.least(sum(of, of));
  const isAlike = (of: readonly number[]) => known.most(sum(of, none)) < 0.5 || known.most(sum(none, of)) < 0.5;
  const all = [...targetsOf(atoms)].map(([name, isIn]) => ({ name, of: atoms.map((atom) => Number(isIn(atom))) }));
  // That ten or more all said the same may be told, and then it is told of each of them.
  const open = [
    ...told.flatMap(({ group, of }) => (group.hidden || group.county === "00" ? [] : [{ of }])),
    ...all,
  ].filter(({ of }) => sizeOf(of) > 9.5 && isAlike(of));
  return all
    .filter(({ of }) => !open.some((ten) => of.every((part, at) => part <= ten.of[at]!)))
    .filter(({ of }) => sizeOf(of) > 0.5 && isAlike(of))
    .map(({ name }) => name);
}

test("what all of a few said does not even follow from what the numbers of all mornings leave possible", async () => {
  let shown = 0;
  for (let seed = firstSeed; seed < firstSeed + 40; seed += 1) {
    const { looks, counties } = await looksOf(seed);
    shown += looks.flatMap(({ groups }) => groups).filter(({ hidden }) => !hidden).length;
    for (const question of questions)
      expect({ seed, question, found: foundOut(looks, counties, question) }).toEqual({ seed, question, found: [] });
  }
  expect(shown).toBeGreaterThan(50);
}, 240_000);

test("nor where a hidden county has company of the same mind", async () => {
  // In each of these worlds all hidden counties of a care type said the same, which riket would tell if it counted persons alone.
  for (const seed of [32, 41, 43, 70, 89, 195, 199]) {
    const { looks, counties } = await looksOf(seed);
    for (const question of questions) expect([seed, foundOut(looks, counties, question)]).toEqual([seed, []]);
  }
}, 60_000);

test("between two mornings nobody or at least five more have answered, and as many have taken a stand on each question", async () => {
  let grown = 0;
  for (let seed = firstSeed; seed < firstSeed + 40; seed += 1) {
    const { looks } = await looksOf(seed, undecided);
    const seen = new Map<string, number[]>();
    for (const { county, careType, hidden, respondents, indicators } of looks.flatMap(({ groups }) => groups)) {
      if (hidden) continue;
      const note = (what: string, count: number | null) => {
        const name = `${county} ${careType} ${what}`;
        if (count !== null) seen.set(name, [...(seen.get(name) ?? []), count]);
      };
      note("respondents", respondents);
      for (const question of questions) {
        note(`${question}, answered`, indicators[question]!.answered);
        note(`${question}, of all`, indicators[question]!.allRespondents);
      }
    }
    for (const [name, counts] of seen)
      for (const [at, later] of counts.entries())
        for (const earlier of counts.slice(0, at)) {
          if (later !== earlier) grown += 1;
          if (later !== earlier) expect(later - earlier, `seed ${seed}, ${name}`).toBeGreaterThanOrEqual(5);
        }
  }
  expect(grown).toBeGreaterThan(50);
}, 240_000);
