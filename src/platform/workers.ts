/**
 * The home on Cloudflare Workers: D1 for the tables, `scheduled` for the timetable. The same steps and doors as on Node;
 * only this file knows the difference.
 */
import type { D1Database, ExecutionContext, ScheduledController } from "@cloudflare/workers-types";
import { readConfig } from "../config.ts";
import { openDemo } from "../demo/demo.ts";
import { readSpokenFaults, readStartFaults } from "../start.ts";
import { setUpProduction } from "../steps/set-up.ts";
import { openTelephone } from "../telephony/open-telephone.ts";
import { tick } from "../timetable.ts";
import { makeApp } from "../web/app.ts";
import type { World } from "../world.ts";
import { newId, shuffle } from "./chance.ts";
import { openD1 } from "./d1.ts";

export type Bindings = { readonly DB: D1Database } & Readonly<Record<string, unknown>>;

/** The world of one Worker. Throws with every fault when the configuration or the catalog is faulty. */
async function openWorld(env: Bindings): Promise<World> {
  const texts = Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const config = readConfig(Object.fromEntries(texts));
  const faults = "faults" in config ? config.faults : readStartFaults(config);
  if ("faults" in config || faults.length > 0) throw new Error(faults.join("\n"));
  // A runtime whose Temporal clock stands still would plan every call for 1970.
  if (Math.abs(Temporal.Now.instant().epochMilliseconds - Date.now()) > 60_000) {
    throw new Error("Temporal.Now and Date.now() disagree on this runtime");
  }
  const world: World = {
    ...openD1(env.DB),
    now: Date.now,
    wallNow: Date.now,
    newId,
    shuffle,
    fetch: (...request) => fetch(...request),
    telephone: config.telephone
      ? openTelephone(config.telephone, {
          publicUrl: config.baseUrl,
          fetch: (...request) => fetch(...request),
          wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
        })
      : null,
    log: (line) => console.log(JSON.stringify(line)),
    config,
  };
  if (config.mode === "demo")
    return openDemo(world, async ({ url, headers, body }) => {
      const answer = await app.request(url, { method: "POST", headers: { ...headers }, body }, env);
      return { status: answer.status, body: await answer.text() };
    });
  await setUpProduction(world);
  const spoken = await readSpokenFaults(world);
  if (spoken.length > 0) throw new Error(spoken.join("\n"));
  return world;
}

/** One world per Worker instance and database. A failed opening is not kept: the next request tries again. */
const opened = new WeakMap<object, Promise<World>>();
function worldOf(env: Bindings): Promise<World> {
  const known = opened.get(env.DB);
  if (known) return known;
  const opening = openWorld(env);
  opened.set(env.DB, opening);
  opening.catch((error) => {
    opened.delete(env.DB);
    // Nobody has signed in yet, so the reason holds no patient: configuration, catalog or a missing migration.
    console.error(JSON.stringify({ what: "not-started", reason: String(error), cause: String(error?.cause ?? "") }));
  });
  return opening;
}

const app = makeApp(
  (c) => worldOf(c.env as Bindings),
  // Set by the platform itself: nobody outside can (developers.cloudflare.com, "HTTP request headers").
  (c) => c.req.header("cf-connecting-ip") ?? null,
);

export default {
  fetch: (request: Request, env: Bindings, context: ExecutionContext) => app.fetch(request, env, context as never),
  async scheduled(controller: ScheduledController, env: Bindings): Promise<void> {
    const world = await worldOf(env);
    // The moment the timetable was meant for, moved as the world's clock is.
    await tick(world, world.now() - (world.wallNow() - controller.scheduledTime));
    await world.telephone?.inside?.listen();
  },
};
