/** Sample data for what is agreed about cases (see samples.ts): everything open, a time that was missed, a skip. */
import { sentenceFor } from "../problems.ts";
import { partOptions, reasonOptions, relationOptions } from "./agreed.ts";
import type { AgreeView, CaseView, OfferedTimes, Sample } from "./views.ts";

export const nothingAgreed: AgreeView = { interpreter: null, skipped: null, booked: null, forms: null };

/** The fields about whoever helps or answers. */
export const whoAnswers = {
  relations: relationOptions(),
  reasons: reasonOptions(),
  asksPatient: true,
  proxyText: null,
};

const times: OfferedTimes = [
  { value: "2026-11-23T11:00", label: "i dag kl. 11:00", hint: "", selected: false },
  { value: "2026-11-23T12:00", label: "i dag kl. 12:00", hint: "En annan är bokad då.", selected: false },
  { value: "2026-11-24T09:00", label: "i morgon kl. 09:00", hint: "2 andra är bokade då.", selected: false },
  { value: "2026-11-25T16:00", label: "onsdag 25 november kl. 16:00", hint: "", selected: false },
];

/** What the outcome form offers about the next call. */
export const offered = { times, parts: partOptions(null) };

export const forWhom = [
  { value: "", label: "Vem som helst på enheten", selected: true },
  { value: "a1", label: "Jag", selected: false },
  { value: "a2", label: "Bo Lind", selected: false },
];

const forms: NonNullable<AgreeView["forms"]> = {
  open: { time: false, suits: false, language: false, skip: false, proxy: false },
  calendarHref: "/tider?uppfoljning=k7m2p9q4r8s3t6v1",
  times,
  time: { value: "", min: "2026-11-23T10:12", max: "2026-11-27T18:59" },
  forWhom,
  asksInterpreter: true,
  interpreterBooked: true,
  parts: partOptions(["forenoon"]),
  language: "dari",
  languages: ["arabiska", "dari", "svenska"],
  needsInterpreter: true,
  skip: {
    reasons: [
      { value: "away", label: "Patienten är på besök eller behandling", selected: false },
      { value: "interpreter", label: "Väntar på tolk", selected: false },
      { value: "colleague", label: "Behöver fråga en kollega", selected: false },
      { value: "other", label: "Annat", selected: true },
    ],
    lengths: [
      { value: "hour", label: "En timme (kl. 11:12)", selected: false },
      { value: "afternoon", label: "Till i eftermiddag (kl. 12:00)", selected: false },
      { value: "tomorrow", label: "Till nästa ringdag (tis 24 nov kl. 09:00)", selected: false },
    ],
    note: "",
  },
  proxy: { name: "", phone: "", relations: relationOptions() },
};
const allOpen = { time: true, suits: true, language: true, skip: true, proxy: true };
const interpreter = { text: "Tolk behövs: dari.", state: "Tolken är bokad till tis 24 nov kl. 10:30." };

export const agreeSamples = (heldCase: CaseView): readonly Sample[] => [
  {
    page: "case",
    name: "agreed-all-open",
    title: heldCase.name,
    view: { ...heldCase, agree: { ...nothingAgreed, interpreter, forms: { ...forms, open: allOpen } } },
    frame: {
      errors: [
        { field: "skaltext", text: sentenceFor("skip-note-needed") },
        { field: "boka", text: sentenceFor("appointment-past") },
        { field: "sprak", text: sentenceFor("language-unreadable") },
      ],
    },
  },
  {
    page: "case",
    name: "agreed-missed",
    title: heldCase.name,
    view: {
      ...heldCase,
      ...{ heldByMe: null, start: null, outcome: null },
      why: "Skulle ha ringts i dag kl. 09:30. Ring nu.",
      marks: ["Bo Lind skulle ha ringt", "Tolk bokad", "Helst förmiddag"],
      agree: {
        interpreter,
        skipped: null,
        booked: {
          text: "Bokad tid i dag kl. 09:30.",
          whoText: "Bo Lind skulle ha ringt. Nu är det allas.",
          missed: "Skulle ha ringts i dag kl. 09:30.",
          anybody: false,
        },
        forms: { ...forms, skip: null },
      },
    },
  },
  {
    page: "case",
    name: "agreed-skipped",
    title: heldCase.name,
    view: {
      ...heldCase,
      ...{ heldByMe: null, start: null, outcome: null },
      why: "Hoppades över. Kan ringas igen i dag kl. 11:12, senast fredag 27 november kl. 19:00. Inga försök än.",
      agree: {
        ...nothingAgreed,
        skipped: "Hoppades över till i dag kl. 11:12. Patienten är på besök eller behandling. ”Ring dottern först”",
        forms: { ...forms, skip: null },
      },
    },
  },
];
