/** What must be known to say whether the robot can have a case: the patient's side of it, and the installation's. */
import type { FactsToHand, Readiness } from "../cases/hand-over.ts";
import type { RobotCandidate } from "../cases/robot-call.ts";
import type { Telephone } from "../telephony/carrier.ts";
import type { World } from "../world.ts";
import type { CaseFile } from "./case-file.ts";
import type { findDischarge } from "./cases.ts";
import type { Person } from "./people.ts";
import { isRobotOn } from "./robot-switch.ts";
import { getSurveyFor, robotCanAsk } from "./survey-of-case.ts";

type Discharge = NonNullable<Awaited<ReturnType<typeof findDischarge>>>;

export type RobotOffer = {
  readonly facts: FactsToHand;
  readonly candidate: RobotCandidate;
  readonly ready: Readiness;
};

/** The case as the robot would get it. */
export async function readRobotOffer(
  world: World,
  telephone: Telephone,
  file: CaseFile,
  person: Person,
  discharge: Discharge,
): Promise<RobotOffer> {
  const survey = file.interview?.survey ?? (await getSurveyFor(world.db, file.row.measurementId));
  return {
    facts: { ...file.facts, handedOverAt: file.row.handedOverAt },
    candidate: {
      ...file.row,
      ...discharge,
      birthDate: person.birthDate,
      hasNumber: person.phones.length > 0,
    },
    ready: {
      isOn: await isRobotOn(world),
      psychiatry: telephone.psychiatry,
      staffed: telephone.staffed,
      askable: robotCanAsk(telephone, survey, file.interview?.state ?? null),
    },
  };
}
