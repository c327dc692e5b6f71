/** The folded part of a case's page about answering in writing, and the page that shows a new link once. */
import { formatDateTime } from "../calendar.ts";
import { codeInGroups, isDead, triesAllowed } from "../cases/web-link.ts";
import type { Account } from "../db/accounts.ts";
import { findWebCase, type WebCase } from "../db/web-answer.ts";
import { findWebLinkOf } from "../db/web-links.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import { type MadeLink, makeWebLink, removeWebLink } from "../steps/make-web-link.ts";
import type { World } from "../world.ts";
import type { CaseWebLinkView, WebLinkMadeView } from "./answer-views.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";

const obstacles: Readonly<Record<NonNullable<WebCase["obstacle"]>, string>> = {
  closed: "uppföljningen är avslutad.",
  optional: "uppföljningen står inte på listan. Ta först med den.",
  "no-survey": "patienten har inte sagt ja till enkäten.",
  protected: "patienten har skyddade personuppgifter.",
  "no-birthday": "födelsedatum saknas, så sidan kan inte veta om rätt person svarar.",
  "too-early": "ringfönstret har inte öppnat än.",
  "not-now": "patienten får inte kontaktas nu, eller så har ringfönstret stängt.",
};
const inWords = (obstacle: string): string => obstacles[obstacle as keyof typeof obstacles] ?? "";

const viewerOf = ({ id, unitIds }: Account) => ({ accountId: id, unitIds, purpose: "call" }) as const;

/** Null where there is nothing to say: a closed case, one not on the list, no survey, a protected identity. */
export async function viewWebLink(world: World, account: Account, caseId: string): Promise<CaseWebLinkView | null> {
  const found = await findWebCase(world, viewerOf(account), caseId);
  if (!found || ["closed", "optional", "no-survey", "protected"].includes(found.obstacle ?? "")) return null;
  if (found.obstacle !== null) {
    const stateText = `Det går inte att göra en länk: ${inWords(found.obstacle)}`;
    return { stateText, live: false, dead: false, mayMake: false };
  }
  const link = await findWebLinkOf(world.db, caseId);
  const dead = link !== undefined && link.ended === null && isDead(link);
  const live = link !== undefined && link.ended === null && !dead;
  const until = `till ${formatDateTime(found.validUntil)}`;
  return { stateText: stateText(link && { ...link, dead, live }, until), live, dead, mayMake: true };
}

function stateText(
  link:
    | undefined
    | { readonly dead: boolean; readonly live: boolean; readonly madeAt: number; readonly openedAt: number | null },
  until: string,
): string {
  if (link?.dead)
    return `Länken slutade att gälla: fel födelsedag ${triesAllowed} gånger. Fråga patienten när hen är född och jämför med uppgifterna innan du gör en ny.`;
  if (link?.live) {
    const opened =
      link.openedAt === null ? "Ingen har öppnat sidan än." : `Sidan öppnades ${formatDateTime(link.openedAt)}.`;
    return `En länk gjordes ${formatDateTime(link.madeAt)} och gäller ${until}. ${opened} Gör du en ny slutar den att gälla. Det går att ringa ändå.`;
  }
  return `Ber patienten om att få skriva i stället för att prata gör du en länk till frågorna. Den gäller ${until} och visas bara en gång. Det går att ringa ändå.`;
}

/** POST …/webblank; `again` shows the case's page with what was refused. */
export async function webLinkPressed(c: Request, again: (refusal: Refusal) => Promise<Response>): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const id = c.req.param("id") ?? "";
  if ((await formOf(c)).text("gor") === "ta-bort") {
    const removed = await removeWebLink(world, account, id);
    if (isRefusal(removed)) return again(removed);
    setFlash(c, "web-link-removed");
    return c.redirect(`/uppfoljningar/${id}`, 303);
  }
  const made = await makeWebLink(world, account, id, inWords);
  if (isRefusal(made)) return again(made);
  const person = (await findWebCase(world, viewerOf(account), id))?.person;
  const base = world.config.mode === "demo" ? new URL(c.req.url).origin : world.config.baseUrl;
  return page(c, "web-link-made", "Länk", viewMadeLink(made, base, id, person?.name ?? "patienten"));
}

export const viewMadeLink = (
  { token, code, validUntil }: MadeLink,
  baseUrl: string,
  id: string,
  name: string,
): WebLinkMadeView => ({
  ...{ sheet: assetHref("answer.css"), backHref: `/uppfoljningar/${id}`, name },
  ...{ href: `${baseUrl.replace(/\/$/, "")}/svara/${token}`, codeHref: `${baseUrl.replace(/\/$/, "")}/svara` },
  ...{ code: codeInGroups(code), untilText: `Den gäller till ${formatDateTime(validUntil)}.` },
});
