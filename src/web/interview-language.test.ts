/** What is promised to a patient who would rather hear the questions in another language. */
import { afterEach, expect, test } from "vitest";
import { type Clinic, dump, makeClinic, openInterview } from "../../test/in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

async function atTheFirstQuestion(language = "") {
  clinic = await makeClinic();
  const [id = ""] = await clinic.admit({ language });
  const anna = await clinic.signedIn("anna");
  await openInterview(anna, id);
  return { anna, base: `/uppfoljningar/${id}` };
}

test("the questions are read in the patient's language, marked as such, and hints and buttons stay Swedish", async () => {
  const { anna, base } = await atTheFirstQuestion("fi");
  const swedish = await anna.get(`${base}/intervju`);
  expect(swedish.text).toContain("Patienten talar finska");
  expect(swedish.text).not.toContain('lang="fi"');
  expect((await anna.post(`${base}/las-pa`, { sprak: "fi" })).location).toBe(`${base}/intervju`);
  const finnish = await anna.get(`${base}/intervju`);
  expect(finnish.text).toContain('<span class="question" lang="fi" dir="auto">Saitko olla mukana');
  expect(finnish.text).toContain('<span lang="fi" dir="auto">Kyllä, täysin</span>');
  expect(finnish.text).toContain("Vet ej / minns inte");
  expect(finnish.text).toContain("Läs upp de fyra svaren");
  expect(finnish.text).not.toContain("Patienten talar finska");
  await anna.post(`${base}/las-pa`, { sprak: "sv" });
  expect((await anna.get(`${base}/intervju`)).text).toContain("Fick du vara med och planera");
});

test("an answer is the same whatever language the question was read in", async () => {
  const { anna, base } = await atTheFirstQuestion();
  expect((await anna.get(`${base}/intervju`)).text).not.toContain("Patienten talar");
  await anna.post(`${base}/las-pa`, { sprak: "en" });
  await anna.post(`${base}/svar`, { steg: "delaktighet", svar: "2" });
  const [row] = (await dump(clinic.world, ["interviews"])).interviews ?? [];
  expect(JSON.parse(JSON.parse(row ?? "").state).answers.delaktighet).toMatchObject({ code: 2, mode: "human" });
});

test("a language that the survey has not got changes nothing", async () => {
  const { anna, base } = await atTheFirstQuestion("ar");
  const before = await anna.get(`${base}/intervju`);
  expect(before.text).not.toContain("Patienten talar");
  await anna.post(`${base}/las-pa`, { sprak: "ar" });
  expect((await anna.get(`${base}/intervju`)).text).toBe(before.text);
});

test("the questions on paper are wholly in the language that is asked for", async () => {
  clinic = await makeClinic();
  const anna = await clinic.signedIn("anna");
  const paper = (await anna.get("/skriv-ut/fragor?sprak=fi")).text.split(/<\/?article/)[1] ?? "";
  expect(paper).toContain('lang="fi"');
  expect(paper).toContain("Tunnetko");
  expect(paper).toContain("En tiedä / en muista");
  expect(paper).not.toMatch(/Vet ej|frivilligt|Tack för/);
  expect((await anna.get("/skriv-ut")).text).toContain("på finska");
});
