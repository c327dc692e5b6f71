/** What a project lead is told of a measurement that is not wrong, and may still not be what was meant. */
import { addDays, formatDate } from "../calendar.ts";
import { plannedOf } from "../db/measurement-leads.ts";
import type { MeasurementRow } from "../db/measurements.ts";
import { countiesWithoutUnits, sharingPatients } from "../measurements/warnings.ts";
import { countyNames } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import { period } from "./report-view.ts";

type Unit = { readonly id: string; readonly county: string; readonly closedAt?: number | null };

/** Of a draft or a running measurement. `today` is local, `lastDay` the window's last, in days after the discharge. */
export function warningsOf(
  row: MeasurementRow,
  known: {
    readonly others: readonly MeasurementRow[];
    readonly units: readonly Unit[];
    readonly today: string;
    readonly lastDay: number;
  },
): string[] {
  if (isContinuous(row.id)) return [];
  const planned = (one: MeasurementRow) => ({ ...one, ...plannedOf(one) });
  const open = known.units.filter(({ closedAt = null }) => closedAt === null);
  const empty = countiesWithoutUnits(planned(row), open).map((code) => countyNames[code] ?? code);
  const firstInTime = addDays(known.today, -known.lastDay);
  return [
    ...sharingPatients(planned(row), known.others.map(planned), known.units).map(
      (other) =>
        `”${other.name}” pågår också och gäller delvis samma patienter (${period(other).toLowerCase()}). Ingen rings eller svarar i båda: den som redan hör till en stannar där, och den som läses in senare hör till den mätning som har den senaste första utskrivningsdagen. De som ingen av dem tar in, till exempel utan samtycke, kan räknas som utskrivna i båda.`,
    ),
    ...(empty.length === 0
      ? []
      : [
          `Ingen av dina enheter i ${empty.join(", ")} är med. Därifrån kommer svar bara om en annan vårdgivares enheter finns här.`,
        ]),
    ...(row.state === "draft" && row.closesOn < firstInTime
      ? ["Ringfönstret för mätningens sista dag har redan stängt, så den går inte att starta. Ändra dagarna först."]
      : []),
    ...(row.state === "draft" && row.opensOn < firstInTime && firstInTime <= row.closesOn
      ? [
          `De som skrevs ut före ${formatDate(firstInTime)} hinner inte ringas: deras ringfönster har redan stängt. De räknas som utskrivna men kan inte svara.`,
        ]
      : []),
  ];
}
