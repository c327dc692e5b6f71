import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { putCaseOnList, releaseCase, takeToRing } from "./take-case.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

async function makeCase(track = "gult") {
  clinic = await makeClinic();
  const [id] = await clinic.admit({ track });
  return { id: id!, anna: await clinic.accountOf("anna"), bo: await clinic.accountOf("bo"), world: clinic.world };
}
const events = async (kind: string) =>
  (await clinic.world.db.all<{ by: string }>(sql`select account_id as "by" from events where kind = ${kind}`)).map(
    ({ by }) => by,
  );
const owner = async () =>
  (await clinic.world.db.all<{ owner: string | null }>(sql`select owner_id as owner from cases`))[0]?.owner;

describe("taking a case", () => {
  test("at once by two gives it to one; the other hears since when a colleague has it, and sees no number", async () => {
    const { id, anna, bo, world } = await makeCase();
    const both = await Promise.all([takeToRing(world, anna, id, true), takeToRing(world, bo, id, true)]);
    expect(both).toContainEqual({ taken: true });
    expect(both).toContainEqual(
      expect.objectContaining({
        refused: "case-held",
        details: expect.objectContaining({ since: expect.any(String) }),
      }),
    );
    expect(await events("number-shown")).toEqual([await owner()]);
  });

  test("twice at once by the same person is no quarrel with oneself", async () => {
    const { id, anna, world } = await makeCase();
    const both = await Promise.all([takeToRing(world, anna, id, true), takeToRing(world, anna, id, true)]);
    expect(both).toEqual([{ taken: true }, { taken: true }]);
    expect(await owner()).toBe(anna.id);
  });

  test("asks for a look in the journal once a day, and writes down every look at the number", async () => {
    const { id, anna, bo, world } = await makeCase();
    expect(await takeToRing(world, anna, id, false)).toEqual({ refused: "journal-check-needed" });
    expect(await owner()).toBeNull();
    await takeToRing(world, anna, id, true);
    await releaseCase(world, anna, id);
    expect(await takeToRing(world, bo, id, false)).toEqual({ taken: true });
    expect(await events("number-shown")).toEqual([anna.id, bo.id]);
    await releaseCase(world, bo, id);
    world.clock.advance(24 * 60 * 60_000);
    expect(await takeToRing(world, bo, id, false)).toEqual({ refused: "journal-check-needed" });
  });

  test("is refused outside the calling hours and before the window, in words", async () => {
    const { id, anna, world } = await makeCase();
    world.clock.advance(10 * 60 * 60_000);
    expect(await takeToRing(world, anna, id, true)).toMatchObject({ refused: "outside-calling-hours" });
    world.clock.advance(-58 * 60 * 60_000);
    expect(await takeToRing(world, anna, id, true)).toMatchObject({ refused: "window-not-open" });
  });

  test("of another unit is taking what does not exist", async () => {
    const { id, world } = await makeCase();
    const karin = await clinic.accountOf("karin");
    const all = [takeToRing(world, karin, id, true), releaseCase(world, karin, id), putCaseOnList(world, karin, id)];
    for (const one of await Promise.all(all)) expect(one).toEqual({ refused: "not-found" });
  });
});

test("nobody lets go of what another holds, and letting go twice is letting go", async () => {
  const { id, anna, bo, world } = await makeCase();
  await takeToRing(world, anna, id, true);
  expect(await releaseCase(world, bo, id)).toEqual({ refused: "case-not-held" });
  expect(await Promise.all([releaseCase(world, anna, id), releaseCase(world, anna, id)])).toEqual([
    { moved: true },
    { moved: false },
  ]);
});

test("a green case put on the list by two at once is put there once", async () => {
  const { id, anna, bo, world } = await makeCase("grönt");
  expect(await takeToRing(world, anna, id, true)).toEqual({ refused: "case-not-on-list" });
  const both = await Promise.all([putCaseOnList(world, anna, id), putCaseOnList(world, bo, id)]);
  expect(both).toEqual([{ moved: true }, { refused: "case-not-optional" }]);
  expect(await events("put-on-list")).toEqual([anna.id]);
});
