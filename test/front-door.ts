/**
 * The real program, started as a person starts it: a child process on a free port with a data folder of its own, and a
 * browser in front of it. Stops only what it started and leaves nothing behind.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { demoPassword } from "../src/demo/people.ts";
import { type ProblemCode, problems } from "../src/problems.ts";

const source = fileURLToPath(new URL("../src/platform/node.ts", import.meta.url));
/** Where test/browser-setup.ts has put the program as one file (`npm run build`). Without it, it is started from source. */
export const programName = "RINGUPP_TEST_PROGRAM";
/** Where test/browser-setup.ts has put a seeded demo, so that each file need not make its own. */
export const seededFolderName = "RINGUPP_TEST_SEEDED";
/** A Monday without holidays near it: the same patients stand on the list whatever day the tests are run. */
export const demoStart = "2026-11-23";

type Environment = Readonly<Record<string, string>>;
type Outcome = { readonly code: number | null; readonly out: string; readonly err: string };

export type FrontDoor = {
  /** Without a trailing slash. */
  readonly address: string;
  readonly folder: string;
  /** Everything printed so far, both streams. */
  readonly printed: () => string;
  /** Asks the program to stop, waits, removes its data. Gives the exit code. */
  readonly close: (signal?: NodeJS.Signals) => Promise<number | null>;
};

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "ringupp-test-"));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const { port, close } = await occupyPort();
  await close();
  return port;
}

export async function occupyPort(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const found = server.address();
  if (found === null || typeof found === "string") throw new Error("no port was given");
  return { port: found.port, close: () => new Promise((closed) => server.close(() => closed())) };
}

/** The machine's environment without any setting of Ringupp's own. */
const bareEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(RINGUPP_|PORT$|NODE_OPTIONS$|VITEST)/.test(name)),
  );

function begin(
  words: readonly string[],
  env: Environment,
  program = process.env[programName] ?? source,
): { child: ChildProcess; out: () => string; err: () => string } {
  // What the first start has compiled serves the others, and goes away with the file.
  const compiled = program === source ? {} : { NODE_COMPILE_CACHE: join(dirname(program), "compiled") };
  const child = spawn(process.execPath, [program, ...words], { env: { ...bareEnvironment(), ...compiled, ...env } });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return { child, out: () => out, err: () => err };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null ? Promise.resolve(child.exitCode) : new Promise((done) => child.once("close", done));

/** Runs one command of the program to its end; `input` is what a person would pipe to it. */
export async function runRingupp(words: readonly string[], env: Environment, input = ""): Promise<Outcome> {
  const { child, out, err } = begin(words, env);
  child.stdin?.end(input);
  const code = await ended(child);
  return { code, out: out(), err: err() };
}

/**
 * Starts the web. In demo mode on a copy of the seeded folder, unless `folder` says otherwise; `asInstalled` starts it as
 * `npm start` does after an installation: from its source, on nothing.
 */
export async function openFrontDoor(
  env: Environment = {},
  { folder = newFolder(), asInstalled = false }: { folder?: string; asInstalled?: boolean } = {},
): Promise<FrontDoor> {
  if (!asInstalled && env.RINGUPP_MODE !== "production") await putDemoIn(folder);
  const port = env.PORT ?? String(await freePort());
  const { child, out, err } = begin(
    ["serve"],
    { RINGUPP_DATA: folder, PORT: port, ...env },
    asInstalled ? source : undefined,
  );
  const printed = () => out() + err();
  // Whoever stops the tests half-way stops the program too.
  const orphaned = () => child.kill();
  process.once("exit", orphaned);
  await new Promise<void>((ready, fail) => {
    child.stdout?.on("data", () => {
      if (out().includes("Ringupp är igång")) ready();
    });
    child.once("close", (code) => fail(new Error(`the program ended with ${code} before it listened:\n${printed()}`)));
  });
  return {
    address: `http://localhost:${port}`,
    folder,
    printed,
    close: async (signal = "SIGTERM") => {
      if (child.exitCode === null) child.kill(signal);
      const code = await ended(child);
      process.off("exit", orphaned);
      removeFolder(folder);
      return code;
    },
  };
}

async function putDemoIn(folder: string): Promise<void> {
  const seeded = process.env[seededFolderName];
  if (seeded) return cpSync(seeded, folder, { recursive: true });
  await seedDemoIn(folder);
}

export async function seedDemoIn(folder: string): Promise<void> {
  const { code, err } = await runRingupp(["seed", "--start", demoStart], { RINGUPP_DATA: folder });
  if (code !== 0) throw new Error(`the demo could not be seeded:\n${err}`);
}

/** A browser of one person. Scripts that fail and pages that break their own security policy are kept in `troubles`. */
export async function openContext(
  browser: Browser,
  door: Pick<FrontDoor, "address">,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page; troubles: string[] }> {
  const context = await browser.newContext({ baseURL: door.address, locale: "sv-SE", ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (line) => {
    if (/Content Security Policy|Refused to/.test(line.text())) troubles.push(line.text());
  });
  return { context, page, troubles };
}

/** Signs in on the page that stands there, or on the sign-in page when another does. */
export async function signIn(page: Page, username: string, password = demoPassword): Promise<void> {
  if (!page.url().includes("/logga-in")) await page.goto("/logga-in");
  await page.getByLabel("Användarnamn").fill(username);
  await page.getByLabel("Lösenord").fill(password);
  await page.getByRole("button", { name: "Logga in" }).click();
}

/** What a person reads when the program says no, as far as the sentence is the same for everybody. */
export const sentenceOf = (code: ProblemCode): string => problems[code].sentence.split("{")[0]!.trim();

/** Waits until all of a page has come: before one counts what stands on it, since its heading is there first. */
export const wholly = (page: Page): Promise<void> => page.waitForLoadState("domcontentloaded");

/** Opens a patient's page from one of the work list's tabs. */
export async function openCase(page: Page, name: string, tab = ""): Promise<void> {
  await page.goto(tab === "" ? "/lista" : `/lista?visa=${tab}`);
  await page.getByRole("link", { name: `Öppna ${name}` }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** Presses for the number of the patient whose page stands there, which takes the case unless a colleague is faster. */
export async function askForNumber(page: Page): Promise<void> {
  await wholly(page);
  const box = page.getByLabel("Kontrollerad i journalen i dag").first();
  if (await box.count()) await box.check();
  await page.getByRole("button", { name: "Visa numret" }).click();
}

export async function showNumber(page: Page): Promise<void> {
  await askForNumber(page);
  await page.locator("a[href^='tel:']").first().waitFor();
}

/** From a patient's page to the interview's first words. */
export async function beginInterview(page: Page, respondent: RegExp = /Patienten själv/): Promise<void> {
  await wholly(page);
  if (await page.getByLabel("Kontrollerad i journalen i dag").count()) await askForNumber(page);
  await page.getByRole("radio", { name: respondent }).check();
  if (!respondent.test("Patienten själv")) {
    await page.getByLabel("Vem är det?").selectOption({ index: 1 });
    await page.getByLabel("Varför svarar inte patienten ensam?").selectOption({ index: 1 });
    const asked = page.getByLabel("patienten har fått frågan först");
    if (await asked.isVisible()) await asked.check();
  }
  await page.getByRole("button", { name: "Börja intervjun" }).click();
  await page.waitForURL(/\/intervju$/);
}

/** Presses a key on an interview page and waits for the page after it. */
export async function pressAndGoOn(page: Page, key: string): Promise<void> {
  const before = await stepOn(page);
  await page.keyboard.press(key);
  // `script` is set when the page's keys have begun to work.
  const next = page.locator(`html.script body:not(:has(input[name=steg][value="${before}"]))`);
  await next.waitFor().catch(async (cause: unknown) => {
    const said = await page.locator("[data-save-state]").innerText();
    throw new Error(`after "${key}" the page stays at ${before} and says: ${said}`, { cause });
  });
}

/** Waits until the page stands at this question. */
export const standsAt = (page: Page, step: string): Promise<void> =>
  page.locator(`html.script form:has(input[name=steg][value="${step}"])`).first().waitFor();

/** Through the opening with keys: greeting, right person, undisturbed, consent. */
export async function throughOpening(page: Page): Promise<void> {
  for (const key of ["ArrowRight", "1", "1", "1"]) await pressAndGoOn(page, key);
}

/** The question that stands on the page. */
export const stepOn = (page: Page): Promise<string | null> =>
  page.locator("input[name=steg]").first().getAttribute("value");
