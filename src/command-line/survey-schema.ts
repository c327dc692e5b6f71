/** `survey-schema`: prints the JSON Schema of a survey file or a translation, as docs/ has it. */
import { type SchemaKind, schemaFiles, schemaText } from "../surveys/json-schema.ts";
import { type Command, wronglyCalled } from "./command.ts";

const kinds = Object.keys(schemaFiles) as SchemaKind[];
const call = { name: "survey-schema", usage: kinds.join("|") };

/** How a file in docs/ is made again. */
export const remakingCommand = (kind: SchemaKind): string =>
  `npm run -s ringupp -- ${call.name} ${kind} > docs/${schemaFiles[kind].file}`;

export const surveySchema: Command = {
  ...call,
  what: "skriver enkätformatet som JSON Schema",
  options: {},
  whateverIsFaulty: true,
  needs: "nothing",
  run: async (given, io) => {
    const kind = kinds.find((one) => one === given.positionals[0]);
    if (!kind || given.positionals.length > 1) return wronglyCalled(io, call, `Ange ${kinds.join(" eller ")}.`);
    io.out(schemaText(kind).trimEnd());
    return 0;
  },
};
