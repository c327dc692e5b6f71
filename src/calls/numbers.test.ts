import fc from "fast-check";
import { expect, test } from "vitest";
import { isRefusal } from "../problems.ts";
import {
  addNumber,
  correctNumber,
  dropNumber,
  findMarked,
  isLive,
  type KnownNumber,
  markOf,
  mostNumbers,
  numbersOf,
  ownNumbers,
  raiseNumber,
  reviveNumber,
  type SaidNumber,
  whoseInWords,
} from "./numbers.ts";

const [a, b, c, d] = ["+46701740605", "+46701740606", "+46701740607", "+46980319250"] as const;
const list = { phones: [a, b], proxyName: "Eva", proxyPhone: c, proxyRelation: "dotter" };
const now = 1_000_000;

/** What is said later replaces what was said before about the same number, as the table does. */
const say = (said: readonly SaidNumber[], more: readonly SaidNumber[] | object): SaidNumber[] => {
  if (!Array.isArray(more)) throw new Error(JSON.stringify(more));
  return [...new Map([...said, ...(more as SaidNumber[])].map((one) => [one.number, one])).values()];
};
const shown = (numbers: readonly KnownNumber[]) =>
  numbers.map(({ number, gone }) => `${number.slice(-2)}${gone === null ? "" : ` ${gone}`}`);
const typed = (number: string, whose: "patient" | "relative" = "patient") => ({
  ...{ number, whose, name: null, relation: whose === "relative" ? "granne" : null },
});

test("a list's numbers stand in its order, the patient's own first", () => {
  expect(shown(numbersOf(list, []))).toEqual(["05", "06", "07"]);
  expect(numbersOf(list, []).map(whoseInWords)).toEqual(["Patienten", "Patienten", "Eva, dotter"]);
  // The same number as the patient's own is the patient's own.
  expect(numbersOf({ ...list, proxyPhone: a }, []).map(({ whose }) => whose)).toEqual(["patient", "patient"]);
});

test("a dead number is not rung, and no newer list revives it", () => {
  const said = say([], dropNumber(numbersOf(list, []), 0, now));
  expect(shown(numbersOf(list, said))).toEqual(["06", "07", "05 dead"]);
  expect(ownNumbers(numbersOf(list, said))).toEqual([b]);
  for (const phones of [[a], [b, a], [a, b, d]])
    expect(ownNumbers(numbersOf({ ...list, phones }, said))).not.toContain(a);
});

test("the last number is not dropped without an outcome", () => {
  const one = numbersOf({ ...list, phones: [a], proxyPhone: null }, []);
  expect(dropNumber(one, 0, now)).toMatchObject({ refused: "number-is-last" });
});

test("an added number comes after the others of its kind and stays when a list comes without it", () => {
  const said = say([], addNumber(numbersOf(list, []), typed(d)));
  expect(shown(numbersOf(list, said))).toEqual(["05", "06", "50", "07"]);
  expect(shown(numbersOf({ ...list, phones: [a] }, said))).toContain("50");
  expect(addNumber(numbersOf(list, said), typed(d))).toMatchObject({ refused: "number-there-already" });
});

test("a relative's number says who that is", () => {
  const unnamed = { ...typed(d, "relative"), relation: null };
  expect(addNumber(numbersOf(list, []), unnamed)).toMatchObject({ refused: "number-whose-needed" });
  const said = say([], addNumber(numbersOf(list, []), typed(d, "relative")));
  expect(whoseInWords(numbersOf(list, said).at(-1)!)).toBe("granne");
  expect(ownNumbers(numbersOf(list, said))).toEqual([a, b]);
});

test("a corrected number has the place of the wrong one, which is gone", () => {
  const said = say([], correctNumber(numbersOf(list, []), 0, d, now));
  expect(shown(numbersOf(list, said))).toEqual(["50", "06", "07", "05 corrected"]);
  expect(correctNumber(numbersOf(list, said), 0, b, now)).toMatchObject({ refused: "number-there-already" });
});

test("a number is tried earlier among its own kind only", () => {
  const numbers = numbersOf(list, []);
  expect(shown(numbersOf(list, say([], raiseNumber(numbers, 1))))).toEqual(["06", "05", "07"]);
  for (const at of [0, 2]) expect(raiseNumber(numbers, at)).toEqual([]);
});

test("a number that works after all is rung again", () => {
  const dead = say([], dropNumber(numbersOf(list, []), 0, now));
  const alive = say(dead, reviveNumber(numbersOf(list, dead), 2));
  expect(ownNumbers(numbersOf(list, alive)).toSorted()).toEqual([a, b]);
  // Told again by the patient is the same.
  expect(ownNumbers(numbersOf(list, say(dead, addNumber(numbersOf(list, dead), typed(a)))))).toContain(a);
});

test("nobody has more telephones than a form can show", () => {
  const many = { ...list, phones: Array.from({ length: mostNumbers }, (_, at) => `+467017406${10 + at}`) };
  expect(addNumber(numbersOf(many, []), typed(d))).toMatchObject({ refused: "numbers-too-many" });
});

test("a mark from an old page, or of the second of two clicks, means nothing", () => {
  const numbers = numbersOf(list, []);
  const mark = markOf(numbers, 0);
  expect(findMarked(numbers, mark)?.one.number).toBe(a);
  expect(mark).not.toContain("701740");
  const dropped = numbersOf(list, say([], dropNumber(numbers, 0, now)));
  expect(findMarked(dropped, mark)).toBeNull();
  for (const odd of ["", "0", "x", "0.05", "99.05.3"]) expect(findMarked(numbers, odd)).toBeNull();
});

test("whatever is done in whatever order: every number once, none that is gone before one that works", () => {
  const act = fc.record({
    kind: fc.constantFrom("add", "correct", "raise", "drop", "revive"),
    at: fc.nat(6),
    number: fc.constantFrom(a, b, c, d),
    whose: fc.constantFrom("patient" as const, "relative" as const),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 15 }), (acts) => {
      let said: SaidNumber[] = [];
      for (const { kind, at, number, whose } of acts) {
        const numbers = numbersOf(list, said);
        const done = {
          add: () => addNumber(numbers, typed(number, whose)),
          correct: () => correctNumber(numbers, at, number, now),
          raise: () => raiseNumber(numbers, at),
          drop: () => dropNumber(numbers, at, now),
          revive: () => reviveNumber(numbers, at),
        }[kind as "add"]();
        if (isRefusal(done)) continue;
        const before = numbers.filter(isLive).length;
        said = say(said, done);
        const after = numbersOf(list, said);
        expect(new Set(after.map((one) => one.number)).size).toBe(after.length);
        const works = after.map(isLive);
        expect(works).toEqual(works.toSorted((x, y) => Number(y) - Number(x)));
        expect(works.filter(Boolean).length).toBeGreaterThan(0);
        if (kind === "drop") expect(after.filter(isLive).length).toBe(before - 1);
        if (kind === "raise") expect(after.filter(isLive).length).toBe(before);
      }
    }),
  );
});
