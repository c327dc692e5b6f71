/** A questionnaire can be read in every mode and language before anybody is asked it. */
import { afterEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { published } from "../surveys/catalog.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

test("every survey is listed and can be opened, with each language's own words and the robot's", async () => {
  clinic = await makeClinic();
  const lena = await clinic.signedIn("lena");
  const list = (await lena.get("/enkater")).text;
  for (const survey of published) {
    const path = `/enkater/${survey.id}.${survey.version}`;
    expect(list).toContain(`href="${path}"`);
    const page = (await lena.get(path)).text;
    for (const step of survey.steps) expect(page).toContain(step.key);
    expect(page).not.toMatch(/\{(caller|region|birthday)\}/);
  }
  expect(list).toContain("svenska, engelska, finska");
  const short = (await lena.get("/enkater/punktmatning-kort.1")).text;
  expect(short).toContain("Do you feel safe at home now?");
  expect(short).toContain("Tunnetko olosi nyt turvalliseksi kotona?");
  expect(short).toContain("Det här är ett automatiskt samtal");
  expect((await lena.get("/enkater/finns-inte.1")).status).toBe(404);
});
