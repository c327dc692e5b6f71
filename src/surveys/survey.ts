/**
 * The shape of a questionnaire, as data. A survey is a JSON file in catalog/ (schema in docs/enkatformat.md); once a
 * version has been used it never changes. It is a graph of steps: opening (may we ask?), questions, closing.
 * What a survey must fulfil beyond its shape is in checker.ts; how it is held is in engine.ts.
 */
import * as z from "zod";

/** A step's key, or an ending: "end:completed", "end:refused" … (see {@link endings}). */
const target = z.string().regex(/^(end:)?[a-z][a-z0-9-]*$/);

/** How a survey can end a call. "completed" leads to the summary, where what was answered decides what it comes to. */
export const endings = ["completed", "refused", "wrong-person", "later"] as const;
export type Ending = (typeof endings)[number];

const wording = z.object({
  /** Said to the patient. */
  patient: z.string().min(1),
  /** Said to a närstående who answers in the patient's place, in the third person. */
  proxy: z.string().min(1),
});

const common = {
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  text: wording,
  /** For the eyes of the person who calls; never said. */
  hint: z.string().optional(),
};

/** The optional module a step belongs to: it is passed, straight on to its `next`, where that module is off. */
const ofModule = { module: z.string().optional() };

/** Something said; nothing is answered. */
const readStep = z.strictObject({ ...common, ...ofModule, kind: z.literal("read"), next: target });

/** A yes or no that steers the call and is not an answer of the survey. */
const confirmStep = z.strictObject({
  ...common,
  kind: z.literal("confirm"),
  yesLabel: z.string().min(1),
  noLabel: z.string().min(1),
  yes: target,
  no: target,
  /** A yes raises a follow-up task of this kind, with the patient's OK. */
  raises: z.enum(["help"]).optional(),
});

/** A question with fixed answers from a scale. */
const choiceStep = z.strictObject({
  ...common,
  ...ofModule,
  kind: z.literal("choice"),
  /** Short name in reports: "Delaktighet". */
  label: z.string().min(1),
  scale: z.string(),
  /** Counts towards "completed". */
  core: z.boolean(),
  /** About the patient's own experience: a proxy may skip it and is reported apart. */
  ownExperience: z.boolean(),
  /** Codes that count as a positive answer; reported as an indicator when given. */
  positive: z.array(z.int()).optional(),
  next: target,
  /** Another way on for some answers: code → target. */
  branches: z.record(z.string(), target).optional(),
});

/** An open question. Always optional. */
const openStep = z.strictObject({
  ...common,
  ...ofModule,
  kind: z.literal("open"),
  label: z.string().min(1),
  maxLength: z.int().min(1).max(2000),
  next: target,
});

export const stepShape = z.discriminatedUnion("kind", [readStep, confirmStep, choiceStep, openStep]);
export type Step = z.infer<typeof stepShape>;
export type ChoiceStep = z.infer<typeof choiceStep>;
/** A step whose answer is an answer of the survey. */
export type Question = ChoiceStep | z.infer<typeof openStep>;

export const surveyShape = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().min(1),
  language: z.string(),
  title: z.string().min(1),
  minutes: z.int().min(1),
  /** Fixed answers, read aloud in this order. Codes 7, 8 and 9 are reserved (see {@link reserved}). */
  scales: z.record(
    z.string(),
    z.array(z.strictObject({ code: z.int().min(1).max(6), text: z.string().min(1) })).min(2),
  ),
  /** Groups of questions that may be left out without touching the core. `on`: asked unless somebody chooses otherwise. */
  modules: z
    .array(z.strictObject({ key: z.string().regex(/^[a-z][a-z0-9-]*$/), title: z.string().min(1), on: z.boolean() }))
    .optional(),
  /** false: only people ask it. The robot's own intro speaks of coming home from hospital and of nothing else. */
  robot: z.literal(false).optional(),
  start: z.string(),
  steps: z.array(stepShape).min(1),
});
export type Survey = z.infer<typeof surveyShape>;

/** What a text may hold in braces; each door fills it in when it speaks. */
export const markers: readonly string[] = ["caller", "region"];
/** A hint is for the coordinator's eyes only, so it may also hold what must never be read out. */
export const hintMarkers: readonly string[] = [...markers, "birthday"];

/** Codes that every choice question has beside its scale; a person never reads them aloud (domain: mode difference). */
export const reserved = { notApplicable: 7, dontKnow: 8, declined: 9 } as const;

export const reservedTexts: Readonly<Record<number, string>> = {
  7: "Inte aktuellt",
  8: "Vet ej / minns inte",
  9: "Vill inte svara",
};
