import { describe, expect, test } from "vitest";
import { isRefusal } from "../problems.ts";
import { findIdentifying } from "../responses/identifying.ts";
import { othersOf, parties, readSheet, type TypedSheet } from "./form.ts";

const whole: TypedSheet = {
  about: { municipality: "1", "primary-care": "4", hospital: "2" },
  ...{ date: "3", times: "2", sip: "1", suggestion: "", anyway: false },
};
const saidBy = (party: (typeof parties)[number], typed: Partial<TypedSheet> = {}) => {
  const sheet = readSheet({ ...whole, ...typed }, party);
  return "said" in sheet ? sheet.said.map(({ question, code }) => `${question} ${code}`) : sheet;
};

describe("a sheet", () => {
  test("is about the two others, never about the party itself", () => {
    for (const party of parties) {
      expect(othersOf(party)).toHaveLength(2);
      expect(saidBy(party)).not.toContainEqual(expect.stringContaining(`about-${party}`));
      expect(saidBy(party)).toHaveLength(6);
    }
  });

  test("says nothing of what did not apply or is not known, but counts as a sheet", () => {
    const none = { about: { municipality: "7", "primary-care": "7" }, date: "8", sip: "8" };
    expect(saidBy("hospital", none)).toEqual(["sheets 0"]);
  });

  test("tells how often the date was changed only where it was", () => {
    expect(saidBy("hospital", { date: "1", times: "2" })).not.toContainEqual(expect.stringContaining("times"));
    expect(saidBy("hospital", { date: "2", times: "" })).toContain("date 2");
  });

  test("with anything else than the choices is told of every fault at once", () => {
    const faults = readSheet({ ...whole, about: { municipality: "9" }, date: "", sip: "x" }, "hospital");
    expect("said" in faults ? [] : faults.map(({ field }) => field)).toEqual([
      "om-municipality",
      "om-primary-care",
      "datum",
      "sip",
    ]);
  });

  test("keeps no number or address in a suggestion, however it was sent", () => {
    for (const text of ["Ring 070-1740605", "Skriv till bo@exempel.se", "Gäller 19121212-1212"]) {
      expect(findIdentifying(text)).not.toEqual([]);
      const warned = readSheet({ ...whole, suggestion: text }, "hospital");
      expect("said" in warned ? [] : warned.map(({ refusal }) => isRefusal(refusal) && refusal.refused)).toEqual([
        "suggestion-identifying",
      ]);
      const sent = readSheet({ ...whole, suggestion: text, anyway: true }, "hospital");
      expect("said" in sent && sent.suggestion).toContain("[borttaget]");
      expect("said" in sent && /\d{4}|@/.test(sent.suggestion ?? "")).toBe(false);
    }
  });
});
