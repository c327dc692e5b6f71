/** A measurement before it starts: the project lead's form, blank, filled again, or like an earlier one. */
import { type CareUnit, listUnits } from "../db/accounts.ts";
import { refusalToLead } from "../db/measurement-leads.ts";
import { findMeasurement, type MeasurementRow, surveyOf } from "../db/measurements.ts";
import { callers, type DraftFault, moduleName, type TypedMeasurement } from "../measurements/draft.ts";
import { isRefusal, type Refusal, refuse, sentenceFor } from "../problems.ts";
import { countyNames } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import { changeDraft, draftMeasurement } from "../steps/draft-measurements.ts";
import { published } from "../surveys/catalog.ts";
import { usualModules } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { draftStarted, getOwnMeasurement } from "./measurement-life.ts";
import { callerLabels } from "./report-view.ts";
import type { MeasurementFormView } from "./views.ts";

/** Every survey's own choice of modules, but for the one that somebody has chosen otherwise. */
function usualNames(chosen?: Survey): readonly string[] {
  return published.flatMap((survey) => {
    const asked = chosen?.id === survey.id && chosen.version === survey.version ? chosen : survey;
    return usualModules(asked).map((key) => moduleName(survey, key));
  });
}

const blank: TypedMeasurement = {
  ...{ name: "", survey: "", modules: usualNames(), opensOn: "", closesOn: "", counties: [], units: [] },
  ...{ target: "", caller: "hospital", note: "" },
};

const asTyped = (row: MeasurementRow): TypedMeasurement => ({
  name: row.name,
  survey: `${row.surveyId}.${row.surveyVersion}`,
  modules: usualNames(surveyOf(row)),
  opensOn: row.opensOn,
  closesOn: row.closesOn,
  counties: JSON.parse(row.counties),
  units: row.units === null ? [] : JSON.parse(row.units),
  target: row.target === null ? "" : String(row.target),
  caller: row.caller,
  note: row.note ?? "",
});

/** GET /matningar/ny?fran=: a blank form, or one like an earlier measurement but for its name and days. */
export async function newMeasurement(c: Request): Promise<Response> {
  const { db } = c.get("world");
  const earlier = await findMeasurement(db, c.req.query("fran") ?? "");
  const seen = earlier?.state !== "draft" || (await refusalToLead(c.get("world"), accountOf(c), earlier)) === null;
  if (earlier && seen && !isContinuous(earlier.id)) return copyOf(c, earlier);
  const [county = ""] = new Set((await listUnits(db, accountOf(c).providerId)).map((unit) => unit.county));
  return form(c, null, { ...blank, counties: county === "" ? [] : [county] });
}

/** Like an earlier one. Units that cannot be chosen here are not left out unseen: without any, all would take part. */
async function copyOf(c: Request, earlier: MeasurementRow): Promise<Response> {
  const typed = { ...asTyped(earlier), name: "", opensOn: "", closesOn: "" };
  const known = choosable(await listUnits(c.get("world").db, accountOf(c).providerId), []).map(({ id }) => id);
  const units = typed.units.filter((id) => known.includes(id));
  const gone = typed.units.length - units.length;
  return form(c, null, { ...typed, units }, [], "", { unitsGone: gone, noteCopied: typed.note !== "" });
}

/** GET /matningar/:id/andra */
export async function draftPage(c: Request): Promise<Response> {
  const row = await getOwnMeasurement(c);
  if (row.state !== "draft") return c.redirect(`/matningar/${row.id}/hantera`, 303);
  return form(c, row.id, asTyped(row), [], seenOf(row));
}

/** The draft as the form was filled from it, so that what a colleague saves meanwhile is not written over unseen. */
const seenOf = (row: MeasurementRow): string => JSON.stringify(asTyped(row));

/** POST /matningar and POST /matningar/:id/andra */
export async function saveDraft(c: Request): Promise<Response> {
  const sent = await formOf(c);
  const typed: TypedMeasurement = {
    name: sent.text("namn"),
    survey: sent.text("enkat"),
    modules: sent.list("moduler"),
    opensOn: sent.text("fran"),
    closesOn: sent.text("till"),
    counties: sent.list("lan"),
    units: sent.list("enheter"),
    target: sent.text("mal"),
    caller: sent.text("ringer"),
    note: sent.text("anteckning"),
  };
  const id = c.req.param("id") ?? null;
  const world = c.get("world");
  const now = id === null ? null : await getOwnMeasurement(c);
  const seen = sent.raw("sett");
  if (now?.state === "draft" && seen !== "" && seen !== seenOf(now))
    return form(c, id, typed, [{ field: "namn", refusal: refuse("draft-just-changed") }], seenOf(now));
  const saved =
    id === null
      ? await draftMeasurement(world, accountOf(c), typed)
      : await changeDraft(world, accountOf(c), id, typed);
  if (isRefusal(saved)) return notSaved(c, id, typed, saved);
  if ("faults" in saved) return form(c, id, typed, saved.faults, seen);
  setFlash(c, "measurement-drafted");
  return c.redirect(`/matningar/${saved.id}/hantera`, 303);
}

/** A colleague was first: with other words, or by starting it. What was typed is not lost. */
async function notSaved(c: Request, id: string | null, typed: TypedMeasurement, why: Refusal): Promise<Response> {
  const row = id === null ? undefined : await findMeasurement(c.get("world").db, id);
  if (row?.state === "draft" && why.refused === "measurement-just-changed")
    return form(c, id, typed, [{ field: "namn", refusal: refuse("draft-just-changed") }], seenOf(row));
  return row && row.state !== "draft" && why.refused === "measurement-not-draft"
    ? draftStarted(c, typed.note)
    : giveUp(why);
}

async function form(
  c: Request,
  id: string | null,
  typed: TypedMeasurement,
  faults: readonly DraftFault[] = [],
  seen = "",
  copied: Pick<MeasurementFormView, "unitsGone" | "noteCopied"> = {},
): Promise<Response> {
  const units = choosable(await listUnits(c.get("world").db, accountOf(c).providerId), typed.units);
  const errors = faults.map(({ field, refusal }) => ({ field, text: sentenceFor(refusal.refused, refusal.details) }));
  const title = id === null ? "Ny mätning" : "Ändra mätningen";
  const view = { ...viewForm(id, typed, units, seen), ...copied };
  return page(c, "measurement-form", title, view, { errors, status: errors.length > 0 ? 422 : 200 });
}

/** Units that are open or were chosen while they were. */
const choosable = (units: readonly CareUnit[], chosen: readonly string[]) =>
  units.flatMap(({ id, name, closedAt }) =>
    closedAt === null || chosen.includes(id) ? [{ id, name: closedAt === null ? name : `${name} (stängd)` }] : [],
  );

export function viewForm(
  id: string | null,
  typed: TypedMeasurement,
  units: readonly { readonly id: string; readonly name: string }[],
  seen = "",
): MeasurementFormView {
  const option = (value: string, label: string, selected: boolean) => ({ value, label, selected });
  return {
    heading: id === null ? "Ny mätning" : "Ändra mätningen",
    action: id === null ? "/matningar" : `/matningar/${id}/andra`,
    backHref: id === null ? "/matningar" : `/matningar/${id}/hantera`,
    seen,
    name: typed.name,
    surveys: published.map((survey) => {
      const value = `${survey.id}.${survey.version}`;
      return option(value, `${survey.title}, version ${survey.version}`, value === typed.survey);
    }),
    modules: published.flatMap((survey) =>
      survey.modules
        ? [
            {
              title: survey.title,
              boxes: survey.modules.map(({ key, title }) => {
                const value = moduleName(survey, key);
                return option(value, title, typed.modules.includes(value));
              }),
            },
          ]
        : [],
    ),
    opensOn: typed.opensOn,
    closesOn: typed.closesOn,
    counties: Object.entries(countyNames)
      .filter(([code]) => code !== "00")
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, name]) => option(code, name, typed.counties.includes(code))),
    units: units.map((unit) => option(unit.id, unit.name, typed.units.includes(unit.id))),
    target: typed.target,
    callers: callers.map((one) => option(one, callerLabels[one], one === typed.caller)),
    note: typed.note,
  };
}
