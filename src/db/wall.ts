/**
 * The gate in the wall between people and answers, and the only file that writes on both sides: answers go through
 * nameless, under a new random key, and the person's side is emptied in the same unit (domain §9). What comes out of
 * the gate cannot be led back to what went in.
 */
import { isInside } from "../calls/rules.ts";
import { isRefusal } from "../problems.ts";
import { thresholdsText } from "../reports/thresholds.ts";
import { continuousMeasurement } from "../responses/continuous.ts";
import { seal } from "../responses/seal.ts";
import type { Statement, World } from "../world.ts";
import { findUnit } from "./accounts.ts";
import { mustChange } from "./atomic.ts";
import type { OpenInterview } from "./case-file.ts";
import { type CaseRow, findDischarge } from "./cases.ts";
import { findDivisions } from "./divisions.ts";
import { deleteInterview } from "./interviews.ts";
import { addMeasurement, findMeasurement, mustStillRelease } from "./measurements.ts";
import { insertPending } from "./responses.ts";
import { findRules } from "./rules.ts";
import { findThresholds } from "./thresholds.ts";
import { findUnitTitle } from "./unit-titles.ts";

export type Crossing = {
  readonly row: CaseRow;
  readonly interview: OpenInterview;
  /** Local date on which the interview ended. */
  readonly endedOn: string;
};

/** Statements that seal an interview. When too little was answered to count, the answers are deleted and nothing crosses. */
export async function sealInterview(world: World, crossing: Crossing): Promise<Statement[]> {
  const { row, interview } = crossing;
  const [ward, caller, discharge] = [
    await findUnitTitle(world.db, row.dischargeUnitId),
    await findUnit(world.db, row.unitId),
    await findDischarge(world.db, row.id),
  ];
  const dischargedOn = discharge?.dischargedOn ?? row.opensOn;
  const measured = row.measurementId === null ? undefined : await findMeasurement(world.db, row.measurementId);
  // Nothing leaves a measurement after its last night: what the routine has gone on to ask is the routine's.
  const tooLate = row.routine && measured !== undefined && measured.releasedOn !== null;
  const measurementId = tooLate ? null : row.measurementId;
  const continuous = continuousMeasurement(dischargedOn, interview.survey, row.county, {
    divisions: await findDivisions(world.db),
    madeUp: world.config.mode === "demo",
  });
  const emptied = mustChange(deleteInterview(world.db, interview.row));
  const sealed = seal(interview.survey, interview.state, {
    measurementId: measurementId ?? continuous.id,
    dischargedOn,
    county: row.county,
    careType: row.careType,
    unit: ward,
    track: row.track,
    ageGroup: row.ageGroup,
    caller: caller?.kind === "primary-care" ? "primary-care" : "hospital",
    insideWindow: isInside({ ...row, measurementId }, dischargedOn, crossing.endedOn, await findRules(world.db)),
  });
  if (isRefusal(sealed)) return emptied;
  const thresholds = measurementId === null ? thresholdsText(await findThresholds(world.db)) : null;
  return [
    ...emptied,
    // Decided anew when its last night has come in between.
    ...(measured && measured.releasedOn === null ? [mustStillRelease(measured.id)] : []),
    ...(measurementId === null ? [addMeasurement(world.db, { ...continuous, thresholds })] : []),
    insertPending(world.db, world.newId(), sealed),
  ];
}
