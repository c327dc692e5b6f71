/** A headline says what was asked, in words that belong to that very question. */
import { expect, test } from "vitest";
import { getSurvey, published } from "../surveys/catalog.ts";
import { indicatorsOf } from "./indicators.ts";
import { wilson95 } from "./intervals.ts";
import { headlineOf, outOfTen, positiveInWords } from "./wording.ts";

const headline = (indicator: Parameters<typeof headlineOf>[0]) => headlineOf(indicator, 27, 30, wilson95(27, 30)!);
const of = (id: string, key: string) => indicatorsOf(getSurvey(id, 1)).find((one) => one.key === key)!;

test("two surveys that call a question alike and ask otherwise are never told in each other's words", () => {
  for (const key of ["delaktighet", "information"]) {
    expect(headline(of("sip", key))).not.toBe(headline(of("punktmatning-kort", key)));
    expect(headline(of("sip", key))).toContain("SIP");
    expect(headline(of("ring-upp", key))).toBe(headline(of("punktmatning-kort", key)));
  }
  expect(headline(of("punktmatning-kort", "trygghet"))).toBe(
    "9 av 10 känner sig trygga, 27 av 30 svarande (intervall 74–97\u00a0%)",
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

test("the words never promise more or less than the number: all is all, none is none, and no tenth is passed", () => {
  for (let n = 1; n <= 150; n += 1)
    for (let positive = 0; positive <= n; positive += 1) {
      const words = outOfTen(positive / n);
      const name = `${positive} av ${n}: ${words}`;
      const tenths = (positive / n) * 10;
      const said = Number(/(\d+) av 10$/.exec(words)?.[1]);
      if (positive === n) expect(words, name).toBe("alla");
      else if (positive === 0) expect(words, name).toBe("inga");
      else {
        expect(said >= 1 && said <= 9, name).toBe(true);
        if (/^(drygt|mer än)/.test(words)) expect(tenths > said && tenths < said + 1, name).toBe(true);
        else if (/^(nästan|färre än)/.test(words)) expect(tenths < said && tenths > said - 1, name).toBe(true);
        else expect(Math.abs(tenths - said), name).toBeLessThanOrEqual(0.15 + 1e-9);
      }
    }
});

test("which answers count as positive is said once for most questions, and by name where it is otherwise", () => {
  expect(positiveInWords(indicatorsOf(getSurvey("punktmatning-kort", 1)))).toBe(
    "Positivt svar är ”Ja, helt och hållet” eller ”Ja, till stor del”. För Skriftlig plan är det ”Ja”.",
  );
  expect(positiveInWords(indicatorsOf(getSurvey("ring-upp", 1)))).toMatch(
    /^Positivt svar är ”Ja, helt och hållet” eller ”Ja, till stor del”\. För .+ är det ”Ja”.*, för Mående är det ”Bättre” eller ”Ungefär likadant”\.$/,
  );
  expect(positiveInWords([])).toBe("");
});
