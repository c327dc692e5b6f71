/** Publishing a samverkansmätning: the lead's last look at the suggestions, and the numbered report, and what is taken out of it. */
import { localDateOf } from "../calendar.ts";
import { findRemovalReason } from "../cooperation/removal.ts";
import { type CooperationPublicationRow, listCooperationPublications } from "../db/cooperation-publications.ts";
import { isRefusal, Problem } from "../problems.ts";
import type { CooperationReport } from "../reports/cooperation.ts";
import { cooperationAsJson } from "../reports/cooperation-table.ts";
import { publishCooperation, removeSuggestion } from "../steps/publish-cooperation.ts";
import { type CooperationResult, readCooperationResult } from "../steps/read-cooperation.ts";
import { accountOf, type Request } from "./context.ts";
import { dateWithYear, filesOf, viewCooperation } from "./cooperation.ts";
import {
  cooperationCodeBookAs,
  cooperationFileAs,
  cooperationWorkbookAs,
  getCooperationResult,
} from "./cooperation-files.ts";
import { refused } from "./cooperation-manage.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";

const idOf = (c: Request): string => c.req.param("id") ?? "";

/** POST /samverkan/:id/publicera */
export async function publishPressed(c: Request): Promise<Response> {
  const world = c.get("world");
  const changed = (await formOf(c)).text("andrat");
  const done = await publishCooperation(world, accountOf(c), idOf(c), changed, (id) =>
    readCooperationResult(world, id),
  );
  if (isRefusal(done)) return refused(c, done, "andrat", changed);
  setFlash(c, "measurement-published");
  return c.redirect(`/samverkan/${idOf(c)}/rapport/${done.number}`, 303);
}

/** POST /samverkan/:id/forslag */
export async function removeSuggestionPressed(c: Request): Promise<Response> {
  const form = await formOf(c);
  const reason = findRemovalReason(form.text("skal"));
  const done = await removeSuggestion(c.get("world"), accountOf(c), idOf(c), form.text("forslag"), reason);
  if (isRefusal(done)) return refused(c, done, done.refused === "removal-reason-needed" ? "forslag" : "lage");
  setFlash(c, "cooperation-suggestion-removed");
  return c.redirect(`/samverkan/${idOf(c)}/hantera`, 303);
}

type Numbered = {
  readonly all: readonly CooperationPublicationRow[];
  readonly chosen: CooperationPublicationRow;
  readonly result: CooperationResult;
};

/** The result as it was published, whatever has happened since. */
async function getPublication(c: Request): Promise<Numbered> {
  const { row } = await getCooperationResult(c);
  const all = await listCooperationPublications(c.get("world").db, row.id);
  const chosen = all.find(({ number }) => String(number) === c.req.param("nummer"));
  if (!chosen) throw new Problem("not-found");
  return { all, chosen, result: { row, report: JSON.parse(chosen.report) as CooperationReport } };
}

/** GET /samverkan/:id/rapport/:nummer */
export async function publishedCooperation(c: Request): Promise<Response> {
  const { all, chosen, result } = await getPublication(c);
  const { row } = result;
  const view = viewCooperation(result, localDateOf(c.get("world").now()), {});
  const newest = all.at(-1)?.number ?? chosen.number;
  return page(c, "cooperation", `${row.name}, rapport ${chosen.number}`, viewPublished(view, row, chosen, newest));
}

const fileName = ({ cooperationId, number }: CooperationPublicationRow): string => `${cooperationId}-rapport-${number}`;

/** GET /samverkan/:id/rapport/:nummer/resultat.csv */
export async function publishedCooperationFile(c: Request): Promise<Response> {
  const { chosen, result } = await getPublication(c);
  return cooperationFileAs(c, result, fileName(chosen), chosen);
}

/** GET /samverkan/:id/rapport/:nummer/resultat.xlsx */
export async function publishedCooperationWorkbook(c: Request): Promise<Response> {
  const { chosen, result } = await getPublication(c);
  return cooperationWorkbookAs(c, result, fileName(chosen), chosen);
}

/** GET /samverkan/:id/rapport/:nummer/kodbok.csv */
export async function publishedCooperationCodeBook(c: Request): Promise<Response> {
  const { chosen, result } = await getPublication(c);
  return cooperationCodeBookAs(c, result, fileName(chosen));
}

const numbered = ({ number, publishedOn, changed }: CooperationPublicationRow) => ({ number, publishedOn, changed });

/** GET /api/samverkan/:id/rapporter */
export async function apiCooperationPublications(c: Request): Promise<Response> {
  const { row } = await getCooperationResult(c);
  return c.json({ reports: (await listCooperationPublications(c.get("world").db, row.id)).map(numbered) });
}

/** GET /api/samverkan/:id/rapporter/:nummer */
export async function apiCooperationPublication(c: Request): Promise<Response> {
  const { chosen, result } = await getPublication(c);
  return c.json({ ...numbered(chosen), report: cooperationAsJson(result.row, result.report) });
}

const removedText = "Förslag är borttagna ur rapporten efteråt, se nedan. Siffrorna ändras aldrig.";

export const viewPublished = (
  view: ReturnType<typeof viewCooperation>,
  { id, name }: { readonly id: string; readonly name: string },
  { number, publishedOn, changed }: Pick<CooperationPublicationRow, "number" | "publishedOn" | "changed">,
  newest: number,
): ReturnType<typeof viewCooperation> => ({
  ...view,
  name: `${name}, rapport ${number}`,
  files: filesOf(`/samverkan/${id}/rapport/${number}`),
  publication: {
    text: `Publicerad ${dateWithYear(publishedOn)}. ${view.suggestions.some(({ removed }) => removed.length > 0) ? removedText : "Siffrorna ändras aldrig."}`,
    changed: changed === null ? "" : `Ändrat sedan rapport ${number - 1}: ${changed}`,
    newerHref: newest > number ? `/samverkan/${id}/rapport/${newest}` : null,
  },
});
