/** Every measurement with how many have answered; the oldest without, so that the page costs the same after many years. */

import { mayLeadAmong } from "../db/measurement-leads.ts";
import { listMeasurements, type MeasurementRow } from "../db/measurements.ts";
import { isRefusal } from "../problems.ts";
import { isContinuous } from "../responses/continuous.ts";
import { readPeriods } from "../steps/read-periods.ts";
import { readReport } from "../steps/read-report.ts";
import { accountOf, type Request } from "./context.ts";
import { readForList, respondentsIn, viewNewest } from "./continuous.ts";
import { page } from "./frame.ts";
import { period, stateLabels } from "./report-view.ts";
import type { MeasurementsView } from "./views.ts";

/** So many stand open, and all that are not over. */
const shownAtOnce = 20;

type Row = MeasurementsView["rows"][number];

/** GET /matningar */
export async function measurementList(c: Request): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const mayLead = await mayLeadAmong(world, account);
  const all = (await listMeasurements(world.db)).filter(
    (row) => !isContinuous(row.id) && (row.state !== "draft" || (account.role === "lead" && mayLead(row))),
  );
  const rows: Row[] = [];
  const older: Row[] = [];
  for (const row of all) {
    const over = row.state === "closed" || row.state === "published";
    if (over && rows.length >= shownAtOnce) older.push(viewRow(row, "Se rapporten"));
    else rows.push(viewRow(row, await answersOf(c, row)));
  }
  const periods = viewNewest(
    await readPeriods(world, (id) => readReport(world, id, { withoutUnits: true }), readForList),
  );
  return page(c, "measurements", "Mätningar", { rows, older, periods, mayPlan: account.role === "lead" });
}

async function answersOf(c: Request, { id, state }: MeasurementRow): Promise<string> {
  // A draft has asked nobody anything.
  if (state === "draft") return "–";
  const report = await readReport(c.get("world"), id, { withoutUnits: true });
  return isRefusal(report) ? "" : respondentsIn(report);
}

const viewRow = (row: MeasurementRow, respondentsText: string): Row => ({
  href: `/matningar/${row.id}${row.state === "draft" ? "/hantera" : ""}`,
  name: row.name,
  periodText: period(row),
  stateLabel: stateLabels[row.state],
  respondentsText,
  madeUp: row.madeUp,
});
