/**
 * Somebody on the staff answers by a link, without signing in. A secret that fits nothing, a week that has not begun or is
 * over, and a measurement that is closed are all the same to whoever asks: there is nothing to answer here.
 */
import { localDateOf } from "../calendar.ts";
import { readSheet, type SheetFault, type TypedSheet } from "../cooperation/form.ts";
import { isWeekOpen } from "../cooperation/measurement.ts";
import { hashOfFormPage, hashOfLinkToken } from "../crypto/link-token.ts";
import { mustChange } from "../db/atomic.ts";
import { type CooperationLink, findCooperationLink } from "../db/cooperation.ts";
import {
  countLinkAnswer,
  insertSent,
  insertSuggestion,
  insertWaitingAnswers,
  isSent,
} from "../db/cooperation-answers.ts";
import type { World } from "../world.ts";

const tokenShape = /^[0-9a-z]{32}$/;
const pageShape = /^[0-9a-z]{16}$/;
/** More discharges than any unit has in a week; whoever got hold of a link can write no more than that. */
const mostAnswers = 300;

/** The link that can be answered now. */
export async function findOpenLink(world: World, token: string): Promise<CooperationLink | null> {
  if (!tokenShape.test(token)) return null;
  const found = await findCooperationLink(world.db, hashOfLinkToken(world.config.secret)(token));
  if (found?.cooperation.state !== "running" || found.answers >= mostAnswers) return null;
  return isWeekOpen(found.week, found.cooperation, localDateOf(world.now())) ? found : null;
}

/** The number of a page with the form: what makes a second sending of it count for nothing. */
export const newFormPage = (world: World): string => world.newId();

/**
 * Saves a sheet, taken apart. "repeated": the same page has been sent before, and nothing was written. Null: the link is
 * not open (any more).
 */
export async function answerCooperation(
  world: World,
  token: string,
  page: string,
  typed: TypedSheet,
): Promise<"saved" | "repeated" | null | { readonly link: CooperationLink; readonly faults: readonly SheetFault[] }> {
  const sent = hashOfFormPage(world.config.secret)(page);
  if (await isSent(world.db, sent)) return "repeated";
  const link = await findOpenLink(world, token);
  if (!link || !pageShape.test(page)) return null;
  const sheet = readSheet(typed, link.party);
  if (!("said" in sheet)) return { link, faults: sheet };
  const { party, unitId, cooperation } = link;
  const written = await world.atomically([
    ...mustChange(insertSent(world.db, sent, cooperation.id)),
    ...mustChange(countLinkAnswer(link, mostAnswers)),
    insertWaitingAnswers(
      cooperation.id,
      sheet.said.map((said) => ({ ...said, key: world.newId(), party, unitId })),
    ),
    ...(sheet.suggestion === null
      ? []
      : [
          insertSuggestion(world.db, {
            ...{ id: world.newId(), cooperationId: cooperation.id, party, text: sheet.suggestion },
          }),
        ]),
  ]);
  if (written === "done") return "saved";
  return (await isSent(world.db, sent)) ? "repeated" : null;
}
