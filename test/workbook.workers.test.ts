/** A workbook of many wards on Workers, where there is neither a thread to pack it in nor a library of Node's. */
import { expect, test } from "vitest";
import { excelOf } from "../src/web/excel.ts";

test("three thousand lines of forty cells become a workbook", async () => {
  const line = Array.from({ length: 40 }, (_, at) => (at % 2 ? `Avdelning ${at}` : at / 7));
  const rows = Array.from({ length: 3000 }, () => line);
  const book = new Uint8Array(await excelOf([{ name: "Resultat", rows }]));
  expect(new TextDecoder().decode(book.subarray(0, 2))).toBe("PK");
});
