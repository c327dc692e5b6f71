/** Three projects: everything on Node, what needs a browser, and the database contract again on D1 inside workerd. */
import { join } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const throughTheFrontDoor = ["test/journeys/**/*.test.ts", "test/pages.test.ts"];

/** In ms: only what hangs takes as long. Some tests take ten seconds on two quiet cores, and many times that beside other work. */
const longestTest = 180_000;

/** What takes longest, longest first: begun last, it would run alone when all else is done. */
const long = [
  ...["pages", "journeys/week", "journeys/lost-connection", "journeys/interview", "journeys/try-phone"],
  ...["journeys/measurement", "journeys/coordinators-day", "journeys/lead-and-admin", "journeys/connect"],
  ...["journeys/answer-on-web", "journeys/start-and-stop", "telephone-scenarios.workers", "model/desk"],
  ...["model/carrier", "model/clock", "model/knife", "bench", "faults/killed", "telephone-scenarios", "attacks/twins"],
  ...["worker-journey", "demo/seed", "faults/tallying", "run", "demo/telephone", "attacks/odd-requests", "durability"],
].map((name) => `/${name}.test.ts`);

/** Browser, workerd, Node, so that a worker goes on with files of its own kind; in each the long ones first. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = ["browser", "workers", "node"];
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = long.findIndex((name) => moduleId.endsWith(name));
      return projects.indexOf(project.name) * 1000 + (at < 0 ? 999 : at);
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // The default leaves one core idle, which on a machine of two is half of it; more browsers than cores wait for each other.
    maxWorkers: "100%",
    sequence: { sequencer: LongFirst },
    // Starting the program from its source is mostly compiling it, and the tests start it some dozens of times.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/ringupp-tests") },
    projects: [
      {
        test: {
          name: "node",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["test/**/*.workers.test.ts", ...throughTheFrontDoor, "node_modules/**"],
          setupFiles: "test/chance.ts",
          // No test changes a module that another uses, and loading the program takes longer than most files' tests.
          isolate: false,
          testTimeout: longestTest,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: throughTheFrontDoor,
          globalSetup: "test/browser-setup.ts",
          isolate: false,
          // A browser beside other work on a small machine is late now and then; test/run.ts then tries the whole file.
          retry: 1,
          testTimeout: longestTest,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            miniflare: {
              compatibilityDate: "2026-11-17",
              compatibilityFlags: ["temporal"],
              d1Databases: ["DB"],
              bindings: { MIGRATIONS: await readD1Migrations("drizzle") },
            },
          })),
        ],
        test: { name: "workers", include: ["test/**/*.workers.test.ts"], testTimeout: longestTest },
      },
    ],
  },
});
