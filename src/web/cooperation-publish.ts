/** Publishing a samverkansmätning: the lead's last look at the suggestions, and the numbered report that never changes. */
import { formatDate, localDateOf } from "../calendar.ts";
import { type CooperationPublicationRow, listCooperationPublications } from "../db/cooperation-publications.ts";
import { isRefusal, Problem } from "../problems.ts";
import type { CooperationReport } from "../reports/cooperation.ts";
import { publishCooperation, removeSuggestion } from "../steps/publish-cooperation.ts";
import { readCooperationResult } from "../steps/read-cooperation.ts";
import { accountOf, type Request } from "./context.ts";
import { viewCooperation } from "./cooperation.ts";
import { getCooperationResult } from "./cooperation-files.ts";
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
  const suggestion = (await formOf(c)).text("forslag");
  const done = await removeSuggestion(c.get("world"), accountOf(c), idOf(c), suggestion);
  if (isRefusal(done)) return refused(c, done);
  setFlash(c, "cooperation-suggestion-removed");
  return c.redirect(`/samverkan/${idOf(c)}/hantera`, 303);
}

/** GET /samverkan/:id/rapport/:nummer: the result as it was published, whatever has happened since. */
export async function publishedCooperation(c: Request): Promise<Response> {
  const world = c.get("world");
  const { row } = await getCooperationResult(c);
  const all = await listCooperationPublications(world.db, row.id);
  const chosen = all.find(({ number }) => String(number) === c.req.param("nummer"));
  if (!chosen) throw new Problem("not-found");
  const report = JSON.parse(chosen.report) as CooperationReport;
  const view = viewCooperation({ row, report }, localDateOf(world.now()), {});
  const newest = all.at(-1)?.number ?? chosen.number;
  return page(c, "cooperation", `${row.name}, rapport ${chosen.number}`, viewPublished(view, row, chosen, newest));
}

export const viewPublished = (
  view: ReturnType<typeof viewCooperation>,
  { id, name }: { readonly id: string; readonly name: string },
  { number, publishedOn, changed }: Pick<CooperationPublicationRow, "number" | "publishedOn" | "changed">,
  newest: number,
): ReturnType<typeof viewCooperation> => ({
  ...view,
  name: `${name}, rapport ${number}`,
  // Files are of the result as it stands, not of what was once published.
  files: [],
  publication: {
    text: `Publicerad ${formatDate(publishedOn)} ${publishedOn.slice(0, 4)}. Den här rapporten ändras aldrig.`,
    changed: changed === null ? "" : `Ändrat sedan rapport ${number - 1}: ${changed}`,
    newerHref: newest > number ? `/samverkan/${id}/rapport/${newest}` : null,
  },
});
