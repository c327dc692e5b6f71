/** `report`: a measurement's numbers, the same as on its page. */
import { isRefusal, refuse, sentenceFor } from "../problems.ts";
import { reportAsJson } from "../reports/as-json.ts";
import { intervalText, numberText, percentText } from "../reports/intervals.ts";
import type { Report, ReportedIndicator } from "../reports/report.ts";
import { thresholdsInShort } from "../reports/thresholds.ts";
import type { UnitIndicator } from "../reports/unit-rows.ts";
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
    // A draft has asked nobody anything.
    if (isRefusal(read) || read.measurement.state === "draft") {
      const { refused, details } = isRefusal(read) ? read : refuse("unknown-measurement");
      io.err(sentenceFor(refused, details));
      return 1;
    }
    if (format === "json") io.out(JSON.stringify(reportAsJson(read), null, 2));
    else print(read, io);
    return 0;
  },
};

function print({ measurement, thresholds, groups, country, units }: Report, io: Io): void {
  io.out(`${measurement.name}${measurement.madeUp ? " (påhittade uppgifter)" : ""}`);
  // Riket first, as on the page.
  for (const group of [...country, ...groups]) {
    io.out("");
    const name = `${group.countyName}, ${group.careTypeLabel.toLowerCase()}`;
    if (group.hidden !== null) {
      io.out(`${name}: ${group.inWords}`);
      continue;
    }
    io.out(`${name}, ${plain(numberText(group.respondents))} svarande`);
    printIndicators(Object.values(group.indicators), io);
  }
  for (const { countyName, careTypeLabel, rows } of units)
    for (const { name, respondents, indicators } of rows) {
      io.out(`\n${countyName}, ${careTypeLabel.toLowerCase()}, ${name}, ${plain(numberText(respondents))} svarande`);
      printIndicators(Object.values(indicators), io);
    }
  io.out(`\nGränser i mätningen: ${thresholdsInShort(thresholds)}.`);
  if (measurement.note) io.out(`\n${measurement.note}`);
}

function printIndicators(indicators: readonly (ReportedIndicator | UnitIndicator)[], io: Io): void {
  for (const indicator of indicators) {
    const label = indicator.label.padEnd(24);
    if (indicator.withheld !== null) io.out(`  ${label}${indicator.inWords}`);
    else {
      const { positive, allRespondents, shareOfAll, wilson95 } = indicator;
      const line = `  ${label}${percentText(shareOfAll).padStart(6)}  ${numberText(positive)} av ${numberText(allRespondents)}  (${intervalText(wilson95)})`;
      io.out(plain(line));
    }
  }
}

/** A terminal's line is not broken, and whoever searches it types an ordinary space. */
const plain = (text: string): string => text.replaceAll("\u00a0", " ");
