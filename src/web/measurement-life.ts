/** The project lead's page about one measurement: start, close, publish, and what has been published. */
import { addDays, formatDate, localDateOf, weekdayOf, weekNumberOf } from "../calendar.ts";
import { listUnits } from "../db/accounts.ts";
import { refusalToLead } from "../db/measurement-leads.ts";
import {
  draftTextOf,
  findMeasurement,
  hasAnswersOnTheWay,
  listMeasurements,
  listPublications,
  type MeasurementRow,
  surveyOf,
  thresholdsIn,
} from "../db/measurements.ts";
import { findRules } from "../db/rules.ts";
import { lastCallOn } from "../measurements/lifecycle.ts";
import { isRefusal, Problem, type Refusal, sentenceFor } from "../problems.ts";
import { thresholdsInShort } from "../reports/thresholds.ts";
import { countyNames, modulesInWords } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import {
  changeNote,
  closeMeasurement,
  lastWindowDay,
  publishMeasurement,
  startMeasurement,
} from "../steps/change-measurements.ts";
import { dropDraft } from "../steps/draft-measurements.ts";
import { readFieldwork } from "../steps/read-fieldwork.ts";
import { readReport } from "../steps/read-report.ts";
import { chosenQuery, surveyName } from "./chosen-survey.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { type FlashKey, setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { warningsOf } from "./measurement-warnings.ts";
import { callerLabels, period, stateLabels } from "./report-view.ts";
import type { MeasurementView } from "./views.ts";

const idOf = (c: Request): string => c.req.param("id") ?? "";

export async function getMeasurement(c: Request): Promise<MeasurementRow> {
  const row = await findMeasurement(c.get("world").db, idOf(c));
  if (!row) throw new Problem("unknown-measurement");
  return row;
}

/** For the leads of those who take part in it. */
export async function getOwnMeasurement(c: Request): Promise<MeasurementRow> {
  const row = await getMeasurement(c);
  const refused = await refusalToLead(c.get("world"), accountOf(c), row);
  return refused ? giveUp(refused) : row;
}

/** GET /matningar/:id/hantera */
export async function managePage(c: Request): Promise<Response> {
  return manage(c);
}

type Typed = { readonly changed?: string; readonly note?: string };

async function manage(c: Request, refusal?: Refusal, field = "lage", typed: Typed = {}): Promise<Response> {
  const { db, now } = c.get("world");
  const row = await getOwnMeasurement(c);
  const lastDay = lastWindowDay(row.id, await findRules(db));
  const units = await listUnits(db, accountOf(c).providerId);
  const view = viewMeasurement(row, {
    ...{ today: localDateOf(now()), lastDay, units, typed },
    waiting: (row.state === "closed" || row.state === "published") && (await hasAnswersOnTheWay(db, row)),
    published: await listPublications(db, row.id),
    others: (await listMeasurements(db)).filter(({ id }) => !isContinuous(id)),
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
    readonly units: readonly {
      readonly id: string;
      readonly name: string;
      readonly county: string;
      readonly closedAt?: number | null;
    }[];
    /** The others, running or not. */
    readonly others: readonly MeasurementRow[];
    readonly published: readonly {
      readonly number: number;
      readonly publishedOn: string;
      readonly changed: string | null;
    }[];
    /** The last answers have not been let out and counted. */
    readonly waiting: boolean;
    readonly typed: Typed;
  },
): MeasurementView {
  const base = `/matningar/${row.id}`;
  const counties = (JSON.parse(row.counties) as string[]).map((code) => countyNames[code] ?? code);
  const chosen: readonly string[] | null = row.units === null ? null : JSON.parse(row.units);
  const survey = surveyOf(row);
  const last = lastCallOn(row, known.lastDay);
  const writtenElsewhere = row.state === "draft" || isContinuous(row.id);
  return {
    base,
    name: row.name,
    madeUp: row.madeUp,
    state: row.state,
    facts: [
      { label: "Läge", value: stateLabels[row.state] },
      { label: "Omfattar", value: `${period(row)} (${weeksOf(row)})` },
      { label: "Enkät", value: `${survey.title}, version ${row.surveyVersion}` },
      ...(survey.modules ? [{ label: "Moduler", value: modulesInWords(survey.modules.filter(({ on }) => on)) }] : []),
      { label: "Län", value: counties.join(", ") },
      {
        label: "Enheter",
        value:
          chosen === null
            ? counties.length === 1
              ? "Alla i länet"
              : "Alla i länen"
            : chosen.map((id) => known.units.find((unit) => unit.id === id)?.name ?? "En annan vårdgivares").join(", "),
      },
      {
        label: "Vilka som ingår",
        value: isContinuous(row.id)
          ? "De som rings enligt rutinen och inte hör till en punktmätning"
          : "Alla som skrivs ut till ordinärt boende, oavsett spår",
      },
      { label: "Mål", value: row.target === null ? "Inget" : interviewsText(row.target) },
      { label: "Vem som ringer", value: callerLabels[row.caller] },
      {
        label: "Små grupper",
        value:
          row.state === "draft"
            ? "De tal som gäller den dag mätningen startar. Sedan är de låsta."
            : `Låst sedan starten: ${thresholdsInShort(thresholdsIn(row))}`,
      },
      ...(row.note !== null && writtenElsewhere ? [{ label: "Att veta", value: row.note }] : []),
    ],
    lastCallText: formatDate(last),
    callsLeft: row.state === "running" && known.today <= last,
    publications: known.published.map(({ number, publishedOn, changed }) => ({
      href: `${base}/rapport/${number}`,
      text: `Rapport ${number}, publicerad ${formatDate(publishedOn)} ${publishedOn.slice(0, 4)}`,
      changed: changed ?? "",
    })),
    changed: known.typed.changed ?? "",
    note: writtenElsewhere ? null : (known.typed.note ?? row.note ?? ""),
    waiting: known.waiting,
    warnings: row.state === "draft" || row.state === "running" ? warningsOf(row, known) : [],
    seen: draftTextOf(row),
    newest: known.published.at(-1)?.number ?? 0,
    lookHref: `/enkater/${surveyName(survey)}?${chosenQuery(survey)}`,
    copyHref: `/matningar/ny?fran=${row.id}`,
    continuous: isContinuous(row.id),
  };
}

const interviewsText = (count: number): string =>
  count === 1 ? "1 intervju" : `${String(count).replace(/\B(?=(\d{3})+$)/g, "\u00a0")} intervjuer`;

/** "vecka 47 2026", "vecka 46–47 2026" or "vecka 53 2026 – vecka 1 2027": ISO's, each in the year of its Thursday. */
export function weeksOf({ opensOn, closesOn }: { readonly opensOn: string; readonly closesOn: string }): string {
  const yearOf = (date: string) => addDays(date, 4 - weekdayOf(date)).slice(0, 4);
  const [from, to] = [weekNumberOf(opensOn), weekNumberOf(closesOn)];
  const [fromYear, toYear] = [yearOf(opensOn), yearOf(closesOn)];
  if (fromYear !== toYear) return `vecka ${from} ${fromYear} – vecka ${to} ${toYear}`;
  return from === to ? `vecka ${from} ${toYear}` : `vecka ${from}–${to} ${toYear}`;
}

async function moved(
  c: Request,
  done: { moved: true } | Refusal,
  key: FlashKey,
  field?: string,
  typed?: Typed,
): Promise<Response> {
  if (isRefusal(done)) return done.refused === "unknown-measurement" ? giveUp(done) : manage(c, done, field, typed);
  setFlash(c, key);
  return c.redirect(`/matningar/${idOf(c)}/hantera`, 303);
}

/** POST /matningar/:id/starta */
export async function startPressed(c: Request): Promise<Response> {
  const seen = (await formOf(c)).raw("sett") || null;
  return moved(c, await startMeasurement(c.get("world"), accountOf(c), idOf(c), seen), "measurement-started");
}

/** POST /matningar/:id/avsluta */
export async function closePressed(c: Request): Promise<Response> {
  const early = (await formOf(c)).text("anda") === "ja";
  return moved(c, await closeMeasurement(c.get("world"), accountOf(c), idOf(c), early), "measurement-closed", "anda");
}

/** POST /matningar/:id/publicera */
export async function publishPressed(c: Request): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const sent = await formOf(c);
  const changed = sent.text("andrat");
  const done = await publishMeasurement(world, account, idOf(c), {
    ...{ changed, after: sent.number("efter") },
    read: (id) => readReport(world, id),
    count: async (id) => {
      const found = await readFieldwork(world, account.providerId, id);
      return isRefusal(found) ? null : found.fieldwork.whole;
    },
  });
  return moved(c, done, "measurement-published", "andrat", { changed });
}

/** POST /matningar/:id/anteckning */
export async function notePressed(c: Request): Promise<Response> {
  const note = (await formOf(c)).text("anteckning");
  const done = await changeNote(c.get("world"), accountOf(c), idOf(c), note);
  return moved(c, done, "measurement-noted", "anteckning", { note });
}

/** POST /matningar/:id/kasta */
export async function dropPressed(c: Request): Promise<Response> {
  const dropped = await dropDraft(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(dropped)) return dropped.refused === "unknown-measurement" ? giveUp(dropped) : manage(c, dropped);
  setFlash(c, "measurement-dropped");
  return c.redirect("/matningar", 303);
}
