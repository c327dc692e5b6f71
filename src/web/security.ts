/**
 * What holds on every route before any handler runs: strict headers, no forms from other sites, and, in demo mode,
 * nobody but this machine.
 */
import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
import { Problem } from "../problems.ts";
import type { Request, RequestEnv } from "./context.ts";

/** No inline script or style, nothing from elsewhere, never in a frame. */
export const strictHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  // "no-referrer" would make browsers send "Origin: null" with our own forms.
  referrerPolicy: "same-origin",
  strictTransportSecurity: "max-age=63072000; includeSubDomains",
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [] },
});

/** Pages may name a patient, so no cache keeps them; handlers of public files set their own. */
export const neverStored = createMiddleware<RequestEnv>(async (c, next) => {
  await next();
  if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
});

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a change of state that another site's page asked for, sign-in and sign-out included. The rule is that of Go's
 * http.CrossOriginProtection: Sec-Fetch-Site decides where the browser sends it, otherwise Origin; a request with neither
 * does not come from a browser and carries no one's cookie by itself.
 */
export const ownFormsOnly = createMiddleware<RequestEnv>(async (c, next) => {
  if (!safe.has(c.req.method) && !isOwn(c)) throw new Problem("foreign-form");
  await next();
});

function isOwn(c: Request): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = c.req.header("origin");
  if (origin === undefined) return true;
  const { config } = c.get("world");
  return origin === (config.mode === "demo" ? new URL(c.req.url).origin : new URL(config.baseUrl).origin);
}

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Demo mode answers only to loopback names: a page elsewhere cannot reach it by re-pointing its own name here. */
export const demoStaysHome = createMiddleware<RequestEnv>(async (c, next) => {
  if (c.get("world").config.mode === "demo" && !loopback.has(new URL(c.req.url).hostname)) {
    return c.text("Demoläget svarar bara på den här datorn (localhost).", 403);
  }
  await next();
});
