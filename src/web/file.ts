/** A file to keep, as an answer. */
import type { Request } from "./context.ts";

/** `name` is plain ASCII, since it stands in a header. */
export function csvFile(c: Request, name: string, text: string): Response {
  c.header("content-type", "text/csv; charset=utf-8");
  c.header("content-disposition", `attachment; filename="${name}"`);
  return c.body(text);
}

export function excelFile(c: Request, name: string, bytes: ArrayBuffer): Response {
  c.header("content-type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  c.header("content-disposition", `attachment; filename="${name}"`);
  return c.body(bytes);
}
