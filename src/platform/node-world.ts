/** The world on Node: a SQLite file under the data folder, this computer's clock and chance. */
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Config } from "../config.ts";
import { setUpProduction } from "../steps/set-up.ts";
import { openTelephone } from "../telephony/open-telephone.ts";
import type { SimulatorOptions } from "../telephony/simulator.ts";
import type { World } from "../world.ts";
import { newId, shuffle } from "./chance.ts";
import { claimDataFolder } from "./data-folder.ts";
import { openSqlite } from "./sqlite.ts";

/** Beside the bundle when bundled, at the root of the repository when run from source. */
const migrations = (() => {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.endsWith(join("src", "platform")) ? join(here, "..", "..", "drizzle") : join(here, "drizzle");
})();

/** SQLite's result codes (sqlite.org/rescode.html) in plain words. */
function whyNotOpened(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/NOTADB|CORRUPT/.test(code)) return "filen är ingen databas eller är skadad. Lägg tillbaka en säkerhetskopia.";
  if (/READONLY|CANTOPEN|PERM/.test(code)) return "det går inte att skriva i den. Kontrollera rättigheterna.";
  if (/FULL/.test(code)) return "disken är full.";
  if (/BUSY|LOCKED/.test(code)) return "ett annat program håller den låst. Stäng det och försök igen.";
  return error instanceof Error ? error.message : String(error);
}

export type NodeHome = { readonly world: World; readonly close: () => void };

/** Opens the installation's data, migrated; in demo mode with its invented people. Or says what stands in the way. */
export async function openNodeWorld(
  config: Config,
  /** Carries the webhooks of a demo's telephone to the web that is open; without a web nobody is rung. */
  deliver?: SimulatorOptions["deliver"],
): Promise<NodeHome | { fault: string }> {
  const claimed = claimDataFolder(config);
  if ("fault" in claimed) return claimed;
  let home: ReturnType<typeof openSqlite>;
  try {
    home = openSqlite(claimed.file, migrations);
  } catch (error) {
    return { fault: `Databasen ${claimed.file} går inte att öppna: ${whyNotOpened(error)}` };
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
    telephone:
      config.telephone && deliver
        ? openTelephone(config.telephone, { publicUrl: config.baseUrl, fetch, wait: pause })
        : null,
    log: (line) => process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`),
    config,
  };
  let world = base;
  if (config.mode === "demo") {
    const { openDemo } = await import("../demo/demo.ts");
    world = await openDemo(base, deliver);
  } else {
    await setUpProduction(base);
  }
  return { world, close: home.close };
}
