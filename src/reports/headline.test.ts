/** A headline says what was asked, in words that belong to that very question. */
import { expect, test } from "vitest";
import { getSurvey, published } from "../surveys/catalog.ts";
import { indicatorsOf } from "./indicators.ts";
import { wilson95 } from "./intervals.ts";
import { headlineOf } from "./wording.ts";

const headline = (indicator: Parameters<typeof headlineOf>[0]) => headlineOf(indicator, 27, 30, wilson95(27, 30)!);
const of = (id: string, key: string) => indicatorsOf(getSurvey(id, 1)).find((one) => one.key === key)!;

test("two surveys that call a question alike and ask otherwise are never told in each other's words", () => {
  for (const key of ["delaktighet", "information"]) {
    expect(headline(of("sip", key))).not.toBe(headline(of("punktmatning-kort", key)));
    expect(headline(of("sip", key))).toContain("SIP");
    expect(headline(of("ring-upp", key))).toBe(headline(of("punktmatning-kort", key)));
  }
  expect(headline(of("punktmatning-kort", "trygghet"))).toBe(
    "9 av 10 känner sig trygga: 27 av 30 svarande (intervall 74–97 %)",
  );
});

test("a question whose wording has changed is named by its label until somebody has put its answer in words", () => {
  const changed = { ...of("punktmatning-kort", "trygghet"), question: "Är du trygg?" };
  expect(headline(changed)).toContain("svarar positivt om trygghet");
  expect(headline({ label: "Bygge", question: "constructor" })).toContain("svarar positivt om bygge");
});

test("every question of the published surveys that is an indicator has words of its own", () => {
  for (const survey of published)
    for (const indicator of indicatorsOf(survey)) expect(headline(indicator)).not.toContain("svarar positivt");
});
