/** The project lead's page about one measurement: start, close, publish, and what has been published. */
import { localDateOf } from "../calendar.ts";
import { listUnits } from "../db/accounts.ts";
import { refusalToLead } from "../db/measurement-leads.ts";
import {
  findMeasurement,
  findPublishedText,
  hasAnswersOnTheWay,
  listMeasurements,
  listPublications,
  type MeasurementRow,
  type PublicationRow,
} from "../db/measurements.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, Problem, type Refusal, refuse, sentenceFor } from "../problems.ts";
import { isContinuous } from "../responses/continuous.ts";
import {
  changeNote,
  closeMeasurement,
  lastWindowDay,
  publishMeasurement,
  type Readers,
  startMeasurement,
  textToPublish,
} from "../steps/change-measurements.ts";
import { dropDraft } from "../steps/draft-measurements.ts";
import { readFieldwork } from "../steps/read-fieldwork.ts";
import { readReport } from "../steps/read-report.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { type FlashKey, setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { type Outcome, type Typed, viewMeasurement } from "./measurement-view.ts";

const idOf = (c: Request): string => c.req.param("id") ?? "";

export async function getMeasurement(c: Request): Promise<MeasurementRow> {
  const row = await findMeasurement(c.get("world").db, idOf(c));
  if (!row) throw new Problem("unknown-measurement");
  return row;
}

/** For the leads of those who take part in it. */
export async function getOwnMeasurement(c: Request): Promise<MeasurementRow> {
  const row = await getMeasurement(c);
  const refused = await refusalToLead(c.get("world"), accountOf(c), row);
  return refused ? giveUp(refused) : row;
}

/** GET /matningar/:id/hantera */
export async function managePage(c: Request): Promise<Response> {
  return manage(c);
}

/** GET /matningar/:id/hantera with why a draft could not be saved, and its note as it was typed: a colleague has started it. */
export const draftStarted = (c: Request, note: string): Promise<Response> =>
  manage(c, refuse("draft-started"), "lage", { note }, 409);

async function manage(
  c: Request,
  refusal?: Refusal,
  field = "lage",
  typed: Typed = {},
  status: 409 | 422 = 422,
): Promise<Response> {
  const { db, now } = c.get("world");
  const row = await getOwnMeasurement(c);
  const lastDay = lastWindowDay(row.id, await findRules(db));
  const units = await listUnits(db, accountOf(c).providerId);
  const over = row.state === "closed" || row.state === "published";
  const waiting = over && (await hasAnswersOnTheWay(db, row));
  const published = await listPublications(db, row.id);
  const view = viewMeasurement(row, {
    ...{ today: localDateOf(now()), lastDay, units, typed, waiting, published },
    ...(over && !waiting ? await readOutcome(c, row, published.at(-1)) : {}),
    others: (await listMeasurements(db)).filter(({ id }) => !isContinuous(id)),
  });
  if (!refusal) return page(c, "measurement", row.name, view);
  const errors = [{ field, text: sentenceFor(refusal.refused, refusal.details) }];
  return page(c, "measurement", row.name, view, { errors, status });
}

/** What a measurement that has stopped growing came to, and whether a new number would say anything that the last does not. */
async function readOutcome(c: Request, { id }: MeasurementRow, last: PublicationRow | undefined): Promise<Outcome> {
  const world = c.get("world");
  const made = await textToPublish(world, accountOf(c), id, readersOf(c));
  if (isRefusal(made)) return {};
  const { country, groups } = made.report;
  const whole = (country.length > 0 ? country : groups).find(({ careType }) => careType === null);
  return {
    respondents: whole && whole.hidden === null ? whole.respondents : null,
    unchanged: last !== undefined && made.text === (await findPublishedText(world.db, last)),
  };
}

const readersOf = (c: Request): Readers => ({
  read: (id) => readReport(c.get("world"), id),
  count: async (id) => {
    const found = await readFieldwork(c.get("world"), accountOf(c).providerId, id);
    return isRefusal(found) ? null : found.fieldwork.whole;
  },
});

async function moved(
  c: Request,
  done: { moved: true } | Refusal,
  key: FlashKey,
  field?: string,
  typed?: Typed,
): Promise<Response> {
  if (isRefusal(done)) return done.refused === "unknown-measurement" ? giveUp(done) : manage(c, done, field, typed);
  setFlash(c, key);
  return c.redirect(`/matningar/${idOf(c)}/hantera`, 303);
}

/** POST /matningar/:id/starta */
export async function startPressed(c: Request): Promise<Response> {
  const seen = (await formOf(c)).raw("sett") || null;
  return moved(c, await startMeasurement(c.get("world"), accountOf(c), idOf(c), seen), "measurement-started");
}

/** POST /matningar/:id/avsluta */
export async function closePressed(c: Request): Promise<Response> {
  const early = (await formOf(c)).text("anda") === "ja";
  return moved(c, await closeMeasurement(c.get("world"), accountOf(c), idOf(c), early), "measurement-closed", "anda");
}

/** POST /matningar/:id/publicera */
export async function publishPressed(c: Request): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const sent = await formOf(c);
  const changed = sent.text("andrat");
  const done = await publishMeasurement(world, account, idOf(c), {
    ...{ changed, after: sent.number("efter"), seen: sent.raw("sett") || null },
    ...readersOf(c),
  });
  return moved(c, done, "measurement-published", "andrat", { changed });
}

/** POST /matningar/:id/anteckning */
export async function notePressed(c: Request): Promise<Response> {
  const sent = await formOf(c);
  const note = sent.text("anteckning");
  const done = await changeNote(c.get("world"), accountOf(c), idOf(c), note, sent.raw("sett") || null);
  return moved(c, done, "measurement-noted", "anteckning", { note });
}

/** POST /matningar/:id/kasta */
export async function dropPressed(c: Request): Promise<Response> {
  const seen = (await formOf(c)).raw("sett") || null;
  const dropped = await dropDraft(c.get("world"), accountOf(c), idOf(c), seen);
  if (isRefusal(dropped)) return dropped.refused === "unknown-measurement" ? giveUp(dropped) : manage(c, dropped);
  setFlash(c, "measurement-dropped");
  return c.redirect("/matningar", 303);
}
