/** GET /jamfor/jamforelse.csv, .xlsx and kodbok.csv, /api/jamfor: the comparison that the address names, as its page shows it. */
import { isRefusal } from "../problems.ts";
import type { Comparison } from "../reports/comparison.ts";
import { comparisonAsJson } from "../reports/comparison-json.ts";
import { comparisonAsTable, comparisonCodeBook, comparisonWarnings } from "../reports/comparison-table.ts";
import { resultCsvOf } from "../spreadsheet.ts";
import { readComparison } from "../steps/read-comparison.ts";
import { askedIn, readersOf } from "./compare.ts";
import type { Request } from "./context.ts";
import { excelOf } from "./excel.ts";
import { formOf } from "./exports.ts";
import { giveUp } from "./failures.ts";
import { csvFile, excelFile } from "./file.ts";

async function getComparison(c: Request): Promise<Comparison> {
  const compared = await readComparison(c.get("world"), askedIn(c).chosen, readersOf(c));
  return isRefusal(compared) ? giveUp(compared) : compared;
}

/** GET /jamfor/jamforelse.csv?s=…&s=…; `form=rfc4180`: with commas and decimal points. */
export const comparisonFile = async (c: Request): Promise<Response> =>
  csvFile(c, "jamforelse.csv", resultCsvOf(comparisonAsTable(await getComparison(c)), formOf(c)));

/** GET /jamfor/kodbok.csv?s=…&s=…: what the columns hold. */
export const comparisonCodeBookFile = async (c: Request): Promise<Response> =>
  csvFile(c, "jamforelse-kodbok.csv", resultCsvOf(comparisonCodeBook(await getComparison(c)), formOf(c)));

/** GET /api/jamfor?s=…&s=… */
export const apiComparison = async (c: Request): Promise<Response> => c.json(comparisonAsJson(await getComparison(c)));

/** GET /jamfor/jamforelse.xlsx?s=…&s=… */
export async function comparisonWorkbook(c: Request): Promise<Response> {
  const comparison = await getComparison(c);
  const sheets = [
    { name: "Jämförelse", rows: comparisonAsTable(comparison) },
    { name: "Att veta", rows: comparisonWarnings(comparison) },
    { name: "Kodbok", rows: comparisonCodeBook(comparison) },
  ];
  return excelFile(c, "jamforelse.xlsx", await excelOf(sheets));
}
