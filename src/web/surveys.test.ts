/** A questionnaire can be read in every mode and language before anybody is asked it. */
import { afterEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { robotFaults } from "../calls/conversation.ts";
import { everyPiece } from "../calls/every-piece.ts";
import { textFor } from "../calls/prompts.ts";
import { findTranslation, published } from "../surveys/catalog.ts";
import { isAsked, isQuestion, usualModules, withChosen, withModules } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import { translated } from "../surveys/translation.ts";
import { chosenQuery, surveyName } from "./chosen-survey.ts";
import { languagesOf } from "./interview-language.ts";
import { viewSurvey, viewSurveys } from "./surveys.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

/** With the survey's own modules, with none and with all. */
const choicesOf = (survey: Survey): readonly Survey[] =>
  survey.modules
    ? [
        survey,
        withChosen(survey, []),
        withChosen(
          survey,
          survey.modules.map(({ key }) => key),
        ),
      ]
    : [survey];

test("every survey is listed and can be opened, with each language's own words and the robot's", async () => {
  clinic = await makeClinic();
  const lena = await clinic.signedIn("lena");
  const list = (await lena.get("/enkater")).text;
  for (const survey of published) {
    const path = `/enkater/${survey.id}.${survey.version}`;
    expect(list).toContain(`href="${path}"`);
    for (const chosen of choicesOf(survey)) {
      const page = (await lena.get(`${path}?${chosenQuery(chosen)}`)).text;
      for (const step of chosen.steps)
        expect(page.includes(` · <code>${step.key}</code></p>`), step.key).toBe(isAsked(step, usualModules(chosen)));
      expect(page).not.toMatch(/\{(caller|region|birthday)\}/);
    }
  }
  expect(list).toContain("svenska, engelska, finska");
  const short = (await lena.get("/enkater/punktmatning-kort.1")).text;
  expect(short).toContain("Do you feel safe at home now?");
  expect(short).toContain("Tunnetko olosi nyt turvalliseksi kotona?");
  expect(short).toContain("Det här är ett automatiskt samtal");
  expect((await lena.get("/enkater/finns-inte.1")).status).toBe(404);
});

test("in every mode and language the whole of what is asked is shown, and nothing of what is not", async () => {
  clinic = await makeClinic();
  const lena = await clinic.signedIn("lena");
  for (const survey of published)
    for (const chosen of choicesOf(survey)) {
      const query = chosenQuery(chosen);
      const name = surveyName(survey);
      const asked = withModules(chosen, usualModules(chosen));
      const seen = async (path: string) => plain((await lena.get(path)).text);
      for (const language of languagesOf(survey)) {
        const translation = findTranslation(survey, language);
        const [all, some] = [survey, asked].map((one) => (translation ? translated(one, translation) : one));
        for (const whom of ["patient", "proxy"] as const) {
          const more = `${query}&sprak=${language}${whom === "proxy" ? "&svarar=narstaende" : ""}`;
          for (const text of [await seen(`/skriv-ut/fragor?${more}`), await seen(`/enkater/${name}/webb?${more}`)])
            for (const step of all!.steps.filter(isQuestion))
              expect(text.includes(step.text[whom]), `${name} ${language} ${whom} ${step.key}`).toBe(
                some!.steps.some(({ key }) => key === step.key),
              );
        }
      }
      const [guide, page] = [await seen(`/skriv-ut/samtalsguide?${query}`), await seen(`/enkater/${name}?${query}`)];
      for (const step of asked.steps.filter(isQuestion)) expect(guide).toContain(step.text.patient);
      if (robotFaults(chosen).length > 0) expect(page).toContain("Roboten ställer inte den här enkäten");
      else for (const piece of everyPiece(chosen)) expect(page).toContain(textFor(piece, "Region Exempel"));
    }
});

test("one that has not been given out says that it can still change", () => {
  const [short] = published;
  const next = { ...short!, version: 99 };
  expect(viewSurvey(next, "Region Exempel", "").versionText).toContain("Version 99, inte utgiven än. Den kan ändras");
  expect(viewSurveys([short!, next]).rows.map(({ versionText }) => versionText)).toEqual([
    `Version ${short!.version}`,
    "Version 99, inte utgiven än",
  ]);
});

test("why the robot cannot ask a survey stands on its page, unless it is not meant to", () => {
  const [short] = published;
  const steps = short!.steps.map((step) =>
    step.kind === "choice" ? { ...step, text: { ...step.text, patient: "Säg till {caller}: är du trygg?" } } : step,
  );
  const view = viewSurvey({ ...short!, steps }, "Region Exempel", "");
  expect([view.robot, view.robotless[0]]).toEqual([[], expect.stringContaining("roboten har inget namn att säga")]);
  expect(viewSurvey({ ...short!, steps, robot: false }, "Region Exempel", "").robotless).toEqual([]);
  expect(viewSurvey(short!, "Region Exempel", "").robotless).toEqual([]);
});

/** A page's text as it is read. */
const plain = (html: string) =>
  html.replaceAll("&#x27;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&#x3D;", "=");
