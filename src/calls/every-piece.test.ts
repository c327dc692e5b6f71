import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getSurvey, published } from "../surveys/catalog.ts";
import { resume } from "../surveys/engine.ts";
import type { State } from "../surveys/interview.ts";
import { branchingSurvey } from "../surveys/samples.ts";
import { reserved, type Survey } from "../surveys/survey.ts";
import { type CallScenario, playCall } from "./conversation/scenario.ts";
import { beginCall, type Call, type CallFacts, type CallTurn, type HeardOnPhone, hearKeys } from "./conversation.ts";
import { everyPiece, recordingFile, recordingOf } from "./every-piece.ts";
import { prompts } from "./prompts.ts";

const short = getSurvey("punktmatning-kort", 1);
const branching = branchingSurvey() as Survey;
const heard: readonly HeardOnPhone[] = [
  "silence",
  "hang-up",
  ...[..."0123456789*#", "05", "17"].map((keys) => ({ keys })),
];

/** A state's name. Of an answer only what the way hangs on is kept: all of it where there are branches. */
function nameOf({ state, interview }: Call, sameWay: boolean): string {
  const answers = Object.entries(interview?.answers ?? {}).map(([step, answer]) => {
    const code = "code" in answer ? answer.code : 0;
    return `${step}${sameWay ? code === reserved.declined : code}`;
  });
  return JSON.stringify([
    { ...state, turn: 0 },
    { ...interview, answers },
  ]);
}

/** Every turn that any input leads to from these. */
function everyTurn(facts: CallFacts, begun: readonly CallTurn[], sameWay: boolean): CallTurn[] {
  const found = new Map(begun.map((turn) => [nameOf(turn, sameWay), turn]));
  for (const turn of found.values())
    for (const one of heard) {
      const next = hearKeys(facts, turn, one, turn.state.turn);
      const name = nameOf(next, sameWay);
      if (!found.has(name)) found.set(name, next);
    }
  return [...found.values()];
}

/** Every call there can be of a survey: ours and theirs, open and closed, fresh and taken up wherever it stopped. */
function saidIn(survey: Survey, sameWay: boolean): Map<string, string> {
  const facts: CallFacts = { survey, birthDay: 5, direction: "outbound", open: true, askHelp: true };
  const fresh = everyTurn(facts, [beginCall(facts, null)], sameWay);
  const held = fresh.flatMap(({ interview }) => (interview ? [interview] : []));
  // A person went on with it meanwhile, from the last questions backwards, so that there are gaps.
  const gaps = survey.steps
    .filter(({ kind }) => kind === "choice")
    .slice(-2)
    .flatMap(({ key: step }) => [1, 2].map((code) => ({ step, meaning: { kind: "choice", code } as const })))
    .flatMap((said) => held.map((one) => resume(survey, one, { kind: "answerAt", ...said }, { mode: "human" }).state));
  const interviews = [...held, ...(sameWay ? [] : gaps)];
  const resumed = new Map(interviews.map((one) => [JSON.stringify(one), one])).values();
  const identified = (interview: State): CallTurn =>
    ["1", "05"].reduce<CallTurn>(
      (turn, keys) => hearKeys(facts, turn, { keys }, turn.state.turn),
      beginCall(facts, interview),
    );
  const unknownCaller: CallFacts = { ...facts, direction: "inbound", birthDay: null };
  const turns = [
    ...fresh,
    ...everyTurn(facts, [...resumed].map(identified), sameWay),
    ...everyTurn(unknownCaller, [beginCall(unknownCaller, null)], sameWay),
    ...(["inbound", "outbound"] as const).map((direction) => beginCall({ ...facts, direction, open: false }, null)),
    // Somebody else ended the interview while the robot spoke.
    ...fresh
      .filter(({ state }) => state.stage === "survey")
      .map((turn) => hearKeys(facts, { ...turn, interview: null }, { keys: "1" }, turn.state.turn)),
  ];
  return new Map(turns.flatMap(({ say }) => say).map(({ id, text }) => [id, text]));
}

/** Said by the doors themselves and not by the conversation, or to a coordinator (calls/connecting.ts). */
const saidElsewhere = new Set([
  ...["technical-fault", "after-the-end", "bridge-opening", "bridge-not-now", "bridge-busy", "bridge-no-answer"],
]);

describe.each([
  ["the published survey", short, true],
  ["a survey with branches", branching, false],
] as const)("every piece of %s", (_, survey, sameWay) => {
  const said = saidIn(survey, sameWay);
  const listed = new Map(everyPiece(survey).map(({ id, text }) => [id, text]));

  test("nothing is ever said that is not listed, and in those words", () => {
    expect(said.size).toBeGreaterThan(40);
    for (const [id, text] of said) expect([id, listed.get(id)]).toEqual([id, text]);
  });

  test("nothing is listed that can never be said", () => {
    const beside = [...listed.keys()].filter((id) => !said.has(id) && !saidElsewhere.has(id));
    // An intro with as many questions as some way through the survey has: rather one too many than one too few.
    expect(beside).toEqual(sameWay ? [] : ["intro:grenad.v1:2"]);
  });
});

test("what a module that is off leaves at the beginning and at the end is listed as it is said", () => {
  const survey = {
    ...branching,
    modules: [
      { key: "forst", title: "Först", on: false },
      { key: "sist", title: "Sist", on: false },
    ],
    steps: branching.steps.flatMap((step): Survey["steps"] => {
      const said = { patient: "Då går vi vidare.", proxy: "Då går vi vidare." };
      if (step.key === "hej" && step.kind === "confirm") return [{ ...step, yes: "fraga" }];
      if (step.key === "tack" && step.kind === "read") return [{ ...step, next: "sist" }];
      if (step.key !== "vard" || step.kind !== "choice") return [step];
      return [
        { ...step, key: "fraga", label: "Fråga", core: false, branches: {}, next: "vidare", module: "forst" },
        { kind: "read", key: "vidare", text: said, next: "vard" },
        step,
        { kind: "read", key: "sist", text: said, next: "end:completed", module: "sist" },
      ];
    }),
  } satisfies Survey;
  const listed = new Set(everyPiece(survey).map(({ id }) => id));
  for (const id of saidIn(survey, false).keys()) expect(listed.has(id), id).toBe(true);
});

test("whole calls say nothing that is not listed", () => {
  const folder = new URL("../../test/scenarios/calls/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  expect(files.length).toBeGreaterThanOrEqual(40);
  for (const file of files) {
    const scenario = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as CallScenario;
    const survey = getSurvey(scenario.survey, scenario.version);
    const listed = new Set(everyPiece(survey).map(({ id }) => id.replace(`:${survey.id}.v${survey.version}`, "")));
    for (const { outcome } of playCall(survey, scenario))
      for (const id of outcome.says) expect(listed.has(id), `${file}: ${id}`).toBe(true);
  }
});

test("what the doors say without a conversation is listed, and everything neutral keeps its mark", () => {
  for (const survey of published) {
    const pieces = new Map(everyPiece(survey).map((piece) => [piece.id, piece]));
    for (const id of ["technical-fault", "closed-inbound", "closed-outbound", "after-the-end"] as const)
      expect(pieces.get(id)).toMatchObject({ neutral: true, text: prompts.prompts[id].text });
    expect(pieces.get("opening")!.text).toContain("{region}");
    for (const { text } of pieces.values()) expect(text.replaceAll("{region}", "")).not.toMatch(/[{}]|undefined|\d/);
  }
});

describe("the file of a recording", () => {
  test("is named the same for ever", () => {
    expect(recordingFile("opening")).toBe("opening.mp3");
    expect(recordingFile("question-number:4:6")).toBe("question-number--4--6.mp3");
    expect(recordingFile("step:punktmatning-kort.v1:plan")).toBe("step--punktmatning-kort---v1--plan.mp3");
    expect(recordingFile("choices:punktmatning-kort.v1:J4")).toBe("choices--punktmatning-kort---v1--j4----29-4a.mp3");
  });

  test("is its own for every id, whatever the id is, also where capitals and small letters are the same", () => {
    const sign = fc.constantFrom(..."ab1x-:.AB J/åÅ4\u0000😀");
    const id = fc.array(sign, { minLength: 1, maxLength: 8 }).map((signs) => signs.join(""));
    fc.assert(
      fc.property(id, id, (one, other) => {
        for (const each of [one, other]) expect(recordingFile(each)).toMatch(/^[a-z0-9-]+\.mp3$/);
        expect(recordingFile(one) === recordingFile(other)).toBe(one === other);
      }),
      { numRuns: 5000 },
    );
  });

  test("lies in the region's folder, however its address ends", () => {
    for (const base of ["https://ljud.example.se/v1", "https://ljud.example.se/v1/"])
      expect(recordingOf(base)("opening")).toBe("https://ljud.example.se/v1/opening.mp3");
  });
});
