/**
 * A practised interview between two pages. Nothing of it is kept on the server: the whole of it travels in the form's
 * hidden field, and what comes back is believed only when the engine itself could have made it.
 */
import * as z from "zod";
import { prune } from "../surveys/answering.ts";
import { findNewest } from "../surveys/catalog.ts";
import { begin } from "../surveys/engine.ts";
import type { State } from "../surveys/interview.ts";
import { routeOf } from "../surveys/route.ts";
import { reserved, type Survey } from "../surveys/survey.ts";
import { findChosen, surveyName } from "./chosen-survey.ts";
import { type PracticePatient, practicePatients } from "./practice-patients.ts";

export type Practice = {
  readonly patient: PracticePatient;
  readonly layout: "one" | "all";
  readonly survey: Survey;
  readonly state: State;
};

const answeredBy = { mode: z.literal("human"), respondent: z.enum(["patient", "supported", "proxy"]) };

/** An interview that stands at a step or the summary; one that has ended or been put down is never carried on. */
const shape = z.strictObject({
  patient: z.string(),
  layout: z.enum(["one", "all"]),
  state: z.strictObject({
    survey: z.string(),
    version: z.int(),
    modules: z.array(z.string()).optional(),
    at: z.string().nullable(),
    returnsToSummary: z.boolean(),
    respondent: answeredBy.respondent,
    gates: z.record(z.string(), z.enum(["yes", "no"])),
    answers: z.record(
      z.string(),
      z.union([z.strictObject({ ...answeredBy, code: z.int() }), z.strictObject({ ...answeredBy, text: z.string() })]),
    ),
    raised: z.array(z.enum(["help"])).max(1),
    missteps: z.literal(0),
    interrupted: z.null(),
    ended: z.null(),
  }),
});

/** Far more than any survey's answers need. */
const longestField = 40_000;

/** The survey that is practised; the short set for a name that is none. Throws when the catalog lacks that: our fault. */
export function practisedSurvey(name = "", modules?: readonly string[]): Survey {
  const survey = findChosen(name, modules) ?? findNewest("punktmatning-kort");
  if (!survey) throw new Error("the catalog has no survey to practise");
  return survey;
}

/** A practice from its first step. */
export function beginPractice(patient: PracticePatient, survey: Survey = practisedSurvey()): Practice {
  return { patient, layout: "one", survey, state: begin(survey, { respondent: patient.respondent }).state };
}

export const packed = ({ patient, layout, state }: Practice): string =>
  JSON.stringify({ patient: patient.id, layout, state });

/** The practice that a form carries; null for anything that no page of ours has sent. */
export function findPractice(field: string): Practice | null {
  if (field.length > longestField) return null;
  let raw: unknown;
  try {
    raw = JSON.parse(field);
  } catch {
    return null;
  }
  const read = shape.safeParse(raw);
  if (!read.success) return null;
  const { layout, state: sent } = read.data;
  const { modules, ...rest } = sent;
  const state: State = { ...rest, ...(modules ? { modules } : {}) };
  const patient = practicePatients.find(({ id }) => id === read.data.patient);
  const survey = findChosen(surveyName({ id: state.survey, version: state.version }), undefined);
  return patient && survey && state.respondent === patient.respondent && isOfTheEngine(survey, state)
    ? { patient, layout, survey, state: state }
    : null;
}

/** Every answer fits its question, nothing lies beside the way, and the interview stands at a step on it. */
function isOfTheEngine(survey: Survey, state: State): boolean {
  if (state.survey !== survey.id || state.version !== survey.version) return false;
  const known = survey.modules?.map(({ key }) => key);
  if ((known === undefined) !== (state.modules === undefined)) return false;
  if (state.modules?.some((key) => !known?.includes(key))) return false;
  const stepOf = (key: string) => survey.steps.find((step) => step.key === key);
  if (Object.keys(state.gates).some((key) => stepOf(key)?.kind !== "confirm")) return false;
  for (const [key, answer] of Object.entries(state.answers)) {
    const step = stepOf(key);
    if (step?.kind === "open" ? !("text" in answer) || answer.text.length > step.maxLength : !("code" in answer))
      return false;
    if (step?.kind !== "open" && step?.kind !== "choice") return false;
    if (step.kind === "choice" && "code" in answer) {
      const codes = [...survey.scales[step.scale]!.map(({ code }) => code), ...Object.values(reserved)];
      if (!codes.includes(answer.code)) return false;
    }
  }
  const pruned = prune(survey, state).state;
  const keptAll = (["answers", "gates", "raised"] as const).every(
    (part) => Object.keys(pruned[part]).length === Object.keys(state[part]).length,
  );
  const route = routeOf(survey, state);
  return keptAll && (state.at === null ? route.end === "completed" : route.steps.includes(state.at));
}
