/** The world on Node: a SQLite file under the data folder, this computer's clock and chance. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../config.ts";
import { setUpProduction } from "../steps/set-up.ts";
import type { World } from "../world.ts";
import { newId, shuffle } from "./chance.ts";
import { claimDataFolder } from "./data-folder.ts";
import { openSqlite } from "./sqlite.ts";

/** Beside the bundle when bundled, at the root of the repository when run from source. */
const migrations = (() => {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.endsWith(join("src", "platform")) ? join(here, "..", "..", "drizzle") : join(here, "drizzle");
})();

export type NodeHome = { readonly world: World; readonly close: () => void };

/** Opens the installation's data, migrated; in demo mode with its invented people. Or says what stands in the way. */
export async function openNodeWorld(config: Config): Promise<NodeHome | { fault: string }> {
  const claimed = claimDataFolder(config);
  if ("fault" in claimed) return claimed;
  let home: ReturnType<typeof openSqlite>;
  try {
    home = openSqlite(claimed.file, migrations);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { fault: `Databasen ${claimed.file} går inte att öppna: ${reason}` };
  }
  const base: World = {
    db: home.db,
    atomically: home.atomically,
    scrub: home.scrub,
    now: Date.now,
    wallNow: Date.now,
    newId,
    shuffle,
    fetch,
    log: (line) => process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`),
    config,
  };
  let world = base;
  if (config.mode === "demo") {
    const { openDemo } = await import("../demo/demo.ts");
    world = await openDemo(base);
  } else {
    await setUpProduction(base);
  }
  return { world, close: home.close };
}
