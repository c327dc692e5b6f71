/**
 * The one place where a problem becomes an answer: a page for people, JSON for the script. Whoever asked always hears a
 * Swedish sentence; what really went wrong is logged without names, numbers or answers.
 */
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Details, Problem, type ProblemCode, problems, type Refusal, sentenceFor } from "../problems.ts";
import type { Request } from "./context.ts";
import { frameOf } from "./frame.ts";
import { findFormToKeep } from "./kept-form.ts";
import { renderPage } from "./render.ts";
import { signInToResend } from "./sign-in.ts";

/** The script says so; under /api there is nothing but JSON. */
export const wantsJson = (c: Request): boolean =>
  (c.req.header("accept") ?? "").startsWith("application/json") || /^\/api(\/|$)/.test(c.req.path);

/** A refusal as JSON, in the form that the script and the API share. */
export function refusedJson(c: Request, code: ProblemCode, details?: Details): Response {
  const { status, retry } = problems[code];
  return c.json({ problem: code, sentence: sentenceFor(code, details), retry }, status as ContentfulStatusCode);
}

/** Throws the refusal as a problem: for handlers whose form has no field to show it at. */
export function giveUp(refusal: Refusal): never {
  throw new Problem(refusal.refused, refusal.details);
}

export async function writeFailure(error: unknown, c: Request): Promise<Response> {
  const problem = error instanceof Problem ? error : new Problem("unexpected");
  if (!(error instanceof Problem)) {
    c.get("world")?.log({
      what: "unexpected",
      path: c.req.routePath ?? "",
      error: error instanceof Error ? error.name : typeof error,
      // The stack holds code positions; messages of the drivers may hold values, so they stay out.
      at: error instanceof Error ? ((error.stack ?? "").match(/\n\s+at [^\n]+/g) ?? []).slice(0, 6).join("|") : "",
    });
  }
  if (problem.code === "sign-in-needed" && !wantsJson(c)) {
    const kept = await findFormToKeep(c);
    return kept ? signInToResend(c, kept) : toSignIn(c);
  }
  if (wantsJson(c)) return refusedJson(c, problem.code, problem.details);
  return problemPage(c, problem.code, problem.details);
}

/** Sends a browser to sign in and afterwards back to the page it stood on. */
function toSignIn(c: Request): Response {
  const { pathname: path, search } = new URL(c.req.url);
  // A form that was sent without a session cannot be repeated: go to the page it stood on instead.
  const back = c.req.method === "GET" ? path : (path.match(/^\/(uppfoljningar|intag)\/[^/]+/)?.[0] ?? "/");
  // Whoever pressed "Avbryt – akut" needs the advice now, and the page with it next.
  if (/^\/uppfoljningar\/[^/]+\/akut$/.test(path)) {
    return c.redirect(`/logga-in?akut=1&vidare=${encodeURIComponent(path)}`, 303);
  }
  const interview = /^\/uppfoljningar\/[^/]+\/(svar|tillbaka|layout|intervju)$/.test(path);
  // What is compared stands in the address (compare.ts), and a colleague who is sent it may have to sign in first.
  const asked = c.req.method === "GET" ? search : "";
  const next = interview ? `${path.replace(/\/[^/]+$/, "")}/intervju` : `${back}${asked}`;
  return c.redirect(`/logga-in${next === "/" ? "" : `?vidare=${encodeURIComponent(next)}`}`, 303);
}

async function problemPage(c: Request, code: ProblemCode, details: Details): Promise<Response> {
  const title = problems[code].status === 404 ? "Sidan finns inte" : "Det gick inte";
  try {
    const frame = await frameOf(c, title);
    const back = c.get("session") ? { href: "/", label: "Till startsidan" } : { href: "/logga-in", label: "Logga in" };
    const view = { ...frame, sentence: sentenceFor(code, details), advice: null, back };
    return c.html(renderPage("problem", view), problems[code].status as ContentfulStatusCode);
  } catch {
    // The frame itself could not be made (no database, say): the sentence still gets through.
    return c.text(sentenceFor(code, details), problems[code].status as ContentfulStatusCode);
  }
}
