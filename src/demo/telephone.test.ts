import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeTestWorld } from "../../test/world.ts";
import { setSetting } from "../db/settings.ts";
import { tick } from "../timetable.ts";
import { makeApp } from "../web/app.ts";
import type { World } from "../world.ts";
import { openDemo } from "./demo.ts";

async function openWithTelephone() {
  const base = makeTestWorld();
  const world: World = await openDemo(base, async ({ url, headers, body }) => {
    const answer = await makeApp(() => world).request(url, { method: "POST", headers: { ...headers }, body });
    return { status: answer.status, body: await answer.text() };
  });
  return { base, world };
}

test("the demo's robot rings nobody until it is switched on", async () => {
  const { base, world } = await openWithTelephone();
  await tick(world, world.now());
  expect(await world.db.all(sql`select * from calls`)).toEqual([]);
  base.close();
});

test("the demo's robot rings invented people, seals what they answer and hands over who asks for a person", async () => {
  const { base, world } = await openWithTelephone();
  await world.atomically([setSetting(world.db, "robot", "on")]);
  const before = await world.db.all(sql`select key from pending`);
  // Ten minutes, as the platform beats.
  for (let second = 0; second < 600; second += 1) {
    if (second % 20 === 0) await tick(world, world.now());
    await world.telephone?.inside?.listen();
    base.clock.advance(1000);
  }
  const outcomes = await world.db.all<{ outcome: string; handed: number }>(
    sql`select outcome, handed_over_at is not null as handed from attempts a join cases c on c.id = a.case_id
      where mode = 'robot' group by outcome, handed`,
  );
  expect(outcomes).toEqual(expect.arrayContaining([{ outcome: "completed", handed: 0 }]));
  expect(outcomes).toEqual(expect.arrayContaining([{ outcome: "broken-off", handed: 1 }]));
  expect((await world.db.all(sql`select key from pending`)).length).toBeGreaterThan(before.length);
  expect(await world.db.all(sql`select mode from pending where mode = 'robot'`)).not.toEqual([]);
  // One call per case and day at most, and none left hanging.
  expect(await world.db.all(sql`select case_id from calls group by case_id having count(*) > 1`)).toEqual([]);
  expect(await world.db.all(sql`select id from calls where ended_at is null`)).toEqual([]);
  base.close();
});
