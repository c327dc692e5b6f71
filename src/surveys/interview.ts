/**
 * The words of an interview, as types: what it remembers, what it hears, what it says and what happened. They stand
 * apart from the engine because every door (the coordinator's form, the robot, a web form, the terminal) speaks them
 * and only engine.ts knows the rules. All of them are plain JSON.
 */
import type { Ending } from "./survey.ts";

/** Who answers: the patient, the patient with somebody's support, or a närstående in the patient's place. */
export type Respondent = "patient" | "supported" | "proxy";

/** Through which kind of door an answer came. Kept with every answer, because the door colours what people say. */
export type Mode = "human" | "robot" | "web";

/**
 * The door a turn comes through. `at` is the step the door was showing when the person answered, if it knows: an
 * answer to another step than the present one is then kept where it belongs and moves nothing, and any other input is
 * ignored. That makes a double submit, a browser's back button and a repeated webhook harmless.
 */
export type Door = { readonly mode: Mode; readonly at?: string };

/** An answer as it stands. A later answer to the same question replaces it until the interview is sealed. */
export type Answer = { readonly mode: Mode; readonly respondent: Respondent } & (
  | { readonly code: number }
  | { readonly text: string }
);

/** A need found in the call. It becomes a task for a named unit and is never part of the answers. */
export type Need = "help" | "acute";

/** Why an interview stands still. It can be taken up again at the same step, by a person or a robot. */
export type Interruption = "pause" | "hang-up" | "person" | "silence" | "wrong-keys" | "acute";

/** How it ended: an ending of the survey (completed means all core answered), or one of the engine's own. */
export type EndedAs = Ending | "partial" | "will-not-continue" | "withdrawn";

/** Opening: may we ask? Questions. Closing: help, thanks. Summary: look everything through. Ended. */
export type Phase = "opening" | "questions" | "closing" | "summary" | "ended";

/** All that an interview remembers between turns. */
export type State = {
  readonly survey: string;
  readonly version: number;
  /** Keys of the modules that are asked, where the survey has any. */
  readonly modules?: readonly string[];
  /** The step that is being asked; null at the summary and after the end. */
  readonly at: string | null;
  /** A step was taken up again from the summary: go back there once it is answered. */
  readonly returnsToSummary: boolean;
  readonly respondent: Respondent;
  /** What was said at the confirm steps that have been passed. */
  readonly gates: Readonly<Record<string, "yes" | "no">>;
  /** Question key → answer. Only questions on the way that the answers lead. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly raised: readonly Need[];
  /** Silences and wrong keys in a row at this step, 0..2. */
  readonly missteps: number;
  readonly interrupted: Interruption | null;
  readonly ended: EndedAs | null;
};

/** What can be said to a question. `clear` takes an answer back; an empty text does the same. */
export type Meaning =
  | { readonly kind: "choice"; readonly code: number }
  | { readonly kind: "dontKnow" }
  | { readonly kind: "decline" }
  | { readonly kind: "notApplicable" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "clear" };

/** What the engine understands. A door maps its own keys, buttons and digits to these. */
export type Heard =
  | Meaning
  /** To a confirm step. */
  | { readonly kind: "yes" }
  | { readonly kind: "no" }
  /** On from a read step; from a question: on, with the answer as it is, or with none. */
  | { readonly kind: "next" }
  | { readonly kind: "back" }
  /** To a question or closing step on the way, once the opening is passed. From the summary it returns there. */
  | { readonly kind: "goTo"; readonly step: string }
  /** One-screen form: an answer to any question on the way, in any order; the interview stays where it is. */
  | { readonly kind: "answerAt"; readonly step: string; readonly meaning: Meaning }
  /** One-screen form: done with the questions, whatever is unanswered. */
  | { readonly kind: "toClosing" }
  | { readonly kind: "repeat" }
  | { readonly kind: "respondent"; readonly respondent: Respondent }
  | { readonly kind: "silence" }
  | { readonly kind: "wrongKey" }
  /** Would rather talk to a person. */
  | { readonly kind: "person" }
  | { readonly kind: "hangUp" }
  | { readonly kind: "pause" }
  /** Acute illness: broken off at once; the answers stay and it is not a refusal. */
  | { readonly kind: "acute" }
  /** "Vill inte fortsätta"; before consent it is a plain refusal. Final. */
  | { readonly kind: "stop" }
  /** Takes the consent back: all answers are deleted. Final. */
  | { readonly kind: "withdraw" }
  /** From the summary only. Final. */
  | { readonly kind: "finish" };

/** Why an input was not taken in. */
export type IgnoredBecause = "ended" | "does-not-fit" | "moved-on" | "not-on-the-way" | "not-an-answer" | "too-long";

/** What a turn changed. Never holds an answer, so that it can be logged. */
export type Happened =
  | { readonly kind: "begun" }
  | { readonly kind: "answered"; readonly step: string; readonly change: "new" | "revised" | "same" | "cleared" }
  /** Left without an answer. */
  | { readonly kind: "skipped"; readonly step: string }
  /** Answers that were deleted because the way now goes past their questions. */
  | { readonly kind: "dropped"; readonly steps: readonly string[] }
  | { readonly kind: "raised"; readonly need: Need }
  | { readonly kind: "lowered"; readonly need: Need }
  | { readonly kind: "respondent-changed"; readonly to: Respondent }
  | { readonly kind: "misstep"; readonly by: "silence" | "wrong-key"; readonly count: number }
  | { readonly kind: "interrupted"; readonly by: Interruption }
  | { readonly kind: "resumed" }
  /** Finish was asked for with less than half of the core and questions still open: see the summary. */
  | { readonly kind: "too-little"; readonly missing: readonly string[] }
  | { readonly kind: "ended"; readonly as: EndedAs }
  | { readonly kind: "ignored"; readonly because: IgnoredBecause };

/** Complete: all core questions answered. Partial: at least half of them. */
export type Completeness = "complete" | "partial" | "too-little";

/** A question on the way with what has been answered to it, for the one-screen form and the summary. */
export type QuestionView = {
  readonly step: string;
  readonly kind: "choice" | "open";
  readonly label: string;
  readonly text: string;
  readonly hint: string | null;
  readonly core: boolean;
  /** A närstående is answering about something only the patient knows: may be left out. */
  readonly maySkip: boolean;
  /** Fixed answers in the order they are read aloud; empty for an open question. */
  readonly choices: readonly { readonly code: number; readonly text: string }[];
  /** Answers that are coded but never read aloud by a person. */
  readonly reserved: readonly { readonly code: number; readonly text: string }[];
  readonly maxLength: number | null;
  /** Null until answered: nothing is ever preselected. */
  readonly answer: Answer | null;
  /** The answer in words. */
  readonly answerText: string | null;
};

/** What to say or show now. Texts hold the markers {caller} and {region} for the door to fill. */
export type Say =
  | {
      readonly kind: "read";
      readonly step: string;
      readonly phase: Phase;
      readonly text: string;
      readonly hint: string | null;
      readonly mayGoBack: boolean;
    }
  | {
      readonly kind: "confirm";
      readonly step: string;
      readonly phase: Phase;
      readonly text: string;
      readonly hint: string | null;
      readonly yesLabel: string;
      readonly noLabel: string;
      /** A yes raises this need. */
      readonly raises: Need | null;
      /** What was said when it was asked before. */
      readonly answer: "yes" | "no" | null;
      readonly mayGoBack: boolean;
    }
  | (QuestionView & {
      readonly phase: Phase;
      /** Question number and number of questions on the way. */
      readonly progress: { readonly number: number; readonly of: number };
      readonly mayGoBack: boolean;
    })
  | {
      readonly kind: "summary";
      readonly phase: "summary";
      readonly questions: readonly QuestionView[];
      /** Confirm steps of the closing with what was said, revisable too. */
      readonly confirmed: readonly { readonly step: string; readonly text: string; readonly answerText: string }[];
      /** Core questions that have no answer yet. */
      readonly missing: readonly string[];
      readonly completeness: Completeness;
      readonly raised: readonly Need[];
    }
  | { readonly kind: "interrupted"; readonly phase: Phase; readonly by: Interruption; readonly step: string | null }
  | { readonly kind: "ended"; readonly phase: "ended"; readonly as: EndedAs };

export type Turn = { readonly state: State; readonly say: Say; readonly happened: readonly Happened[] };
