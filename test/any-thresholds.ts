/** The thresholds that a measurement may have, for properties: the house's own in half of the draws. */
import * as fc from "fast-check";
import { defaultThresholds, readTypedThresholds, type Thresholds, typedThresholds } from "../src/reports/thresholds.ts";

/** Only such as the form takes. They lie close to the house's own, where groups are of the size that properties draw. */
export const anyThresholds: fc.Arbitrary<Thresholds> = fc.oneof(
  fc.constant(defaultThresholds),
  fc
    .record({
      hideBelow: fc.integer({ min: 5, max: 9 }),
      cautionBelow: fc.integer({ min: 9, max: 40 }),
      distributionFrom: fc.integer({ min: 30, max: 40 }),
      extremesFrom: fc.integer({ min: 10, max: 20 }),
    })
    .map((some) => {
      const read = readTypedThresholds(typedThresholds(some));
      if ("faults" in read) throw new Error("thresholds that the form refuses");
      return read;
    }),
);
