/**
 * The robot and a coordinator on one case, in the real program: the robot is switched on, a patient presses 0 at question
 * four, and a person goes on from there to the seal.
 */
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqlite } from "../../src/platform/sqlite.ts";
import { openBrowser } from "../browser.ts";
import { answerToSummary, firstThatSays, leap, mayStandFirst, saveAndLock } from "../desk-work.ts";
import { type FrontDoor, openContext, openFrontDoor, showNumber, signIn, standsAt } from "../front-door.ts";

let browser: Browser;
let door: FrontDoor;
let admin: Page;
let anna: Page;
const troubles: string[][] = [];

beforeAll(async () => {
  [browser, door] = await Promise.all([openBrowser(), openFrontDoor()]);
  const come = async (username: string) => {
    const opened = await openContext(browser, door);
    await signIn(opened.page, username);
    troubles.push(opened.troubles);
    return opened.page;
  };
  admin = await come("adam");
  anna = await come("anna");
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
  expect(troubles.flat()).toEqual([]);
});

const why = /Roboten lämnade över kl\. \d\d:\d\d: patienten bad om en människa\. 3 frågor besvarade\./;

/** How the answers that wait to be released were given. */
async function modes(): Promise<string[]> {
  const home = openSqlite(join(door.folder, "ringupp.sqlite"), "drizzle");
  try {
    return (await home.db.all<{ mode: string }>(sql`select mode from pending`)).map(({ mode }) => mode);
  } finally {
    home.close();
  }
}

const asking = async () => {
  await anna.goto("/lista");
  return anna.locator("tbody tr").filter({ hasText: why }).count();
};

test("the administrator switches the robot on, it rings, and somebody asks for a person", async () => {
  const before = await asking();
  await admin.getByRole("link", { name: "Roboten", exact: true }).click();
  await admin.getByRole("heading", { name: "Roboten är av" }).waitFor();
  await admin.getByRole("button", { name: "Sätt på roboten" }).click();
  await admin.getByRole("heading", { name: "Roboten är på" }).waitFor();
  await leap(admin, "1 timme");
  await admin.goto("/roboten");
  expect(await admin.getByRole("row").count()).toBeGreaterThan(1);
  await admin.getByText("inget skyddsnät").waitFor();
  expect(await asking()).toBeGreaterThan(before);
});

test("the coordinator sees the one who asked for a person first, goes on at question four and saves", async () => {
  const { above } = await firstThatSays(anna, why);
  for (const row of above) expect(row).toMatch(mayStandFirst);
  const first = anna.locator("tbody tr").filter({ hasText: why }).first();
  const name = await first.locator(".name").innerText();
  await first.getByRole("link", { name: `Öppna ${name}` }).click();
  await anna.getByRole("heading", { level: 1, name }).waitFor();
  expect(await anna.locator(".lead").innerText()).toMatch(why);
  await anna.getByText("Besvarat av roboten: 3 av 6 frågor.").waitFor();
  await anna.getByText("Roboten lämnade över: patienten bad om en människa.").waitFor();

  await showNumber(anna);
  const before = await modes();
  await anna.getByRole("button", { name: "Fortsätt intervjun" }).click();
  await standsAt(anna, "plan");
  expect(await anna.locator(".progress-text").innerText()).toContain("Fråga 4 av");
  await answerToSummary(anna, ["1", "2", "1"]);
  await saveAndLock(anna);
  const after = await modes();
  expect(after).toHaveLength(before.length + 1);
  expect(after.filter((mode) => mode === "mixed")).toHaveLength(before.filter((mode) => mode === "mixed").length + 1);
});

test("a coordinator lets the robot go on with another whom it had left, and the page says so", async () => {
  await anna.goto("/lista");
  await anna
    .locator("tbody tr")
    .filter({ hasText: "Roboten lämnade över" })
    .first()
    .getByRole("link", { name: /^Öppna/ })
    .click();
  await anna.getByRole("button", { name: "Låt roboten ringa" }).click();
  await anna.getByText("Uppföljningen är robotens.").waitFor();
  await anna.getByText("Anna Ek lät roboten ringa.").waitFor();
  expect(await anna.getByRole("button", { name: "Låt roboten ringa" }).count()).toBe(0);
});
