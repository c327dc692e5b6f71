import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeIntakeWorld } from "../../test/intake-world.ts";
import { addSource, findSource } from "../db/discharges.ts";
import { attempts, cases, discharges, interviews, people, tombstones } from "../db/identified.ts";
import { addMeasurement } from "../db/measurements.ts";
import { fields } from "../discharges/row.ts";
import { openFile } from "../intake/file.ts";
import { type RefusedRow, refusedCsv } from "../intake/refused-csv.ts";
import { isRefusal, sentenceFor } from "../problems.ts";
import { admitChunk, importFile, openIntake, previewChunk, previewUpload } from "./admit-discharges.ts";

type Row = Partial<Record<(typeof fields)[number]["field"], string>>;
type Intake = Awaited<ReturnType<typeof makeIntakeWorld>>;

const sound = {
  ...{ dischargeRef: "U1", patientRef: "P1", name: "Åsa Ök", phone1: "070-1740605", birthDate: "1940-02-03" },
  ...{ dischargeDate: "2026-11-20", unit: "Geriatrik avd 2", careType: "somatik", track: "gult" },
  ...{ residence: "ordinärt", consent: "ja" },
};
/** A file with every column; a row says only how it differs from a sound one. */
const csv = (...rows: Row[]) =>
  [
    fields.map(({ label }) => label),
    ...rows.map((row) => fields.map(({ field }) => (({ ...sound, ...row }) as Row)[field] ?? "")),
  ]
    .map((cells) => cells.join(";"))
    .join("\r\n");
const bytes = (text: string) => new TextEncoder().encode(text);

async function send({ world, source }: Intake, text: string | Uint8Array) {
  const result = await importFile(world, { source, bytes: typeof text === "string" ? bytes(text) : text });
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
}
const counts = (result: Awaited<ReturnType<typeof send>>) => [
  result.admitted,
  result.updated,
  result.unchanged,
  ...result.refused.map(({ line, reason }) => `${line} ${reason}`),
];
const warned = (result: Awaited<ReturnType<typeof send>>) => result.warnings.map(({ code }) => code);

async function everything({ world }: Intake) {
  const [stays, rows, persons] = await Promise.all([
    world.db.select().from(discharges).orderBy(discharges.dischargeKey),
    world.db.select().from(cases).orderBy(cases.opensOn, cases.id),
    world.db.select().from(people).orderBy(people.caseId),
  ]);
  return { stays, cases: rows, people: persons };
}
const onlyCase = async (intake: Intake) => {
  const all = await everything(intake);
  expect(all.cases).toHaveLength(1);
  return { ...all.cases[0]!, person: all.people[0] };
};
const outcomes = async (intake: Intake) =>
  (await everything(intake)).cases.map(({ state, disposition }) => disposition ?? state);

describe("a file", () => {
  test("becomes discharges, cases and people; sent again it changes nothing and says so", async () => {
    const intake = await makeIntakeWorld();
    const file = csv(
      {},
      { dischargeRef: "U2", patientRef: "P2", track: "grönt" },
      { dischargeRef: "U3", patientRef: "P3", unit: "M1" },
    );
    expect(counts(await send(intake, file))).toEqual([3, 0, 0]);
    const before = await everything(intake);
    expect(before.cases.map(({ state }) => state).sort()).toEqual(["optional", "planned", "planned"]);
    expect(before.cases.map(({ unitId }) => unitId).sort()).toEqual(["bjorken", "geriatrik2", "geriatrik2"]);
    expect(counts(await send(intake, file))).toEqual([0, 0, 3]);
    expect(await everything(intake)).toEqual(before);
  });

  test("that overlaps an earlier one updates and never duplicates", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({}, { dischargeRef: "U2", patientRef: "P2" }));
    const later = csv(
      { dischargeRef: "U2", patientRef: "P2", phone1: "0701740699", track: "rött" },
      { dischargeRef: "U3", patientRef: "P3" },
    );
    expect(counts(await send(intake, later))).toEqual([1, 1, 0]);
    const { cases: rows, people: persons } = await everything(intake);
    expect([rows.length, persons.length]).toEqual([3, 3]);
    expect(rows.filter(({ track }) => track === "red")).toHaveLength(1);
    expect(persons.filter(({ phones }) => phones === '["+46701740699"]')).toHaveLength(1);
  });

  test("keeps no reference and no personnummer, only keyed hashes", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({ dischargeRef: "REF-191212121212", patientRef: "19121212-1212" }));
    const stored = JSON.stringify(await everything(intake));
    for (const secret of ["REF-", "121212", "1212"]) expect(stored).not.toContain(secret);
  });

  test("with a row that comes twice counts both, and the last one stands", async () => {
    const intake = await makeIntakeWorld();
    const result = await send(intake, csv({}, {}, { phone1: "0701740699" }));
    expect(counts(result)).toEqual([1, 1, 1]);
    expect(result.warnings).toContainEqual({ code: "row-repeated", details: { count: 2 } });
    expect((await onlyCase(intake)).person?.phones).toBe('["+46701740699"]');
  });

  test("refuses bad rows by line and admits the rest", async () => {
    const intake = await makeIntakeWorld();
    const file = csv(
      {},
      { dischargeRef: "U2", phone1: "0701740605 (dotter)" },
      { dischargeRef: "U3", dischargeDate: "2026-11-24" },
      { dischargeRef: "U4", dischargeDate: "2025-11-20" },
      { dischargeRef: "U5", unit: "Okänd" },
      { dischargeRef: "U6", patientRef: "P6" },
    );
    expect(counts(await send(intake, file))).toEqual([
      2,
      0,
      0,
      "3 phone-letters",
      "4 date-future",
      "5 discharge-too-old",
      "6 unit-not-found",
    ]);
  });

  test("without patient references, consent or residence says what that means", async () => {
    const intake = await makeIntakeWorld();
    const result = await send(
      intake,
      "Utskrivnings-ID,Utskrivningsdatum,Vårdenhet,Vårdform,Anteckning\nU1,2026-11-20,M1,Somatik,x\n",
    );
    expect(counts(result)).toEqual([1, 0, 0]);
    expect(result.warnings).toEqual([
      { code: "no-patient-ref" },
      { code: "no-consent-column" },
      { code: "no-residence-column" },
      { code: "columns-unknown", details: { columns: "Anteckning" } },
    ]);
  });

  test("with headers only gives nothing and says so; an unreadable one is refused whole", async () => {
    const intake = await makeIntakeWorld();
    const { world, source } = intake;
    const result = await send(intake, csv());
    expect([counts(result), warned(result)]).toEqual([[0, 0, 0], ["file-no-rows"]]);
    expect(await importFile(world, { source, bytes: bytes("") })).toEqual({ refused: "file-empty" });
    expect(await importFile(world, { source, bytes: bytes("PK\x03\x04") })).toEqual({ refused: "file-is-excel" });
    expect(await importFile(world, { source, bytes: bytes("a;b\n1;2\n") })).toMatchObject({
      refused: "columns-missing",
    });
  });

  test("that is previewed gives the verdicts it will give, and writes nothing", async () => {
    const intake = await makeIntakeWorld();
    const { world, source } = intake;
    await send(intake, csv({ dischargeRef: "U9", patientRef: "P9" }));
    const before = await everything(intake);
    const file = csv(
      {},
      { phone1: "fel" },
      {},
      { dischargeRef: "U9", patientRef: "P9" },
      { dischargeRef: "U9", patientRef: "P9", track: "rött" },
    );
    const opened = openFile(bytes(file));
    if (isRefusal(opened)) throw new Error();
    const chunk = [...opened.blocks()][0]!;
    const preview = await previewChunk(world, await openIntake(world, source, opened.guess.mapping), chunk);
    expect(await everything(intake)).toEqual(before);
    expect(await admitChunk(world, await openIntake(world, source, opened.guess.mapping), chunk)).toEqual({
      ...preview,
      rows: [],
    });
    expect(preview).toMatchObject({
      admitted: 1,
      updated: 1,
      unchanged: 2,
      refused: [{ line: 3, reason: "phone-letters" }],
    });
  });

  test("previewed in several chunks tells repeated rows as they will be told", async () => {
    const { world, source } = await makeIntakeWorld();
    const rows = Array.from({ length: 700 }, (_, at) => ({ dischargeRef: `U${at % 600}`, patientRef: `P${at % 600}` }));
    const opened = openFile(bytes(csv(...rows)));
    if (isRefusal(opened)) throw new Error();
    const intake = await openIntake(world, source, opened.guess.mapping);
    const previews = [];
    for (const chunk of opened.blocks()) previews.push(await previewChunk(world, intake, chunk));
    expect(previews.map(({ admitted, unchanged }) => [admitted, unchanged])).toEqual([
      [500, 0],
      [100, 100],
    ]);
    expect(counts(await send({ world, source }, csv(...rows)))).toEqual([600, 0, 100]);
  });

  test("imported twice at the same time ends as if it came once", async () => {
    const intake = await makeIntakeWorld();
    const file = csv(...Array.from({ length: 50 }, (_, at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` })));
    const results = await Promise.all([
      send(intake, file),
      send(intake, file),
      send(intake, file.replaceAll("gult", "rött")),
    ]);
    expect(results.reduce((sum, result) => sum + result.admitted, 0)).toBe(50);
    const all = await everything(intake);
    expect([all.stays.length, all.cases.length, all.people.length]).toEqual([50, 50, 50]);
  });
});

describe("who may not be called", () => {
  test.each([
    [{ protected: "ja" }, "protected"],
    [{ status: "avliden" }, "dead"],
    [{ consent: "återkallat" }, "withdrawn"],
  ] as const)("a new row with %j leaves nothing but its line and the reason", async (row, reason) => {
    const intake = await makeIntakeWorld();
    const kept: RefusedRow[] = [];
    const result = await importFile(intake.world, {
      source: intake.source,
      bytes: bytes(csv(row)),
      onRefused: (each) => kept.push(each),
    });
    expect(result).toMatchObject({ admitted: 0, refused: [{ line: 2, reason }] });
    expect(kept).toEqual([{ line: 2, reason, cells: null }]);
    expect(await everything(intake)).toEqual({ stays: [], cases: [], people: [] });
  });

  test.each([
    [{ protected: "ja" }, "protected", "protected"],
    [{ status: "avliden" }, "dead", "dead"],
    [{ consent: "återkallat" }, "withdrawn", "withdrawn"],
  ] as const)("a known patient with %j is closed and forgotten at once", async (row, reason, disposition) => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({}));
    expect(counts(await send(intake, csv(row)))).toEqual([0, 0, 0, `2 ${reason}`]);
    expect(await onlyCase(intake)).toMatchObject({ state: "closed", disposition, person: undefined });
    const before = await everything(intake);
    expect(counts(await send(intake, csv(row)))).toEqual([0, 0, 0, `2 ${reason}`]);
    expect(await everything(intake)).toEqual(before);
  });

  test("a withdrawal and a death are never undone by an older list", async () => {
    for (const row of [{ consent: "återkallat" }, { status: "avliden" }]) {
      const intake = await makeIntakeWorld();
      await send(intake, csv({}));
      await send(intake, csv(row));
      const reason = row.consent ? "withdrawn" : "dead";
      expect(counts(await send(intake, csv({})))).toEqual([0, 0, 0, `2 ${reason}`]);
      expect(counts(await send(intake, csv({ track: "rött" })))).toEqual([0, 0, 0, `2 ${reason}`]);
      expect(await onlyCase(intake)).toMatchObject({ state: "closed", person: undefined });
    }
  });

  test("protection ends only when a row says so: an older list, a blank cell and a new stay are refused", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({}));
    await send(intake, csv({ protected: "ja" }));
    const withoutColumn = csv({}).replace("Skyddade personuppgifter", "Annat");
    for (const file of [csv({}), withoutColumn, csv({ dischargeRef: "U2", dischargeDate: "2026-11-21" })]) {
      expect(counts(await send(intake, file))).toEqual([0, 0, 0, "2 protected"]);
      expect(await onlyCase(intake)).toMatchObject({ state: "closed", disposition: "protected", person: undefined });
    }
    expect(counts(await send(intake, csv({ protected: "nej" })))).toEqual([0, 1, 0]);
    expect(await onlyCase(intake)).toMatchObject({ state: "planned", disposition: null, person: { name: "Åsa Ök" } });
  });

  test("protection that one stay's row says is over is over for the patient's new stays", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({ protected: "ja" }));
    expect(counts(await send(intake, csv({ dischargeRef: "U2", protected: "nej" })))).toEqual([1, 0, 0]);
    expect(counts(await send(intake, csv({ dischargeRef: "U3", dischargeDate: "2026-11-21" })))).toEqual([1, 0, 0]);
  });

  describe("heard before anything else about the stay", () => {
    const { dischargeRef: _, ...nextStay } = { ...sound, dischargeDate: "2026-11-21" };
    const first: readonly { row: Row; reason: string; again?: Row; laterReason?: string }[] = [
      { row: { protected: "ja" }, reason: "protected" },
      { row: { status: "avliden" }, reason: "dead" },
      { row: { consent: "återkallat" }, reason: "withdrawn" },
      {
        row: { status: "avliden", protected: "ja" },
        reason: "protected",
        again: { protected: "nej" },
        laterReason: "dead",
      },
      {
        row: { consent: "återkallat", protected: "ja" },
        reason: "protected",
        ...{ again: { protected: "nej" }, laterReason: "withdrawn" },
      },
    ];

    test.each(first)("$row is remembered when the same row comes again", async (each) => {
      const { row, reason, again = {}, laterReason = reason } = each;
      const intake = await makeIntakeWorld();
      expect(counts(await send(intake, csv(row)))).toEqual([0, 0, 0, `2 ${reason}`]);
      expect(counts(await send(intake, csv(again)))).toEqual([0, 0, 0, `2 ${laterReason}`]);
      const stones = await intake.world.db.select().from(tombstones);
      expect(counts(await send(intake, csv(again)))).toEqual([0, 0, 0, `2 ${laterReason}`]);
      expect(await intake.world.db.select().from(tombstones)).toEqual(stones);
      expect(await everything(intake)).toEqual({ stays: [], cases: [], people: [] });
      expect(JSON.stringify(stones)).not.toMatch(/U1|P1|Åsa|0701740605/);
      // Another list without patient references knows the stay all the same.
      expect(counts(await send(intake, csv({ ...again, patientRef: "" })))).toEqual([0, 0, 0, `2 ${laterReason}`]);
    });

    test.each([
      [{ protected: "ja" }, "protected"],
      [{ status: "avliden" }, "dead"],
    ] as const)(
      "%j binds the patient's next stay: in the same chunk, another chunk, another file",
      async (row, reason) => {
        const next = { ...nextStay, dischargeRef: "U2" };
        const between = Array.from({ length: 4_500 }, (_, at) => ({ dischargeRef: `X${at}`, patientRef: `Y${at}` }));
        for (const files of [[csv(row, next)], [csv(row), csv(next)], [csv(row, ...between, next)]]) {
          const intake = await makeIntakeWorld();
          let last: Awaited<ReturnType<typeof send>> | undefined;
          for (const file of files) last = await send(intake, file);
          expect(last?.refused.at(-1)?.reason).toBe(reason);
          const { stays } = await everything(intake);
          expect(stays).toHaveLength(files[0]!.length > 10_000 ? between.length : 0);
        }
      },
    );

    test("a withdrawal binds its own stay and no other", async () => {
      const intake = await makeIntakeWorld();
      const file = csv({ consent: "återkallat" }, { ...nextStay, dischargeRef: "U2" }, { consent: "ja" });
      expect(counts(await send(intake, file))).toEqual([1, 0, 0, "2 withdrawn", "4 withdrawn"]);
    });

    test("and a stay that turns out to be that patient's is closed and forgotten", async () => {
      const intake = await makeIntakeWorld();
      await send(intake, csv({ patientRef: "" }));
      await send(intake, csv({ dischargeRef: "U2", status: "avliden" }));
      expect((await onlyCase(intake)).state).toBe("planned");
      expect(counts(await send(intake, csv({})))).toEqual([0, 0, 0, "2 dead"]);
      expect(await onlyCase(intake)).toMatchObject({ state: "closed", person: undefined });
      expect(counts(await send(intake, csv({ patientRef: "" })))).toEqual([0, 0, 0, "2 dead"]);
    });

    test("is told by a preview of several chunks, which writes nothing", async () => {
      const { world, source } = await makeIntakeWorld();
      const between = Array.from({ length: 600 }, (_, at) => ({ dischargeRef: `X${at}`, patientRef: `Y${at}` }));
      const file = csv({ status: "avliden" }, ...between, { ...nextStay, dischargeRef: "U2" });
      const opened = openFile(bytes(file));
      if (isRefusal(opened)) throw new Error();
      const preview = await previewUpload(world, source, opened.guess.mapping, [...opened.blocks()]);
      expect([preview.admitted, preview.refused.map(({ reason }) => reason)]).toEqual([600, ["dead", "dead"]]);
      expect(await world.db.select().from(tombstones)).toEqual([]);
      const said = await send({ world, source }, file);
      expect([said.admitted, said.refused.map(({ reason }) => reason)]).toEqual([600, ["dead", "dead"]]);
    });

    test("holds though two imports run at the same time", async () => {
      for (const [one, other] of [
        [{ status: "avliden" }, nextStay],
        [nextStay, { status: "avliden" }],
      ] as const) {
        const intake = await makeIntakeWorld();
        await Promise.all([
          send(intake, csv({ ...one, dischargeRef: "U1" })),
          send(intake, csv({ ...other, dischargeRef: "U2" })),
        ]);
        expect(await outcomes(intake)).not.toContain("planned");
        expect((await everything(intake)).people).toEqual([]);
      }
    });
  });

  test("what an import erases is scrubbed from the store too, once for the file", async () => {
    const intake = await makeIntakeWorld();
    const scrubbed: number[] = [];
    const world: Intake["world"] = { ...intake.world, scrub: async () => void scrubbed.push(world.now()) };
    const counted = { ...intake, world };
    await send(counted, csv({}, { dischargeRef: "U2", patientRef: "P2" }));
    expect(scrubbed).toHaveLength(0);
    await send(counted, csv({ status: "avliden" }, { dischargeRef: "U2", patientRef: "P2", protected: "ja" }));
    expect(scrubbed).toHaveLength(1);
  });

  test("a death closes all of the person's cases, also through a row that is new", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({}, { dischargeRef: "U2", dischargeDate: "2026-11-21" }));
    await send(intake, csv({ dischargeRef: "U3", status: "avliden" }));
    expect(await outcomes(intake)).not.toContain("planned");
    expect((await everything(intake)).people).toEqual([]);
    expect(counts(await send(intake, csv({ dischargeRef: "U4", dischargeDate: "2026-11-22" })))).toEqual([
      0,
      0,
      0,
      "2 dead",
    ]);
  });

  test("no number, other residence and readmission are admitted as closed; without name and number to keep", async () => {
    const intake = await makeIntakeWorld();
    const rows = [
      { phone1: "" },
      { residence: "särskilt boende" },
      { status: "återinlagd" },
      { birthDate: "2015-01-01" },
    ];
    expect(
      counts(
        await send(intake, csv(...rows.map((row, at) => ({ ...row, dischargeRef: `U${at}`, patientRef: `P${at}` })))),
      ),
    ).toEqual([4, 0, 0]);
    expect((await outcomes(intake)).sort()).toEqual(["no-number", "not-eligible", "not-eligible", "not-eligible"]);
    expect((await everything(intake)).people.map(({ name, phones }) => [name, phones])).toEqual([["Åsa Ök", "[]"]]);
  });

  test("a corrected number puts the case on the list", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({ phone1: "" }));
    expect(counts(await send(intake, csv({})))).toEqual([0, 1, 0]);
    expect(await onlyCase(intake)).toMatchObject({ state: "planned", person: { phones: '["+46701740605"]' } });
  });

  test("without consent the routine's patients are called but not asked; a measurement's are not kept", async () => {
    const intake = await makeIntakeWorld();
    const measured = addMeasurement(intake.world.db, {
      ...{
        id: "m",
        name: "M",
        surveyId: "s",
        surveyVersion: 1,
        state: "running",
        opensOn: "2026-11-16",
        closesOn: "2026-11-22",
      },
      ...{ counties: '["18"]', units: null, note: null, madeUp: true },
    });
    await intake.world.atomically([measured]);
    const rows = [
      { consent: "nej" },
      { consent: "nej", track: "grönt" },
      { consent: "ja", track: "grönt" },
      { consent: "", track: "grönt" },
      { consent: "ej tillfrågad", track: "" },
    ];
    const result = await send(
      intake,
      csv(...rows.map((row, at) => ({ ...row, dischargeRef: `U${at}`, patientRef: `P${at}` }))),
    );
    expect(counts(result)).toEqual([4, 0, 0, "3 no-consent"]);
    const { cases: rows2 } = await everything(intake);
    expect(
      rows2
        .map(({ routine, measurementId, surveyConsent, state }) => [routine, measurementId, surveyConsent, state])
        .sort(),
    ).toEqual([
      // Never asked: a person may put them on the list, to be called without the survey.
      [false, null, false, "optional"],
      [false, null, false, "optional"],
      [false, "m", true, "planned"],
      [true, "m", false, "planned"],
    ]);
    expect(counts(await send(intake, csv({ dischargeRef: "U3", patientRef: "P3", track: "grönt" })))).toEqual([
      0, 1, 0,
    ]);
    expect((await everything(intake)).cases.filter((row) => row.state === "planned" && row.surveyConsent)).toHaveLength(
      2,
    );
  });

  test("whose window has closed are told when, in the words of a person, with the column", async () => {
    const intake = await makeIntakeWorld();
    const rows: RefusedRow[] = [];
    const file = csv({ dischargeDate: "2025-11-01" }, { dischargeRef: "U2", dischargeDate: "2026-11-02" });
    await importFile(intake.world, { source: intake.source, bytes: bytes(file), onRefused: (row) => rows.push(row) });
    expect(rows.map(({ reason, details }) => sentenceFor(reason, details))).toEqual([
      "Utskrivningsdatum: ringfönstret stängde lördag 8 november 2025. Det är för sent att ringa den här patienten.",
      "Utskrivningsdatum: ringfönstret stängde måndag 9 november. Det är för sent att ringa den här patienten.",
    ]);
  });

  test("a patient who declined is not revived by any later list", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({}));
    await intake.world.atomically([
      intake.world.db.update(cases).set({ state: "closed", disposition: "refused", closedAt: 1, version: 1 }),
    ]);
    expect(counts(await send(intake, csv({})))).toEqual([0, 0, 1]);
    expect(counts(await send(intake, csv({ track: "rött", phone1: "0701740699" })))).toEqual([0, 1, 0]);
    expect(await onlyCase(intake)).toMatchObject({
      state: "closed",
      disposition: "refused",
      person: { phones: '["+46701740605"]' },
    });
  });
});

describe("one patient, several stays", () => {
  test("is called once, about the last stay, in whatever order the stays become known", async () => {
    const older = { dischargeRef: "U1", dischargeDate: "2026-11-19" };
    const newer = { dischargeRef: "U2", dischargeDate: "2026-11-21", unit: "Kirurgi avd 3" };
    for (const files of [
      [csv(older), csv(newer)],
      [csv(newer), csv(older)],
      [csv(older, newer)],
      [csv(newer, older)],
    ]) {
      const intake = await makeIntakeWorld();
      let last: Awaited<ReturnType<typeof send>> | undefined;
      for (const file of files) last = await send(intake, file);
      expect(await outcomes(intake)).toEqual(["not-eligible", "planned"]);
      expect(warned(last!)).toContain("patient-again");
    }
  });

  test("reported by two units for the same day is called once", async () => {
    const intake = await makeIntakeWorld();
    expect(counts(await send(intake, csv({}, { dischargeRef: "U2", unit: "Kirurgi avd 3" })))).toEqual([2, 0, 0]);
    expect((await outcomes(intake)).sort()).toEqual(["not-eligible", "planned"]);
  });

  test("a readmission cancels the appointment and takes the case from whoever holds it", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({}));
    const { world } = intake;
    await world.atomically([
      world.db
        .update(cases)
        .set({ state: "held", ownerId: "anna", ownedSince: world.now(), appointmentAt: world.now(), version: 3 }),
    ]);
    await send(intake, csv({ dischargeRef: "U2", dischargeDate: "2026-11-22" }));
    const older = (await everything(intake)).cases[0];
    expect(older).toMatchObject({
      state: "closed",
      disposition: "not-eligible",
      appointmentAt: null,
      ownerId: null,
      version: 4,
    });
  });

  test("an interview that has begun is not cut: its window ends now, and the clock closes it", async () => {
    const intake = await makeIntakeWorld();
    await send(intake, csv({}));
    const { world } = intake;
    const caseId = (await onlyCase(intake)).id;
    await world.atomically([
      world.db.update(cases).set({ state: "held", ownerId: "anna", ownedSince: world.now(), attempts: 1, version: 1 }),
      world.db.insert(attempts).values({ id: "a", caseId, mode: "human", startedAt: world.now() }),
      world.db.insert(interviews).values({ caseId, surveyId: "s", surveyVersion: 1, state: "{}" }),
    ]);
    const result = await send(intake, csv({ dischargeRef: "U2", dischargeDate: "2026-11-22" }));
    expect(warned(result)).toContain("patient-in-call");
    expect((await everything(intake)).cases[0]).toMatchObject({ state: "held", lastCallAt: world.now() });
    expect(await world.db.select().from(interviews)).toHaveLength(1);
    await send(intake, csv({ consent: "återkallat" }));
    expect(await world.db.select().from(interviews)).toEqual([]);
    expect((await everything(intake)).cases[0]).toMatchObject({ state: "closed", disposition: "withdrawn" });
  });
});

test("a source is the same however its name is spaced and its capitals stand, under its first spelling", async () => {
  const { world } = await makeIntakeWorld();
  await world.atomically([addSource(world.db, { id: "second", providerId: "region", name: " Öppna  S1 " })]);
  for (const name of ["öppna s1", "ÖPPNA S1", "  Öppna   S1"]) {
    expect(await findSource(world.db, "region", name)).toMatchObject({ id: "second", name: "Öppna S1" });
  }
  expect(await findSource(world.db, "another", "öppna s1")).toBeUndefined();
});

test('a number that a list guards with ="…" is read', async () => {
  const intake = await makeIntakeWorld();
  await send(intake, csv({ phone1: '="0701740605"', phone2: '"=""0701740606"""' }));
  expect((await onlyCase(intake)).person?.phones).toBe('["+46701740605","+46701740606"]');
});

describe("the list of refused rows", () => {
  const refused = async (intake: Intake, text: string) => {
    const rows: RefusedRow[] = [];
    await importFile(intake.world, { source: intake.source, bytes: bytes(text), onRefused: (row) => rows.push(row) });
    const opened = openFile(bytes(text));
    if (isRefusal(opened)) throw new Error();
    return refusedCsv(opened.header, rows);
  };

  test("corrected and sent again is taken in, with its own columns passed over", async () => {
    const intake = await makeIntakeWorld();
    const list = await refused(
      intake,
      csv(
        { name: "=cmd|' /C calc'!A0", phone1: "+46701740605 (dotter)" },
        { dischargeRef: "U2", patientRef: "P2", protected: "ja" },
      ),
    );
    expect(list).toContain("Rad i filen;Fel");
    expect(list.split("\r\n")[2]).toMatch(/^;+3;"?Patienten har skyddade personuppgifter/);
    const corrected = list.replace(" (dotter)", "").split("\r\n").slice(0, 2).join("\r\n");
    const result = await send(intake, corrected);
    expect([counts(result), warned(result)]).toEqual([[1, 0, 0], []]);
    expect((await onlyCase(intake)).person).toMatchObject({ name: "=cmd|' /C calc'!A0", phones: '["+46701740605"]' });
    expect(counts(await send(intake, list))).toEqual([0, 0, 0, "2 phone-letters", "3 value-missing"]);
  });

  test("holds no cell that a spreadsheet would run", () => {
    const starts = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", " =", "'="];
    const list = refusedCsv(
      ["A"],
      starts.map((start) => ({ line: 2, reason: "row-quote" as const, cells: [`${start}1+1`] })),
    );
    const firstCells = list
      .split(/\r\n(?=['"])/)
      .slice(1)
      .map((line) => line.replace(/^"/, ""));
    expect(firstCells).toHaveLength(starts.length);
    for (const cell of firstCells) expect(cell).toMatch(/^'/);
  });
});

describe("garbage", () => {
  test("never throws, and every line that is not blank is accounted for", async () => {
    const intake = await makeIntakeWorld();
    const cell = fc.oneof(
      fc.constantFrom(
        "U1",
        "U2",
        "2026-11-20",
        "Geriatrik avd 2",
        "somatik",
        "0701740605",
        "ja",
        "avliden",
        '"',
        '""',
        "",
        " ",
        "\u0000",
        "x\ty",
        "=1",
      ),
      fc.string({ maxLength: 8 }),
    );
    const line = fc.array(cell, { minLength: 1, maxLength: fields.length + 2 }).map((cells) => cells.join(";"));
    const sane = csv().replaceAll("\r\n", "");
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        const text = `${sane}\n${lines.join("\n")}`;
        const opened = openFile(bytes(text));
        if (isRefusal(opened)) throw new Error(opened.refused);
        const records = [...opened.blocks()].flat().length;
        const result = await send(intake, text);
        expect(result.admitted + result.updated + result.unchanged + result.refused.length).toBe(records);
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
        await importFile(intake.world, { source: intake.source, bytes: noise });
        await send(intake, Uint8Array.from([...bytes(`${sane}\n`), ...noise]));
      }),
      { numRuns: 150 },
    );
  });
});
