/** GET and POST /regler: whom the region calls and when, what its tracks are called, and who has changed any of it. */
import { formatDateTime } from "../calendar.ts";
import { readTypedRules, type TypedRules, trackRuleLabels, typedRules } from "../calls/rules-form.ts";
import { findNewestChange, findRules, listSettingChanges } from "../db/rules.ts";
import { isRefusal, sentenceFor } from "../problems.ts";
import { changeRules } from "../steps/change-rules.ts";
import type { World } from "../world.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import type { FieldError, RulesView } from "./views.ts";

const title = "Regler";

/** What a page shows of the history; a region changes its rules a few times a year. */
const changesShown = 50;

/** GET /regler */
export async function rulesPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const typed = typedRules(await findRules(world.db));
  return page(c, "rules", title, await viewRules(world, typed));
}

/** POST /regler */
export async function saveRules(c: Request): Promise<Response> {
  const world = c.get("world");
  const form = await formOf(c);
  const before = await findRules(world.db);
  const fields = Object.keys(typedRules(before)) as (keyof TypedRules)[];
  const typed = Object.fromEntries(fields.map((field) => [field, form.text(field)])) as TypedRules;
  const again = async (errors: readonly FieldError[], status: 409 | 422) =>
    page(c, "rules", title, await viewRules(world, typed), { errors, status });

  const wanted = readTypedRules(typed, before);
  if ("faults" in wanted) {
    const errors = wanted.faults.map(({ field, refusal }) => ({
      field,
      text: sentenceFor(refusal.refused, refusal.details),
    }));
    return again(errors, 422);
  }
  const changed = await changeRules(world, accountOf(c).id, wanted, form.text("sedd"));
  if (isRefusal(changed)) return again([{ field: "", text: sentenceFor(changed.refused, changed.details) }], 409);
  setFlash(c, changed.changed ? "rules-saved" : "rules-same");
  return c.redirect("/regler", 303);
}

const tracks = [
  { field: "gront", heading: "Grönt spår" },
  { field: "gult", heading: "Gult spår" },
  { field: "rott", heading: "Rött spår" },
] as const;

async function viewRules(world: World, typed: TypedRules): Promise<RulesView> {
  const changes = await listSettingChanges(world.db, changesShown);
  return {
    sheet: assetHref("rules.css"),
    seen: await findNewestChange(world.db),
    tracks: tracks.map(({ field, heading }) => ({
      ...{ field, heading },
      name: typed[`${field}-namn`],
      rules: Object.entries(trackRuleLabels).map(([value, label]) => ({
        ...{ value, label },
        selected: value === typed[`${field}-regel`],
      })),
    })),
    typed,
    weekends: typed.helger !== "",
    changes: changes.map(({ at, by, label, before, after }) => ({
      atText: formatDateTime(at),
      by: by ?? "Utanför webbplatsen",
      ...{ label, before, after },
    })),
  };
}
