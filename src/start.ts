/**
 * What must be right before anything starts, on either home: the survey catalog and the robot's lines, with every fault of
 * them listed; and where the robot rings, a survey that it can hold and a region whose name it may say to anybody.
 */
import { robotFaults } from "./calls/conversation.ts";
import { promptFaults, prompts } from "./calls/prompts.ts";
import type { Config } from "./config.ts";
import { findFirstProvider } from "./db/accounts.ts";
import { catalog, unpublishedFiles } from "./surveys/catalog.ts";
import { regionNameFault } from "./telephone-config.ts";
import type { World } from "./world.ts";

/** Swedish sentences, one a fault; empty when all is well. */
export function readStartFaults(
  config: Pick<Config, "telephone" | "mode">,
  unpublished: readonly string[] = unpublishedFiles,
): string[] {
  if (!("surveys" in catalog))
    return [
      "Enkäterna eller översättningarna i src/surveys/ har fel och kan inte användas:",
      ...catalog.faults,
      "Var i filen felen står säger: npm run -s ringupp -- check-survey FIL",
    ];
  // The demo is where a new one is tried.
  if (config.mode === "production" && unpublished.length > 0) return [...unpublished];
  const lines = promptFaults(prompts);
  if (lines.length > 0) return ["Robotens repliker i src/calls/prompts.sv.ts har fel och kan inte användas:", ...lines];
  if (config.telephone === null || catalog.surveys.some((survey) => robotFaults(survey).length === 0)) return [];
  return [
    "En telefontjänst är inställd, men roboten kan inte ställa någon av enkäterna:",
    ...catalog.surveys.flatMap((survey) => robotFaults(survey).map((fault) => `${survey.id}: ${fault}`)),
  ];
}

/**
 * What the database of a real telephone must hold: the robot says the care provider's name, which RINGUPP_REGION gives at
 * the first start only. Swedish sentences, one a fault.
 */
export async function readSpokenFaults(world: Pick<World, "db" | "config">): Promise<string[]> {
  if (world.config.telephone === null) return [];
  const provider = await findFirstProvider(world.db);
  const fault = provider ? regionNameFault(provider.name) : null;
  if (fault === null) return [];
  return [
    `Regionens namn i databasen (${provider?.name}) ${fault} Byt det i databasen: update care_providers set name = 'Region Exempel';`,
  ];
}
