/** The demo's own controls. These routes do not exist in production mode (web/app.ts). */
import { createMiddleware } from "hono/factory";
import { type Leap, leap, leaps, readClock, resetDemo } from "../demo/demo.ts";
import { Problem } from "../problems.ts";
import { leaveCasesToRoutine } from "../steps/change-measurements.ts";
import { releaseCooperation } from "../steps/release-cooperation.ts";
import { releaseBatches } from "../steps/seal-responses.ts";
import { tallyResponses } from "../steps/tally-responses.ts";
import type { Request, RequestEnv } from "./context.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";

/** Another process may have moved the clock since the last request. */
export const withDemoClock = createMiddleware<RequestEnv>(async (c, next) => {
  if (c.get("world").config.mode === "demo") await readClock(c.get("world"));
  await next();
});

/** POST /demo/spola: steg = one of the leaps. */
export async function leapForward(c: Request): Promise<Response> {
  const how = (await formOf(c)).text("steg");
  if (!leaps.some((one) => one === how)) throw new Problem("not-found");
  await leap(c.get("world"), how as Leap);
  setFlash(c, "clock-moved");
  return back(c);
}

/** POST /demo/nattarbete: what the night does with the answers, now, so that a newcomer sees it without waiting. */
export async function doTheNightsWork(c: Request): Promise<Response> {
  await leaveCasesToRoutine(c.get("world"));
  await releaseBatches(c.get("world"));
  await releaseCooperation(c.get("world"));
  await tallyResponses(c.get("world"));
  setFlash(c, "night-worked");
  return c.redirect("/matningar", 303);
}

/** POST /demo/nollstall: begins again from today. Everybody is signed out, since the accounts are made anew. */
export async function resetEverything(c: Request): Promise<Response> {
  await resetDemo(c.get("world"));
  setFlash(c, "demo-reset");
  return c.redirect("/logga-in", 303);
}

/** To the page the control was used on, when that is one of ours. */
function back(c: Request): Response {
  const from = c.req.header("referer");
  const own = from && URL.canParse(from) && new URL(from).origin === new URL(c.req.url).origin;
  // A path that begins with two slashes would be another site's address.
  return c.redirect(own ? new URL(from).pathname.replace(/^\/+/, "/") : "/", 303);
}
