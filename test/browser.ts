/**
 * A real Chromium for journeys and screenshots. The browser comes from a package, so that `npm test` needs nothing but
 * npm; CHROMIUM_PATH names another.
 */
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as driver } from "playwright-core";

/** Its own defaults switch off web security, which is part of what is tested; so the arguments are ours. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await chromium.executablePath());
  try {
    return await driver.launch({ executablePath, args, headless: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (/error while loading shared libraries/.test(text)) {
      throw new Error(
        `Chromium saknar systembibliotek. På Debian: apt-get install libnss3 libnspr4 libexpat1\n${text.slice(0, 400)}`,
      );
    }
    throw error;
  }
}
