/**
 * kill -9 among five hundred calls, and two dispatchers on a thousand cases: real processes on a real file, and a carrier
 * that lives on.
 */
import Database from "better-sqlite3";
import { afterEach, describe, expect, test } from "vitest";
import { robotSwitch } from "../../src/db/robot-switch.ts";
import { setSetting } from "../../src/db/settings.ts";
import { seededIds, seededRandom } from "../../src/demo/random.ts";
import type { CallOrder, Spoken, WebhookRequest } from "../../src/telephony/carrier.ts";
import { type Simulator, simulatedCarrier, type Temperament } from "../../src/telephony/simulator.ts";
import { seed } from "../chance.ts";
import { makeClinic, type Row } from "../in-process.ts";
import { codeOf } from "../model/ledger.ts";
import { openParent, type Parent, type Program, publicUrl, webhookSecret } from "./parent.ts";

const mondayMorning = Date.UTC(2026, 10, 23, 8, 30);
let parent: Parent | undefined;
afterEach(() => {
  parent?.close();
  parent = undefined;
});

/** As many different telephones of PTS's fictional series as there are, gone round when there are more patients. */
const series = [
  ...Array.from({ length: 95 }, (_, at) => `070-174${String(605 + at).padStart(4, "0")}`),
  ...Array.from({ length: 100 }, (_, at) => `08-465004${String(at).padStart(2, "0")}`),
  ...Array.from({ length: 100 }, (_, at) => `031-39006${String(at).padStart(2, "0")}`),
  ...Array.from({ length: 100 }, (_, at) => `040-62804${String(at).padStart(2, "0")}`),
  ...Array.from({ length: 101 }, (_, at) => `0980-319${String(200 + at)}`),
];

async function fill(file: string, count: number): Promise<void> {
  const clinic = await makeClinic({ file, mode: "production", now: mondayMorning });
  const rows: Row[] = Array.from({ length: count }, (_, at) => ({
    ...{ dischargeRef: `U${at}`, patientRef: `P${at}`, robotConsent: "ja", birthDate: "1940-02-03" },
    phone1: series[at % series.length]!,
  }));
  await clinic.admit(...rows);
  await clinic.world.atomically([setSetting(clinic.world.db, robotSwitch, "on")]);
  clinic.world.close();
}

test("kill -9 during five hundred calls: nobody is lost or rung twice at once, and every acknowledged answer is there", async () => {
  const random = seededRandom(seed);
  const kills = 5;
  let now = mondayMorning;
  let program: Program | null = null;
  let simulator: Simulator;
  const doubled: string[] = [];
  parent = await openParent(async (what, said) => {
    if (what === "placeCall") {
      const { to } = said[0] as CallOrder;
      if (simulator.calls().some((line) => line.to === to && line.endedAt === null)) doubled.push(to);
    }
    if (what === "ordered")
      return simulator
        .calls()
        .filter(({ direction, createdAt }) => direction === "outbound" && (createdAt ?? 0) >= Number(said[0]));
    const ask = simulator[what as "look"] as (...of: unknown[]) => Promise<unknown>;
    return ask(...said);
  });
  await fill(parent.file, 500);

  /** Address of a turn → the question that was put there. */
  const asked = new Map<string, string>();
  /** Call → its acknowledged answers. */
  const acknowledged = new Map<string, Map<string, number>>();
  let fuse = Number.POSITIVE_INFINITY;
  const deliver = async ({ url, headers, body }: WebhookRequest) => {
    const path = url.replace(publicUrl, "");
    const at = program;
    if (at === null) throw new Error("connection refused");
    const going = fetch(`${at.origin}${path}`, { method: "POST", headers: { ...headers, "x-now": String(now) }, body });
    if (fuse-- <= 0) {
      fuse = Number.POSITIVE_INFINITY;
      program = null;
      void going.catch(() => null);
      await at.kill();
    }
    const answer = await going;
    const reply = { status: answer.status, body: await answer.text() };
    if (reply.status !== 200) return reply;
    const digits = new URLSearchParams(body).get("digits");
    const step = asked.get(path);
    const { lines, ending } = JSON.parse(reply.body) as Spoken;
    const ids = lines.map((line) => ("say" in line ? (line.promptId ?? "") : ""));
    const code = step === undefined || digits === null ? null : codeOf(step, digits);
    if (step !== undefined && code !== null && !ids.includes("after-the-end")) {
      const callId = path.split("/")[2]!;
      acknowledged.set(callId, (acknowledged.get(callId) ?? new Map()).set(step, code));
    }
    const question = ids.find((id) => id.startsWith("step:"))?.split(":")[2];
    if ("gather" in ending && question) asked.set(ending.gather.next.replace(publicUrl, ""), question);
    return reply;
  };
  const phones: readonly Temperament[] = [
    ...[1, 2, 3].map(
      (first): Temperament => ({
        ...{ does: "answers", afterSeconds: 2 + first },
        keys: ["1", "03", "1", String(first), "2", "3", "1", "4", "2", "2"],
      }),
    ),
    { does: "answers", keys: ["1", "03", "1", "4", "1", "2"], hangsUpAtTurn: 7 },
    { does: "answers", keys: ["1", "03", "1", "2", "0"] },
    { does: "answers", keys: ["1", "03", "*", "*"] },
    ...[{ does: "busy" }, { does: "no-answer" }, { does: "voicemail" }, { does: "rejects" }].map(
      (it) => it as Temperament,
    ),
  ];
  simulator = simulatedCarrier({
    ...{ publicUrl, secret: webhookSecret, now: () => now, newId: seededIds(random), deliver },
    phoneOf: (to) => phones[Number(to.slice(-2)) % phones.length]!,
  });

  program = await parent.start(100, 1000);
  const tick = async () => {
    if (program)
      await fetch(`${program.origin}/tick`, { headers: { "x-now": String(now) }, method: "POST" }).catch(() => null);
  };
  let killed = 0;
  fuse = Math.floor(random() * 200);
  for (let beatAt = now; now < mondayMorning + 2.6 * 3_600_000; ) {
    const next = Math.min(simulator.nextAt() ?? beatAt, beatAt);
    now = Math.max(now, next);
    await simulator.run(now);
    if (now >= beatAt) {
      if (program === null) {
        killed += 1;
        program = await parent.start(100, 1000);
        if (killed < kills) fuse = Math.floor(random() * 300);
      }
      await tick();
      const lives = simulator.calls().some(({ endedAt }) => endedAt === null);
      beatAt = now + (lives ? 60_000 : 600_000);
    }
  }
  expect([seed, killed]).toEqual([seed, kills]);
  expect(doubled).toEqual([]);
  await program?.kill();

  const raw = new Database(parent.file);
  const all = (sql: string) => raw.prepare(sql).all() as Record<string, string | number | null>[];
  expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(all("select id from calls where ended_at is null or settled_at is null")).toEqual([]);
  expect(all("select id from cases where state = 'held'")).toEqual([]);
  expect(all("select count(*) as n from cases where exists (select 1 from calls where case_id = cases.id)")).toEqual([
    { n: 500 },
  ]);
  const written = (answers: Map<string, number>) => JSON.stringify([...answers].sort());
  const whole = [...acknowledged.values()].filter((answers) => answers.size === 6).map(written);
  const sealed = all("select answers from pending").map(({ answers }) =>
    written(new Map(Object.entries(JSON.parse(String(answers)) as Record<string, number>))),
  );
  // One whose last acknowledgement was cut off is whole here and short there.
  for (const answers of whole) {
    const at = sealed.indexOf(answers);
    if (at >= 0) sealed.splice(at, 1);
    else expect([seed, answers]).toEqual([seed, "acknowledged, and not sealed"]);
  }
  expect(sealed.length).toBeLessThanOrEqual(kills * 100);
  for (const [callId, answers] of acknowledged) {
    if (answers.size === 6) continue;
    const row = raw
      .prepare("select interviews.state from interviews join calls using (case_id) where id = ?")
      .get(callId) as { state: string } | undefined;
    if (!row) continue;
    const stands = JSON.parse(row.state).answers as Record<string, { code: number }>;
    for (const [step, code] of answers) expect([seed, step, stands[step]?.code]).toEqual([seed, step, code]);
  }
  raw.close();
}, 300_000);

describe("two dispatchers", () => {
  test("on a thousand due cases order a thousand calls, none twice, and keep the pace together", async () => {
    const orders: { readonly callId: string; readonly to: string; readonly now: number }[] = [];
    parent = await openParent(async (what, said, now) => {
      if (what !== "placeCall") return { missing: true };
      const { callId, to } = said[0] as CallOrder;
      orders.push({ callId, to, now });
      return { accepted: `SIM${orders.length}` };
    });
    await fill(parent.file, 1000);
    // There are not a thousand invented numbers. Here the telephones that patients share count as different ones.
    const raw = new Database(parent.file);
    raw.exec("update or ignore phone_keys set key = case_id");
    const pair = await Promise.all([parent.start(1000, 400), parent.start(1000, 400)]);
    const begin = { method: "POST", headers: { "x-now": String(mondayMorning) } };
    await Promise.all(pair.map(({ origin }) => fetch(`${origin}/dispatch`, begin)));
    expect(orders).toHaveLength(1000);
    expect(new Set(orders.map(({ callId }) => callId)).size).toBe(1000);
    expect(raw.prepare("select count(distinct case_id) from calls").pluck().get()).toBe(1000);
    const placed = raw.prepare("select placed_at from calls order by placed_at").pluck().all() as number[];
    for (const [at, instant] of placed.entries())
      expect(placed[at + 400] ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(instant + 1000);
    raw.close();
  }, 300_000);
});
