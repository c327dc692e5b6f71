/**
 * The shape of a questionnaire, as data. A survey is a JSON file in catalog/ (schema in docs/enkatformat.md); once a
 * version has been used it never changes. It is a graph of steps: opening (may we ask?), questions, closing.
 * What a survey must fulfil beyond its shape is in checker.ts; how it is held is in engine.ts.
 */
import * as z from "zod";

/** What is longer is no name for an address or a file, no label, nothing that anybody takes in by ear, or a survey that ends (writing.ts). */
export const longest = { name: 60, text: 1000, hint: 500, label: 80, title: 100, steps: 200, minutes: 60 } as const;

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .max(longest.name);

/** "J4", "ja-nej". */
const scaleName = z
  .string()
  .regex(/^[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö _-]*$/)
  .max(longest.name);

/** A step's key, or an ending: "end:completed", "end:refused" … (see {@link endings}). */
const target = z.string().regex(/^(end:)?[a-z][a-z0-9-]*$/);
const next = target.describe("Nyckeln till nästa steg, eller ett slut: end:completed.");

/** How a survey can end a call. "completed" leads to the summary, where what was answered decides what it comes to. */
export const endings = ["completed", "refused", "wrong-person", "later"] as const;
export type Ending = (typeof endings)[number];

const label = z.string().min(1).max(longest.label);

const wording = z
  .strictObject({
    patient: z.string().min(1).max(longest.text).describe("Sägs till patienten."),
    proxy: z
      .string()
      .min(1)
      .max(longest.text)
      .describe("Sägs till en närstående som svarar i patientens ställe, i tredje person."),
  })
  .describe("Texten som sägs. {caller} är den som ringer, {region} regionens namn.");

const common = {
  key: name.describe("Stegets nyckel, bara en gång i enkäten."),
  text: wording,
  hint: z
    .string()
    .max(longest.hint)
    .optional()
    .describe("Råd till den som ringer. Sägs aldrig. {birthday} får stå här."),
};

/** The optional module a step belongs to: it is passed, straight on to its `next`, where that module is off. */
const ofModule = { module: z.string().optional().describe("Modulen som steget hör till. Är den av går vägen förbi.") };

/** Something said; nothing is answered. */
const readStep = z.strictObject({ ...common, ...ofModule, kind: z.literal("read"), next }).describe("Något som sägs.");

/** A yes or no that steers the call and is not an answer of the survey. */
const confirmStep = z
  .strictObject({
    ...common,
    kind: z.literal("confirm"),
    yesLabel: label.describe("Knappen för ja."),
    noLabel: label.describe("Knappen för nej."),
    yes: target.describe("Dit ett ja leder."),
    no: target.describe("Dit ett nej leder."),
    raises: z.enum(["help"]).optional().describe("Ett ja blir en åtgärd, när patienten har sagt ja till det."),
  })
  .describe("Ett ja eller nej som styr samtalet och inte är ett svar i enkäten.");

/** A question with fixed answers from a scale. */
const choiceStep = z
  .strictObject({
    ...common,
    ...ofModule,
    kind: z.literal("choice"),
    label: label.describe("Frågans korta namn i rapporter: Delaktighet."),
    scale: z.string().describe("Namnet på en av enkätens skalor."),
    core: z.boolean().describe("Kärnfråga: räknas för att intervjun ska vara genomförd."),
    ownExperience: z.boolean().describe("Det som bara patienten har upplevt: en närstående får hoppa över frågan."),
    positive: z.array(z.int()).min(1).optional().describe("Koder som är positiva. Med dem blir frågan en indikator."),
    next,
    branches: z.record(z.string(), target).optional().describe("En annan väg för vissa svar: kod → mål."),
  })
  .describe("En fråga med fasta svar.");

/** An open question. Always optional. */
const openStep = z
  .strictObject({
    ...common,
    ...ofModule,
    kind: z.literal("open"),
    label: label.describe("Frågans korta namn."),
    maxLength: z.int().min(1).max(2000).describe("Högsta antal tecken."),
    next,
  })
  .describe("En öppen fråga, alltid frivillig.");

export const stepShape = z.discriminatedUnion("kind", [readStep, confirmStep, choiceStep, openStep]);
export type Step = z.infer<typeof stepShape>;
export type ChoiceStep = z.infer<typeof choiceStep>;
/** A step whose answer is an answer of the survey. */
export type Question = ChoiceStep | z.infer<typeof openStep>;

export const surveyShape = z.strictObject({
  $schema: z.string().optional().describe("Var den här beskrivningen finns, för den som redigerar. Läses aldrig."),
  id: name.describe("Kort namn: små bokstäver a–z, siffror och bindestreck."),
  version: z.int().min(1).describe("Från 1. En version som har använts ändras aldrig."),
  language: z.literal("sv").describe("Språkkod: sv. Andra språk är översättningar, i filer för sig."),
  title: z.string().min(1).max(longest.title).describe("Enkätens namn på skärmen."),
  minutes: z.int().min(1).max(longest.minutes).describe("Ungefär hur många minuter intervjun tar."),
  /** Codes 7, 8 and 9 are reserved (see {@link reserved}). */
  scales: z
    .record(
      scaleName,
      z
        .array(
          z.strictObject({
            code: z.int().min(1).max(6).describe("7, 8 och 9 finns på alla frågor och skrivs inte här."),
            text: label.describe("Svaret som det läses upp."),
          }),
        )
        .min(2),
    )
    .describe("Svarsskalor: namn → svar, i den ordning de läses upp."),
  modules: z
    .array(
      z.strictObject({
        key: name.describe("Modulens nyckel, som stegen nämner."),
        title: label.describe("Modulens namn på skärmen och i rapporten."),
        on: z.boolean().describe("Ställs när ingen har valt något annat."),
      }),
    )
    .optional()
    .describe("Grupper av frågor som kan väljas bort utan att kärnfrågorna ändras."),
  /** The robot's own intro speaks of coming home from hospital and of nothing else; so do the words around a web form. */
  robot: z
    .literal(false)
    .optional()
    .describe("false: enkäten handlar om något annat än hemgången, och roboten ställer den inte."),
  start: z.string().describe("Nyckeln till det första steget."),
  steps: z.array(stepShape).min(1).max(longest.steps).describe("Alla steg. Vägen mellan dem står i stegen själva."),
});
/** As it is asked: in Swedish as its file has it, or in the language of a translation. */
export type Survey = Omit<z.infer<typeof surveyShape>, "language"> & { readonly language: string };

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
