/**
 * The region's table of outcomes (domain §6) as it was agreed, row by row, held against what the program does: AAPOR code,
 * class, when it ends a case, and when anybody may ring again. A row that is changed in one place only fails here.
 */
import { describe, expect, test } from "vitest";
import { addDays, instantOf, localDateOf, partOfDay } from "../calendar.ts";
import { recordOutcome } from "../cases/attempt.ts";
import { exampleCase } from "../cases/example.ts";
import { take } from "../cases/hold.ts";
import { isRefusal } from "../problems.ts";
import { type CaseEvidence, finalDisposition, noEvidence } from "./disposition.ts";
import { type OutcomeCode, outcomeOf, outcomes } from "./outcomes.ts";
import { defaultPolicy } from "./policy.ts";

/** Label | AAPOR | class | final | next. "–" is none. Several codes of ours may share a row. */
const table = `
genomförd                          | 1.1   | I  | yes      | never
delvis genomförd                   | 1.2   | P  | at close | at once
samtalet bröts                     | 2.12  | R  | at close | at once
vill inte fortsätta                | 2.12  | R  | yes      | never
tackar nej                         | 2.112 | R  | yes      | never
återkallar samtycke                | 2.112 | R  | yes      | never
annan tackar nej åt personen       | 2.111 | R  | second   | next day
god man tackar nej                 | 2.111 | R  | yes      | never
annan tackar nej, personen hörs    | 2.111 | R  | yes      | never
inget svar                         | 2.20  | NC | no       | another part
upptaget                           | 2.20  | NC | no       | another part
avvisat samtal                     | 2.20  | NC | no       | next day
telefonsvarare, inget meddelande   | 2.222 | NC | no       | another part
orkar inte nu · bokad tid          | –     | –  | no       | agreed
kan inte delta                     | 2.32  | O  | yes      | never
språk, tolk inte möjlig            | 2.333 | O  | yes      | never
avliden                            | 2.31  | O  | yes      | never
återinlagd, ej ordinärt boende     | 4.70  | NE | yes      | never
fel eller avstängt nummer          | 2.20  | NC | last     | at once
fönstret stängt efter kontakt      | 2.21  | NC | yes      | automatic
fönstret stängt utan kontakt       | 2.20  | NC | yes      | automatic
aldrig uppringd                    | 2.20  | NC | yes      | automatic`;

const codes: Readonly<Record<string, OutcomeCode>> = {
  genomförd: "completed",
  "delvis genomförd": "partial",
  "samtalet bröts": "broken-off",
  "vill inte fortsätta": "will-not-continue",
  "tackar nej": "refused",
  "återkallar samtycke": "withdrawn",
  "annan tackar nej åt personen": "refused-by-other",
  "god man tackar nej": "refused-by-guardian",
  "annan tackar nej, personen hörs": "refused-heard",
  "inget svar": "no-answer",
  upptaget: "busy",
  "avvisat samtal": "rejected",
  "telefonsvarare, inget meddelande": "voicemail",
  "orkar inte nu · bokad tid": "later",
  "kan inte delta": "unable",
  "språk, tolk inte möjlig": "language",
  avliden: "dead",
  "återinlagd, ej ordinärt boende": "not-eligible",
  "fel eller avstängt nummer": "bad-number",
  "fönstret stängt efter kontakt": "window-passed-contact",
  "fönstret stängt utan kontakt": "window-passed",
  "aldrig uppringd": "never-called",
};

const rows = table
  .trim()
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([label = "", aapor = "", letter = "", final = "", next = ""]) => ({ label, aapor, letter, final, next }));

/** Thursday forenoon in a window that is open until Monday evening. */
const now = instantOf("2026-11-19", "10:00");
const held = exampleCase({ state: "held", ownerId: "ada", ownedSince: now });

const after = (code: OutcomeCode, evidence: Partial<CaseEvidence> = {}) =>
  recordOutcome(
    held,
    {
      ...{ accountId: "ada", outcome: code, note: "Prövat.", attemptedAt: [now] },
      appointmentAt: outcomeOf(code).needsAppointment ? instantOf("2026-11-20", "11:00") : null,
      evidence: { ...noEvidence, ...evidence },
    },
    now,
    defaultPolicy,
  );

const mayRing = (code: OutcomeCode, at: number): boolean => {
  const changes = after(code);
  if (isRefusal(changes)) throw new Error(`${code}: ${changes.refused}`);
  return !isRefusal(take({ ...held, ...changes }, "bo", at, defaultPolicy));
};

test("the table names every code that a person can pick or an interview can come to, and ours that it leaves out", () => {
  const ours = outcomes.map(({ code }) => code).filter((code) => !Object.values(codes).includes(code));
  // Somebody else answered; an acute call; the routine's call without the survey; what the intake knows by itself.
  const more = ["wrong-person", "care-call-made", "acute", "no-number", "protected", "no-consent", "not-chosen"];
  expect(ours).toEqual(more);
  expect(rows.map(({ label }) => label)).toEqual(Object.keys(codes));
});

describe.each(rows)("$label", ({ label, aapor, letter, final, next }) => {
  const code = codes[label]!;
  const outcome = outcomeOf(code);

  test("has the AAPOR code and class of the table", () => {
    expect([outcome.aapor ?? "–", outcome.class ?? "–"]).toEqual([aapor, letter]);
  });

  test("ends the case when the table says so", () => {
    if (outcome.automatic) return expect(outcome.pickable).toBe(false);
    const given = (change: Partial<CaseEvidence>) => finalDisposition({ ...noEvidence, ...change });
    // What follows from the answers is read from them.
    const interview = { completed: { interview: "complete" }, partial: { interview: "half" } }[code as "completed"];
    const once = { outcomes: interview ? [] : [code], ...interview } as Partial<CaseEvidence>;
    expect([given(once), given({ ...once, closing: true })]).toEqual(
      {
        yes: [code, code],
        "at close": [null, code],
        second: [null, code],
        last: [null, "window-passed"],
        no: [null, outcome.contact ? "window-passed-contact" : "window-passed"],
      }[final],
    );
    if (final === "second") expect(given({ outcomes: [code, "no-answer", code] })).toBe(code);
    if (final === "last") expect(given({ outcomes: [code], numberLeft: false })).toBe(code);
  });

  test("lets nobody ring before the table says so", () => {
    if (!outcome.pickable) return;
    const soon = now + 60_000;
    const inThreeHours = now + 3 * 3_600_000;
    const tomorrow = instantOf(addDays(localDateOf(now), 1), "09:00");
    if (next === "never") expect(after(code)).toMatchObject({ state: "closed", disposition: code });
    if (next === "at once") expect(mayRing(code, soon)).toBe(true);
    if (next === "next day") expect([mayRing(code, tomorrow - 1), mayRing(code, tomorrow)]).toEqual([false, true]);
    if (next === "agreed")
      expect([mayRing(code, inThreeHours), mayRing(code, instantOf("2026-11-20", "11:00"))]).toEqual([false, true]);
    if (next === "another part") {
      expect(mayRing(code, inThreeHours - 1)).toBe(false);
      expect([mayRing(code, inThreeHours), partOfDay(inThreeHours) === partOfDay(now)]).toEqual([true, false]);
    }
  });

  test("asks for a note or a time where one is needed, and for nothing else", () => {
    if (!outcome.pickable) return;
    const bare = recordOutcome(
      held,
      { accountId: "ada", outcome: code, note: null, appointmentAt: null, evidence: noEvidence, attemptedAt: [now] },
      now,
      defaultPolicy,
    );
    const asked = { unable: "note-needed", language: "note-needed", "not-eligible": "note-needed" }[code as "unable"];
    const refused = asked ?? (code === "later" ? "appointment-needed" : null);
    expect(isRefusal(bare) ? bare.refused : null).toBe(refused);
  });
});

test("a call in the forenoon that nobody answered is tried in the afternoon or later, never the forenoon again", () => {
  const changes = after("no-answer");
  expect(isRefusal(changes) ? null : partOfDay(changes.restUntil ?? 0)).not.toBe("forenoon");
});
