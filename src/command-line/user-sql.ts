/**
 * `user sql`: the first account of an installation whose database this computer cannot open (D1). Prints the statement
 * for `wrangler d1 execute`, with the password already turned into its hash.
 */
import { hashPassword, shortestPassword } from "../crypto/passwords.ts";
import { sentenceFor } from "../problems.ts";
import { type Command, textOf, wronglyCalled } from "./command.ts";

const call = { name: "user sql", usage: "--username NAMN [--name 'FÖRNAMN EFTERNAMN']" };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const userSql: Command = {
  ...call,
  what: "skriver ut den SQL som lägger upp en administratör på Cloudflare D1",
  options: { username: { type: "string" }, name: { type: "string" } },
  needs: "nothing",
  run: async (given, io) => {
    const username = textOf(given, "username")?.toLowerCase();
    if (!username) return wronglyCalled(io, call, "Ange ett användarnamn.");
    const password = await io.ask(`Lösenord (minst ${shortestPassword} tecken): `);
    if ((password ?? "").length < shortestPassword) {
      io.err(sentenceFor("password-short", { least: shortestPassword }));
      return 1;
    }
    const name = textOf(given, "name") ?? username;
    const values = [io.newId(), username, name, "admin", hashPassword(password ?? ""), "one"].map(quoted);
    const [id, ...rest] = values;
    io.out(
      "insert into accounts (id, provider_id, username, name, role, password_hash, interview_layout, created_at)" +
        ` select ${id}, id, ${rest.join(", ")}, unixepoch() * 1000 from care_providers limit 1;`,
    );
    return 0;
  },
};
