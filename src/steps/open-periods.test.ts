/** An installation that begins in the middle of a quarter says so of that quarter, on every page and in every file. */
import { afterEach, expect, test } from "vitest";
import { type Clinic, makeClinic, type Row } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { openPeriods } from "./open-periods.ts";
import { readReport } from "./read-report.ts";
import { recount } from "./tally-responses.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const q4 = "lopande-2026-q4-punktmatning-kort-1";
const q1 = "lopande-2027-q1-punktmatning-kort-1";
const patients = (count: number, row: Row, from: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({ ...row, dischargeRef: `U${from + at}`, patientRef: `P${from + at}` }));
const nameOf = async (id: string) => {
  const read = await readReport(clinic.world, id);
  return "refused" in read ? read.refused : read.measurement.name;
};
/** The answers of 2019 as a period's own. */
async function answer(id: string): Promise<void> {
  const { world } = clinic;
  const rows = orebro2019Responses.map((row) => ({ ...row, measurementId: id, id: world.newId() }));
  await world.atomically(insertResponses(rows));
  await recount(world);
}

test("the first quarter is called a part in its report, comparison, trend and files, the next one is not", async () => {
  clinic = await makeClinic();
  await clinic.admit(...patients(6, {}, 1));
  expect(await openPeriods(clinic.world)).toEqual({ opened: 1 });
  clinic.world.clock.set(instantOf("2027-02-10", "10:00"));
  await clinic.admit(...patients(6, { dischargeDate: "2027-02-05" }, 20));
  expect(await openPeriods(clinic.world)).toEqual({ opened: 1 });
  for (const id of [q4, q1]) await answer(id);
  expect(await nameOf(q4)).toBe("Löpande uppföljning kvartal 4 2026 (del av perioden)");
  expect(await nameOf(q1)).toBe("Löpande uppföljning kvartal 1 2027");

  const lena = await clinic.signedIn("lena");
  const page = (await lena.get(`/matningar/${q4}`)).text;
  expect(page).toContain("Perioden är inte hel: från Örebro län är de med som skrevs ut från och med");
  expect((await lena.get(`/matningar/${q4}/resultat.csv`)).text).toContain("kvartal 4 2026 (del av perioden)");
  const trend = (await lena.get("/matningar/lopande?vard=alla")).text;
  expect(trend).toMatch(/kvartal 4 2026 <span class="light">pågår, del av perioden/);
  expect(trend).toMatch(/kvartal 1 2027 <span class="light">pågår</);
  expect(trend).toContain("En ihålig punkt gäller en period som pågår");
  const compared = (await lena.get(`/jamfor?s=${q4}.18.alla&s=${q1}.18.alla`)).text;
  expect(compared).toContain("Minst ett resultat gäller bara en del av sin period.");
  expect(compared).toContain("kvartal 4 2026 (del av perioden): Örebro län, totalt");
});

test("a list that comes later and reaches further back makes the period whole", async () => {
  clinic = await makeClinic({ now: instantOf("2026-10-09", "10:00") });
  await clinic.admit(...patients(6, { dischargeDate: "2026-10-06" }, 1));
  await openPeriods(clinic.world);
  expect(await nameOf(q4)).toContain("(del av perioden)");
  await clinic.admit(...patients(6, { dischargeDate: "2026-10-02" }, 20));
  await openPeriods(clinic.world);
  expect(await nameOf(q4)).not.toContain("(del av perioden)");
});

test("questions that were changed in the middle of a period are told of in both of its results", async () => {
  clinic = await makeClinic({ now: instantOf("2026-10-08", "10:00") });
  await clinic.admit(...patients(6, { dischargeDate: "2026-10-02" }, 1));
  await openPeriods(clinic.world);
  expect(await nameOf(q4)).not.toContain("(del av perioden)");
  const other = { id: "lopande-2026-q4-ring-upp-1", surveyId: "ring-upp", name: "Löpande uppföljning kvartal 4 2026" };
  await clinic.world.atomically([
    addMeasurement(clinic.world.db, {
      ...{ ...other, surveyVersion: 1, state: "running", counties: '["18"]', madeUp: false },
      ...{ opensOn: "2026-10-01", closesOn: "2026-12-31" },
    }),
  ]);
  for (const id of [q4, other.id]) expect(await nameOf(id)).toContain("(del av perioden)");
});
