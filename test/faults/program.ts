/**
 * The program as a process of its own, to be killed: the real steps and routes over a real file, a clock that is told by
 * whoever asks, and a carrier that lives in the parent and goes on when this one dies. Run with the database's path and
 * the parent's address; prints its own address when it is ready.
 */
import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import { readConfig } from "../../src/config.ts";
import { newId, shuffle } from "../../src/platform/chance.ts";
import { openSqlite } from "../../src/platform/sqlite.ts";
import { placeCalls } from "../../src/steps/place-calls.ts";
import { type Carrier, type Unknown, unknown } from "../../src/telephony/carrier.ts";
import { type SimulatedCall, simulatedCarrier } from "../../src/telephony/simulator.ts";
import { tick } from "../../src/timetable.ts";
import { makeApp } from "../../src/web/app.ts";
import type { World } from "../../src/world.ts";
import { publicUrl, secret, webhookSecret } from "./parent.ts";

const [, , file = "", parent = "", atOnce = "10", perSecond = "1000"] = process.argv;
const config = readConfig({ RINGUPP_MODE: "production", RINGUPP_SECRET: secret, RINGUPP_BASE_URL: publicUrl });
if ("faults" in config) throw new Error(config.faults.join());
const home = openSqlite(file, "drizzle");
let now = 0;
const words = simulatedCarrier({
  ...{ publicUrl, secret: webhookSecret, now: () => now, newId, phoneOf: () => ({ does: "busy" }) },
  deliver: () => Promise.reject(new Error("this end rings nobody")),
});
/** As over a network: when no answer comes, nobody knows. */
const ask = async <Answer>(what: string, ...said: unknown[]): Promise<Answer> => {
  try {
    const answer = await fetch(parent, { method: "POST", body: JSON.stringify({ what, said, now }) });
    return (await answer.json()) as Answer;
  } catch {
    return unknown as Answer;
  }
};
const carrier: Carrier = {
  ...words,
  placeCall: (order) => ask("placeCall", order),
  hangUp: (ref) => ask("hangUp", ref),
  look: (ref) => ask("look", ref),
  // Which number it was is decided on this side.
  find: async ({ isTo, since }) => {
    const all = await ask<readonly SimulatedCall[] | Unknown>("ordered", since);
    return "unknown" in all ? unknown : { found: all.filter(({ to }) => isTo(to)) };
  },
  joined: (ref) => ask("joined", ref),
  erase: (ref) => ask("erase", ref),
};
const world: World = {
  ...{
    db: home.db,
    atomically: home.atomically,
    scrub: home.scrub,
    newId,
    shuffle,
    fetch,
    config,
    log: () => undefined,
  },
  ...{ now: () => now, wallNow: () => now },
  telephone: {
    ...{ carrier, from: "+46846500400", callsAtOnce: Number(atOnce), callsPerSecond: Number(perSecond) },
    ...{ staffed: { from: "09:00", to: "16:00" }, psychiatry: false },
    wait: async (milliseconds) => {
      // Whole milliseconds, as of any clock; twice as many, because two share the pace.
      now += Math.ceil(2 * milliseconds);
    },
  },
};
const app = makeApp(() => world);

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", async () => {
    now = Math.max(now, Number(request.headers["x-now"]));
    const done = (status: number, body: string) => {
      response.writeHead(status);
      response.end(body);
    };
    try {
      if (request.url === "/tick") {
        await tick(world, now);
        return done(200, "");
      }
      if (request.url === "/dispatch") {
        // Until nobody is left to ring, or there is no more room.
        for (let idle = 0; idle < 20; now += 50) idle = (await placeCalls(world)).placed > 0 ? 0 : idle + 1;
        return done(200, "");
      }
      const headers = request.headers as Record<string, string>;
      const body = Buffer.concat(pieces).toString();
      const answer = await app.request(request.url ?? "/", { method: "POST", headers, body });
      done(answer.status, await answer.text());
    } catch {
      done(500, "");
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  // It is killed, and would leave nothing of what it compiled to the next one.
  flushCompileCache();
});
