/**
 * Once before the tests that need a browser: unpacks it, since several files that do so at once meet a file that is
 * still being written (ETXTBSY), and seeds the demo that each file then starts from a copy of.
 */
import chromium from "@sparticuz/chromium";
import { newFolder, removeFolder, seedDemoIn, seededFolderName } from "./front-door.ts";

export default async function setUp(): Promise<() => void> {
  process.env.CHROMIUM_PATH ??= await chromium.executablePath();
  const folder = newFolder();
  await seedDemoIn(folder).catch((error: unknown) => {
    removeFolder(folder);
    throw error;
  });
  process.env[seededFolderName] = folder;
  return () => removeFolder(folder);
}
