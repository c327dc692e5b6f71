import { describe, expect, test } from "vitest";
import { openRecords, sniffDelimiter } from "./records.ts";

const read = (text: string) => {
  const reader = openRecords([text]);
  return { header: reader.header, records: [...reader.blocks()].flat() };
};
/** Line and cells, or line and the reason. */
const seen = (text: string) =>
  read(text).records.map((record) =>
    "refusal" in record ? [record.line, record.refusal.refused] : [record.line, record.cells],
  );

describe("records", () => {
  test("are parted by whichever of ; , tab the header uses, and Excel's sep= is obeyed", () => {
    expect(sniffDelimiter("a;b;c")).toBe(";");
    expect(sniffDelimiter("a,b,c")).toBe(",");
    expect(sniffDelimiter("a\tb\tc")).toBe("\t");
    expect(sniffDelimiter('"Namn, hela";b;c')).toBe(";");
    expect(seen("sep=,\na,b\n1,2;3\n")).toEqual([[3, ["1", "2;3"]]]);
  });

  test("know the line of the file they begin on, past blank lines and cells of several lines", () => {
    expect(seen('a;b\r\n\r\n1;2\r\n;;\r\n3;"x\r\ny"\r\n5;6')).toEqual([
      [3, ["1", "2"]],
      [5, ["3", "x\ny"]],
      [7, ["5", "6"]],
    ]);
    expect(seen("a;b\r1;2\r3;4")).toEqual([
      [2, ["1", "2"]],
      [3, ["3", "4"]],
    ]);
    // Excel's "CSV Macintosh" ends rows with CR and breaks lines inside cells with LF.
    expect(seen('a;b\r1;"x\ny"\r3;4\r5;6\n7;8')).toEqual([
      [2, ["1", "x\ny"]],
      [4, ["3", "4"]],
      [5, ["5", "6"]],
      [6, ["7", "8"]],
    ]);
  });

  test("with too few or too many cells are refused by themselves; blank extras are tolerated", () => {
    expect(seen("a;b\n1\n1;2;3\n1;2;;\n4;5\n")).toEqual([
      [2, "row-cells"],
      [3, "row-cells"],
      [4, ["1", "2"]],
      [5, ["4", "5"]],
    ]);
  });

  test("a quote that is never closed costs its own line and no other", () => {
    const rows = Array.from({ length: 60 }, (_, at) => `${at};x;y`);
    rows[10] = '10;"x;y';
    const refused = seen(`a;b;c\n${rows.join("\n")}\n`);
    expect(refused).toHaveLength(60);
    expect(refused.filter(([, what]) => what === "row-quote")).toEqual([[12, "row-quote"]]);
  });

  test("a runaway quote in the last column does not swallow the rows up to the next quote", () => {
    expect(seen('a;b;c\n1;x;"y\n2;x;y\n3;x;y"\n4;"x";y\n')).toEqual([
      [2, "row-quote"],
      [3, ["2", "x", "y"]],
      [4, ["3", "x", 'y"']],
      [5, ["4", "x", "y"]],
    ]);
    expect(seen('a;b\n1;"x\n2;"y"\n')).toEqual([
      [2, "row-quote"],
      [3, ["2", "y"]],
    ]);
  });

  test("a cell of many lines is read as long as it is no longer than a cell may be", () => {
    const long = Array.from({ length: 900 }, (_, at) => `rad ${at}`).join("\n");
    expect(seen(`a;b;c\n1;"${long}";x\n2;"säger ""hej""\n\n""då""";y\n3;x;y`)).toEqual([
      [2, ["1", long, "x"]],
      [902, ["2", 'säger "hej"\n\n"då"', "y"]],
      [905, ["3", "x", "y"]],
    ]);
    expect(seen(`a;b;c\n1;"${"x\n".repeat(6_000)}";x\n2;x;y`).at(0)).toEqual([2, "row-quote"]);
  });

  test("quotes inside a cell, doubled quotes and quoted delimiters are read", () => {
    expect(seen('a;b\nAnna "Nina" Ek;"säger ""hej""; ofta"\n')).toEqual([[2, ['Anna "Nina" Ek', 'säger "hej"; ofta']]]);
    expect(seen('a;b\n"Anna" Ek;x\n1;2\n')).toEqual([
      [2, "row-quote"],
      [3, ["1", "2"]],
    ]);
  });

  test("NUL costs its line; a cell of ten megabytes costs its row", () => {
    expect(seen(`a;b\n1;\u0000\n2;${"x".repeat(10_000_000)}\n3;${"x".repeat(10_001)}\n4;5\n`)).toEqual([
      [2, "row-nul"],
      [3, "row-too-long"],
      [4, "row-too-long"],
      [5, ["4", "5"]],
    ]);
  });

  test("a header may be quoted over two lines, and columns without a header at its end are dropped", () => {
    expect(read('"Telefon\n1";b;;\n1;2;;\n')).toMatchObject({
      header: ["Telefon\n1", "b"],
      records: [{ line: 3, cells: ["1", "2"] }],
    });
    expect(read('"a;b\n1;2\n')).toMatchObject({ records: [{ line: 2 }] });
  });

  test("a header alone gives no records, and no header gives none either", () => {
    expect(read("a;b\n")).toEqual({ header: ["a", "b"], records: [] });
    expect(read(";;\n\n")).toEqual({ header: null, records: [] });
  });

  test("come in blocks of at most 500, whatever blocks the text came in", () => {
    const lines = Array.from({ length: 1200 }, (_, at) => `${at};x\n`);
    const reader = openRecords(["a;b\n", ...lines]);
    const blocks = [...reader.blocks()];
    expect(blocks.map((block) => block.length)).toEqual([500, 500, 200]);
    expect(blocks.flat().every((record, at) => record.line === at + 2 && record.cells?.[0] === String(at))).toBe(true);
  });
});
