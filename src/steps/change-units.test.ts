/** Units as the administrator saves them: found by one word each, and called by exactly one. */
import { expect, test } from "vitest";
import { makeTestWorld, type TestWorld } from "../../test/world.ts";
import { findUnit, insertProvider, listUnits } from "../db/accounts.ts";
import { isRefusal } from "../problems.ts";
import { saveUnit, type UnitForm } from "./change-units.ts";

async function worldWithProviders(): Promise<TestWorld> {
  const world = makeTestWorld();
  await world.atomically([
    insertProvider(world.db, { id: "nord", name: "Region Nord", county: "25", switchboard: null }),
    insertProvider(world.db, { id: "syd", name: "Region Syd", county: "12", switchboard: null }),
  ]);
  return world;
}

const form = (fields: Partial<UnitForm> = {}): UnitForm => ({
  ...{ name: "Medicin 1", code: "", kind: "ward", careType: "somatic", callingUnitId: "", onCallPhone: "" },
  ...fields,
});

async function saved(world: TestWorld, fields: Partial<UnitForm>, providerId = "nord"): Promise<string> {
  const outcome = await saveUnit(world, providerId, form(fields));
  if (isRefusal(outcome)) throw new Error(outcome.refused);
  return outcome.id;
}

const refusal = async (world: TestWorld, fields: Partial<UnitForm>): Promise<string | null> => {
  const outcome = await saveUnit(world, "nord", form(fields));
  return isRefusal(outcome) ? outcome.refused : null;
};

test("a unit is kept as it was meant, in its provider's county, with its number in E.164", async () => {
  const world = await worldWithProviders();
  const typed = { name: "  Geriatrik\u00a0 avd\t2 ", code: " ger2 ", kind: "clinic", careType: "psychiatric" };
  const id = await saved(world, { ...typed, onCallPhone: "08-465 004 02", callerId: "08-465 004 03" });
  expect(await findUnit(world.db, id)).toEqual({
    ...{ id, providerId: "nord", county: "25", name: "Geriatrik avd 2", code: "ger2", kind: "clinic" },
    ...{ careType: "psychiatric", callingUnitId: null, onCallPhone: "+46846500402", closedAt: null },
    callerId: "+46846500403",
    escalationAccountId: null,
  });
});

test("a unit that is changed stays the same unit and keeps what was cleared empty", async () => {
  const world = await worldWithProviders();
  const id = await saved(world, { code: "m1", onCallPhone: "0846500401" });
  expect(await saved(world, { id, name: "MEDICIN 1", careType: "psychiatric" })).toBe(id);
  expect(await listUnits(world.db, "nord")).toMatchObject([
    { id, name: "MEDICIN 1", code: null, careType: "psychiatric", onCallPhone: null },
  ]);
});

test("a name is needed, and at most 80 characters", async () => {
  const world = await worldWithProviders();
  expect(await refusal(world, { name: " \u200b " })).toBe("unit-name-missing");
  expect(await refusal(world, { name: "å".repeat(81) })).toBe("unit-name-missing");
  expect(await refusal(world, { name: "å".repeat(80) })).toBeNull();
});

test("no two units of a provider answer to the same word, whatever its case, as name or as code", async () => {
  const world = await worldWithProviders();
  await saved(world, { name: "Åsens vårdcentral", code: "VC7" });
  expect(await refusal(world, { name: "åSENS  VÅRDCENTRAL" })).toBe("unit-name-taken");
  expect(await refusal(world, { name: "A\u030asens vårdcentral" })).toBe("unit-name-taken");
  expect(await refusal(world, { name: "vc7" })).toBe("unit-name-taken");
  expect(await refusal(world, { name: "Annan", code: "vc7" })).toBe("unit-code-taken");
  expect(await refusal(world, { name: "Annan", code: "Åsens vårdcentral" })).toBe("unit-code-taken");
  expect(await saveUnit(world, "syd", form({ name: "Åsens vårdcentral", code: "VC7" }))).toHaveProperty("id");
});

test("of two who save the same name at once one is told that it is taken", async () => {
  const world = await worldWithProviders();
  const outcomes = await Promise.all([1, 2, 3].map(() => saveUnit(world, "nord", form())));
  expect(outcomes.filter((outcome) => !isRefusal(outcome))).toHaveLength(1);
  expect(outcomes.filter(isRefusal).map(({ refused }) => refused)).toEqual(["unit-name-taken", "unit-name-taken"]);
  expect(await listUnits(world.db, "nord")).toHaveLength(1);
});

test("a unit of another provider can neither be changed nor call", async () => {
  const world = await worldWithProviders();
  const foreign = await saved(world, { name: "Sydlig" }, "syd");
  expect(await refusal(world, { id: foreign, name: "Kapad" })).toBe("unit-unknown");
  expect(await refusal(world, { id: "finns-inte" })).toBe("unit-unknown");
  expect(await refusal(world, { callingUnitId: foreign })).toBe("calling-unit-unknown");
  expect(await findUnit(world.db, foreign)).toMatchObject({ name: "Sydlig" });
});

test("whoever calls calls itself: no chain and no ring can be made from either end", async () => {
  const world = await worldWithProviders();
  const clinic = await saved(world, { name: "Mottagning", kind: "clinic" });
  const ward = await saved(world, { name: "Avdelning", callingUnitId: clinic });
  expect(await refusal(world, { name: "Tredje", callingUnitId: ward })).toBe("calling-unit-has-caller");
  expect(await refusal(world, { id: clinic, name: "Mottagning", callingUnitId: ward })).toBe("calling-unit-has-caller");
  const other = await saved(world, { name: "Fjärde" });
  expect(await refusal(world, { id: clinic, name: "Mottagning", callingUnitId: other })).toBe("unit-calls-for-others");
  expect(await saved(world, { id: other, name: "Fjärde", callingUnitId: other })).toBe(other);
  expect(await findUnit(world.db, other)).toMatchObject({ callingUnitId: null });
});

test.each([["0701740605 (dotter)"], ["0846500401, 0846500402"], ["+1 202 555 0100"], ["46500401"], ["jouren"]])(
  "an on-call number that nobody could be sure of is refused: %s",
  async (onCallPhone) => {
    const world = await worldWithProviders();
    expect(await refusal(world, { onCallPhone })).toBe("unit-on-call-unreadable");
    expect(await listUnits(world.db, "nord")).toEqual([]);
  },
);

test("words that no form offers are refused", async () => {
  const world = await worldWithProviders();
  expect(await refusal(world, { kind: "constructor" })).toBe("unit-kind-needed");
  expect(await refusal(world, { careType: "" })).toBe("unit-care-type-needed");
  expect(await refusal(world, { code: "k".repeat(81) })).toBe("unit-code-long");
});
