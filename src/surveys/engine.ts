/**
 * The interview engine: (survey, state, heard) → (state, say, happened). It is resumed: between two turns nothing
 * lives but the state, which is plain JSON, so a reload, a lost line, a restart or another door simply goes on.
 * Silence, wrong keys and hanging up are inputs like any other. It never throws and never preselects; an input that
 * does not fit changes nothing and the same thing is said again.
 *
 * The engine hears meanings (interview.ts); keys, buttons and digits are each door's own business. It is longer than
 * most files because everything that can be heard is best read in one place.
 */
import { type Move, prune, setAnswer } from "./answering.ts";
import type {
  Door,
  EndedAs,
  Happened,
  Heard,
  IgnoredBecause,
  Interruption,
  Meaning,
  Respondent,
  State,
  Turn,
} from "./interview.ts";
import { completenessOf, missingOf, phaseOf } from "./reading.ts";
import { chartOf, endingOf, isQuestion, own, routeOf, usualModules, wayOn } from "./route.ts";
import { whatToSay } from "./saying.ts";
import { type Question, reserved, type Step, type Survey } from "./survey.ts";

export type * from "./interview.ts";
export * from "./reading.ts";
export { whatStandsNext, whatToSay } from "./saying.ts";

/** The third silence or wrong key in a row is the last (telephony, "The conversation"). */
const misstepsBeforeAPersonTakesOver = 3;

const ignore = (state: State, because: IgnoredBecause): Move => ({ state, happened: [{ kind: "ignored", because }] });

/**
 * A new interview, standing at the survey's first step with nothing answered. `modules`: keys of those to ask, the
 * survey's own choice when left out. They hold for the whole interview, whatever is chosen for others meanwhile.
 */
export function begin(
  survey: Survey,
  who: { readonly respondent: Respondent; readonly modules?: readonly string[] | undefined },
): Turn {
  const state: State = {
    survey: survey.id,
    version: survey.version,
    ...(survey.modules ? { modules: who.modules ?? usualModules(survey) } : {}),
    at: survey.start,
    returnsToSummary: false,
    respondent: who.respondent,
    gates: {},
    answers: {},
    raised: [],
    missteps: 0,
    interrupted: null,
    ended: null,
  };
  return { state, say: whatToSay(survey, state), happened: [{ kind: "begun" }] };
}

/** One turn. The state must have been made by this survey version. */
export function resume(survey: Survey, state: State, heard: Heard, door: Door): Turn {
  const move =
    state.interrupted && !state.ended ? takeUp(survey, state, heard, door) : hear(survey, state, heard, door);
  return { ...move, say: whatToSay(survey, move.state) };
}

/**
 * Opens a partial interview again at its summary, so that a later call can fill what is missing. Anything else that
 * has ended stays ended and comes back as it is.
 */
export function reopen(survey: Survey, state: State): Turn {
  const opened = state.ended === "partial";
  const next: State = opened ? { ...state, ended: null, at: null, interrupted: null, missteps: 0 } : state;
  const happened: Happened[] = [opened ? { kind: "resumed" } : { kind: "ignored", because: "does-not-fit" }];
  return { state: next, say: whatToSay(survey, next), happened };
}

/** The meaning of a stored code: 7, 8 and 9 are reserved, the rest belongs to the scale. For doors that post codes. */
export function meaningOfCode(code: number): Meaning {
  if (code === reserved.dontKnow) return { kind: "dontKnow" };
  if (code === reserved.declined) return { kind: "decline" };
  if (code === reserved.notApplicable) return { kind: "notApplicable" };
  return { kind: "choice", code };
}

/** Something is heard while the interview stands still: it goes on from where it stopped. */
function takeUp(survey: Survey, state: State, heard: Heard, door: Door): Move {
  const nobodyThere = ["silence", "wrongKey", "hangUp", "pause"].includes(heard.kind);
  if (nobodyThere) return ignore(state, "does-not-fit");
  const awake: State = { ...state, interrupted: null, missteps: 0 };
  const resumed: Happened = { kind: "resumed" };
  if (heard.kind === "next" || heard.kind === "repeat") return { state: awake, happened: [resumed] };
  const move = hear(survey, awake, heard, door);
  const standsStill = move.state.interrupted !== null || move.state.ended !== null;
  return { state: move.state, happened: standsStill ? move.happened : [resumed, ...move.happened] };
}

/** Meanings that are about the step on show, and mean nothing once the interview has moved on from it. */
const aboutTheStep = new Set<Heard["kind"]>(["yes", "no", "next", "back", "silence", "wrongKey"]);

function hear(survey: Survey, state: State, heard: Heard, door: Door): Move {
  if (state.ended) return ignore(state, "ended");
  const movedOn = door.at !== undefined && door.at !== state.at;
  if (movedOn && aboutTheStep.has(heard.kind)) return ignore(state, "moved-on");
  const phase = phaseOf(survey, state);
  const step = state.at === null ? null : chartOf(survey).steps.get(state.at)!;

  switch (heard.kind) {
    case "choice":
    case "dontKnow":
    case "decline":
    case "notApplicable":
    case "text":
    case "clear":
      if (movedOn) return answerElsewhere(survey, state, door.at!, heard, door);
      return step && isQuestion(step) ? answerHere(survey, state, step, heard, door) : ignore(state, "does-not-fit");
    case "answerAt":
      return answerElsewhere(survey, state, heard.step, heard.meaning, door);
    case "yes":
    case "no":
      return step?.kind === "confirm" ? passGate(survey, state, step, heard.kind) : ignore(state, "does-not-fit");
    case "next":
      return goOn(survey, state, step);
    case "back":
      return goBack(survey, state);
    case "goTo":
      return goTo(survey, state, heard.step);
    case "toClosing":
      return phase === "questions" ? goToClosing(survey, state) : ignore(state, "does-not-fit");
    case "repeat":
      return { state: { ...state, missteps: 0 }, happened: [] };
    case "respondent":
      if (heard.respondent === state.respondent) return { state, happened: [] };
      return {
        state: { ...state, respondent: heard.respondent, missteps: 0 },
        happened: [{ kind: "respondent-changed", to: heard.respondent }],
      };
    case "silence":
    case "wrongKey":
      return misstep(state, heard.kind);
    case "person":
      return interrupt(state, "person");
    case "hangUp":
      return interrupt(state, "hang-up");
    case "pause":
      return interrupt(state, "pause");
    case "acute":
      return breakOff(state);
    case "stop":
      return end(state, phase === "opening" ? "refused" : "will-not-continue");
    case "withdraw":
      return end({ ...state, answers: {}, gates: {} }, "withdrawn");
    case "finish":
      return state.at === null ? finish(survey, state) : ignore(state, "does-not-fit");
    default:
      // A door that lets an unknown word through must not bring the call down.
      return ignore(state, "does-not-fit");
  }
}

// ── answers ──

/** An answer to the question that is being asked: taken in, and on to what comes next. */
function answerHere(survey: Survey, state: State, step: Question, meaning: Meaning, door: Door): Move {
  const move = setAnswer(survey, state, step, meaning, door);
  if (typeof move === "string") return ignore(state, move);
  if (meaning.kind === "clear") return move;
  const moved = leave(survey, move.state, step);
  return { state: moved.state, happened: [...move.happened, ...moved.happened] };
}

/** An answer to any question on the way; the interview stays where it is unless its place has gone. */
function answerElsewhere(survey: Survey, state: State, key: string, meaning: Meaning, door: Door): Move {
  if (phaseOf(survey, state) === "opening") return ignore(state, "not-on-the-way");
  const step = chartOf(survey).steps.get(key);
  if (!step || !isQuestion(step) || !routeOf(survey, state).steps.includes(key)) return ignore(state, "not-on-the-way");
  const move = setAnswer(survey, state, step, meaning, door);
  if (typeof move === "string") return ignore(state, move);
  const route = routeOf(survey, move.state);
  if (move.state.at === null) {
    // The new way may pass a closing step that nobody has answered: the summary has to wait for it.
    const waitsAt = route.end === null ? route.steps.at(-1) : undefined;
    return waitsAt ? { ...move, state: { ...move.state, at: waitsAt, returnsToSummary: true } } : move;
  }
  if (route.steps.includes(move.state.at)) return move;
  const moved = leave(survey, { ...move.state, at: key }, step);
  return { state: moved.state, happened: [...move.happened, ...moved.happened] };
}

// ── moving ──

/** From a step to wherever it leads now: the next step, the summary or an ending. */
function leave(survey: Survey, state: State, step: Step): Move {
  const here: State = { ...state, missteps: 0 };
  if (here.returnsToSummary && routeOf(survey, here).end === "completed") return toSummary(here);
  const target = wayOn(survey, step, here);
  if (target === null) return { state: here, happened: [] };
  const ending = endingOf(target);
  if (ending === "completed") return toSummary(here);
  return ending ? end(here, ending) : { state: { ...here, at: target }, happened: [] };
}

const toSummary = (state: State): Move => ({ state: { ...state, at: null, returnsToSummary: false }, happened: [] });

function passGate(survey: Survey, state: State, step: Step, said: "yes" | "no"): Move {
  const move = prune(survey, { ...state, gates: { ...state.gates, [step.key]: said } });
  const moved = leave(survey, move.state, step);
  return { state: moved.state, happened: [...move.happened, ...moved.happened] };
}

function goOn(survey: Survey, state: State, step: Step | null): Move {
  if (!step) return ignore(state, "does-not-fit");
  if (step.kind === "confirm" && own(state.gates, step.key) === undefined) return ignore(state, "does-not-fit");
  const moved = leave(survey, state, step);
  const isGap = isQuestion(step) && own(state.answers, step.key) === undefined;
  return isGap ? { ...moved, happened: [{ kind: "skipped", step: step.key }, ...moved.happened] } : moved;
}

function goBack(survey: Survey, state: State): Move {
  if (state.returnsToSummary && routeOf(survey, state).end === "completed") return toSummary({ ...state, missteps: 0 });
  const way = routeOf(survey, state).steps;
  const before = state.at === null ? way.at(-1) : way[way.indexOf(state.at) - 1];
  if (before === undefined) return ignore(state, "does-not-fit");
  return { state: { ...state, at: before, missteps: 0 }, happened: [] };
}

function goTo(survey: Survey, state: State, key: string): Move {
  const { phases } = chartOf(survey);
  if (phaseOf(survey, state) === "opening" || !phases.has(key) || phases.get(key) === "opening")
    return ignore(state, "not-on-the-way");
  if (!routeOf(survey, state).steps.includes(key)) return ignore(state, "not-on-the-way");
  const returnsToSummary = state.at === null || state.returnsToSummary;
  return { state: { ...state, at: key, returnsToSummary, missteps: 0 }, happened: [] };
}

function goToClosing(survey: Survey, state: State): Move {
  const { phases } = chartOf(survey);
  const route = routeOf(survey, state);
  const closing = route.steps.find((key) => phases.get(key) === "closing");
  if (closing === undefined || (state.returnsToSummary && route.end === "completed"))
    return toSummary({ ...state, missteps: 0 });
  return { state: { ...state, at: closing, missteps: 0 }, happened: [] };
}

// ── standing still and ending ──

const interrupt = (state: State, by: Interruption): Move => ({
  state: { ...state, interrupted: by, missteps: 0 },
  happened: [{ kind: "interrupted", by }],
});

function misstep(state: State, kind: "silence" | "wrongKey"): Move {
  const count = state.missteps + 1;
  if (count >= misstepsBeforeAPersonTakesOver) return interrupt(state, kind === "silence" ? "silence" : "wrong-keys");
  const by = kind === "silence" ? "silence" : "wrong-key";
  return { state: { ...state, missteps: count }, happened: [{ kind: "misstep", by, count }] };
}

function breakOff(state: State): Move {
  const move = interrupt(state, "acute");
  if (state.raised.includes("acute")) return move;
  return {
    state: { ...move.state, raised: [...state.raised, "acute"] },
    happened: [{ kind: "raised", need: "acute" }, ...move.happened],
  };
}

const end = (state: State, as: EndedAs): Move => ({
  state: { ...state, at: null, returnsToSummary: false, missteps: 0, interrupted: null, ended: as },
  happened: [{ kind: "ended", as }],
});

/**
 * Completed or partial by what has been answered. With less than half of the core, open questions hold the summary
 * (someone may have slipped); when every one of them was put and declined, the person has said no piece by piece.
 */
function finish(survey: Survey, state: State): Move {
  const completeness = completenessOf(survey, state);
  if (completeness === "complete") return end(state, "completed");
  if (completeness === "partial") return end(state, "partial");
  const missing = missingOf(survey, state);
  return missing.length > 0 ? { state, happened: [{ kind: "too-little", missing }] } : end(state, "will-not-continue");
}
