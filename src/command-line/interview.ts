/** `interview`: plays a survey in the terminal, nothing saved, for whoever writes or learns one. */
import { findNewest, published } from "../surveys/catalog.ts";
import { type Command, textOf, wronglyCalled } from "./command.ts";

const call = {
  name: "interview",
  usage: "ENKÄT [--respondent patient|supported|proxy] [--modules A,B|inga] [--keep FIL]",
};

export const interview: Command = {
  ...call,
  what: "spelar upp en enkät i terminalen; --keep sparar omgången som ett scenario",
  options: { keep: { type: "string" }, modules: { type: "string" }, respondent: { type: "string" } },
  needs: "nothing",
  run: async (given, io) => {
    const [id] = given.positionals;
    const survey = id ? findNewest(id) : undefined;
    if (!survey) {
      const known = published.map((one) => one.id).join(", ");
      return wronglyCalled(io, call, `${id ? `Enkäten "${id}" finns inte.` : "Ange en enkät."} Det finns: ${known}.`);
    }
    const respondent = textOf(given, "respondent") ?? "patient";
    if (respondent !== "patient" && respondent !== "supported" && respondent !== "proxy") {
      return wronglyCalled(io, call, `"${respondent}" kan inte svara.`);
    }
    const asked = textOf(given, "modules");
    const modules = asked === "inga" ? [] : asked?.split(",");
    const known = (survey.modules ?? []).map(({ key }) => key);
    const unknown = modules?.find((key) => !known.includes(key));
    if (unknown !== undefined) {
      const there = known.length > 0 ? `Det finns: ${known.join(", ")}.` : "Enkäten har inga moduler.";
      return wronglyCalled(io, call, `Modulen "${unknown}" finns inte. ${there}`);
    }
    const keep = textOf(given, "keep");
    await io.play(survey, { respondent, ...(modules ? { modules } : {}), ...(keep ? { keep } : {}) });
    return 0;
  },
};
