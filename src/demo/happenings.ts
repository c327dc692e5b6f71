/**
 * Plays what happens to a demo patient through the real steps, so that the demo's rows can never be in a state that the
 * program itself would not have made. A step that refuses is a fault in the demo's story and is thrown.
 */
import type { Account } from "../db/accounts.ts";
import { listTasksOf } from "../db/tasks.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import { breakOffAcute, endByEngine, recordAttempt, saveAndLock } from "../steps/end-interview.ts";
import { beginInterview, hear } from "../steps/hold-interview.ts";
import { takeToRing } from "../steps/take-case.ts";
import { acknowledge, finish } from "../steps/work-tasks.ts";
import { meaningOfCode } from "../surveys/engine.ts";
import type { Heard, Respondent } from "../surveys/interview.ts";
import type { World } from "../world.ts";
import type { Happening } from "./patients.ts";

/** A world whose clock its holder moves. */
export type Stage = { readonly world: World; readonly advance: (minutes: number) => void };

type Called = Extract<Happening, { what: "outcome" | "interview" | "part" | "held" }>;
type Played = Called | Extract<Happening, { what: "task-seen" | "task-done" }>;

const sure = <Value>(value: Value | Refusal, what: string): Value => {
  if (isRefusal(value)) throw new Error(`the demo's story cannot be played: ${what}: ${value.refused}`);
  return value;
};

/** Plays one happening with a case by one coordinator, from the stage's present time on. */
export async function play(
  stage: Stage,
  account: Account,
  caseId: string,
  happening: Played,
  appointmentAt: number | null,
): Promise<void> {
  const { world } = stage;
  if (happening.what === "task-seen" || happening.what === "task-done") {
    const passedOn = { how: "passed-on", text: "" };
    for (const { id } of await listTasksOf(world.db, caseId)) {
      const isDone = happening.what === "task-done";
      sure(await (isDone ? finish(world, account, id, passedOn) : acknowledge(world, account, id)), happening.what);
    }
    return;
  }
  // A withdrawal comes by letter or by telephone to the ward; nobody has rung.
  if (happening.what !== "outcome" || happening.outcome !== "withdrawn")
    sure(await takeToRing(world, account, caseId, true), `${happening.what} ${happening.day}`);
  if (happening.what === "held") return;
  if (happening.what === "outcome") {
    stage.advance(1);
    const { outcome, note = "" } = happening;
    sure(
      await recordAttempt(world, account, caseId, { outcome, appointmentAt, note, help: null, confirmed: true }),
      outcome,
    );
    return;
  }
  const respondent = "respondent" in happening ? (happening.respondent ?? "patient") : "patient";
  await ask(stage, account, caseId, happening.sheet, respondent);
  if (happening.what === "interview") await endWell(stage, account, caseId, happening);
  else await endEarly(stage, account, caseId, happening.ending);
}

/** Who answers for the patient, where somebody does. */
const aDaughter = { relation: "child", reason: "tired", asked: true };

/** The opening and as many answers as the sheet has digits. */
async function ask(stage: Stage, account: Account, caseId: string, sheet: string, respondent: Respondent) {
  sure(await beginInterview(stage.world, account, caseId, { respondent, checked: true, proxy: aDaughter }), "begin");
  const opening: Heard[] = [{ kind: "next" }, { kind: "yes" }, { kind: "yes" }, { kind: "yes" }];
  await say(stage, account, caseId, [...opening, ...[...sheet].map((code) => meaningOfCode(Number(code)))]);
  stage.advance(Math.ceil(sheet.length * 0.7));
}

async function say(stage: Stage, account: Account, caseId: string, words: readonly Heard[]): Promise<void> {
  for (const heard of words) sure(await hear(stage.world, account, caseId, heard), heard.kind);
}

async function endWell(
  stage: Stage,
  account: Account,
  caseId: string,
  { remark, need, kind = "other" }: Extract<Happening, { what: "interview" }>,
) {
  const free: Heard = remark === undefined ? { kind: "next" } : { kind: "text", text: remark };
  await say(stage, account, caseId, [free, { kind: need === undefined ? "no" : "yes" }, { kind: "next" }]);
  stage.advance(2);
  const help = need === undefined ? null : { need, kind, agreed: true };
  sure(await saveAndLock(stage.world, account, caseId, help), "save");
}

async function endEarly(
  stage: Stage,
  account: Account,
  caseId: string,
  how: Extract<Happening, { what: "part" }>["ending"],
) {
  if (how === "acute") {
    sure(await breakOffAcute(stage.world, account, caseId), how);
  } else if (how === "will-not-continue") {
    const turn = sure(await hear(stage.world, account, caseId, { kind: "stop" }), how);
    sure(await endByEngine(stage.world, account, caseId, turn), how);
  } else {
    const lost = { outcome: how, appointmentAt: null, note: "", help: null, confirmed: true };
    sure(await recordAttempt(stage.world, account, caseId, lost), how);
  }
}
