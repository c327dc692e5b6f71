/**
 * The wall between people and answers, through the front door and on real files: what stands on the nameless side tells
 * nothing of who or when, and what has been deleted is in no byte that the database still keeps (domain §9).
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { seededIds, seededRandom, seededShuffle } from "../src/demo/random.ts";
import { closePassedWindows } from "../src/steps/close-passed-windows.ts";
import { forgetPeople } from "../src/steps/forget-people.ts";
import { releaseBatches } from "../src/steps/seal-responses.ts";
import { tallyResponses } from "../src/steps/tally-responses.ts";
import {
  anonymousNames,
  answerSheet,
  type Clinic,
  dump,
  identifiedNames,
  interviewWhole,
  listOf,
  makeClinic,
  mobile,
  openInterview,
  type Row,
} from "./in-process.ts";

const day = 24 * 60 * 60_000;
const made: { clinic?: Clinic; folder?: string }[] = [];
afterEach(() => {
  for (const { clinic, folder } of made.splice(0)) {
    clinic?.world.close();
    if (folder) rmSync(folder, { recursive: true });
  }
});

async function onDisk(): Promise<{ clinic: Clinic; pages: () => string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-wall-"));
  const clinic = await makeClinic({ file: join(folder, "ringupp.sqlite") });
  made.push({ clinic, folder });
  const pages = () =>
    readdirSync(folder).flatMap((name) => {
      const bytes = readFileSync(join(folder, name));
      return Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, page) =>
        bytes.subarray(page * 4096, (page + 1) * 4096).toString("latin1"),
      );
    });
  return { clinic, pages };
}
async function inMemory(seed = 1): Promise<Clinic> {
  const clinic = await makeClinic({ seed });
  made.push({ clinic });
  return clinic;
}
/** As the bytes of UTF-8 look when each is read as one letter. */
const asBytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const holding = (pages: readonly string[], text: string) => pages.filter((page) => page.includes(asBytes(text))).length;

const sheets = ["112112", "121221", "134232", "222222", "888898", "141711", "312124"];
const people = (count: number): Row[] =>
  Array.from({ length: count }, (_, number) => ({
    dischargeRef: `U${number}`,
    patientRef: `P${number}`,
    name: `Påhittad Person${number}`,
    phone1: mobile(number),
    birthDate: `${1930 + (number % 16) * 4}-03-0${(number % 9) + 1}`,
    unit: number % 5 === 0 ? "Kirurgi avd 3" : "Geriatrik avd 2",
    track: number % 3 === 0 ? "rött" : "gult",
    dischargeDate: "2026-11-20",
  }));

/** What the night does, with chance of its own so that two nights can be compared. */
async function night(clinic: Clinic): Promise<void> {
  const world = {
    ...clinic.world,
    newId: seededIds(seededRandom(5)),
    shuffle: seededShuffle(seededRandom(6)),
  };
  await releaseBatches(world);
  await tallyResponses(world);
}

describe("the same day, worked in two orders", () => {
  async function work(order: (count: number) => number[], minutes: number) {
    const clinic = await inMemory(minutes);
    const rows = people(18);
    const ids: string[] = [];
    for (const row of rows) ids.push(...(await clinic.admit(row)));
    const callers = [await clinic.signedIn("anna"), await clinic.signedIn("bo")];
    for (const [turn, number] of order(rows.length).entries()) {
      const client = callers[(turn + minutes) % 2]!;
      const sheet = sheets[number % sheets.length]!;
      const remark = number % 4 === 0 ? `Maten var kall, sa nummer ${"i".repeat(number)}` : "";
      const end = await interviewWhole(client, ids[number]!, { sheet, remark });
      expect(end.location).toBe(`/uppfoljningar/${ids[number]}/sparad`);
      clinic.world.clock.advance(minutes * 60_000);
    }
    const waiting = (await dump(clinic.world, ["pending"])).pending!.map((row) => ({ ...JSON.parse(row), key: "" }));
    await night(clinic);
    const after = await dump(clinic.world, ["responses", "remarks", "tallies"]);
    const left = (await dump(clinic.world, ["pending"])).pending!.map((row) => ({ ...JSON.parse(row), key: "" }));
    return { clinic, waiting: waiting.map((row) => JSON.stringify(row)).sort(), after, left };
  }
  const forwards = (count: number) => Array.from({ length: count }, (_, number) => number);
  const scrambled = (count: number) => seededShuffle(seededRandom(3))(forwards(count));

  test("leaves equal rows on the nameless side, before and after the night", async () => {
    const [one, other] = [await work(forwards, 3), await work(scrambled, 17)];
    expect(one.waiting).toHaveLength(18);
    expect(other.waiting).toEqual(one.waiting);
    expect(other.after).toEqual(one.after);
    expect(one.after.responses).toHaveLength(13);
    const leftOf = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(leftOf(other.left)).toEqual(leftOf(one.left));
  });

  test("gives every combination of background values to at least five", async () => {
    const { clinic } = await work(scrambled, 5);
    const shared = await clinic.world.db.all<{ n: number }>(
      sql`select count(*) as n from responses group by measurement_id, county, care_type, unit, age_group, track, month`,
    );
    expect(shared.length).toBeGreaterThan(0);
    for (const { n } of shared) expect(n).toBeGreaterThanOrEqual(5);
  });
});

describe("after the seal", () => {
  test("no identified row, event, task, attempt, upload or log line holds an answer", async () => {
    const clinic = await inMemory();
    const [id] = await clinic.admit({});
    const anna = await clinic.signedIn("anna");
    const said = {
      sheet: "131412".replace("4", "1"),
      remark: "Droppställningen gnisslade",
      need: "Hjälp med dosetten",
    };
    const before = await dump(clinic.world, identifiedNames);
    await interviewWhole(anna, id!, { ...said, lock: false });
    expect(JSON.stringify(await dump(clinic.world, identifiedNames))).toContain("gnisslade");
    expect((await anna.post(`/uppfoljningar/${id}/spara`, { behov: said.need, behov_ja: "ja" })).status).toBe(303);
    const left = await dump(clinic.world, identifiedNames);
    const words = JSON.stringify([left, clinic.world.logged]);
    for (const key of ["gnisslade", "delaktighet", "onskemal", "trygghet", "samordning", '"code"', "gates"]) {
      expect(words).not.toContain(key);
    }
    expect(words).toContain("Hjälp med dosetten");
    expect(left.interviews).toEqual([]);
    // The only rows that changed are the ones that say that a call was made, and none of their columns holds a code.
    const changed = identifiedNames.filter((name) => JSON.stringify(left[name]) !== JSON.stringify(before[name]));
    expect(changed.sort()).toEqual(["attempts", "cases", "events", "tasks"]);
    const nameless = await dump(clinic.world, anonymousNames);
    expect(JSON.stringify(nameless.pending)).toContain("gnisslade");
    for (const row of nameless.pending!) expect(row).not.toContain(id);
  });

  test("two who gave different answers are told apart by nothing on the identified side", async () => {
    const traces = await Promise.all(
      ["111111", "222222", "888888"].map(async (sheet) => {
        const clinic = await inMemory();
        const [id] = await clinic.admit({});
        await interviewWhole(await clinic.signedIn("anna"), id!, { sheet });
        return dump(
          clinic.world,
          identifiedNames.filter((name) => name !== "sessions"),
        );
      }),
    );
    expect(traces[1]).toEqual(traces[0]);
    expect(traces[2]).toEqual(traces[0]);
  });

  test("a task says the same whatever was answered, also when an answer made the offer, and none of it passes the wall", async () => {
    const need = { behov: "Vill att någon ringer", behov_ja: "ja", behov_slag: "worry", sip_nej: "ja" };
    const traces = await Promise.all(
      ["111111", "111144"].map(async (sheet) => {
        const clinic = await inMemory();
        const [id] = await clinic.admit({});
        const anna = await clinic.signedIn("anna");
        await interviewWhole(anna, id!, { sheet, lock: false });
        const { text } = await anna.get(`/uppfoljningar/${id}/sammanfattning`);
        expect(text.includes("Vill du att jag ber någon höra av sig?")).toBe(sheet.endsWith("4"));
        expect((await anna.post(`/uppfoljningar/${id}/spara`, need)).status).toBe(303);
        const nameless = JSON.stringify(await dump(clinic.world, anonymousNames));
        expect(nameless).not.toMatch(/någon ringer|worry|sip/i);
        return dump(
          clinic.world,
          identifiedNames.filter((name) => name !== "sessions"),
        );
      }),
    );
    expect(traces[0]!.tasks).toHaveLength(1);
    expect(JSON.parse(traces[0]!.task_counts![0]!)).toMatchObject({ kind: "sip", fate: "declined", count: 1 });
    expect(traces[1]).toEqual(traces[0]);
  });

  test("a withdrawal is taken kindly and changes no answer, since none can be found", async () => {
    const clinic = await inMemory();
    const [id] = await clinic.admit({});
    const anna = await clinic.signedIn("anna");
    await interviewWhole(anna, id!, { sheet: "111111" });
    const before = await dump(clinic.world, anonymousNames);
    const end = await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "withdrawn", bekraftat: "ja" });
    expect([end.status, end.location]).toEqual([303, "/lista"]);
    expect(await dump(clinic.world, anonymousNames)).toEqual(before);
    const [row] = await clinic.world.db.all<{ state: string; disposition: string }>(sql`select * from cases`);
    expect(row).toMatchObject({ state: "closed", disposition: "completed" });
  });
});

describe("an interview that is not whole", () => {
  async function half(sheet: string) {
    const clinic = await inMemory();
    const [id] = await clinic.admit({});
    const anna = await clinic.signedIn("anna");
    await openInterview(anna, id!);
    await answerSheet(anna, id!, sheet);
    return { clinic, anna, id: id! };
  }
  const ends = async (clinic: Clinic) => {
    const [row] = await clinic.world.db.all<{ disposition: string }>(sql`select disposition from cases`);
    const rows = await dump(clinic.world, ["pending", "interviews"]);
    return [row?.disposition, rows.pending!.length, rows.interviews!.length];
  };

  test("is sealed when the window closes if half of the core was answered, and deleted if less", async () => {
    for (const [sheet, expected] of [
      ["121", ["partial", 1, 0]],
      ["12", ["broken-off", 0, 0]],
    ] as const) {
      const { clinic, anna, id } = await half(sheet);
      await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "broken-off" });
      expect(await ends(clinic)).toEqual([null, 0, 1]);
      clinic.world.clock.advance(7 * day);
      await closePassedWindows(clinic.world);
      expect(await ends(clinic)).toEqual(expected);
      const [waiting] = (await dump(clinic.world, ["pending"])).pending!;
      if (waiting) expect(JSON.parse(waiting)).toMatchObject({ completeness: "partial", inside_window: 1 });
    }
  });

  test("is deleted when the patient withdraws or will not go on, in the very unit that closes the case", async () => {
    for (const [button, disposition] of [
      ["aterkallar", "withdrawn"],
      ["vill-inte", "will-not-continue"],
    ] as const) {
      const { clinic, anna, id } = await half("12111");
      await anna.post(`/uppfoljningar/${id}/${button}`);
      expect(await ends(clinic)).toEqual([disposition, 0, 0]);
    }
  });
});

describe("the bytes of the database's files", () => {
  test("hold no interview in progress after the seal, and no page that names a case holds an answer", async () => {
    const { clinic, pages } = await onDisk();
    const ids: string[] = [];
    for (const row of people(16)) ids.push(...(await clinic.admit(row)));
    const anna = await clinic.signedIn("anna");
    // All open at once and growing by turns, so that the table's pages are split and joined while answers lie in them.
    for (const id of ids) await openInterview(anna, id);
    for (const [number, id] of ids.entries()) {
      const remark = `Droppställningen gnisslade ${"länge ".repeat(number * 18)}`.slice(0, 900);
      await answerSheet(anna, id, "121212");
      await anna.post(`/uppfoljningar/${id}/svar`, { steg: "fritext", text: remark, stanna: "ja" });
    }
    expect(holding(pages(), '"gates"')).toBeGreaterThan(0);
    for (const id of ids.toReversed()) {
      await anna.post(`/uppfoljningar/${id}/svar`, { steg: "fritext", text: "Kort." });
      await anna.post(`/uppfoljningar/${id}/svar`, { steg: "hjalp", svar: "nej" });
      await anna.post(`/uppfoljningar/${id}/svar`, { steg: "tack" });
      expect((await anna.post(`/uppfoljningar/${id}/spara`)).location).toContain("/sparad");
    }
    const after = pages();
    expect(holding(after, '"gates"')).toBe(0);
    expect(holding(after, "gnisslade")).toBe(0);
    const answering = after.filter((page) => page.includes('"delaktighet":'));
    expect(answering.length).toBeGreaterThan(0);
    for (const page of answering) for (const id of ids) expect(page).not.toContain(id);
  });

  test("hold no name, number, note or need of a patient fourteen days after the window", async () => {
    const { clinic, pages } = await onDisk();
    const birthDate = "1931-07-19";
    const proxy = { proxyName: "Dotter Påhittadsson", proxyPhone: "0980-319250", proxyRelation: "dotter" };
    const ids: string[] = [];
    for (const row of people(30)) ids.push(...(await clinic.admit(row)));
    const [id] = await clinic.admit({
      dischargeRef: "X",
      patientRef: "X",
      name: "Ölöf Påhittadsson",
      phone1: mobile(90),
      birthDate,
      ...proxy,
    });
    const anna = await clinic.signedIn("anna");
    await anna.post(`/uppfoljningar/${id}/visa-nummer`, { kontrollerad: "ja" });
    const added = { gor: "lagg-till", nytt: "0980-319251", vems: "relative", namn: "Grannen Påhittadsson" };
    expect((await anna.post(`/uppfoljningar/${id}/nummer`, added)).status).toBe(303);
    await anna.post(`/uppfoljningar/${id}/nummer`, { gor: "ratta", nummer: "0.95.3", ratt: "0980-319252" });
    const note = {
      utfall: "unable",
      anteckning: "Hör dåligt på vänster öra",
      behov: "Ring kuratorn om bidraget",
      behov_ja: "ja",
    };
    await anna.post(`/uppfoljningar/${id}/utfall`, note);
    const [task] = await clinic.world.db.all<{ id: string }>(sql`select id from tasks`);
    await anna.post(`/atgarder/${task!.id}/klar`, { gjort: "other", gjort_text: "Kuratorns bidrag är sökt" });
    const secrets = [
      "Ölöf Påhittadsson",
      "Dotter Påhittadsson",
      "+46701740695",
      "+46980319250",
      "+46980319251",
      "+46980319252",
      "Grannen Påhittadsson",
      birthDate,
      "vänster öra",
      "kuratorn",
      "bidrag är sökt",
      "Påhittad Person3",
    ];
    for (const secret of secrets) expect([secret, holding(pages(), secret) > 0]).toEqual([secret, true]);
    clinic.world.clock.advance(7 * day);
    await closePassedWindows(clinic.world);
    clinic.world.clock.advance(7 * day);
    await forgetPeople(clinic.world);
    expect(holding(pages(), "Ölöf")).toBeGreaterThan(0);
    clinic.world.clock.advance(8 * day);
    await forgetPeople(clinic.world);
    for (const secret of secrets) expect([secret, holding(pages(), secret)]).toEqual([secret, 0]);
    // What must outlive the person does.
    expect((await dump(clinic.world, ["discharges"])).discharges).toHaveLength(31);
  });

  test("hold nothing of a list that was dropped, nor of the file's own copy of one that was taken in", async () => {
    const { clinic, pages } = await onDisk();
    const anna = await clinic.signedIn("anna");
    const send = async (marker: string) => {
      const rows = people(40).map((row) => ({
        ...row,
        dischargeRef: `${marker}${row.dischargeRef}`,
        name: `${marker} ${row.name}`,
      }));
      const text = listOf(...rows)
        .split("\r\n")
        .map((line, at) => `${line};${at === 0 ? "Rum" : `${marker}-rummet`}`);
      const file = new File([text.join("\r\n")], "lista.csv", { type: "text/csv" });
      return (await anna.post("/intag", { kalla: "Journalsystemet", fil: file })).location;
    };
    const dropped = await send("Kastad");
    expect(dropped).toMatch(/^\/intag\/\w+$/);
    expect(holding(pages(), "Kastad")).toBeGreaterThan(0);
    await anna.post(`${dropped}/kasta`);
    expect(holding(pages(), "Kastad")).toBe(0);
    const taken = await send("Tagen");
    expect(holding(pages(), "Tagen-rummet")).toBeGreaterThan(0);
    await anna.post(`${taken}/ta-in`);
    expect((await dump(clinic.world, ["people"])).people!.length).toBe(40);
    expect(holding(pages(), "Tagen-rummet")).toBe(0);
  });
});

describe("a death", () => {
  test("erases the person at once and closes all the person's cases, also another unit's that somebody works with", async () => {
    const { clinic, pages } = await onDisk();
    const same = { patientRef: "P1", name: "Ölöf Påhittadsson", phone1: mobile(90) };
    const [first] = await clinic.admit({ ...same, dischargeRef: "A" });
    const [other] = await clinic.admit({
      dischargeRef: "B",
      patientRef: "P2",
      unit: "Psykiatri avd 4",
      name: "Ölöf i psykiatrin",
      careType: "psykiatri",
    });
    // Two open cases of one patient: made so by hand, since the intake closes the older one itself.
    await clinic.world.atomically([
      sql`update discharges set patient_key = (select patient_key from discharges where id = ${first}) where id = ${other}`,
    ]);
    const karin = await clinic.signedIn("karin");
    await openInterview(karin, other!);
    await answerSheet(karin, other!, "11");
    const anna = await clinic.signedIn("anna");
    await anna.post(`/uppfoljningar/${first}/visa-nummer`, { kontrollerad: "ja" });
    const added = { gor: "lagg-till", nytt: "0980-319251", vems: "relative", namn: "Grannen Påhittadsson" };
    for (const [client, id] of [
      [anna, first],
      [karin, other],
    ] as const)
      expect((await client.post(`/uppfoljningar/${id}/nummer`, added)).status).toBe(303);
    expect((await anna.post(`/uppfoljningar/${first}/utfall`, { utfall: "dead", bekraftat: "ja" })).location).toBe(
      "/lista",
    );
    const rows = await clinic.world.db.all<{ state: string }>(sql`select state from cases`);
    expect(rows.map(({ state }) => state)).toEqual(["closed", "closed"]);
    const left = await dump(clinic.world, ["people", "interviews"]);
    expect(left).toEqual({ people: [], interviews: [] });
    for (const secret of ["Ölöf", "+46701740695", "+46980319251", "Grannen", '"gates"'])
      expect([secret, holding(pages(), secret)]).toEqual([secret, 0]);
    const next = await karin.get(`/uppfoljningar/${other}/intervju`);
    expect(next.status).toBe(303);
    // A later list does not revive the dead.
    await clinic.admit({ ...same, dischargeRef: "C", dischargeDate: "2026-11-21" });
    const open = await clinic.world.db.all(sql`select id from cases where state <> 'closed'`);
    expect(open).toEqual([]);
  });
});
