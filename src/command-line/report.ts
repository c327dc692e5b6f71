/** `report`: a measurement's numbers, the same as on its page. */
import { isRefusal, sentenceFor } from "../problems.ts";
import { reportAsJson } from "../reports/as-json.ts";
import { intervalText, percentText } from "../reports/intervals.ts";
import type { Report } from "../reports/report.ts";
import { thresholdsInShort } from "../reports/thresholds.ts";
import { readReport } from "../steps/read-report.ts";
import { type Command, type Io, textOf, wronglyCalled } from "./command.ts";

const call = { name: "report", usage: "--measurement MÄTNING [--format text|json]" };

export const report: Command = {
  ...call,
  what: "visar en mätnings resultat",
  options: { measurement: { type: "string" }, format: { type: "string" }, json: { type: "boolean" } },
  needs: "world",
  run: async (world, given, io) => {
    const id = textOf(given, "measurement");
    const format = given.values.json ? "json" : (textOf(given, "format") ?? "text");
    if (!id) return wronglyCalled(io, call, "Ange en mätning, till exempel orebro-2019-11.");
    if (format !== "text" && format !== "json") return wronglyCalled(io, call, `Formatet "${format}" finns inte.`);
    const read = await readReport(world, id);
    if (isRefusal(read)) {
      io.err(sentenceFor(read.refused, read.details));
      return 1;
    }
    if (format === "json") io.out(JSON.stringify(reportAsJson(read), null, 2));
    else print(read, io);
    return 0;
  },
};

function print({ measurement, thresholds, groups }: Report, io: Io): void {
  io.out(`${measurement.name}${measurement.madeUp ? " (påhittade uppgifter)" : ""}`);
  for (const group of groups) {
    io.out("");
    const name = `${group.countyName}, ${group.careTypeLabel.toLowerCase()}`;
    if (group.hidden !== null) {
      io.out(`${name}: ${group.inWords}`);
      continue;
    }
    io.out(`${name}, ${group.respondents} svarande`);
    for (const indicator of Object.values(group.indicators)) {
      const label = indicator.label.padEnd(24);
      if (indicator.withheld !== null) io.out(`  ${label}${indicator.inWords}`);
      else {
        const { positive, allRespondents, shareOfAll, wilson95 } = indicator;
        io.out(
          `  ${label}${percentText(shareOfAll).padStart(6)}  ${positive} av ${allRespondents}  (${intervalText(wilson95)})`,
        );
      }
    }
  }
  io.out(`\nGränser i mätningen: ${thresholdsInShort(thresholds)}.`);
  if (measurement.note) io.out(`\n${measurement.note}`);
}
