/** The program's pages over a database of the bench, asked in this process: from request to HTML, without a network. */
import { readConfig } from "../src/config.ts";
import { hashOfSessionToken, newSessionToken } from "../src/crypto/session-token.ts";
import type { SqliteHome } from "../src/platform/sqlite.ts";
import { makeApp } from "../src/web/app.ts";
import type { World } from "../src/world.ts";

/** A world at a standing instant (epoch milliseconds), in production mode: the demo reads its clock once more per request. */
export function worldOver(home: SqliteHome, now: number): World {
  const config = readConfig({
    RINGUPP_MODE: "production",
    RINGUPP_SECRET: "x".repeat(32),
    RINGUPP_BASE_URL: "https://a.se",
  });
  if ("faults" in config) throw new Error(config.faults.join("\n"));
  return {
    db: home.db,
    atomically: home.atomically,
    scrub: home.scrub,
    now: () => now,
    wallNow: () => now,
    newId: () => crypto.randomUUID(),
    shuffle: (items) => [...items],
    fetch,
    telephone: null,
    log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
    config,
  };
}

/** Signs the account in that has this id, and gives what asks for a page as it. Throws on anything but 200. */
export function openDoor(home: SqliteHome, now: number, accountId: string): (path: string) => Promise<string> {
  const token = newSessionToken();
  home.raw.prepare("insert into sessions values (?, ?, ?, ?)").run(hashOfSessionToken(token), accountId, now, now);
  const world = worldOver(home, now);
  const app = makeApp(() => world);
  return async (path) => {
    const response = await app.request(path, { headers: { cookie: `__Host-ringupp=${token}` } });
    const page = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${page.slice(0, 300)}`);
    return page;
  };
}
