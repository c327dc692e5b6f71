/** Samples of what is there for a lost connection and a session that ran out: steps ahead, and a form that comes back. */
import { resume } from "../surveys/engine.ts";
import { shownOf } from "./interview-view.ts";
import { practicePatients } from "./practice-patients.ts";
import { beginPractice } from "./practice-state.ts";
import type { InterviewAllView, InterviewView, Sample } from "./views.ts";

const [patient] = practicePatients;
if (!patient) throw new Error("there is nobody to practise with");
const { survey, state } = beginPractice(patient);
const asked = ["next", "yes", "yes", "yes"].reduce(
  (at, kind) => resume(survey, at, { kind } as { kind: "next" }, { mode: "human" }).state,
  state,
);

/** A key that opens nothing. */
const waiting = { key: "00".repeat(32), account: "konto" };

function viewOf(layout: "one" | "all"): InterviewView & InterviewAllView {
  const frame = { base: "/uppfoljningar/a1", version: 4, name: "Elsa Nordin", survey, state: asked, waiting };
  const shown = shownOf({ ...frame, fill: (text) => text }, null, layout);
  if (!("view" in shown)) throw new Error("the sample stands at no page of the interview");
  return shown.view as InterviewView & InterviewAllView;
}

const nobody = { account: null, nav: [], demo: null } as const;

export const waitingSamples: readonly Sample[] = [
  { page: "interview", name: "steps-ahead", title: "Fråga 1 av 7", view: viewOf("one") },
  { page: "interview-all", name: "steps-ahead", title: "Intervju", view: viewOf("all") },
  {
    page: "sign-in",
    name: "kept-form",
    title: "Logga in",
    frame: nobody,
    view: { username: "", next: null, acute: false, demoAccounts: [], kept: "{}" },
  },
  {
    page: "resend",
    name: "outcome",
    title: "Det du skrev finns kvar",
    view: {
      action: "/uppfoljningar/a1/utfall",
      texts: [{ name: "anteckning", label: "Anteckning", value: "Hör bäst på förmiddagen." }],
      others: [{ name: "utfall", value: "no-answer" }],
      backHref: "/uppfoljningar/a1",
    },
  },
];
