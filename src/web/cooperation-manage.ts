/** The project lead's page of a samverkansmätning that is there: hand out its links, add units, close it. */
import { formatDate, localDateOf } from "../calendar.ts";
import { type Party, parties, partyLabels } from "../cooperation/form.ts";
import { type CooperationFault, isWeekAhead, weeksOf, weekText } from "../cooperation/measurement.ts";
import { removalReasons } from "../cooperation/removal.ts";
import {
  type CooperationRow,
  type CooperationUnitRow,
  listCooperationLinks,
  listCooperationUnits,
} from "../db/cooperation.ts";
import { type CooperationPublicationRow, listCooperationPublications } from "../db/cooperation-publications.ts";
import { findLed } from "../db/led-cooperations.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import type { CooperationReport } from "../reports/cooperation.ts";
import { cooperationThresholds } from "../reports/cooperation.ts";
import { removalInWords } from "../reports/cooperation-removal.ts";
import { countyNames } from "../reports/wording.ts";
import { inertText } from "../spreadsheet.ts";
import {
  addCooperationUnits,
  closeCooperation,
  dropCooperation,
  type MadeLink,
  makeCooperationLinks,
} from "../steps/change-cooperation.ts";
import { readShownSuggestions } from "../steps/read-cooperation.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { cooperationPeriod, cooperationState } from "./cooperation.ts";
import { getCooperationResult } from "./cooperation-files.ts";
import { asErrors, noUnits, unitLines, unitsIn } from "./cooperation-new.ts";
import type { CooperationLinksView, CooperationManageView } from "./cooperation-views.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";

const idOf = (c: Request): string => c.req.param("id") ?? "";
const toManage = (c: Request, id: string) => c.redirect(`/samverkan/${id}/hantera`, 303);

// ── one that is there ──

type Typed = {
  readonly units: Readonly<Record<Party, string>>;
  readonly faults: readonly CooperationFault[];
  readonly changed?: string;
};

type InAParty = { readonly party: Party; readonly name: string };
/** As a person would look for them: by party, and "Avdelning 2" before "Avdelning 10". */
const inOrder = (a: InAParty, b: InAParty): number =>
  parties.indexOf(a.party) - parties.indexOf(b.party) || a.name.localeCompare(b.name, "sv", { numeric: true });

/** GET /samverkan/:id/hantera */
export const managePage = (c: Request): Promise<Response> => manage(c, { units: noUnits, faults: [] });

async function manage(c: Request, { units: more, faults, changed = "" }: Typed): Promise<Response> {
  const world = c.get("world");
  const { db, now } = world;
  const led = await findLed(world, accountOf(c), idOf(c));
  if (isRefusal(led)) return giveUp(led);
  const result = await getCooperationResult(c);
  const { row } = result;
  const units = (await listCooperationUnits(db, row.id)).toSorted(inOrder);
  const links = await listCooperationLinks(db, row.id);
  const published = await listCooperationPublications(db, row.id);
  const view = viewManage(row, {
    ...{ units, links, today: localDateOf(now()), more },
    changed: changed === "" ? correctionOf(published.at(-1)) : changed,
    suggestions: await readShownSuggestions(world, result),
    published,
  });
  return page(c, "cooperation-manage", row.name, view, {
    errors: asErrors(faults),
    status: faults.length > 0 ? 422 : 200,
  });
}

/** What a correction of it would say, when a suggestion has been taken out of it. */
const correctionOf = (newest: CooperationPublicationRow | undefined): string =>
  newest ? removalInWords(JSON.parse(newest.report) as CooperationReport) : "";

export function viewManage(
  row: CooperationRow,
  known: {
    readonly units: readonly CooperationUnitRow[];
    readonly links: Awaited<ReturnType<typeof listCooperationLinks>>;
    readonly today: string;
    readonly more: Readonly<Record<Party, string>>;
    readonly changed: string;
    readonly suggestions: Awaited<ReturnType<typeof readShownSuggestions>>;
    readonly published: readonly Pick<CooperationPublicationRow, "number" | "publishedOn" | "changed">[];
  },
): CooperationManageView {
  const weeks = weeksOf(row);
  const ahead = weeks.filter((week) => isWeekAhead(week, known.today));
  const byUnitAndWeek = new Map(known.links.map((link) => [`${link.unitId} ${link.week}`, link]));
  const linkOf = (unitId: string, week: string) => byUnitAndWeek.get(`${unitId} ${week}`);
  const missing = known.units.flatMap(({ id }) => ahead.filter((week) => !linkOf(id, week))).length;
  const state = (unitId: string, week: string): string => {
    const link = linkOf(unitId, week);
    if (!link) return row.state === "running" && ahead.includes(week) ? "ingen länk än" : "ingen länk";
    return link.answered ? "har svarat" : row.state === "running" ? "inga svar än" : "inga svar";
  };
  const few = cooperationThresholds.unitsAtLeast;
  return {
    sheet: assetHref("cooperation.css"),
    base: `/samverkan/${row.id}`,
    ...{ name: row.name, madeUp: row.madeUp, version: String(row.version), running: row.state === "running" },
    facts: [
      { label: "Läge", value: cooperationState(row, known.today) },
      { label: "Period", value: cooperationPeriod(row) },
      { label: "Län", value: countyNames[row.county] ?? row.county },
    ],
    missingText: missing === 0 ? "" : missing === 1 ? "1 länk saknas." : `${missing} länkar saknas.`,
    anyLinks: known.links.length > 0,
    parties: parties.map((party) => {
      const units = known.units.filter((unit) => unit.party === party);
      return {
        label: partyLabels[party],
        caution:
          units.length < few ? `Med färre än ${few} enheter som svarar visas inte vad den här parten tycker.` : "",
        units: units.map(({ id, name }) => ({
          ...{ id, name },
          weeks: weeks.map((week) => ({ text: weekText(week, row), stateText: state(id, week) })),
          mayRenew: ahead.some((week) => linkOf(id, week)),
        })),
      };
    }),
    more: unitLines(known.more),
    mayDrop: !known.links.some(({ answered }) => answered),
    mayPublish: row.releasedOn !== null,
    changed: known.changed,
    publications: known.published.map(({ number, publishedOn, changed }) => ({
      href: `/samverkan/${row.id}/rapport/${number}`,
      text: `Rapport ${number}, publicerad ${formatDate(publishedOn)} ${publishedOn.slice(0, 4)}`,
      changed: changed ?? "",
    })),
    suggestions: known.suggestions.map(({ id, party, text }) => ({ id, text, partyLabel: partyLabels[party] })),
    reasons: Object.entries(removalReasons).map(([value, label]) => ({ value, label, selected: false })),
  };
}

/** POST /samverkan/:id/lankar: answers with the links themselves, since they are kept nowhere. */
export async function makeLinks(c: Request): Promise<Response> {
  const form = await formOf(c);
  const which = form.text("vilka");
  const made = await makeCooperationLinks(c.get("world"), accountOf(c), idOf(c), {
    which: which === "saknas" ? "missing" : which === "alla" ? "all" : which,
    version: form.number("version"),
  });
  if (isRefusal(made)) return refused(c, made);
  const view = viewLinks(made.row, made.links, c.get("world").config.baseUrl);
  return page(c, "cooperation-links", `Länkar: ${made.row.name}`, view);
}

export function viewLinks(row: CooperationRow, made: readonly MadeLink[], baseUrl: string): CooperationLinksView {
  const links = made.toSorted((a, b) => inOrder({ ...a, name: a.unit }, { ...b, name: b.unit }));
  const href = ({ token }: MadeLink) => `${baseUrl}/samverkan/svara/${token}`;
  const ofUnit = Map.groupBy(links, ({ party, unit }) => `${party} ${unit}`);
  return {
    sheet: assetHref("cooperation.css"),
    base: `/samverkan/${row.id}`,
    name: row.name,
    units: [...ofUnit.values()].map((own) => ({
      name: own[0]?.unit ?? "",
      partyLabel: own[0] ? partyLabels[own[0].party] : "",
      links: own.map((link) => ({ weekText: weekText(link.week, row), href: href(link) })),
    })),
    asText: links
      .map((link) => [partyLabels[link.party], inertText(link.unit), weekText(link.week, row), href(link)].join("\t"))
      .join("\n"),
  };
}

/** POST /samverkan/:id/enheter */
export async function addUnits(c: Request): Promise<Response> {
  const units = unitsIn(await formOf(c));
  const added = await addCooperationUnits(c.get("world"), accountOf(c), idOf(c), units);
  if (isRefusal(added)) return refused(c, added);
  if ("faults" in added) return manage(c, { units, faults: added.faults });
  setFlash(c, "cooperation-units-added");
  return toManage(c, idOf(c));
}

/** POST /samverkan/:id/avsluta */
export async function closePressed(c: Request): Promise<Response> {
  const closed = await closeCooperation(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(closed)) return refused(c, closed);
  setFlash(c, "measurement-closed");
  return toManage(c, idOf(c));
}

/** POST /samverkan/:id/kasta */
export async function dropPressed(c: Request): Promise<Response> {
  const dropped = await dropCooperation(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(dropped)) return refused(c, dropped);
  setFlash(c, "cooperation-dropped");
  return c.redirect("/samverkan", 303);
}

/** The page once more, with what was refused at `field`; `changed`: the words of a correction. */
export const refused = (c: Request, refusal: Refusal, field = "lage", changed = ""): Promise<Response> =>
  refusal.refused === "unknown-measurement"
    ? giveUp(refusal)
    : manage(c, { units: noUnits, faults: [{ field, refusal }], changed });
