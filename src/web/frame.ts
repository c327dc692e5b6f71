/** What surrounds every page: who is signed in, where they can go, the demo's banner, what has just been done. */
import { formatDate, formatTime, localDateOf } from "../calendar.ts";
import { listUnits, type Role } from "../db/accounts.ts";
import { findSettings } from "../db/settings.ts";
import { countAlarms } from "../db/task-alarms.ts";
import type { World } from "../world.ts";
import { assetHref } from "./assets.ts";
import type { Request, Session } from "./context.ts";
import { takeFlash } from "./flash.ts";
import { renderPage } from "./render.ts";
import type { FieldError, Frame, Link, PageName, Pages } from "./views.ts";

export const roleLabels: Record<Role, string> = {
  coordinator: "Vårdsamordnare",
  lead: "Projektledare",
  admin: "Administratör",
};

const navigation: Record<Role, readonly (readonly [href: string, label: string])[]> = {
  coordinator: [
    ["/lista", "Arbetslista"],
    ["/tider", "Tider"],
    ["/tavla", "Tavlan"],
    ["/atgarder", "Åtgärder"],
    ["/intag", "Intag"],
    ["/matningar", "Mätningar"],
  ],
  lead: [
    ["/tavla", "Tavlan"],
    ["/matningar", "Mätningar"],
    ["/foljsamhet", "Följsamhet"],
    ["/samverkan", "Samverkan"],
    ["/siffror/atgarder", "Åtgärder"],
  ],
  admin: [
    ["/enheter", "Enheter"],
    ["/konton", "Konton"],
    ["/regler", "Regler"],
    ["/intag", "Intag"],
    ["/matningar", "Mätningar"],
  ],
};

/** Pages with an address of their own that are reached by another's. */
const reachedBy: Readonly<Record<string, string>> = {
  "/jamfor": "/matningar",
  "/enkater": "/matningar",
  "/sma-grupper": "/matningar",
};

/** The robot's page is there only where there is a telephone. */
const navigationOf = (role: Role, hasTelephone: boolean) =>
  role === "admin" && hasTelephone ? [...navigation.admin, ["/roboten", "Roboten"] as const] : navigation[role];

/** What every page loads. The last script says that the page's keys have begun to work. */
export const everyPage = { css: ["style.css", "keys.css"], js: ["enhance.js", "interview.js", "keys.js"] } as const;

/** A demo whose clock has run this long past its start has few windows left to call in. */
const staleAfterMilliseconds = 20 * 24 * 60 * 60_000;

export async function frameOf(c: Request, title: string, errors: readonly FieldError[] = []): Promise<Frame> {
  const world = c.get("world");
  const account = c.get("session")?.account ?? null;
  const { pathname: path, search } = new URL(c.req.url);
  const today = localDateOf(world.now());
  const first = `/${path.split("/")[1]}`;
  const place = reachedBy[first] ?? path;
  let unitNames = "";
  if (account && account.unitIds.length > 0) {
    const units = await listUnits(world.db, account.providerId);
    unitNames = units
      .filter((unit) => account.unitIds.includes(unit.id))
      .map((unit) => unit.name)
      .join(", ");
  }
  return {
    title,
    demo: world.config.mode === "demo" ? await demoOf(c) : null,
    account: account && { name: account.name, roleLabel: roleLabels[account.role], unitNames },
    nav: account
      ? navigationOf(account.role, world.telephone !== null).map(([href, label]) => ({
          href,
          label,
          current: place === href || place.startsWith(`${href}/`),
        }))
      : [],
    alarm: account && (await alarmFor(world, account)),
    flash: takeFlash(c),
    paperText: `Utskrivet ${formatDate(today)} ${today.slice(0, 4)} från ${world.config.baseUrl}${path}${search}`,
    errors,
    assets: { css: everyPage.css.map(assetHref), js: everyPage.js.map(assetHref) },
  };
}

/** Who works with the tasks goes to them; whoever is only told goes to a page without patients. */
async function alarmFor({ db }: World, account: Session["account"]): Promise<Link | null> {
  const { own, asContact } = await countAlarms(db, account);
  if (own + asContact === 0) return null;
  const label =
    own + asContact === 1 ? "1 åtgärd har ingen kvitterat" : `${own + asContact} åtgärder har ingen kvitterat`;
  return { href: own > 0 ? "/atgarder" : "/larm", label };
}

async function demoOf(c: Request): Promise<Frame["demo"]> {
  const world = c.get("world");
  const now = world.now();
  const startedAt = Number((await findSettings(world.db)).get("demo-started-at") ?? now);
  return {
    clockText: `${formatDate(localDateOf(now))} kl. ${formatTime(now)}`,
    stale: now - startedAt > staleAfterMilliseconds,
  };
}

/** Answers with a page in its frame. */
export async function page<Name extends PageName>(
  c: Request,
  name: Name,
  title: string,
  view: Pages[Name],
  options: { errors?: readonly FieldError[]; status?: 200 | 401 | 409 | 413 | 422 | 429 } = {},
): Promise<Response> {
  const frame = await frameOf(c, title, options.errors);
  return c.html(renderPage(name, { ...frame, ...view }), options.status ?? 200);
}
