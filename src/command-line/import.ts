/** `import`: a discharge list from a file, by the same code as the upload in the browser. */
import { findFirstProvider } from "../db/accounts.ts";
import { addSource, findSource } from "../db/discharges.ts";
import { openFile } from "../intake/file.ts";
import { type RefusedRow, refusedCsv } from "../intake/refused-csv.ts";
import { isRefusal, sentenceFor } from "../problems.ts";
import { type ImportResult, importFile } from "../steps/admit-discharges.ts";
import type { World } from "../world.ts";
import { type Command, type Io, textOf, wronglyCalled } from "./command.ts";

const call = { name: "import", usage: "FIL [--source KÄLLA] [--refused FIL] [--json]" };
const defaultSource = "Kommandorad";

export const importCommand: Command = {
  ...call,
  what: "tar in en utskrivningslista (CSV)",
  options: { json: { type: "boolean" }, source: { type: "string" }, refused: { type: "string" } },
  needs: "world",
  run: async (world, given, io) => {
    const [path] = given.positionals;
    if (!path || given.positionals.length > 1) return wronglyCalled(io, call, "Ange en fil att ta in.");
    let bytes: Uint8Array;
    try {
      bytes = await io.readFile(path);
    } catch {
      io.err(`Filen ${path} går inte att läsa. Kontrollera namnet och att du får läsa den.`);
      return 1;
    }
    const source = await sourceNamed(world, textOf(given, "source")?.trim() || defaultSource);
    const refused: RefusedRow[] = [];
    const result = await importFile(world, {
      source,
      bytes,
      onProgress: (rows) => rows % 10_000 === 0 && io.err(`${rows} rader klara …`),
      onRefused: (row) => refused.push(row),
    });
    if (isRefusal(result)) {
      io.err(sentenceFor(result.refused, result.details));
      // The file as a whole: said at its first line, so that a program that reads the JSON hears it too.
      const whole = { line: 1, reason: result.refused };
      if (given.values.json) printJson({ admitted: 0, updated: 0, unchanged: 0, refused: [whole] }, io);
      return 1;
    }
    const refusedPath = textOf(given, "refused");
    if (refusedPath && refused.length > 0) {
      const opened = openFile(bytes, source.columns);
      await io.writeFile(refusedPath, refusedCsv(isRefusal(opened) ? [] : opened.header, refused));
    }
    if (given.values.json) {
      printJson(result, io);
      for (const { code, details } of result.warnings) io.err(`Obs! ${sentenceFor(code, details)}`);
    } else print(result, refused, io);
    return 0;
  },
};

async function sourceNamed(world: World, name: string) {
  const provider = await findFirstProvider(world.db);
  if (!provider) throw new Error("the installation has no care provider");
  const known = await findSource(world.db, provider.id, name);
  if (known) return known;
  await world.atomically([addSource(world.db, { id: world.newId(), providerId: provider.id, name })]);
  const made = await findSource(world.db, provider.id, name);
  if (!made) throw new Error("a source that was just added is not there");
  return made;
}

const printJson = ({ admitted, updated, unchanged, refused }: Omit<ImportResult, "warnings">, io: Io): void =>
  io.out(JSON.stringify({ admitted, updated, unchanged, refused }, null, 2));

function print({ admitted, updated, unchanged, warnings }: ImportResult, refused: readonly RefusedRow[], io: Io): void {
  if (admitted + updated === 0 && refused.length === 0) io.out("Ingenting har ändrats: alla rader fanns redan.");
  io.out(`Nya: ${admitted}  Ändrade: ${updated}  Oförändrade: ${unchanged}  Avvisade: ${refused.length}`);
  for (const { code, details } of warnings) io.out(`Obs! ${sentenceFor(code, details)}`);
  for (const { line, reason, details } of refused) io.out(`Rad ${line}: ${sentenceFor(reason, details)}`);
}
