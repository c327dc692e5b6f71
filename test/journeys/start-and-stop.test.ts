/** How the program starts, refuses to start, and stops; and what a real installation has that the demo has not. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import {
  freePort,
  newFolder,
  occupyPort,
  openContext,
  openFrontDoor,
  removeFolder,
  runRingupp,
  signIn,
} from "../front-door.ts";

const secret = "bara-for-provet-och-ingenting-annat-1234";
const realInstallation = (port: number) => ({
  RINGUPP_MODE: "production",
  RINGUPP_SECRET: secret,
  RINGUPP_BASE_URL: `http://localhost:${port}`,
  PORT: String(port),
});

test("a start with no configuration seeds itself, says where it is and who may come in, and stops on Ctrl-C", async () => {
  const door = await openFrontDoor({}, { asInstalled: true });
  await expect.poll(door.printed).toContain("Avsluta med Ctrl-C.");
  expect(door.printed()).toContain(`Ringupp är igång: ${door.address}`);
  for (const word of ["påhittade", "anna", "lena", "adam", "Lösenord för alla"]) expect(door.printed()).toContain(word);
  const page = await fetch(`${door.address}/logga-in`);
  expect(await page.text()).toContain("Alla personer är påhittade");
  expect(await door.close("SIGINT")).toBe(0);
});

test("a real installation: first account from the terminal, no banner, no demo routes, an empty list", async () => {
  const folder = newFolder();
  const port = await freePort();
  const env = realInstallation(port);
  const words = ["user", "add", "--username", "chefen", "--name", "Disa Krona", "--role", "admin"];
  const short = await runRingupp(words, { ...env, RINGUPP_DATA: folder }, "kort\n");
  expect(short.code).toBe(1);
  const added = await runRingupp(words, { ...env, RINGUPP_DATA: folder }, "ett långt och eget lösenord\n");
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining("Kontot chefen är upplagt.") });
  expect(added.out).not.toContain("ett långt");

  const door = await openFrontDoor(env, { folder });
  const browser = await openBrowser();
  try {
    const { page, context } = await openContext(browser, door);
    await page.goto("/logga-in");
    expect(await page.locator("body").innerText()).not.toMatch(/demo|påhittade/i);
    await signIn(page, "chefen", "ett långt och eget lösenord");
    await page.waitForURL(/\/enheter$/);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: "__Host-ringupp", httpOnly: true, secure: true, sameSite: "Lax" });
    expect(await page.locator("main").innerText()).toContain("Ingen enhet finns än");
    for (const route of ["spola", "nattarbete", "nollstall"]) {
      const response = await page.request.post(`/demo/${route}`, { form: { steg: "timme" } });
      expect(response.status(), route).toBe(404);
    }
    expect(door.printed()).not.toContain("hemma-igen");
  } finally {
    await browser.close();
    expect(await door.close("SIGINT")).toBe(0);
  }
});

test("demo and production never open each other's folder", async () => {
  const demo = newFolder();
  const real = newFolder();
  writeFileSync(join(demo, "DEMO"), "");
  writeFileSync(join(real, "PRODUKTION"), "");
  const port = await freePort();
  const asDemo = await runRingupp(["serve"], { RINGUPP_DATA: real, PORT: String(port) });
  expect(asDemo).toMatchObject({ code: 1, err: expect.stringContaining("hör till en riktig installation") });
  const asReal = await runRingupp(["serve"], { ...realInstallation(port), RINGUPP_DATA: demo });
  expect(asReal).toMatchObject({ code: 1, err: expect.stringContaining("innehåller en demo") });
  for (const folder of [demo, real]) removeFolder(folder);
});

test("a port that is taken is named, with another to choose", async () => {
  const folder = newFolder();
  const { port, close } = await occupyPort();
  const env = { ...realInstallation(port), RINGUPP_DATA: folder };
  const { code, err } = await runRingupp(["serve"], env);
  await close();
  removeFolder(folder);
  expect(code).toBe(1);
  expect(err).toContain(`Port ${port} är upptagen av ett annat program.`);
});

test("a folder that cannot be used is named, with what to do", async () => {
  const folder = newFolder();
  const file = join(folder, "fil");
  writeFileSync(file, "inte en mapp");
  const notAFolder = await runRingupp(["serve"], { RINGUPP_DATA: file, PORT: "0" });
  expect(notAFolder).toMatchObject({ code: 1, err: expect.stringContaining("är en fil och inte en mapp") });
  const foreign = await runRingupp(["serve"], { RINGUPP_DATA: folder, PORT: "0" });
  expect(foreign).toMatchObject({ code: 1, err: expect.stringContaining("innehåller redan något annat") });
  // Whoever is root may write anywhere: then there is nothing to refuse.
  if (process.getuid?.() !== 0) {
    const closed = newFolder();
    chmodSync(closed, 0o500);
    const { code, err } = await runRingupp(["serve"], { RINGUPP_DATA: closed, PORT: "0" });
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("Det går inte att skriva") });
    removeFolder(closed);
  }
  removeFolder(folder);
});

test("settings that cannot be right are all named at once", async () => {
  const { code, err } = await runRingupp(["serve"], { RINGUPP_MODE: "production", PORT: "0" });
  expect(code).toBe(1);
  expect(err).toContain("RINGUPP_SECRET saknas");
  expect(err).toContain("RINGUPP_BASE_URL saknas");
});
