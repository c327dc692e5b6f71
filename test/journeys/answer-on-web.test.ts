/**
 * A patient who would rather write, from the coordinator's link to the thanks: on a narrow telephone, with script and
 * without, with a wrong code, a page that is closed, a server that is away, and a change of mind.
 */
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type FrontDoor, openContext, openFrontDoor, signIn } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
let anna: Page;
/** Cases that may have a link and have had none yet: their paths. */
let waiting: string[];
/** Of the patient who has the least time left. */
let soonOver: Link;

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
  ({ page: anna } = await openContext(browser, door));
  await signIn(anna, "anna");
  await anna.goto("/lista");
  const rows = anna.getByRole("link", { name: /^Öppna / });
  const paths = await rows.evaluateAll((links: { getAttribute: (name: string) => string | null }[]) =>
    links.map((link) => link.getAttribute("href") ?? ""),
  );
  waiting = paths.map((path) => new URL(path, door.address).pathname);
  soonOver = await makeLink();
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

type Link = { readonly path: string; readonly code: string; readonly id: string; readonly born: string };

/** Anna makes a link for the next patient who may have one. */
async function makeLink(): Promise<Link> {
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    await anna.goto(path);
    if ((await anna.locator("button[value=gor]").count()) === 0) continue;
    await anna.getByText("Vill patienten hellre skriva?").click();
    await anna.getByRole("button", { name: "Gör en länk" }).click();
    const address = await anna.locator(".link-address").first().innerText();
    const id = path.split("/").at(-1) ?? "";
    return {
      path: new URL(address).pathname,
      code: await anna.locator(".link-code").innerText(),
      id,
      born: bornOf(id),
    };
  }
  throw new Error("nobody on the list may have a link");
}

const read = <Row>(statement: string, ...values: string[]): Row[] => {
  const file = new Database(join(door.folder, "ringupp.sqlite"), { readonly: true });
  try {
    return file.prepare(statement).all(...values) as Row[];
  } finally {
    file.close();
  }
};
/** As a patient knows it: it stands nowhere on the coordinator's page in a form to copy from. */
const bornOf = (id: string) =>
  read<{ birth_date: string }>("select birth_date from people where case_id = ?", id)[0]?.birth_date ?? "";
const waitingAnswers = () => read<{ n: number }>("select count(*) as n from pending where mode = 'web'")[0]?.n ?? 0;

/** The day and month of birth, then yes. */
async function openLink(page: Page, { born }: Link): Promise<void> {
  await page.getByLabel("Dag").fill(String(Number(born.slice(8, 10))));
  await page.getByLabel("Månad").fill(String(Number(born.slice(5, 7))));
  await page.getByRole("button", { name: "Fortsätt" }).click();
  await page.getByRole("radio", { name: "Jag svarar själv", exact: true }).check();
  await page.getByRole("button", { name: "Ja, jag vill svara" }).click();
  await page.getByRole("heading", { level: 1, name: "Frågor om hemgången" }).waitFor();
}

const core = ["delaktighet", "onskemal", "information", "plan", "samordning", "trygghet"];
const choose = (page: Page, key: string, code: string) => page.locator(`#${key}-${code}`).check();
async function chooseAll(page: Page): Promise<void> {
  for (const key of core) await choose(page, key, "1");
}
const closed = (page: Page) => page.getByRole("heading", { level: 1, name: "Sidan är inte öppen" }).waitFor();
const fits = async (page: Page) => {
  const [content, window] = (await page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")) as number[];
  expect(content).toBeLessThanOrEqual(window ?? 0);
  await page.getByRole("heading", { name: "Behöver du hjälp nu?" }).waitFor();
};

test("on a telephone: a wrong code, the right one, a closed page, a server that is away, a double click, and a used link", async () => {
  const link = await makeLink();
  const before = waitingAnswers();
  const { context, page, troubles } = await openContext(browser, door, { viewport: { width: 320, height: 640 } });
  await page.goto("/svara");
  await fits(page);
  await page.getByLabel("Kod").fill("abcd-efgh-jkmn");
  await page.getByRole("button", { name: "Fortsätt" }).click();
  await closed(page);
  await page.getByRole("link", { name: "Skriv din kod" }).click();
  await page.getByLabel("Kod").fill(link.code.toUpperCase());
  await page.getByRole("button", { name: "Fortsätt" }).click();
  await fits(page);
  await openLink(page, link);
  await fits(page);

  await choose(page, "delaktighet", "2");
  await page.getByText("Det du har valt är kvar om du stänger sidan.").waitFor();
  const address = page.url();
  await page.close();
  const again = await context.newPage();
  await again.goto(address);
  await again.locator("#delaktighet-2:checked").waitFor();

  await chooseAll(again);
  await context.setOffline(true);
  await again.getByRole("button", { name: "Skicka in" }).click();
  await again.getByText("ingen kontakt med servern just nu").waitFor();
  expect(await again.locator("#trygghet-1").isChecked()).toBe(true);
  await context.setOffline(false);
  await again.getByRole("button", { name: "Skicka in" }).dblclick();
  await again.getByRole("heading", { level: 1, name: "Tack för att du svarade" }).waitFor();
  expect(waitingAnswers()).toBe(before + 1);
  await again.goBack();
  await again.goto(address);
  await again.getByRole("heading", { level: 1, name: "Tack för att du svarade" }).waitFor();
  const { page: other } = await openContext(browser, door);
  await other.goto(address);
  await closed(other);
  expect(troubles).toEqual([]);
  await anna.goto(`/uppfoljningar/${link.id}`);
  await anna.getByText("Avslutad: Genomförd.").waitFor();
  await anna.getByText("På webben: Genomförd").first().waitFor({ state: "attached" });
});

test("without script: what is missing is told, and saying no at the end leaves nothing", async () => {
  const link = await makeLink();
  const before = waitingAnswers();
  const { page } = await openContext(browser, door, {
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  });
  await page.goto(link.path);
  await page.getByLabel("Dag").fill("31");
  await page.getByLabel("Månad").fill("2");
  await page.getByRole("button", { name: "Fortsätt" }).click();
  await page.getByText("Det stämde inte.").waitFor();
  await openLink(page, link);
  await choose(page, "delaktighet", "4");
  await page.getByRole("button", { name: "Skicka in" }).click();
  await page.getByText("minst hälften av frågorna").waitFor();
  expect(await page.locator("#delaktighet-4").isChecked()).toBe(true);
  await chooseAll(page);
  await page.getByText("Jag vill inte svara").first().click();
  await page.getByRole("button", { name: "Jag vill inte svara" }).click();
  await page.getByRole("heading", { level: 1, name: "Tack, då vet vi" }).waitFor();
  expect(waitingAnswers()).toBe(before);
  await page.goto(link.path);
  await page.getByRole("heading", { level: 1, name: "Tack, då vet vi" }).waitFor();
});

test("without script a form that was lost with the connection counts for nothing until it is sent, and then once", async () => {
  const link = await makeLink();
  const before = waitingAnswers();
  const { context, page } = await openContext(browser, door, { javaScriptEnabled: false });
  await page.goto(link.path);
  await openLink(page, link);
  await chooseAll(page);
  await context.setOffline(true);
  await page
    .getByRole("button", { name: "Skicka in" })
    .click()
    .catch(() => {});
  await context.setOffline(false);
  expect(waitingAnswers()).toBe(before);
  await page.goto(link.path);
  await chooseAll(page);
  await page.getByRole("button", { name: "Skicka in" }).click();
  await page.getByRole("heading", { level: 1, name: "Tack för att du svarade" }).waitFor();
  expect(waitingAnswers()).toBe(before + 1);
});

test("a link that has run out says no more than a wrong one", async () => {
  const { page } = await openContext(browser, door);
  await page.goto(soonOver.path);
  await page.getByLabel("Dag").waitFor();
  for (let days = 0; days < 7 && (await page.getByLabel("Dag").count()) > 0; days += 1) {
    await anna.getByRole("button", { name: "1 dygn" }).click();
    await page.goto(soonOver.path);
  }
  await closed(page);
});
