/** The demo has something to follow over time: invented, whole, and the same in the report as in the chain. */
import { afterEach, expect, test } from "vitest";
import { makeTestWorld } from "../../test/world.ts";
import { isRefusal } from "../problems.ts";
import { readFieldwork } from "../steps/read-fieldwork.ts";
import { readPeriods, trendOver } from "../steps/read-periods.ts";
import { readReport } from "../steps/read-report.ts";
import { earlierQuarters } from "./earlier-quarters.ts";
import { demoProvider } from "./people.ts";

const world = makeTestWorld();
afterEach(() => world.close());

test("five quarters before the demo's own, as many in the chain as in the report, with the break where the robot began", async () => {
  await world.atomically(earlierQuarters(world, "2026-11-23", 1));
  const { newest: periods } = await readPeriods(world, (id) => readReport(world, id));
  expect(periods.map(({ measurement }) => measurement.id)).toEqual(
    ["2026-q3", "2026-q2", "2026-q1", "2025-q4", "2025-q3"].map((key) => `lopande-${key}-punktmatning-kort-1`),
  );
  for (const { measurement, report } of periods) {
    expect([measurement.madeUp, measurement.state]).toEqual([true, "closed"]);
    const read = await readFieldwork(world, demoProvider.id, measurement.id);
    if (isRefusal(read)) throw new Error(read.refused);
    const both = report.groups.find(({ careType }) => careType === null);
    expect(both?.hidden === null && both.respondents).toBe(read.fieldwork.whole?.chain.completed);
  }
  const survey = { id: "punktmatning-kort", version: 1 };
  const trend = trendOver(periods, { survey, county: demoProvider.county, careType: "somatic" });
  expect(trend?.breaks.map((one) => one?.heading ?? null)).toEqual([
    ...[null, null, null, "Brott före kvartal 2 2026.", null],
  ]);
});
