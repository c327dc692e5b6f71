/**
 * What was acknowledged is on disk, also when the process is killed at once afterwards; and what belongs together is there
 * whole or not at all. Real processes on real files.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { hashOfSessionToken } from "../src/crypto/session-token.ts";
import { insertSession } from "../src/db/accounts.ts";
import { openSqlite } from "../src/platform/sqlite.ts";
import { releaseBatches } from "../src/steps/seal-responses.ts";
import { tallyResponses } from "../src/steps/tally-responses.ts";
import { anonymousNames, dump, identifiedNames, interviewWhole, makeClinic, openInterview } from "./in-process.ts";

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-durability-"));
  folders.push(folder);
  return folder;
};

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

/** The real program on a demo folder, ready to answer. */
async function serve(folder: string): Promise<{ origin: string; kill: () => Promise<void> }> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), RINGUPP_DATA: folder, RINGUPP_MODE: "demo" };
  const child = spawn(process.execPath, ["src/platform/node.ts", "serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  await new Promise<void>((ready, failed) => {
    child.stdout.on("data", (text) => String(text).includes("igång") && ready());
    child.once("exit", (code) => failed(new Error(`the server stopped (${code})`)));
  });
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    origin: `http://localhost:${port}`,
    kill: () => {
      child.kill("SIGKILL");
      return gone;
    },
  };
}

const post = (origin: string, path: string, fields: Record<string, string>) =>
  fetch(`${origin}${path}`, {
    ...{ method: "POST", redirect: "manual", body: new URLSearchParams(fields) },
    headers: { cookie: "ringupp-demo=durable", accept: "application/json" },
  });

test("an answer that was acknowledged is there after kill -9, round after round", async () => {
  const folder = newFolder();
  const file = join(folder, "ringupp.sqlite");
  let server = await serve(folder);
  const home = openSqlite(file, "drizzle");
  const [anna] = await home.db.all<{ id: string }>(sql`select id from accounts where username = 'anna'`);
  const at = Date.now();
  await home.atomically([
    insertSession(home.db, {
      tokenHash: hashOfSessionToken("durable"),
      accountId: anna!.id,
      createdAt: at,
      seenAt: at,
    }),
  ]);
  const [one] = await home.db.all<{ id: string }>(
    sql`select c.id from cases c join account_units u on u.unit_id = c.unit_id and u.account_id = ${anna!.id}
      where state = 'planned' and survey_consent = 1 and appointment_at is null and rest_until is null and interrupted = 0
      order by first_call_at, id limit 1`,
  );
  home.close();
  const base = `/uppfoljningar/${one!.id}`;
  expect((await post(server.origin, `${base}/borja`, { respondent: "patient", kontrollerad: "ja" })).status).toBe(303);
  await post(server.origin, `${base}/svar`, { steg: "presentation" });
  for (const steg of ["ratt-person", "ostort", "samtycke"])
    await post(server.origin, `${base}/svar`, { steg, svar: "ja" });
  const said = [
    ["delaktighet", 1],
    ["onskemal", 3],
    ["information", 8],
    ["plan", 2],
  ] as const;
  for (const [round, [steg, code]] of said.entries()) {
    const answer = await post(server.origin, `${base}/svar`, { steg, svar: String(code) });
    expect([steg, answer.status]).toEqual([steg, 200]);
    // At once, after the body was read, and with another answer on its way that nobody has acknowledged.
    if (round === 1) await answer.text();
    const unheard =
      round === 2 ? post(server.origin, `${base}/svar`, { steg: "plan", svar: "9" }).catch(() => null) : null;
    await server.kill();
    await unheard;
    const raw = new Database(file);
    const state = JSON.parse(
      raw.prepare("select state from interviews where case_id = ?").pluck().get(one!.id) as string,
    );
    expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
    raw.close();
    for (const [key, value] of said.slice(0, round + 1)) expect([key, state.answers[key]?.code]).toEqual([key, value]);
    if (round < said.length - 1) server = await serve(folder);
  }
}, 240_000);

describe("a crash between the case and the answers", () => {
  /** A fault at each place of the unit in turn, as a full disk would give. */
  const faults = {
    "the waiting room takes nothing": "create trigger f before insert on pending begin select raise(abort, 'x'); end",
    "the interview cannot be deleted":
      "create trigger f before delete on interviews begin select raise(abort, 'x'); end",
    "the attempt cannot be written": "create trigger f before insert on attempts begin select raise(abort, 'x'); end",
    "the event cannot be written": "create trigger f before insert on events begin select raise(abort, 'x'); end",
  };
  for (const [what, fault] of Object.entries(faults)) {
    test(`neither loses nor doubles an interview: ${what}`, async () => {
      const clinic = await makeClinic();
      const [id] = await clinic.admit({});
      const anna = await clinic.signedIn("anna");
      await interviewWhole(anna, id!, { sheet: "121212", need: "Hjälp", lock: false });
      const before = await dump(clinic.world, [...identifiedNames, ...anonymousNames]);
      await clinic.world.atomically([sql.raw(fault)]);
      const failed = await anna.post(`/uppfoljningar/${id}/spara`, { behov: "Hjälp", behov_ja: "ja" });
      expect(failed.status).toBe(500);
      expect(await dump(clinic.world, [...identifiedNames, ...anonymousNames])).toEqual(before);
      await clinic.world.atomically([sql`drop trigger f`]);
      await anna.post(`/uppfoljningar/${id}/spara`, { behov: "Hjälp", behov_ja: "ja" });
      const after = await dump(clinic.world, ["pending", "interviews", "attempts", "tasks"]);
      expect(Object.values(after).map((rows) => rows.length)).toEqual([1, 0, 1, 1]);
      clinic.world.close();
    });
  }

  test("leaves nobody who said no on the list: the no, the case and the answers are one write", async () => {
    for (const button of ["vill-inte", "aterkallar"]) {
      const clinic = await makeClinic();
      const [id] = await clinic.admit({});
      const anna = await clinic.signedIn("anna");
      await openInterview(anna, id!);
      const before = await dump(clinic.world, [...identifiedNames, ...anonymousNames]);
      await clinic.world.atomically([sql.raw(faults["the event cannot be written"])]);
      expect((await anna.post(`/uppfoljningar/${id}/${button}`)).status).toBe(500);
      expect(await dump(clinic.world, [...identifiedNames, ...anonymousNames])).toEqual(before);
      clinic.world.close();
    }
  });

  test("in the night neither loses nor doubles a released answer", async () => {
    const clinic = await makeClinic();
    const rows = Array.from({ length: 12 }, (_, at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` }));
    const ids = await clinic.admit(...rows);
    const anna = await clinic.signedIn("anna");
    for (const [at, id] of ids.entries()) await interviewWhole(anna, id, { sheet: at % 2 ? "121212" : "343134" });
    await clinic.world.atomically([
      sql.raw("create trigger f before insert on responses begin select raise(abort, 'x'); end"),
    ]);
    await expect(releaseBatches(clinic.world)).rejects.toThrow();
    expect((await dump(clinic.world, ["pending"])).pending).toHaveLength(12);
    await clinic.world.atomically([sql`drop trigger f`]);
    await releaseBatches(clinic.world);
    await clinic.world.atomically([
      sql.raw("create trigger f before update on responses begin select raise(abort, 'x'); end"),
    ]);
    await expect(tallyResponses(clinic.world)).rejects.toThrow();
    expect((await dump(clinic.world, ["tallies"])).tallies).toEqual([]);
    await clinic.world.atomically([sql`drop trigger f`]);
    await Promise.all([tallyResponses(clinic.world), tallyResponses(clinic.world)]);
    const [counted] = await clinic.world.db.all<{ n: number }>(
      sql`select sum(count) as n from tallies where question = ''`,
    );
    const left = await dump(clinic.world, ["pending", "responses"]);
    expect([counted?.n, left.pending!.length + left.responses!.length]).toEqual([left.responses!.length, 12]);
    clinic.world.close();
  });
});

test("two processes on one file: each sees what the other acknowledged, and none is turned away", async () => {
  const folder = newFolder();
  const file = join(folder, "ringupp.sqlite");
  const clinic = await makeClinic({ file });
  const ids = await clinic.admit(
    ...Array.from({ length: 8 }, (_, at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` })),
  );
  const anna = await clinic.signedIn("anna");
  // Another process that writes as fast as it can, in units of its own.
  const script = `
    import { openSqlite } from "./src/platform/sqlite.ts";
    import { setSetting } from "./src/db/settings.ts";
    const home = openSqlite(process.argv[1], "drizzle");
    console.log("ready");
    for (let at = 0; at < 150; at += 1) { await home.atomically([setSetting(home.db, "other", String(at))]); await home.scrub(); }
    home.close();`;
  const other = spawn(process.execPath, ["--input-type=module", "-e", script, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(other);
  const over = new Promise<number | null>((done) => other.once("exit", done));
  await new Promise<void>((ready) => other.stdout.once("data", () => ready()));
  for (const id of ids) {
    const end = await interviewWhole(anna, id, { sheet: "121212" });
    expect(end.location).toBe(`/uppfoljningar/${id}/sparad`);
  }
  expect(await over).toBe(0);
  expect((await dump(clinic.world, ["pending"])).pending).toHaveLength(8);
  const [last] = await clinic.world.db.all<{ value: string }>(sql`select value from settings where key = 'other'`);
  expect(last?.value).toBe("149");
  clinic.world.close();
});
