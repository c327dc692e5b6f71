/** All commands there are, in the order help lists them. */
import { checkSurveyCommand } from "./check-survey.ts";
import type { Command } from "./command.ts";
import { importCommand } from "./import.ts";
import { interview } from "./interview.ts";
import { plan } from "./plan.ts";
import { promptsCommand } from "./prompts.ts";
import { rates } from "./rates.ts";
import { report } from "./report.ts";
import { seed } from "./seed.ts";
import { surveySchema } from "./survey-schema.ts";
import { userAdd } from "./user-add.ts";
import { userSql } from "./user-sql.ts";

export const commands: readonly Command[] = [
  importCommand,
  report,
  rates,
  plan,
  interview,
  promptsCommand,
  checkSurveyCommand,
  surveySchema,
  userAdd,
  userSql,
  seed,
];
