import { expect, test } from "vitest";
import { everyPiece, recordingFile } from "../calls/every-piece.ts";
import { readConfig } from "../config.ts";
import { getSurvey, published } from "../surveys/catalog.ts";
import type { Io } from "./command.ts";
import { promptsCommand } from "./prompts.ts";

/** Of every published survey, each once: what is said in several of them is one file. */
const pieces = [
  ...new Map(
    published
      .filter((survey) => survey.robot !== false)
      .flatMap((survey) => everyPiece(survey))
      .map((piece) => [piece.id, piece]),
  ).values(),
];
const folder = "https://ljud.example.se/v1";

/** Runs the command against a web server that answers as it is told; nothing else of the Io may be used. */
async function run(
  positionals: readonly string[],
  check?: string,
  answer: (file: string) => Response | Promise<Response> = () => new Response(null, { status: 404 }),
  environment: Readonly<Record<string, string>> = {},
) {
  const config = readConfig(environment);
  if ("faults" in config) throw new Error(config.faults.join("\n"));
  const [out, err, asked]: [string[], string[], string[]] = [[], [], []];
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) } as unknown as Io;
  const fetch: typeof globalThis.fetch = async (url, init) => {
    asked.push(`${init?.method} ${url}`);
    return answer(String(url).slice(folder.length + 1));
  };
  const given = { positionals, values: check === undefined ? {} : { check } };
  if (promptsCommand.needs !== "settings") throw new Error("the command opens no database");
  const code = await promptsCommand.run({ config, fetch }, given, io);
  return { code, out, err, asked };
}

const sound = () => new Response(null, { headers: { "content-type": "audio/mpeg" } });

test("the manuscript has every piece once, in the region's own name, and nothing is asked of the net", async () => {
  const { code, out, asked } = await run([]);
  expect([code, asked]).toEqual([0, []]);
  expect(out[0]).toBe("fil;text");
  expect(out.slice(1).map((line) => line.split(";")[0])).toEqual(pieces.map(({ id }) => recordingFile(id)));
  expect(out.join("\n")).toContain("opening.mp3;Hej. Det här är ett automatiskt samtal från Region Exempel.");
  expect(out.join("\n")).not.toMatch(/[{}]/);
});

test("the manuscript says the configured region, and says on the side which that was", async () => {
  const { code, out, err } = await run([], undefined, undefined, { RINGUPP_REGION: "Region Prov" });
  expect([code, err]).toEqual([0, ['Regionen kallas "Region Prov" (RINGUPP_REGION).']]);
  expect(out.join("\n")).toContain("automatiskt samtal från Region Prov.");
  expect(out.join("\n")).not.toContain("Region Exempel");
});

test("no manuscript is made in a name that the robot may not say", async () => {
  const { code, out, err } = await run([], undefined, undefined, { RINGUPP_REGION: "Västra sjukvårdsregionen" });
  expect([code, out]).toEqual([1, []]);
  expect(err).toEqual([expect.stringMatching(/^RINGUPP_REGION sägs innan/)]);
});

test("the manuscript of one survey has nothing that only another needs", async () => {
  const files = (await run(["punktmatning-kort"])).out.slice(1).map((line) => line.split(";")[0]);
  expect(files).toEqual(everyPiece(getSurvey("punktmatning-kort", 1)).map(({ id }) => recordingFile(id)));
  expect(files.length).toBeLessThan(pieces.length);
});

test("every file is looked for, and all being there is exit code 0", async () => {
  const { code, out, err, asked } = await run([], `${folder}/`, sound);
  expect([code, out]).toEqual([0, []]);
  expect(err).toEqual([`Alla ${pieces.length} filer finns.`]);
  expect(asked.toSorted()).toEqual(pieces.map(({ id }) => `HEAD ${folder}/${recordingFile(id)}`).toSorted());
});

test("a file that is missing, is no sound or does not come is named, and the exit code is 1", async () => {
  const { code, out, err } = await run([], folder, (file) => {
    if (file === "opening.mp3") return new Response(null, { status: 404 });
    if (file === "birthday.mp3") return new Response(null, { headers: { "content-type": "text/html" } });
    if (file === "help.mp3") return Promise.reject(new TypeError("fetch failed"));
    if (file === "thanks.mp3") return new Response(null, { status: 301, headers: { location: "/elsewhere.mp3" } });
    return sound();
  });
  expect(code).toBe(1);
  expect(out.toSorted()).toEqual([
    "birthday.mp3: är inget ljud (text/html)",
    "help.mp3: inget svar",
    "opening.mp3: saknas",
    "thanks.mp3: svaret blev 301",
  ]);
  expect(err).toEqual([`4 av ${pieces.length} filer saknas eller går inte att spela upp.`]);
});

test("an address that no carrier may fetch from is refused before anything is asked", async () => {
  for (const address of ["", "http://ljud.example.se/", "ljud", "https://ljud.example.se/?a=1", "file:///ljud"]) {
    const { code, asked } = await run([], address);
    expect([address, code, asked]).toEqual([address, 2, []]);
  }
  expect((await run(["finns-inte"])).code).toBe(2);
  expect((await run(["punktmatning-kort", "mer"])).code).toBe(2);
});
