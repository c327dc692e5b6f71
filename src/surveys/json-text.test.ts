/** An author hears where a file stops being JSON, and where in it every fault stands. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { pathText, readJson } from "./json-text.ts";

const placeIn = (text: string) => {
  const read = readJson(text);
  return "fault" in read ? [read.place.line, read.place.column, read.fault] : [];
};

test("what JSON.parse reads is read alike, and what it refuses is refused", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(6), (text, indent) => {
      const value: unknown = JSON.parse(text);
      const read = readJson(JSON.stringify(value, null, indent));
      expect("value" in read && read.value).toEqual(value);
    }),
  );
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 3 }),
      fc.nat(200),
      fc.constantFrom("", '"', ",", "}", "]", ":", "x", "\\"),
      (text, at, sign) => {
        const spoilt = text.slice(0, at) + sign + text.slice(at + 1);
        const parsed = parsedBy(spoilt);
        const read = readJson(spoilt);
        expect("value" in read).toBe(parsed !== null);
        if ("value" in read) expect(read.value).toEqual(parsed?.value);
      },
    ),
    { numRuns: 2000 },
  );
});

function parsedBy(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

test.each<[string, number, number, RegExp]>([
  ['{\n  "a": 1,\n}', 2, 9, /Kommat före slutet/],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, /komma eller en klammer/],
  ['{\n  "a" 1\n}', 2, 7, /kolon efter "a"/],
  ['{\n  "a": “b”\n}', 2, 8, /är inget värde/],
  ['{\n  "a": "b\n}', 2, 8, /citattecken/],
  ["{\n  a: 1\n}", 2, 3, /fältnamn/],
  ['{\n  "a": [1 2]\n}', 2, 11, /komma eller en hakparentes/],
  ['{ "a": 1 }\n}', 2, 1, /slut här/],
  ['{ "a":', 1, 7, /tar slut/],
  ["", 1, 1, /tar slut/],
  ['{ "a": True }', 1, 8, /true och false/],
  ["[".repeat(5000), 1, 102, /nivåer/],
  ['{\r  "a": 1,\r}', 2, 9, /Kommat före slutet/],
  ['{\n  // om\n  "a": 1\n}', 2, 3, /kommentar/],
  ['{\n\u00a0"a": 1\n}', 2, 1, /mellanslag av ett annat slag/],
  ['{ "a": "b\\x" }', 1, 8, /tecken som inte får stå så/],
])("%j is told of at line %i, column %i", (text, line, column, what) => {
  expect(placeIn(text)).toEqual([line, column, expect.stringMatching(what)]);
});

test("a place is where the value stands, or the nearest around it; a field that is there twice is told of", () => {
  const read = readJson('\uFEFF{\n  "a": [\n    { "b": 1, "b": 2 }\n  ]\n}');
  if ("fault" in read) throw new Error(read.fault);
  expect(read.placeOf(["a", 0, "b"])).toEqual({ line: 3, column: 20 });
  expect(read.placeOf(["a", 0, "c", "d"])).toEqual({ line: 3, column: 5 });
  expect(read.placeOf(["z"])).toEqual({ line: 1, column: 1 });
  expect(read.repeated.map(pathText)).toEqual(["a[0].b"]);
  expect(read.value).toEqual({ a: [{ b: 2 }] });
});

test("one fault does not hide the others, nor what the file says", () => {
  const text = `{
  // en kommentar
  "a": [1, 2,],
  "b": “hej du”
  'c': NaN,,
  d = "å
}`;
  const read = readJson(text);
  if (!("fault" in read)) throw new Error("read");
  const lines = [read, ...read.more].map(({ fault, place }) => `${place.line}: ${fault.split(/[.:]/)[0]}`);
  expect(lines).toEqual([
    ...["2: Här står en kommentar", "3: Kommat före slutet ska bort", "4: “hej du” är inget värde"],
    ...["5: Här saknas ett komma eller en klammer }", "5: Här ska ett fältnamn inom raka citattecken stå"],
    ...[
      "5: NaN är inget värde",
      "5: Här står ett komma för mycket",
      "6: Här ska ett fältnamn inom raka citattecken stå",
    ],
    ...['6: Här saknas ett kolon efter "d"', "6: Texten inom citattecken tar inte slut på raden"],
  ]);
  expect(read.guess?.value).toEqual({ a: [1, 2], b: "hej du", c: undefined, d: "å" });
  expect(read.guess?.broken).toEqual([["c"]]);
  expect(read.guess?.placeOf(["d"])).toEqual({ line: 6, column: 7 });
});

test("whatever stands in a file, it is read or told of, and the faults come to an end", () => {
  const sign = fc.constantFrom(..."{}[]\",:'“”/*#=-1a å\n\t\u00a0".split(""), "//", "/*", "*/", "true", '"a"', '"a":');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
      const text = signs.join("");
      const read = readJson(text);
      expect("value" in read).toBe(parsedBy(text.replace(/^\uFEFF/, "")) !== null);
      if ("fault" in read) expect(read.more.length).toBeLessThan(50);
    }),
    { numRuns: 3000 },
  );
});
