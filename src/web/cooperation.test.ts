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

  test("pasted into a spreadsheet they are text, also where a unit is called as a formula", async () => {
    const lena = await clinic.signedIn("lena");
    await lena.post("/samverkan", { ...typed, "enheter-municipality": "=1+1\r\n@summa\r\nHemvård" });
    const version = versionOn((await lena.get(`${base}/hantera`)).text);
    const made = await lena.post(`${base}/lankar`, { vilka: "saknas", version });
    const units = linksOn(made.text).map(({ unit }) => unit);
    expect(units.filter((unit) => /^[=@]/.test(unit))).toEqual([]);
    expect(units).toContain("Hemvård");
    expect(made.text).toMatch(/\t&#x27;&#x3D;1\+1\t/);
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

  test("one that does not work says why and what to do, and a made-up one tells nothing", async () => {
    const { lena, links } = await started();
    const visitor = clinic.visitor();
    const path = (week: string) => links.find((link) => link.week.startsWith(week))!.path;
    const [now, future, past] = [path("Vecka 48"), path("Vecka 49"), path("Vecka 47")];
    const said = async (at: string) => {
      const { status, text } = await visitor.get(at);
      expect(status, at).toBe(404);
      return text;
    };
    expect(await said(`/samverkan/svara/${"0".repeat(32)}`)).toContain("går inte att känna igen");
    expect(await said("/samverkan/svara/x")).toBe(await said(`/samverkan/svara/${"0".repeat(32)}`));
    expect(await said(future)).toContain("Formuläret öppnar måndag 30 november");
    clinic.world.clock.set(instantOf("2026-11-26", "10:00"));
    expect(await said(past)).toContain("Sista dagen att svara var onsdag 25 november");
    const again = await clinic.signedIn("lena");
    await again.post(`${base}/lankar`, {
      vilka: "alla",
      version: versionOn((await again.get(`${base}/hantera`)).text),
    });
    expect(await said(now)).toContain("har bytts ut mot en ny");
    const sent = await visitor.post(now, { sida: "0123456789abcdef" });
    expect([sent.status, /Svaret kunde inte sparas/.test(sent.text)]).toEqual([404, true]);
    await again.post(`${base}/avsluta`);
    expect(await said(now)).toContain("Mätningen är avslutad.");
    for (const page of [await said(future), await said(past), await said(now)])
      for (const { unit } of links) expect(page).not.toContain(unit);
    expect(lena).toBeDefined();
  });

  test("a forwarded one says whose it is, and what somebody of another unit does", async () => {
    const { links } = await started();
    const [link] = thisWeek(links);
    const { text } = await clinic.visitor().get(link!.path);
    expect(text).toContain(`Länken är till för alla på <strong>${link!.unit}</strong>`);
    expect(text).toContain("be om din egen enhets länk");
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

  test("two colleagues at once are both counted, each on a form of their own", async () => {
    const { links } = await started();
    const [link] = thisWeek(links);
    expect(await Promise.all([answer(link!), answer(link!), answer(link!)])).toEqual(
      Array(3).fill(`${link!.path}?tack`),
    );
    expect(await count("cooperation_waiting")).toBe(15);
  });

  test("the back button leads to a blank form for the next discharge, which says that the sent one stands", async () => {
    const { links } = await started();
    const [link] = thisWeek(links);
    const visitor = clinic.visitor();
    const first = await visitor.get(link!.path);
    expect(first.headers.get("cache-control")).toBe("no-store");
    expect(first.text).toContain('autocomplete="off"');
    const next = await visitor.get(link!.path);
    expect(pageOn(next.text)).not.toBe(pageOn(first.text));
    expect(next.text).not.toMatch(/value="\d" checked/);
    expect((await visitor.get(await answer(link!))).text).toContain("kan inte ändras");
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
    expect(running).toMatch(/<strong>\d+\s%<\/strong>/);
    expect(running).toContain("Mätningen är inte färdig");
    expect(running).toContain("Visas när mätningen är avslutad.");
    expect(running).not.toContain("Besked dagen före");
    clinic.world.clock.set(instantOf("2026-12-10", "02:30"));
    expect(await closeFinishedCooperations(clinic.world)).toEqual({ closed: 1 });
    await releaseCooperation(clinic.world);
    const anna = await clinic.signedIn("anna");
    const { text } = await anna.get(base);
    expect(await count("cooperation_waiting")).toBe(0);
    expect(text).toContain("siffrorna ändras inte mer");
    // Ten units six times, two opinions each, every fifth of them dissatisfied.
    expect(text).toContain("96 av 120");
    expect(text, "whoever holds the paper finds the page").toMatch(
      /class="on-paper" hidden>Utskrivet [^<]+samverkan-i-november/,
    );
    // No share stands alone, in the list neither.
    expect((await anna.get("/samverkan")).text).toMatch(/80\s%, 96\sav\s120, intervall \d+–\u2060\d+\s%/);
    expect(text).toContain("24 svar");
    expect(text).not.toContain("Besked dagen före");
  });

  test("keeps suggestions to the project lead until they have been read and published", async () => {
    const { lena, links } = await started();
    await answered(links, 6);
    await lena.post(`${base}/avsluta`);
    await releaseCooperation(clinic.world);
    const others = [await clinic.signedIn("anna"), await clinic.signedIn("adam")];
    const api = `/api/samverkan/samverkan-i-november`;
    for (const other of others) {
      const { text } = await other.get(base);
      expect(text).not.toContain("Besked dagen före");
      expect(text).toContain("Visas när en projektledare har läst dem");
      expect((await other.get(api)).text).not.toContain("Besked dagen före");
    }
    for (const path of [base, `${base}/hantera`, api])
      expect((await lena.get(path)).text, path).toContain("Besked dagen före");
    await lena.post(`${base}/publicera`);
    for (const other of others)
      for (const path of [base, api, `${base}/rapport/1`])
        expect((await other.get(path)).text, path).toContain("Besked dagen före");
  });

  test("the file holds what the page shows, and a name in it is never a formula", async () => {
    const lena = await clinic.signedIn("lena");
    await lena.post("/samverkan", { ...typed, namn: "=1+1" });
    const { text, headers } = await lena.get("/samverkan/1-1/resultat.csv");
    expect(headers.get("content-type")).toContain("text/csv");
    const lines = text.trim().split("\r\n");
    expect(lines).toHaveLength(1 + 6 + 3 + 3 + 1 + 9);
    expect(lines[1]).toMatch(/^'?1-1;'=1\+1;/);
    expect(text).toContain("För få svar, färre än 3 enheter");
    expect((await lena.get("/samverkan/1-1/resultat.csv?form=rfc4180")).text).toContain("1-1,'=1+1,");
    expect((await lena.get("/samverkan/1-1/resultat.xlsx")).headers.get("content-type")).toContain("spreadsheetml");
    const codeBook = (await lena.get("/samverkan/1-1/kodbok.csv")).text;
    for (const column of lines[0]!.replace("\ufeff", "").split(";")) expect(codeBook).toContain(`kolumn;${column};`);
    for (const path of ["/samverkan/1-1/resultat.csv", "/samverkan/1-1/kodbok.csv", "/samverkan/1-1/resultat.xlsx"])
      expect((await clinic.visitor().get(path)).location).toContain("/logga-in");
  });

  test("other programs read what the page shows, as the document at /api says", async () => {
    const { lena, links } = await started();
    await answered(links, 6);
    const document = JSON.parse((await lena.get("/api")).text);
    const { required } = document.components.schemas.Cooperation;
    const read = async () => JSON.parse((await lena.get("/api/samverkan/samverkan-i-november")).text);
    const before = await read();
    expect(Object.keys(before)).toEqual(required);
    expect(before.figures.every((one: Record<string, unknown>) => "hidden" in one && !("answered" in one))).toBe(true);
    await lena.post(`${base}/avsluta`);
    await releaseCooperation(clinic.world);
    const after = await read();
    expect(after.figures.find(({ by, about }: Record<string, unknown>) => by === null && about === null)).toMatchObject(
      {
        ...{ kind: "satisfied", positive: 96, answered: 120, share: 0.8 },
      },
    );
    const known = Object.keys(document.components.schemas.CooperationFigure.properties);
    for (const figure of after.figures) for (const key of Object.keys(figure)) expect(known).toContain(key);
    expect(JSON.parse((await lena.get("/api/samverkan")).text).measurements).toMatchObject([{ final: true }]);
    expect(document.paths["/api/samverkan/{id}"].get.operationId).toBe("getCooperation");
  });

  test("is published once under a number; a correction is the next number, and what pointed somebody out goes from both", async () => {
    const { lena, links } = await started();
    await answered(links, 6);
    expect((await lena.post(`${base}/publicera`)).text).toContain("inte avslutad än");
    await lena.post(`${base}/avsluta`);
    expect((await lena.post(`${base}/publicera`)).text).toContain("släpps i natt");
    await releaseCooperation(clinic.world);
    const both = await Promise.all([lena.post(`${base}/publicera`), lena.post(`${base}/publicera`)]);
    expect(both.filter(({ location }) => location === `${base}/rapport/1`)).toHaveLength(1);
    expect(await count("cooperation_publications")).toBe(1);
    const first = (await lena.get(`${base}/rapport/1`)).text;
    expect(first).toContain(". Siffrorna ändras aldrig.");
    expect(first).toContain("Besked dagen före");
    const manage = (await lena.get(`${base}/hantera`)).text;
    const suggestion = /name="forslag" value="(\w+)"/.exec(manage)?.[1] ?? "";
    const asked = await lena.post(`${base}/forslag`, { forslag: suggestion });
    expect([asked.status, asked.text.includes("Välj varför förslaget tas bort")]).toEqual([422, true]);
    expect((await lena.post(`${base}/forslag`, { forslag: suggestion, skal: "named" })).status).toBe(303);
    expect((await lena.post(`${base}/publicera`)).text).toContain("Skriv vad som är ändrat");
    await lena.post(`${base}/publicera`, { andrat: "Ett förslag är borttaget." });
    const second = (await lena.get(`${base}/rapport/2`)).text;
    expect(second).toContain("Ändrat sedan rapport 1: Ett förslag är borttaget.");
    const times = (text: string) => text.split("Besked dagen före").length - 1;
    expect(times(second)).toBe(times(first) - 1);
    const now = (await lena.get(`${base}/rapport/1`)).text;
    expect(now).toContain("Det finns en nyare rapport");
    expect(times(now)).toBe(times(first) - 1);
    expect((await lena.get(`${base}/rapport/3`)).status).toBe(404);
  });

  test("stands beside the one before it in the county when both are whole", async () => {
    const { lena, links } = await started();
    await answered(links, 6);
    await lena.post(`${base}/avsluta`);
    await releaseCooperation(clinic.world);
    expect((await lena.get(base)).text).not.toContain("Sedan förra mätningen");
    const next = { ...typed, namn: "Nästa", fran: "2026-12-07", till: "2026-12-13" };
    await lena.post("/samverkan", next);
    expect((await lena.get("/samverkan/nasta")).text).not.toContain("Sedan förra mätningen");
    await lena.post("/samverkan/nasta/avsluta");
    await releaseCooperation(clinic.world);
    expect((await lena.get("/samverkan/nasta")).text).toContain("så det finns inget att jämföra");
  });

  test("a measurement that has been answered cannot be thrown away", async () => {
    const { lena, links } = await started();
    await answer(thisWeek(links)[0]!);
    const refused = await lena.post(`${base}/kasta`);
    expect(refused.text).toContain("Du kan avsluta den");
    expect((await lena.get(base)).status).toBe(200);
  });
});
