import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { claimDataFolder } from "./data-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ringupp-folder-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function claim(name: string, mode: "demo" | "production" = "demo") {
  const secret = { RINGUPP_SECRET: "x".repeat(32), RINGUPP_BASE_URL: "https://ringupp.example.se" };
  const config = readConfig({ RINGUPP_MODE: mode, RINGUPP_DATA: join(root, name), ...secret });
  if ("faults" in config) throw new Error(config.faults.join());
  return claimDataFolder(config);
}

describe("the data folder", () => {
  test("is made, marked and found again", () => {
    const made = claim("a/b");
    expect(made).toEqual({ file: join(root, "a/b/ringupp.sqlite") });
    expect(readdirSync(join(root, "a/b"))).toEqual(["DEMO"]);
    expect(claim("a/b")).toEqual(made);
  });

  test("of a real installation is never opened by a demo, nor the other way round", () => {
    claim("real", "production");
    claim("demo");
    expect(claim("real")).toEqual({ fault: expect.stringContaining("hör till en riktig installation") });
    expect(claim("demo", "production")).toEqual({ fault: expect.stringContaining("innehåller en demo") });
    expect(readdirSync(join(root, "real"))).toEqual(["PRODUKTION"]);
  });

  test("that holds something else is left alone, also when it is a database without a mark", () => {
    for (const [name, file] of [
      ["photos", "katt.jpg"],
      ["unmarked", "ringupp.sqlite"],
    ] as const) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, file), "x");
      for (const mode of ["demo", "production"] as const)
        expect(claim(name, mode)).toEqual({ fault: expect.stringContaining("redan något annat") });
      expect(readdirSync(join(root, name))).toEqual([file]);
    }
  });

  test("that is a file is told so", () => {
    writeFileSync(join(root, "file"), "x");
    expect(claim("file")).toEqual({ fault: expect.stringContaining("är en fil och inte en mapp") });
    expect(claim("file/under")).toEqual({ fault: expect.stringContaining("är en fil och inte en mapp") });
  });
});
