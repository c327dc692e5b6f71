/** The web on Node: listens, ticks the timetable, and stops cleanly when asked to. */
import { serve as listen } from "@hono/node-server";
import type { Io } from "../command-line/command.ts";
import type { Config } from "../config.ts";
import { readStartFaults } from "../start.ts";
import { tick } from "../timetable.ts";
import { makeApp } from "../web/app.ts";
import { openNodeWorld } from "./node-world.ts";

const tickEverySeconds = 20;

/** Gives the exit code once the server has stopped. */
export async function serve(config: Config, io: Io): Promise<number> {
  const faults = readStartFaults();
  if (faults.length > 0) {
    for (const fault of faults) io.err(fault);
    return 1;
  }
  const home = await openNodeWorld(config);
  if ("fault" in home) {
    io.err(home.fault);
    return 1;
  }
  const { world } = home;
  let app = makeApp(() => world);
  const telephone =
    config.mode === "demo"
      ? (await import("../demo/telephone.ts")).demoTelephone(world, async ({ url, headers, body }) => {
          const answer = await app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        })
      : null;
  if (telephone) app = makeApp(() => world, telephone.carrier);

  return new Promise((stopped) => {
    let ticking: Promise<void> = Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    let listening: NodeJS.Timeout | undefined;
    const server = listen({ fetch: app.fetch, port: config.port, hostname: config.host }, ({ port }) => {
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
        ticking = ticking
          .then(() => tick(world, world.now()))
          .then(() => telephone?.dispatch())
          .catch(() => undefined);
      };
      if (telephone)
        listening = setInterval(() => {
          ticking = ticking.then(() => telephone.listen()).catch(() => undefined);
        }, 1000);
      timer = setInterval(beat, tickEverySeconds * 1000);
      beat();
    });
    const finish = (code: number) => {
      clearInterval(timer);
      clearInterval(listening);
      void ticking.then(() => {
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
