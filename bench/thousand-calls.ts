/**
 * A thousand calls at once, three times over: the dispatcher, the simulated carrier and our own addresses in one process,
 * on a file with an fsync per commit. How long a turn takes to be answered (half of them, and 99 in 100), against a bare
 * handler that is asked as many at the same instants; and whether memory stands still.
 *
 * The simulated clock jumps from one event to the next, so everything happens as fast as it can; what the calls ask for at
 * the same instant is under way at the same time. Calls begin a hundredth of a second apart, and everybody presses the
 * same keys, so a few meet at each instant.
 */
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import Database from "better-sqlite3";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { placeCalls } from "../src/steps/place-calls.ts";
import { isFinalStatus, type WebhookRequest } from "../src/telephony/carrier.ts";
import { type Simulator, simulatedCarrier } from "../src/telephony/simulator.ts";
import { simulatorSignature } from "../src/telephony/simulator-webhook.ts";
import { makeClinic, mobile } from "../test/in-process.ts";
import { type BenchRow, inFolder, median, rowOf, type Size } from "./measure.ts";

const secret = "a secret of the bench";
const waves = 3;
/** "Det är jag", the day of birth, yes, six answers and "no help". */
const keys = ["1", "03", "1", "1", "2", "1", "1", "2", "1", "2"];

type Floor = { readonly ask: (request: WebhookRequest) => Promise<string>; readonly close: () => void };

/** Signature, one prepared read, one prepared UPDATE at FULL, a fixed reply of the usual length. */
function makeFloor(file: string): Floor {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("create table calls (id integer primary key, state text not null, turn integer not null)");
  const insert = database.prepare("insert into calls (state, turn) values (?, 0)");
  for (let at = 0; at < 1000; at += 1) insert.run("x".repeat(600));
  const find = database.prepare("select * from calls where id = ?");
  const update = database.prepare("update calls set turn = turn + 1 where id = ?");
  const reply = "x".repeat(600);
  let asked = 0;
  const app = new Hono().post("/rost/:callId/:turn/:token", async (c) => {
    const signature = simulatorSignature(secret, new URL(c.req.url).pathname, await c.req.text());
    if (signature !== c.req.header("x-simulator-signature")) return c.body(null, 403);
    const id = 1 + (asked++ % 1000);
    find.get(id);
    update.run(id);
    return c.body(reply);
  });
  return { ask: async (request) => textOf(await post(app, request)), close: () => database.close() };
}

const post = (app: Pick<Hono, "request">, { url, headers, body }: WebhookRequest) =>
  app.request(url, { method: "POST", headers: { ...headers }, body });
async function textOf(response: Response): Promise<string> {
  const text = await response.text();
  if (response.status >= 300) throw new Error(`${response.status} ${text.slice(0, 300)}`);
  return text;
}

/** A clinic with so many to ring, and a carrier whose calls can be let happen event by event. */
async function makeLine(file: string, cases: number, callsAtOnce: number) {
  let simulator: Simulator | undefined;
  let sample: WebhookRequest | undefined;
  /** Milliseconds of every turn, and how many were asked at each instant. Numbers only: memory is measured too. */
  const times: number[] = [];
  const instants: number[] = [];
  const clinic = await makeClinic({
    ...{ file, mode: "production" },
    carrierOf: (world) => {
      simulator = simulatedCarrier({
        ...{ publicUrl: world.config.baseUrl, secret, now: world.now, newId: world.newId },
        phoneOf: () => ({ does: "answers", keys }),
        deliver: async (request) => {
          const began = performance.now();
          const answer = await post(clinic.app as unknown as Hono, request);
          const reply = { status: answer.status, body: await answer.text() };
          if (answer.status >= 300) throw new Error(`${answer.status} ${request.url}`);
          if (answer.status === 200) {
            times.push(performance.now() - began);
            sample ??= request;
          }
          return reply;
        },
        forgetsAfterSeconds: 60,
      });
      return simulator;
    },
  });
  const { world } = clinic;
  const carrier = simulator as Simulator;
  let most = 0;
  /** Lets everything happen up to an instant (epoch ms). */
  const pass = async (until: number) => {
    for (let next = carrier.nextAt(); next !== null && next <= until; next = carrier.nextAt()) {
      world.clock.set(Math.max(next, world.now()));
      const before = times.length;
      await carrier.run(next);
      if (times.length > before) instants.push(times.length - before);
    }
  };
  if (!world.telephone) throw new Error("no telephone");
  world.telephone = {
    ...world.telephone,
    ...{ callsAtOnce, callsPerSecond: 100 },
    wait: async (milliseconds) => {
      await pass(world.now() + milliseconds);
      world.clock.set(world.now() + milliseconds);
    },
  };
  await clinic.admit(
    ...Array.from({ length: cases }, (_, at) => ({
      ...{ dischargeRef: `U${at}`, patientRef: `P${at}`, phone1: mobile(at), robotConsent: "ja" },
    })),
  );
  // There are fewer numbers for fiction than calls, and who has a telephone in common is never rung at the same time.
  await world.atomically([sql`update phone_keys set key = case_id`]);
  return {
    ...{ world, times, instants, sample: () => sample as WebhookRequest },
    /** Rings a wave and lets it end. Gives how many lines were open together at most. */
    wave: async () => {
      await placeCalls(world);
      most = Math.max(most, carrier.calls().filter(({ status }) => !isFinalStatus(status)).length);
      // No longer than it takes: many waves fit into a working day.
      while (carrier.calls().some(({ status }) => !isFinalStatus(status))) {
        const until = world.now() + 30_000;
        await pass(until);
        world.clock.set(until);
      }
      world.clock.advance(60_000);
      return most;
    },
    completed: async () => {
      const [row] = await world.db.all<{ n: number }>(
        sql`select count(*) as n from cases where disposition = 'completed' and attempts = 1`,
      );
      return row?.n ?? 0;
    },
  };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
/** Resident megabytes when nothing is left that could be thrown away. */
function residentMb(): number {
  collectGarbage();
  return process.memoryUsage.rss() / 1024 / 1024;
}

/** The value below which so great a share of them lies. */
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;

export async function run(size: Size): Promise<BenchRow[]> {
  const calls = size === "full" ? 1000 : 10;
  return inFolder(async (folder) => {
    const line = await makeLine(join(folder, "calls.sqlite"), waves * calls, calls);
    const resident: number[] = [];
    const open: number[] = [];
    const began = performance.now();
    for (let wave = 0; wave < waves; wave += 1) {
      open.push(await line.wave());
      resident.push(residentMb());
    }
    const seconds = (performance.now() - began) / 1000;
    const completed = await line.completed();
    line.world.close();
    if (completed !== waves * calls) throw new Error(`${completed} of ${waves * calls} calls were completed`);

    const floor = makeFloor(join(folder, "floor.sqlite"));
    const ours = line.times;
    const bare: number[] = [];
    for (const together of line.instants) {
      const asked = Array.from({ length: together }, async () => {
        const sent = performance.now();
        await floor.ask(line.sample());
        return performance.now() - sent;
      });
      bare.push(...(await Promise.all(asked)));
    }
    floor.close();
    const together = median(line.instants);
    const what = `${completed} calls completed in ${waves} waves, at most ${Math.max(...open)} open at once; ${ours.length} turns, ${together} at the same instant (median)`;
    const [first = 0, last = 0] = [resident[0], resident.at(-1)];
    return [
      rowOf({
        ...{ name: `${calls} calls, a turn: half within`, ours: quantile(ours, 0.5), floor: quantile(bare, 0.5) },
        ...{ unit: "ms", hopedFor: "–" },
        note: `${what}, ${(ours.length / seconds).toFixed(0)} turns/s with all else that calls need; floor: bare Hono asked the same at the same instants, signature, one prepared read, one prepared UPDATE at FULL`,
      }),
      rowOf({
        ...{
          name: `${calls} calls, a turn: 99 in 100 within`,
          ours: quantile(ours, 0.99),
          floor: quantile(bare, 0.99),
        },
        ...{ unit: "ms", hopedFor: "–" },
        note: `the longest ${Math.max(...ours).toFixed(0)} ms against ${Math.max(...bare).toFixed(0)}; Twilio waits 15 s`,
      }),
      rowOf({
        ...{ name: `${calls} calls, memory after the last wave against the first`, ours: last, floor: first },
        ...{ unit: "MB", hopedFor: "≤ 1.1" },
        note: `resident after each wave, garbage collected: ${resident.map((mb) => mb.toFixed(0)).join(", ")} MB`,
      }),
    ];
  });
}

/** Rounds of a day and night's worth of calls: as many as it has hours. */
const rounds = 24;

/**
 * Five hundred calls an hour for twenty-four hours, one hour's after the other: what is left in memory after the last
 * against after the fourth, when everything that is kept once has been kept.
 */
export async function runDay(size: Size): Promise<BenchRow[]> {
  const calls = size === "full" ? 500 : 2;
  return inFolder(async (folder) => {
    const line = await makeLine(join(folder, "day.sqlite"), rounds * calls, calls);
    const heap: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await line.wave();
      // The bench's own lists of numbers are no part of the program.
      line.times.length = 0;
      line.instants.length = 0;
      collectGarbage();
      heap.push(process.memoryUsage().heapUsed / 1024 / 1024);
    }
    const completed = await line.completed();
    line.world.close();
    if (completed !== rounds * calls) throw new Error(`${completed} of ${rounds * calls} calls were completed`);
    const [fourth = 0, last = 0] = [heap[3], heap.at(-1)];
    return [
      rowOf({
        ...{ name: `${rounds} × ${calls} calls, memory after the last hour's against the fourth's`, ours: last },
        ...{ floor: fourth, unit: "MB", hopedFor: "≤ 1.1" },
        note: `heap after each hour's calls, garbage collected: ${heap.map((mb) => mb.toFixed(0)).join(", ")} MB; ${residentMb().toFixed(0)} MB resident`,
      }),
    ];
  });
}
