import { expect, test } from "vitest";
import { eventQueue } from "./event-queue.ts";

test("what is due happens in order, at its own instant, together with what it leads to", async () => {
  const queue = eventQueue(() => 0);
  const seen: string[] = [];
  const note = (name: string) => () => void seen.push(`${queue.now()} ${name}`);
  queue.after(2, note("late"));
  queue.after(1, () => {
    note("first")();
    queue.after(0.5, note("consequence"));
  });
  queue.after(1, note("second"));
  queue.after(9, note("not yet"));
  await queue.run(2000);
  expect(seen).toEqual(["1000 first", "1000 second", "1500 consequence", "2000 late"]);
  expect([queue.nextAt(), queue.now()]).toEqual([9000, 0]);
});

test("two runs at once carry nothing out twice", async () => {
  const queue = eventQueue(() => 0);
  let count = 0;
  for (let second = 0; second < 5; second++)
    queue.after(second, async () => {
      await Promise.resolve();
      count++;
    });
  await Promise.all([queue.run(9000), queue.run(9000)]);
  expect(count).toBe(5);
});

test("what fails is told to whoever ran it, and the rest is carried out the next time", async () => {
  const queue = eventQueue(() => 0);
  let done = false;
  queue.after(1, () => {
    throw new Error("broken");
  });
  queue.after(2, () => {
    done = true;
  });
  await expect(queue.run(5000)).rejects.toThrow("broken");
  await queue.run(5000);
  expect(done).toBe(true);
});
