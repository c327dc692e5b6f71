/** The front door: everybody's first page by role, and the answer to whoever watches that we are alive. */
import { findFirstProvider, type Role } from "../db/accounts.ts";
import { accountOf, type Request } from "./context.ts";

const firstPages: Record<Role, string> = { coordinator: "/lista", lead: "/matningar", admin: "/enheter" };

/** GET / */
export function start(c: Request): Response {
  return c.redirect(firstPages[accountOf(c).role], 303);
}

/** GET /halsa: "ok" when the database answers. Says nothing else, since anybody may ask. */
export async function health(c: Request): Promise<Response> {
  const world = c.get("world");
  try {
    await findFirstProvider(world.db);
    return c.text("ok");
  } catch (error) {
    world.log({ what: "unhealthy", error: error instanceof Error ? error.name : typeof error });
    return c.text("fel", 503);
  }
}
