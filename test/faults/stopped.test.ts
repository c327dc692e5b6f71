/**
 * SIGTERM in the middle of a call: the program as it is started in an installation, asked to stop as an operator or a
 * machine that restarts asks. Its carrier lives in the test.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterEach, expect, test } from "vitest";
import { robotSwitch } from "../../src/db/robot-switch.ts";
import { setSetting } from "../../src/db/settings.ts";
import { fakeTwilio } from "../fake-carriers.ts";
import { occupyPort } from "../front-door.ts";
import { makeClinic } from "../in-process.ts";
import { secret } from "./parent.ts";

const mondayAtTen = Date.UTC(2026, 10, 23, 9);
const publicUrl = "https://ringupp.example.se";
const accountSid = `AC${"0".repeat(32)}`;
const token = "a token of the fault tests";
/** Whoever stops a program gives it ten seconds, as container runtimes do, before it is killed. */
const graceMs = 10_000;

const folder = mkdtempSync(join(tmpdir(), "ringupp-faults-"));
const children = new Set<ChildProcess>();
const servers: Server[] = [];
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The carrier of carriers.test.ts behind a socket. */
async function openCarrier() {
  const fake = fakeTwilio(() => mondayAtTen);
  const server = createServer((asked, answer) => {
    const pieces: Buffer[] = [];
    asked.on("data", (piece: Buffer) => pieces.push(piece));
    asked.on("end", async () => {
      const { authorization = "", "content-type": type } = asked.headers;
      const method = asked.method ?? "GET";
      const given = await fake.fetch(`https://api.twilio.com${asked.url}`, {
        ...{
          method,
          headers: { authorization, accept: "application/json", ...(type ? { "content-type": type } : {}) },
        },
        ...(method === "POST" ? { body: Buffer.concat(pieces).toString() } : {}),
      });
      answer.writeHead(given.status, { "content-type": "application/json" });
      answer.end(await given.text());
    });
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  return { fake, origin: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` };
}

async function start(carrier: string, clock: number) {
  const { port, close } = await occupyPort();
  await close();
  const words = ["--import", "./test/faults/nearby.ts", "src/platform/node.ts", "serve"];
  const child = spawn(process.execPath, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(RINGUPP_|PORT$|VITEST)/.test(name))),
      ...{ RINGUPP_MODE: "production", RINGUPP_SECRET: secret, RINGUPP_BASE_URL: publicUrl, RINGUPP_DATA: folder },
      ...{ RINGUPP_REGION: "Region Exempel", RINGUPP_CARRIER: "twilio", RINGUPP_PHONE_NUMBER: "+46846500400" },
      ...{ RINGUPP_TWILIO_ACCOUNT_SID: accountSid, RINGUPP_TWILIO_AUTH_TOKEN: token, PORT: String(port) },
      ...{ NEARBY_CARRIER: carrier, NEARBY_CLOCK: String(clock) },
    },
  });
  children.add(child);
  let printed = "";
  const exit = new Promise<number | null>((done) => child.once("exit", done));
  await new Promise<void>((ready, failed) => {
    const read = (text: Buffer) => {
      printed += text;
      if (printed.includes("Ringupp är igång")) ready();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => failed(new Error(`the program stopped (${code}):\n${printed}`)));
  });
  return { child, exit, port };
}

type Fields = Readonly<Record<string, string>>;

/** A webhook whose body comes after its head: what happens `between` them happens while the program is at work on it. */
function ask(port: number, url: string, more: Fields, between: () => Promise<void> | void = () => undefined) {
  const ref = `CA${"1".padStart(32, "0")}`;
  const fields = { AccountSid: accountSid, ApiVersion: "2010-04-01", CallSid: ref, Direction: "outbound-api", ...more };
  const numbers = { From: "+46846500400", To: "+46701740605", Called: "+46701740605", Caller: "+46846500400" };
  const all: Fields = { ...numbers, CallStatus: "in-progress", ...fields };
  const body = new URLSearchParams(all).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(body.length),
    expect: "100-continue",
    "x-twilio-signature": getExpectedTwilioSignature(token, url, { ...all }),
  };
  return new Promise<{ status: number; body: string }>((done, failed) => {
    const path = url.replace(publicUrl, "");
    const asking = request({ host: "127.0.0.1", port, path, method: "POST", headers, agent: false }, (answer) => {
      let text = "";
      answer.on("data", (piece) => {
        text += piece;
      });
      answer.on("end", () => done({ status: answer.statusCode ?? 0, body: text }));
    });
    asking.on("error", failed);
    // Says "continue" when it has taken the request up.
    asking.once("continue", async () => {
      await between();
      asking.end(body);
    });
    asking.flushHeaders();
  });
}

const actionIn = (twiml: string): string => (/action="([^"]+)"/.exec(twiml)?.[1] ?? "").replaceAll("&amp;", "&");

test("SIGTERM in a call: the running turn is answered and kept, the program stops in time, and the call goes on afterwards", async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "PRODUKTION"), "");
  const file = join(folder, "ringupp.sqlite");
  const clinic = await makeClinic({ file, mode: "production", now: mondayAtTen });
  await clinic.admit({ robotConsent: "ja" });
  await clinic.world.atomically([setSetting(clinic.world.db, robotSwitch, "on")]);
  clinic.world.close();

  const { fake, origin } = await openCarrier();
  const first = await start(origin, mondayAtTen);
  await expect.poll(() => fake.calls.length, { timeout: 30_000 }).toBe(1);
  expect(fake.faults).toEqual([]);
  fake.calls[0]!.state = "in-progress";

  let next = fake.calls[0]!.form.get("Url") ?? "";
  const said = async (port: number, digits: string | null, between?: () => Promise<void> | void) => {
    const heard = await ask(port, next, digits === null ? { AnsweredBy: "human" } : { Digits: digits }, between);
    expect([digits, heard.status]).toEqual([digits, 200]);
    next = actionIn(heard.body);
    expect([digits, next]).not.toEqual([digits, ""]);
    return heard.body;
  };
  for (const digits of [null, "1", "03", "1", "3"]) await said(first.port, digits);
  // Keys are on their way in when the program is asked to stop.
  let stoppedAt = 0;
  const last = said(first.port, "2", async () => {
    const told = new Promise<void>((heard) => first.child.stderr.once("data", () => heard()));
    stoppedAt = performance.now();
    first.child.kill("SIGTERM");
    await told;
  });
  expect(await last).toContain("<Gather");
  expect(await first.exit).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(graceMs);

  const answersOnDisk = () => {
    const raw = new Database(file, { readonly: true });
    const state = raw.prepare("select state from interviews").pluck().get() as string;
    raw.close();
    return Object.values(JSON.parse(state).answers as Record<string, { code: number }>).map(({ code }) => code);
  };
  expect(answersOnDisk()).toEqual([3, 2]);

  const second = await start(origin, mondayAtTen + 30_000);
  await said(second.port, "4");
  expect(answersOnDisk()).toEqual([3, 2, 4]);
  expect(fake.calls).toHaveLength(1);
  expect(fake.faults).toEqual([]);
  second.child.kill("SIGTERM");
  expect(await second.exit).toBe(0);
}, 120_000);
