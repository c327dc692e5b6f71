/** The project lead's page about one measurement: start, close, publish, and what has been published. */
import { formatDate, localDateOf } from "../calendar.ts";
import { listUnits } from "../db/accounts.ts";
import { findMeasurement, listPublications, type MeasurementRow, surveyOf, thresholdsIn } from "../db/measurements.ts";
import { findRules } from "../db/rules.ts";
import { lastCallOn } from "../measurements/lifecycle.ts";
import { isRefusal, Problem, type Refusal, sentenceFor } from "../problems.ts";
import type { Report } from "../reports/report.ts";
import { thresholdsInShort } from "../reports/thresholds.ts";
import { countyNames, modulesInWords } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import {
  closeMeasurement,
  dropDraft,
  lastWindowDay,
  publishMeasurement,
  startMeasurement,
} from "../steps/change-measurements.ts";
import { readReport } from "../steps/read-report.ts";
import { assetHref } from "./assets.ts";
import { chosenQuery, surveyName } from "./chosen-survey.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { type FlashKey, setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { callerLabels, period, stateLabels, viewReport } from "./report-view.ts";
import type { MeasurementView } from "./views.ts";

const idOf = (c: Request): string => c.req.param("id") ?? "";

export async function getMeasurement(c: Request): Promise<MeasurementRow> {
  const row = await findMeasurement(c.get("world").db, idOf(c));
  if (!row) throw new Problem("unknown-measurement");
  return row;
}

/** GET /matningar/:id/hantera */
export async function managePage(c: Request): Promise<Response> {
  return manage(c);
}

async function manage(c: Request, refusal?: Refusal, field = "lage", changed = ""): Promise<Response> {
  const { db, now } = c.get("world");
  const row = await getMeasurement(c);
  const lastDay = lastWindowDay(row.id, await findRules(db));
  const units = await listUnits(db, accountOf(c).providerId);
  const view = viewMeasurement(row, {
    ...{ today: localDateOf(now()), lastDay, units, changed },
    published: await listPublications(db, row.id),
  });
  if (!refusal) return page(c, "measurement", row.name, view);
  const errors = [{ field, text: sentenceFor(refusal.refused, refusal.details) }];
  return page(c, "measurement", row.name, view, { errors, status: 422 });
}

export function viewMeasurement(
  row: MeasurementRow,
  known: {
    readonly today: string;
    readonly lastDay: number;
    readonly units: readonly { readonly id: string; readonly name: string }[];
    readonly published: readonly {
      readonly number: number;
      readonly publishedOn: string;
      readonly changed: string | null;
    }[];
    readonly changed: string;
  },
): MeasurementView {
  const base = `/matningar/${row.id}`;
  const counties = (JSON.parse(row.counties) as string[]).map((code) => countyNames[code] ?? code);
  const chosen: readonly string[] | null = row.units === null ? null : JSON.parse(row.units);
  const survey = surveyOf(row);
  const last = lastCallOn(row, known.lastDay);
  return {
    base,
    name: row.name,
    madeUp: row.madeUp,
    state: row.state,
    facts: [
      { label: "Läge", value: stateLabels[row.state] },
      { label: "Omfattar", value: period(row) },
      { label: "Enkät", value: `${survey.title}, version ${row.surveyVersion}` },
      ...(survey.modules ? [{ label: "Moduler", value: modulesInWords(survey.modules.filter(({ on }) => on)) }] : []),
      { label: "Län", value: counties.join(", ") },
      {
        label: "Enheter",
        value:
          chosen === null
            ? "Alla i länen"
            : chosen.map((id) => known.units.find((unit) => unit.id === id)?.name ?? "En annan vårdgivares").join(", "),
      },
      {
        label: "Vilka som ingår",
        value: isContinuous(row.id)
          ? "De som rings enligt rutinen och inte hör till en punktmätning"
          : "Alla som skrivs ut till ordinärt boende, oavsett spår",
      },
      { label: "Mål", value: row.target === null ? "Inget" : `${row.target} intervjuer` },
      { label: "Vem som ringer", value: callerLabels[row.caller] },
      {
        label: "Små grupper",
        value:
          row.state === "draft"
            ? "De tal som gäller den dag mätningen startar. Sedan är de låsta."
            : `Låst sedan starten: ${thresholdsInShort(thresholdsIn(row))}`,
      },
      ...(row.note === null ? [] : [{ label: "Att veta", value: row.note }]),
    ],
    lastCallText: formatDate(last),
    callsLeft: row.state === "running" && known.today <= last,
    publications: known.published.map(({ number, publishedOn, changed }) => ({
      href: `${base}/rapport/${number}`,
      text: `Rapport ${number}, publicerad ${formatDate(publishedOn)} ${publishedOn.slice(0, 4)}`,
      changed: changed ?? "",
    })),
    changed: known.changed,
    lookHref: `/enkater/${surveyName(survey)}?${chosenQuery(survey)}`,
    copyHref: `/matningar/ny?fran=${row.id}`,
    continuous: isContinuous(row.id),
  };
}

async function moved(
  c: Request,
  done: { moved: true } | Refusal,
  key: FlashKey,
  field?: string,
  changed?: string,
): Promise<Response> {
  if (isRefusal(done)) return done.refused === "unknown-measurement" ? giveUp(done) : manage(c, done, field, changed);
  setFlash(c, key);
  return c.redirect(`/matningar/${idOf(c)}/hantera`, 303);
}

/** POST /matningar/:id/starta */
export const startPressed = async (c: Request): Promise<Response> =>
  moved(c, await startMeasurement(c.get("world"), accountOf(c), idOf(c)), "measurement-started");

/** POST /matningar/:id/avsluta */
export async function closePressed(c: Request): Promise<Response> {
  const early = (await formOf(c)).text("anda") === "ja";
  return moved(c, await closeMeasurement(c.get("world"), accountOf(c), idOf(c), early), "measurement-closed", "anda");
}

/** POST /matningar/:id/publicera */
export async function publishPressed(c: Request): Promise<Response> {
  const world = c.get("world");
  const changed = (await formOf(c)).text("andrat");
  const done = await publishMeasurement(world, accountOf(c), idOf(c), changed, (id) => readReport(world, id));
  return moved(c, done, "measurement-published", "andrat", changed);
}

/** POST /matningar/:id/kasta */
export async function dropPressed(c: Request): Promise<Response> {
  const dropped = await dropDraft(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(dropped)) return dropped.refused === "unknown-measurement" ? giveUp(dropped) : manage(c, dropped);
  setFlash(c, "measurement-dropped");
  return c.redirect("/matningar", 303);
}

// ── published ──

/** GET /matningar/:id/rapport/:nummer: the report as it was published, whatever has happened since. */
export async function publishedPage(c: Request): Promise<Response> {
  const row = await getMeasurement(c);
  const all = await listPublications(c.get("world").db, row.id);
  const chosen = all.find(({ number }) => String(number) === c.req.param("nummer"));
  if (!chosen) throw new Problem("not-found");
  // Published before reports had units: it has none.
  const report: Report = { units: [], ...JSON.parse(chosen.report) };
  const view = viewReport(report, {
    ...{ sheet: assetHref("report.css"), fieldworkHref: null, counts: null, publication: true },
  });
  const newest = all.at(-1)?.number ?? chosen.number;
  const date = `${formatDate(chosen.publishedOn)} ${chosen.publishedOn.slice(0, 4)}`;
  const title = `${report.measurement.name}, rapport ${chosen.number}`;
  return page(c, "report", title, {
    ...view,
    name: title,
    publication: {
      text: `Publicerad ${date}. Den här rapporten ändras aldrig.`,
      changed: chosen.changed === null ? "" : `Ändrat sedan rapport ${chosen.number - 1}: ${chosen.changed}`,
      newerHref: newest > chosen.number ? `/matningar/${row.id}/rapport/${newest}` : null,
    },
  });
}
