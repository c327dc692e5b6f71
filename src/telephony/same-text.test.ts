import fc from "fast-check";
import { expect, test } from "vitest";
import { sameText } from "./same-text.ts";

test("texts are the same only when they are the same", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => sameText(a, b) === (a === b)));
  fc.assert(fc.property(fc.string(), (a) => sameText(a, a)));
  expect([sameText("a", ""), sameText("", "a"), sameText("a", "aa"), sameText("a\0", "a")]).not.toContain(true);
});
