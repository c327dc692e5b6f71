/**
 * A report as files and as JSON, for spreadsheets and other programs. Everything comes from the report as it may be shown
 * (reports/suppression.ts); no handler here can reach an answer or a person.
 */
import { listMeasurements } from "../db/measurements.ts";
import { isRefusal } from "../problems.ts";
import { reportAsJson } from "../reports/as-json.ts";
import { codeBookOf, type Numbered, reportAsTable } from "../reports/as-table.ts";
import type { Report } from "../reports/report.ts";
import { isContinuous } from "../responses/continuous.ts";
import { type CsvForm, resultCsvOf } from "../spreadsheet.ts";
import { readReport } from "../steps/read-report.ts";
import { apiDocument } from "./api-document.ts";
import type { Request } from "./context.ts";
import { excelOf } from "./excel.ts";
import { giveUp } from "./failures.ts";
import { csvFile, excelFile } from "./file.ts";

async function getReport(c: Request): Promise<Report> {
  const report = await readReport(c.get("world"), c.req.param("id") ?? "");
  if (isRefusal(report)) return giveUp(report);
  // A draft has asked nobody anything.
  return report.measurement.state === "draft" ? giveUp({ refused: "unknown-measurement" }) : report;
}

/** `?form=rfc4180`: with commas and decimal points. Otherwise as Swedish Excel opens it. */
export const formOf = (c: Request): CsvForm => (c.req.query("form") === "rfc4180" ? "rfc4180" : "swedish");

/** A report's numbers as a file called `name`.csv; `published` where they are those of a published report. */
export const resultAs = (c: Request, report: Report, name: string, published?: Numbered): Response =>
  csvFile(c, `${name}.csv`, resultCsvOf(reportAsTable(report, published), formOf(c)));

/** What its columns and codes mean. */
export const codeBookAs = (c: Request, report: Report, name: string): Response =>
  csvFile(c, `${name}-kodbok.csv`, resultCsvOf(codeBookOf(report), formOf(c)));

/** The numbers and the code book in one workbook. */
export async function workbookAs(c: Request, report: Report, name: string, published?: Numbered): Promise<Response> {
  const sheets = [
    { name: "Resultat", rows: reportAsTable(report, published) },
    { name: "Kodbok", rows: codeBookOf(report) },
  ];
  return excelFile(c, `${name}.xlsx`, await excelOf(sheets));
}

/** GET /matningar/:id/resultat.csv */
export async function resultFile(c: Request): Promise<Response> {
  const report = await getReport(c);
  return resultAs(c, report, report.measurement.id);
}

/** GET /matningar/:id/kodbok.csv */
export async function codeBookFile(c: Request): Promise<Response> {
  const report = await getReport(c);
  return codeBookAs(c, report, report.measurement.id);
}

/** GET /matningar/:id/resultat.xlsx */
export async function workbook(c: Request): Promise<Response> {
  const report = await getReport(c);
  return workbookAs(c, report, report.measurement.id);
}

/** GET /api: what can be asked for, as an OpenAPI 3.1 document. */
export const apiDescription = (c: Request): Response => c.json(apiDocument);

/** GET /api/matningar */
export async function apiMeasurements(c: Request): Promise<Response> {
  const rows = await listMeasurements(c.get("world").db);
  return c.json({
    measurements: rows
      .filter(({ state }) => state !== "draft")
      .map(({ id, name, state, opensOn, closesOn, counties, surveyId, surveyVersion, madeUp }) => ({
        ...{ id, name, state, opensOn, closesOn, madeUp, continuous: isContinuous(id) },
        counties: JSON.parse(counties) as string[],
        survey: { id: surveyId, version: surveyVersion },
      })),
  });
}

/** GET /api/matningar/:id */
export const apiReport = async (c: Request): Promise<Response> => c.json(reportAsJson(await getReport(c)));
