/** Signing in and out. */
import { findAccount } from "../db/accounts.ts";
import { demoAccounts } from "../demo/people.ts";
import { isRefusal, sentenceFor } from "../problems.ts";
import { checkSignIn } from "../steps/sign-in.ts";
import type { Request } from "./context.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { type KeptForm, readKeptForm, showKeptForm } from "./kept-form.ts";
import { beginSession, endSession } from "./session.ts";
import type { SignInView } from "./views.ts";

/** Only a path of our own: "//elsewhere" and "/\elsewhere" are addresses of other sites to a browser. */
const ownPath = (text: string): string | null =>
  /^\/(?![/\\])[\w\-/.]*(\?[\w\-.=&%]{0,2000})?$/.test(text) ? text : null;

const viewOf = (c: Request, username: string, next: string | null, kept: KeptForm | null = null): SignInView => ({
  username,
  next,
  kept: kept && JSON.stringify(kept),
  acute: next?.endsWith("/akut") ?? false,
  demoAccounts: c.get("world").config.mode === "demo" ? demoAccounts : [],
});

/** GET /logga-in */
export async function signInPage(c: Request): Promise<Response> {
  const next = ownPath(c.req.query("vidare") ?? "");
  if (c.get("session")) return c.redirect(next ?? "/", 303);
  return page(c, "sign-in", "Logga in", viewOf(c, "", next));
}

/** Instead of a redirect, which would drop what was typed: the sign-in page with it. */
export const signInToResend = (c: Request, kept: KeptForm): Promise<Response> =>
  page(c, "sign-in", "Logga in", viewOf(c, "", null, kept), { status: 401 });

/** POST /logga-in */
export async function signIn(c: Request): Promise<Response> {
  const form = await formOf(c);
  const next = ownPath(form.text("vidare"));
  const kept = readKeptForm(form.raw("kvar"));
  const checked = await checkSignIn(c.get("world"), {
    username: form.text("anvandarnamn"),
    password: form.raw("losenord"),
  });
  if (isRefusal(checked)) {
    const text = sentenceFor(checked.refused, checked.details);
    const status = checked.refused === "sign-in-paused" ? 429 : 422;
    const errors = [{ field: "anvandarnamn", text }];
    return page(c, "sign-in", "Logga in", viewOf(c, form.text("anvandarnamn"), next, kept), { errors, status });
  }
  await beginSession(c, checked.accountId);
  if (kept && (kept.from === null || kept.from === checked.accountId)) {
    const account = await findAccount(c.get("world").db, checked.accountId);
    if (account) {
      c.set("session", { account, tokenHash: "" });
      return showKeptForm(c, kept);
    }
  }
  return c.redirect(next ?? "/", 303);
}

/** POST /logga-ut */
export async function signOut(c: Request): Promise<Response> {
  await endSession(c);
  setFlash(c, "signed-out");
  return c.redirect("/logga-in", 303);
}
