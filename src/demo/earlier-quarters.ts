/**
 * Five quarters of continuous measurement before the demo's own, so that there is something to follow over time. The robot
 * began to ring in the fourth, where the trend shows a break. Entirely made up, and marked so; written straight in, since
 * living through a year would make the demo slow to start.
 */
import { addDays } from "../calendar.ts";
import { setBeginnings } from "../db/beginnings.ts";
import { addFieldCounts } from "../db/field-counts.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { tallyGroup } from "../db/tallies.ts";
import { defaultThresholds, thresholdsText } from "../reports/thresholds.ts";
import { continuousMeasurement, frameOf } from "../responses/continuous.ts";
import { defaultDivisions, type Period, periodOf } from "../responses/periods.ts";
import type { CareType, Response } from "../responses/response.ts";
import type { Statement, World } from "../world.ts";
import { demoProvider, demoUnits } from "./people.ts";
import { seededIds, seededRandom, seededShuffle } from "./random.ts";

const survey = { id: "punktmatning-kort", version: 1 };
const careTypes = ["somatic", "psychiatric"] as const satisfies readonly CareType[];
/** Completed interviews, oldest quarter first. */
const interviews: Readonly<Record<CareType, readonly number[]>> = {
  somatic: [38, 44, 41, 52, 47],
  psychiatric: [14, 17, 12, 19, 16],
};
const quarters = interviews.somatic.length;
/** Quarters that only people rang in. */
const beforeRobot = 3;

/** One answer is drawn from each string; in later quarters a "4" is sometimes drawn anew. */
const odds: Readonly<Record<string, string>> = {
  delaktighet: "1111222223344448",
  onskemal: "1111222223334448",
  information: "1111222223334444",
  plan: "1112222222222228",
  samordning: "1111222222334447",
  trygghet: "1111111222223448",
};

/** What came of stays beside a completed interview: of eight completed there were so many of each. */
const others = [
  { disposition: "refused", consent: "yes", attempted: 1, reached: 1, of: 1 },
  { disposition: "window-passed", consent: "yes", attempted: 1, reached: 0, of: 2 },
  { disposition: "never-called", consent: "yes", attempted: 0, reached: 0, of: 1 },
  { disposition: "no-consent", consent: "no", attempted: 0, reached: 0, of: 1 },
  { disposition: "not-eligible", consent: "unasked", attempted: 0, reached: 0, of: 1 },
] as const;

/** What writes them, released and counted. `startDate` is the demo's first day, `seed` its seed. */
export function earlierQuarters({ db }: Pick<World, "db">, startDate: string, seed: number): Statement[] {
  // Chance of its own, so that the rest of the demo is the same with it and without it.
  const random = seededRandom(seed + 6007);
  const [newId, shuffle] = [seededIds(random), seededShuffle(random)];
  const { county, id: providerId } = demoProvider;
  const before = quartersBefore(startDate);
  const began = setBeginnings(db, { [county]: before[0]?.opensOn ?? startDate });
  const lived = before.flatMap(({ opensOn, closesOn }, at) => {
    const made = continuousMeasurement(opensOn, survey, county, { divisions: defaultDivisions, madeUp: true });
    const shared = { measurementId: made.id, county, month: null, at };
    const rows = careTypes.flatMap((careType) => answersOf({ ...shared, careType }, random));
    const frame = { providerId, measurementId: frameOf(made) ?? made.id, county };
    return [
      addMeasurement(db, {
        ...{ ...made, state: "closed", releasedOn: addDays(closesOn, 8) },
        thresholds: thresholdsText(defaultThresholds),
        note: `${made.note} Alla svar är påhittade för demon.`,
      }),
      ...insertResponses(shuffle(rows).map((row) => ({ ...row, id: newId() }))),
      ...careTypes.flatMap((careType) => tallyGroup({ measurementId: made.id, county, careType })),
      addFieldCounts(careTypes.flatMap((careType) => countsOf(careType, at).map((cell) => ({ ...frame, ...cell })))),
    ];
  });
  return [began, ...lived];
}

/** Oldest first. */
function quartersBefore(startDate: string): Period[] {
  const found: Period[] = [];
  let { opensOn } = periodOf(startDate, defaultDivisions);
  while (found.length < quarters) {
    const before = periodOf(addDays(opensOn, -1), defaultDivisions);
    found.unshift(before);
    opensOn = before.opensOn;
  }
  return found;
}

const wardsOf = (careType: CareType) =>
  demoUnits.filter((unit) => unit.kind === "ward" && unit.careType === careType && !unit.calledBy);

function answersOf(
  given: Pick<Response, "measurementId" | "county" | "careType" | "month"> & { readonly at: number },
  random: () => number,
): Response[] {
  const { at, ...facts } = given;
  const wards = wardsOf(facts.careType);
  const draw = (codes: string) => Number(codes[Math.floor(random() * codes.length)]);
  const codeOf = (codes: string) => {
    const code = draw(codes);
    return code === 4 && random() < at / 6 ? draw(codes) : code;
  };
  return Array.from({ length: interviews[facts.careType][at] ?? 0 }, (_, number) => ({
    ...{ ...facts, unit: wards[number % wards.length]?.name ?? null, track: null, ageGroup: null },
    mode: at >= beforeRobot && facts.careType === "somatic" && number % 4 === 0 ? "robot" : "human",
    ...{ respondent: "patient", caller: "hospital", completeness: "complete", insideWindow: true },
    ...{ surveyId: survey.id, surveyVersion: survey.version },
    answers: JSON.stringify(Object.fromEntries(Object.entries(odds).map(([key, codes]) => [key, codeOf(codes)]))),
  }));
}

function countsOf(careType: CareType, at: number) {
  const wards = wardsOf(careType);
  const whole = interviews[careType][at] ?? 0;
  return wards.flatMap(({ name: unit }, number) => {
    const completed = Math.floor((whole + wards.length - 1 - number) / wards.length);
    const begun = { ...{ careType, unit, included: 1 }, attempted: 1, reached: 1, begun: 1 };
    return [
      { ...begun, disposition: "completed", consent: "yes", cases: completed },
      ...others.map(({ of, ...other }) => ({ ...begun, ...other, begun: 0, cases: Math.round((completed * of) / 8) })),
    ].filter(({ cases }) => cases > 0);
  });
}
