/**
 * The home on Node: the program that `npm start` and `npm run ringupp` run. Reads the environment once, opens the data,
 * and either serves the web or carries out one command.
 */
import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import type { Command, Io } from "../command-line/command.ts";
import { commands } from "../command-line/commands.ts";
import { type Config, readConfig } from "../config.ts";
import { readStartFaults } from "../start.ts";
import { newId } from "./chance.ts";
import { openNodeWorld } from "./node-world.ts";
import { serve } from "./serve.ts";

const io: Io = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  readFile: async (path) => new Uint8Array(await readFile(path)),
  writeFile: (path, text) => writeFile(path, text),
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.setPrompt(question);
    lines.prompt();
    for await (const line of lines) {
      lines.close();
      return line;
    }
    return null;
  },
  newId,
  play: async (survey, options) => {
    const { playInTerminal } = await import("./terminal.ts");
    return playInTerminal(survey, { input: process.stdin, output: process.stdout }, options);
  },
  seedDemo: async (world, { reset, seed, startOn }) => {
    const demo = await import("../demo/demo.ts");
    if (!reset) return demo.ensureSeeded(world, seed, startOn);
    await demo.resetDemo(world, seed, startOn);
    return true;
  },
};

function help(): number {
  io.out("Ringupp. Så här: npm run ringupp -- KOMMANDO");
  io.out("  serve\n      startar webben (samma som npm start)");
  for (const { name, usage, what } of commands) io.out(`  ${name} ${usage}\n      ${what}`);
  return 0;
}

async function main(words: readonly string[]): Promise<number> {
  const [first] = words;
  if (first === undefined || first === "help" || first === "--help" || first === "-h") return help();
  const config = readConfig(process.env);
  if ("faults" in config) {
    for (const fault of config.faults) io.err(fault);
    return 1;
  }
  if (first === "serve") return serve(config, io);
  const command = commands.find(({ name }) => words.join(" ").startsWith(`${name} `) || words.join(" ") === name);
  if (!command) {
    io.err(`Kommandot "${first}" finns inte.`);
    help();
    return 2;
  }
  const faults = command.whateverIsFaulty ? [] : readStartFaults(config);
  for (const fault of faults) io.err(fault);
  if (faults.length > 0) return 1;
  return run(command, words.slice(command.name.split(" ").length), config);
}

// A reader that has seen enough (… | head) is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

async function run(command: Command, words: readonly string[], config: Config): Promise<number> {
  let given: ReturnType<typeof parseArgs>;
  try {
    given = parseArgs({ args: [...words], options: command.options, allowPositionals: true, strict: true });
  } catch {
    io.err(`Så här: npm run ringupp -- ${command.name} ${command.usage}`);
    return 2;
  }
  const asked = {
    positionals: given.positionals,
    values: given.values as Record<string, string | boolean | undefined>,
  };
  if (command.needs === "nothing") return command.run(asked, io);
  if (command.needs === "settings") return command.run({ config, fetch }, asked, io);
  const home = await openNodeWorld(config);
  if ("fault" in home) {
    io.err(home.fault);
    return 1;
  }
  try {
    return await command.run(home.world, asked, io);
  } finally {
    home.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
