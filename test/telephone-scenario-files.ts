/** The files under test/scenarios/telephone/, by name, on any home: Vite reads them, so that workerd needs no disk. */
/// <reference types="vite/client" />
import type { TelephoneScenario } from "./telephone-scenario.ts";

const files = import.meta.glob<TelephoneScenario>("./scenarios/telephone/*.json", { eager: true, import: "default" });

export const telephoneScenarios: readonly (readonly [file: string, scenario: TelephoneScenario])[] = Object.entries(
  files,
).map(([path, scenario]) => [path.replace(/^.*\/|\.json$/g, ""), scenario]);
