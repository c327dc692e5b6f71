/** The robot asks exactly the modules that its measurement has chosen, and has words for all that it says about them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { getSurvey } from "../../surveys/catalog.ts";
import { completenessOf, resume } from "../../surveys/engine.ts";
import { isAsked, withChosen } from "../../surveys/route.ts";
import { beginCall, hearKeys, robotFaults } from "../conversation.ts";
import { everyPiece } from "../every-piece.ts";

const long = getSurvey("ring-upp", 1);
const modules = long.modules!.map(({ key }) => key);

test("whichever modules are chosen, a call asks them and no others, in words that its manuscript has", () => {
  fc.assert(
    fc.property(
      fc.subarray(modules),
      fc.array(fc.constantFrom("1", "2", "8", "#", "9"), { maxLength: 40 }),
      (on, keys) => {
        const survey = withChosen(long, on);
        expect(robotFaults(survey)).toEqual([]);
        const facts = { survey, birthDay: 5, direction: "outbound", open: true, askHelp: true } as const;
        const pieces = new Set(everyPiece(survey).map(({ id }) => id));
        let turn = beginCall(facts, null);
        for (const key of ["1", "05", "1", ...keys]) {
          if (turn.end !== null) break;
          turn = hearKeys(facts, turn, { keys: key }, turn.state.turn);
          for (const { id } of turn.say) expect(pieces.has(id), id).toBe(true);
          const step = long.steps.find(({ key: asked }) => asked === turn.state.asking);
          if (step) expect(isAsked(step, on), step.key).toBe(true);
        }
        expect(turn.interview?.modules).toEqual(on);
      },
    ),
  );
});

test("a person goes on with what the robot began, by the survey of the catalog, and asks what is left of it", () => {
  const survey = withChosen(long, ["sip", "maende"]);
  const facts = { survey, birthDay: 5, direction: "outbound", open: true, askHelp: true } as const;
  let turn = beginCall(facts, null);
  // Six core questions, and then nought: a person rings instead.
  for (const keys of ["1", "05", "1", "1", "1", "1", "1", "1", "1", "0"])
    turn = hearKeys(facts, turn, { keys }, turn.state.turn);
  const asked: string[] = [];
  let person = resume(long, turn.interview!, { kind: "next" }, { mode: "human" });
  for (let at = 0; at < 20 && (person.say.kind === "choice" || person.say.kind === "open"); at += 1) {
    asked.push(person.say.step);
    person = resume(
      long,
      person.state,
      { kind: person.say.kind === "choice" ? "dontKnow" : "next" },
      { mode: "human" },
    );
  }
  expect(asked).toEqual(["maende", "fritext", "sip"]);
  expect([person.state.modules, completenessOf(long, person.state)]).toEqual([["maende", "sip"], "complete"]);
});
