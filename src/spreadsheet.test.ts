/** A file that somebody opens in a spreadsheet never does anything by itself. */
import { expect, test } from "vitest";
import { csvOf, inertText } from "./spreadsheet.ts";

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
