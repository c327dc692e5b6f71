/** Published reports: each stands under its number as it was, on its page and in its files, whatever has happened since. */
import { formatDate } from "../calendar.ts";
import { listPublications, type PublicationRow } from "../db/measurements.ts";
import { Problem } from "../problems.ts";
import { reportAsJson } from "../reports/as-json.ts";
import { readPublished } from "../reports/published.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import { codeBookAs, resultAs, workbookAs } from "./exports.ts";
import { page } from "./frame.ts";
import { getMeasurement } from "./measurement-life.ts";
import { viewReport } from "./report-view.ts";

type Numbered = { readonly all: readonly PublicationRow[]; readonly chosen: PublicationRow };

async function getPublication(c: Request): Promise<Numbered> {
  const { id } = await getMeasurement(c);
  const all = await listPublications(c.get("world").db, id);
  const chosen = all.find(({ number }) => String(number) === c.req.param("nummer"));
  if (!chosen) throw new Problem("not-found");
  return { all, chosen };
}

/** GET /matningar/:id/rapport/:nummer */
export async function publishedPage(c: Request): Promise<Response> {
  const { all, chosen } = await getPublication(c);
  const { number, measurementId, publishedOn, changed } = chosen;
  const report = readPublished(chosen.report);
  const base = `/matningar/${measurementId}`;
  const view = viewReport(report, {
    ...{ sheet: assetHref("report.css"), fieldworkHref: null, filesBase: `${base}/rapport/${number}` },
    ...{ counts: report.fieldwork?.counts ?? null, countedBy: report.fieldwork?.provider ?? null, publication: true },
  });
  const newest = all.at(-1)?.number ?? number;
  const title = `${report.measurement.name}, rapport ${number}`;
  return page(c, "report", title, {
    ...view,
    name: title,
    publication: {
      text: `Publicerad ${formatDate(publishedOn)} ${publishedOn.slice(0, 4)}. Den här rapporten ändras aldrig.`,
      changed: changed === null ? "" : `Ändrat sedan rapport ${number - 1}: ${changed}`,
      newerHref: newest > number ? `${base}/rapport/${newest}` : null,
    },
  });
}

async function getFile(c: Request) {
  const { chosen } = await getPublication(c);
  return { report: readPublished(chosen.report), name: `${chosen.measurementId}-rapport-${chosen.number}` };
}

/** GET /matningar/:id/rapport/:nummer/resultat.csv */
export async function publishedFile(c: Request): Promise<Response> {
  const { report, name } = await getFile(c);
  return resultAs(c, report, name);
}

/** GET /matningar/:id/rapport/:nummer/resultat.xlsx */
export async function publishedWorkbook(c: Request): Promise<Response> {
  const { report, name } = await getFile(c);
  return workbookAs(c, report, name);
}

/** GET /matningar/:id/rapport/:nummer/kodbok.csv */
export async function publishedCodeBook(c: Request): Promise<Response> {
  const { report, name } = await getFile(c);
  return codeBookAs(c, report, name);
}

const published = ({ number, publishedOn, changed }: PublicationRow) => ({ number, publishedOn, changed });

/** GET /api/matningar/:id/rapporter */
export async function apiPublications(c: Request): Promise<Response> {
  const { id } = await getMeasurement(c);
  return c.json({ reports: (await listPublications(c.get("world").db, id)).map(published) });
}

/** GET /api/matningar/:id/rapporter/:nummer */
export async function apiPublication(c: Request): Promise<Response> {
  const { chosen } = await getPublication(c);
  return c.json({ ...published(chosen), report: reportAsJson(readPublished(chosen.report)) });
}
