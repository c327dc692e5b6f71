/**
 * Whole calls as files: a list comes in, the robot rings, the carrier asks our webhooks, keys are pressed, and what then
 * stands is compared with what the file says. The files under test/scenarios/telephone/ are played on every home, once with
 * a program that goes on living and once with one that is made anew from the database for every request. When a file does
 * not hold, the trace tells what was said, what was pressed and what it changed.
 */
import type { Row, Username } from "./clinic.ts";
import type { CarrierWords, Phone } from "./telephone-phones.ts";
import { type Lives, openScenario, type ScenarioHome } from "./telephone-stage.ts";
import type { PatientStands } from "./telephone-standing.ts";

/** What was said in a call. */
export type Heard = {
  /**
   * Pieces: the first was said at the first turn, the last at the last, and the others between them in this order. A piece
   * is named by its beginning: "step:plan".
   */
  readonly said?: readonly string[];
  readonly neverSaid?: readonly string[];
  /** As the telephone counts them. */
  readonly turns?: number;
};

/** What a file names of where things stand; only what it names is looked at. */
export type Expected = {
  /** By the patient's name in the file. */
  readonly patients?: Readonly<
    Record<
      string,
      Partial<PatientStands> &
        Heard & {
          /** Events of the last call's log, in this order, others between them. */
          readonly logged?: readonly string[];
          /** Where the patient stands among those to be rung on Anna's list, from 1; null: not there. */
          readonly place?: number | null;
        }
    >
  >;
  /** What was said in the last call of somebody who rang us: a patient, or a number. */
  readonly callers?: Readonly<Record<string, Heard>>;
  /** Calls that the carrier was got to make. */
  readonly orders?: number;
  readonly sealed?: readonly { readonly mode: string; readonly completeness: string; readonly answers: object }[];
  /** Open tasks: "call-back robot". */
  readonly tasks?: readonly string[];
  /** Alarms in the operational log: "bad-from". */
  readonly alarms?: readonly string[];
};

export type Coordinator = {
  readonly who: Username;
  /** "takes" opens the number, "begins" the interview; "answers" some questions and "closes" what is answered. */
  readonly does:
    | ("takes" | "releases" | "withdraws" | "records" | "begins" | "answers" | "closes")
    | ("takes-over" | "hands-to-robot" | "hears-no");
  /** Fields of the outcome's form, or question → answer. */
  readonly with?: Readonly<Record<string, string>>;
  /** HTTP status of the last answer; 303 unless told. */
  readonly status?: number;
};

export type Step =
  /** The dispatcher runs once and places so many calls. */
  (
    | { readonly place: number }
    /** Two dispatchers at the same moment, together so many. */
    | { readonly placeTwice: number }
    /** Minutes pass; the carrier's events happen on the way. */
    | { readonly pass: number }
    /** Time passes up to a local date and time. `ticksEvery`: the timetable runs on the way, every so many minutes. */
    | { readonly until: string; readonly ticksEvery?: number }
    | { readonly tick: true }
    /** The reconciler runs and finds so many calls to be over. */
    | { readonly reconcile: number }
    | { readonly coordinator: Coordinator; readonly patient: string }
    /** A new list says this about patients that are known: by the coordinator's page, or by a program beside ours. */
    | { readonly list: Readonly<Record<string, Row>> }
    | { readonly listElsewhere: Readonly<Record<string, Row>> }
    /** From now on this telephone behaves so. */
    | { readonly phone: Phone; readonly patient: string }
    /** What a telephone "by-hand" does: is answered, has keys pressed one after the other, is put down. */
    | { readonly patient: string; readonly hand: "answers" | "declines" | "hangs-up" | "lets-a-machine-answer" }
    | { readonly patient: string; readonly presses: readonly string[] }
    /** A patient, or a number, rings the number of ours that was shown. */
    | { readonly ringsIn: string }
    | { readonly expect: Expected }
  ) & { readonly expect?: Expected };

export type TelephoneScenario = {
  /** The guarantee it shows. */
  readonly title: string;
  /** Local date and time; Monday 23 November 2026 at 10:00 unless told. */
  readonly now?: string;
  /** Rows by name, each saying only how it differs from a sound one that said yes to automatic calls; "Åsa" unless told. */
  readonly patients?: Readonly<Record<string, Row>>;
  /** Telephones by patient; who is not named answers everything. */
  readonly phones?: Readonly<Record<string, Phone>>;
  readonly carrier?: CarrierWords;
  readonly steps: readonly Step[];
  readonly expect: Expected;
};

export type Played = {
  readonly checks: readonly { readonly at: string; readonly expected: unknown; readonly came: unknown }[];
  /** One line for each thing that happened, with its local time. */
  readonly trace: readonly string[];
};

/** Plays a file in a home whose database is empty. Gives what was expected beside what came, for every step. */
export async function playTelephone(scenario: TelephoneScenario, home: ScenarioHome, lives: Lives): Promise<Played> {
  const stage = await openScenario(scenario, home, lives);
  const checks: { at: string; expected: unknown; came: unknown }[] = [];
  const check = (at: string, expected: unknown, came: unknown) => checks.push({ at, expected, came });
  for (const [number, step] of scenario.steps.entries()) {
    const { expect = {}, ...act } = step;
    const at = `step ${number + 1} ${JSON.stringify(act)}`;
    stage.note(`── ${at}`);
    const { expected, came } = await stage.carryOut(step);
    check(at, expected, came);
    check(at, expect, await stage.standing(expect));
    check(`${at}: broken`, [], await stage.broken());
  }
  check("at the end", scenario.expect, await stage.standing(scenario.expect));
  stage.note("── the lines go down");
  check("left over", [], await stage.leftOver());
  return { checks, trace: stage.trace };
}
