/** Whoever writes a survey hears of everything that is wrong with it at once, and where. */
import { expect, test } from "vitest";
import { files, translationFiles } from "../surveys/catalog.gen.ts";
import { checkSurveyCommand } from "./check-survey.ts";
import type { Io } from "./command.ts";
import { commands } from "./commands.ts";

/** Runs the command on files that stand nowhere else. */
async function run(texts: Readonly<Record<string, string | Uint8Array>>, asked = Object.keys(texts)) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    readFile: async (path: string) => {
      const text = texts[path];
      if (text === undefined) throw new Error("ENOENT");
      return typeof text === "string" ? new TextEncoder().encode(text) : text;
    },
  } as unknown as Io;
  if (checkSurveyCommand.needs !== "nothing") throw new Error("the command opens no database");
  return { code: await checkSurveyCommand.run({ positionals: asked, values: {} }, io), out, err };
}
const asText = (value: unknown) => JSON.stringify(value, null, 2);
const short = asText(files["punktmatning-kort.v1.json"]);

test("a sound survey and a sound translation get a friendly line", async () => {
  const finnish = asText(translationFiles["punktmatning-kort.v1.fi.json"]);
  const sound = { "a/b/punktmatning-kort.v1.json": short, "punktmatning-kort.v1.fi.json": finnish };
  expect(await run(sound)).toEqual({
    code: 0,
    out: [
      "Punktmätning, kort, version 1: allt stämmer. 7 frågor.",
      "Översättningen punktmatning-kort.v1.fi.json: allt stämmer, inget saknas.",
    ],
    err: [],
  });
});

test("all faults are told in the order of the file, by line, and the exit code is 1", async () => {
  const faulty = short
    .replace('"version": 1', '"version": 2')
    .replace('"minutes": 5', '"minutes": "fem"')
    .replace('"scale": "ja-nej"', '"scale": "nej-ja"');
  const { code, out, err } = await run({ "punktmatning-kort.v2.json": faulty });
  expect([code, err]).toEqual([1, ["punktmatning-kort.v2.json har 2 fel. Rätta och kontrollera igen."]]);
  expect(out).toEqual([
    "punktmatning-kort.v2.json:6:14: minutes: ska vara ett tal.",
    expect.stringMatching(
      /^punktmatning-kort\.v2\.json:\d+:\d+ steps\[7\]\.scale: Steget plan: skalan nej-ja finns inte\. Välj J4 eller ja-nej/,
    ),
  ]);
});

test("a broken file is told of by line and column, a field that stands twice too", async () => {
  const broken = await run({ "x.v1.json": '{\n  "id": "x",\n}' });
  expect(broken.code).toBe(1);
  expect(broken.out.filter((line) => !line.startsWith("x.v1.json:1:1: "))).toEqual([
    "x.v1.json:2:12: Filen är inte giltig JSON. Kommat före slutet ska bort.",
  ]);
  expect(broken.out).toContain("x.v1.json:1:1: steps: saknas och ska vara en lista inom hakparenteser: [ ].");
  const twice = short.replace('"minutes": 5', '"minutes": 5,\n  "minutes": 5');
  expect((await run({ "punktmatning-kort.v1.json": twice })).out).toEqual([
    "punktmatning-kort.v1.json:7:14 minutes: Fältet minutes står två gånger. Ta bort det ena.",
  ]);
});

test("a translation hears of every missing text, and of a name that is not its own", async () => {
  const finnish = structuredClone(translationFiles["punktmatning-kort.v1.fi.json"]) as {
    steps: Record<string, Record<string, string>>;
  };
  delete finnish.steps.trygghet;
  finnish.steps.plan!.label = "";
  const { code, out } = await run({ "punktmatning-kort.v1.en.json": asText(finnish) });
  expect(code).toBe(1);
  expect(out.join("\n")).toMatch(/men ska heta punktmatning-kort\.v1\.fi\.json/);
  expect(out.join("\n")).toMatch(/steps\.plan\.label: saknas/);
  expect(out.join("\n")).toMatch(/Steget trygghet saknar översättning/);
});

test("what is no file, no UTF-8 or no argument is said in words", async () => {
  expect(await run({}, ["borta.json"])).toMatchObject({ code: 1, err: [expect.stringContaining("går inte att läsa")] });
  const latin = new Uint8Array([0x7b, 0xe5, 0x7d]);
  expect((await run({ "x.json": latin })).err[0]).toContain("UTF-8");
  expect((await run({}, [])).code).toBe(2);
  expect(commands.map(({ name }) => name)).toContain("check-survey");
});

test("it runs also while the program itself refuses to start with the file", () => {
  for (const name of ["check-survey", "survey-schema"])
    expect(commands.find((command) => command.name === name)).toMatchObject({ whateverIsFaulty: true });
  expect(commands.filter(({ needs, whateverIsFaulty }) => whateverIsFaulty && needs !== "nothing")).toEqual([]);
});

test("whoever changes a published version is told to make a new one, and a file is refused for its size alone", async () => {
  const changed = await run({ "punktmatning-kort.v1.json": short.replace("Känner du dig trygg", "Är du trygg") });
  expect([changed.code, changed.out]).toEqual([
    1,
    [expect.stringMatching(/:3:14 version: Versionen är utgiven .*punktmatning-kort\.v2\.json/)],
  ]);
  const next = short.replace("Känner du dig trygg", "Är du trygg").replace('"version": 1', '"version": 2');
  expect((await run({ "punktmatning-kort.v2.json": next })).code).toBe(0);
  expect((await run({ "x.json": new Uint8Array(5_000_001) })).err[0]).toContain("högst 5 MB");
  expect((await run({ "x.json": " \n" })).err[0]).toContain("är tom");
});

test("what is wrong with the JSON and with what it says are told together, each on its own line", async () => {
  const lines = short
    .replace('"minutes": 5', '"minutes": NaN')
    .replace('"language"', '// svenska\n  "language"')
    .split("\n");
  const { out } = await run({
    "punktmatning-kort.v2.json": lines.join("\r\n").replace('"version": 1', '"version": 2, "extra": 1'),
  });
  expect(out).toEqual([
    "punktmatning-kort.v2.json:3:26 extra: Filen: okänt fält: extra. Ta bort det, eller rätta stavningen.",
    "punktmatning-kort.v2.json:4:3: Filen är inte giltig JSON. Här står en kommentar. Ta bort den: i JSON finns inga.",
    expect.stringMatching(/^punktmatning-kort\.v2\.json:7:14: Filen är inte giltig JSON\. NaN är inget värde/),
  ]);
});

test("whoever writes citation marks inside a text hears of that, and of the rest of the file", async () => {
  const lines = short
    .replace("Kan du prata ostört nu?", 'Kan du "prata" ostört nu?')
    .replace('"version": 1', '"version": 2, "extra": 1');
  const { out } = await run({ "punktmatning-kort.v2.json": lines });
  expect(out).toEqual([
    expect.stringContaining("okänt fält: extra"),
    expect.stringContaining("Skriv citattecken inne i en text som ”"),
  ]);
  const at = lines.split("\n").findIndex((line) => line.includes('"prata"'));
  expect(out[1]).toContain(`.json:${at + 1}:${lines.split("\n")[at]!.indexOf('"prata"') + 1}:`);
});

test("a survey whose steps are no list is judged as a survey and not as a translation", async () => {
  const survey = { ...JSON.parse(short), version: 2, steps: { a: {} } };
  const { out } = await run({ "punktmatning-kort.v2.json": asText(survey) });
  expect(out).toEqual([expect.stringContaining("steps: ska vara en lista inom hakparenteser: [ ].")]);
});

test("an author hears why the robot cannot ask a sound survey, unless it is not meant to", async () => {
  const survey = JSON.parse(short);
  const named = {
    ...survey,
    version: 2,
    steps: survey.steps.map((step: { key: string; text: object }) =>
      step.key === "trygghet" ? { ...step, text: { ...step.text, patient: "Säg till {caller}: är du trygg?" } } : step,
    ),
  };
  const praise = async (one: object) => (await run({ "punktmatning-kort.v2.json": asText(one) })).out[0] ?? "";
  expect(await praise(named)).toContain("Roboten kan inte ställa den: Steget trygghet: roboten har inget namn");
  expect(await praise({ ...named, robot: false })).not.toContain("Roboten");
  expect(await praise({ ...survey, version: 2 })).not.toContain("Roboten");
});

test("an answer's fault is told on the answer's line, and nothing of the file's own reaches the terminal raw", async () => {
  const copy = short.replace('"version": 1', '"version": 2');
  const twice = copy.replace('"Ja, till stor del"', '"ja, helt och hållet"');
  const at = copy.split("\n").findIndex((line) => line.includes('"Ja, till stor del"')) + 1;
  expect((await run({ "punktmatning-kort.v2.json": twice })).out).toEqual([
    expect.stringContaining(
      `.json:${at}:17 scales.J4[1].text: Skalan J4 har svaret "Ja, helt och hållet" mer än en gång`,
    ),
  ]);
  const raw = copy.replace('"version": 2', `"version": 2, "\\u001b[31m${"x".repeat(5000)}": 1`);
  const [line = ""] = (await run({ "punktmatning-kort.v2.json": raw })).out;
  expect(line).toContain("\\u001b[31mxxx");
  expect(line.length).toBeLessThan(400);
});

test("a new survey is checked together with its translation, and its author hears how it is published", async () => {
  const survey = JSON.parse(short.replace('"punktmatning-kort"', '"min-enkat"'));
  const finnish = { ...(translationFiles["punktmatning-kort.v1.fi.json"] as object), id: "min-enkat" };
  const both = { "min-enkat.v1.fi.json": asText(finnish), "min-enkat.v1.json": asText(survey) };
  const { code, out } = await run(both);
  expect([code, out]).toEqual([
    0,
    [
      "Översättningen min-enkat.v1.fi.json: allt stämmer, inget saknas.",
      expect.stringMatching(/^När den är färdig: Ge ut den med raden "min-enkat\.v1\.fi\.json": "[0-9a-f]{64}"/),
      "Punktmätning, kort, version 1: allt stämmer. 7 frågor.",
      expect.stringMatching(/^När den är färdig: Ge ut den med raden "min-enkat\.v1\.json": "[0-9a-f]{64}"/),
    ],
  ]);
  const { reserved: _, ...bare } = finnish as Record<string, unknown>;
  expect((await run({ ...both, "min-enkat.v1.fi.json": asText(bare) })).out[0]).toContain("reserved: saknas");
  // One that has faults of its own is there all the same.
  const tooLong = { ...both, "min-enkat.v1.json": asText({ ...survey, minutes: 61 }) };
  expect((await run({ ...tooLong, "min-enkat.v1.fi.json": asText(bare) })).out).toEqual([
    expect.stringContaining("reserved: saknas"),
    expect.stringContaining("Enkäten min-enkat version 1 har egna fel. Rätta dem först"),
    expect.stringContaining("minutes: ska vara högst 60."),
  ]);
});
