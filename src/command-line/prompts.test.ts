import { expect, test } from "vitest";
import { makeTestWorld } from "../../test/world.ts";
import { everyPiece, recordingFile } from "../calls/every-piece.ts";
import { getSurvey } from "../surveys/catalog.ts";
import type { Io } from "./command.ts";
import { promptsCommand } from "./prompts.ts";

const pieces = everyPiece(getSurvey("punktmatning-kort", 1));
const folder = "https://ljud.example.se/v1";

/** Runs the command against a web server that answers as it is told; nothing else of the Io may be used. */
async function run(
  positionals: readonly string[],
  check?: string,
  answer: (file: string) => Response | Promise<Response> = () => new Response(null, { status: 404 }),
) {
  const world = makeTestWorld();
  const [out, err, asked]: [string[], string[], string[]] = [[], [], []];
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) } as unknown as Io;
  const fetch: typeof globalThis.fetch = async (url, init) => {
    asked.push(`${init?.method} ${url}`);
    return answer(String(url).slice(folder.length + 1));
  };
  const given = { positionals, values: check === undefined ? {} : { check } };
  if (promptsCommand.needs !== "world") throw new Error("the command needs a world");
  const code = await promptsCommand.run({ ...world, fetch }, given, io);
  world.close();
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
  expect((await run(["punktmatning-kort"])).out).toEqual(out);
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
