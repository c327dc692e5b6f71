/** Who a request is from, which decides whether a carrier without signatures is believed. */
import { Hono } from "hono";
import { expect, test } from "vitest";
import { senderOf } from "../src/platform/serve.ts";
import type { RequestEnv } from "../src/web/context.ts";

async function senderSeen(peer: string | undefined, forwarded: string | undefined, proxies: readonly string[]) {
  const app = new Hono<RequestEnv>();
  app.get("/", (c) => c.json(senderOf(c, proxies)));
  const incoming = { socket: { remoteAddress: peer, remotePort: 1, remoteFamily: "IPv4" } };
  const headers: Record<string, string> = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  const answer = await app.request("/", { headers }, peer === undefined ? {} : { incoming });
  return answer.json();
}

test.each([
  ["the other end of the connection", "192.0.2.1", undefined, [], "192.0.2.1"],
  ["an IPv4 address in IPv6's clothes is the same", "::ffff:192.0.2.1", undefined, [], "192.0.2.1"],
  ["a header that came past no proxy of ours says nothing", "192.0.2.1", "203.0.113.9", [], "192.0.2.1"],
  ["whom our proxy names", "10.0.0.1", "203.0.113.9", ["10.0.0.1"], "203.0.113.9"],
  [
    "the last one named, since the sender wrote the rest",
    "10.0.0.1",
    "203.0.113.9, 192.0.2.1",
    ["10.0.0.1"],
    "192.0.2.1",
  ],
  ["past two proxies of ours", "10.0.0.1", "192.0.2.1, 10.0.0.2", ["10.0.0.1", "10.0.0.2"], "192.0.2.1"],
  ["nobody, when our proxy names nobody", "10.0.0.1", undefined, ["10.0.0.1"], null],
  ["nobody, where there is no connection", undefined, "192.0.2.1", [], null],
] as const)("%s", async (_, peer, forwarded, proxies, sender) => {
  expect(await senderSeen(peer, forwarded, proxies)).toBe(sender);
});
