/** The project lead's page about one measurement: start, close, publish, and what has been published. */
import { formatDate, localDateOf } from "../calendar.ts";
import { listUnits } from "../db/accounts.ts";
import {
  findMeasurement,
  listMeasurements,
  listPublications,
  type MeasurementRow,
  surveyOf,
  thresholdsIn,
} from "../db/measurements.ts";
import { findRules } from "../db/rules.ts";
import { lastCallOn } from "../measurements/lifecycle.ts";
import { countiesWithoutUnits, sharingPatients } from "../measurements/warnings.ts";
import { isRefusal, Problem, type Refusal, sentenceFor } from "../problems.ts";
import { thresholdsInShort } from "../reports/thresholds.ts";
import { countyNames, modulesInWords } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import {
  closeMeasurement,
  dropDraft,
  lastWindowDay,
  publishMeasurement,
  refusalToLead,
  startMeasurement,
} from "../steps/change-measurements.ts";
import { readFieldwork } from "../steps/read-fieldwork.ts";
import { readReport } from "../steps/read-report.ts";
import { chosenQuery, surveyName } from "./chosen-survey.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { type FlashKey, setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
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

async function manage(c: Request, refusal?: Refusal, field = "lage", changed = ""): Promise<Response> {
  const { db, now } = c.get("world");
  const row = await getOwnMeasurement(c);
  const lastDay = lastWindowDay(row.id, await findRules(db));
  const units = await listUnits(db, accountOf(c).providerId);
  const view = viewMeasurement(row, {
    ...{ today: localDateOf(now()), lastDay, units, changed },
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
    readonly units: readonly { readonly id: string; readonly name: string; readonly county: string }[];
    /** The others, running or not. */
    readonly others: readonly MeasurementRow[];
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
    warnings: row.state === "draft" || row.state === "running" ? warningsOf(row, known) : [],
    newest: known.published.at(-1)?.number ?? 0,
    lookHref: `/enkater/${surveyName(survey)}?${chosenQuery(survey)}`,
    copyHref: `/matningar/ny?fran=${row.id}`,
    continuous: isContinuous(row.id),
  };
}

function warningsOf(
  row: MeasurementRow,
  { others, units }: Pick<Parameters<typeof viewMeasurement>[1], "others" | "units">,
) {
  if (isContinuous(row.id)) return [];
  const planned = (one: MeasurementRow) => ({
    ...one,
    counties: JSON.parse(one.counties) as string[],
    units: one.units === null ? null : (JSON.parse(one.units) as string[]),
  });
  const empty = countiesWithoutUnits(planned(row), units).map((code) => countyNames[code] ?? code);
  return [
    ...sharingPatients(planned(row), others.map(planned), units).map(
      (other) =>
        `”${other.name}” pågår också och gäller delvis samma patienter (${period(other).toLowerCase()}). Ingen räknas i två mätningar: den som redan hör till en stannar där, och den som läses in senare hör till den mätning som har den senaste första utskrivningsdagen.`,
    ),
    ...(empty.length === 0
      ? []
      : [
          `Ingen av dina enheter i ${empty.join(", ")} är med. Därifrån kommer svar bara om en annan vårdgivares enheter finns här.`,
        ]),
  ];
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
  return moved(c, done, "measurement-published", "andrat", changed);
}

/** POST /matningar/:id/kasta */
export async function dropPressed(c: Request): Promise<Response> {
  const dropped = await dropDraft(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(dropped)) return dropped.refused === "unknown-measurement" ? giveUp(dropped) : manage(c, dropped);
  setFlash(c, "measurement-dropped");
  return c.redirect("/matningar", 303);
}
