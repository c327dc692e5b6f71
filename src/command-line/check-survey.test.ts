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
  expect([broken.code, broken.out]).toEqual([
    1,
    ["x.v1.json:2:12: Filen är inte giltig JSON. Kommat före slutet ska bort."],
  ]);
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
