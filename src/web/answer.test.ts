/** What the patient's own pages promise, driven through the whole web in process. */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Client,
  type Clinic,
  coreSteps,
  dump,
  makeClinic,
  openInterview,
  type Row,
} from "../../test/in-process.ts";
import { countReach } from "../db/fieldwork.ts";
import { addMeasurement } from "../db/measurements.ts";
import { findOpenLink } from "../steps/answer-on-web.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const birthday = { dag: "3", manad: "2" };
/** Words that would tell a stranger what the page is about. */
const telling = /sjukhus|vård|hemgång|patient|geriatrik|region|Åsa|Ök|1940/i;

/** Anna has made a link; `address` is its path. */
async function withLink(row: Row = {}) {
  clinic = await makeClinic();
  const [id = ""] = await clinic.admit(row);
  const anna = await clinic.signedIn("anna");
  const base = `/uppfoljningar/${id}`;
  return { id, anna, base, ...(await makeLink(anna, base)), visitor: clinic.visitor() };
}

async function makeLink(anna: Client, base: string) {
  const { text } = await anna.post(`${base}/webblank`, { gor: "gor" });
  const address = /\/svara\/[0-9a-z]{32}/.exec(text)?.[0] ?? "";
  const code = /[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/.exec(text)?.[0] ?? "";
  return { address, code };
}

async function open(visitor: Client, address: string, svarar = "patient") {
  await visitor.post(`${address}/fodelsedag`, birthday);
  return visitor.post(`${address}/borja`, { svarar });
}

const sheet = (codes: string, more: Record<string, string> = {}) => ({
  ...Object.fromEntries([...codes].map((code, at) => [`fraga-${coreSteps[at]}`, code])),
  ...more,
});

const caseOf = async (id: string) => {
  const [row] = await clinic.world.db.all<Record<string, unknown>>(sql`select * from cases where id = ${id}`);
  return row ?? {};
};

describe("a patient who prefers to write", () => {
  test("answers by a link and is sealed as a saved interview is, counted as answered on the web", async () => {
    const { id, anna, base, address, visitor } = await withLink();
    expect(address).not.toBe("");
    await open(visitor, address);
    const questions = await visitor.get(address);
    expect(questions.text).toContain("Känner du dig trygg hemma nu?");
    expect(questions.text, "nothing is preselected").not.toContain("checked");
    const sent = await visitor.post(`${address}/skicka`, sheet("121214", { "fraga-fritext": "Allt gick bra." }));
    expect(sent.location).toBe("/svara/klart?slag=tack");
    expect((await visitor.get(sent.location)).text).toContain("1177");
    const { pending, interviews, attempts } = await dump(clinic.world, ["pending", "interviews", "attempts"]);
    expect(interviews).toEqual([]);
    expect(JSON.parse(pending?.[0] ?? "")).toMatchObject({
      ...{ mode: "web", respondent: "patient", completeness: "complete", remark: "Allt gick bra.", inside_window: 1 },
    });
    expect(JSON.parse(attempts?.[0] ?? "")).toMatchObject({ mode: "web", outcome: "completed", account_id: null });
    expect(await caseOf(id)).toMatchObject({ state: "closed", disposition: "completed", attempts: 1 });
    const selection = { providerId: "region", from: "2026-11-01", to: "2026-11-30", measurement: null, tracks: null };
    const codes = { reached: ["completed"], completed: ["completed"], notEligible: [] } as const;
    expect(await countReach(clinic.world.db, selection, codes)).toMatchObject([
      { rungBy: "web", reached: true, completed: true, cases: 1 },
    ]);
    expect((await anna.get(base)).text).toContain("På webben: Genomförd");
  });

  test("is thanked once more, and counted once, when the form is sent twice", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    await visitor.post(`${address}/skicka`, sheet("111111"));
    expect((await visitor.post(`${address}/skicka`, sheet("444444"))).location).toBe("/svara/klart?slag=tack");
    expect((await dump(clinic.world, ["pending"])).pending).toHaveLength(1);
    // Who looks at the link again hears that it arrived; to everybody else there is nothing there.
    expect((await visitor.get(`${address}?sprak=fi`)).location).toBe("/svara/klart?slag=tack&sprak=fi");
    expect((await clinic.visitor().get(address)).status).toBe(404);
    clinic.world.clock.advance(3 * 60 * 60_000);
    expect((await visitor.get(address)).status).toBe(404);
  });

  test("is counted once also when two browsers' worth of forms arrive together", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    const sent = await Promise.all(
      ["111111", "222222", "333133"].map((one) => visitor.post(`${address}/skicka`, sheet(one))),
    );
    expect(sent.map(({ location }) => location)).toEqual(Array(3).fill("/svara/klart?slag=tack"));
    const { pending, attempts, interviews } = await dump(clinic.world, ["pending", "attempts", "interviews"]);
    expect([pending?.length, attempts?.length, interviews?.length]).toEqual([1, 1, 0]);
  });

  test("is told when too little is answered, and what was chosen stays", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    const refused = await visitor.post(`${address}/skicka`, sheet("12"));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("minst hälften");
    expect(refused.text).toMatch(/name="fraga-onskemal" value="2" checked/);
    expect((await dump(clinic.world, ["pending"])).pending).toEqual([]);
  });

  test("gets help by a task with the need and a yes to it, which no answer carries", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    const unsaid = await visitor.post(`${address}/skicka`, sheet("111111", { behov: "Hjälp att handla" }));
    expect(unsaid.status).toBe(422);
    await visitor.post(`${address}/skicka`, sheet("111111", { hjalp: "ja", behov: "Hjälp att handla" }));
    const { tasks, pending } = await dump(clinic.world, ["tasks", "pending"]);
    expect(JSON.parse(tasks?.[0] ?? "")).toMatchObject({ kind: "call-back", need: "Hjälp att handla", agreed: 1 });
    expect(pending?.join()).not.toContain("handla");
  });

  test("gets the help they said yes to also when they answer too little and leave the questions", async () => {
    for (const leave of ["ring", "nej"]) {
      const { address, visitor } = await withLink();
      await open(visitor, address);
      const wish = { hjalp: "ja", behov: "Jag ramlar hela tiden" };
      const refused = await visitor.post(`${address}/skicka`, sheet("1", wish));
      expect([refused.status, refused.text.includes("Vill du bara ha hjälp")]).toEqual([422, true]);
      await visitor.post(`${address}/${leave}`, {});
      const { tasks = [], pending } = await dump(clinic.world, ["tasks", "pending"]);
      expect(tasks.map((row) => JSON.parse(row))).toMatchObject([{ need: "Jag ramlar hela tiden", agreed: 1 }]);
      expect(pending).toEqual([]);
      clinic.world.close();
    }
    const { address, visitor } = await withLink();
    await open(visitor, address);
    await visitor.post(`${address}/skicka`, sheet("1", { hjalp: "nej" }));
    await visitor.post(`${address}/nej`, {});
    expect((await dump(clinic.world, ["tasks"])).tasks, "nothing is passed on without a yes").toEqual([]);
  });

  test("is asked before words that look like a name are sent", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    const words = { "fraga-fritext": "Ring mig på 070-174 06 05" };
    expect((await visitor.post(`${address}/skicka`, sheet("111111", words))).status).toBe(422);
    await visitor.post(`${address}/skicka`, sheet("111111", { ...words, anda: "ja" }));
    expect((await dump(clinic.world, ["pending"])).pending?.join()).not.toContain("174");
  });

  test("is told when their words are too long to be taken, whatever the browser lets through, and loses none of them", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    const words = { "fraga-fritext": "Maten var god. ".repeat(100) };
    const refused = await visitor.post(`${address}/skicka`, sheet("111111", { ...words, sprak: "en" }));
    expect([refused.status, refused.text.includes("Write at most 1000 characters.")]).toEqual([422, true]);
    expect(refused.text).toContain(words["fraga-fritext"]);
    expect((await dump(clinic.world, ["pending"])).pending).toEqual([]);
  });

  test("goes on where a telephone call stopped, and is never shown what was said in it", async () => {
    const { id, anna, base, address, visitor } = await withLink();
    await openInterview(anna, id);
    await anna.post(`${base}/svar`, { steg: "delaktighet", svar: "4" });
    await anna.post(`${base}/paus`, {});
    await anna.post(`${base}/slapp`, {});
    await open(visitor, address);
    const page = await visitor.get(address);
    expect(page.text).toContain("redan svarat på den här frågan i telefon");
    expect(page.text).not.toContain("checked");
    await visitor.post(`${address}/skicka`, { ...sheet("111111"), "fraga-delaktighet": "" });
    const [row] = (await dump(clinic.world, ["pending"])).pending ?? [];
    expect(JSON.parse(row ?? "")).toMatchObject({ mode: "mixed" });
    expect(JSON.parse(JSON.parse(row ?? "").answers).delaktighet).toBe(4);
  });

  test("may have a named närstående answer in the third person", async () => {
    const { address, visitor } = await withLink({
      proxyName: "Karin Al",
      proxyPhone: "031-3900611",
      proxyRelation: "dotter",
    });
    await open(visitor, address, "proxy");
    expect((await visitor.get(address)).text).toContain("Känner sig din närstående trygg hemma nu?");
    await visitor.post(`${address}/skicka`, { "fraga-information": "1", "fraga-plan": "2", "fraga-samordning": "1" });
    const [row] = (await dump(clinic.world, ["pending"])).pending ?? [];
    expect(JSON.parse(row ?? "")).toMatchObject({ respondent: "proxy", completeness: "complete" });
  });

  test("may have support; nobody answers as a närstående whom the patient has not named", async () => {
    const { address, visitor } = await withLink();
    expect((await open(visitor, address, "proxy")).status).toBe(422);
    await visitor.post(`${address}/borja`, { svarar: "supported" });
    await visitor.post(`${address}/skicka`, sheet("111111"));
    expect((await dump(clinic.world, ["pending"])).pending?.join()).toContain("supported");
    expect((await dump(clinic.world, ["web_links"])).web_links?.join()).not.toContain("supported");
  });

  test("reads and answers in Finnish, and the answers are the same", async () => {
    const { address, visitor } = await withLink({ language: "fi" });
    expect((await visitor.get(address)).text).toContain('lang="fi"');
    await open(visitor, address);
    const page = await visitor.get(address);
    expect(page.text).toContain("Kyllä, suureksi osaksi");
    expect(page.text).toContain("En halua vastata");
    expect((await visitor.get(`${address}?sprak=sv`)).text).toContain("Ja, till stor del");
    await visitor.post(`${address}/skicka`, sheet("222122", { sprak: "fi" }));
    expect((await dump(clinic.world, ["pending"])).pending?.join()).toContain("completeness");
  });
});

describe("a longer survey", () => {
  /** A link of a patient in a measurement of "ring-upp". */
  async function withLonger(modules: readonly string[] | null = null) {
    clinic = await makeClinic();
    await clinic.world.atomically([
      addMeasurement(clinic.world.db, {
        ...{ id: "langre", name: "Längre", surveyId: "ring-upp", surveyVersion: 1, state: "running", madeUp: false },
        ...{ opensOn: "2026-11-01", closesOn: "2026-11-30", counties: '["18"]', thresholds: null },
        modules: modules === null ? null : JSON.stringify(modules),
      }),
    ]);
    const [id = ""] = await clinic.admit({});
    await clinic.world.atomically([sql`update cases set measurement_id = 'langre' where id = ${id}`]);
    const anna = await clinic.signedIn("anna");
    const { address } = await makeLink(anna, `/uppfoljningar/${id}`);
    const visitor = clinic.visitor();
    await open(visitor, address);
    return { id, address, visitor };
  }
  const keysOn = (text: string) => [...new Set([...text.matchAll(/name="fraga-([a-z-]+)"/g)].map(([, key]) => key))];
  const turn = async (
    visitor: Client,
    address: string,
    sida: number,
    fields: Record<string, string>,
    gor = "fortsatt",
  ) =>
    (await visitor.get((await visitor.post(`${address}/sida`, { sida: String(sida), gor, ...fields })).location)).text;

  test("follows its branches page by page, and what was written is kept both ways", async () => {
    const { address, visitor } = await withLonger();
    expect(keysOn((await visitor.get(address)).text)).toEqual(coreSteps);
    const second = await turn(visitor, address, 1, sheet("111112"));
    expect(keysOn(second)).toEqual(["lakemedel-hur", "lakemedelslista", "hjalp-hemma"]);
    expect(second).toContain("Sida 2 av ungefär");
    // No help at home: the question about whether it has begun is not asked.
    expect(keysOn(await turn(visitor, address, 2, { "fraga-hjalp-hemma": "2" }))).not.toContain("insatser");
    const before = await turn(visitor, address, 3, { "fraga-kontaktvag": "1" }, "tillbaka");
    expect(before).toMatch(/name="fraga-hjalp-hemma" value="2" checked/);
    const third = await turn(visitor, address, 2, { "fraga-hjalp-hemma": "1" });
    expect(keysOn(third)).toEqual(["insatser", "kontaktvag", "fast-vardkontakt", "egenvard", "fritext", "sip"]);
    expect(third).toMatch(/name="fraga-kontaktvag" value="1" checked/);
    const last = await turn(visitor, address, 3, { "fraga-insatser": "1", "fraga-sip": "2", "fraga-fritext": "Bra." });
    expect(last).toContain("Vi kan be någon ringa dig om en sådan plan");
    await visitor.post(`${address}/skicka`, { sida: "4", hjalp: "nej" });
    const [row] = (await dump(clinic.world, ["pending"])).pending ?? [];
    expect(JSON.parse(row ?? "{}")).toMatchObject({ mode: "web", completeness: "complete", remark: "Bra." });
    expect(JSON.parse(JSON.parse(row ?? "{}").answers)).toMatchObject({
      ...{ trygghet: 2, "hjalp-hemma": 1, insatser: 1, kontaktvag: 1, sip: 2 },
    });
  });

  test("counts no answer to a question that a changed answer leads past", async () => {
    const { address, visitor } = await withLonger();
    await turn(visitor, address, 1, sheet("111111"));
    await turn(visitor, address, 2, { "fraga-hjalp-hemma": "1" });
    await turn(visitor, address, 3, { "fraga-insatser": "2" }, "tillbaka");
    await turn(visitor, address, 2, { "fraga-hjalp-hemma": "2" });
    await visitor.post(`${address}/skicka`, { sida: "4" });
    const answers = JSON.parse(JSON.parse((await dump(clinic.world, ["pending"])).pending?.[0] ?? "{}").answers);
    expect(answers).toMatchObject({ "hjalp-hemma": 2 });
    expect(answers).not.toHaveProperty("insatser");
  });

  test("asks the modules that its measurement has chosen, and no others", async () => {
    const { address, visitor } = await withLonger(["hjalpmedel"]);
    await turn(visitor, address, 1, sheet("111111"));
    const second = await turn(visitor, address, 1, {});
    expect(keysOn(second)).toEqual(["hjalpmedel-behov"]);
    expect(keysOn(await turn(visitor, address, 2, { "fraga-hjalpmedel-behov": "2" }))).toEqual(["fritext"]);
    expect(keysOn(await turn(visitor, address, 2, { "fraga-hjalpmedel-behov": "1" }))).toEqual([
      "hjalpmedel",
      "fritext",
    ]);
  });

  test("warns of words that may point somebody out on their own page, and once is enough", async () => {
    const { address, visitor } = await withLonger();
    const fritext = { sida: "3", gor: "fortsatt", "fraga-fritext": "Syster Karin var snäll" };
    await turn(visitor, address, 1, sheet("111111"));
    await turn(visitor, address, 2, {});
    const warned = await visitor.post(`${address}/sida`, fritext);
    expect([warned.status, warned.text.includes("Syster Karin var snäll</textarea>")]).toEqual([422, true]);
    expect((await visitor.post(`${address}/sida`, { ...fritext, anda: "ja" })).status).toBe(303);
    expect((await visitor.post(`${address}/skicka`, { sida: "4" })).location).toContain("tack");
  });
});

describe("what is written and not sent", () => {
  test("can be come back to in the same browser, counts for nothing, and nobody else can read it", async () => {
    const { anna, base, address, visitor } = await withLink();
    await open(visitor, address);
    const part = { sida: "1", gor: "spara", "fraga-delaktighet": "4", "fraga-fritext": "Hemligheten", hjalp: "ja" };
    expect((await visitor.post(`${address}/sida`, part)).status).toBe(204);
    const again = (await visitor.get(address)).text;
    expect(again).toMatch(/name="fraga-delaktighet" value="4" checked/);
    expect(again).toContain("Hemligheten</textarea>");
    expect(again).toMatch(/name="hjalp" value="ja" checked/);
    const everything = JSON.stringify(
      await dump(clinic.world, ["web_links", "interviews", "pending", "tasks", "events"]),
    );
    expect(everything).not.toContain("Hemligheten");
    expect((await dump(clinic.world, ["pending", "interviews", "tasks"])).pending).toEqual([]);
    expect((await anna.get(base)).text).not.toContain("Hemligheten");
    // Somebody else with the link and the date starts from nothing, and the first browser is out.
    const other = clinic.visitor();
    await open(other, address);
    expect((await other.get(address)).text).not.toMatch(/checked|Hemligheten/);
    expect((await visitor.get(address)).text).not.toContain("Hemligheten");
  });

  test("is gone when the patient says no at the end, and after two hours", async () => {
    const { id, address, visitor } = await withLink();
    await open(visitor, address);
    const part = { ...sheet("111111"), sida: "1", gor: "spara" };
    await visitor.post(`${address}/sida`, part);
    clinic.world.clock.advance(2 * 60 * 60_000 + 1);
    expect((await visitor.get(address)).text).not.toContain("checked");
    await open(visitor, address);
    expect((await visitor.get(address)).text).not.toContain("checked");
    await visitor.post(`${address}/sida`, part);
    expect((await visitor.post(`${address}/nej`)).location).toContain("nej");
    expect(JSON.stringify((await dump(clinic.world, ["web_links"])).web_links)).toContain('\\"draft\\":null');
    expect((await dump(clinic.world, ["pending", "interviews"])).pending).toEqual([]);
    expect(await caseOf(id)).toMatchObject({ state: "closed", disposition: "refused" });
  });

  test("keeps the telephone silent while it grows, and is kept also when somebody rings meanwhile", async () => {
    const { id, anna, base, address, visitor } = await withLink();
    await open(visitor, address);
    for (let minutes = 0; minutes < 30; minutes += 10) {
      clinic.world.clock.advance(10 * 60_000);
      expect((await visitor.post(`${address}/sida`, { ...sheet("1"), sida: "1", gor: "spara" })).status).toBe(204);
    }
    expect(await caseOf(id)).toMatchObject({ state: "held", owner_id: "web" });
    clinic.world.clock.advance(16 * 60_000);
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    expect((await visitor.post(`${address}/sida`, { ...sheet("12"), sida: "1", gor: "spara" })).status).toBe(204);
    expect((await visitor.get(address)).text).toMatch(/name="fraga-onskemal" value="2" checked/);
    expect(await caseOf(id)).toMatchObject({ state: "held" });
  });

  test("survives a change of language", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    const turned = await visitor.post(`${address}/sida`, { ...sheet("3"), sida: "1", byt: "fi" });
    const { text } = await visitor.get(turned.location);
    expect(text).toContain('lang="fi"');
    expect(text).toMatch(/name="fraga-delaktighet" value="3" checked/);
  });
});

test("112 and 1177 stand on every page", async () => {
  const { address, visitor } = await withLink();
  const pages = [await visitor.get("/svara"), await visitor.get(address), await visitor.get("/svara/000000000000")];
  await visitor.post(`${address}/fodelsedag`, birthday);
  pages.push(await visitor.get(address));
  await visitor.post(`${address}/borja`, { svarar: "patient" });
  pages.push(await visitor.get(address));
  for (const kind of ["tack", "nej", "ring"]) pages.push(await visitor.get(`/svara/klart?slag=${kind}`));
  for (const { text } of pages) {
    expect(text).toContain("Behöver du hjälp nu?");
    expect(text).toMatch(/112[^<]*1177|1177[^<]*112/);
  }
});

describe("a link", () => {
  test("says nothing of care, unit or name until the day and month of birth are right", async () => {
    const { address, visitor } = await withLink();
    const page = await visitor.get(address);
    expect(page.status).toBe(200);
    const seen = page.text.replace(/<head>.*?<\/head>/s, "").replace(/<[^>]*>/g, " ");
    expect(telling.exec(seen)?.[0] ?? null).toBe(null);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect((await visitor.post(`${address}/skicka`, sheet("111111"))).location).toBe(address);
    expect((await visitor.post(`${address}/nej`)).location).toBe(address);
    expect((await dump(clinic.world, ["attempts"])).attempts).toEqual([]);
  });

  test("is not used up by a slip of the hand: what is nobody's birthday is no guess", async () => {
    const { address, visitor } = await withLink();
    for (const [dag, manad] of [
      ["", ""],
      ["3.", "2"],
      ["32", "2"],
      ["3", "13"],
      ["0", "0"],
      ["tredje", "feb"],
    ] as const)
      expect((await visitor.post(`${address}/fodelsedag`, { dag, manad })).text).toContain("Försök som är kvar: 3");
    expect((await visitor.post(`${address}/fodelsedag`, { dag: "03", manad: " 2 " })).status).toBe(303);
  });

  test("that somebody else guesses to death is finished by whoever had opened it, and opened by nobody more", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    const thief = clinic.visitor();
    for (const dag of ["7", "8", "9"]) await thief.post(`${address}/fodelsedag`, { dag, manad: "9" });
    expect((await thief.post(`${address}/fodelsedag`, birthday)).status).toBe(404);
    expect((await thief.get(address)).status).toBe(404);
    expect((await visitor.post(`${address}/fodelsedag`, birthday)).status, "nor is it brought to life").toBe(404);
    expect((await visitor.post(`${address}/skicka`, sheet("111111"))).location).toBe("/svara/klart?slag=tack");
    expect((await dump(clinic.world, ["pending"])).pending).toHaveLength(1);
  });

  test("asks for the birthday again, and says nothing of a wrong link, when the form comes after two hours", async () => {
    const { address, visitor } = await withLink();
    await open(visitor, address);
    clinic.world.clock.advance(3 * 60 * 60_000);
    const late = await visitor.post(`${address}/skicka`, sheet("111111", { sprak: "en" }));
    expect(late.location).toBe(`${address}?sprak=en`);
    expect((await visitor.get(late.location)).text).toContain("When were you born?");
    expect((await dump(clinic.world, ["pending"])).pending).toEqual([]);
  });

  test("is dead after three wrong dates, and the coordinator sees it", async () => {
    const { anna, base, address, visitor } = await withLink();
    for (const dag of ["1", "2"]) {
      const wrong = await visitor.post(`${address}/fodelsedag`, { ...birthday, dag });
      expect(wrong.status).toBe(422);
    }
    expect((await visitor.post(`${address}/fodelsedag`, { ...birthday, dag: "4" })).status).toBe(404);
    expect((await visitor.post(`${address}/fodelsedag`, birthday)).status).toBe(404);
    expect((await anna.get(base)).text).toContain("fel födelsedag");
  });

  test("made anew kills the one before, and a code leads to the same page", async () => {
    const { anna, base, address, visitor } = await withLink();
    const next = await makeLink(anna, base);
    expect((await visitor.get(address)).status).toBe(404);
    expect((await visitor.get(next.address)).status).toBe(200);
    const typed = await visitor.post("/svara", { kod: ` ${next.code.toUpperCase()} ` });
    expect((await visitor.get(typed.location)).text).toBe((await visitor.get(typed.location)).text);
    expect((await visitor.get(typed.location)).status).toBe(200);
    await anna.post(`${base}/webblank`, { gor: "ta-bort" });
    expect((await visitor.get(next.address)).status).toBe(404);
  });

  test("is kept as hashes alone, and neither link nor code stands in the log", async () => {
    const { address, code } = await withLink();
    const everything = JSON.stringify(await dump(clinic.world, ["web_links", "events", "cases"]));
    expect(everything).not.toContain(address.slice("/svara/".length));
    expect(everything).not.toContain(code.replaceAll("-", ""));
    expect(everything).toContain("web-link-made");
  });

  test.each([
    ["readmitted", { status: "återinlagd" }],
    ["dead", { status: "avliden" }],
    ["no longer willing", { consent: "återkallat" }],
    ["protected", { protected: "ja" }],
  ] as const)("of somebody who is %s looks exactly like a wrong one", async (_, change) => {
    const { address, visitor } = await withLink();
    await visitor.post(`${address}/fodelsedag`, birthday);
    await clinic.admit(change as Row);
    const wrong = await visitor.get(`/svara/${"0".repeat(32)}`);
    const now = await visitor.get(address);
    expect([now.status, now.text.replaceAll(address, "")]).toEqual([
      404,
      wrong.text.replaceAll(`/svara/${"0".repeat(32)}`, ""),
    ]);
    expect((await visitor.post(`${address}/skicka`, sheet("111111"))).status).toBe(404);
    expect((await dump(clinic.world, ["pending"])).pending).toEqual([]);
  });

  test("ends with the window, and with the case", async () => {
    const { anna, base, address, visitor } = await withLink();
    await anna.post(`${base}/utfall`, { utfall: "refused", kontrollerad: "ja", bekraftat: "ja" });
    expect((await visitor.get(address)).status).toBe(404);
    const [other = ""] = await clinic.admit({ dischargeRef: "B", patientRef: "B" });
    const link = await makeLink(anna, `/uppfoljningar/${other}`);
    expect((await visitor.get(link.address)).status).toBe(200);
    clinic.world.clock.advance(7 * 24 * 60 * 60_000);
    expect((await visitor.get(link.address)).status).toBe(404);
  });

  test("can be guessed at only so often from one address", async () => {
    const { address } = await withLink();
    const guess = (path: string) => clinic.app.request(`http://localhost:3000${path}`);
    for (let turn = 0; turn < 40; turn += 1) await guess(`/svara/${String(turn).padStart(12, "0")}`);
    const [row] = (await dump(clinic.world, ["sign_in_failures"])).sign_in_failures ?? [];
    expect(JSON.parse(row ?? "{}").count).toBe(40);
    // Where no address is known nobody is locked out by others.
    expect((await guess(address)).status).toBe(200);
    const visit = { address: "203.0.113.7", browser: "" };
    const token = address.slice("/svara/".length);
    expect(await findOpenLink(clinic.world, { ...visit, token })).not.toBeNull();
    for (let turn = 0; turn < 31; turn += 1) await findOpenLink(clinic.world, { ...visit, token: "0".repeat(32) });
    expect(await findOpenLink(clinic.world, { ...visit, token })).toBeNull();
  });

  test("is not made where it would lead nowhere", async () => {
    clinic = await makeClinic();
    const [id = ""] = await clinic.admit({ birthDate: "" });
    const anna = await clinic.signedIn("anna");
    const refused = await anna.post(`/uppfoljningar/${id}/webblank`, { gor: "gor" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("födelsedatum saknas");
  });
});

describe("while there is a link", () => {
  test("the patient is rung as ever, but not while writing", async () => {
    const { id, anna, base, address, visitor } = await withLink();
    await open(visitor, address);
    expect(await caseOf(id)).toMatchObject({ state: "held", owner_id: "web" });
    const refused = await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    expect(refused.text).toContain("svarar på webben just nu");
    clinic.world.clock.advance(16 * 60_000);
    expect((await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" })).status).toBe(303);
    const sent = await visitor.post(`${address}/skicka`, sheet("111111"));
    expect(sent.status).toBe(422);
    expect(sent.text).toContain("på väg att ringa");
    expect(sent.text).toContain("checked");
    await anna.post(`${base}/slapp`, {});
    expect((await visitor.post(`${address}/skicka`, sheet("111111"))).location).toContain("tack");
  });

  test("a no on the web is a no in every channel, also while somebody rings", async () => {
    const { id, anna, base, address, visitor } = await withLink();
    await visitor.post(`${address}/fodelsedag`, birthday);
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    expect((await visitor.post(`${address}/nej`)).location).toBe("/svara/klart?slag=nej");
    expect(await caseOf(id)).toMatchObject({ state: "closed", disposition: "refused" });
    expect((await visitor.get(address)).location).toBe("/svara/klart?slag=nej");
  });

  test("who would rather be rung stands first on the list, for a person", async () => {
    const { id, anna, address, visitor } = await withLink();
    await clinic.admit({ dischargeRef: "B", patientRef: "B", name: "Bertil Al", dischargeDate: "2026-11-19" });
    await visitor.post(`${address}/fodelsedag`, birthday);
    expect((await visitor.post(`${address}/ring`)).location).toBe("/svara/klart?slag=ring");
    expect(await caseOf(id)).toMatchObject({ state: "planned", handed_over_because: "web", attempts: 0 });
    const list = await anna.get("/lista");
    expect(list.text.indexOf("Åsa Ök")).toBeLessThan(list.text.indexOf("Bertil Al"));
    expect(list.text).toContain("patienten vill hellre bli uppringd");
    expect((await visitor.get(address)).location).toBe("/svara/klart?slag=ring");
  });
});
