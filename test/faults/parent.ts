/** What outlives the program in the fault tests: its file, its carrier, and the hand that starts and kills it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const publicUrl = "http://localhost:3000";
export const secret = "a test secret of thirty-two characters or more";
export const webhookSecret = "a secret of the fault tests";

export type Program = { readonly origin: string; readonly kill: () => Promise<void> };
export type Parent = Awaited<ReturnType<typeof openParent>>;

/** `hear` answers what the program asks its carrier. */
export async function openParent(hear: (what: string, said: unknown[], now: number) => Promise<unknown>) {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-faults-"));
  const children = new Set<ChildProcess>();
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", async () => {
      const { what, said, now } = JSON.parse(Buffer.concat(pieces).toString());
      const answer = JSON.stringify(await hear(what, said, now));
      response.end(answer);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const own = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const file = join(folder, "ringupp.sqlite");
  return {
    file,
    start: async (callsAtOnce: number, callsPerSecond: number): Promise<Program> => {
      const words = ["test/faults/program.ts", file, own, String(callsAtOnce), String(callsPerSecond)];
      const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
      children.add(child);
      const gone = new Promise<void>((done) => child.once("exit", () => done()));
      const origin = await new Promise<string>((ready, failed) => {
        child.stdout.once("data", (text) => ready(String(text).trim()));
        child.once("exit", (code) => failed(new Error(`the program stopped (${code})`)));
      });
      return {
        origin,
        kill: () => {
          child.kill("SIGKILL");
          return gone;
        },
      };
    },
    close: () => {
      for (const child of children) child.kill("SIGKILL");
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
