import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { makeTestWorld, type TestWorld } from "../../test/world.ts";
import { openDemo } from "../demo/demo.ts";
import type { World } from "../world.ts";
import { makeApp } from "./app.ts";
import { cribOf } from "./try-phone-call-view.ts";

let base: TestWorld;
afterEach(() => base.close());

async function demo() {
  base = makeTestWorld();
  const world: World = await openDemo(base, async ({ url, headers, body }) => {
    const answer = await makeApp(() => world).request(url, { method: "POST", headers: { ...headers }, body });
    return { status: answer.status, body: await answer.text() };
  });
  const app = makeApp(() => world);
  const get = (path: string) => app.request(`http://localhost:3000${path}`);
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    app.request(`http://localhost:3000${path}`, { method: "POST", body: new URLSearchParams(fields), headers });
  const callees = async () =>
    [...(await (await get("/prova-telefonen")).text()).matchAll(/name="uppfoljning" value="(\w+)"/g)].map(
      ([, id]) => id!,
    );
  /** Rings somebody, as "Ring nu" does; gives the page of the call, once it rings. */
  const ring = async (caseId: string) => {
    const answer = await post("/prova-telefonen", { uppfoljning: caseId });
    base.clock.advance(1500);
    return answer.headers.get("location") ?? "";
  };
  const press = (call: string, fields: Record<string, string>) =>
    post(`${call}/tryck`, fields, { accept: "application/json" });
  /** The turn that the page's keypad would send with a key. */
  const turnOf = async (call: string) => /name="omgang" value="(\d*)"/.exec(await (await get(call)).text())?.[1] ?? "";
  const key = async (call: string, knapp: string) => press(call, { knapp, omgang: await turnOf(call) });
  return { world, get, post, callees, ring, press, turnOf, key };
}

test("a call goes from the list to the words of the robot by requests alone, where no timer runs", async () => {
  const { get, callees, ring, press, key } = await demo();
  const call = await ring((await callees())[0]!);
  expect(await (await get(call)).text()).toContain("Det ringer hos");
  const now = (await (await press(call, { gor: "svara" })).json()) as { says: string[] };
  expect(now).toMatchObject({ heard: 1, ended: false });
  expect(now.says.join(" ")).toContain("automatiskt samtal");
  expect(await (await key(call, "1")).json()).toMatchObject({ heard: 2 });
});

test("a double click answers one question: a key for a turn that has passed, or for none, does nothing", async () => {
  const { get, callees, ring, press, turnOf, key } = await demo();
  const call = await ring((await callees())[0]!);
  await press(call, { gor: "svara" });
  const opening = { knapp: "1", omgang: await turnOf(call) };
  await Promise.all([press(call, opening), press(call, opening)]);
  await press(call, opening);
  expect(await (await get(call)).text()).not.toContain("En siffra av två är tryckt.");
  const [, ...day] = /tryck (\d) (\d)/.exec(await (await get(call)).text()) ?? [];
  // Both digits of one answer belong to the same turn.
  const birthday = await turnOf(call);
  for (const knapp of day) await press(call, { knapp, omgang: birthday });
  await key(call, "1");
  const one = { knapp: "2", omgang: await turnOf(call) };
  for (const fields of [one, one, { knapp: "2" }, { knapp: "2", omgang: "" }] as Record<string, string>[])
    await press(call, fields);
  const now = (await (await get(`${call}/lage`)).json()) as { says: string[] };
  expect(now.says.join(" ")).toContain("Fråga två av sex.");
});

test("three silences at the opening give the case to a person, once it has rested", async () => {
  const { world, get, callees, ring, press } = await demo();
  const [caseId = ""] = await callees();
  const call = await ring(caseId);
  await press(call, { gor: "svara" });
  for (let minute = 0; minute < 4; minute += 1) {
    base.clock.advance(60_000);
    await get(call);
  }
  const [row] = await world.db.all<{ because: string; rest: number }>(
    sql`select handed_over_because as because, rest_until as rest from cases where id = ${caseId}`,
  );
  expect(row?.because).toBe("silence");
  expect(row?.rest).toBeGreaterThan(world.now());
  const text = await (await get(call)).text();
  expect(text).toMatch(/En människa tar över\. Uppföljningen vilar till kl\. \d\d:\d\d\./);
  expect(text).not.toContain("överst på");
});

test("pressed twice, Ring nu leads to one call", async () => {
  const { world, callees, post } = await demo();
  const [caseId = ""] = await callees();
  const started = world.now();
  const answers = await Promise.all([1, 2].map(() => post("/prova-telefonen", { uppfoljning: caseId })));
  const [one, other] = answers.map(({ headers }) => headers.get("location"));
  expect(one).toMatch(/^\/prova-telefonen\/\w+$/);
  expect(other).toBe(one);
  expect(await world.db.all(sql`select id from calls where placed_at >= ${started}`)).toHaveLength(1);
});

test("a patient whom the robot may not ring is not rung, whatever is sent", async () => {
  const { world, post } = await demo();
  const started = world.now();
  const refused = await world.db.all<{ id: string }>(
    sql`select c.id from cases c join discharges d on d.id = c.id where not d.robot_consent or c.handed_over_at is not null`,
  );
  for (const { id } of refused.slice(0, 8)) await post("/prova-telefonen", { uppfoljning: id });
  for (const { id } of refused.slice(-2)) await post("/prova-telefonen", { uppfoljning: id });
  expect(await world.db.all(sql`select id from calls where placed_at >= ${started}`)).toEqual([]);
});

test("hands that cannot do anything just then change nothing, and unknown ones are refused", async () => {
  const { callees, ring, press, get, post } = await demo();
  const call = await ring((await callees())[0]!);
  for (const fields of [{ knapp: "1" }, { gor: "lagg-pa" }] as Record<string, string>[])
    expect((await press(call, fields)).status).toBe(200);
  expect(await (await get(call)).text()).toContain("Det ringer hos");
  for (const fields of [{ knapp: "11" }, { knapp: "a" }, { gor: "constructor" }, {}] as Record<string, string>[])
    expect((await press(call, fields)).status).toBe(404);
  for (const path of ["/prova-telefonen/unknown", "/prova-telefonen/unknown/lage"])
    expect((await get(path)).status).toBe(404);
  expect((await post("/prova-telefonen/unknown/tryck", { gor: "svara" })).status).toBe(404);
});

test("the page of a call says nothing of keys, and its addresses hold no name", async () => {
  const { world, callees, ring, press, get, key } = await demo();
  const call = await ring((await callees())[0]!);
  await press(call, { gor: "svara" });
  await key(call, "1");
  await key(call, "0");
  const text = await (await get(call)).text();
  expect(text).toContain("En siffra av två är tryckt.");
  const [log] = /id="telefon-logg">[\s\S]*?<\/ol>/.exec(text) ?? [""];
  expect(log.replace(/\d\d:\d\d/g, "")).not.toMatch(/\d/);
  const events = await world.db.all<{ event: string }>(sql`select event from call_events`);
  expect(events.some(({ event }) => /digits|keys/.test(event))).toBe(false);
});

test("production has no telephone to try", async () => {
  base = makeTestWorld({ mode: "production" });
  const app = makeApp(() => base);
  for (const path of ["/prova-telefonen", "/prova-telefonen/some-call"])
    expect((await app.request(`http://localhost:3000${path}`)).status).toBe(404);
});

test("the crib says the day as Swedes do", () => {
  expect([1, 2, 3, 11, 12, 21, 22, 31].map((day) => cribOf("Åsa", day))).toEqual([
    "Åsa är född den 1:a: tryck 0 1.",
    "Åsa är född den 2:a: tryck 0 2.",
    "Åsa är född den 3:e: tryck 0 3.",
    "Åsa är född den 11:e: tryck 1 1.",
    "Åsa är född den 12:e: tryck 1 2.",
    "Åsa är född den 21:a: tryck 2 1.",
    "Åsa är född den 22:a: tryck 2 2.",
    "Åsa är född den 31:a: tryck 3 1.",
  ]);
});
