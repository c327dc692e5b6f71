/** What people do at their desks in the browser journeys: the acts that more than one journey is made of. */
import type { Page } from "playwright-core";
import { pressAndGoOn } from "./front-door.ts";

/** Records what a call came to on the page of a patient whose number is shown, by the outcome's label. */
export async function recordOutcome(page: Page, name: string, outcome: string, note = ""): Promise<void> {
  await page.getByRole("radio", { name: outcome, exact: true }).check();
  if (note !== "") await page.getByLabel(/^Anteckning till den/).fill(note);
  await page.getByRole("button", { name: "Spara utfallet" }).click();
  await page.getByText(`för ${name} är sparat.`).waitFor();
}

/** Through the six questions and what follows them by keys, to the summary. `wantsHelp` is the answer to the last. */
export async function answerToSummary(page: Page, answers: readonly string[], wantsHelp = false): Promise<void> {
  for (const key of [...answers, "ArrowRight", wantsHelp ? "1" : "2", "ArrowRight"]) await pressAndGoOn(page, key);
  await page.getByRole("heading", { level: 1, name: "Sammanfattning" }).waitFor();
}

export async function saveAndLock(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Spara och lås" }).click();
  await page.getByRole("heading", { level: 1, name: "Intervjun är sparad" }).waitFor();
}

/** Moves the demo's clock, as anybody can on any page. */
export async function leap(page: Page, how: "1 timme" | "nästa förmiddag" | "1 dygn"): Promise<void> {
  await page.getByRole("button", { name: how, exact: true }).click();
  await page.getByText("Klockan är framspolad").waitFor();
}

/** As a project lead: a measurement of one unit's discharges between two dates, started at once. Gives its address. */
export async function startMeasurement(
  page: Page,
  { name, from, to, units }: { name: string; from: string; to: string; units: readonly string[] },
): Promise<string> {
  await page.goto("/matningar/ny");
  await page.getByLabel("Namn", { exact: true }).fill(name);
  await page.getByLabel("Första utskrivningsdag").fill(from);
  await page.getByLabel("Sista utskrivningsdag").fill(to);
  for (const unit of units) await page.getByRole("checkbox", { name: unit, exact: true }).check();
  await page.getByRole("button", { name: "Spara utkastet" }).click();
  await page.getByText("Utkastet är sparat.").waitFor();
  await page.getByRole("button", { name: "Starta mätningen" }).click();
  await page.getByText("Mätningen är startad.").waitFor();
  return new URL(page.url()).pathname.replace(/\/hantera$/, "");
}

export type Discharged = {
  readonly name: string;
  readonly dischargedOn: string;
  readonly ward: string;
  readonly secondPhone?: string;
  readonly consent?: "Ja" | "Nej";
};

/** As a coordinator: takes in a list of somatic discharges, every row of it. */
export async function takeIn(page: Page, list: readonly Discharged[]): Promise<void> {
  const header =
    "Utskrivnings-ID;Patient-ID;Namn;Telefon 1;Telefon 2;Födelsedatum;Utskrivningsdatum;Vårdenhet;Vårdform;Spår;Boende;Samtycke";
  const lines = list.map(({ name, dischargedOn, ward, secondPhone = "", consent = "Ja" }, at) =>
    [
      ...[`L-${at}`, `PL-${at}`, name, `07017406${10 + at}`, secondPhone, "1948-05-17"],
      ...[dischargedOn, ward, "Somatik", "Gult", "Ordinärt", consent],
    ].join(";"),
  );
  await page.goto("/intag");
  await page.getByLabel("Källa").fill("Journalsystemet");
  const buffer = Buffer.from([header, ...lines, ""].join("\n"));
  await page.getByLabel("Fil", { exact: true }).setInputFiles({ name: "lista.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Läs filen" }).click();
  await page.getByRole("button", { name: `Ta in ${list.length} rader` }).click();
  await page.getByText(`Klart: ${list.length} rader är inne.`).waitFor();
}

/** The rows of the work list that stand above the first that says this, which must be there, and that row itself. */
export async function firstThatSays(page: Page, words: RegExp): Promise<{ above: readonly string[]; row: string }> {
  await page.goto("/lista");
  const rows = await page.locator("tbody tr").allInnerTexts();
  const at = rows.findIndex((row) => words.test(row));
  if (at < 0) throw new Error(`no row of the list says ${words}:\n${rows.join("\n")}`);
  return { above: rows.slice(0, at), row: rows[at] ?? "" };
}

/** What may stand above somebody who has asked for a person: booked times that are due, and others who have asked. */
export const mayStandFirst = /Bokad tid|Skulle ha ringts|Roboten lämnade över/;
