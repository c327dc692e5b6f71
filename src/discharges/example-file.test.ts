/** The example that a newcomer uploads is the documented one, and it can be taken in on any day. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { makeTestWorld, mondayAtTen } from "../../test/world.ts";
import { addDays, instantOf } from "../calendar.ts";
import { demoProvider } from "../demo/people.ts";
import { seedDemo } from "../demo/seed.ts";
import { isRefusal } from "../problems.ts";
import { importFile } from "../steps/admit-discharges.ts";
import { exampleFile } from "./example-file.ts";

const source = { id: "demo", providerId: demoProvider.id };
const bytesOf = (text: string) => new TextEncoder().encode(text);

test("for its own day it is the documented file, byte for byte", () => {
  const documented = readFileSync("docs/exempel-utskrivningar.csv");
  expect(new Uint8Array(documented)).toEqual(bytesOf(exampleFile("2026-11-23")));
});

test("its rows go into the demo; a second time nothing changes, and another day it fits that day", async () => {
  const world = makeTestWorld({ now: mondayAtTen });
  await seedDemo(world, { seed: 1, startsAt: mondayAtTen });
  const bytes = bytesOf(exampleFile("2026-11-23"));
  const first = await importFile(world, { source, bytes });
  if (isRefusal(first)) throw new Error(first.refused);
  expect(first.admitted).toBeGreaterThanOrEqual(20);
  expect(first.refused.map(({ reason }) => reason)).not.toContain("discharge-too-old");
  expect(first.refused.map(({ reason }) => reason)).not.toContain("date-future");
  expect(await importFile(world, { source, bytes })).toMatchObject({
    ...{ admitted: 0, updated: 0, unchanged: first.admitted },
    refused: first.refused,
  });

  const later = makeTestWorld({ now: instantOf(addDays("2026-11-23", 42), "10:00") });
  await seedDemo(later, { seed: 1, startsAt: later.now() });
  const moved = await importFile(later, { source, bytes: bytesOf(exampleFile(addDays("2026-11-23", 42))) });
  expect(moved).toMatchObject({ admitted: first.admitted, refused: first.refused });
});
