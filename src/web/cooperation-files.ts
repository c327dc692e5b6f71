/**
 * The result of a samverkansmätning as files and as JSON. Everything comes from the report as it may be shown
 * (reports/cooperation.ts); no handler here can reach an answer.
 */
import { type CooperationRow, listCooperations } from "../db/cooperation.ts";
import { refusalToLeadIn } from "../db/led-cooperations.ts";
import { isRefusal } from "../problems.ts";
import type { Numbered } from "../reports/as-table.ts";
import { unread } from "../reports/cooperation.ts";
import { cooperationAsJson, cooperationAsTable, cooperationCodeBook } from "../reports/cooperation-table.ts";
import { type CsvForm, resultCsvOf } from "../spreadsheet.ts";
import { type CooperationResult, readCooperationResult } from "../steps/read-cooperation.ts";
import { accountOf, type Request } from "./context.ts";
import { excelOf } from "./excel.ts";
import { giveUp } from "./failures.ts";
import { csvFile, excelFile } from "./file.ts";

/** Is whoever asks a project lead, and the measurement theirs? */
export async function mayLead(c: Request, { county }: Pick<CooperationRow, "county">): Promise<boolean> {
  const account = accountOf(c);
  return account.role === "lead" && (await refusalToLeadIn(c.get("world"), account, county)) === null;
}

/** Before it is published its project lead reads the suggestions, and takes away those that point somebody out. */
export const mayReadSuggestions = async (c: Request, row: Pick<CooperationRow, "state" | "county">): Promise<boolean> =>
  row.state === "published" || (await mayLead(c, row));

/** The result as whoever asks may see it. */
export async function getCooperationResult(c: Request): Promise<CooperationResult> {
  const result = await readCooperationResult(c.get("world"), c.req.param("id") ?? "");
  if (isRefusal(result)) return giveUp(result);
  const { row, report } = result;
  return (await mayReadSuggestions(c, row)) ? result : { row, report: unread(report) };
}

/** `?form=rfc4180`: with commas and decimal points. Otherwise as Swedish Excel opens it. */
const csvFormOf = (c: Request): CsvForm => (c.req.query("form") === "rfc4180" ? "rfc4180" : "swedish");

/** A result's numbers as a file called `name`.csv; `published` where they are those of a published report. */
export const cooperationFileAs = (
  c: Request,
  { row, report }: CooperationResult,
  name: string,
  published?: Numbered,
): Response => csvFile(c, `${name}.csv`, resultCsvOf(cooperationAsTable(row, report, published), csvFormOf(c)));

/** What its columns and codes mean. */
export const cooperationCodeBookAs = (c: Request, { report }: CooperationResult, name: string): Response =>
  csvFile(c, `${name}-kodbok.csv`, resultCsvOf(cooperationCodeBook(report), csvFormOf(c)));

/** The numbers and the code book in one workbook. */
export async function cooperationWorkbookAs(
  c: Request,
  { row, report }: CooperationResult,
  name: string,
  published?: Numbered,
): Promise<Response> {
  const sheets = [
    { name: "Resultat", rows: cooperationAsTable(row, report, published) },
    { name: "Kodbok", rows: cooperationCodeBook(report) },
  ];
  return excelFile(c, `${name}.xlsx`, await excelOf(sheets));
}

/** GET /samverkan/:id/resultat.csv */
export async function cooperationFile(c: Request): Promise<Response> {
  const result = await getCooperationResult(c);
  return cooperationFileAs(c, result, result.row.id);
}

/** GET /samverkan/:id/kodbok.csv */
export async function cooperationCodeBookFile(c: Request): Promise<Response> {
  const result = await getCooperationResult(c);
  return cooperationCodeBookAs(c, result, result.row.id);
}

/** GET /samverkan/:id/resultat.xlsx */
export async function cooperationWorkbook(c: Request): Promise<Response> {
  const result = await getCooperationResult(c);
  return cooperationWorkbookAs(c, result, result.row.id);
}

/** GET /api/samverkan */
export async function apiCooperations(c: Request): Promise<Response> {
  const rows = await listCooperations(c.get("world").db);
  return c.json({
    measurements: rows.map(({ id, name, state, county, opensOn, closesOn, madeUp, releasedOn }) => ({
      ...{ id, name, state, county, opensOn, closesOn, madeUp, final: releasedOn !== null },
    })),
  });
}

/** GET /api/samverkan/:id */
export async function apiCooperation(c: Request): Promise<Response> {
  const { row, report } = await getCooperationResult(c);
  return c.json(cooperationAsJson(row, report));
}
