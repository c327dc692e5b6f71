/**
 * Taking in a discharge list: send the file, see what it would lead to, choose columns, take it in, get back what was
 * refused to correct and send again. Longer than most because it is one conversation in five pages.
 */
import { formatDateShort, formatDateTime, localDateOf } from "../calendar.ts";
import { isOutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import type { Rules } from "../calls/rules.ts";
import { listSources } from "../db/discharges.ts";
import { findRules } from "../db/rules.ts";
import { listUploads, type UploadRow } from "../db/uploads.ts";
import { exampleFile as exampleText } from "../discharges/example-file.ts";
import type { Notice } from "../discharges/notice.ts";
import { type Field, fields, type Mapping } from "../discharges/row.ts";
import { type RefusedRow, refusedCsv } from "../intake/refused-csv.ts";
import { isRefusal, Problem, sentenceFor } from "../problems.ts";
import { type AdmittedRow, admitRows, previewUpload, type UploadPreview } from "../steps/admit-discharges.ts";
import { continueUpload } from "../steps/continue-imports.ts";
import {
  beginAdmitting,
  chooseColumns as choose,
  chunksOf,
  dropUpload,
  type OpenUpload,
  openUpload,
  receiveUpload,
  recordsOf,
} from "../steps/receive-upload.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp, wantsJson } from "./failures.ts";
import { csvFile } from "./file.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { trackMark } from "./tracks.ts";
import type { Fact, FieldError, IntakeView, RefusedRow as ShownRefusal } from "./views.ts";

const earlierShown = 10;
const admittedShown = 20;
const refusedShown = 200;
/** Rows that the preview looks through; a longer file is judged in full only when it is taken in. */
const previewedRows = 20_000;

const idOf = (c: Request): string => c.req.param("id") ?? "";
const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, "\u00a0");

/** GET /intag */
export const intakePage = (c: Request): Promise<Response> => showIntake(c, "", []);

async function showIntake(c: Request, source: string, errors: readonly FieldError[]): Promise<Response> {
  const world = c.get("world");
  const { id, providerId, role } = accountOf(c);
  const known = await listSources(world.db, providerId);
  const nameOf = new Map(known.map(({ id, name }) => [id, name]));
  const sources = known.map(({ name }) => name);
  const offset = world.now() - world.wallNow();
  const view: IntakeView = {
    source: source === "" && sources.length === 1 ? (sources[0] ?? "") : source,
    sources,
    limitText: `Högst ${Math.round(world.config.uploadLimitBytes / 1024 / 1024)} MB.`,
    columns: fields.map(({ label, required, headers, explanation }) => ({
      label,
      required,
      headers: headers.slice(0, 6).join(", "),
      explanation,
    })),
    earlier: (await listUploads(world.db, providerId, role === "admin" ? null : id, earlierShown)).map((row) =>
      earlierRow(row, nameOf.get(row.sourceId) ?? "", offset),
    ),
  };
  return page(c, "intake", "Ta in utskrivningar", view, errors.length > 0 ? { errors, status: 422 } : {});
}

const earlierRow = (row: UploadRow, source: string, demoOffset: number): IntakeView["earlier"][number] => ({
  href: `/intag/${row.id}`,
  fileName: row.fileName,
  source,
  atText: formatDateTime(row.createdAt + demoOffset),
  resultText:
    row.state === "done"
      ? `${countText(row.admitted)} nya, ${countText(row.updated)} ändrade, ${countText(row.refused)} avvisade`
      : row.state === "admitting"
        ? "Tas in nu"
        : "Inte intagen än",
});

/** GET /intag/exempel.csv: the documented example with dates that fit today. */
export function exampleFile(c: Request): Response {
  return csvFile(c, "exempel-utskrivningar.csv", exampleText(localDateOf(c.get("world").now())));
}

/** POST /intag */
export async function receiveFile(c: Request): Promise<Response> {
  const world = c.get("world");
  const limit = world.config.uploadLimitBytes;
  const refuseSize = () => {
    throw new Problem("too-large", { limit: `${Math.round(limit / 1024 / 1024)} MB` });
  };
  // Room for the form's own lines around the file.
  if (Number(c.req.header("content-length") ?? 0) > limit + 64 * 1024) refuseSize();
  const form = await formOf(c);
  const source = form.text("kalla");
  const file = form.file("fil");
  if (!file || (file.size === 0 && file.name === "")) {
    return showIntake(c, source, [{ field: "fil", text: sentenceFor("file-missing") }]);
  }
  if (file.size > limit) refuseSize();
  const received = await receiveUpload(world, {
    account: accountOf(c),
    source,
    fileName: file.name,
    bytes: new Uint8Array(await file.arrayBuffer()),
  });
  if (isRefusal(received)) {
    const field = received.refused === "source-missing" || received.refused === "text-too-long" ? "kalla" : "fil";
    return showIntake(c, source, [{ field, text: sentenceFor(received.refused, received.details) }]);
  }
  return c.redirect(`/intag/${received.id}`, 303);
}

async function getUpload(c: Request): Promise<OpenUpload> {
  return (await openUpload(c.get("world"), accountOf(c), idOf(c))) ?? giveUp({ refused: "not-found" });
}

/** GET /intag/:id: preview, progress or result, by how far the file has come. */
export async function uploadPage(c: Request): Promise<Response> {
  const upload = await getUpload(c);
  if (upload.row.state === "read") return showPreview(c, upload, upload.mapping, []);
  if (upload.row.state === "done") return showDone(c, upload);
  const done = doneRows(upload.row);
  return page(c, "intake-progress", "Raderna tas in", {
    base: `/intag/${upload.row.id}`,
    fileName: upload.row.fileName,
    done,
    total: upload.row.rows,
    text: `${countText(done)} av ${countText(upload.row.rows)} rader är klara.`,
  });
}

const doneRows = (row: UploadRow): number => row.admitted + row.updated + row.unchanged + row.refused;

async function showPreview(
  c: Request,
  upload: OpenUpload,
  mapping: Mapping,
  errors: readonly FieldError[],
): Promise<Response> {
  const world = c.get("world");
  const preview = upload.fault ? null : await previewUpload(world, upload.source, mapping, await firstRows(c, upload));
  const fault: FieldError[] = upload.fault
    ? [
        {
          field: upload.fault.refused === "columns-missing" ? firstMissing(mapping) : "kolumner",
          text: sentenceFor(upload.fault.refused, upload.fault.details),
        },
      ]
    : [];
  const all = [...errors, ...fault];
  const { trackLabels } = await findRules(world.db);
  const admits = preview ? preview.admitted + preview.updated : 0;
  return page(
    c,
    "intake-preview",
    "Granska filen",
    {
      base: `/intag/${upload.row.id}`,
      fileName: upload.row.fileName,
      source: upload.source.name,
      rowsText: upload.row.rows === 1 ? "1 rad" : `${countText(upload.row.rows)} rader`,
      mapping: fields.map(({ field, label, required }) => ({
        field,
        label,
        required,
        options: [
          { value: "", label: "Finns inte i filen", selected: mapping[field] === undefined },
          ...upload.header.map((text, column) => ({
            value: String(column),
            label: text.trim() === "" ? `Kolumn ${column + 1}` : text,
            selected: mapping[field] === column,
          })),
        ],
      })),
      warnings: noticesOf([...upload.notices, ...(preview?.notices ?? [])], upload.row.rows),
      counts: preview ? countsOf({ ...preview, refused: preview.refused.length }) : [],
      admitted: (preview?.rows ?? []).slice(0, admittedShown).map((row) => shownRow(row, trackLabels)),
      admittedText: admits > admittedShown ? `Visar de första ${admittedShown} av ${countText(admits)}.` : "",
      refused: (preview?.refused ?? []).slice(0, refusedShown).map(shownRefusal),
      refusedText: refusedText(preview?.refused.length ?? 0),
      canAdmit: preview !== null && upload.row.rows > 0,
      admitLabel: admitLabel(preview, upload.row.rows),
    },
    all.length > 0 ? { errors: all, status: 422 } : {},
  );
}

async function firstRows(c: Request, upload: OpenUpload) {
  const chunks = await chunksOf(c.get("world"), upload);
  return chunks.slice(0, previewedRows / 500).map(recordsOf);
}

const firstMissing = (mapping: Mapping): string =>
  `kolumn-${fields.find(({ field, required }) => required && mapping[field] === undefined)?.field ?? "dischargeRef"}`;

function admitLabel(preview: UploadPreview | null, rows: number): string {
  if (!preview || rows > previewedRows) return `Ta in ${countText(rows)} rader`;
  const admits = preview.admitted + preview.updated;
  if (admits === 0) return "Ta emot filen ändå (inga nya rader)";
  return admits === 1 ? "Ta in 1 rad" : `Ta in ${countText(admits)} rader`;
}

const noticesOf = (notices: readonly Notice[], rows: number): string[] => [
  ...notices.map(({ code, details }) => sentenceFor(code, details)),
  ...(rows > previewedRows
    ? [`Filen är lång. Här har de första ${countText(previewedRows)} raderna granskats; resten granskas när de tas in.`]
    : []),
];

const countsOf = (counts: { admitted: number; updated: number; unchanged: number; refused: number }): Fact[] => [
  { label: "Nya", value: countText(counts.admitted) },
  { label: "Ändrade", value: countText(counts.updated) },
  { label: "Oförändrade", value: countText(counts.unchanged) },
  { label: "Avvisade", value: countText(counts.refused) },
];

function shownRow(
  { line, judged, protected: isProtected, state, disposition }: AdmittedRow,
  labels: Rules["trackLabels"],
) {
  const { discharge, person } = judged;
  const why = disposition !== null && isOutcomeCode(disposition) ? outcomeOf(disposition).label.toLowerCase() : "";
  return {
    line: String(line),
    name: isProtected ? "Skyddade personuppgifter" : (person.name ?? "Namn saknas"),
    unit: discharge.unit.name,
    dischargedText: formatDateShort(discharge.dischargedOn),
    track: trackMark(discharge.track, labels),
    result: state === "closed" ? `Rings inte: ${why}` : state === "optional" ? "Vid behov" : "Rings",
  };
}

/** The column stands in its own cell of the table, so its sentence need not begin with it. */
function shownRefusal({ line, reason, details }: RefusedRow): ShownRefusal {
  const column = typeof details?.column === "string" ? details.column : "";
  const sentence = sentenceFor(reason, details);
  const rest = column !== "" && sentence.startsWith(`${column}: `) ? sentence.slice(column.length + 2) : sentence;
  return { line: String(line), column, reason: `${rest.charAt(0).toUpperCase()}${rest.slice(1)}` };
}

const refusedText = (count: number): string =>
  count > refusedShown
    ? `Visar de första ${refusedShown} av ${countText(count)}. Alla finns i filen att ladda ner.`
    : "";

/** POST /intag/:id/kolumner */
export async function chooseColumns(c: Request): Promise<Response> {
  const upload = await getUpload(c);
  const form = await formOf(c);
  const mapping: Partial<Record<Field, number>> = {};
  for (const { field } of fields) {
    const column = form.number(field);
    if (column !== null) mapping[field] = column;
  }
  const chosen = await choose(c.get("world"), upload, mapping);
  if (!isRefusal(chosen)) return c.redirect(`/intag/${upload.row.id}`, 303);
  if (chosen.refused === "upload-under-way") return giveUp(chosen);
  const text = sentenceFor(chosen.refused, chosen.details);
  return showPreview(c, upload, upload.mapping, [{ field: "kolumner", text }]);
}

/** POST /intag/:id/ta-in: begins, or goes on where it stopped. */
export async function admit(c: Request): Promise<Response> {
  const world = c.get("world");
  const upload = await getUpload(c);
  if (upload.row.state !== "done") {
    const begun = await beginAdmitting(world, upload);
    if (isRefusal(begun)) return showPreview(c, upload, upload.mapping, []);
    // Short files are done at once; of long ones the page shows the progress.
    await continueUpload(world, upload.row, admitRows, 1500);
  }
  return wantsJson(c) ? c.json({ goingOn: true }) : c.redirect(`/intag/${upload.row.id}`, 303);
}

/** GET /intag/:id/lage */
export async function progress(c: Request): Promise<Response> {
  const { row } = await getUpload(c);
  return c.json({ done: doneRows(row), total: row.rows, finished: row.state === "done" });
}

/** POST /intag/:id/kasta */
export async function drop(c: Request): Promise<Response> {
  const dropped = await dropUpload(c.get("world"), await getUpload(c));
  if (isRefusal(dropped)) return giveUp(dropped);
  setFlash(c, "upload-dropped");
  return c.redirect("/intag", 303);
}

async function showDone(c: Request, upload: OpenUpload): Promise<Response> {
  const { row } = upload;
  const refused = await refusedOf(c, upload);
  const changed = row.admitted + row.updated;
  return page(c, "intake-done", "Filen är intagen", {
    base: `/intag/${row.id}`,
    fileName: row.fileName,
    headline:
      changed === 0
        ? row.refused > 0 && row.unchanged === 0
          ? "Ingen rad kunde tas in. Rätta raderna nedan och skicka filen igen."
          : "Ingenting har ändrats: alla rader som gick att läsa fanns redan."
        : `Klart: ${changed === 1 ? "1 rad är inne" : `${countText(changed)} rader är inne`}.`,
    counts: countsOf(row),
    refused: refused.slice(0, refusedShown).map(shownRefusal),
    refusedText: refusedText(refused.length),
    warnings: noticesOf(upload.notices, 0),
  });
}

/** Refused rows: what was refused at admission, or would be. */
async function refusedOf(c: Request, upload: OpenUpload): Promise<RefusedRow[]> {
  const chunks = await chunksOf(c.get("world"), upload);
  if (upload.row.state === "read") {
    if (upload.fault) return [];
    const preview = await previewUpload(c.get("world"), upload.source, upload.mapping, chunks.map(recordsOf));
    return [...preview.refused];
  }
  return chunks.filter(({ admittedAt }) => admittedAt !== null).flatMap(({ rows }) => JSON.parse(rows) as RefusedRow[]);
}

/** GET /intag/:id/avvisade.csv */
export async function refusedFile(c: Request): Promise<Response> {
  const upload = await getUpload(c);
  return csvFile(c, "avvisade-rader.csv", refusedCsv(upload.header, await refusedOf(c, upload)));
}
