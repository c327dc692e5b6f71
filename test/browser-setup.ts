/**
 * Once before the tests that need a browser: unpacks it, since several files that do so at once meet a file that is
 * still being written (ETXTBSY); makes the program into one file, which starts in a fraction of the time; and seeds the
 * demo that each file then starts from a copy of.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import Database from "better-sqlite3";
import { newFolder, programName, removeFolder, seedDemoIn, seededFolderName } from "./front-door.ts";
import { quickPasswordHash } from "./quick-password.ts";

export default async function setUp(): Promise<() => void> {
  process.env.CHROMIUM_PATH ??= await chromium.executablePath();
  // Where the one package that stays outside the file is found.
  const built = mkdtempSync("node_modules/.ringupp-test-");
  const seeded = newFolder();
  const tidy = () => {
    for (const folder of [built, seeded]) removeFolder(folder);
  };
  try {
    execFileSync(process.execPath, ["build.mjs", built], { stdio: ["ignore", "ignore", "pipe"] });
    process.env[programName] = join(process.cwd(), built, "ringupp.mjs");
    await seedDemoIn(seeded);
    signInFast(seeded);
  } catch (error) {
    tidy();
    throw error;
  }
  process.env[seededFolderName] = seeded;
  return tidy;
}

/** start-and-stop.test.ts and lead-and-admin.test.ts sign in at the full cost. */
function signInFast(folder: string): void {
  const raw = new Database(join(folder, "ringupp.sqlite"));
  raw.prepare("update accounts set password_hash = ?").run(quickPasswordHash);
  raw.close();
}
