/**
 * Undoes the outcome that a coordinator has just recorded by mistake. The attempt no longer counts and the case is hers
 * again as it was; that both the outcome and the undoing happened stays in the case's log. What was erased, sealed or
 * promised to be gone is never undone (cases/undo.ts).
 */
import { isOutcomeCode } from "../calls/outcomes.ts";
import { heldAgainSince, refusedUndo, undoMinutes } from "../cases/undo.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { type CaseFile, findCaseFile } from "../db/case-file.ts";
import { changeCase, deleteAttempt, insertEvent, listEvents } from "../db/cases.ts";
import { findWhyNotDial } from "../db/dialling.ts";
import { reviveNumbers } from "../db/numbers.ts";
import { findRules } from "../db/rules.ts";
import { deleteUntouchedTasks, findLastUndo, findUndo, readBefore, takeUndo, type Undo } from "../db/undos.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

const viewerOf = ({ id, unitIds }: Account) => ({ accountId: id, unitIds, purpose: "call" }) as const;

/** `answersGone`: what the patient had answered was deleted with the outcome and has to be asked again. */
export type Undone = { readonly answersGone: boolean };

/** Saying it twice undoes it once. */
export const undoOutcome = (world: World, account: Account, caseId: string) =>
  decidedAnew(() => tryToUndo(world, account, caseId));

async function tryToUndo(world: World, account: Account, caseId: string): Promise<Undone | Refusal> {
  const { db } = world;
  const file = await findCaseFile(db, viewerOf(account), caseId);
  if (!file) return refuse("not-found");
  const now = world.now();
  const undo = await findUndo(db, caseId);
  if (!undo && (await wasJustUndone(world, file, account, now))) return { answersGone: false };
  const refusal =
    refusedUndo(undo, file.row.version, account.id, now) ?? (await refusedByList(world, account, file, now));
  if (refusal) return refusal;
  const attempt = file.attempts.find(({ id }) => id === undo?.attemptId);
  if (!undo || !attempt) return refuse("undo-impossible");
  const before = readBefore(undo);
  const { holdMinutes } = (await findRules(db)).policy;
  const changes = {
    ...before,
    ...({ state: "held", ownerId: account.id } as const),
    ownedSince: heldAgainSince(attempt.startedAt, now, holdMinutes),
    // The answers that went with the outcome do not come back.
    interrupted: before.interrupted && file.interview !== null,
  };
  const event = { id: world.newId(), caseId, at: now, kind: "outcome-undone", accountId: account.id };
  const written = await world.atomically([
    ...mustChange(changeCase(db, file.row, changes)),
    ...mustChange(takeUndo(db, undo)),
    ...mustChange(deleteAttempt(db, undo.attemptId)),
    ...reviveNumbers(db, caseId, undo.recordedAt),
    deleteUntouchedTasks(db, caseId, account.id, undo.recordedAt),
    insertEvent(db, { ...event, detail: undo.outcome }),
  ]);
  if (written === "conflict") return refuse("case-just-changed");
  // The note that went with the attempt may have been about somebody else.
  await world.scrub();
  return { answersGone: undo.answersGone };
}

async function wasJustUndone(world: World, { row }: CaseFile, account: Account, now: number): Promise<boolean> {
  if (row.state !== "held" || row.ownerId !== account.id) return false;
  return (await listEvents(world.db, row.id)).some(
    ({ kind, accountId, at }) => kind === "outcome-undone" && accountId === account.id && now - at < 30_000,
  );
}

/** What ended a case is not taken back once a list has told that nobody may ring the patient: it would open again. */
async function refusedByList(world: World, account: Account, file: CaseFile, now: number): Promise<Refusal | null> {
  if (file.row.state !== "closed") return null;
  const { policy } = await findRules(world.db);
  const whyNot = await findWhyNotDial(world.db, viewerOf(account), file, now, policy, "they-rang");
  return whyNot ? refuse("undo-touched") : null;
}

/** The outcome that the account can undo now: on one case, or the last one on any. */
export async function findUndoable(world: World, account: Account, caseId?: string): Promise<Undo | null> {
  const { db } = world;
  const now = world.now();
  const undo = caseId ? await findUndo(db, caseId) : await findLastUndo(db, account.id, now - undoMinutes * 60_000);
  if (!undo || !isOutcomeCode(undo.outcome)) return null;
  const file = await findCaseFile(db, viewerOf(account), undo.caseId);
  if (!file || refusedUndo(undo, file.row.version, account.id, now)) return null;
  return (await refusedByList(world, account, file, now)) ? null : undo;
}
