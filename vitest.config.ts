/** Three projects: everything on Node, what needs a browser, and the database contract again on D1 inside workerd. */
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const throughTheFrontDoor = ["test/journeys/**/*.test.ts", "test/pages.test.ts"];

export default defineConfig({
  test: {
    // The default leaves one core idle, which on a machine of two is half of it.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "node",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["test/**/*.workers.test.ts", ...throughTheFrontDoor, "node_modules/**"],
          // No test changes a module that another uses, and loading the program takes longer than most files' tests.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: throughTheFrontDoor,
          globalSetup: "test/browser-setup.ts",
          // A browser beside other work on a small machine is late now and then; what is wrong is wrong again.
          retry: 2,
          testTimeout: 120_000,
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
        test: { name: "workers", include: ["test/**/*.workers.test.ts"], testTimeout: 60_000 },
      },
    ],
  },
});
