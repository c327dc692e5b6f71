/** Sample views of measurements that are over, many, or called as nobody expected. */
import { sentenceFor } from "../problems.ts";
import { viewMeasurement } from "./measurement-view.ts";
import { viewForm } from "./measurements.ts";
import { draft, lead, life, typed } from "./samples-report.ts";
import type { MeasurementsView, Sample } from "./views.ts";

/** A word as long as a name may be: it must break, and push nothing out of the page. */
const longest = `Punktmätning${"avutskrivningar".repeat(6)}`.slice(0, 100);

const year = (at: number): MeasurementsView["rows"][number] => ({
  ...{ href: `/matningar/ar-${at}`, name: `Punktmätning ${at}`, periodText: "Utskrivna mån 2 nov – sön 8 nov" },
  ...{ stateLabel: "Publicerad", respondentsText: "Se rapporten", madeUp: false },
});

export const measurementSamples: readonly Sample[] = [
  {
    ...{ page: "measurement", name: "waiting", title: longest, frame: lead },
    view: viewMeasurement(
      { ...draft, name: longest, state: "closed", closedEarlyOn: "2026-11-18", note: "Snöstorm.\nTvå dagar stängt." },
      { ...life, waiting: true },
    ),
  },
  {
    ...{ page: "measurement", name: "note-refused", title: draft.name },
    frame: {
      ...lead,
      errors: [{ field: "anteckning", text: sentenceFor("note-just-changed") }],
    },
    view: viewMeasurement(
      { ...draft, state: "running", note: "Avdelning 3 var stängd i två dagar." },
      { ...life, typed: { note: "Snöstorm på tisdagen." } },
    ),
  },
  {
    ...{ page: "measurement", name: "unchanged", title: draft.name, frame: lead },
    view: viewMeasurement(
      { ...draft, state: "published" },
      {
        ...{ ...life, respondents: 62, unchanged: true },
        published: [{ number: 1, publishedOn: "2026-12-07", changed: null }],
      },
    ),
  },
  {
    ...{ page: "measurement-form", name: "copied", title: "Ny mätning", frame: lead },
    view: {
      ...viewForm(null, { ...typed, opensOn: "", closesOn: "", note: "Två avdelningar var stängda." }, []),
      ...{ unitsGone: 1, noteCopied: true },
    },
  },
  {
    ...{ page: "measurements", name: "many", title: "Mätningar", frame: lead },
    view: {
      ...{ mayPlan: true, periods: null },
      rows: [{ ...year(2026), name: longest, stateLabel: "Utkast", respondentsText: "–" }, year(2025)],
      older: [year(2024), year(2023)],
    },
  },
];
