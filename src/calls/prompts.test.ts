import { describe, expect, test } from "vitest";
import { published } from "../surveys/catalog.ts";
import { branchingSurvey } from "../surveys/samples.ts";
import type { Survey } from "../surveys/survey.ts";
import { speak } from "./conversation/speech.ts";
import { robotFaults } from "./conversation.ts";
import { type PromptBook, type PromptId, promptFaults, prompts, textFor, wordOfCare } from "./prompts.ts";

const survey = published[0]!;
const told = { survey, interview: null };
const withText = (id: PromptId, text: string): PromptBook => ({
  ...prompts,
  prompts: { ...prompts.prompts, [id]: { ...prompts.prompts[id], text } },
});

describe("the book of lines", () => {
  test("the book in use has no fault", () => expect(promptFaults(prompts)).toEqual([]));

  test("a neutral line with a word of care is refused", () =>
    expect(promptFaults(withText("opening", "Hej, vi ringer från sjukhuset."))).toEqual([
      'Repliken opening: är neutral men innehåller "sjuk".',
    ]));

  test("a line that strangers hear cannot be marked as one for the patient only", () => {
    const book = { ...prompts, prompts: { ...prompts.prompts, opening: { text: "Hej.", neutral: false } } };
    expect(promptFaults(book)).toEqual(["Repliken opening: sägs innan vi vet vem som svarar och ska vara neutral."]);
  });

  test("no marker but the region and the survey's own numbers may be spoken", () => {
    expect(promptFaults(withText("goodbye", "Hej då, {name}."))).toEqual([
      "Repliken goodbye: {name} får inte stå här.",
    ]);
    expect(promptFaults(withText("intro", "Jag ställer {questions} frågor."))).toEqual([
      "Repliken intro: {minutes} måste stå här.",
    ]);
  });

  test("markup, digits and empty lines are refused", () => {
    expect(promptFaults(withText("later", "Hej <break/> då"))[0]).toMatch(/tecknen/);
    expect(promptFaults(withText("later", "Ring 112."))[0]).toMatch(/siffror som ord/);
    expect(promptFaults(withText("later", " "))[0]).toMatch(/tom/);
  });

  test("a missing and an unknown line are both told at once", () => {
    const { goodbye: _, ...rest } = prompts.prompts;
    const book = {
      ...prompts,
      prompts: { ...rest, hello: { text: "Hej.", neutral: true } },
    };
    expect(promptFaults(book as unknown as PromptBook)).toHaveLength(2);
  });
});

describe("what is heard", () => {
  test("a choice is read with its key before it the first time, and in short afterwards", () => {
    expect(speak({ say: "choices", step: "trygghet" }, told).text).toBe(
      "Tryck ett för ja, helt och hållet. Tryck två för ja, till stor del. Tryck tre för till viss del. Tryck fyra för nej, inte alls.",
    );
    expect(speak({ say: "choices-short", step: "plan" }, told).text).toBe("Ett: ja. Två: nej.");
  });

  test("numbers of the survey's text are said as people say them", () =>
    expect(speak({ say: "step", step: "plan" }, told).text).toContain("i elva sjuttiosju, för"));

  test("the intro says how many questions there are and how long they take", () =>
    expect(speak({ say: "intro" }, told).text).toContain("Jag ställer sex korta frågor. Det tar ungefär fem minuter."));

  test("the region's name is spoken as it is written, whatever stands in it", () =>
    expect(textFor({ text: "från {region}." }, "Region $& Örebro")).toBe("från Region $& Örebro."));

  test("words of care are found inside other words", () => {
    for (const text of ["från sjukhuset", "hemsjukvård", "Psykiatrin", "en enkät om", "din utskrivning", "Avdelning 3"])
      expect(wordOfCare(text), text).not.toBeNull();
  });
});

describe("surveys the robot can hold", () => {
  test("every published survey can be held", () =>
    expect(published.map((one) => [one.id, robotFaults(one)])).toEqual(
      published.map((one) => [one.id, one.id === "sip" ? ["Enkäten ställs bara av människor."] : []]),
    ));

  test("a survey that wants the caller's name or begins with a question is refused", () => {
    const sample = branchingSurvey();
    const named = (key: string, more: object = {}): Survey => ({
      ...sample,
      steps: sample.steps.map((step) =>
        step.key === key ? { ...step, ...more, text: { patient: "Jag är {caller}.", proxy: "Hej." } } : step,
      ),
    });
    expect(robotFaults(sample)).toEqual([]);
    expect(robotFaults(named("medicin"))[0]).toMatch(/medicin.*\{caller\}/);
    // Its own words stand in for the question about help, and for no other.
    expect(robotFaults(named("hjalp"))).toEqual([]);
    expect(robotFaults(named("hjalp", { raises: undefined }))[0]).toMatch(/hjalp.*\{caller\}/);
    expect(robotFaults({ ...sample, start: "vard" })[0]).toMatch(/saknar öppning/);
  });
});
