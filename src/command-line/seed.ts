/** `seed`: the demo's invented people. Does nothing when they are there, unless asked to begin again. */
import { isLocalDate } from "../calendar.ts";
import { type Command, textOf, wronglyCalled } from "./command.ts";

const call = { name: "seed", usage: "[--reset] [--seed TAL] [--start ÅÅÅÅ-MM-DD]" };

export const seed: Command = {
  ...call,
  what: "skapar demons påhittade personer; --reset börjar om",
  options: { reset: { type: "boolean" }, seed: { type: "string" }, start: { type: "string" } },
  needs: "world",
  run: async (world, given, io) => {
    if (world.config.mode !== "demo") {
      io.err("Påhittade personer kan bara skapas i demoläget. Det här är en riktig installation.");
      return 1;
    }
    const number = textOf(given, "seed") ?? "1";
    const start = textOf(given, "start");
    if (!/^\d{1,9}$/.test(number)) return wronglyCalled(io, call, "Fröet ska vara ett heltal.");
    if (start && !isLocalDate(start))
      return wronglyCalled(io, call, `"${start}" är inget datum. Skriv som 2026-11-23.`);
    const made = await io.seedDemo(world, {
      reset: given.values.reset === true || textOf(given, "seed") !== undefined || start !== undefined,
      seed: Number(number),
      ...(start ? { startOn: start } : {}),
    });
    io.out(
      made ? "Demodata är gjord på nytt." : "Demodata är på plats. Börja om från början med: npm run seed -- --reset",
    );
    return 0;
  },
};
