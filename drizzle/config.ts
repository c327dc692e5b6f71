/** Where drizzle-kit finds the tables; `drizzle/generate.mjs` runs it. The same migrations serve better-sqlite3 and D1. */
import { defineConfig } from "drizzle-kit";

export default defineConfig({ dialect: "sqlite", schema: "./src/db/schema.ts", out: "./drizzle" });
