import fc from "fast-check";
import { Hono } from "hono";
import { expect, test } from "vitest";
import type { RequestEnv } from "./context.ts";
import { formOf } from "./form.ts";

const names = ["svar", "svar[]", "__proto__", "steg"] as const;
const app = new Hono<RequestEnv>()
  .post("/ours", async (c) => {
    const form = await formOf(c);
    return c.json(names.map((name) => [form.raw(name), form.list(name)]));
  })
  .post("/library", async (c) => {
    const body = await c.req.parseBody({ all: true });
    return c.json(
      names.map((name) => {
        const values = Object.hasOwn(body, name) ? [body[name]].flat() : [];
        return [values[0] ?? "", values];
      }),
    );
  });
const readBy = async (path: string, body: string) => {
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
  return (await app.request(path, { method: "POST", headers, body })).json();
};

test("a form without files holds what the platform's own parser finds in it, however odd it is", async () => {
  const odd = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("%", "%zz", "+", "a=b", "å%C3%A5", "\uFEFF", "%FF"),
  );
  const pair = fc.tuple(fc.constantFrom(...names, ""), odd).map(([name, value]) => `${name}=${value}`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(pair, odd)), async (pairs) => {
      const body = pairs.join("&");
      expect(await readBy("/ours", body)).toEqual(await readBy("/library", body));
    }),
  );
});

test("a field sent as often as a form has room for takes no longer to read than as many fields", async () => {
  // The processor's own time: what else the machine does is no part of it.
  const cost = async (body: string) => {
    const began = process.cpuUsage();
    await readBy("/ours", body);
    return process.cpuUsage(began).user;
  };
  const count = 20_000;
  const different = await cost(Array.from({ length: count }, (_, at) => `f${at}=`).join("&"));
  expect(await cost("svar&".repeat(count))).toBeLessThan(20 * different);
});
