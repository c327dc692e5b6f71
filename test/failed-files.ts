/** For vitest: writes which files something failed in, for test/run.ts to try them again. */
import { writeFileSync } from "node:fs";
import type { Reporter } from "vitest/node";

/** Names the file to write. */
export const failedFilesName = "RINGUPP_FAILED_FILES";

export default class FailedFiles implements Reporter {
  onTestRunEnd(...[modules, errors]: Parameters<NonNullable<Reporter["onTestRunEnd"]>>): void {
    const path = process.env[failedFilesName];
    // A fault outside every test belongs to no file: running a file again would hide it.
    const failed = errors.length > 0 ? [] : modules.filter((one) => !one.ok()).map(({ moduleId }) => moduleId);
    if (path !== undefined) writeFileSync(path, JSON.stringify(failed));
  }
}
