/**
 * Protected identity (skyddade personuppgifter) through the front door: a unit's named persons handle such a case by
 * hand, and to everybody else it is a line without a name. Each attack is one that must fail.
 */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { findCaseFile } from "../src/db/case-file.ts";
import { findCase } from "../src/db/cases.ts";
import { findByCaseNumber, listFoundCases } from "../src/db/found-cases.ts";
import { findPeople, searchPatients } from "../src/db/people.ts";
import { openFile } from "../src/intake/file.ts";
import { isRefusal } from "../src/problems.ts";
import { importFile, openIntake, previewChunk } from "../src/steps/admit-discharges.ts";
import { nameForProtected } from "../src/steps/change-accounts.ts";
import { closePassedWindows } from "../src/steps/close-passed-windows.ts";
import { noteCallStatus } from "../src/steps/hear-call.ts";
import { placeCalls } from "../src/steps/place-calls.ts";
import { hangUpUnwanted } from "../src/steps/reconcile-calls.ts";
import { simulatedCarrier } from "../src/telephony/simulator.ts";
import { type Client, type Clinic, listOf, makeClinic, mobile, type Row } from "./in-process.ts";

/** Each word of it is found nowhere else, so that a page that holds one has told. */
const secret = {
  ...{ name: "Vendela Hemligström", phone1: "08-46500477", birthDate: "1951-12-24" },
  ...{ proxyName: "Torkel Tystberg", proxyRelation: "morbror", proxyPhone: "040-6280466" },
} as const;
const tells =
  // The version of a style sheet is twelve digits by chance.
  /(?<!\?v(?:=|&#x3D;)[0-9a-f]*)(?:Vendela|Hemligström|477|\b77\b|1951|12-24|Torkel|Tystberg|morbror|466|\b66\b|74 år)/;
const protectedRow: Row = { ...secret, protected: "ja", robotConsent: "ja" };
const base = (id: string) => `/uppfoljningar/${id}`;

let clinic: Clinic;
afterEach(() => clinic.world.close());

const name = (username: string, ...unitIds: string[]) =>
  nameForProtected(clinic.world, "region", `account-${username}`, unitIds);
const rows = (query: ReturnType<typeof sql>) => clinic.world.db.all<Record<string, unknown>>(query);
const count = async (table: string) => Number((await rows(sql.raw(`select count(*) as n from ${table}`)))[0]?.n);
const caseOf = async (id: string) => (await rows(sql`select * from cases where id = ${id}`))[0]!;
const send = async (...list: Row[]) => {
  const result = await importFile(clinic.world, {
    source: clinic.source,
    bytes: new TextEncoder().encode(listOf(...list)),
  });
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
};

/** Anna is named at Geriatrik avd 2, her colleague Bo is not; one protected patient, beside an ordinary one. */
async function atWork(options: Parameters<typeof makeClinic>[0] = {}) {
  clinic = await makeClinic(options);
  await name("anna", "geriatrik2");
  const [ordinary = ""] = await clinic.admit({
    dischargeRef: "U9",
    patientRef: "P9",
    name: "Ove Öppen",
    phone1: mobile(9),
  });
  const [id = ""] = await clinic.admit(protectedRow);
  return { id, ordinary, anna: await clinic.signedIn("anna"), bo: await clinic.signedIn("bo") };
}

/** What any of the case's forms asks for, so that none is refused for what is missing. */
const anything = {
  ...{ version: "0", kontrollerad: "ja", respondent: "patient", sjalv: "ja", utfall: "refused", nummer: "0" },
  ...{ bekraftat: "ja", steg: "presentation", svar: "ja", tid: "2026-11-24T10:00", anteckning: "Nej", behov: "Hjälp" },
  ...{ behov_ja: "ja", skal: "other", hur: "ja", sprak: "sv", relation: "child", layout: "all" },
};

const everywhere = [
  "/lista",
  "/lista?visa=vantar",
  "/lista?visa=klara",
  "/lista?visa=vid-behov",
  "/atgarder",
  "/tavla",
  "/tider",
];
const telling = async (client: Client, pages: readonly string[]) => {
  const told: string[] = [];
  for (const page of pages) {
    const { text } = await client.get(page);
    if (tells.test(text)) told.push(`${page}: ${tells.exec(text)?.[0]}`);
  }
  return told;
};

describe("a protected row", () => {
  test("is thrown away where nobody is named, and nothing of it is kept", async () => {
    clinic = await makeClinic();
    const result = await send(protectedRow);
    expect(result.refused).toEqual([{ line: 2, reason: "protected" }]);
    expect([await count("cases"), await count("people"), await count("phone_keys")]).toEqual([0, 0, 0]);
  });

  test("is a case where somebody is named: with name and numbers, and without a key that finds it by number", async () => {
    const { id } = await atWork();
    expect(await caseOf(id)).toMatchObject({ state: "planned", unit_id: "geriatrik2" });
    expect(await rows(sql`select name from people where case_id = ${id}`)).toEqual([{ name: secret.name }]);
    expect(await count("phone_keys")).toBe(0);
  });

  test.each([
    ["at another unit than where somebody is named", "kirurgi3", false],
    ["when the named person's account is closed", "geriatrik2", true],
  ])("is thrown away %s", async (_, unit, closed) => {
    clinic = await makeClinic();
    await name("anna", unit);
    if (closed) await clinic.world.atomically([sql`update accounts set disabled_at = 1 where id = 'account-anna'`]);
    expect((await send(protectedRow)).refused).toEqual([{ line: 2, reason: "protected" }]);
  });

  test("with a fault is told by its column and by no cell, and the patient is protected all the same", async () => {
    const { id } = await atWork();
    const faulty = await send({ ...protectedRow, dischargeRef: "U2", phone1: "hemma" });
    expect(faulty.refused).toEqual([{ line: 2, reason: "protected-faulty" }]);
    expect((await caseOf(id)).state).toBe("planned");
    // The same patient's ordinary-looking row is no way around it.
    await send({ ...secret, dischargeRef: "U3", dischargeDate: "2026-11-21" });
    expect(await rows(sql`select distinct protected from discharges where discharged_on = '2026-11-21'`)).toEqual([
      { protected: 1 },
    ]);
  });

  test("that comes too late to ring is told by its line alone", async () => {
    await atWork();
    const late = await send({ ...protectedRow, dischargeRef: "U4", patientRef: "P4", dischargeDate: "2026-10-01" });
    expect(late.refused).toEqual([{ line: 2, reason: "protected-faulty" }]);
    const told: unknown[] = [];
    await importFile(clinic.world, {
      source: clinic.source,
      bytes: new TextEncoder().encode(
        listOf({ ...protectedRow, dischargeRef: "U4", patientRef: "P4", dischargeDate: "2026-10-01" }),
      ),
      onRefused: (row) => told.push(row.cells),
    });
    expect(told).toEqual([null]);
  });

  test("that was thrown away is taken in once somebody is named, and only when it says ja itself", async () => {
    clinic = await makeClinic();
    await send(protectedRow);
    await name("anna", "geriatrik2");
    expect((await send({ ...protectedRow, protected: "" })).refused).toEqual([{ line: 2, reason: "protected" }]);
    expect(await send(protectedRow)).toMatchObject({ admitted: 1, refused: [] });
    expect(await send({ ...protectedRow, protected: "" })).toMatchObject({ unchanged: 1, refused: [] });
  });

  test("never shows who it is about in the preview of the list, nor in the refused rows to download", async () => {
    await atWork();
    const bo = await clinic.signedIn("bo");
    const file = new File(
      [
        listOf(
          { ...protectedRow, dischargeRef: "U20", patientRef: "P20" },
          { ...protectedRow, dischargeRef: "U21", patientRef: "P21", phone1: "fel nummer" },
          // Says nothing of protection, has a fault, and is about somebody who is known to be protected.
          { ...secret, phone2: "fel nummer" },
        ),
      ],
      "lista.csv",
    );
    const sent = await bo.post("/intag", { fil: file, kalla: "Journalsystemet", source: "Journalsystemet" });
    const upload = sent.location;
    expect(upload).toMatch(/^\/intag\//);
    const preview = await bo.get(upload);
    expect(preview.text).toContain("Skyddade personuppgifter");
    expect(await telling(bo, [upload, `${upload}/avvisade.csv`])).toEqual([]);
    await bo.post(`${upload}/ta-in`);
    expect(await telling(bo, [upload, `${upload}/avvisade.csv`])).toEqual([]);
    expect(await rows(sql`select rows from upload_chunks`)).not.toContainEqual({ rows: expect.stringMatching(tells) });
  });
});

describe("whoever is named", () => {
  test("has the case on the list, opens it, takes it, rings and records; none of it reaches the log", async () => {
    const { id, anna } = await atWork();
    const list = (await anna.get("/lista")).text;
    expect(list).toContain(secret.name);
    expect(list).toContain("<li>Skyddade personuppgifter</li>");
    expect((await anna.get(base(id))).status).toBe(200);
    expect((await anna.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" })).status).toBe(303);
    expect((await anna.get(base(id))).text).toContain("08-465 004 77");
    const saved = await anna.post(`${base(id)}/utfall`, { utfall: "no-answer", anteckning: "Ringde på lunchen." });
    expect(saved.status).toBe(303);
    expect(JSON.stringify(clinic.world.logged)).not.toMatch(tells);
    expect(JSON.stringify(await rows(sql`select * from events`))).not.toMatch(tells);
  });

  test("finds the patient by name and by the end of the number", async () => {
    const { anna } = await atWork();
    for (const sok of ["vendela", "0477", "6280466"]) {
      expect((await anna.post("/lista/sok", { sok })).text).toContain(secret.name);
    }
  });

  test("at one unit is not named at another", async () => {
    const { id, bo } = await atWork();
    await name("bo", "kirurgi3");
    expect((await bo.get(base(id))).status).toBe(404);
    expect(await telling(bo, everywhere)).toEqual([]);
  });

  test("loses it at once when the unit no longer names them", async () => {
    const { id, anna } = await atWork();
    await anna.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });
    await name("anna");
    expect((await anna.get(base(id))).status).toBe(404);
    expect((await anna.post(`${base(id)}/borja`, { respondent: "patient", kontrollerad: "ja" })).status).toBe(404);
    expect(await telling(anna, everywhere)).toEqual([]);
  });
});

describe("whoever is not named", () => {
  test("sees that there is somebody, under Väntar, without a word of who and without a way in", async () => {
    const { bo, id } = await atWork();
    const waiting = (await bo.get("/lista?visa=vantar")).text;
    expect(waiting).toContain("Skyddade personuppgifter");
    expect(waiting).toContain("Sköts för hand av dem som enheten har utsett.");
    expect((await bo.get("/lista")).text).not.toContain("Skyddade personuppgifter");
    for (const page of everywhere) expect((await bo.get(page)).text).not.toContain(id);
    expect(await telling(bo, everywhere)).toEqual([]);
  });

  test.each(["bo", "karin"] as const)(
    "%s gets nowhere by the case's own address: no page, no form, and no row changes",
    async (who) => {
      const { id } = await atWork();
      const client = await clinic.signedIn(who);
      const tables = ["cases", "events", "attempts", "interviews", "tasks", "people", "discharges", "calls"];
      const before = await Promise.all(tables.map((table) => rows(sql.raw(`select * from ${table} order by 1`))));
      // All doors that there are, those that are built after this test among them.
      const doors = clinic.app.routes.filter(
        ({ method, path }) => method !== "ALL" && path.startsWith("/uppfoljningar/:id"),
      );
      expect(doors.length).toBeGreaterThan(20);
      for (const { method, path } of doors) {
        const address = path.replace(":id", id).replace(/:\w+/g, "1");
        const { status, text, location } = await (method === "GET"
          ? client.get(address)
          : client.post(address, anything));
        // Which form or language of the interview a person likes, and who is next, are answered whatever case they stand at.
        if (/\/(layout|las-pa|nasta)$/.test(path)) expect(location).not.toMatch(tells);
        else expect([method, path, status]).toEqual([method, path, 404]);
        expect(text).not.toMatch(tells);
      }
      expect(await Promise.all(tables.map((table) => rows(sql.raw(`select * from ${table} order by 1`))))).toEqual(
        before,
      );
    },
  );

  test("finds nobody by name, by the end of any number or by the case's number", async () => {
    const { id, bo } = await atWork();
    for (const sok of ["vendela", "Hemligström", "0477", "46500477", "466", id.slice(0, 6), id]) {
      const { text } = await bo.post("/lista/sok", { sok });
      expect(text).toContain("Ingen träff");
    }
  });

  test("sees no need of the patient, cannot acknowledge it and is not offered the case next", async () => {
    const { id, anna, bo } = await atWork();
    await anna.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });
    await anna.post(`${base(id)}/utfall`, { utfall: "no-answer", behov: "Vill ha hjälp av Torkel", behov_ja: "ja" });
    const [task] = await rows(sql`select id, case_id, need, acknowledged_at from tasks`);
    expect(task).toMatchObject({ case_id: id, need: "Vill ha hjälp av Torkel" });
    expect((await anna.get("/atgarder")).text).toContain("Vill ha hjälp av Torkel");
    expect(await telling(bo, everywhere)).toEqual([]);
    expect((await bo.get("/atgarder")).text).not.toContain(String(task?.id));
    for (const act of ["kvittera", "klar"]) expect((await bo.post(`/atgarder/${task?.id}/${act}`)).status).toBe(404);
    expect((await rows(sql`select acknowledged_at from tasks`))[0]).toEqual({ acknowledged_at: null });
  });

  test("whatever their role: the lead, the administrator and printed sheets tell nothing", async () => {
    await atWork();
    const sheets = ["patientinformation", "samtycke", "fragor", "samtalsguide"].map((sheet) => `/skriv-ut/${sheet}`);
    expect(
      await telling(await clinic.signedIn("lena"), ["/", "/foljsamhet", "/matningar", "/tavla", ...sheets]),
    ).toEqual([]);
    const office = ["/konton", "/enheter", "/intag", "/roboten", "/tavla", ...sheets];
    expect(await telling(await clinic.signedIn("adam"), office)).toEqual([]);
  });
});

describe("the ways in, whatever page stands before them", () => {
  test("give the person and the case to the named, the case alone to the clock, and to nobody else anything", async () => {
    const { id, ordinary } = await atWork();
    const { db } = clinic.world;
    const unitIds = ["geriatrik2", "kirurgi3", "psykiatri4", "bjorken"];
    const of = async (accountId: string) => {
      const viewer = { accountId, unitIds, purpose: "search" } as const;
      return {
        people: [...(await findPeople(db, viewer, [id, ordinary])).keys()].includes(id),
        file: (await findCaseFile(db, viewer, id)) !== undefined,
        row: (await findCase(db, viewer, id)) !== undefined,
        found: (await listFoundCases(db, viewer, [id, ordinary])).some(({ case: row }) => row.id === id),
        byNumber: (await findByCaseNumber(db, viewer, id.slice(0, 6), 9)).length > 0,
        byName:
          (await searchPatients(db, viewer, { words: ["vendela"], phoneEnd: null, caseNumber: null }, 0)).length > 0,
      };
    };
    const none = { people: false, file: false, row: false, found: false, byNumber: false, byName: false };
    const all = { people: true, file: true, row: true, found: true, byNumber: true, byName: true };
    expect(await of("account-anna")).toEqual(all);
    for (const accountId of ["account-bo", "account-karin", "account-adam", "robot", ""])
      expect(await of(accountId)).toEqual(none);
    expect(await of("clock")).toEqual({ ...none, people: true, file: true, row: true });
  });

  test("to a preview are without the person", async () => {
    await atWork();
    const file = openFile(
      new TextEncoder().encode(listOf({ ...protectedRow, dischargeRef: "U30", patientRef: "P30" })),
    );
    if (isRefusal(file)) throw new Error(file.refused);
    const intake = await openIntake(clinic.world, clinic.source, file.guess.mapping);
    const [records = []] = [...file.blocks()];
    const { rows: shown } = await previewChunk(clinic.world, intake, records);
    expect(shown).toMatchObject([{ verdict: "admitted", protected: true, state: "planned" }]);
    expect(JSON.stringify(shown[0]?.judged.person)).not.toMatch(tells);
  });
});

describe("a patient who turns out to be protected", () => {
  const later: Row = { ...secret, dischargeRef: "U8", robotConsent: "ja", protected: "ja" };

  test.each([
    ["by the stay's own row", { ...secret, dischargeRef: "U7", robotConsent: "ja", protected: "ja" }],
    ["by another stay's row", later],
    ["by a row with a fault", { ...later, birthDate: "i går" }],
  ] as const)("%s: an unnamed colleague loses the case, its page and its number", async (_, told) => {
    clinic = await makeClinic();
    await name("anna", "geriatrik2");
    const [id = ""] = await clinic.admit({ ...secret, dischargeRef: "U7", robotConsent: "ja" });
    const bo = await clinic.signedIn("bo");
    await bo.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });
    expect((await caseOf(id)).owner_id).toBe("account-bo");
    expect(await count("phone_keys")).toBe(1);
    await send(told);
    expect(await caseOf(id)).toMatchObject({ owner_id: null });
    expect(await rows(sql`select * from phone_keys where case_id = ${id}`)).toEqual([]);
    expect((await bo.get(base(id))).status).toBe(404);
    expect(await telling(bo, everywhere)).toEqual([]);
  });

  test("stays with the named person who is at work with it", async () => {
    clinic = await makeClinic();
    await name("anna", "geriatrik2");
    const [id = ""] = await clinic.admit({ ...secret, dischargeRef: "U7" });
    const anna = await clinic.signedIn("anna");
    await anna.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });
    await send({ ...secret, dischargeRef: "U7", protected: "ja" });
    expect(await caseOf(id)).toMatchObject({ state: "held", owner_id: "account-anna" });
  });

  test("is hung up by the robot, and never rung by it again", async () => {
    clinic = await makeClinic({
      carrierOf: (world) =>
        simulatedCarrier({
          ...{ publicUrl: world.config.baseUrl, secret: "x", now: world.now, newId: world.newId, faults: {} },
          phoneOf: () => ({ does: "rings-out" }) as never,
          deliver: async () => ({ status: 200, body: "" }),
        }),
    });
    await name("anna", "geriatrik2");
    const [id = ""] = await clinic.admit({ ...secret, robotConsent: "ja" });
    expect(await placeCalls(clinic.world)).toEqual({ placed: 1 });
    expect(await caseOf(id)).toMatchObject({ owner_id: "robot" });
    await send({ ...secret, robotConsent: "ja", protected: "ja" });
    expect(await caseOf(id)).toMatchObject({ state: "planned", owner_id: null });
    await hangUpUnwanted(clinic.world, noteCallStatus);
    expect(
      await rows(sql`select json_extract(event, '$.kind') as kind from call_events order by number`),
    ).toContainEqual({
      kind: "hung-up",
    });
    clinic.world.clock.advance(24 * 3_600_000);
    expect(await placeCalls(clinic.world)).toEqual({ placed: 0 });
  });

  test("is an ordinary patient again when a row says nej, on all units' lists and for the robot", async () => {
    const { id, bo } = await atWork();
    await send({ ...protectedRow, protected: "" });
    expect((await bo.get(base(id))).status).toBe(404);
    await send({ ...protectedRow, protected: "nej" });
    expect((await bo.get(base(id))).text).toContain(secret.name);
    expect(await count("phone_keys")).toBe(1);
  });

  test("has all stays where somebody is named kept, and all others ended, in whatever order they become known", async () => {
    const other: Row = { ...secret, dischargeRef: "U6", unit: "Kirurgi avd 3", dischargeDate: "2026-11-19" };
    for (const list of [
      [other, protectedRow],
      [protectedRow, other],
    ]) {
      clinic = await makeClinic();
      await name("anna", "geriatrik2");
      for (const row of list) await send(row);
      expect(await rows(sql`select unit_id from cases where state <> 'closed'`)).toEqual([{ unit_id: "geriatrik2" }]);
      expect(await rows(sql`select name from people`)).toEqual([{ name: secret.name }]);
    }
  });
});

describe("the last named person goes", () => {
  test.each([
    ["is closed", "stang"],
    ["is moved", "enheter"],
    ["is no longer named", "skyddade"],
  ])(
    "when the account %s the case stays, the administrator is told how many and not who, and a new one takes over",
    async (_, act) => {
      const { id } = await atWork();
      const adam = await clinic.signedIn("adam");
      expect((await adam.get("/konton")).text).not.toContain("ingen är utsedd");
      await adam.post(`/konton/account-anna/${act}`, act === "enheter" ? { enheter: ["kirurgi3"] } : {});
      const { text } = await adam.get("/konton");
      expect(text).toContain(
        "Geriatrik avd 2: 1 uppföljning med skyddade personuppgifter, och ingen är utsedd att sköta dem.",
      );
      expect(text).not.toMatch(tells);
      // The next day's list says the same again: nothing is thrown away.
      await send({ ...protectedRow, track: "rött" });
      expect(await caseOf(id)).toMatchObject({ state: "planned", track: "red" });
      await adam.post("/konton/account-bo/skyddade", { enheter: ["geriatrik2"] });
      expect((await adam.get("/konton")).text).not.toContain("ingen är utsedd");
      expect((await (await clinic.signedIn("bo")).get(base(id))).text).toContain(secret.name);
    },
  );

  test("and another unit's row says the same of the patient: what waits for a new one is not thrown away", async () => {
    const { id } = await atWork();
    await name("anna");
    await send({ ...protectedRow, dischargeRef: "U6", unit: "Kirurgi avd 3", dischargeDate: "2026-11-19" });
    expect(await caseOf(id)).toMatchObject({ state: "planned" });
    expect(await rows(sql`select name from people where case_id = ${id}`)).toEqual([{ name: secret.name }]);
  });

  test("and nobody comes: the window closes by itself", async () => {
    const { id } = await atWork();
    await name("anna");
    clinic.world.clock.advance(20 * 24 * 3_600_000);
    await closePassedWindows(clinic.world);
    expect(await caseOf(id)).toMatchObject({ state: "closed", disposition: "never-called" });
  });

  test("an account that is opened again is not named again", async () => {
    const { id } = await atWork();
    const adam = await clinic.signedIn("adam");
    await adam.post("/konton/account-anna/stang");
    await adam.post("/konton/account-anna/oppna");
    expect((await (await clinic.signedIn("anna")).get(base(id))).status).toBe(404);
  });

  test("only a coordinator can be named, and only at a unit of their own; only an administrator can name", async () => {
    await atWork();
    const adam = await clinic.signedIn("adam");
    expect((await adam.post("/konton/account-lena/skyddade", { enheter: ["geriatrik2"] })).status).toBe(409);
    expect((await adam.post("/konton/account-karin/skyddade", { enheter: ["geriatrik2"] })).status).toBeGreaterThan(
      399,
    );
    for (const who of ["bo", "lena"] as const) {
      const client = await clinic.signedIn(who);
      expect((await client.post("/konton/account-bo/skyddade", { enheter: ["geriatrik2"] })).status).toBe(403);
    }
    expect(await rows(sql`select account_id from account_units where handles_protected = 1`)).toEqual([
      { account_id: "account-anna" },
    ]);
  });
});
