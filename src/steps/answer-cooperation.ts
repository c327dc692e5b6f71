/**
 * Somebody on the staff answers by a link, without signing in. A secret that fits nothing says nothing; whoever holds a
 * link that was once made is told why it does not work now, since 160 bits are not had by guessing, but not whose it is.
 */
import { localDateOf } from "../calendar.ts";
import { readSheet, type SheetFault, type TypedSheet } from "../cooperation/form.ts";
import { datesOfWeek } from "../cooperation/measurement.ts";
import { hashOfFormPage, hashOfLinkToken } from "../crypto/link-token.ts";
import { mustChange } from "../db/atomic.ts";
import { type CooperationLink, findCooperationLink, findReplacedLink } from "../db/cooperation.ts";
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

/** Why a link cannot be answered. "unknown" tells nothing. */
export type ClosedLink =
  | { readonly why: "unknown" | "replaced" | "over" | "full" }
  /** Local dates. */
  | { readonly why: "early"; readonly opensOn: string }
  | { readonly why: "late"; readonly closedOn: string };

/** The link that can be answered now, or why it cannot. */
export async function findOpenLink(world: World, token: string): Promise<CooperationLink | ClosedLink> {
  if (!tokenShape.test(token)) return { why: "unknown" };
  const hash = hashOfLinkToken(world.config.secret)(token);
  const found = await findCooperationLink(world.db, hash);
  if (!found) {
    const replaced = await findReplacedLink(world.db, hash);
    return { why: replaced ? (replaced.state === "running" ? "replaced" : "over") : "unknown" };
  }
  const { cooperation, week } = found;
  const today = localDateOf(world.now());
  const { opensOn, closesOn } = datesOfWeek(week, cooperation);
  if (cooperation.state !== "running") return { why: "over" };
  if (today < opensOn) return { why: "early", opensOn };
  if (today > closesOn) return { why: "late", closedOn: closesOn };
  return found.answers >= mostAnswers ? { why: "full" } : found;
}

/** The number of a page with the form: what makes a second sending of it count for nothing. */
export const newFormPage = (world: World): string => world.newId();

/**
 * Saves a sheet, taken apart. "repeated": the same page has been sent before, and nothing was written. What is
 * typed by a link that is not open (any more) is not saved.
 */
export async function answerCooperation(
  world: World,
  token: string,
  page: string,
  typed: TypedSheet,
): Promise<
  "saved" | "repeated" | ClosedLink | { readonly link: CooperationLink; readonly faults: readonly SheetFault[] }
> {
  const sent = hashOfFormPage(world.config.secret)(page);
  if (await isSent(world.db, sent)) return "repeated";
  const link = await findOpenLink(world, token);
  if ("why" in link) return link;
  if (!pageShape.test(page)) return { why: "unknown" };
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
  if (written === "done") {
    // The log tells what was written together, and the pages in which order it came.
    await world.scrub();
    return "saved";
  }
  if (await isSent(world.db, sent)) return "repeated";
  const now = await findOpenLink(world, token);
  return "why" in now ? now : { why: "full" };
}
