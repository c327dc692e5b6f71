/**
 * The server's half of the answers that wait in a browser for a connection (templates/interview.js). Each comes with a name
 * of its own (`tur`), so that a repeat is known from a new one; with every answer to its question that the page has known of
 * (`sedd`), so that one given elsewhere meanwhile is never written over unseen; and with who gave it (`konto`), so that it
 * is never saved as somebody else's. A form without script sends none of these and is heard as before.
 */
import { type Refusal, refuse } from "../problems.ts";
import type { State } from "../surveys/interview.ts";
import { own } from "../surveys/route.ts";
import { reservedTexts, type Survey } from "../surveys/survey.ts";
import { accountOf, type Request } from "./context.ts";
import type { Form } from "./form.ts";
import { waitingKeyOf } from "./session.ts";

/** What the script of a signed-in page needs to hide its answers. It is kept in the page's memory and nowhere else. */
export const waitingOf = (c: Request) => ({ key: waitingKeyOf(c), account: accountOf(c).id });

/** GET /nyckel: the same for a page that has answers left from an earlier one, or whose person has signed in again. */
export const keyForWaiting = (c: Request): Response => c.json(waitingOf(c));

export type ScriptTurn = {
  readonly id: string;
  /** What the page has known as the answer to its question; null when it does not say. "" is no answer. */
  readonly known: readonly string[] | null;
};

/** The turn as the script names it; null for a plain form. Refuses what was answered by another account. */
export function turnOf(c: Request, form: Form): ScriptTurn | null | Refusal {
  const [id, account] = [form.text("tur"), form.text("konto")];
  if (account !== "" && account !== accountOf(c).id) return refuse("answer-of-another-account");
  if (!/^[0-9a-f]{32}$/.test(id)) return null;
  const known = form.list("sedd");
  return { id, known: known.length > 0 ? known.map(tidy) : null };
}

const tidy = (text: string): string => text.replaceAll("\r\n", "\n").trim();

/** What stands as the answer to a step, as a form would send it; "" for none. */
export function standingAnswer(state: State, step: string): string {
  const gate = own(state.gates, step);
  if (gate) return gate === "yes" ? "ja" : "nej";
  const answer = own(state.answers, step);
  if (!answer) return "";
  return "code" in answer ? String(answer.code) : answer.text;
}

/** The same in words; "" for none. */
export function standingText(survey: Survey, state: State, key: string): string {
  const step = survey.steps.find((one) => one.key === key);
  const value = standingAnswer(state, key);
  if (step?.kind === "confirm") return value === "" ? "" : value === "ja" ? step.yesLabel : step.noLabel;
  if (step?.kind !== "choice") return value;
  const choices = survey.scales[step.scale] ?? [];
  return choices.find(({ code }) => String(code) === value)?.text ?? reservedTexts[Number(value)] ?? value;
}

/** Null when `said` may be written over what stands: the page knew of it, or it says the same. */
export function clashOf(state: State, step: string, said: string, { known }: ScriptTurn): Refusal | null {
  const standing = standingAnswer(state, step);
  if (known === null || standing === tidy(said) || known.includes(standing)) return null;
  return refuse("answer-changed-elsewhere");
}

/** An answer that came to nothing because the interview had gone on in another way. */
export function offTheWay(state: State, step: string, said: string, ignored: boolean): Refusal | null {
  return ignored && standingAnswer(state, step) !== tidy(said) ? refuse("answer-off-the-way") : null;
}
