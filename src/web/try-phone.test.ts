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
  return { world, get, post, callees, ring, press };
}

test("a call goes from the list to the words of the robot by requests alone, where no timer runs", async () => {
  const { get, callees, ring, press } = await demo();
  const call = await ring((await callees())[0]!);
  expect(await (await get(call)).text()).toContain("Det ringer hos");
  const now = (await (await press(call, { gor: "svara" })).json()) as { says: string[] };
  expect(now).toMatchObject({ heard: 1, ended: false });
  expect(now.says.join(" ")).toContain("automatiskt samtal");
  expect(await (await press(call, { knapp: "1" })).json()).toMatchObject({ heard: 2 });
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
  const { world, callees, ring, press, get } = await demo();
  const call = await ring((await callees())[0]!);
  await press(call, { gor: "svara" });
  await press(call, { knapp: "1" });
  await press(call, { knapp: "0" });
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
