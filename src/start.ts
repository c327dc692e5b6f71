/**
 * What must be right before anything starts, on either home: the survey catalog and the robot's lines, with every fault of
 * them listed; and where the robot rings, a survey that it can hold.
 */
import { robotFaults } from "./calls/conversation.ts";
import { promptFaults, prompts } from "./calls/prompts.ts";
import type { Config } from "./config.ts";
import { catalog } from "./surveys/catalog.ts";

/** Swedish sentences, one a fault; empty when all is well. */
export function readStartFaults(config: Pick<Config, "telephone">): string[] {
  if (!("surveys" in catalog))
    return ["Enkäterna i src/surveys/catalog/ har fel och kan inte användas:", ...catalog.faults];
  const lines = promptFaults(prompts);
  if (lines.length > 0) return ["Robotens repliker i src/calls/prompts.sv.ts har fel och kan inte användas:", ...lines];
  if (config.telephone === null || catalog.surveys.some((survey) => robotFaults(survey).length === 0)) return [];
  return [
    "En telefontjänst är inställd, men roboten kan inte ställa någon av enkäterna:",
    ...catalog.surveys.flatMap((survey) => robotFaults(survey).map((fault) => `${survey.id}: ${fault}`)),
  ];
}
