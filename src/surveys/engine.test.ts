/** What the engine promises for every sequence of inputs, and what branches do to answers already given. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getSurvey } from "./catalog.ts";
import { answersOf, begin, completenessOf, meaningOfCode, questionsOf, remarkOf, reopen, resume } from "./engine.ts";
import type { Door, Heard, Meaning, State, Turn } from "./interview.ts";
import { routeOf } from "./route.ts";
import { branchingSurvey } from "./samples.ts";
import type { Survey } from "./survey.ts";

const surveys: Survey[] = [getSurvey("punktmatning-kort", 1), getSurvey("ring-upp", 1), branchingSurvey()];
const human: Door = { mode: "human" };
const keys = [...new Set(surveys.flatMap((survey) => survey.steps.map((step) => step.key))), "borta", "__proto__"];

const meaning: fc.Arbitrary<Meaning> = fc.oneof(
  fc.record({ kind: fc.constant("choice" as const), code: fc.integer({ min: -1, max: 10 }) }),
  fc.record({
    kind: fc.constantFrom("dontKnow" as const, "decline" as const, "notApplicable" as const, "clear" as const),
  }),
  fc.record({ kind: fc.constant("text" as const), text: fc.string({ maxLength: 30 }) }),
);
const ending = fc.constantFrom<Heard["kind"]>("stop", "withdraw", "finish").map((kind) => ({ kind }) as Heard);
const forward = fc.constantFrom<Heard["kind"]>("next", "yes", "toClosing").map((kind) => ({ kind }) as Heard);
const aside = fc
  .constantFrom<Heard["kind"]>("no", "back", "repeat", "silence", "wrongKey", "person", "hangUp", "pause", "acute")
  .map((kind) => ({ kind }) as Heard);
const heard: fc.Arbitrary<Heard> = fc.oneof(
  { weight: 6, arbitrary: forward },
  { weight: 5, arbitrary: meaning },
  { weight: 2, arbitrary: aside },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("answerAt" as const), step: fc.constantFrom(...keys), meaning }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("goTo" as const), step: fc.constantFrom(...keys) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("respondent" as const),
      respondent: fc.constantFrom("patient" as const, "supported" as const, "proxy" as const),
    }),
  },
  { weight: 1, arbitrary: ending },
);
const door: fc.Arbitrary<Door> = fc.record(
  { mode: fc.constantFrom("human" as const, "robot" as const, "web" as const), at: fc.constantFrom(...keys) },
  { requiredKeys: ["mode"] },
);
/** Most interviews begin by being let in, else few random ones would ever see a question. */
const letIn = [["next", "yes", "yes", "yes"], ["yes"], []].map((kinds) => kinds.map((kind) => ({ kind }) as Heard));
const play = fc.record({
  survey: fc.constantFrom(...surveys),
  first: fc.constantFrom(...letIn),
  turns: fc.array(fc.tuple(heard, door), { maxLength: 60 }),
});

/** Plays it, and looks at every turn: the state before, what was heard, the turn. */
function each(
  p: { survey: Survey; first: Heard[]; turns: [Heard, Door][] },
  look: (b: State, h: Heard, d: Door, t: Turn) => void,
) {
  let turn = begin(p.survey, { respondent: "patient" });
  for (const [h, d] of [...p.first.map((one) => [one, human] as [Heard, Door]), ...p.turns]) {
    const before = turn.state;
    turn = resume(p.survey, before, h, d);
    look(before, h, d, turn);
  }
  return turn;
}
const all = (look: (p: { survey: Survey; first: Heard[]; turns: [Heard, Door][] }) => void) =>
  fc.assert(fc.property(play, look), { numRuns: 600 });

describe("whatever is heard, in any order", () => {
  test("every turn says something and the state is plain JSON", () =>
    all((p) => {
      each(p, (_, __, ___, turn) => {
        expect(JSON.parse(JSON.stringify(turn.state))).toEqual(turn.state);
        expect(turn.say.kind).toBeTruthy();
      });
    }));

  test("what is ignored changes nothing but that someone is there", () =>
    all((p) => {
      each(p, (before, _, __, turn) => {
        if (turn.happened.length === 1 && turn.happened[0]!.kind === "ignored") expect(turn.state).toEqual(before);
      });
    }));

  test("answers are legal codes or texts of questions on the way", () =>
    all((p) => {
      each(p, (_, __, ___, turn) => {
        const way = routeOf(p.survey, turn.state);
        for (const [key, answer] of Object.entries(turn.state.answers)) {
          const step = p.survey.steps.find((one) => one.key === key)!;
          if (way.end) expect(way.steps).toContain(key);
          if (step.kind === "choice") {
            const codes = [...p.survey.scales[step.scale]!.map((choice) => choice.code), 7, 8, 9];
            expect(codes).toContain("code" in answer ? answer.code : null);
          } else expect(step.kind === "open" && "text" in answer && answer.text.length <= step.maxLength).toBe(true);
        }
      });
    }));

  test("an answer changes only by an input to its own question, or goes when the way goes past it", () =>
    all((p) => {
      each(p, (before, h, d, turn) => {
        const changed = keys.filter((key) => {
          const [was, is] = [before, turn.state].map((s) => (Object.hasOwn(s.answers, key) ? s.answers[key] : null));
          return JSON.stringify(was) !== JSON.stringify(is);
        });
        if (h.kind === "withdraw") return;
        const target = h.kind === "answerAt" ? h.step : (d.at ?? before.at);
        const dropped = turn.happened.flatMap((one) => (one.kind === "dropped" ? one.steps : []));
        for (const key of changed) expect([target, ...dropped]).toContain(key);
      });
    }));

  test("a help task follows what was said about help", () =>
    all((p) => {
      const { state } = each(p, () => {});
      if (state.ended !== "withdrawn") expect(state.raised.includes("help")).toBe(state.gates.hjalp === "yes");
    }));

  test("withdrawing is always possible before the end, and leaves no answer", () =>
    all((p) => {
      const { state } = each(p, () => {});
      if (state.ended) return;
      const { state: after } = resume(p.survey, state, { kind: "withdraw" }, human);
      expect([after.ended, after.answers, remarkOf(after)]).toEqual(["withdrawn", {}, null]);
    }));

  test("from everywhere a person can go on to the end", () =>
    all((p) => {
      let { state } = each(p, () => {});
      for (let left = 40; state.ended === null && left > 0; left -= 1) {
        const { say } = state.interrupted
          ? resume(p.survey, state, { kind: "next" }, human)
          : resume(p.survey, state, { kind: "repeat" }, human);
        const kind = say.kind === "confirm" ? "yes" : say.kind === "choice" ? "dontKnow" : "next";
        if (say.kind === "summary") {
          for (const step of say.missing)
            state = resume(p.survey, state, { kind: "answerAt", step, meaning: { kind: "dontKnow" } }, human).state;
          state = resume(p.survey, state, { kind: "finish" }, human).state;
        } else {
          if (state.interrupted) state = resume(p.survey, state, { kind: "next" }, human).state;
          state = resume(p.survey, state, { kind } as Heard, human).state;
        }
      }
      expect(state.ended).not.toBeNull();
    }));

  test("once ended, nothing more is taken in", () =>
    all((p) => {
      each(p, (before, _, __, turn) => {
        if (before.ended)
          expect(turn).toMatchObject({ state: before, happened: [{ kind: "ignored", because: "ended" }] });
      });
    }));

  test("nothing that is said to have happened holds an answer", () =>
    all((p) => {
      each(p, (_, __, ___, turn) => {
        for (const one of turn.happened) expect(Object.keys(one)).not.toContain("code");
        for (const one of turn.happened) expect(Object.keys(one)).not.toContain("text");
      });
    }));
});

describe("branches", () => {
  const survey = branchingSurvey();
  const hear = (turn: Turn, ...inputs: Heard[]) =>
    inputs.reduce((before, input) => resume(survey, before.state, input, human), turn);
  const code = (value: number): Heard => meaningOfCode(value);
  const goTo = (step: string): Heard => ({ kind: "goTo", step });
  const yes: Heard = { kind: "yes" };
  const next: Heard = { kind: "next" };
  const start = () => begin(survey, { respondent: "patient" });

  test("lead past questions, which then are not missed", () => {
    const turn = hear(start(), yes, code(2));
    expect(turn.state.at).toBe("constructor");
    expect(turn.say).toMatchObject({ kind: "choice", answer: null, progress: { number: 2, of: 2 } });
    expect(completenessOf(survey, turn.state)).toBe("complete");
  });

  test("taken later drop the answers that are no longer on the way", () => {
    const before = hear(start(), yes, code(1), code(1), { kind: "text", text: "Bra" }, code(2), yes, next);
    expect(before.say).toMatchObject({ kind: "summary", missing: [], raised: ["help"] });
    const turn = hear(before, goTo("vard"), code(2));
    expect(turn.happened).toEqual([
      { kind: "answered", step: "vard", change: "revised" },
      { kind: "dropped", steps: ["medicin", "mening"] },
    ]);
    expect(turn.say.kind).toBe("summary");
    expect(answersOf(survey, turn.state)).toEqual({ vard: 2, constructor: 2 });
    expect(remarkOf(turn.state)).toBeNull();
    expect(questionsOf(survey, turn.state).map((question) => question.step)).toEqual(["vard", "constructor"]);
  });

  test("that open a closing question nobody has answered make the summary wait for it", () => {
    const before = hear(start(), yes, code(8), next);
    expect(before.say.kind).toBe("summary");
    const turn = hear(before, { kind: "answerAt", step: "vard", meaning: { kind: "choice", code: 2 } });
    expect(turn.say).toMatchObject({ kind: "confirm", step: "hjalp", answer: null });
    expect(hear(turn, { kind: "no" }).say.kind).toBe("summary");
  });

  test("that take away the need for help lower it", () => {
    const before = hear(start(), yes, code(2), code(1), yes);
    expect(before.state.raised).toEqual(["help"]);
    expect(hear(before, goTo("vard"), code(8)).happened).toContainEqual({ kind: "lowered", need: "help" });
  });
});

test("a partial interview can be opened again, and nothing else that has ended", () => {
  const survey = getSurvey("punktmatning-kort", 1);
  const answered = ["delaktighet", "onskemal", "information"].map(
    (step): Heard => ({ kind: "answerAt", step, meaning: { kind: "choice", code: 1 } }),
  );
  const hear = (turn: Turn, inputs: readonly Heard[]) =>
    inputs.reduce((before, input) => resume(survey, before.state, input, human), turn);
  const kinds = (...list: Heard["kind"][]) => list.map((kind) => ({ kind }) as Heard);
  const opened = hear(begin(survey, { respondent: "patient" }), kinds("next", "yes", "yes", "yes"));
  const partial = hear(opened, [...answered, ...kinds("toClosing", "no", "next", "finish")]);
  expect(partial.state.ended).toBe("partial");
  expect(reopen(survey, partial.state).say).toMatchObject({
    kind: "summary",
    missing: ["plan", "samordning", "trygghet"],
  });
  const withdrawn = hear(opened, kinds("withdraw"));
  expect(reopen(survey, withdrawn.state).state).toBe(withdrawn.state);
});
