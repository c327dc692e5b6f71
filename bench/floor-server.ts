/**
 * The floor under the web: a bare Hono handler in a process of its own. POST reads the form and does one prepared UPDATE
 * at synchronous=FULL on rows of the same size as an interview; GET answers at once. Nothing is checked or decided.
 * Arguments: the database file, or none when nothing is to be written.
 */
import { serve } from "@hono/node-server";
import Database from "better-sqlite3";
import { Hono } from "hono";

const [file] = process.argv.slice(2);
const app = new Hono();
app.get("/", (c) => c.text("ok"));

if (file !== undefined) {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec(
    "create table if not exists answers (id text primary key, state text not null, version integer not null)",
  );
  const insert = database.prepare("insert or ignore into answers values (?, ?, 0)");
  for (let at = 0; at < 64; at += 1) insert.run(String(at), "x".repeat(600));
  const padding = "x".repeat(590);
  const update = database.prepare("update answers set state = ?, version = version + 1 where id = ?");
  app.post("/:id", async (c) => {
    const form = await c.req.parseBody();
    update.run(`${form.steg}=${form.svar} ${padding}`, c.req.param("id"));
    return c.json({ saved: true });
  });
}

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
process.once("SIGTERM", () => {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
});
