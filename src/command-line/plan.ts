/** `plan`: the call window of a discharge date, under the default policy. */
import { formatDate, isLocalDate } from "../calendar.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { callWindow, type WindowWarning } from "../calls/window.ts";
import { type Command, textOf, wronglyCalled } from "./command.ts";

const warnings: Record<WindowWarning, string> = {
  "no-callable-day": "Ingen dag i fönstret går att ringa på. Öppna helgen för uppringning, annars missas patienten.",
  "one-callable-day": "Bara en dag i fönstret går att ringa på.",
};

const call = { name: "plan", usage: "--discharged ÅÅÅÅ-MM-DD [--json]" };

export const plan: Command = {
  ...call,
  what: "visar ringfönstret för ett utskrivningsdatum",
  options: { discharged: { type: "string" }, json: { type: "boolean" } },
  needs: "nothing",
  run: async (given, io) => {
    const date = textOf(given, "discharged");
    if (!date) return wronglyCalled(io, call, "Ange utskrivningsdatum.");
    if (given.positionals.length > 0) return wronglyCalled(io, call, `"${given.positionals[0]}" hör inte hit.`);
    if (!isLocalDate(date)) return wronglyCalled(io, call, `"${date}" är inget datum. Skriv som 2026-12-20.`);
    const { opens, closes, callableDays, warnings: codes } = callWindow(date, defaultPolicy);
    if (given.values.json) {
      io.out(JSON.stringify({ opens, closes, callableDays, warnings: codes }, null, 2));
      return 0;
    }
    io.out(`Utskriven ${formatDate(date)}. Ringfönstret är ${formatDate(opens)} till ${formatDate(closes)}.`);
    for (const day of callableDays) io.out(`  ${formatDate(day.date)} kl. ${day.from}–${day.to}`);
    for (const code of codes) io.out(`Obs! ${warnings[code]}`);
    return 0;
  },
};
