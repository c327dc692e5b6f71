/** A measurement's report as a page. No handler here can reach a person: they read counts through the steps. */

import { refusalToLead } from "../db/measurement-leads.ts";
import { findMeasurement, listPublications } from "../db/measurements.ts";
import { isRefusal } from "../problems.ts";
import { readFieldwork } from "../steps/read-fieldwork.ts";
import { readReport } from "../steps/read-report.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { page } from "./frame.ts";
import { viewReport } from "./report-view.ts";

async function mayManage(c: Request, id: string): Promise<boolean> {
  if (accountOf(c).role !== "lead") return false;
  const row = await findMeasurement(c.get("world").db, id);
  return row !== undefined && (await refusalToLead(c.get("world"), accountOf(c), row)) === null;
}

/** GET /matningar/:id */
export async function reportPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const report = await readReport(world, c.req.param("id") ?? "");
  if (isRefusal(report)) return giveUp(report);
  // A draft has asked nobody anything.
  if (report.measurement.state === "draft") return giveUp({ refused: "unknown-measurement" });
  const { id, name } = report.measurement;
  const { role, providerId } = accountOf(c);
  const read = await readFieldwork(world, providerId, id);
  const counts = isRefusal(read) ? null : read.fieldwork.whole;
  const published = await listPublications(world.db, id);
  const publications = published.map(({ number }) => ({
    href: `/matningar/${id}/rapport/${number}`,
    label: `rapport ${number}`,
  }));
  const fieldworkHref = role === "lead" ? `/matningar/${id}/faltarbete` : null;
  return page(
    c,
    "report",
    name,
    viewReport(report, {
      ...{ sheet: assetHref("report.css"), fieldworkHref, counts, publications },
      unitsOf: c.req.query("enheter") ?? null,
      ...((await mayManage(c, id)) ? { manageHref: `/matningar/${id}/hantera` } : {}),
    }),
  );
}
