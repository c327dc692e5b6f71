/** Whom the robot may ring, for "Prova telefonen", and what it did while the clock was moved. */
import { ageOn, localDateOf } from "../calendar.ts";
import { isOutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import { whenInWords } from "../calls/reasons.ts";
import { type RobotReason, robotReason } from "../calls/robot-reasons.ts";
import { robot } from "../cases/robot-call.ts";
import { listUnits } from "../db/accounts.ts";
import { listLiveCalls } from "../db/calls.ts";
import { factsOf } from "../db/case-file.ts";
import type { CaseRow } from "../db/cases.ts";
import { findAttempts, listOptedIn } from "../db/opted-in.ts";
import { findPeople } from "../db/people.ts";
import { countRobotResults, type RobotResult } from "../db/robot-results.ts";
import { isRobotOn } from "../db/robot-switch.ts";
import { findRules } from "../db/rules.ts";
import { findSettings } from "../db/settings.ts";
import { leaptFrom, leaptTo } from "../demo/demo.ts";
import { demoProvider } from "../demo/people.ts";
import type { DemoTelephone } from "../demo/telephone.ts";
import type { World } from "../world.ts";
import type { Fact, TryPhonePatient, TryPhoneView } from "./views.ts";

/** More than the demo ever holds; a list that somebody takes in may be long. */
const mostShown = 60;

type Callee = { readonly row: CaseRow; readonly reason: RobotReason; readonly patient: TryPhonePatient };

/** Everybody who said yes to an automatic call and is not done, with why the robot may ring now or may not. */
export async function listWhomToRing(world: World, telephone: DemoTelephone): Promise<Callee[]> {
  const now = world.now();
  const units = new Map((await listUnits(world.db, demoProvider.id)).map(({ id, name }) => [id, name]));
  const viewer = { accountId: robot, unitIds: [...units.keys()], purpose: "call" } as const;
  const found = await listOptedIn(world.db, viewer.unitIds, mostShown);
  const ids = found.map((one) => one.case.id);
  const people = await findPeople(world.db, viewer, ids);
  const attempts = await findAttempts(world.db, ids);
  const live = new Map((await listLiveCalls(world.db)).map(({ caseId, id, kind }) => [caseId, { id, kind }]));
  const { policy } = await findRules(world.db);
  return found.map(({ case: row, ...discharge }) => {
    const person = people.get(row.id);
    const tried = attempts.get(row.id) ?? [];
    const hasNumber = (person?.phones.length ?? 0) > 0;
    const candidate = { ...discharge, ...row, birthDate: person?.birthDate ?? null, hasNumber };
    const facts = { ...row, ...factsOf(row), attemptedAt: tried.map(({ startedAt }) => startedAt), tried };
    const reason = robotReason(facts, candidate, telephone, now, policy);
    const last = tried.findLast(({ mode }) => mode === "robot");
    const call = live.get(row.id);
    return {
      row,
      reason,
      patient: {
        caseId: row.id,
        name: person?.name ?? "Namnet är borttaget",
        ageText: person?.birthDate ? `${ageOn(person.birthDate, localDateOf(now))} år` : "",
        unitName: units.get(row.dischargeUnitId) ?? "",
        why: reason.text,
        history:
          last?.outcome && isOutcomeCode(last.outcome)
            ? `Roboten ringde ${whenInWords(last.startedAt, now)}: ${outcomeOf(last.outcome).label.toLowerCase()}.`
            : "",
        callHref: call?.kind === "robot" ? `/prova-telefonen/${call.id}` : null,
      },
    };
  });
}

export async function viewPatients(
  world: World,
  telephone: DemoTelephone,
): Promise<Omit<TryPhoneView, "sheet" | "script">> {
  const all = await listWhomToRing(world, telephone);
  const shown = (may: boolean) =>
    all.filter(({ reason, patient }) => (reason.mayRing || patient.callHref !== null) === may);
  return {
    callable: shown(true).map(({ patient }) => patient),
    others: shown(false).map(({ patient }) => patient),
    robotOn: await isRobotOn(world),
    leapt: await viewLeap(world),
  };
}

async function viewLeap(world: World): Promise<TryPhoneView["leapt"]> {
  const settings = await findSettings(world.db);
  const [from, to] = [settings.get(leaptFrom), settings.get(leaptTo)].map(Number);
  if (from === undefined || to === undefined || !(from < to)) return null;
  const results = await countRobotResults(world.db, from, to);
  if (results.length === 0 && !(await isRobotOn(world))) return null;
  const count = (which: (result: RobotResult) => boolean) =>
    String(results.filter(which).reduce((sum, { calls }) => sum + calls, 0));
  const fact = (label: string, value: string): Fact => ({ label, value });
  const isDone = ({ outcome }: RobotResult) => outcome === "completed" || outcome === "partial";
  const isMissed = ({ outcome }: RobotResult) =>
    outcome === "no-answer" || outcome === "busy" || outcome === "voicemail" || outcome === "rejected";
  return {
    text: `Från ${whenInWords(from, to)} till ${whenInWords(to, to)}`,
    counts: [
      fact(
        "Samtal",
        count(() => true),
      ),
      fact(
        "Svarade",
        count((result) => result.outcome !== null && !isMissed(result)),
      ),
      fact("Klara", count(isDone)),
      fact(
        "Till en människa",
        count(({ handedOver }) => handedOver),
      ),
      fact("Inte nådda", count(isMissed)),
    ],
    explanation:
      results.length > 0
        ? "Den som inte nåddes vilar och rings igen inom ringfönstret."
        : "Ingen var i tur, eller så var det utanför ringtiden.",
  };
}
