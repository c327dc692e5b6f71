import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRefusal } from "../problems.ts";
import { caseNumberOf, folded, likeOf, nameMatches, phoneMatches, plainLetters, readSought } from "./search-words.ts";

const sought = (typed: string) => {
  const read = readSought(typed);
  if (isRefusal(read)) throw new Error(`${typed}: ${read.refused}`);
  return read;
};
const finds = (typed: string, name: string) => nameMatches(sought(typed).words, name);
const rings = (typed: string, number: string) => phoneMatches(sought(typed).phoneEnd ?? "", number);

describe("a name", () => {
  test.each([
    ["ulla", "Ulla-Britt Ek"],
    ["ek ulla", "Ulla-Britt Ek"],
    ["EK, Ul", "Ulla-Britt Ek"],
    ["ullabritt", "Ulla-Britt Ek"],
    ["ulla britt ek", "Ek, Ulla-Britt"],
    ["u ek", "Ulla-Britt Ek"],
    ["rene", "René Léger"],
    ["rené leger", "Rene Leger"],
    ["MÜLLER", "Anna Muller"],
    ["strauss", "Eva Strauß"],
    ["sörensen", "Kaj Sørensen"],
    ["oneill", "Pat O’Neill"],
    ["o'neill", "Pat O'Neill"],
    ["åsa ö", "ÅSA ÖK"],
    ["A\u030asa", "Åsa Ök"],
    ["\u200bÅsa\u00a0Ök", "Åsa Ök"],
    ["محمد", "محمد Rahimi"],
  ])("%s finds %s", (typed, name) => expect(finds(typed, name)).toBe(true));

  test.each([
    ["lla", "Ulla-Britt Ek"],
    ["ulla berg", "Ulla-Britt Ek"],
    ["ost", "Karin Öst"],
    ["asa", "Åsa Ök"],
    ["öst", "Karin Ost"],
    ["ek%", "Berg"],
    ["an_x", "Annika Berg"],
  ])("%s does not find %s", (typed, name) => expect(finds(typed, name)).toBe(false));

  test("is found by any of its beginnings, in any order and any case", () => {
    const word = fc.stringMatching(/^[A-ZÅÄÖÉ][a-zåäöé]{2,11}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.nat(), fc.boolean(), (names, seed, loud) => {
        const typed = names.map((name, at) => name.slice(0, 2 + ((seed + at) % (name.length - 1)))).toReversed();
        const text = typed.join(" ");
        expect(finds(loud ? text.toUpperCase() : text.toLowerCase(), names.join(" "))).toBe(true);
      }),
    );
  });

  test("every small letter folds as its capital, and only å, ä and ö keep their dots and rings", () => {
    for (let at = 0xc0; at < 0x180; at += 1) {
      const letter = String.fromCharCode(at);
      if (!/\p{L}/u.test(letter) || letter === "ŉ") continue;
      expect(folded(letter.toUpperCase())).toBe(folded(letter));
      expect(folded(letter)).toMatch(/^[a-zåäöþĸ·]+$/);
    }
  });
});

describe("a number", () => {
  const number = "+46701740605";
  test.each(["605", "0605", "06 05", "174 06 05", "0701740605", "070-174 06 05", "+46701740605", "0046 70 174 06 05"])(
    "%s finds it",
    (typed) => expect(rings(typed, number)).toBe(true),
  );
  test("+46 (0)70-174 06 05 finds it", () => expect(rings("+46 (0)70-174 06 05", number)).toBe(true));
  test.each(["606", "17406051", "0460605", "7017406"])("%s does not", (typed) =>
    expect(rings(typed, number)).toBe(false),
  );
  test("beside a name, both count", () => {
    expect(sought("ek 06 05")).toMatchObject({ words: ["ek"], phoneEnd: "0605" });
  });
});

describe("a case number", () => {
  test("is what the case's page shows, however it is written or heard", () => {
    const shown = caseNumberOf("k0m1p9q4r8s3t6v1");
    expect(shown).toBe("K0M1P9");
    for (const typed of ["K0M1P9", "k0m1p9", "Ärende K0M1P9", "ärende: k0m 1p9", "#k0m1p9", "KOMIP9", "kOmlp9"]) {
      expect([typed, sought(typed).caseNumber]).toEqual([typed, "k0m1p9"]);
    }
  });
  test("of digits alone may be the end of a telephone number too", () => {
    expect(sought("174060")).toMatchObject({ caseNumber: "174060", phoneEnd: "174060" });
  });
  test("is whole: five signs of it are not one", () => expect(sought("K0M1P").caseNumber).toBeNull());
});

describe("what says too little or too much is refused in words", () => {
  test.each([
    "",
    " ",
    "a",
    "å",
    "a b",
    "12",
    "ek 12",
    "%",
    "_",
    "'",
    "--",
    "%%%",
    "😀",
    "\u0000",
    "(0)",
    "+",
    "\u0301\u0301",
  ])("%j", (typed) => expect(readSought(typed)).toEqual({ refused: "search-too-short" }));
  test("ten thousand characters", () => {
    expect(readSought("a".repeat(10_000))).toEqual({ refused: "search-too-long", details: { longest: 100 } });
  });
  test("whatever is typed, it is read or refused, and a name of nothing is never all names", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (typed) => {
        const read = readSought(typed);
        if (isRefusal(read)) return;
        expect(read.words.length > 0 || read.phoneEnd !== null || read.caseNumber !== null).toBe(true);
        expect(read.words.every((word) => word.length > 0)).toBe(true);
      }),
    );
  });
});

test("what the database is asked for lets through every name that matches", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."aåäöéAÅÖÉbn -',ø1"), maxLength: 12 });
  const like = (pattern: string) => new RegExp(`^${pattern.replaceAll("%", "[^]*").replaceAll("_", "[^]")}$`, "u");
  const lower = (name: string) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  fc.assert(
    fc.property(letters, letters, (typed, name) => {
      const read = readSought(typed);
      if (isRefusal(read) || read.words.length === 0 || !nameMatches(read.words, name)) return;
      const odd = new RegExp(`[^${plainLetters}]`, "u").test(name);
      expect(odd || read.words.every((word) => like(likeOf(word)).test(lower(name)))).toBe(true);
    }),
    { numRuns: 20_000 },
  );
  expect(like(likeOf("åsa")).test("åsa ek")).toBe(true);
});
