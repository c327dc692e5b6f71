/** What must be right before anything starts, on either home: the survey catalog, with every fault of it listed. */
import { catalog } from "./surveys/catalog.ts";

/** Swedish sentences, one a fault; empty when all is well. */
export function readStartFaults(): string[] {
  if ("surveys" in catalog) return [];
  return ["Enkäterna i src/surveys/catalog/ har fel och kan inte användas:", ...catalog.faults];
}
