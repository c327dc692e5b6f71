/** Text that wants to be something else: markup, templates, log lines, queries. It comes out as the text it is. */
import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { careUnits } from "../../src/db/identified.ts";
import { answerSheet, type Clinic, interviewWhole, listOf, makeClinic, openInterview } from "../in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const payloads = [
  `<script>alert("x")</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `{{constructor.constructor "alert(1)"}}{{{lookup . "x"}}}`,
  `</textarea></title><svg/onload=alert(1)>`,
  `\${7*7} <%= 7*7 %> &lt;b&gt; &amp;#60;`,
  `javascript:alert(1)//`,
];
/** Markup of ours holds none of these; in a page that escapes, they never appear. */
const escaped = (page: string) => {
  expect(page).not.toMatch(/<script>|<img src=x|<svg\/onload|<\/textarea><\/title>|['"] ?on(mouseover|error|load)=/i);
  expect(page).not.toMatch(/href="javascript:/i);
};

describe("markup in what people write", () => {
  test("is text on every page that shows it", async () => {
    for (const [number, hostile] of payloads.entries()) {
      clinic = await makeClinic();
      const { world } = clinic;
      await world.atomically([
        world.db
          .update(careUnits)
          .set({ name: `Avd ${hostile}` })
          .where(eq(careUnits.id, "geriatrik2")),
      ]);
      await world.atomically([sql`update care_providers set name = ${`Region ${hostile}`}`]);
      await world.atomically([sql`update accounts set name = ${`Anna ${hostile}`} where username = 'anna'`]);
      const admitted = {
        dischargeRef: "A",
        patientRef: "A",
        name: "N",
        unit: "Kirurgi avd 3",
        proxyName: "x",
        proxyPhone: "0980-319250",
      };
      const [first, second] = await clinic.admit(admitted, { ...admitted, dischargeRef: "B", patientRef: "B" });
      // As an older version, or another way in, may have let them through.
      await world.atomically([
        sql`update people set name = ${hostile}, proxy_name = ${hostile}, proxy_relation = ${hostile}`,
        sql`update discharges set language = 'so', interpreter = 1`,
      ]);
      const anna = await clinic.signedIn("anna");
      const adam = await clinic.signedIn("adam");
      const file = new File(
        [listOf({ name: hostile, unit: hostile, track: hostile }, { dischargeRef: "D", name: hostile })],
        `${hostile}.csv`.replaceAll("/", ""),
      );
      const sent = await anna.post("/intag", { kalla: hostile.slice(0, 60), fil: file });
      await interviewWhole(anna, first!, { sheet: "121212", remark: hostile, need: hostile });
      await openInterview(anna, second!);
      await answerSheet(anna, second!, "121212");
      await anna.post(`/uppfoljningar/${second}/svar`, { steg: "fritext", text: hostile });
      const pages = [
        ...["/lista", "/lista?visa=klara", "/atgarder", "/intag", "/matningar", sent.location || "/intag"],
        ...[first, second].flatMap((id) =>
          ["", "/intervju", "/sammanfattning", "/sparad", "/akut"].map((page) => `/uppfoljningar/${id}${page}`),
        ),
        `/uppfoljningar/${second}/intervju?steg=fritext`,
      ];
      let shown = 0;
      for (const path of pages) {
        const { text, status } = await anna.get(path);
        expect([number, path, status < 500]).toEqual([number, path, true]);
        escaped(text);
        if (text.includes("alert(1)") || text.includes("7*7") || text.includes("alert(&quot;")) shown += 1;
      }
      expect(shown).toBeGreaterThan(4);
      // Refused forms show again what was typed.
      const typed = {
        utfall: hostile,
        tid: hostile,
        anteckning: hostile,
        behov: hostile,
        namn: hostile,
        anvandarnamn: hostile,
        kod: hostile,
      };
      escaped((await anna.post(`/uppfoljningar/${second}/utfall`, typed)).text);
      escaped((await anna.post(`/uppfoljningar/${second}/spara`, { behov: hostile })).text);
      escaped((await anna.post("/intag", { kalla: hostile })).text);
      escaped((await adam.post("/konton", { ...typed, roll: hostile, enheter: hostile })).text);
      escaped(
        (
          await adam.post("/enheter", {
            ...typed,
            sort: hostile,
            vardform: hostile,
            ringer: hostile,
            journummer: hostile,
          })
        ).text,
      );
      escaped((await clinic.visitor().post("/logga-in", { ...typed, losenord: "x", vidare: hostile })).text);
      for (const path of ["/konton", "/enheter", "/matningar"]) escaped((await adam.get(path)).text);
      for (const query of [
        `/logga-in?vidare=${encodeURIComponent(hostile)}`,
        `/finns/${encodeURIComponent(hostile)}`,
      ]) {
        escaped((await clinic.visitor().get(query)).text);
      }
      if (number < payloads.length - 1) clinic.world.close();
    }
  });

  test("a file's name cannot add a header or leave its quotes", async () => {
    clinic = await makeClinic();
    const anna = await clinic.signedIn("anna");
    const file = new File([listOf({ name: "" })], 'a"; filename="b.exe\r\nx-evil: 1.csv');
    const sent = await anna.post("/intag", { kalla: "Journalsystemet", fil: file });
    const refused = await anna.get(`${sent.location}/avvisade.csv`);
    expect(refused.headers.get("x-evil")).toBeNull();
    expect(refused.headers.get("content-disposition")).toBe('attachment; filename="avvisade-rader.csv"');
  });

  test("a cookie cannot put words on a page", async () => {
    clinic = await makeClinic();
    const anna = await clinic.signedIn("anna");
    const plain = (await anna.get("/lista")).text;
    for (const key of ["__proto__", "constructor", "toString", "%3Cb%3E", "hasOwnProperty"]) {
      anna.cookies.set("ringupp-sagt", key);
      expect((await anna.get("/lista")).text).toBe(plain);
    }
  });
});

describe("what goes wrong", () => {
  const secret = "Hemligsson 0701740605";

  test("is told in one Swedish sentence, and neither page nor log holds a value, a name or a number", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    const [id] = await clinic.admit({ name: secret });
    const anna = await clinic.signedIn("anna");
    await anna.post(`/uppfoljningar/${id}/visa-nummer`, { kontrollerad: "ja" });
    await world.atomically([sql`drop table attempts`]);
    const note = `Mamma heter ${secret}\n    at ${secret}\n  at Object.<anonymous> (${secret}:1:1)`;
    const answer = await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "unable", anteckning: note });
    expect(answer.status).toBe(500);
    expect(answer.text).toContain("Något gick fel hos oss.");
    const json = await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "unable" }, { accept: "application/json" });
    expect(JSON.parse(json.text)).toMatchObject({ problem: "unexpected", retry: true });
    const said = [answer.text, json.text, JSON.stringify(world.logged)];
    for (const text of said) {
      expect(text).not.toMatch(/Hemligsson|0701740605|Mamma|insert into|select \\"|no such table/i);
    }
    expect(world.logged.length).toBeGreaterThan(0);
  });

  test("cannot leak a name by a multi-line value that looks like a stack", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    const [id] = await clinic.admit({});
    const anna = await clinic.signedIn("anna");
    await anna.post(`/uppfoljningar/${id}/visa-nummer`, { kontrollerad: "ja" });
    // The write itself fails, so that the driver's message carries the values that were bound.
    await world.atomically([sql`create trigger t before insert on attempts begin select raise(abort, 'full'); end`]);
    const note = `x\n    at ${secret}`;
    expect((await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "unable", anteckning: note })).status).toBe(500);
    await openInterview(anna, id!);
    await world.atomically([sql`create trigger u before update on interviews begin select raise(abort, 'full'); end`]);
    const text = `x\n    at ${secret}`;
    expect((await anna.post(`/uppfoljningar/${id}/svar`, { steg: "fritext", text })).status).toBe(500);
    expect(JSON.stringify(world.logged)).not.toContain("Hemligsson");
  });

  test("is one line of log, whatever was asked for", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    await world.atomically([sql`drop table care_units`]);
    const anna = await clinic.signedIn("anna");
    const path = `/lista?visa=%0A%7B%22what%22%3A%22forged%22%7D`;
    await anna.get(path, { "user-agent": 'x"} {"what":"forged"' });
    await anna.get(`/uppfoljningar/%0A%7B%22what%22%3A%22forged%22`);
    for (const line of world.logged) {
      expect(JSON.stringify(line)).not.toContain("\n");
      expect(JSON.stringify(line)).not.toContain("forged");
    }
  });
});
