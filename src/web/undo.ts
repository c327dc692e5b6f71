/**
 * "Utfallet är sparat. Ångra": the last outcome of this sitting, on the list and on the case's own page, for as long as it
 * can be undone; and the page that asks once more before an outcome that cannot be.
 */
import { formatTime } from "../calendar.ts";
import { isOutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import { undoMinutes } from "../cases/undo.ts";
import type { Account } from "../db/accounts.ts";
import { findPerson } from "../db/people.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import type { Lost } from "../steps/end-interview.ts";
import { findUndoable, undoOutcome } from "../steps/undo-outcome.ts";
import type { World } from "../world.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import type { UndoView } from "./views.ts";

/** What the account can undo now: on one case, or the last one on any. */
export async function viewUndo(world: World, account: Account, caseId?: string): Promise<UndoView | null> {
  const undo = await findUndoable(world, account, caseId);
  if (!undo || !isOutcomeCode(undo.outcome)) return null;
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const person = await findPerson(world.db, viewer, undo.caseId);
  return {
    sheet: assetHref("numbers.css"),
    action: `/uppfoljningar/${undo.caseId}/angra`,
    name: person?.name ?? "Namn saknas",
    outcome: outcomeOf(undo.outcome).label,
    untilText: `Går att ångra till kl. ${formatTime(undo.recordedAt + undoMinutes * 60_000)}.`,
    warning: undo.answersGone ? "Svaren som patienten hade gett är borttagna och kommer inte tillbaka." : null,
  };
}

/** POST …/angra */
export async function undo(c: Request, showAgain: (refusal: Refusal) => Promise<Response>): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const undone = await undoOutcome(c.get("world"), accountOf(c), id);
  if (isRefusal(undone)) return showAgain(undone);
  setFlash(c, undone.answersGone ? "outcome-undone-without-answers" : "outcome-undone");
  return c.redirect(`/uppfoljningar/${id}`, 303);
}

// ── what cannot be undone ──

const warnings: Readonly<Record<Lost, { readonly text: string; readonly button: string }>> = {
  withdrawn: {
    text: "Ingen ringer mer, och svar som har getts tas bort genast. Det går inte att ångra.",
    button: "Ja, samtycket är återkallat",
  },
  dead: {
    text: "Namn och nummer tas bort genast, och alla personens uppföljningar avslutas, också andra enheters. Det går inte att ångra.",
    button: "Ja, personen är avliden",
  },
  sealed: {
    text: "Minst hälften av frågorna är besvarade. Svaren låses och sparas utan namn. Det går inte att ångra.",
    button: "Ja, spara och lås svaren",
  },
  answers: {
    text: "Svaren som patienten har gett tas bort och kommer inte tillbaka. Utfallet går att ångra en stund, men inte att svaren är borta.",
    button: "Ja, spara utfallet",
  },
  "sealed-before": {
    text: "Svaren är redan sparade utan namn, så ingen kan hitta dem och ta bort dem. Ingen ringer mer.",
    button: "Ja, anteckna att samtycket är återkallat",
  },
};

/** Asks once more, with all that was typed: the same form, confirmed. */
export async function askToConfirm(c: Request, { details }: Refusal): Promise<Response> {
  const form = await formOf(c);
  const lost = String(details?.lost) as Lost;
  const outcome = form.text("utfall");
  const id = c.req.param("id") ?? "";
  const viewer = { accountId: accountOf(c).id, unitIds: accountOf(c).unitIds, purpose: "call" } as const;
  const person = await findPerson(c.get("world").db, viewer, id);
  return page(c, "confirm-outcome", "Bekräfta utfallet", {
    name: person?.name ?? "Namnet är borttaget",
    outcome: isOutcomeCode(outcome) ? outcomeOf(outcome).label : "",
    ...(Object.hasOwn(warnings, lost) ? warnings[lost] : warnings.withdrawn),
    action: `/uppfoljningar/${id}/utfall`,
    fields: form.fields().filter(({ name }) => name !== "bekraftat"),
    backHref: `/uppfoljningar/${id}`,
  });
}
