/**
 * The result of a samverkansmätning as files and as JSON. Everything comes from the report as it may be shown
 * (reports/cooperation.ts); no handler here can reach an answer.
 */
import { listCooperations } from "../db/cooperation.ts";
import { isRefusal } from "../problems.ts";
import { cooperationAsJson, cooperationAsTable, cooperationCodeBook } from "../reports/cooperation-table.ts";
import { type CsvForm, csvOf } from "../spreadsheet.ts";
import { type CooperationResult, readCooperationResult } from "../steps/read-cooperation.ts";
import type { Request } from "./context.ts";
import { excelOf } from "./excel.ts";
import { giveUp } from "./failures.ts";
import { csvFile, excelFile } from "./file.ts";

export async function getCooperationResult(c: Request): Promise<CooperationResult> {
  const result = await readCooperationResult(c.get("world"), c.req.param("id") ?? "");
  return isRefusal(result) ? giveUp(result) : result;
}

/** `?form=rfc4180`: with commas and decimal points. Otherwise as Swedish Excel opens it. */
const csvFormOf = (c: Request): CsvForm => (c.req.query("form") === "rfc4180" ? "rfc4180" : "swedish");

/** GET /samverkan/:id/resultat.csv */
export async function cooperationFile(c: Request): Promise<Response> {
  const { row, report } = await getCooperationResult(c);
  return csvFile(c, `${row.id}.csv`, csvOf(cooperationAsTable(row, report), csvFormOf(c)));
}

/** GET /samverkan/:id/kodbok.csv */
export async function cooperationCodeBookFile(c: Request): Promise<Response> {
  const { row, report } = await getCooperationResult(c);
  return csvFile(c, `${row.id}-kodbok.csv`, csvOf(cooperationCodeBook(report), csvFormOf(c)));
}

/** GET /samverkan/:id/resultat.xlsx: the numbers and the code book in one workbook. */
export async function cooperationWorkbook(c: Request): Promise<Response> {
  const { row, report } = await getCooperationResult(c);
  const sheets = [
    { name: "Resultat", rows: cooperationAsTable(row, report) },
    { name: "Kodbok", rows: cooperationCodeBook(report) },
  ];
  return excelFile(c, `${row.id}.xlsx`, await excelOf(sheets));
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
