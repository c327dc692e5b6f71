/** The web on Node: listens, ticks the timetable, and stops cleanly when asked to. */
import { serve as listen } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Io } from "../command-line/command.ts";
import type { Config } from "../config.ts";
import { readSpokenFaults, readStartFaults } from "../start.ts";
import { noteCallStatus } from "../steps/hear-call.ts";
import { hangUpUnwanted } from "../steps/reconcile-calls.ts";
import { tick } from "../timetable.ts";
import { makeApp } from "../web/app.ts";
import type { Request } from "../web/context.ts";
import type { World } from "../world.ts";
import { openNodeWorld } from "./node-world.ts";

const tickEverySeconds = 20;

/** Gives the exit code once the server has stopped. */
export async function serve(config: Config, io: Io): Promise<number> {
  const faults = readStartFaults(config);
  if (faults.length > 0) {
    for (const fault of faults) io.err(fault);
    return 1;
  }
  let app: ReturnType<typeof makeApp> | undefined;
  const home = await openNodeWorld(config, async ({ url, headers, body }) => {
    if (!app) throw new Error("nobody can be rung before the web is open");
    const answer = await app.request(url, { method: "POST", headers: { ...headers }, body }, {});
    return { status: answer.status, body: await answer.text() };
  });
  if ("fault" in home) {
    io.err(home.fault);
    return 1;
  }
  const { world } = home;
  const spoken = await readSpokenFaults(world);
  if (spoken.length > 0) {
    for (const fault of spoken) io.err(fault);
    home.close();
    return 1;
  }
  app = makeApp(
    () => world,
    (c) => senderOf(c, config.proxies),
  );
  const { fetch } = app;

  return new Promise((stopped) => {
    let ticking: Promise<void> = Promise.resolve();
    let heard: Promise<void> = Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    let listening: NodeJS.Timeout | undefined;
    const server = listen({ fetch, port: config.port, hostname: config.host }, ({ port }) => {
      const address = config.mode === "demo" ? `http://localhost:${port}` : config.baseUrl;
      io.out(`Ringupp är igång: ${address}`);
      if (config.mode === "demo") {
        void import("../demo/people.ts").then(({ demoAccounts, demoPassword }) => {
          io.out("Demoläge: alla personer är påhittade. Logga in som:");
          for (const { username, who } of demoAccounts) io.out(`  ${username.padEnd(6)} ${who}`);
          io.out(`Lösenord för alla: ${demoPassword}`);
          io.out("Avsluta med Ctrl-C.");
        });
      }
      const beat = () => {
        ticking = ticking.then(() => tick(world, world.now())).catch(() => undefined);
      };
      if (world.telephone)
        // Beside the timetable, not after it: an order that waits for a slow carrier must not delay a no.
        listening = setInterval(() => {
          heard = heard.then(() => listenTo(world)).catch(() => undefined);
        }, 1000);
      timer = setInterval(beat, tickEverySeconds * 1000);
      beat();
    });
    const finish = (code: number) => {
      clearInterval(timer);
      clearInterval(listening);
      void Promise.all([ticking, heard]).then(() => {
        home.close();
        stopped(code);
      });
    };
    server.on("error", (error: NodeJS.ErrnoException) => {
      io.err(whyNotListening(error, config));
      finish(1);
    });
    let stopping = false;
    const stop = () => {
      if (stopping) return;
      stopping = true;
      io.err("Stannar …");
      server.close(() => finish(0));
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      // A call in progress gets its answer saved; a connection that never ends does not hold us.
      setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), 3000).unref();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}

function whyNotListening(error: NodeJS.ErrnoException, config: Config): string {
  if (error.code === "EADDRINUSE") {
    return `Port ${config.port} är upptagen av ett annat program. Stäng det, eller välj en annan port: PORT=${config.port + 1} npm start`;
  }
  if (error.code === "EACCES") return `Port ${config.port} får inte användas av det här kontot. Välj en över 1023.`;
  return `Det går inte att lyssna på ${config.host}:${config.port} (${error.code ?? "okänt fel"}).`;
}

/** Once a second: what happens in a carrier inside the program, and lines that are to be put down at once. */
async function listenTo(world: World): Promise<void> {
  await world.telephone?.inside?.listen();
  await hangUpUnwanted(world, noteCallStatus);
}

/**
 * Who sent a request: the other end of the connection, or, when that is a proxy of ours, whom the proxy names last. A
 * header that came past no proxy of ours may say anything and is not read.
 */
export function senderOf(c: Request, proxies: readonly string[]): string | null {
  const bare = (address: string) => address.trim().replace(/^::ffff:/i, "");
  const peer = "incoming" in (c.env as object) ? getConnInfo(c).remote.address : undefined;
  if (peer === undefined) return null;
  if (!proxies.includes(bare(peer))) return bare(peer);
  const named = (c.req.header("x-forwarded-for") ?? "")
    .split(",")
    .map(bare)
    .filter((one) => one !== "");
  return named.findLast((address) => !proxies.includes(address)) ?? null;
}
