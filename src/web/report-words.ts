/** What a report's page says beside its numbers: why there are none, and what they are made of. */
import type { Report } from "../reports/report.ts";

/** How many counties there are in Sweden (SCB). */
const allCounties = 21;

/** Why there is no result in words. */
export function nothingToShow({ groups, country, measurement }: Report): string {
  if ([...groups, ...country].some(({ hidden }) => hidden === null))
    return "Ingen fråga har så många svar att de kan visas.";
  return measurement.state === "running"
    ? "Än har för få svarat för att något ska kunna visas."
    : "För få har svarat för att något ska kunna visas.";
}

/** What is said of units: why there are none yet, or why they are fewer than one may think. */
export function unitNotes({ measurement, units, thresholds }: Report): string[] {
  if (measurement.state === "running")
    return ["Enheter visas var för sig när mätningen är avslutad och de sista svaren är räknade."];
  return units.length === 0
    ? []
    : [
        `Svar räknas till en enhet bara när minst ${thresholds.hideBelow} från enheten blev klara att räknas på en gång; de andra står som ”Enheten inte angiven”. En enhets siffror visas inte om de skulle avslöja en annans.`,
      ];
}

/** `told`: counties whose part of all answers is shown. */
export function countryText(counties: number, told: number): string {
  const hidden = told === 0 ? 0 : counties - told;
  return [
    `${counties} av ${allCounties} län deltar. Riket är alla deras svar tillsammans, inte ett medelvärde av länens andelar.`,
    ...(hidden > 0 ? [`${hidden} län står inte i tabellen, eftersom en grupp där är dold.`] : []),
  ].join(" ");
}
