/** What is published of a samverkansmätning: its page, its files and what other programs read, each as it was that day. */
import { sql } from "drizzle-orm";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HandedLink, makeByHand, sendSheet } from "../../test/cooperation-desk.ts";
import { type Client, type Clinic, makeClinic } from "../../test/in-process.ts";
import { fits } from "../../test/json-schema.ts";
import { releaseCooperation } from "../steps/release-cooperation.ts";
import { apiDocument } from "./api-document.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const base = "/samverkan/samverkan";
const api = `/api${base}`;

/** Five sheets of each of nine units, one in five of them dissatisfied; closed, counted and published. */
async function published(): Promise<{ lena: Client; links: readonly HandedLink[] }> {
  const { lena, links } = await makeByHand(clinic);
  for (const [unit, link] of links.entries())
    for (let at = 0; at < 5; at += 1)
      await sendSheet(clinic, link, at === 0 ? "4" : "2", {
        ...{ datum: at === 0 ? "3" : "1", ganger: "2", forslag: unit === 0 && at === 0 ? "Besked dagen före" : "" },
      });
  await lena.post(`${base}/avsluta`);
  await releaseCooperation(clinic.world);
  expect((await lena.post(`${base}/publicera`)).location).toBe(`${base}/rapport/1`);
  await lena.get(`${base}/rapport/1`);
  return { lena, links };
}

type Schema = Readonly<Record<string, unknown>>;
/** The schema with what it points at in its place. */
function inPlace(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inPlace);
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, ...rest } = schema as Record<string, unknown>;
  const name = typeof $ref === "string" ? $ref.replace("#/components/schemas/", "") : null;
  const named = name === null ? {} : (apiDocument.components.schemas as Record<string, object>)[name];
  return Object.fromEntries(Object.entries({ ...named, ...rest }).map(([key, value]) => [key, inPlace(value)]));
}

test("its files are of that number, whatever is changed or counted afterwards", async () => {
  const { lena } = await published();
  const addresses = ["", "/resultat.csv", "/resultat.csv?form=rfc4180", "/kodbok.csv"].map(
    (end) => `${base}/rapport/1${end}`,
  );
  addresses.push(`${api}/rapporter/1`);
  const read = () => Promise.all(addresses.map(async (address) => (await lena.get(address)).text));
  const before = await read();
  expect(before[0]).toContain(`href="${base}/rapport/1/resultat.xlsx"`);
  expect(before[0]).not.toContain(`href="${base}/resultat.xlsx"`);
  expect(before[1]).toContain(";24;30;");
  expect(before[4]).toContain("Besked dagen före");
  const { headers } = await lena.get(`${base}/rapport/1/resultat.csv`);
  expect(headers.get("content-disposition")).toBe('attachment; filename="samverkan-rapport-1.csv"');
  await clinic.world.db.run(sql`delete from cooperation_tallies where question = 'sip'`);
  await clinic.world.db.run(sql`delete from cooperation_units`);
  await lena.get(`${base}/hantera`);
  expect(await read()).toEqual(before);
  expect((await lena.get(`${base}/resultat.csv`)).text).not.toBe(before[1]);
  for (const end of ["/2/resultat.csv", "/0/kodbok.csv", "/01/resultat.xlsx", "/1/annat.csv", "/x"])
    expect((await lena.get(`${base}/rapport${end}`)).status, end).toBe(404);
});

test("its files hold the numbers of its page, and so does the workbook", async () => {
  const { lena } = await published();
  const csv = (await lena.get(`${base}/rapport/1/resultat.csv`)).text;
  const page = (await lena.get(`${base}/rapport/1`)).text;
  const [header = [], ...lines] = csv
    .trim()
    .split("\r\n")
    .map((line) => line.split(";"));
  const cell = (line: readonly string[], name: string) => line[header.indexOf(name)] ?? "";
  const shown = lines.filter((line) => cell(line, "antal") !== "");
  expect(shown.length).toBeGreaterThan(15);
  for (const line of shown) expect(page).toContain(`${cell(line, "antal")} av ${cell(line, "av")}`);
  const sheet = unzipSync(new Uint8Array(await lena.bytes(`${base}/rapport/1/resultat.xlsx`)))[
    "xl/worksheets/sheet1.xml"
  ];
  expect(new TextDecoder().decode(sheet)).toContain("<v>30</v>");
  for (const path of ["/rapport/1/resultat.csv", "/rapport/1/kodbok.csv", "/rapport/1/resultat.xlsx"])
    expect((await clinic.visitor().get(`${base}${path}`)).location).toContain("/logga-in");
});

test("other programs read it as the document says, and hear what is not there", async () => {
  const { lena } = await published();
  const addresses = Object.entries(apiDocument.paths).filter(([path]) => path.includes("samverkan"));
  expect(addresses).toHaveLength(4);
  const problem = inPlace(apiDocument.components.schemas.Problem) as Schema;
  for (const [path, { get }] of addresses) {
    const real = path.replace("{id}", "samverkan").replace("{number}", "1");
    const answer = await lena.get(real);
    expect(answer.status, path).toBe(200);
    const schema = inPlace(get.responses[200].content["application/json"].schema) as Schema;
    expect(fits(schema, JSON.parse(answer.text)), path).toBe(true);
    const out = await clinic.visitor().get(real);
    expect([out.status, fits(problem, JSON.parse(out.text))], path).toEqual([401, true]);
    if (real === path) continue;
    const gone = path.replace("{id}", path.includes("{number}") ? "samverkan" : "nej").replace("{number}", "7");
    expect((await lena.get(gone)).status, path).toBe(404);
  }
  const { reports } = JSON.parse((await lena.get(`${api}/rapporter`)).text);
  expect(reports).toEqual([{ number: 1, publishedOn: "2026-11-23", changed: null }]);
  const one = JSON.parse((await lena.get(`${api}/rapporter/1`)).text);
  expect(one.report).toEqual(JSON.parse((await lena.get(api)).text));
});

test("a share is the same to the last digit in the files, so that no program rounds what was rounded", async () => {
  const { lena } = await published();
  // 49 of 338 is 14 %; rounded to 0,145 on the way it would be 15 %.
  await clinic.world.db.run(sql`update cooperation_tallies set count = 289 where question = 'sip' and code = 2`);
  await clinic.world.db.run(sql`insert into cooperation_tallies (cooperation_id, party, question, code, count)
    values ('samverkan', 'hospital', 'sip', 1, 49)`);
  expect((await lena.get(base)).text).toMatch(/<strong>14\s%<\/strong>/);
  expect((await lena.get(`${base}/resultat.csv?form=rfc4180`)).text).toContain(`,${49 / 338},49,338,`);
});

test("one that nobody has answered is thrown away until it is published, and says that nothing will come", async () => {
  const { lena } = await makeByHand(clinic);
  expect((await lena.get("/samverkan")).text).toContain("Visas inte än");
  await lena.post(`${base}/avsluta`);
  await releaseCooperation(clinic.world);
  expect((await lena.get(base)).text).toContain("Det går inte att visa ett samlat resultat.");
  expect((await lena.get("/samverkan")).text).not.toContain("Visas inte än");
  await lena.post(`${base}/publicera`);
  const refused = await lena.post(`${base}/kasta`);
  expect([refused.status, refused.text.includes("publicerad")]).toEqual([422, true]);
  expect((await lena.get(`${base}/rapport/1`)).status).toBe(200);
  await makeByHand(clinic, { namn: "En till" });
  expect((await lena.post("/samverkan/en-till/kasta")).location).toBe("/samverkan");
});

test("what was read to be published is not published when a suggestion of it is taken away meanwhile", async () => {
  const { lena } = await published();
  const forslag = /name="forslag" value="(\w+)"/.exec((await lena.get(`${base}/hantera`)).text)?.[1] ?? "";
  const [, corrected] = await Promise.all([
    lena.post(`${base}/forslag`, { forslag, skal: "named" }),
    lena.post(`${base}/publicera`, { andrat: "Ett förslag är borttaget." }),
  ]);
  if (corrected.status === 303) {
    const { text } = await lena.get(`${api}/rapporter/2`);
    expect(text).not.toContain("Besked dagen före");
  } else expect(corrected.text).toContain("Någon annan har just ändrat mätningen");
});

describe("a suggestion that points somebody out after all", () => {
  const take = async (lena: Client, skal?: string) => {
    const forslag = /name="forslag" value="(\w+)"/.exec((await lena.get(`${base}/hantera`)).text)?.[1] ?? "";
    return lena.post(`${base}/forslag`, { forslag, ...(skal ? { skal } : {}) });
  };
  const everywhere = [
    `${base}`,
    `${base}/rapport/1`,
    `${base}/rapport/2`,
    api,
    `${api}/rapporter/1`,
    `${api}/rapporter/2`,
  ];

  test("is gone from every published number and from the database; day and reason stand there, and no figure moves", async () => {
    const { lena } = await published();
    await lena.post(`${base}/publicera`, { andrat: "Samma en gång till." });
    const figures = async (path: string) => JSON.parse((await lena.get(path)).text).report.figures;
    const before = await figures(`${api}/rapporter/1`);
    expect((await take(lena)).status).toBe(422);
    expect((await take(lena, "hittepå")).status).toBe(422);
    expect((await lena.get(`${base}/rapport/1`)).text).toContain("Besked dagen före");
    expect((await take(lena, "named")).location).toBe(`${base}/hantera`);
    const gone = await lena.post(`${base}/forslag`, { forslag: "0123456789abcdef", skal: "named" });
    expect(gone.location, "what is gone already").toBe(`${base}/hantera`);
    for (const path of everywhere) expect((await lena.get(path)).text, path).not.toContain("Besked dagen före");
    for (const number of [1, 2]) {
      const { text } = await lena.get(`${base}/rapport/${number}`);
      expect(text).toContain("Borttaget måndag 23 november 2026. Det nämnde en person.");
      expect(text).toContain("Förslag är borttagna ur rapporten efteråt");
      const { report } = JSON.parse((await lena.get(`${api}/rapporter/${number}`)).text);
      expect(report.removed).toEqual([{ party: "municipality", removedOn: "2026-11-23", reason: "named" }]);
    }
    expect(await figures(`${api}/rapporter/1`)).toEqual(before);
    const rows = await clinic.world.db.all(sql`select * from cooperation_publications, setting_changes`);
    expect(JSON.stringify(rows)).not.toContain("Besked dagen före");
    expect(JSON.stringify(rows)).toContain("också ur rapport 1, 2");
  });

  test("gives the next number its words, and is not told of there again", async () => {
    const { lena } = await published();
    await take(lena, "recognisable");
    const words = "Ett förslag är borttaget. Det gick att förstå vem det handlade om.";
    expect((await lena.get(`${base}/hantera`)).text).toContain(`value="${words}"`);
    await lena.post(`${base}/publicera`, { andrat: words });
    const second = (await lena.get(`${base}/rapport/2`)).text;
    expect(second).toContain(`Ändrat sedan rapport 1: ${words}`);
    expect(second).not.toContain("Borttaget");
    expect(second).not.toContain("Förslag är borttagna ur rapporten efteråt");
  });

  test("is taken out by its own project lead only", async () => {
    const { lena } = await published();
    const forslag = /name="forslag" value="(\w+)"/.exec((await lena.get(`${base}/hantera`)).text)?.[1] ?? "";
    for (const who of ["anna", "adam"] as const) {
      const refused = await (await clinic.signedIn(who)).post(`${base}/forslag`, { forslag, skal: "named" });
      expect([403, 404], who).toContain(refused.status);
    }
    expect((await lena.get(`${base}/rapport/1`)).text).toContain("Besked dagen före");
  });
});

test("a party without units is said to have none, one with two too few, and neither hides what the others say together", async () => {
  const { lena, links } = await makeByHand(clinic, {
    "enheter-primary-care": "",
    "enheter-hospital": "Medicin 1\nKirurgi 2",
  });
  for (const link of links) for (let at = 0; at < 5; at += 1) await sendSheet(clinic, link, at === 0 ? "4" : "2");
  await releaseCooperation(clinic.world);
  const hidden = async () => {
    const { figures } = JSON.parse((await lena.get(api)).text) as {
      figures: { kind: string; by: string | null; about: string | null; hidden?: string }[];
    };
    return (by: string | null, about: string | null, kind = "satisfied") =>
      figures.find((one) => one.by === by && one.about === about && one.kind === kind)?.hidden;
  };
  const running = await hidden();
  expect(running("primary-care", "hospital")).toBe("absent");
  expect(running("primary-care", null)).toBe("absent");
  expect(running("hospital", "municipality")).toBe("units");
  expect(running("hospital", null)).toBe("units");
  expect([running("primary-care", null, "times"), running("hospital", null, "times")]).toEqual(["absent", "running"]);
  // Only the kommun may be told of here, and the vårdcentral is no part.
  expect(running(null, "hospital")).toBe(running("municipality", "hospital"));
  await lena.post(`${base}/avsluta`);
  await releaseCooperation(clinic.world);
  const after = await hidden();
  expect(after("primary-care", null, "sip")).toBe("absent");
  expect(after("primary-care", null, "times")).toBe("absent");
  expect(after(null, "hospital")).toBeUndefined();
  expect(after(null, null)).toBe("complement");
  const { text } = await lena.get(base);
  expect(text).toContain("Inga enheter är med");
  expect(text).toContain("Färre än 3 enheter är med");
  expect((await lena.get(`${base}/resultat.csv`)).text).toContain("Inga enheter är med");
});
