/** A file that somebody opens in a spreadsheet never does anything by itself. */
import { expect, test } from "vitest";
import { csvOf, inertText, resultCsvOf, textForExcel } from "./spreadsheet.ts";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠1", "'=1"])(
  "%j is not run",
  (text) => {
    expect(inertText(text)).toBe(`'${text}`);
  },
);

test("ordinary text and Swedish letters stand as they are", () => {
  for (const text of ["Örebro län", "77 %", "1–7", "", "a=b"]) expect(inertText(text)).toBe(text);
});

test("Swedish Excel gets semicolons, a decimal comma and a byte order mark; others get RFC 4180", () => {
  const lines = [
    ["Län", 'Andel "positiva"', "a;b", "a,b"],
    ["Örebro län", 0.77, null, true],
    ["=1", -0.5, " ", false],
  ] as const;
  expect(csvOf(lines, "swedish")).toBe(
    '\ufeffLän;"Andel ""positiva""";"a;b";"a,b"\r\nÖrebro län;0,77;;ja\r\n\'=1;-0,5;" ";nej\r\n',
  );
  expect(csvOf(lines, "rfc4180")).toBe(
    'Län,"Andel ""positiva""","a;b","a,b"\r\nÖrebro län,0.77,,ja\r\n\'=1,-0.5," ",nej\r\n',
  );
});

test.each([
  "1-4",
  "3/7",
  "12:30",
  "MAR1",
  "12 mars",
  "jan-20",
  "1E5",
  "0,5",
  "1.5",
  "5 %",
  "007",
  "1 000",
  "SANT",
  "=1",
])("a ward called %j stays a name in Swedish Excel", (name) => {
  expect(textForExcel(name)).toBe(`'${name}`);
  expect(resultCsvOf([[name]], "swedish")).toContain(`'${name}`);
  expect(resultCsvOf([[name]], "rfc4180")).toBe(csvOf([[name]], "rfc4180"));
});

test("dates as we write them, codes of counties and ordinary names stand as they are", () => {
  for (const text of ["2019-11-11", "18", "01", "Avdelning 3/7", "Mars", "Akuten 12", "3B", "24-sjuan", "Majsol", ""])
    expect(textForExcel(text)).toBe(text);
  expect(resultCsvOf([[0.5, -1, 1e21]], "swedish")).toBe("\ufeff0,5;-1;1e+21\r\n");
});

test.each([";", ",", "\t", "\n"])(
  "a name with a formula after %j runs in neither form, whichever opens it",
  (separator) => {
    for (const sign of ["=", "+", "-", "@", "＝"])
      for (const between of ["", " ", '"'])
        for (const form of ["swedish", "rfc4180"] as const) {
          const text = resultCsvOf([[`x${separator}${between}${sign}1+1${separator}y`]], form);
          for (const cell of text.split(/[;,\t\r\n]/))
            expect(cell.replace(/^["\ufeff]*/, "")).not.toMatch(/^\s*[=+\-@＝]/);
        }
  },
);

test("a list that is read in again gets back what stood in it", () => {
  expect(csvOf([["ring dottern, +46 70 174 06 05"]], "swedish")).toBe('\ufeff"ring dottern, +46 70 174 06 05"\r\n');
});

test("a day is its ten signs in both forms", () => {
  for (const form of ["swedish", "rfc4180"] as const)
    expect(resultCsvOf([[{ date: "2019-11-01" }]], form)).toContain("2019-11-01\r\n");
});
