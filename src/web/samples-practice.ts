/** Sample data for the practice and the sheets to print (see samples.ts), made by the product itself where it can be. */

import { defaultPolicy } from "../calls/policy.ts";
import { findNewest } from "../surveys/catalog.ts";
import { resume } from "../surveys/engine.ts";
import type { Heard } from "../surveys/interview.ts";
import { shownOf } from "./interview-view.ts";
import { viewChoice } from "./practice-choice.ts";
import { practicePatients } from "./practice-patients.ts";
import { beginPractice, type Practice, packed, practisedSurvey } from "./practice-state.ts";
import { callingTimesOf, viewGuide, viewQuestions, viewSheets } from "./print-sheets.ts";
import { help } from "./samples-tasks.ts";
import type { InterviewAllView, InterviewView, Sample } from "./views.ts";

const nobody = { account: null, nav: [] };
const patient = practicePatients[0]!;
const begun = beginPractice(patient);
function after(...heard: readonly Heard[]): Practice {
  let { state } = begun;
  for (const one of heard) state = resume(begun.survey, state, one, { mode: "human" }).state;
  return { ...begun, state };
}
const atQuestions = after({ kind: "next" }, { kind: "yes" }, { kind: "yes" }, { kind: "yes" });

function viewOf(practice: Practice, layout: "one" | "all"): InterviewView & InterviewAllView {
  const { survey, state } = practice;
  const frame = { base: "/ova", version: packed(practice), name: patient.name, survey, state };
  const shown = shownOf({ ...frame, fill: (text) => text.replaceAll("{region}", "Region Exempel") }, null, layout);
  if (!("view" in shown)) throw new Error("the sample stands at no page of the interview");
  return { ...shown.view, practice: { playText: patient.playText } } as InterviewView & InterviewAllView;
}

const paper = { sheet: "sheets.css", region: "Region Exempel", switchboard: "08-465 004 00" };
const byHand = { ...paper, region: "Region Norra och Södra Sjukvårdsdistriktet", switchboard: null };
const survey = findNewest("punktmatning-kort") ?? practisedSurvey();

export const practiceSamples: readonly Sample[] = [
  {
    page: "practice",
    name: "ordinary",
    title: "Testa intervjustödet",
    frame: nobody,
    view: viewChoice(survey),
  },
  {
    ...{ page: "practice", name: "modules", title: "Testa intervjustödet", frame: nobody },
    view: viewChoice(findNewest("ring-upp") ?? survey),
  },
  {
    page: "practice",
    name: "unreadable",
    title: "Testa intervjustödet",
    frame: {
      ...nobody,
      errors: [{ field: "", text: "Övningen gick inte att fortsätta. Välj en patient och börja om." }],
    },
    view: viewChoice(survey),
  },
  { page: "interview", name: "practice", title: "Övning", frame: nobody, view: viewOf(atQuestions, "one") },
  { page: "interview-all", name: "practice", title: "Övning", frame: nobody, view: viewOf(atQuestions, "all") },
  {
    page: "summary",
    name: "practice",
    title: "Övning: sammanfattning",
    frame: nobody,
    view: {
      ...{ base: "/ova", version: packed(begun), name: patient.name, respondentText: "Patienten svarar" },
      ...{
        savedText: "",
        practice: { playText: patient.playText },
        missingText: "En fråga saknar svar.",
        lateText: null,
      },
      rows: [
        {
          label: "Trygghet",
          question: "Känner du dig trygg hemma nu?",
          answer: "Ja, till stor del",
          changeHref: "/ova/intervju?steg=trygghet",
        },
      ],
      remarkWarnings: [],
      help: { ...help, wanted: true, offer: null },
    },
  },
  {
    page: "practice-end",
    name: "completed",
    title: "Övningen är slut",
    frame: nobody,
    view: {
      ...{ base: "/ova", name: patient.name, outcome: "Genomförd", lesson: patient.lesson, goOn: null },
      consequences: ["Svaren hade låsts och sparats utan namn.", "Patienten hade gått från listan."],
    },
  },
  {
    page: "practice-end",
    name: "paused",
    title: "Övningen är avbruten",
    view: {
      ...{ base: "/ova", name: patient.name, outcome: "Pausad", lesson: patient.lesson, goOn: packed(begun) },
      consequences: ["Svaren hittills hade legat kvar."],
    },
  },
  { page: "sheets", name: "ordinary", title: "Skriv ut", view: viewSheets([survey], "sheets.css") },
  {
    page: "sheet-information",
    name: "robot",
    title: "Patientinformation",
    view: { ...paper, ...callingTimesOf(defaultPolicy), minutes: 5, robot: true, callerId: "08-465 004 00" },
  },
  {
    page: "sheet-information",
    name: "by-hand",
    title: "Patientinformation",
    view: { ...byHand, ...callingTimesOf(defaultPolicy), minutes: 5, robot: false, callerId: null },
  },
  {
    page: "sheet-consent",
    name: "robot",
    title: "Samtycke och kontaktuppgifter",
    view: { ...paper, robot: true, minutes: 5 },
  },
  {
    page: "sheet-consent",
    name: "by-hand",
    title: "Samtycke och kontaktuppgifter",
    view: { ...byHand, robot: false, minutes: 5 },
  },
  {
    page: "sheet-questions",
    name: "patient",
    title: "Frågorna på papper",
    view: viewQuestions(survey, paper, false),
  },
  {
    page: "sheet-questions",
    name: "proxy",
    title: "Frågorna på papper",
    view: viewQuestions(survey, byHand, true),
  },
  { page: "sheet-guide", name: "ordinary", title: "Samtalsguide", view: viewGuide(survey, paper) },
];
