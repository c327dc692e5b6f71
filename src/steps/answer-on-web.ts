/**
 * A patient answers in writing by a link, without signing in. A link that fits nothing, that is dead, used or over, and one
 * whose case is closed or may not be talked about are all the same to whoever asks: there is nothing here. What is sent is
 * sealed as a saved interview is, in one unit with the case, the attempt and the task.
 *
 * Longer than other files because every way through the link writes beside the same case, and must be seen together.
 */
import { localDateOf } from "../calendar.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import { callInstead, completeOnWeb, holdForWeb, holdRunsOut, refuseOnWeb } from "../cases/web-answer.ts";
import { emptyDraft, type WebDraft } from "../cases/web-draft.ts";
import {
  isBirthday,
  isDead,
  isSomeBirthday,
  openHours,
  outcomeOfNo,
  plainCode,
  triesAllowed,
  type WebEnding,
  web,
} from "../cases/web-link.ts";
import { openDraft, sealDraft } from "../crypto/draft-key.ts";
import { hashOfWebBrowser, hashOfWebCode, hashOfWebGuesser, hashOfWebLink } from "../crypto/web-link-token.ts";
import { countFailure, findFailures } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { progressOf } from "../db/case-file.ts";
import { changeCase, insertAttempt, insertEvent } from "../db/cases.ts";
import { deleteInterview, insertInterview } from "../db/interviews.ts";
import { newUsualTask } from "../db/new-tasks.ts";
import { dropUndo } from "../db/undos.ts";
import { sealInterview } from "../db/wall.ts";
import { findWebCase, surveyOnWeb, type WebCase, webViewer } from "../db/web-answer.ts";
import { changeWebLink, findWebLink, forgetPages, type WebLinkChange, type WebLinkRow } from "../db/web-links.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { completenessOf } from "../surveys/engine.ts";
import type { Meaning, Respondent, State } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import { answerInWriting, beginInWriting } from "../surveys/writing.ts";
import type { Statement, World } from "../world.ts";

/** Wrong links from one address within the minutes, after which the right one is not looked at either. */
const guessesAllowed = 30;
const guessMinutes = 15;
const tokenShape = /^[0-9a-z]{12}$|^[0-9a-z]{32}$/;

export type Visit = {
  readonly token: string;
  /** The address that asks, as the platform knows it. */
  readonly address: string | null;
  /** What the browser's cookie holds; "" when there is none. */
  readonly browser: string;
};

export type OpenLink = {
  readonly link: WebLinkRow;
  readonly found: WebCase;
  /** Has this browser given the right date? */
  readonly opened: boolean;
};

/** The link that can be used now. Null: there is nothing here, for whatever reason. */
export async function findOpenLink(world: World, visit: Visit): Promise<OpenLink | null> {
  const read = await readLink(world, visit);
  if (!read || read.link.ended !== null) return null;
  const { found, link, opened } = read;
  const isFinishing = found.runsOver && opened && link.respondent !== null;
  if (found.obstacle !== null && !isFinishing) return null;
  // Who has got past the question already goes on, whatever somebody else has guessed since.
  return isDead(read.link) && !read.opened ? null : read;
}

async function readLink(world: World, { token, address, browser }: Visit): Promise<OpenLink | null> {
  const { db, config } = world;
  const now = world.wallNow();
  const since = now - guessMinutes * 60_000;
  const guesser = hashOfWebGuesser(config.secret)(address ?? "");
  const failures = await findFailures(db, guesser);
  if (address !== null && failures && failures.firstAt >= since && failures.count > guessesAllowed) return null;
  const hashes = { token: hashOfWebLink(config.secret)(token), code: hashOfWebCode(config.secret)(plainCode(token)) };
  const row = tokenShape.test(token) ? await findWebLink(db, hashes) : undefined;
  const found = row && (await findWebCase(world, webViewer(row.unitId), row.link.caseId));
  if (!found) {
    await world.atomically([countFailure(db, guesser, now, since)]);
    return null;
  }
  const { link } = row;
  const isFresh = link.openedAt !== null && world.now() - link.openedAt < openHours * 60 * 60_000;
  const opened = browser !== "" && isFresh && link.browserHash === hashOfWebBrowser(config.secret)(browser);
  return { link, found, opened };
}

/** How this browser has used the link, when it sends the same once more; null when it has not. */
export async function findDone(world: World, visit: Visit): Promise<WebEnding | null> {
  const read = await readLink(world, visit);
  return read?.opened ? read.link.ended : null;
}

const event = (world: World, at: number, caseId: string, kind: string, detail: string | null = null): Statement =>
  insertEvent(world.db, { id: world.newId(), caseId, at, kind, accountId: null, detail });

/** The day and month of birth. Gives what the browser's cookie is to hold, or how many tries are left. */
export const openLink = (world: World, visit: Visit, day: string, month: string) =>
  decidedAnew(() => tryToOpen(world, visit, day, month));

async function tryToOpen(
  world: World,
  visit: Visit,
  day: string,
  month: string,
): Promise<{ readonly browser: string } | { readonly triesLeft: number } | Refusal> {
  const open = await findOpenLink(world, visit);
  if (!open || isDead(open.link)) return refuse("not-found");
  const { link, found } = open;
  if (!isSomeBirthday(day, month)) return { triesLeft: triesAllowed - link.wrongTries };
  const { birthDate } = found.person ?? { birthDate: null };
  const fits = birthDate !== null && isBirthday(birthDate, day, month);
  const browser = `${world.newId()}${world.newId()}`;
  const wrongTries = link.wrongTries + 1;
  const now = world.now();
  const dies = isDead({ wrongTries });
  const change: WebLinkChange = fits
    ? {
        ...{ browserHash: hashOfWebBrowser(world.config.secret)(browser), openedAt: now, wrongTries: 0 },
        ...{ respondent: null, consentedAt: null, draft: null },
      }
    : { wrongTries };
  const written = await world.atomically([
    ...mustChange(changeWebLink(world.db, link, change)),
    ...(fits
      ? [event(world, now, link.caseId, "web-opened")]
      : dies
        ? [event(world, now, link.caseId, "web-link-dead")]
        : []),
  ]);
  if (written === "conflict") return refuse("case-just-changed");
  return fits ? { browser } : { triesLeft: triesAllowed - wrongTries };
}

/** What an opened link stands at, for its page. */
export type Written = {
  readonly survey: Survey;
  /** At the questions, with what a call has got answers to. */
  readonly state: State;
  /** What this browser has written and not sent. */
  readonly draft: WebDraft;
};

/** The questions for whoever said yes; null until then. */
export async function readQuestions(
  world: World,
  { browser }: Visit,
  { link, found }: OpenLink,
): Promise<Written | null> {
  if (link.respondent === null) return null;
  const survey = await surveyOnWeb(world, found.file);
  const state = beginInWriting(survey, found.file.interview?.state ?? null, link.respondent);
  const kept = link.draft === null ? null : await openDraft({ secret: world.config.secret, browser }, link.draft);
  return { survey, state, draft: kept === null ? emptyDraft : (JSON.parse(kept) as WebDraft) };
}

/** Keeps what has been written so far for this browser alone, and the telephone silent a while longer. */
export const keepDraft = (world: World, visit: Visit, draft: WebDraft) =>
  decidedAnew(async (): Promise<{ done: true } | Refusal> => {
    const open = await findOpenLink(world, visit);
    if (!open?.opened || open.link.respondent === null) return refuse("not-found");
    const { link, found } = open;
    const keeper = { secret: world.config.secret, browser: visit.browser, version: link.version + 1 };
    const sealed = await sealDraft(keeper, JSON.stringify(draft));
    const { facts, row } = found.file;
    const [now, { policy }] = [world.now(), found];
    const mayHold = !found.runsOver && holdRunsOut(facts, now, policy);
    const held = mayHold ? holdForWeb(facts, now, policy) : null;
    const written = await world.atomically([
      ...mustChange(changeWebLink(world.db, link, { draft: sealed })),
      // Whoever rings just now goes on ringing; what was written is kept all the same.
      ...(held === null || isRefusal(held) ? [] : mustChange(changeCase(world.db, row, held))),
    ]);
    return written === "done" ? { done: true } : refuse("case-just-changed");
  });

/** Yes to the questions: nobody rings for a while. Null: there is nothing here (any more). */
export const consentOnWeb = (world: World, visit: Visit, respondent: Respondent) =>
  decidedAnew(async (): Promise<{ done: true } | Refusal> => {
    const open = await findOpenLink(world, visit);
    if (!open?.opened) return refuse("not-found");
    const { link, found } = open;
    const { row, facts } = found.file;
    if (respondent === "proxy" && !found.person?.proxyName) return refuse("respondent-needed");
    const now = world.now();
    // Whoever only changes who answers gets no more time after the window than they had.
    const held = found.runsOver ? null : holdForWeb(facts, now, found.policy);
    if (isRefusal(held)) return held;
    const written = await world.atomically([
      ...(held === null ? [] : mustChange(changeCase(world.db, row, held))),
      ...mustChange(changeWebLink(world.db, link, { respondent, consentedAt: link.consentedAt ?? now })),
      ...(link.consentedAt === null ? [event(world, now, link.caseId, "web-begun")] : []),
    ]);
    return written === "done" ? { done: true } : refuse("case-just-changed");
  });

/** What a form holds: question key → what was answered, and the wish for help. */
export type Sheet = {
  readonly answers: ReadonlyMap<string, Meaning>;
  readonly wantsHelp: boolean;
  readonly need: string;
};

/** "Skicka in". Sending it twice seals it once. */
export const sendAnswers = (world: World, visit: Visit, sheet: Sheet) =>
  decidedAnew(() => tryToSend(world, visit, sheet));

async function tryToSend(world: World, visit: Visit, sheet: Sheet): Promise<{ done: WebEnding } | Refusal> {
  const { db } = world;
  const open = await findOpenLink(world, visit);
  if (!open) return repeated(world, visit);
  const written = open.opened ? await readQuestions(world, visit, open) : null;
  if (!written) return refuse("not-found");
  const { link, found } = open;
  const { file, policy } = found;
  const { survey } = written;
  const state = answerInWriting(survey, written.state, sheet.answers, sheet.wantsHelp);
  if (state.ended !== "completed" && state.ended !== "partial") return refuse("too-few-answers");
  const now = world.now();
  const row = file.interview?.row ?? newInterview(link.caseId, survey, state);
  const interview = { row, survey, state };
  const evidence = { ...file.evidence, interview: progressOf(interview) };
  const changes = completeOnWeb(file.facts, evidence, now, policy);
  if (isRefusal(changes)) return changes;
  const outcome: OutcomeCode = completenessOf(survey, state) === "complete" ? "completed" : "partial";
  const sealed = await sealInterview(world, { row: file.row, interview, endedOn: localDateOf(now) });
  return finish(world, open, { ended: "sent", outcome, changes, now }, [
    ...(file.interview ? [] : [insertInterview(db, row)]),
    ...sealed,
    ...(sheet.wantsHelp ? await newUsualTask(world, file.row, wishFor(sheet.need), web, now) : []),
  ]);
}

/** Help that the patient has said yes to, by name. */
const wishFor = (need: string) =>
  ({ kind: "call-back", need: need.trim() === "" ? askedForHelp : need.trim(), agreed: true }) as const;

/** The wish for help in what was written and is not sent: whoever leaves the questions gets their help all the same. */
async function writtenWish(world: World, visit: Visit, open: OpenLink) {
  const { draft } = (await readQuestions(world, visit, open)) ?? { draft: emptyDraft };
  return draft.help === "ja" ? wishFor(draft.need) : null;
}

const askedForHelp = "Bad om hjälp i webbformuläret, utan att skriva med vad. Ring och fråga vad det gäller.";

const newInterview = (caseId: string, survey: Survey, state: State) => ({
  ...{ caseId, surveyId: survey.id, surveyVersion: survey.version, state: JSON.stringify(state) },
  ...{ version: 0, turns: "[]", proxyRelation: null, proxyReason: null },
});

/** "Jag vill inte svara": final in every channel, whoever holds the case. */
export const refuseAnswers = (world: World, visit: Visit) =>
  decidedAnew(async (): Promise<{ done: WebEnding } | Refusal> => {
    const open = await findOpenLink(world, visit);
    if (!open) return repeated(world, visit);
    if (!open.opened) return refuse("not-found");
    const { file, policy } = open.found;
    const now = world.now();
    const changes = refuseOnWeb(file.facts, file.evidence, now, policy);
    if (isRefusal(changes)) return changes;
    const outcome = outcomeOfNo(file.evidence.interview !== "none");
    const gone = file.interview ? mustChange(deleteInterview(world.db, file.interview.row)) : [];
    const wish = await writtenWish(world, visit, open);
    const help = wish ? await newUsualTask(world, file.row, wish, web, now) : [];
    return finish(world, open, { ended: "refused", outcome, changes, now }, [...gone, ...help]);
  });

/** "Ring mig i stället": on top of the list, for a person. */
export const askToBeRung = (world: World, visit: Visit) =>
  decidedAnew(async (): Promise<{ done: WebEnding } | Refusal> => {
    const open = await findOpenLink(world, visit);
    if (!open) return repeated(world, visit);
    if (!open.opened) return refuse("not-found");
    const { file, policy } = open.found;
    const now = world.now();
    const changes = callInstead(file.facts, now, policy);
    if (isRefusal(changes)) return changes;
    // Whoever the list will not have rung, or not have time to, is rung all the same when they ask for it.
    const { attempts, lastCallAt } = file.facts;
    const hasTime = lastCallAt !== null && lastCallAt - now >= minutesToBeRung * 60_000;
    const unlisted = attempts >= policy.maxAttempts || !hasTime ? wishFor(wantsCall) : null;
    const task = (await writtenWish(world, visit, open)) ?? unlisted;
    return finish(world, open, { ended: "call-me", outcome: null, changes, now }, [
      ...(task ? await newUsualTask(world, file.row, task, web, now) : []),
    ]);
  });

/** The list is looked at between calls: whoever comes onto it later than this before its last slot may not be seen. */
const minutesToBeRung = 60;
const wantsCall = "Bad i webbformuläret om att bli uppringd i stället för att skriva.";

async function repeated(world: World, visit: Visit): Promise<{ done: WebEnding } | Refusal> {
  const done = await findDone(world, visit);
  return done ? { done } : refuse("not-found");
}

type End = {
  readonly ended: WebEnding;
  /** Null: the case goes on. */
  readonly outcome: OutcomeCode | null;
  readonly changes: Parameters<typeof changeCase>[2];
  /** Epoch ms: the act's. */
  readonly now: number;
};

async function finish(
  world: World,
  { link, found }: OpenLink,
  { ended, outcome, changes, now }: End,
  more: readonly Statement[],
): Promise<{ done: WebEnding } | Refusal> {
  const { db } = world;
  const { row } = found.file;
  const startedAt = link.consentedAt ?? now;
  const attempt = { id: world.newId(), caseId: row.id, accountId: null, mode: "web", startedAt, endedAt: now } as const;
  const closes = changes.state === "closed";
  const written = await world.atomically([
    ...mustChange(changeCase(db, row, closes ? { ...changes, handedOverBecause: null } : changes)),
    ...mustChange(changeWebLink(db, link, { ended, respondent: null, consentedAt: null, draft: null })),
    forgetPages(db, row.id),
    ...(outcome === null
      ? [event(world, now, row.id, "handed-over", "web")]
      : [insertAttempt(db, { ...attempt, outcome }), event(world, now, row.id, "outcome-recorded", outcome)]),
    dropUndo(db, row.id),
    ...more,
  ]);
  if (written === "conflict") return refuse("case-just-changed");
  if (closes) await world.scrub();
  return { done: ended };
}
