/** `user add`: an account from the server's own terminal, above all a real installation's first one. */
import { findFirstProvider, listUnits, type Role } from "../db/accounts.ts";
import { isRefusal, sentenceFor } from "../problems.ts";
import { addAccount } from "../steps/change-accounts.ts";
import { type Command, textOf, wronglyCalled } from "./command.ts";

const call = {
  name: "user add",
  usage: "--username NAMN --name 'FÖRNAMN EFTERNAMN' --role coordinator|lead|admin [--units 'ENHET, ENHET']",
};
const roles: readonly string[] = ["coordinator", "lead", "admin"];

export const userAdd: Command = {
  ...call,
  what: "lägger upp ett konto; lösenordet skrivs in eller skapas",
  options: {
    username: { type: "string" },
    name: { type: "string" },
    role: { type: "string" },
    units: { type: "string" },
  },
  needs: "world",
  run: async (world, given, io) => {
    const username = textOf(given, "username");
    const role = textOf(given, "role") ?? "admin";
    if (!username) return wronglyCalled(io, call, "Ange ett användarnamn.");
    if (!roles.includes(role)) return wronglyCalled(io, call, `Rollen ska vara en av: ${roles.join(", ")}.`);
    const provider = await findFirstProvider(world.db);
    if (!provider) throw new Error("the installation has no care provider");
    const units = await listUnits(world.db, provider.id);
    const wanted = (textOf(given, "units") ?? "").split(",").map((name) => name.trim());
    const unitIds: string[] = [];
    for (const name of wanted.filter((one) => one !== "")) {
      const unit = units.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (!unit) {
        io.err(`Det finns ingen enhet som heter "${name}".`);
        return 1;
      }
      unitIds.push(unit.id);
    }
    const typed = await io.ask("Lösenord (lämna tomt för att få ett): ");
    const added = await addAccount(world, provider.id, {
      username,
      name: textOf(given, "name") ?? username,
      role: role as Role,
      unitIds,
      ...(typed ? { password: typed } : {}),
    });
    if (isRefusal(added)) {
      io.err(sentenceFor(added.refused, added.details));
      return 1;
    }
    io.out(`Kontot ${username} är upplagt.`);
    if (!typed) io.out(`Lösenord: ${added.password}`);
    return 0;
  },
};
