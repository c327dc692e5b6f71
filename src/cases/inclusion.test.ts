import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DischargeToInclude, firstStateOf, inclusionOf, type MeasurementToInclude } from "./inclusion.ts";

const discharge: DischargeToInclude = {
  careType: "somatic",
  track: "green",
  residence: "ordinary",
  unitId: "ward-1",
  county: "18",
  dischargedOn: "2026-11-16",
};
const measurement: MeasurementToInclude = {
  id: "orebro-2026-11",
  state: "running",
  opensOn: "2026-11-16",
  closesOn: "2026-11-20",
  counties: ["18"],
  units: null,
};
const include = (change: Partial<DischargeToInclude>, measurements: readonly MeasurementToInclude[] = []) =>
  inclusionOf({ ...discharge, ...change }, measurements);

describe("the routine", () => {
  test("takes yellow and red always, green and no track only when a person ticks them", () => {
    expect(include({ track: "yellow" })).toEqual({ routine: true, measurementId: null, optional: false });
    expect(include({ track: "red" })).toMatchObject({ routine: true });
    expect(include({ track: "green" })).toEqual({ routine: false, measurementId: null, optional: true });
    expect(include({ track: null })).toMatchObject({ routine: false, optional: true });
  });

  test("follows the region's own rule for a track", () => {
    const rules = { green: "never", yellow: "when-needed", red: "always" } as const;
    expect(inclusionOf(discharge, [], rules)).toMatchObject({ routine: false, optional: false });
    expect(inclusionOf({ ...discharge, track: "yellow" }, [], rules)).toMatchObject({ routine: false, optional: true });
  });
});

describe("a measurement", () => {
  test("takes everyone at home in its dates, county and units, whatever the track", () => {
    for (const track of ["green", "yellow", "red", null] as const)
      expect(include({ track }, [measurement])).toMatchObject({ measurementId: "orebro-2026-11", optional: false });
    expect(include({ dischargedOn: "2026-11-20" }, [measurement]).measurementId).toBe("orebro-2026-11");
  });

  test("leaves out other dates, counties, units, residences, and what is not running", () => {
    expect(include({ dischargedOn: "2026-11-15" }, [measurement]).measurementId).toBeNull();
    expect(include({ dischargedOn: "2026-11-21" }, [measurement]).measurementId).toBeNull();
    expect(include({ county: "01" }, [measurement]).measurementId).toBeNull();
    expect(include({ residence: "special" }, [measurement]).measurementId).toBeNull();
    expect(include({}, [{ ...measurement, units: ["ward-2"] }]).measurementId).toBeNull();
    for (const state of ["draft", "closed", "published"] as const)
      expect(include({}, [{ ...measurement, state }]).measurementId).toBeNull();
  });

  test("and the routine may take the same patient, who is still one case", () => {
    expect(include({ track: "red" }, [measurement])).toEqual({
      routine: true,
      measurementId: "orebro-2026-11",
      optional: false,
    });
  });

  test("of several the one that opened last is chosen, in whatever order they are listed", () => {
    const all = [
      measurement,
      { ...measurement, id: "b", opensOn: "2026-11-01" },
      { ...measurement, id: "a", opensOn: "2026-11-01" },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 3 }), (shuffled) => {
        expect(include({}, shuffled).measurementId).toBe("orebro-2026-11");
      }),
    );
    expect(include({}, all.slice(1)).measurementId).toBe("a");
  });
});

test("a case begins on the list, as one to choose, or not at all", () => {
  expect(firstStateOf({ routine: true, measurementId: null, optional: false })).toBe("planned");
  expect(firstStateOf({ routine: false, measurementId: "m", optional: false })).toBe("planned");
  expect(firstStateOf({ routine: false, measurementId: null, optional: true })).toBe("optional");
  expect(firstStateOf({ routine: false, measurementId: null, optional: false })).toBeNull();
});
