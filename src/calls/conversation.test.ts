import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getSurvey } from "../surveys/catalog.ts";
import { begin } from "../surveys/engine.ts";
import { branchingSurvey } from "../surveys/samples.ts";
import { reserved, type Survey } from "../surveys/survey.ts";
import {
  beginCall,
  type Call,
  type CallFacts,
  type CallTurn,
  type HeardOnPhone,
  hearKeys,
  meaningOfEnd,
} from "./conversation.ts";
import { textFor } from "./prompts.ts";

const survey = getSurvey("punktmatning-kort", 1);
const facts: CallFacts = { survey, birthDay: 5, direction: "outbound", open: true, askHelp: true };

/** Words that must not reach a stranger: this list is not the checker's. */
const forbidden =
  /sjukhus|vård|patient|utskriv|sjuk|hemkom|hemgång|avdelning|psykiatri|enkät|klinik|mottagning|läkare|behandling|hälso/i;

const keys = [..."0123456789*#"];
const days = ["05", "17", "5#", "00", "99", "##"];
const inputs: readonly HeardOnPhone[] = ["silence", "hang-up", ...[...keys, ...days, ""].map((one) => ({ keys: one }))];
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const press = (of: CallFacts, turn: Call, heard: HeardOnPhone) =>
  hearKeys(of, stored({ state: turn.state, interview: turn.interview }), heard, turn.state.turn);
const play = (of: CallFacts, ...heard: HeardOnPhone[]): CallTurn =>
  heard.reduce<CallTurn>((turn, one) => press(of, turn, one), beginCall(of, null));
const typed = (text: string) => text.split(" ").map((one): HeardOnPhone => (one === "silence" ? one : { keys: one }));

/**
 * Every state that any input leads to, breadth first. The turn's number is left out of the comparison, and of an answer
 * only whether it was declined: nothing but the way (which `sameWay` keeps) and the completeness hangs on it.
 */
function everyState(of: CallFacts, start: CallTurn, sameWay: boolean): Map<string, CallTurn> {
  const nameOf = ({ state, interview }: Call) => {
    const answers = Object.entries(interview?.answers ?? {}).map(([step, answer]) => {
      const code = "code" in answer ? answer.code : 0;
      return `${step}${sameWay ? code === reserved.declined : code}`;
    });
    return JSON.stringify([
      { ...state, turn: 0 },
      { ...interview, answers },
    ]);
  };
  const found = new Map([[nameOf(start), start]]);
  for (const turn of found.values())
    for (const heard of inputs) {
      const next = hearKeys(of, turn, heard, turn.state.turn);
      if (!found.has(nameOf(next))) found.set(nameOf(next), next);
    }
  return found;
}

const halfway = play(facts, ...typed("1 05 1 1 2 3")).interview;
const calls: readonly (readonly [string, CallFacts, CallTurn, boolean])[] = [
  ["a call of ours", facts, beginCall(facts, null), true],
  ["a call that is taken up", facts, beginCall(facts, halfway), true],
  [
    "somebody known who rings us",
    { ...facts, direction: "inbound" },
    beginCall({ ...facts, direction: "inbound" }, halfway),
    true,
  ],
  [
    "somebody unknown who rings us",
    { ...facts, direction: "inbound", birthDay: null },
    beginCall({ ...facts, direction: "inbound", birthDay: null }, null),
    true,
  ],
  ...(["branches", "no help"] as const).map((name) => {
    const of = { ...facts, survey: branchingSurvey(), askHelp: name === "branches" };
    return [`a survey with ${name}`, of, beginCall(of, null), false] as const;
  }),
];

/** The first of them, for what is asked of one call only. */
const ours = everyState(facts, beginCall(facts, null), true);

describe.each(calls)("every state of %s", (name, of, start, sameWay) => {
  const states = [...(name === calls[0]![0] ? ours : everyState(of, start, sameWay)).values()];

  test("nothing that is said before the identity check tells of care", () => {
    const strangers = states.filter(({ state }) => !state.identified);
    expect(strangers.length).toBeGreaterThan(10);
    for (const { say } of strangers)
      for (const piece of say) {
        expect(piece.neutral, piece.id).toBe(true);
        expect(textFor(piece, "Region Exempel")).not.toMatch(forbidden);
      }
  });

  test("only the right day of birth gets further", () => {
    for (const turn of states.filter(({ state }) => !state.identified))
      for (const heard of inputs) {
        const next = hearKeys(of, turn, heard, turn.state.turn);
        if (!next.state.identified) continue;
        expect(turn.state.stage).toBe("birthday");
        expect(Number((heard as { keys: string }).keys.replace("#", ""))).toBe(of.birthDay);
      }
  });

  test("before the identity check nothing touches the interview", () => {
    for (const { state, interview } of states) if (!state.identified) expect(interview).toEqual(start.interview);
  });

  test("there is no dead end: something is said and listened for, or the line is put down", () => {
    for (const { state, say, gather, end } of states) {
      expect(gather === null).toBe(end !== null);
      if (end === null) expect(say.length).toBeGreaterThan(0);
      expect(gather?.digits ?? null).toBe(end === null ? (state.stage === "birthday" ? 2 : 1) : null);
      for (const { text } of say) expect(text.replaceAll("{region}", "")).not.toMatch(/[{}]|undefined|\d|^\s*$/);
    }
  });

  test("three silences end the call wherever it stands, and never as a no", () => {
    for (const turn of states) {
      let now: CallTurn = turn;
      for (let silences = 0; silences < 3; silences += 1) now = press(of, now, "silence");
      expect(now.end).not.toBeNull();
      if (turn.end === null) expect(now.end).toBe("silence");
      if (turn.end === null && turn.state.stage === "survey") expect(now.interview?.interrupted).toBe("silence");
    }
  });

  test("a turn that has been taken gives the same words back and changes nothing", () => {
    const given = ({ happened: _, ...rest }: CallTurn) => JSON.stringify(rest);
    for (const turn of states)
      for (const heard of ["silence", { keys: "1" }, { keys: "*" }] as const) {
        const again = hearKeys(of, turn, heard, turn.state.turn - 1);
        if (given(again) !== given(turn)) expect(again).toEqual(turn);
        expect(again.happened[0]?.kind).toBe("turn-ignored");
      }
  });

  test("what the call remembers holds no pressed key and no answer", () => {
    for (const { state, happened } of states) {
      expect(JSON.stringify([state, happened])).not.toMatch(/"(keys|code|answer|answers|text)"/);
      const numbers = JSON.stringify({ ...state, turn: 0, said: [] }).match(/:(\d+)/g) ?? [];
      // wrongBirthdays and misses, and the turn that is left out.
      expect(numbers).toHaveLength(3);
    }
  });

  test("no is said by two stars and by nothing else", () => {
    for (const turn of states)
      for (const heard of inputs) {
        const next = hearKeys(of, turn, heard, turn.state.turn);
        if (next.end !== "refused" || turn.end !== null) continue;
        expect(turn.state.checkingRefusal).toBe(true);
        expect(heard).toEqual({ keys: "*" });
      }
  });

  test("nought brings a person from everywhere, and keeps what was answered", () => {
    for (const turn of states.filter(({ end }) => end === null)) {
      const next = press(of, turn, { keys: "0" });
      expect(next.end).toBe("person");
      expect(next.interview?.answers).toEqual(turn.interview?.answers);
      expect(next.interview?.ended ?? null).toBeNull();
    }
  });
});

describe("the words", () => {
  test("known and unknown callers hear the same until the right day is pressed", () => {
    const known: CallFacts = { ...facts, direction: "inbound" };
    const unknown: CallFacts = { ...known, birthDay: null };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...inputs), { maxLength: 12 }), (heard) => {
        let [one, other]: [CallTurn, CallTurn] = [beginCall(known, halfway), beginCall(unknown, null)];
        for (const input of heard) {
          [one, other] = [press(known, one, input), press(unknown, other, input)];
          if (one.state.identified) return;
          expect([one.say, one.gather, one.end]).toEqual([other.say, other.gather, other.end]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("nobody is told to press a key that the carrier does not bring", () => {
    const begun = (hashKey?: boolean) => {
      const of = hashKey === undefined ? facts : { ...facts, hashKey };
      return play(of, ...typed("1 05 1")).say.map(({ id }) => id);
    };
    expect(begun()).toContain("skip-hint");
    expect(begun(true)).toEqual(begun());
    expect(begun(false)).toEqual(begun().filter((id) => id !== "skip-hint"));
  });

  test("the reply after an answer is the same whatever was answered", () => {
    const replies = ["1", "2", "3", "4", "8", "#"].map((key) => play(facts, ...typed(`1 05 1 ${key}`)));
    for (const { say, state, happened } of replies)
      expect({ say, state, happened }).toEqual({
        say: replies[0]!.say,
        state: replies[0]!.state,
        happened: replies[0]!.happened,
      });
  });

  test("a scale is read in full once, and again when somebody was silent or asks", () => {
    const ids = (text: string) => play(facts, ...typed(text)).say.map(({ id }) => id.split(":")[0]);
    expect(ids("1 05 1")).toContain("choices");
    expect(ids("1 05 1 1")).toContain("choices-short");
    expect(ids("1 05 1 1 2 3")).toContain("choices");
    expect(ids("1 05 1 1 2 3 1")).toContain("choices-short");
    expect(ids("1 05 1 1 9")).toContain("choices");
    expect(ids("1 05 1 1 silence")).toContain("choices");
  });

  test("an open question is never asked by the robot", () => {
    const states = [...ours.values()];
    expect(states.some(({ state }) => state.asking === "fritext")).toBe(false);
    expect(states.flatMap(({ say }) => say).some(({ text }) => text.includes("berätta"))).toBe(false);
  });

  test("keys that no telephone has are wrong keys and bring nothing down", () => {
    for (const keys of ["A", "11", "1*", "é", "constructor", "1\n", " ", "٣"]) {
      const turn = press(facts, play(facts, ...typed("1 05 1")), { keys });
      expect(turn.interview?.answers).toEqual({});
      expect(turn.state.misses).toBe(1);
    }
  });
});

describe("any keys at all", () => {
  const anyInput = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom<HeardOnPhone>(...["1", "2", "3", "4", "8", "#"].map((one) => ({ keys: one }))),
    },
    { weight: 3, arbitrary: fc.constantFrom(...inputs) },
    { weight: 1, arbitrary: fc.string({ maxLength: 3 }).map((one): HeardOnPhone => ({ keys: one })) },
  );
  const anySurvey = fc.constantFrom<Survey>(survey, branchingSurvey());
  const begun = typed("1 05 1");

  test("an answer lands on the question that was asked, however late or often the same input comes", () => {
    const calls = fc.array(
      fc.record({
        heard: anyInput,
        late: fc.array(fc.record({ heard: anyInput, by: fc.integer({ min: 1, max: 4 }) }), { maxLength: 3 }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(anySurvey, calls, (of, heard) => {
        const about: CallFacts = { ...facts, survey: of };
        let turn = play(about, ...begun);
        for (const input of heard) {
          const { asking, checkingRefusal } = turn.state;
          const before = turn.interview?.answers ?? {};
          turn = press(about, turn, input.heard);
          const after = turn.interview?.answers ?? {};
          const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
            (key) => before[key] !== after[key] && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
          );
          if (checkingRefusal) expect(changed).toEqual([]);
          for (const key of changed) expect(key).toBe(asking);
          for (const late of input.late.filter((one) => one.heard !== "hang-up")) {
            const again = hearKeys(about, turn, late.heard, turn.state.turn - late.by);
            expect({ ...again, happened: [] }).toEqual({ ...turn, happened: [] });
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a call can be stored after any turn, and what is over stays over", () => {
    fc.assert(
      fc.property(anySurvey, fc.array(anyInput, { maxLength: 40 }), (of, heard) => {
        const about: CallFacts = { ...facts, survey: of };
        let turn: CallTurn = beginCall(about, null);
        for (const input of heard) {
          const next = press(about, turn, input);
          expect(next).toEqual(hearKeys(about, turn, input, turn.state.turn));
          expect(stored(next.state)).toEqual(next.state);
          if (turn.end !== null) expect({ ...next, happened: [] }).toEqual({ ...turn, happened: [] });
          turn = next;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("ends", () => {
  test("an interview that ends with the call says the same as the call", () => {
    for (const { end, interview } of ours.values()) if (interview?.ended) expect(end).toBe(interview.ended);
  });

  test("whoever asked for a person or fell silent as the right person is rung by one", () => {
    for (const end of ["person", "silence", "wrong-keys", "later"] as const)
      expect(meaningOfEnd(end, true).personTakesOver).toBe(true);
  });

  test("silence from somebody unknown is an attempt in vain that a person goes on from", () => {
    expect(meaningOfEnd("silence", false)).toEqual({ outcome: "no-answer", personTakesOver: true });
  });

  test("nothing said before the identity check ends the case", () => {
    for (const { state, end } of ours.values())
      if (end !== null && !state.identified)
        expect(["no-answer", "wrong-person", "rejected", "voicemail", null]).toContain(
          meaningOfEnd(end, false).outcome,
        );
  });

  test("a refusal at the first question is a refusal, and the interview says so too", () => {
    const turn = play(facts, ...typed("1 05 1 * *"));
    expect([turn.end, turn.interview?.ended]).toEqual(["refused", "refused"]);
  });

  test("an interview that a proxy began is answered by the patient from now on", () => {
    const { state } = begin(survey, { respondent: "proxy" });
    const turn = typed("1 05 1 1").reduce<CallTurn>((now, one) => press(facts, now, one), beginCall(facts, state));
    expect(turn.interview?.answers.delaktighet).toEqual({ mode: "robot", respondent: "patient", code: 1 });
  });
});
