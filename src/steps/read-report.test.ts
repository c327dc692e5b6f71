/** The known answer: what Örebro län published for November 2019 comes out of the database to the percent. */
import { expect, test } from "vitest";
import { makeTestWorld } from "../../test/world.ts";
import { responses } from "../db/anonymous.ts";
import { isRefusal } from "../problems.ts";
import { reportAsJson } from "../reports/as-json.ts";
import { percentText } from "../reports/intervals.ts";
import { readReport } from "./read-report.ts";
import { seedOrebro2019 } from "./seed-orebro.ts";
import { recount } from "./tally-responses.ts";

type Json = { county: string; careType: string | null; respondents: number; indicators: Record<string, Indicator> };
type Indicator = {
  positive: number;
  answered: number;
  allRespondents: number;
  shareOfAll: number;
  shareOfAnswered: number;
};

/** delaktighet, samordning, trygghet, onskemal, information, plan: positive persons and published percent. */
const published = {
  somatic: {
    n: 30,
    positive: [23, 21, 27, 24, 23, 8],
    percent: ["77\u00a0%", "70\u00a0%", "90\u00a0%", "80\u00a0%", "77\u00a0%", "27\u00a0%"],
  },
  psychiatric: {
    n: 18,
    positive: [10, 13, 14, 11, 16, 6],
    percent: ["56\u00a0%", "72\u00a0%", "78\u00a0%", "61\u00a0%", "89\u00a0%", "33\u00a0%"],
  },
};
const keys = ["delaktighet", "samordning", "trygghet", "onskemal", "information", "plan"];

async function orebro() {
  const world = makeTestWorld();
  await seedOrebro2019(world);
  return world;
}

async function groupsIn(world: Awaited<ReturnType<typeof orebro>>) {
  const report = await readReport(world, "orebro-2019-11");
  if (isRefusal(report)) throw new Error(report.refused);
  return reportAsJson(report).groups as Json[];
}

test("November 2019 in Örebro län: every published percentage, from its count", async () => {
  const groups = await groupsIn(await orebro());
  expect(groups.map(({ county, careType, respondents }) => [county, careType, respondents])).toEqual([
    ["18", "somatic", 30],
    ["18", "psychiatric", 18],
    ["18", null, 48],
  ]);
  for (const [at, careType] of (["somatic", "psychiatric"] as const).entries()) {
    const indicators = keys.map((key) => groups[at]!.indicators[key]!);
    expect(indicators.map(({ positive }) => positive)).toEqual(published[careType].positive);
    expect(indicators.map(({ shareOfAll }) => percentText(shareOfAll))).toEqual(published[careType].percent);
    expect(new Set(indicators.flatMap((i) => [i.answered, i.allRespondents]))).toEqual(
      new Set([published[careType].n]),
    );
  }
  expect(keys.map((key) => groups[2]!.indicators[key]!.positive)).toEqual([33, 34, 41, 35, 39, 14]);
});

test("a recount gives the same report", async () => {
  const world = await orebro();
  const before = await groupsIn(world);
  await recount(world);
  expect(await groupsIn(world)).toEqual(before);
});

test("seeding twice adds nobody", async () => {
  const world = await orebro();
  expect(await seedOrebro2019(world)).toBe("already-there");
  expect(await world.db.select().from(responses)).toHaveLength(48);
});

test("the report is made from counts alone: it is the same when every answer is gone", async () => {
  const world = await orebro();
  const before = await groupsIn(world);
  await world.db.delete(responses);
  expect(await groupsIn(world)).toEqual(before);
});

test("a measurement that does not exist is refused in words", async () => {
  expect(await readReport(makeTestWorld(), "finns-inte")).toEqual({ refused: "unknown-measurement" });
});
