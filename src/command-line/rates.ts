/**
 * `rates`: response, cooperation, refusal and contact rates after AAPOR, of a measurement or of counts that are given: for
 * whoever checks the arithmetic, and for the next system. A measurement's are those of its own page, under the same
 * thresholds.
 */
import { listProviders } from "../db/accounts.ts";
import { isRefusal, sentenceFor } from "../problems.ts";
import { chainSteps, type FieldCounts } from "../reports/fieldwork.ts";
import { decimalText, numberText, percentText } from "../reports/intervals.ts";
import {
  type AaporClass,
  type AaporCounts,
  estimateEligibleShare,
  noCases,
  type Rates,
  rateDefinitions,
  ratesOf,
} from "../reports/rates.ts";
import { readFieldwork } from "../steps/read-fieldwork.ts";
import { type Command, type Io, textOf, wronglyCalled } from "./command.ts";

const call = {
  name: "rates",
  usage: "--measurement MÄTNING [--format text|json]  eller  --counts I=4,P=2,… [--e 0.9] [--format text|json]",
};

export const rates: Command = {
  ...call,
  what: "visar svarsfrekvenser enligt AAPOR, för en mätning eller för givna antal",
  options: {
    measurement: { type: "string" },
    counts: { type: "string" },
    e: { type: "string" },
    format: { type: "string" },
    json: { type: "boolean" },
  },
  needs: "world",
  run: async (world, given, io) => {
    const [id, typed] = [textOf(given, "measurement"), textOf(given, "counts")];
    const format = given.values.json ? "json" : (textOf(given, "format") ?? "text");
    if (format !== "text" && format !== "json") return wronglyCalled(io, call, `Formatet "${format}" finns inte.`);
    if ((id === undefined) === (typed === undefined))
      return wronglyCalled(io, call, "Ange antingen en mätning eller antal.");
    if (typed !== undefined) {
      const counts = readCounts(typed);
      if (counts === null)
        return wronglyCalled(io, call, "Skriv antalen som I=4,P=2,R=1 med bokstäverna I P R NC O UH UO NE.");
      const share = textOf(given, "e");
      const e = share === undefined ? estimateEligibleShare(counts) : Number(share.replace(",", "."));
      if (e !== null && !(e >= 0 && e <= 1)) return wronglyCalled(io, call, "e ska vara ett tal mellan 0 och 1.");
      const result = ratesOf(counts, e);
      if (format === "json") io.out(JSON.stringify({ counts, e, rates: sharesOf(result) }, null, 2));
      else printRates(result, io);
      return 0;
    }
    const parts = [];
    for (const provider of await listProviders(world.db)) {
      const read = await readFieldwork(world, provider.id, id ?? "");
      if (isRefusal(read)) {
        io.err(sentenceFor(read.refused, read.details));
        return 1;
      }
      parts.push({ provider: provider.name, ...read });
    }
    const told = parts.map(asJson);
    const whole = told.length === 1 ? told[0] : { providers: told };
    if (format === "json") io.out(JSON.stringify({ measurement: id, ...whole }, null, 2));
    else for (const part of parts) print(part, io);
    return 0;
  },
};

/** "I=4,P=2": each class at most once, whole numbers. Null when it does not say that. */
export function readCounts(text: string): AaporCounts | null {
  const counts: Record<AaporClass, number> = { ...noCases };
  const seen = new Set<string>();
  for (const piece of text.split(/[,;\s]+/).filter((one) => one !== "")) {
    const [, name = "", count = ""] = /^([A-Za-z]{1,2})=(\d{1,9})$/.exec(piece) ?? [];
    const key = name.toUpperCase();
    if (!Object.hasOwn(counts, key) || seen.has(key)) return null;
    seen.add(key);
    counts[key as AaporClass] = Number(count);
  }
  return seen.size === 0 ? null : counts;
}

type Part = { readonly provider: string } & Exclude<Awaited<ReturnType<typeof readFieldwork>>, { refused: unknown }>;

/** Shares as fractions; null where there is nothing to divide by. */
const sharesOf = (result: Rates): Record<string, number | null> =>
  Object.fromEntries(rateDefinitions.map(({ key }) => [key, result[key]?.share ?? null]));

/** On all who could take part, and on those who had said yes. */
const countsAsJson = ({ chain, open, coverage, consentRate, all, consenting }: FieldCounts) => ({
  ...{ chain, open, coverage, consentRate },
  ...{ counts: all.counts, e: estimateEligibleShare(all.counts), rates: sharesOf(all.rates) },
  consenting: {
    ...{ counts: consenting.counts, e: estimateEligibleShare(consenting.counts) },
    rates: sharesOf(consenting.rates),
  },
});

const levels = ["county", "careType", "unit"] as const;

function asJson({ provider, measurement, fieldwork }: Part) {
  const { whole, groups, outcomes, preliminary } = fieldwork;
  return {
    ...{ provider, name: measurement.name, madeUp: measurement.madeUp, preliminary },
    // Nothing of it when too few were discharged to be shown.
    ...(whole === null ? { hidden: true } : countsAsJson(whole)),
    groups: groups.map(({ depth, name, within, counts }) => ({
      ...{ level: levels[depth], name, within, ...countsAsJson(counts) },
    })),
    outcomes,
  };
}

function print({ provider, measurement, fieldwork: { whole, preliminary } }: Part, io: Io): void {
  io.out(`${measurement.name}${measurement.madeUp ? " (påhittade uppgifter)" : ""}, ${provider}`);
  if (whole === null) {
    io.out("För få utskrivningar för att visas.");
    return;
  }
  if (preliminary) io.out("Preliminära siffror.");
  io.out("");
  for (const [step, label] of chainSteps)
    io.out(`  ${label.padEnd(24)}${numberText(whole.chain[step]).replaceAll("\u00a0", " ").padStart(6)}`);
  io.out("\nAv alla utskrivna");
  printRates(whole.all.rates, io);
  io.out("\nAv dem som sa ja");
  printRates(whole.consenting.rates, io);
}

function printRates(result: Rates, io: Io): void {
  for (const { key } of rateDefinitions) {
    const rate = result[key];
    const share = rate === null ? "–" : decimalText(rate.share, 3);
    io.out(
      `  ${key.padEnd(8)}${share.padStart(6)}  ${rate === null ? "" : percentText(rate.share)}`
        .replaceAll("\u00a0", " ")
        .trimEnd(),
    );
  }
}
