/** The form by which a project lead makes a samverkansmätning, and what it has in common with that for more units. */
import { type Party, parties, partyLabels } from "../cooperation/form.ts";
import { type CooperationFault, type TypedCooperation, unitsField } from "../cooperation/measurement.ts";
import { listUnits } from "../db/accounts.ts";
import { sentenceFor } from "../problems.ts";
import { countyNames } from "../reports/wording.ts";
import { makeCooperation } from "../steps/change-cooperation.ts";
import { accountOf, type Request } from "./context.ts";
import type { CooperationNewView, UnitLines } from "./cooperation-views.ts";
import { setFlash } from "./flash.ts";
import { type Form, formOf } from "./form.ts";
import { page } from "./frame.ts";

export const noUnits: Readonly<Record<Party, string>> = { municipality: "", "primary-care": "", hospital: "" };

export const unitsIn = (form: Form): Record<Party, string> => ({
  municipality: form.raw(unitsField("municipality")),
  "primary-care": form.raw(unitsField("primary-care")),
  hospital: form.raw(unitsField("hospital")),
});

export const unitLines = (typed: Readonly<Record<Party, string>>): UnitLines[] =>
  parties.map((party) => ({ field: unitsField(party), label: partyLabels[party], value: typed[party] }));

export const asErrors = (faults: readonly CooperationFault[]) =>
  faults.map(({ field, refusal }) => ({ field, text: sentenceFor(refusal.refused, refusal.details) }));

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
  if ("faults" in made) {
    const errors = asErrors(made.faults);
    return page(c, "cooperation-new", "Ny samverkansmätning", viewNewCooperation(typed), { errors, status: 422 });
  }
  setFlash(c, "cooperation-made");
  return c.redirect(`/samverkan/${made.id}/hantera`, 303);
}

export const viewNewCooperation = (typed: TypedCooperation): CooperationNewView => ({
  ...{ name: typed.name, opensOn: typed.opensOn, closesOn: typed.closesOn },
  counties: Object.entries(countyNames)
    .filter(([code]) => code !== "00")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, name]) => ({ value: code, label: name, selected: code === typed.county })),
  units: unitLines(typed.units),
});
