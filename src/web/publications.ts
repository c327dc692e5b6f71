/** Published reports: each stands under its number as it was, on its page and in its files, whatever has happened since. */
import { formatDate } from "../calendar.ts";
import { findPublishedText, listPublications, type PublicationRow } from "../db/measurements.ts";
import { Problem } from "../problems.ts";
import { reportAsJson } from "../reports/as-json.ts";
import { type Published, readPublished, sameAs } from "../reports/published.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import { codeBookAs, resultAs, workbookAs } from "./exports.ts";
import { page } from "./frame.ts";
import { getMeasurement } from "./measurement-life.ts";
import { viewReport } from "./report-view.ts";

type Numbered = {
  readonly all: readonly PublicationRow[];
  readonly chosen: PublicationRow;
  readonly report: Published;
};

async function getPublication(c: Request): Promise<Numbered> {
  const { id } = await getMeasurement(c);
  const { db } = c.get("world");
  const all = await listPublications(db, id);
  const chosen = all.find(({ number }) => String(number) === c.req.param("nummer"));
  const text = chosen && (await findPublishedText(db, chosen));
  if (!chosen || text === undefined) throw new Problem("not-found");
  return { all, chosen, report: readPublished(text) };
}

/** What a correction changes in its lead's words, and what the two reports themselves say; "" for the first. */
async function changedText(c: Request, { chosen, report }: Numbered): Promise<string> {
  const { measurementId, number, changed } = chosen;
  if (changed === null) return "";
  const text = await findPublishedText(c.get("world").db, { measurementId, number: number - 1 });
  const same = text === undefined ? null : sameAs(report, readPublished(text));
  const told = `Ändrat sedan rapport ${number - 1}: ${changed}`;
  if (same === null) return told;
  const sentence = /[.!?…]$/.test(told) ? told : `${told}.`;
  return same === "words"
    ? `${sentence} Siffrorna är desamma.`
    : `${sentence} I övrigt är den likadan som rapport ${number - 1}.`;
}

/** GET /matningar/:id/rapport/:nummer */
export async function publishedPage(c: Request): Promise<Response> {
  const numbered = await getPublication(c);
  const { all, chosen, report } = numbered;
  const { number, measurementId, publishedOn } = chosen;
  const base = `/matningar/${measurementId}`;
  const view = viewReport(report, {
    ...{ sheet: assetHref("report.css"), fieldworkHref: null, filesBase: `${base}/rapport/${number}` },
    ...{ counts: report.fieldwork?.counts ?? null, countedBy: report.fieldwork?.provider ?? null },
    unitsOf: c.req.query("enheter") ?? null,
  });
  const newest = all.at(-1)?.number ?? number;
  const title = `${report.measurement.name}, rapport ${number}`;
  return page(c, "report", title, {
    ...view,
    name: title,
    publication: {
      text: `Publicerad ${formatDate(publishedOn)} ${publishedOn.slice(0, 4)}. Den här rapporten ändras aldrig.`,
      changed: await changedText(c, numbered),
      newerHref: newest > number ? `${base}/rapport/${newest}` : null,
    },
  });
}

async function getFile(c: Request) {
  const { chosen, report } = await getPublication(c);
  return { report, name: `${chosen.measurementId}-rapport-${chosen.number}`, chosen };
}

/** GET /matningar/:id/rapport/:nummer/resultat.csv */
export async function publishedFile(c: Request): Promise<Response> {
  const { report, name, chosen } = await getFile(c);
  return resultAs(c, report, name, chosen);
}

/** GET /matningar/:id/rapport/:nummer/resultat.xlsx */
export async function publishedWorkbook(c: Request): Promise<Response> {
  const { report, name, chosen } = await getFile(c);
  return workbookAs(c, report, name, chosen);
}

/** GET /matningar/:id/rapport/:nummer/kodbok.csv */
export async function publishedCodeBook(c: Request): Promise<Response> {
  const { report, name } = await getFile(c);
  return codeBookAs(c, report, name);
}

const published = ({ number, publishedOn, changed }: PublicationRow) => ({ number, publishedOn, changed });

/** GET /api/matningar/:id/rapporter */
export async function apiPublications(c: Request): Promise<Response> {
  const { id, state } = await getMeasurement(c);
  // A draft has asked nobody anything.
  if (state === "draft") throw new Problem("unknown-measurement");
  return c.json({ reports: (await listPublications(c.get("world").db, id)).map(published) });
}

/** GET /api/matningar/:id/rapporter/:nummer */
export async function apiPublication(c: Request): Promise<Response> {
  const { chosen, report } = await getPublication(c);
  return c.json({ ...published(chosen), report: reportAsJson(report) });
}
