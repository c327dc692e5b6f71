/**
 * The floor under a turn of the telephone: a bare Hono handler in a process of its own that checks Twilio's signature,
 * does one prepared read and one prepared write at synchronous=FULL, and sends a fixed TwiML of the same length. Nothing is
 * decided or remembered. Arguments: the database file, the auth token, the public address, the reply.
 */
import { createHmac } from "node:crypto";
import { serve } from "@hono/node-server";
import Database from "better-sqlite3";
import { Hono } from "hono";

const [file = "", token = "", publicUrl = "", reply = ""] = process.argv.slice(2);
const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec("create table calls (id text primary key, state text not null, turn integer not null)");
const insert = database.prepare("insert into calls values (?, ?, 0)");
for (let at = 0; at < 128; at += 1) insert.run(`samtal-${at}`, "x".repeat(600));
const find = database.prepare("select * from calls where id = ?");
const update = database.prepare("update calls set turn = turn + 1 where id = ?");

const app = new Hono();
app.get("/", (c) => c.text("ok"));
app.post("/rost/:callId/:turn/:token", async (c) => {
  const form = new URLSearchParams(await c.req.text());
  const signed = [...form.keys()]
    .sort()
    .reduce((text, name) => `${text}${name}${form.get(name)}`, publicUrl + c.req.path);
  if (createHmac("sha1", token).update(signed).digest("base64") !== c.req.header("x-twilio-signature"))
    return c.body(null, 403);
  const id = c.req.param("callId");
  if (!find.get(id)) return c.body(null, 404);
  update.run(id);
  return c.body(reply, 200, { "content-type": "text/xml; charset=utf-8" });
});

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
process.once("SIGTERM", () => {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
});
