/** A period that is told of only in part says so: in its report's name and first words, county by county. */
import { expect, test } from "vitest";
import { readBeginnings, withBeginnings } from "../responses/beginnings.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { isPartial, partOfPeriod, unfinishedIn, unfinishedText } from "./part-of-period.ts";
import { makeReport } from "./report.ts";
import { tallyOf } from "./tally.ts";
import { defaultThresholds } from "./thresholds.ts";

const quarter = { opensOn: "2026-10-01", closesOn: "2026-12-31" };
const report = (part: ReturnType<typeof partOfPeriod>, counties = ["18"]) =>
  makeReport({
    measurement: { ...orebro2019Measurement, ...quarter, name: "Kvartal 4", counties, partOfPeriod: part },
    ...{ survey: getSurvey("punktmatning-kort", 1), thresholds: defaultThresholds },
    tallies: tallyOf(counties.flatMap((county) => orebro2019Responses.map((row) => ({ ...row, county })))),
  });

test("a county that began in the middle of a period has a part of it, and all of the next", () => {
  const begun = { "18": "2026-11-12" };
  const part = partOfPeriod(quarter, begun, false);
  const { measurement, cautions } = report(part);
  expect(measurement.name).toBe("Kvartal 4 (del av perioden)");
  expect(cautions[0]).toBe(
    "Perioden är inte hel: från Örebro län är de med som skrevs ut från och med torsdag 12 november 2026.",
  );
  expect(partOfPeriod({ opensOn: "2027-01-01", closesOn: "2027-03-31" }, begun, false)).toBeNull();
  expect(partOfPeriod({ opensOn: "2026-07-01", closesOn: "2026-09-30" }, begun, false)).toBeNull();
});

test("a first weekend without a patient makes no period less whole", () => {
  expect(partOfPeriod(quarter, { "18": "2026-10-04" }, false)).toBeNull();
  expect(partOfPeriod(quarter, { "18": "2026-10-05" }, false)).not.toBeNull();
  expect(partOfPeriod(quarter, { "18": "2026-12-31" }, false)).not.toBeNull();
  expect(partOfPeriod(quarter, {}, false)).toBeNull();
});

test("a county that joins others makes its own result partial and riket's, and not theirs", () => {
  const part = partOfPeriod(quarter, { "18": "2025-01-01", "19": "2026-12-01" }, false);
  expect(["18", "19", "00"].map((county) => isPartial(part, county))).toEqual([false, true, true]);
  const { measurement, cautions } = report(part, ["18", "19"]);
  expect(measurement.name).toBe("Kvartal 4");
  expect(cautions[0]).toContain("från Västmanlands län");
  expect(report(part).cautions.join()).not.toContain("inte hel");
});

test("where the questions were changed neither of the two results is the whole period", () => {
  const part = partOfPeriod(quarter, { "18": "2025-01-01" }, true);
  expect(report(part).measurement.name).toBe("Kvartal 4 (del av perioden)");
  expect(report(part).cautions[0]).toContain("Enkäten byttes under perioden.");
  expect(unfinishedText(unfinishedIn({ state: "running", partOfPeriod: part }, "18"))).toBe("pågår, del av perioden");
});

test("what is no such period is neither renamed nor warned of", () => {
  expect(report(null).measurement.name).toBe("Kvartal 4");
  expect(unfinishedText(unfinishedIn({ state: "closed" }, "18"))).toBeNull();
});

test("the earliest date counts, in whatever order lists come", () => {
  const first = withBeginnings(readBeginnings(undefined), [{ county: "18", on: "2026-11-12" }]);
  const seen = withBeginnings(first, [
    { county: "18", on: "2026-11-10" },
    { county: "18", on: "2026-12-01" },
    { county: "17", on: "2026-12-01" },
  ]);
  expect(readBeginnings(JSON.stringify(seen))).toEqual({ "18": "2026-11-10", "17": "2026-12-01" });
});
