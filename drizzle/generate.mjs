/**
 * Makes the next migration from src/db/*.ts (`npm run migration -- name`) and gives the tables whose order on disk must
 * tell nothing their WITHOUT ROWID clause, which drizzle-kit cannot express.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const withoutRowid = [
  ...["pending", "responses", "remarks", "tallies", "unit_tallies", "unit_counts", "task_counts"],
  ...["publications", "publication_parts"],
  ...["field_counts", "compliance_counts", "reach_counts"],
  ...["cooperations", "cooperation_units", "cooperation_links", "cooperation_sent", "cooperation_waiting"],
  ...["cooperation_suggestions", "cooperation_tallies", "cooperation_tallied_units"],
  ...["cooperation_replaced_links", "cooperation_publications"],
];
const before = new Set(readdirSync("drizzle"));
execFileSync("drizzle-kit", ["generate", "--config", "drizzle/config.ts", "--name", process.argv[2] ?? "change"], {
  stdio: ["ignore", 2, 2],
});
for (const file of readdirSync("drizzle")) {
  if (!file.endsWith(".sql") || before.has(file)) continue;
  const path = `drizzle/${file}`;
  const text = readFileSync(path, "utf8").replace(/CREATE TABLE `(\w+)` \([\s\S]*?\n\);/g, (table, name) =>
    withoutRowid.includes(name) ? table.replace(/\n\);$/, "\n) WITHOUT ROWID;") : table,
  );
  writeFileSync(path, text);
}
