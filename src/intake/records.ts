/**
 * Text → records with the line of the file where each begins. Works on blocks of whole lines, so that a file is never in
 * memory as records all at once, and groups lines into a record only while a quote stands open: a runaway quote costs its
 * own line and no other. The cells themselves are parted by csv-parse.
 */
import { parse } from "csv-parse/sync";
import { type Refusal, refuse } from "../problems.ts";

/** Line of the file, from 1, where the record begins. */
export type FileRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly cells: readonly string[] | null; readonly refusal: Refusal };

/** More characters than these, or so many lines with quotes in them, is a runaway quote. */
const longestRecord = { quotedLines: 200, characters: 100_000 };
const longestCellCharacters = 10_000;
const blockRecords = 500;

export type Delimiter = ";" | "," | "\t" | "|";
const delimiters: readonly Delimiter[] = [";", "\t", ",", "|"];

type Line = { readonly number: number; readonly text: string };

/**
 * Lines end with CR LF or LF, or in a file whose first line ends with CR alone (Excel's "CSV Macintosh") with any of the
 * three: such files hold LF inside their cells.
 */
export function* linesOf(blocks: Iterable<string>): Generator<Line> {
  let number = 0;
  let end: RegExp | undefined;
  for (const block of blocks) {
    end ??= /^[^\r\n]*\r(?!\n)/.test(block) ? /\r\n?|\n/g : /\r?\n/g;
    for (let from = 0; from < block.length; ) {
      end.lastIndex = from;
      const found = end.exec(block);
      number += 1;
      yield { number, text: block.slice(from, found ? found.index : block.length) };
      from = found ? end.lastIndex : block.length;
    }
  }
}

/** The delimiter that stands most often outside quotes; in a tie the one that is most used in Sweden. */
export function sniffDelimiter(header: string): Delimiter {
  const bare = header.replace(/"(?:[^"]|"")*"/g, "");
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] as Delimiter;
}

type Quotes = "closed" | "open" | "broken";

/** Does a text end inside quotes? "broken": something follows a closing quote, which no writer of CSV does. */
export function quotesOf(text: string, delimiter: string): Quotes {
  if (!text.includes('"')) return "closed";
  let at = 0;
  while (at <= text.length) {
    if (text[at] !== '"') {
      const next = text.indexOf(delimiter, at);
      if (next < 0) return "closed";
      at = next + 1;
      continue;
    }
    let end = text.indexOf('"', at + 1);
    while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    if (end < 0) return "open";
    if (end + 1 === text.length) return "closed";
    if (text[end + 1] !== delimiter) return "broken";
    at = end + 2;
  }
  return "closed";
}

/**
 * The cells of complete records; null when csv-parse finds another number of records. Without quotes a delimiter is a
 * delimiter and nothing else, and there is nothing to parse.
 */
function part(records: readonly string[], delimiter: string): string[][] | null {
  if (!records.some((record) => record.includes('"'))) return records.map((record) => record.split(delimiter));
  try {
    const cells: string[][] = parse(records.join("\n"), {
      delimiter,
      record_delimiter: "\n",
      relax_column_count: true,
      relax_quotes: true,
    });
    return cells.length === records.length ? cells : null;
  } catch {
    return null;
  }
}

const isBlank = (text: string, delimiter: string): boolean => {
  if (/^\w/.test(text)) return false;
  return text.replaceAll(delimiter, "").replaceAll('"', "").trim() === "";
};

/** Lines that can be given back when they turn out to belong to the next record. */
type Lines = { readonly next: () => Line | undefined; readonly giveBack: (lines: readonly Line[]) => void };

function readerOf(lines: Generator<Line>): Lines {
  const waiting: Line[] = [];
  return {
    next: () => waiting.shift() ?? lines.next().value ?? undefined,
    giveBack: (given) => waiting.unshift(...given),
  };
}

/** A record's text, or why its first line is refused by itself. */
type Group = { readonly line: number } & (
  | { readonly text: string }
  | { readonly refusal: Refusal; readonly raw: string }
);

/**
 * Lines → records as text. `columns` is the number of cells that a record should have; null for the header. A line that
 * looks complete by itself is never taken to be the inside of another's cell.
 */
function* groupsOf(lines: Lines, delimiter: string, columns: number | null): Generator<Group> {
  for (let first = lines.next(); first; first = lines.next()) {
    const { number: line, text } = first;
    if (text.length === 0 || isBlank(text, delimiter)) continue;
    if (text.includes("\u0000")) {
      yield { line, refusal: refuse("row-nul"), raw: text };
      continue;
    }
    const quotes = quotesOf(text, delimiter);
    if (quotes === "closed") {
      yield { line, text };
      continue;
    }
    const more: Line[] = [];
    let whole = text;
    let state: Quotes = quotes;
    let quotedLines = 0;
    // Characters since the last line with a quote in it: all of them are in one cell.
    let inCell = 0;
    while (
      state === "open" &&
      quotedLines < longestRecord.quotedLines &&
      inCell <= longestCellCharacters &&
      whole.length < longestRecord.characters
    ) {
      const following = lines.next();
      if (!following) break;
      more.push(following);
      if (following.text.includes("\u0000")) break;
      if (columns !== null && columns > 2 && following.text.split(delimiter).length >= columns) break;
      whole += `\n${following.text}`;
      inCell += following.text.length + 1;
      if (!following.text.includes('"')) continue;
      quotedLines += 1;
      inCell = 0;
      state = quotesOf(whole, delimiter);
    }
    const cells = state === "closed" ? part([whole], delimiter)?.[0] : undefined;
    if (cells && (columns === null || fits(cells, columns))) yield { line, text: whole };
    else {
      lines.giveBack(more);
      yield { line, refusal: refuse("row-quote"), raw: text };
    }
  }
}

/** Extra cells are tolerated when they are blank, as spreadsheets leave them behind. */
const fits = (cells: readonly string[], columns: number): boolean =>
  cells.length >= columns && cells.slice(columns).every((cell) => cell.trim() === "");

/** What can be shown of a line that is not a record: its cells as far as they can be told apart. */
const rawCells = (text: string, delimiter: string): string[] | null =>
  text.length > longestCellCharacters ? null : text.split(delimiter);

/** A record's cells, or why it is refused. */
function check(line: number, cells: readonly string[], columns: number): FileRecord {
  if (cells.length !== columns && !fits(cells, columns)) {
    const refusal = refuse("row-cells", { found: cells.length, expected: columns });
    return { line, cells, refusal };
  }
  return { line, cells: cells.length > columns ? cells.slice(0, columns) : cells };
}

export type RecordReader = {
  /** Cells of the header; null when the file holds no line with text. */
  readonly header: readonly string[] | null;
  readonly delimiter: Delimiter;
  /** The records after the header in blocks of about 500. Can be read once. */
  readonly blocks: () => Generator<FileRecord[]>;
};

/** Opens a file's text: finds delimiter and header; `sep=;` on the first line (Excel's way) is obeyed. */
export function openRecords(texts: Iterable<string>): RecordReader {
  const lines = readerOf(linesOf(texts));
  let said: Delimiter | undefined;
  let first = lines.next();
  const declared = first && /^\ufeff?"?sep=(.)"?\s*$/i.exec(first.text)?.[1];
  if (declared) {
    said = delimiters.find((delimiter) => delimiter === declared);
    first = lines.next();
  }
  while (first && first.text.replace(/[;,\t|"]/g, "").trim() === "") first = lines.next();
  const delimiter = said ?? sniffDelimiter(first?.text ?? "");
  if (!first) return { header: null, delimiter, blocks: function* () {} };

  lines.giveBack([first]);
  // A header cell may be quoted over several lines; when its quotes are wrong it is taken as it stands.
  const heading = groupsOf(lines, delimiter, null).next().value as Group | undefined;
  const headerText = heading && "text" in heading ? heading.text : first.text;
  const cells = part([headerText], delimiter)?.[0] ?? headerText.split(delimiter);
  const header = cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== "") + 1);
  return { header, delimiter, blocks: () => readBlocks(lines, delimiter, header.length) };
}

function* readBlocks(lines: Lines, delimiter: Delimiter, columns: number): Generator<FileRecord[]> {
  let groups: Group[] = [];
  for (const group of groupsOf(lines, delimiter, columns)) {
    groups.push(group);
    if (groups.length < blockRecords) continue;
    yield readBlock(groups, delimiter, columns);
    groups = [];
  }
  if (groups.length > 0) yield readBlock(groups, delimiter, columns);
}

const tooLong = refuse("row-too-long", { limit: longestCellCharacters });

function readBlock(groups: readonly Group[], delimiter: Delimiter, columns: number): FileRecord[] {
  const whole = groups.flatMap((group) =>
    "text" in group && group.text.length <= longestRecord.characters ? [group.text] : [],
  );
  const parsed = part(whole, delimiter);
  let at = 0;
  return groups.map((group): FileRecord => {
    const { line } = group;
    if ("refusal" in group) return { line, cells: rawCells(group.raw, delimiter), refusal: group.refusal };
    if (group.text.length > longestRecord.characters) return { line, cells: null, refusal: tooLong };
    const cells = parsed ? parsed[at] : part([group.text], delimiter)?.[0];
    at += 1;
    if (!cells) return { line, cells: rawCells(group.text, delimiter), refusal: refuse("row-quote") };
    if (group.text.length > longestCellCharacters && cells.some((cell) => cell.length > longestCellCharacters)) {
      return { line, cells: null, refusal: tooLong };
    }
    return check(line, cells, columns);
  });
}
