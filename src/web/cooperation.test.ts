/** From a project lead who makes a samverkansmätning to the result that everybody may read, through the front door. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Client } from "../../test/clinic.ts";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { othersOf, type Party, partyLabels } from "../cooperation/form.ts";
import { closeFinishedCooperations } from "../steps/change-cooperation.ts";
import { releaseCooperation } from "../steps/release-cooperation.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

/** The clock stands at Monday 23 November: week 47 takes answers until Wednesday, week 48 has begun, 49 has not. */
const typed = {
  ...{ namn: "Samverkan i november", fran: "2026-11-16", till: "2026-12-04", lan: "18" },
  "enheter-municipality": "Hemvård Norr\r\nHemvård Söder\r\n\r\nKorttid Väster",
  "enheter-primary-care": "Vårdcentral Ek\nVårdcentral Alm\nVårdcentral Lind",
  "enheter-hospital": "Medicin 1\nKirurgi 2\nGeriatrik 3\nPsykiatri 4",
};
const base = "/samverkan/samverkan-i-november";

type Link = { party: Party; unit: string; week: string; path: string };
const partyOf = (label: string) =>
  (Object.entries(partyLabels) as [Party, string][]).find(([, one]) => one === label)![0];

/** The links as the lead would paste them into a spreadsheet. */
const linksOn = (text: string): Link[] =>
  (/<textarea id="som-text"[^>]*>([\s\S]*?)<\/textarea>/.exec(text)?.[1] ?? "").split("\n").map((line) => {
    const [label = "", unit = "", week = "", href = ""] = line.split("\t");
    return { party: partyOf(label), unit, week, path: new URL(href).pathname };
  });
const versionOn = (text: string) => /name="version" value="(\d+)"/.exec(text)?.[1] ?? "";

async function started(): Promise<{ lena: Client; links: Link[] }> {
  const lena = await clinic.signedIn("lena");
  expect((await lena.post("/samverkan", typed)).location).toBe(`${base}/hantera`);
  const version = versionOn((await lena.get(`${base}/hantera`)).text);
  const made = await lena.post(`${base}/lankar`, { vilka: "saknas", version });
  expect(made.status).toBe(200);
  return { lena, links: linksOn(made.text) };
}
const thisWeek = (links: readonly Link[]) => links.filter(({ week }) => week.startsWith("Vecka 48"));

const pageOn = (text: string) => /name="sida" value="(\w+)"/.exec(text)?.[1] ?? "";
const satisfied = (party: Party, code = "1") =>
  Object.fromEntries(othersOf(party).map((other) => [`om-${other}`, code]));

async function answer({ path, party }: Link, fields: Record<string, string> = {}): Promise<string> {
  const visitor = clinic.visitor();
  const sida = pageOn((await visitor.get(path)).text);
  const sent = await visitor.post(path, { sida, ...satisfied(party), datum: "1", sip: "2", ...fields });
  return sent.location;
}
const count = async (table: string) =>
  (await clinic.world.db.all<{ n: number }>(sql.raw(`select count(*) as n from ${table}`)))[0]!.n;

describe("links", () => {
  test("there is one for each unit and week, and a second press makes no others", async () => {
    const { lena, links } = await started();
    expect(links).toHaveLength(10 * 3);
    expect(new Set(links.map(({ path }) => path)).size).toBe(30);
    const again = await lena.post(`${base}/lankar`, { vilka: "saknas", version: "1" });
    expect(again.status).toBe(422);
    expect(again.text).toContain("Länkarna har redan gjorts");
    expect((await clinic.visitor().get(thisWeek(links)[0]!.path)).status).toBe(200);
  });

  test("are shown once and kept only as hashes", async () => {
    const { lena, links } = await started();
    const kept = JSON.stringify(await clinic.world.db.all(sql`select * from cooperation_links`));
    const page = (await lena.get(`${base}/hantera`)).text;
    for (const { path } of links) {
      const token = path.split("/").at(-1)!;
      expect(token).toMatch(/^[0-9a-z]{32}$/);
      expect(kept).not.toContain(token);
      expect(page).not.toContain(token);
    }
  });

  test("one that is made anew ends the one before it, and the answers stay", async () => {
    const { lena, links } = await started();
    const [link] = thisWeek(links);
    await answer(link!);
    const { text } = await lena.get(`${base}/hantera`);
    const unitId = /name="vilka" value="(\w{16})"/.exec(text)![1]!;
    const renewed = linksOn((await lena.post(`${base}/lankar`, { vilka: unitId, version: versionOn(text) })).text);
    expect(renewed).toHaveLength(3);
    const old = links.find(({ unit, week }) => unit === renewed[1]!.unit && week === renewed[1]!.week)!;
    expect((await clinic.visitor().get(old.path)).status).toBe(404);
    expect((await clinic.visitor().get(renewed[1]!.path)).status).toBe(200);
    expect(await count("cooperation_waiting")).toBeGreaterThan(0);
  });

  test("a wrong, a future and a closed one are answered in the same words", async () => {
    const { lena, links } = await started();
    const visitor = clinic.visitor();
    const [future] = links.filter(({ week }) => week.startsWith("Vecka 49"));
    const [last] = links.filter(({ week }) => week.startsWith("Vecka 47"));
    expect((await visitor.get(last!.path)).status).toBe(200);
    clinic.world.clock.set(instantOf("2026-11-26", "09:00"));
    const asked = [`/samverkan/svara/${"0".repeat(32)}`, "/samverkan/svara/x", future!.path, last!.path];
    const pages = await Promise.all(asked.map((path) => visitor.get(path)));
    // The lead's own session has run out meanwhile.
    expect((await lena.post(`${base}/avsluta`)).location).toContain("/logga-in");
    await (await clinic.signedIn("lena")).post(`${base}/avsluta`);
    pages.push(await visitor.get(thisWeek(links)[0]!.path));
    pages.push(await visitor.post(thisWeek(links)[0]!.path, { sida: "0123456789abcdef" }));
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([404]));
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
  });

  test("only a project lead makes measurements and links", async () => {
    const { links } = await started();
    expect(links.length).toBeGreaterThan(0);
    for (const who of ["anna", "adam"] as const) {
      const other = await clinic.signedIn(who);
      expect((await other.get(`${base}/hantera`)).status).toBe(403);
      expect((await other.post(`${base}/lankar`, { vilka: "alla", version: "2" })).status).toBe(403);
      expect((await other.get(base)).status).toBe(200);
    }
    expect((await clinic.visitor().get(base)).location).toContain("/logga-in");
  });
});

describe("answering", () => {
  test("what is missing is told at once, and what was chosen stays", async () => {
    const { links } = await started();
    const [link] = thisWeek(links).filter(({ party }) => party === "hospital");
    const visitor = clinic.visitor();
    const sida = pageOn((await visitor.get(link!.path)).text);
    const sent = await visitor.post(link!.path, { sida, "om-municipality": "3", forslag: "Ring före kl. 12" });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain("samarbetet med vårdcentralen eller öppenvården, eller Inte aktuellt");
    expect(sent.text).toContain("Välj om det preliminära utskrivningsdatumet ändrades");
    expect(sent.text).toMatch(/id="om-municipality-3" name="om-municipality" value="3" checked/);
    expect(sent.text).toContain("Ring före kl. 12</textarea>");
    expect(sent.text).not.toContain("samarbetet med slutenvården");
    expect(await count("cooperation_waiting")).toBe(0);
  });

  test("the same page sent twice counts once; a new page by the same link counts again", async () => {
    const { links } = await started();
    const [link] = thisWeek(links);
    const visitor = clinic.visitor();
    const sida = pageOn((await visitor.get(link!.path)).text);
    const fields = { sida, ...satisfied(link!.party), datum: "1", sip: "2" };
    const [first, second] = await Promise.all([visitor.post(link!.path, fields), visitor.post(link!.path, fields)]);
    expect([first.location, second.location].sort()).toEqual([`${link!.path}?tack`, `${link!.path}?tack=igen`]);
    expect(await count("cooperation_waiting")).toBe(5);
    expect(await answer(link!)).toBe(`${link!.path}?tack`);
    expect(await count("cooperation_waiting")).toBe(10);
  });

  test("a suggestion that may point somebody out is warned about, and numbers never get through", async () => {
    const { links } = await started();
    const [link] = thisWeek(links);
    const forslag = "Ring anhörig på 070-1740605 eller anna@exempel.se";
    expect(await answer(link!, { forslag })).toBe("");
    expect(await count("cooperation_suggestions")).toBe(0);
    expect(await answer(link!, { forslag, anda: "ja" })).toBe(`${link!.path}?tack`);
    const [kept] = await clinic.world.db.all<{ text: string }>(sql`select text from cooperation_suggestions`);
    expect(kept!.text).toBe("Ring anhörig på [borttaget] eller [borttaget]");
  });

  test("nothing that is kept tells when, by whom or which answers came together", async () => {
    const { links } = await started();
    await answer(thisWeek(links)[0]!, { forslag: "Tidigare besked", datum: "3", ganger: "2" });
    const rows = await clinic.world.db.all<Record<string, unknown>>(sql`select * from cooperation_waiting`);
    expect(rows).toHaveLength(6);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(6);
    for (const row of rows)
      expect(Object.keys(row)).toEqual(["key", "cooperation_id", "party", "question", "unit_id", "code"]);
    const [suggestion] = await clinic.world.db.all<Record<string, unknown>>(sql`select * from cooperation_suggestions`);
    expect(Object.keys(suggestion!)).toEqual(["id", "cooperation_id", "party", "text"]);
  });
});

describe("the result", () => {
  /** Every unit answers so many times this week; kommun and slutenvård find one thing in ten to complain of. */
  async function answered(links: readonly Link[], times: number) {
    let at = 0;
    for (const link of thisWeek(links)) {
      for (let left = times; left > 0; left -= 1) {
        at += 1;
        const code = at % 5 === 0 ? "3" : "2";
        const forslag = link.unit === "Medicin 1" ? "Besked dagen före" : "";
        await answer(link, { ...satisfied(link.party, code), datum: at % 2 ? "1" : "3", ganger: "1", forslag });
      }
    }
  }

  test("shows nothing on the day, steps after a night, and all of it when it is over", async () => {
    const { lena, links } = await started();
    await answered(links, 6);
    expect((await lena.get(base)).text).toContain("För få svar");
    await releaseCooperation(clinic.world);
    const running = (await lena.get(base)).text;
    expect(running).toMatch(/<strong>\d+ %<\/strong>/);
    expect(running).toContain("Mätningen är inte färdig");
    expect(running).toContain("Visas när mätningen är avslutad.");
    expect(running).not.toContain("Besked dagen före");
    clinic.world.clock.set(instantOf("2026-12-08", "02:30"));
    expect(await closeFinishedCooperations(clinic.world)).toEqual({ closed: 1 });
    await releaseCooperation(clinic.world);
    const { text } = await (await clinic.signedIn("anna")).get(base);
    expect(await count("cooperation_waiting")).toBe(0);
    expect(text).toContain("siffrorna ändras inte mer");
    // Ten units six times, two opinions each, every fifth of them dissatisfied.
    expect(text).toContain("96 av 120");
    expect(text).toContain("Besked dagen före");
    expect(text).toContain("24 svar");
  });

  test("the file holds what the page shows, and a name in it is never a formula", async () => {
    const lena = await clinic.signedIn("lena");
    await lena.post("/samverkan", { ...typed, namn: "=1+1" });
    const { text, headers } = await lena.get("/samverkan/1-1/resultat.csv");
    expect(headers.get("content-type")).toContain("text/csv");
    const lines = text.trim().split("\r\n");
    expect(lines).toHaveLength(1 + 6 + 3 + 3 + 1 + 9);
    expect(lines[1]).toMatch(/^'=1\+1;/);
    expect(text).toContain("För få svar eller färre än 3 enheter");
  });

  test("a measurement that has been answered cannot be thrown away", async () => {
    const { lena, links } = await started();
    await answer(thisWeek(links)[0]!);
    const refused = await lena.post(`${base}/kasta`);
    expect(refused.text).toContain("Du kan avsluta den");
    expect((await lena.get(base)).status).toBe(200);
  });
});
