/**
 * The robot's part of a case's page: that it is calling and when it will be done, what it has got answers to, and whether
 * it can have the case. Says how much has been answered and by whom, never what.
 */
import { formatTime } from "../calendar.ts";
import { type HandedOver, robotObstacleInWords } from "../calls/reasons.ts";
import { handObstacle } from "../cases/hand-over.ts";
import { robot, robotDoneBy } from "../cases/robot-call.ts";
import type { Account } from "../db/accounts.ts";
import { findLiveCall } from "../db/calls.ts";
import type { CaseFile, OpenInterview } from "../db/case-file.ts";
import type { CaseRow, findDischarge } from "../db/cases.ts";
import type { Person } from "../db/people.ts";
import { readRobotOffer } from "../db/robot-offer.ts";
import { findRules } from "../db/rules.ts";
import { isUnanswered } from "../steps/take-from-robot.ts";
import { questionsOf } from "../surveys/engine.ts";
import type { World } from "../world.ts";
import type { CaseView } from "./views.ts";

/** Does the robot hold the case? */
export const isRobots = (row: CaseRow): boolean => row.state === "held" && row.ownerId === robot;

/** While the robot calls: how far it has come, and when the case is free again. */
export async function viewRobotCall(world: World, row: CaseRow): Promise<CaseView["robotCalling"]> {
  if (!isRobots(row)) return null;
  const call = await findLiveCall(world.db, row.id);
  const unanswered = call !== undefined && isUnanswered(call);
  return {
    text: unanswered ? "Ingen har svarat än." : "Någon har svarat och samtalet pågår.",
    freeText: `Uppföljningen är ledig igen senast kl. ${formatTime(robotDoneBy(row.ownedSince ?? world.now()))}, oftast tidigare.`,
    mayTakeOver: unanswered,
  };
}

/** What the robot left to a person, for reasons.ts; null once a person has tried. */
export const handedOverOf = (row: CaseRow, answered: number): HandedOver | null =>
  row.handedOverAt === null || row.handedOverBecause === null
    ? null
    : { at: row.handedOverAt, because: row.handedOverBecause, answered };

export const answeredByRobot = (interview: OpenInterview | null): number =>
  Object.values(interview?.state.answers ?? {}).filter(({ mode }) => mode === "robot").length;

/** "Besvarat av roboten: 3 av 6 frågor." */
export function answeredText(interview: OpenInterview | null): string | null {
  if (!interview) return null;
  const { survey, state } = interview;
  const core = questionsOf(survey, state).filter((question) => question.core);
  const modes = core.flatMap(({ step }) => state.answers[step]?.mode ?? []);
  if (modes.length === 0) return null;
  const robots = modes.filter((mode) => mode === "robot").length;
  const people = modes.length - robots;
  const of = `${robots === 0 ? people : robots} av ${core.length} frågor.`;
  if (robots === 0) return `Besvarat: ${of}`;
  return `Besvarat av roboten: ${of}${people === 0 ? "" : ` Besvarat i samtal med en människa: ${people}.`}`;
}

/** Whether the coordinator may let the robot ring; null where there is no telephone, or nobody could say yes to it now. */
export async function viewRobotOffer(
  world: World,
  account: Account,
  file: CaseFile,
  person: Person | undefined,
  discharge: Awaited<ReturnType<typeof findDischarge>>,
): Promise<CaseView["robot"]> {
  const { row } = file;
  const mine = row.state === "held" && row.ownerId === account.id;
  if (world.telephone === null || !person || !discharge || discharge.protected || !(row.state === "planned" || mine))
    return null;
  const { facts, candidate, ready } = await readRobotOffer(world, world.telephone, file, person, discharge);
  const { policy } = await findRules(world.db);
  const obstacle = handObstacle(facts, candidate, ready, world.now(), policy);
  if (obstacle !== null) return { text: robotObstacleInWords[obstacle], hint: "", mayHand: false };
  const wanted = "Patienten har sagt ja till automatiska samtal.";
  const rest = `tidigast ${inWords(policy.spacingHours)} timmar efter förra försöket`;
  if (!mine && row.handedOverAt === null)
    return {
      ...{ text: `${wanted} Roboten ringer när det är dags, om ingen människa hinner före.`, hint: "" },
      mayHand: false,
    };
  return {
    text: wanted,
    hint: `Roboten ringer när det är dags, ${rest}${file.interview ? ", och fortsätter där ni slutade" : ""}.${
      mine ? " Du lämnar samtidigt tillbaka uppföljningen." : ""
    }`,
    mayHand: true,
  };
}

const inWords = (hours: number): string => ["noll", "en", "två", "tre", "fyra", "fem", "sex"][hours] ?? String(hours);
