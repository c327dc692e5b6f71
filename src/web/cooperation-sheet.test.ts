/** The staff's form in the hands of people in a hurry, and the names that a project lead types. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeByHand, newLinks, oneWeek, sendSheet, versionOn } from "../../test/cooperation-desk.ts";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { releaseCooperation } from "../steps/release-cooperation.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const suggestionsKept = () =>
  clinic.world.db.all<{ text: string }>(sql`select text from cooperation_suggestions order by text`);

describe("a measurement's name", () => {
  test.each(["Samverkan", "  samVERKAN ", "Sam\u00adverkan", "Samverkan\u200b", "\uff33amverkan"])(
    "is taken when another reads the same (%j)",
    async (namn) => {
      const { lena } = await makeByHand(clinic);
      const refused = await lena.post("/samverkan", { ...oneWeek, namn });
      expect([refused.status, refused.text.includes("Det finns redan en mätning som heter så")]).toEqual([422, true]);
      // What was typed is not lost.
      expect(refused.text).toContain("Hemvård Söder");
    },
  );

  test("is taken by the first of two presses, whichever comes first", async () => {
    const lena = await clinic.signedIn("lena");
    const both = await Promise.all([1, 2].map(() => lena.post("/samverkan", oneWeek)));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    const [rows] = await clinic.world.db.all<{ n: number }>(sql`select count(*) as n from cooperations`);
    expect(rows?.n).toBe(1);
  });

  test("that nobody can see is none", async () => {
    const lena = await clinic.signedIn("lena");
    const refused = await lena.post("/samverkan", { ...oneWeek, namn: "\u200b\u202e" });
    expect(refused.text).toContain("Skriv vad mätningen heter");
  });
});

describe("a unit", () => {
  const decomposed = "Å".normalize("NFD");

  test("is one unit however its name is typed, from the start and when more are added", async () => {
    const { lena, base, links } = await makeByHand(clinic, {
      "enheter-municipality": `Ånga\n${decomposed}nga\nÅNGA\nÅnga\u00a0\nÅn\u00adga\nBo`,
    });
    expect(links.filter(({ party }) => party === "municipality").map(({ unit }) => unit)).toEqual(["Bo", "Ånga"]);
    const more = await lena.post(`${base}/enheter`, { "enheter-municipality": `${decomposed}NGA\nCe` });
    expect(more.status).toBe(303);
    expect((await newLinks(lena, base, "saknas")).map(({ unit }) => unit)).toEqual(["Ce"]);
  });

  test("that sends very many answers neither outvotes the others nor hides what they have said", async () => {
    const { lena, base, links } = await makeByHand(clinic);
    const [eager, ...others] = links.filter(({ party }) => party === "municipality");
    for (let at = 0; at < 60; at += 1) await sendSheet(clinic, eager!, "4");
    for (const link of others) for (let at = 0; at < 6; at += 1) await sendSheet(clinic, link, at === 0 ? "3" : "1");
    await lena.post(`${base}/avsluta`);
    await releaseCooperation(clinic.world);
    const { figures, sheets } = JSON.parse((await lena.get(`/api${base}`)).text);
    // Twelve of the eager one's beside six and six of the others'.
    expect(sheets.municipality).toBe(24);
    expect(figures[0]).toMatchObject({ by: "municipality", about: "primary-care", positive: 10, answered: 24 });
  });
});

describe("a sheet", () => {
  test("may hold a thousand signs, however a line break is sent and however many parts a sign has", async () => {
    const { links } = await makeByHand(clinic);
    const rows = "x\r\n".repeat(499);
    expect((await sendSheet(clinic, links[0]!, "1", { forslag: `${rows}xx` })).status).toBe(303);
    expect((await sendSheet(clinic, links[0]!, "1", { forslag: "😀".repeat(1000) })).status).toBe(303);
    const long = await sendSheet(clinic, links[0]!, "1", { forslag: "😀".repeat(1001) });
    expect([long.status, long.text.includes("högst 1000 tecken")]).toEqual([422, true]);
    const tenThousand = await sendSheet(clinic, links[0]!, "1", { forslag: "y".repeat(10_000) });
    expect([tenThousand.status, tenThousand.text.includes("y".repeat(10_000))]).toEqual([422, true]);
  });

  test("keeps no signs that turn the text around them, and no suggestion that nobody can see", async () => {
    const { links } = await makeByHand(clinic);
    await sendSheet(clinic, links[0]!, "1", { forslag: "\u0000\u202e \u200b" });
    expect(await suggestionsKept()).toEqual([]);
    await sendSheet(clinic, links[0]!, "1", { forslag: "<b>Ring</b>\u202e i\u0000tid" });
    expect(await suggestionsKept()).toEqual([{ text: "<b>Ring</b> i tid" }]);
  });

  test("hides a personnummer that is parted by signs nobody sees", async () => {
    const { links } = await makeByHand(clinic);
    const forslag = "Gäller 64\u200b08\u200b23\u00ad3234";
    expect((await sendSheet(clinic, links[0]!, "1", { forslag })).status).toBe(422);
    await sendSheet(clinic, links[0]!, "1", { forslag, anda: "ja" });
    expect(await suggestionsKept()).toEqual([{ text: "Gäller [borttaget]" }]);
  });

  test("whose suggestion was said to point nobody out stays so while something else is mended", async () => {
    const { links } = await makeByHand(clinic);
    const forslag = "Ring doktor Ek";
    const refused = await sendSheet(clinic, links[0]!, "1", { forslag, anda: "ja", sip: "" });
    expect(refused.text).toMatch(/name="anda" value="ja" checked/);
    expect((await sendSheet(clinic, links[0]!, "1", { forslag, sip: "" })).text).not.toMatch(/name="anda"[^>]*checked/);
  });

  test("that was the last the link could take is thanked for", async () => {
    const { links } = await makeByHand(clinic);
    const [link] = links;
    await clinic.world.db.run(sql`update cooperation_links set answers = 299`);
    const sent = await sendSheet(clinic, link!);
    const thanks = await clinic.visitor().get(sent.location);
    expect(thanks.text).toContain("Tack för svaret");
    expect(thanks.text).toContain("tar inte emot fler svar");
    expect(thanks.text).not.toContain("Svara om nästa utskrivning");
    expect((await clinic.visitor().get(link!.path)).text).toContain("så många gånger som den får");
    expect((await sendSheet(clinic, link!)).text).toContain("Svaret kunde inte sparas");
    const nobodys = await clinic.visitor().get(`/samverkan/svara/${"0".repeat(32)}?tack`);
    expect(nobodys.status).toBe(404);
  });
});

describe("a link", () => {
  test("works as it is typed off a paper and as it is pasted, and no nearer than that", async () => {
    const { links } = await makeByHand(clinic);
    const secret = links[0]!.path.slice("/samverkan/svara/".length);
    const status = async (text: string) => (await clinic.visitor().get(`/samverkan/svara/${text}`)).status;
    const typed = secret.toUpperCase().replaceAll("0", "O").replaceAll("1", "I");
    for (const text of [secret, typed, `${secret}.`, `${secret}%20`, `${secret}%3E`])
      expect(await status(text)).toBe(200);
    for (const text of [secret.slice(1), `${secret}0`, `.${secret}`]) expect(await status(text)).toBe(404);
    const { text } = await clinic.visitor().get(`/samverkan/svara/${typed}`);
    expect(text).toContain(`action="/samverkan/svara/${secret}"`);
  });

  test("that somebody has used up is made anew, and the new one takes answers", async () => {
    const { lena, base, links } = await makeByHand(clinic);
    await sendSheet(clinic, links[0]!);
    await clinic.world.db.run(sql`update cooperation_links set answers = 300 where answers > 0`);
    expect((await clinic.visitor().get(links[0]!.path)).text).toContain("om en ny länk");
    const [renewed] = await newLinks(lena, base, "alla");
    expect(renewed?.unit).toBe(links[0]!.unit);
    expect((await sendSheet(clinic, renewed!)).status).toBe(303);
    const kept = await lena.post(`${base}/kasta`);
    expect(kept.text, "what has been answered is not thrown away").toContain("Du kan avsluta den");
  });

  test("is told from the weeks of another year", async () => {
    clinic.world.clock.set(instantOf("2026-12-20", "10:00"));
    const { lena, base, links } = await makeByHand(clinic, { fran: "2026-12-21", till: "2027-01-10" });
    expect([...new Set(links.map(({ week }) => week))]).toEqual([
      "Vecka 52 (21–27 december)",
      "Vecka 53 (28 december – 3 januari)",
      "Vecka 1 (4–10 januari)",
    ]);
    for (const path of [base, `${base}/hantera`, "/samverkan"])
      expect((await lena.get(path)).text, path).toContain("21 december 2026 – 10 januari 2027");
    clinic.world.clock.set(instantOf("2027-01-06", "12:00"));
    const open = await Promise.all(links.slice(0, 3).map(({ path }) => clinic.visitor().get(path)));
    expect(open.map(({ status }) => status)).toEqual([404, 200, 200]);
  });

  test("is one of 2,700 for the most units and weeks there may be, made in one press", async () => {
    const many = (name: string) => Array.from({ length: 100 }, (_, at) => `${name} ${at}`).join("\n");
    const { lena, base, links } = await makeByHand(clinic, {
      ...{ till: "2027-01-24", "enheter-municipality": many("Hemvård") },
      ...{ "enheter-primary-care": many("Vårdcentral"), "enheter-hospital": many("Avdelning") },
    });
    expect(new Set(links.map(({ path }) => path)).size).toBe(2700);
    const { text } = await lena.get(`${base}/hantera`);
    const late = await lena.post(`${base}/lankar`, { vilka: "alla", version: "1" });
    expect([late.status, late.text.includes("Länkarna har redan gjorts")], "an old page").toEqual([422, true]);
    expect(versionOn(text)).toBe("2");
    const more = await lena.post(`${base}/enheter`, { "enheter-hospital": "En till" });
    expect([more.status, more.text.includes("100")]).toEqual([422, true]);
  });
});
