/**
 * The pages of /konton: who may sign in, as what and for which units. A new password is shown once, in the answer to the
 * very form that asked for it: it is in no address, no cookie and no later page.
 */
import { listAccounts, listUnits, type Role } from "../db/accounts.ts";
import { phoneText } from "../discharges/phone-text.ts";
import { isRefusal, type ProblemCode, type Refusal, sentenceFor } from "../problems.ts";
import {
  addAccount,
  closeAccount,
  moveAccount,
  openAccount,
  renewPassword,
  setOwnPhone,
} from "../steps/change-accounts.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page, roleLabels } from "./frame.ts";
import { viewNamed, viewStranded } from "./named-persons.ts";
import type { AccountsView, Option } from "./views.ts";

const roles = Object.keys(roleLabels) as Role[];

const fieldOf: Partial<Record<ProblemCode, string>> = {
  "username-shape": "anvandarnamn",
  "username-taken": "anvandarnamn",
  "account-name-missing": "namn",
  "role-unknown": "roll",
  "coordinator-without-unit": "enheter",
  "unit-unknown": "enheter",
  "account-phone-unreadable": "telefon",
};

/** What the page shows beside what the database says. */
type Shown = {
  readonly newPassword?: AccountsView["newPassword"];
  /** The form for a new account, as typed. */
  readonly typed?: { name: string; username: string; role: string; unitIds: readonly string[] };
  /** Units as ticked for an account whose change was refused. */
  readonly ticked?: { readonly accountId: string; readonly unitIds: readonly string[] };
  /** A telephone as typed that was refused. */
  readonly phone?: { readonly accountId: string; readonly typed: string };
  readonly refused?: Refusal;
};

/** GET /konton */
export const accountsPage = (c: Request): Promise<Response> => show(c, {});

/** POST /konton */
export async function add(c: Request): Promise<Response> {
  const form = await formOf(c);
  const typed = {
    name: form.text("namn"),
    username: form.text("anvandarnamn"),
    role: form.text("roll"),
    unitIds: form.list("enheter"),
  };
  const role = roles.find((one) => one === typed.role);
  if (!role) return show(c, { typed, refused: { refused: "role-unknown" } });
  // Only a coordinator works with a unit's patients.
  const unitIds = role === "coordinator" ? [...new Set(typed.unitIds)] : [];
  const added = await addAccount(c.get("world"), accountOf(c).providerId, { ...typed, role, unitIds });
  if (isRefusal(added)) return show(c, { typed, refused: added });
  return show(c, { newPassword: { username: typed.username.toLowerCase(), password: added.password } });
}

/** POST /konton/:id/losenord */
export async function renew(c: Request): Promise<Response> {
  const renewed = await renewPassword(c.get("world"), accountOf(c).providerId, idOf(c));
  return isRefusal(renewed) ? giveUp(renewed) : show(c, { newPassword: renewed });
}

/** POST /konton/:id/stang */
export const close = async (c: Request): Promise<Response> =>
  changed(c, await closeAccount(c.get("world"), accountOf(c), idOf(c)));

/** POST /konton/:id/oppna */
export const open = async (c: Request): Promise<Response> =>
  changed(c, await openAccount(c.get("world"), accountOf(c).providerId, idOf(c)));

/** POST /konton/:id/enheter */
export async function move(c: Request): Promise<Response> {
  const unitIds = [...new Set((await formOf(c)).list("enheter"))];
  const moved = await moveAccount(c.get("world"), accountOf(c).providerId, idOf(c), unitIds);
  if (!isRefusal(moved) || !fieldOf[moved.refused]) return changed(c, moved);
  return show(c, { ticked: { accountId: idOf(c), unitIds }, refused: moved });
}

/** POST /konton/:id/telefon */
export async function ownPhone(c: Request): Promise<Response> {
  const typed = (await formOf(c)).text("telefon");
  const saved = await setOwnPhone(c.get("world"), accountOf(c).providerId, idOf(c), typed);
  if (!isRefusal(saved) || !fieldOf[saved.refused]) return changed(c, saved);
  return show(c, { phone: { accountId: idOf(c), typed }, refused: saved });
}

const idOf = (c: Request): string => c.req.param("id") ?? "";

function changed(c: Request, outcome: { username: string } | Refusal): Response {
  if (isRefusal(outcome)) giveUp(outcome);
  setFlash(c, "account-changed");
  return c.redirect("/konton", 303);
}

async function show(c: Request, { newPassword = null, typed, ticked, phone, refused }: Shown): Promise<Response> {
  const { db } = c.get("world");
  const me = accountOf(c);
  const everyUnit = await listUnits(db, me.providerId);
  const units = everyUnit.filter((unit) => unit.closedAt === null);
  const accounts = await listAccounts(db, me.providerId);
  const people = accounts.map((account) => ({ ...account, unitIds: JSON.parse(account.unitIds) as string[] }));
  const namedOf = await viewNamed(c.get("world"), people, everyUnit);
  const boxes = (chosen: readonly string[]): Option[] =>
    units.map(({ id, name }) => ({ value: id, label: name, selected: chosen.includes(id) }));
  const view: AccountsView = {
    newPassword,
    stranded: await viewStranded(c.get("world"), me.providerId, everyUnit),
    rows: people.map((account) => {
      const { unitIds } = account;
      const chosen = ticked?.accountId === account.id ? ticked.unitIds : unitIds;
      return {
        base: `/konton/${account.id}`,
        name: account.name,
        username: account.username,
        roleLabel: roleLabels[account.role],
        unitNames: units.flatMap(({ id, name }) => (unitIds.includes(id) ? [name] : [])).join(", "),
        disabled: account.disabledAt !== null,
        canDisable: account.id !== me.id,
        units: account.role === "coordinator" ? boxes(chosen) : [],
        phone: account.role === "coordinator" ? phoneAsTyped(account, phone) : null,
        ...namedOf(account),
      };
    }),
    form: {
      name: typed?.name ?? "",
      username: typed?.username ?? "",
      roles: roles.map((role) => ({
        value: role,
        label: roleLabels[role],
        selected: role === (typed?.role ?? "coordinator"),
      })),
      units: boxes(typed?.unitIds ?? []),
    },
  };
  if (!refused) return page(c, "accounts", "Konton", view);
  const field = fieldOf[refused.refused];
  if (!field) return giveUp(refused);
  // The boxes of an account that is there already carry its place in the list (templates/parts/unit-boxes.hbs).
  const about = ticked ?? phone;
  const place = about ? `-${accounts.findIndex((account) => account.id === about.accountId)}` : "";
  const errors = [{ field: `${field}${place}`, text: sentenceFor(refused.refused, refused.details) }];
  return page(c, "accounts", "Konton", view, { errors, status: 422 });
}

const phoneAsTyped = (account: { id: string; phone: string | null }, refused: Shown["phone"]): string =>
  refused?.accountId === account.id ? refused.typed : account.phone === null ? "" : phoneText(account.phone);
