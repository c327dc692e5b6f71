/**
 * GET and POST /sma-grupper: how small a group may be shown, for those who answer for the measurements and those who
 * answer for the region's rules. It can be made stricter than the house's promise, never weaker.
 */
import { formatDateTime } from "../calendar.ts";
import { listMeasurements, type MeasurementRow, thresholdsIn } from "../db/measurements.ts";
import { findThresholds, listThresholdChanges } from "../db/thresholds.ts";
import { isRefusal, sentenceFor } from "../problems.ts";
import {
  readTypedThresholds,
  type Thresholds,
  type TypedThresholds,
  thresholdFields,
  thresholdRules,
  thresholdsInShort,
  thresholdsText,
  typedThresholds,
} from "../reports/thresholds.ts";
import { changeThresholds } from "../steps/change-thresholds.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import type { FieldError, ThresholdsView } from "./views.ts";

export const title = "Små grupper";

/** What the page shows of the history: far more than a region changes this in a year. */
const changesShown = 20;

/** GET /sma-grupper */
export async function thresholdsPage(c: Request): Promise<Response> {
  const typed = typedThresholds(await findThresholds(c.get("world").db));
  return page(c, "thresholds", title, await read(c, typed));
}

/** POST /sma-grupper */
export async function saveThresholds(c: Request): Promise<Response> {
  const form = await formOf(c);
  const typed = Object.fromEntries(thresholdFields.map((field) => [field, form.text(field)])) as TypedThresholds;
  const again = async (errors: readonly FieldError[], status: 409 | 422) =>
    page(c, "thresholds", title, await read(c, typed), { errors, status });

  const wanted = readTypedThresholds(typed);
  if ("faults" in wanted) {
    const errors = wanted.faults.map(({ field, refusal }) => ({
      field,
      text: sentenceFor(refusal.refused, refusal.details),
    }));
    return again(errors, 422);
  }
  const changed = await changeThresholds(c.get("world"), accountOf(c).id, wanted, form.text("sedd"));
  if (isRefusal(changed)) return again([{ field: "", text: sentenceFor(changed.refused, changed.details) }], 409);
  setFlash(c, changed.changed ? "thresholds-saved" : "rules-same");
  return c.redirect("/sma-grupper", 303);
}

async function read(c: Request, typed: TypedThresholds): Promise<ThresholdsView> {
  const { db } = c.get("world");
  const changes = await listThresholdChanges(db, changesShown);
  return viewThresholds(typed, {
    ...{ today: await findThresholds(db), measurements: await listMeasurements(db) },
    ...{ mayChangeRules: accountOf(c).role === "admin", sheet: assetHref("rules.css") },
    changes: changes.map(({ at, by, label, before, after }) => ({
      ...{ atText: formatDateTime(at), by: by ?? "Utanför webbplatsen", label, before, after },
    })),
  });
}

export function viewThresholds(
  typed: TypedThresholds,
  known: {
    readonly today: Thresholds;
    readonly measurements: readonly Pick<MeasurementRow, "id" | "name" | "state" | "thresholds">[];
    readonly changes: ThresholdsView["changes"];
    /** Else the reader came from the measurements. */
    readonly mayChangeRules: boolean;
    readonly sheet: string;
  },
): ThresholdsView {
  const { today, measurements, changes, mayChangeRules, sheet } = known;
  return {
    sheet,
    backHref: mayChangeRules ? "/regler" : "/matningar",
    backText: mayChangeRules ? "Till reglerna" : "Till mätningarna",
    seen: thresholdsText(today),
    fields: thresholdRules.map(({ field, label, reason }) => ({
      ...{ name: field, label, value: typed[field], hint: reason },
    })),
    others: measurements
      .filter(({ state }) => state === "running")
      .map((row) => ({ row, kept: thresholdsIn(row) }))
      .filter(({ kept }) => thresholdsText(kept) !== thresholdsText(today))
      .map(({ row: { id, name }, kept }) => ({ href: `/matningar/${id}`, name, text: thresholdsInShort(kept) })),
    changes,
  };
}
