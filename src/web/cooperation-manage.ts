/** The project lead's pages of a samverkansmätning: make it, hand out its links, close it. */
import { formatDate, localDateOf } from "../calendar.ts";
import { type Party, parties, partyLabels } from "../cooperation/form.ts";
import {
  type CooperationFault,
  isWeekAhead,
  type TypedCooperation,
  unitsField,
  weeksOf,
  weekText,
} from "../cooperation/measurement.ts";
import { listUnits } from "../db/accounts.ts";
import {
  type CooperationRow,
  type CooperationUnitRow,
  listCooperationLinks,
  listCooperationUnits,
} from "../db/cooperation.ts";
import { type CooperationPublicationRow, listCooperationPublications } from "../db/cooperation-publications.ts";
import { isRefusal, type Refusal, sentenceFor } from "../problems.ts";
import { cooperationThresholds } from "../reports/cooperation.ts";
import { countyNames } from "../reports/wording.ts";
import { inertText } from "../spreadsheet.ts";
import {
  addCooperationUnits,
  closeCooperation,
  dropCooperation,
  type MadeLink,
  makeCooperation,
  makeCooperationLinks,
} from "../steps/change-cooperation.ts";
import { readShownSuggestions } from "../steps/read-cooperation.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { cooperationPeriod, cooperationState } from "./cooperation.ts";
import { getCooperationResult } from "./cooperation-files.ts";
import type {
  CooperationLinksView,
  CooperationManageView,
  CooperationNewView,
  UnitLines,
} from "./cooperation-views.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { type Form, formOf } from "./form.ts";
import { page } from "./frame.ts";

const idOf = (c: Request): string => c.req.param("id") ?? "";
const toManage = (c: Request, id: string) => c.redirect(`/samverkan/${id}/hantera`, 303);

const noUnits: Readonly<Record<Party, string>> = { municipality: "", "primary-care": "", hospital: "" };

const unitsIn = (form: Form): Record<Party, string> => ({
  municipality: form.raw(unitsField("municipality")),
  "primary-care": form.raw(unitsField("primary-care")),
  hospital: form.raw(unitsField("hospital")),
});

const unitLines = (typed: Readonly<Record<Party, string>>): UnitLines[] =>
  parties.map((party) => ({ field: unitsField(party), label: partyLabels[party], value: typed[party] }));

const asErrors = (faults: readonly CooperationFault[]) =>
  faults.map(({ field, refusal }) => ({ field, text: sentenceFor(refusal.refused, refusal.details) }));

// ── a new one ──

/** GET /samverkan/ny */
export async function newCooperation(c: Request): Promise<Response> {
  const [unit] = await listUnits(c.get("world").db, accountOf(c).providerId);
  const typed = { name: "", opensOn: "", closesOn: "", county: unit?.county ?? "", units: noUnits };
  return page(c, "cooperation-new", "Ny samverkansmätning", viewNewCooperation(typed));
}

/** POST /samverkan */
export async function startCooperation(c: Request): Promise<Response> {
  const form = await formOf(c);
  const typed: TypedCooperation = {
    ...{ name: form.text("namn"), opensOn: form.text("fran"), closesOn: form.text("till"), county: form.text("lan") },
    units: unitsIn(form),
  };
  const made = await makeCooperation(c.get("world"), accountOf(c), typed);
  if (isRefusal(made)) giveUp(made);
  if ("faults" in made) {
    const errors = asErrors(made.faults);
    return page(c, "cooperation-new", "Ny samverkansmätning", viewNewCooperation(typed), { errors, status: 422 });
  }
  setFlash(c, "cooperation-made");
  return toManage(c, made.id);
}

export const viewNewCooperation = (typed: TypedCooperation): CooperationNewView => ({
  ...{ name: typed.name, opensOn: typed.opensOn, closesOn: typed.closesOn },
  counties: Object.entries(countyNames)
    .filter(([code]) => code !== "00")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, name]) => ({ value: code, label: name, selected: code === typed.county })),
  units: unitLines(typed.units),
});

// ── one that is there ──

type Typed = {
  readonly units: Readonly<Record<Party, string>>;
  readonly faults: readonly CooperationFault[];
  readonly changed?: string;
};

/** GET /samverkan/:id/hantera */
export const managePage = (c: Request): Promise<Response> => manage(c, { units: noUnits, faults: [] });

async function manage(c: Request, { units: more, faults, changed = "" }: Typed): Promise<Response> {
  const world = c.get("world");
  const { db, now } = world;
  const result = await getCooperationResult(c);
  const { row } = result;
  const units = await listCooperationUnits(db, row.id);
  const links = await listCooperationLinks(db, row.id);
  const view = viewManage(row, {
    ...{ units, links, today: localDateOf(now()), more, changed },
    suggestions: await readShownSuggestions(world, result),
    published: await listCooperationPublications(db, row.id),
  });
  return page(c, "cooperation-manage", row.name, view, {
    errors: asErrors(faults),
    status: faults.length > 0 ? 422 : 200,
  });
}

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
  const ahead = weeks.filter((week) => isWeekAhead(week, row, known.today));
  const linkOf = (unitId: string, week: string) =>
    known.links.find((link) => link.unitId === unitId && link.week === week);
  const missing = known.units.flatMap(({ id }) => ahead.filter((week) => !linkOf(id, week))).length;
  const state = (unitId: string, week: string): string => {
    const link = linkOf(unitId, week);
    if (!link) return row.state === "running" && ahead.includes(week) ? "ingen länk än" : "ingen länk";
    return link.answered ? "har svarat" : "inga svar än";
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
  return page(c, "cooperation-links", `Länkar, ${made.row.name}`, view);
}

export function viewLinks(row: CooperationRow, links: readonly MadeLink[], baseUrl: string): CooperationLinksView {
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
