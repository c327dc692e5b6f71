/** The project lead, who sees figures and never a person, and the administrator, who looks after units and accounts. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoPatients } from "../../src/demo/patients.ts";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openCase, openContext, openFrontDoor, sentenceOf, signIn } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

const come = async (username: string, password?: string): Promise<Page> => {
  const { page } = await openContext(browser, door);
  await signIn(page, username, password);
  return page;
};
const main = (page: Page) => page.locator("main").innerText();

/** Domain §2: the published table of November 2019. */
const published = {
  somatik: {
    Delaktighet: [23, "77"],
    Samordning: [21, "70"],
    Trygghet: [27, "90"],
    önskemål: [24, "80"],
    Information: [23, "77"],
    plan: [8, "27"],
  },
  psykiatri: {
    Delaktighet: [10, "56"],
    Samordning: [13, "72"],
    Trygghet: [14, "78"],
    önskemål: [11, "61"],
    Information: [16, "89"],
    plan: [6, "33"],
  },
} as const;
const respondents = { somatik: 30, psykiatri: 18 } as const;

test("the project lead sees the published table of Örebro 2019, to the percent", async () => {
  const page = await come("lena");
  expect(new URL(page.url()).pathname).toBe("/matningar");
  await page.getByRole("link", { name: /november 2019/ }).click();
  for (const careType of ["somatik", "psykiatri"] as const) {
    const group = page
      .locator(".report-group")
      .filter({ has: page.getByRole("heading", { name: new RegExp(careType) }) });
    expect(await group.innerText()).toContain(`${respondents[careType]} svarande`);
    for (const [indicator, [positive, percent]] of Object.entries(published[careType])) {
      const row = group
        .getByRole("row")
        .filter({ has: page.getByRole("rowheader", { name: new RegExp(indicator, "i") }) });
      const text = (await row.innerText()).replaceAll("\u00a0", " ");
      expect(text).toContain(`${positive} av ${respondents[careType]}`);
      expect(text).toContain(`${percent} %`);
    }
  }
});

test("the project lead sees no person anywhere", async () => {
  const anna = await come("anna");
  await openCase(anna, "Nils Persson");
  const casePath = new URL(anna.url()).pathname;
  const lena = await come("lena");
  const closed = ["/lista", "/lista?visa=klara", "/atgarder", "/intag", "/intag/exempel.csv", "/enheter", "/konton"];
  const ofTheCase = ["", "/intervju", "/sammanfattning", "/sparad", "/akut"].map((end) => `${casePath}${end}`);
  for (const path of [...closed, ...ofTheCase]) {
    const response = await lena.goto(path);
    expect(response?.status(), path).toBe(403);
    expect(await main(lena)).toContain(sentenceOf("not-allowed"));
  }
  for (const act of ["visa-nummer", "borja", "utfall", "svar", "spara", "akut"]) {
    const response = await lena.request.post(`${casePath}/${act}`, { form: { kontrollerad: "ja" } });
    expect(response.status(), act).toBe(403);
  }
  await lena.goto("/matningar");
  const links = await lena.locator("main a").all();
  const reports = await Promise.all(links.map(async (link) => (await link.getAttribute("href")) ?? ""));
  for (const path of ["/matningar", ...reports]) {
    await lena.goto(path);
    const html = await lena.content();
    expect(demoPatients.filter(({ name }) => html.includes(name)).map(({ name }) => `${name} on ${path}`)).toEqual([]);
    expect(html).not.toContain("/uppfoljningar/");
  }
});

test("the project lead follows the fieldwork: who was rung, who answered, and whether the routine is kept", async () => {
  const lena = await come("lena");
  await lena.getByRole("row").filter({ hasText: "Pågår" }).getByRole("link").first().click();
  await lena.getByRole("link", { name: "Svarsfrekvens och fältarbete" }).click();
  await lena.getByRole("heading", { name: /^Fältarbetet/, level: 1 }).waitFor();
  const chain = await lena
    .getByRole("table", { name: /Hur många som är kvar/ })
    .locator("tbody tr td:nth-child(2)")
    .allInnerTexts();
  const counts = chain.map(Number);
  expect(counts).toHaveLength(9);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(counts.at(-1)).toBeGreaterThan(0);
  await lena.getByText("Formler och antal").click();
  expect(await main(lena)).toContain("RR1 = I / (I + P + R + NC + O + UH + UO)");

  await lena.getByRole("navigation").getByRole("link", { name: "Följsamhet" }).click();
  await lena.getByRole("heading", { name: "Följsamhet till rutinen" }).waitFor();
  expect((await main(lena)).replaceAll("\u00a0", " ")).toMatch(/\d+ av \d+ \(\d+ %\) ringdes inom fönstret/);
  for (const path of ["/foljsamhet", new URL(lena.url()).pathname]) {
    await lena.goto(path);
    const html = await lena.content();
    expect(demoPatients.filter(({ name }) => html.includes(name))).toEqual([]);
  }
});

test("another unit's coordinator does not find the case, whatever address is tried", async () => {
  const anna = await come("anna");
  await openCase(anna, "Nils Persson");
  const casePath = new URL(anna.url()).pathname;
  const karin = await come("karin");
  for (const end of ["", "/intervju", "/sammanfattning", "/sparad", "/akut"]) {
    const response = await karin.goto(`${casePath}${end}`);
    expect(response?.status(), end).toBe(404);
    expect(await karin.content()).not.toContain("Persson");
  }
});

test("an administrator adds a unit and an account; the password shown works, and closing the account ends its session", async () => {
  const adam = await come("adam");
  expect(new URL(adam.url()).pathname).toBe("/enheter");
  await adam.getByLabel("Namn").fill("Ortopedi avd 9");
  await adam.getByLabel("Journummer").fill("08-465 004 31");
  await adam.getByRole("button", { name: "Spara enheten" }).click();
  await adam.getByText("Enheten är sparad.").waitFor();
  expect(await adam.getByRole("row").filter({ hasText: "Ortopedi avd 9" }).innerText()).toContain("08-465 004 31");

  await adam.goto("/konton");
  const form = adam.locator("form[action='/konton']");
  await form.getByLabel("Namn", { exact: true }).fill("Disa Krona");
  await form.getByLabel("Användarnamn").fill("disa");
  await form.getByRole("button", { name: "Skapa kontot" }).click();
  await adam.locator(".error-summary").getByText(sentenceOf("coordinator-without-unit")).waitFor();
  expect(await form.getByLabel("Användarnamn").inputValue()).toBe("disa");
  await form.getByLabel("Ortopedi avd 9").check();
  await form.getByRole("button", { name: "Skapa kontot" }).click();
  const password = await adam.locator(".notice code").innerText();
  expect(password.length).toBeGreaterThanOrEqual(12);
  await adam.goto("/konton");
  expect(await adam.content()).not.toContain(password);

  const disa = await come("disa", password);
  expect(new URL(disa.url()).pathname).toBe("/lista");
  expect(await disa.locator(".who").innerText()).toContain("Ortopedi avd 9");

  await adam.getByRole("button", { name: "Stäng av Disa Krona" }).click();
  await adam.getByText("Kontot är ändrat.").waitFor();
  await disa.reload();
  await disa.waitForURL(/logga-in/);
  await signIn(disa, "disa", password);
  await disa.locator(".error-summary").getByText(sentenceOf("sign-in-wrong")).waitFor();
});
