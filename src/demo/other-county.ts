/**
 * A finished measurement of another county, so that the list of measurements has more than one kind of row to show.
 * Entirely made up, and marked so: it says nothing about the county it borrows its name from.
 */
import { addDays, formatMonth, monthOf } from "../calendar.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { tallyGroup } from "../db/tallies.ts";
import type { CareType, Response } from "../responses/response.ts";
import type { Statement, World } from "../world.ts";

const county = "17";
const survey = { id: "punktmatning-kort", version: 1 };
/** How many at each unit; null where it is not told. The small ones stand together in the report. */
const people: Readonly<Record<CareType, readonly (readonly [unit: string | null, persons: number])[]>> = {
  somatic: [
    ["Medicinavdelning 1", 12],
    ["Kirurgavdelning 2", 10],
    ["Geriatrikavdelning 5", 9],
    ["Ortopedavdelning 3", 3],
    ["Ögonavdelning 6", 4],
    [null, 8],
  ],
  psychiatric: [
    ["Psykiatriavdelning 7", 11],
    ["Beroendeavdelning 8", 10],
  ],
};

/** One answer is drawn from each string: a code is as likely as it is common there. */
const odds: Readonly<Record<string, string>> = {
  delaktighet: "1111122222333448",
  onskemal: "1111222223334448",
  information: "1111122222233348",
  plan: "1122222222222288",
  samordning: "1111222222333347",
  trygghet: "1111112222223348",
};

/** What writes the measurement, released and counted. `startDate` is the demo's first day; it lies half a year back. */
export function otherCounty(world: World, startDate: string, random: () => number): Statement[] {
  const month = monthOf(addDays(startDate, -184));
  const measurementId = `varmland-${month}`;
  const codeOf = (codes: string) => Number(codes[Math.floor(random() * codes.length)]);
  const rowOf = (careType: CareType, unit: string | null): Response => ({
    ...{ measurementId, county, careType, unit, track: null, ageGroup: null, month },
    ...{ mode: "human", respondent: "patient", caller: "hospital", completeness: "complete", insideWindow: true },
    ...{ surveyId: survey.id, surveyVersion: survey.version },
    answers: JSON.stringify(Object.fromEntries(Object.entries(odds).map(([key, codes]) => [key, codeOf(codes)]))),
  });
  const careTypes = ["somatic", "psychiatric"] as const;
  const rows = careTypes.flatMap((careType) =>
    people[careType].flatMap(([unit, persons]) => Array.from({ length: persons }, () => rowOf(careType, unit))),
  );
  return [
    addMeasurement(world.db, {
      ...{ id: measurementId, name: `Punktmätning ${formatMonth(month)}, Värmlands län`, state: "published" },
      ...{ surveyId: survey.id, surveyVersion: survey.version, opensOn: `${month}-01`, closesOn: `${month}-28` },
      ...{ counties: JSON.stringify([county]), units: null, madeUp: true },
      releasedOn: addDays(`${month}-28`, 9),
      note: "Alla svar är påhittade för demon och säger inget om Värmlands län.",
    }),
    ...insertResponses(rows.map((row) => ({ ...row, id: world.newId() }))),
    ...careTypes.flatMap((careType) => tallyGroup({ measurementId, county, careType })),
  ];
}
