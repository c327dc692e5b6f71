/** Nobody stands on two sides of a difference, whichever groups are put beside each other. */
import { expect, test } from "vitest";
import type { ReportGroup } from "./group.ts";
import { overlapOf } from "./overlap.ts";

const counties = ["17", "18", "19"];
const careTypes = ["somatic", "psychiatric"] as const;
const units = ["a", "b", "c"];

/** Somebody in every county, care type and unit. */
const everybody = counties.flatMap((county) =>
  careTypes.flatMap((careType) => units.map((unit) => ({ county, careType, unit }))),
);

type Named = Pick<ReportGroup, "county" | "careType" | "unit">;
const groups: readonly Named[] = [
  ...["00", ...counties, ...counties.map((county) => `00-${county}`)].flatMap((county) =>
    [null, ...careTypes].map((careType) => ({ county, careType })),
  ),
  ...counties.flatMap((county) =>
    careTypes.flatMap((careType) =>
      units.flatMap((slug) =>
        [false, true].map((without) => ({ county, careType, unit: { slug, name: slug, without } })),
      ),
    ),
  ),
];

const isIn = ({ county, careType, unit }: Named) =>
  everybody.filter(
    (one) =>
      (county === "00" || county === one.county || (county.startsWith("00-") && county !== `00-${one.county}`)) &&
      (careType === null || careType === one.careType) &&
      (!unit || (unit.slug === one.unit) !== unit.without),
  );

const side = (group: Named, label: string, measurementId = "en") => ({
  ...{ label, measurementId },
  group: group as ReportGroup,
});

test("two groups of one measurement are compared if and only if nobody is in both", () => {
  for (const [at, one] of groups.entries())
    for (const other of groups.slice(at + 1)) {
      const [mine, theirs] = [isIn(one), isIn(other)];
      const shared = mine.filter((person) => theirs.includes(person)).length;
      const said = overlapOf([side(one, "A"), side(other, "B")]);
      const name = JSON.stringify([one, other]);
      if (shared === 0) expect(said, name).toBeNull();
      else if (shared === theirs.length) expect(said, name).toContain("A innehåller B.");
      else if (shared === mine.length) expect(said, name).toContain("B innehåller A.");
      else expect(said, name).toContain("A och B innehåller delvis samma svar.");
    }
});

test("a care type of the country is not compared with a county's total, which holds some of it", () => {
  const said = overlapOf([
    side({ county: "00", careType: "somatic" }, "Riket, somatik"),
    side({ county: "18", careType: null }, "Örebro län, totalt"),
  ]);
  expect(said).toContain("innehåller delvis samma svar");
});

test("the same group in two measurements is other people", () => {
  expect(overlapOf([side(groups[0]!, "A"), side(groups[0]!, "B", "två")])).toBeNull();
});
