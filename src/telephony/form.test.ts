import fc from "fast-check";
import { expect, test } from "vitest";
import { readForm, writeForm } from "./form.ts";

test("what is written is read again, whatever the text", () => {
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(
      fc.dictionary(
        text.filter((name) => name !== ""),
        text,
      ),
      (fields) => {
        expect(readForm(writeForm(Object.entries(fields)))).toEqual(new Map(Object.entries(fields)));
      },
    ),
  );
});

test("a body with two readings has none", () => {
  for (const body of ["a=1&a=2", "a=1&%61=2", "=1", "a=%zz", "a=%ff", "a=1&", "&a=1", "x".repeat(30_000)])
    expect(readForm(body), body.slice(0, 20)).toBeNull();
});
