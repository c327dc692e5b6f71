/** What a posted form of the interview means to the engine: the same on a patient's interview and on a practised one. */
import { meaningOfCode } from "../surveys/engine.ts";
import type { Heard, Meaning, State } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";

/** What a posted form means at its step; null when nothing was picked where something must be. */
export function heardFrom(
  step: Survey["steps"][number],
  picked: string,
  text: string,
  stays: boolean,
  state: State,
): Heard[] | null {
  if (step.kind === "read") return [{ kind: "next" }];
  // A närstående may leave what only the patient has felt (domain §7).
  if (step.kind === "choice" && step.ownExperience && state.respondent === "proxy" && picked === "" && !stays) {
    return [{ kind: "next" }];
  }
  if (step.kind === "confirm") {
    if (picked !== "ja" && picked !== "nej") return null;
    const said: Heard = { kind: picked === "ja" ? "yes" : "no" };
    // From the summary the step is taken up again first.
    return state.at === null ? [{ kind: "goTo", step: step.key }, said] : [said];
  }
  const meaning: Meaning | null =
    step.kind === "open" ? { kind: "text", text: text.replaceAll("\r\n", "\n") } : meaningOf(picked);
  if (meaning === null) return null;
  return [stays || state.at !== step.key ? { kind: "answerAt", step: step.key, meaning } : meaning];
}

const meaningOf = (picked: string): Meaning | null => (/^\d$/.test(picked) ? meaningOfCode(Number(picked)) : null);
