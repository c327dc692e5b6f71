/** The style sheet and the script, at addresses that change with their content so that browsers may keep them for ever. */

import { assets } from "./assets.gen.ts";
import type { Request } from "./context.ts";

type Asset = { readonly name: string; readonly type: string; readonly hash: string; readonly text: string };
const byName = new Map((assets as Asset[]).map((asset) => [asset.name, asset]));

export function assetHref(name: string): string {
  return `/tillgangar/${name}?v=${byName.get(name)?.hash ?? ""}`;
}

/** GET /tillgangar/:namn */
export function asset(c: Request): Response {
  const found = byName.get(c.req.param("namn") ?? "");
  if (!found) return c.text("Filen finns inte.", 404);
  c.header("content-type", found.type);
  c.header("cache-control", "public, max-age=31536000, immutable");
  return c.body(found.text);
}
