import { afterEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { addMeasurement } from "../db/measurements.ts";
import type { Io } from "./command.ts";
import { rates, readCounts } from "./rates.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

async function run(values: Record<string, string>) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) } as unknown as Io;
  if (rates.needs !== "world") throw new Error("the command needs a database");
  const code = await rates.run(clinic.world, { positionals: [], values }, io);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const november = {
  ...{ id: "november", name: "November", surveyId: "punktmatning-kort", surveyVersion: 1, state: "running" as const },
  ...{ opensOn: "2026-11-16", closesOn: "2026-11-22", counties: '["18"]', units: null, note: null, madeUp: true },
};

test("the published vector comes out to three decimals, with the share that is given or that the counts give", async () => {
  clinic = await makeClinic();
  for (const more of [{}, { e: "0,9" }] as Record<string, string>[]) {
    const { code, out } = await run({ counts: "I=4,P=2,R=1,NC=1,O=1,UH=1,UO=1,NE=1", format: "json", ...more });
    expect(code).toBe(0);
    const { rates: found } = JSON.parse(out) as { rates: Record<string, number> };
    expect(Object.entries(found).map(([key, share]) => `${key} ${share.toFixed(3).slice(1)}`)).toEqual([
      ...["RR1 .364", "RR2 .545", "RR3 .370", "RR4 .556", "RR5 .444", "RR6 .667"],
      ...["COOP1 .500", "COOP2 .750", "COOP3 .571", "COOP4 .857", "REF1 .091", "REF2 .093", "REF3 .111"],
      ...["CON1 .727", "CON2 .741", "CON3 .889"],
    ]);
  }
  expect((await run({ counts: "NE=3" })).out).toContain("RR1          –");
});

test("a measurement has its chain, its rates on all and on those who said yes, and its parts", async () => {
  clinic = await makeClinic();
  await clinic.world.atomically([addMeasurement(clinic.world.db, november)]);
  const row = (at: number, consent: string) => ({
    dischargeRef: `U${at}`,
    patientRef: `P${at}`,
    track: "grönt",
    consent,
  });
  await clinic.admit(...[1, 2, 3, 4, 5, 6].map((at) => row(at, "ja")), ...[7, 8].map((at) => row(at, "nej")));
  const { out } = await run({ measurement: "november", format: "json" });
  expect(JSON.parse(out)).toMatchObject({
    ...{ measurement: "november", provider: "Region Exempel", preliminary: true },
    chain: { discharged: 8, eligible: 8, asked: 8, consented: 6, completed: 0 },
    ...{ counts: { R: 2, UO: 6 }, rates: { RR1: 0, REF1: 0.25 } },
    consenting: { counts: { R: 0, UO: 6 } },
    groups: [{ level: "county" }, { level: "careType" }, { level: "unit", name: "Geriatrik avd 2" }],
  });
  expect((await run({ measurement: "november" })).out).toMatch(/Utskrivna +8\n +Kunde vara med +8/);
});

test("too few are not told, an unknown measurement and a wrong call are said so", async () => {
  clinic = await makeClinic();
  await clinic.world.atomically([addMeasurement(clinic.world.db, november)]);
  await clinic.admit({});
  expect(JSON.parse((await run({ measurement: "november", format: "json" })).out)).toMatchObject({ hidden: true });
  expect(await run({ measurement: "finns-inte" })).toMatchObject({ code: 1, out: "" });
  for (const values of [{}, { counts: "I=x" }, { counts: "I=1", measurement: "m" }, { counts: "I=1", e: "2" }])
    expect((await run(values as Record<string, string>)).code).toBe(2);
  expect(readCounts("I=1,I=2")).toBeNull();
  expect(readCounts("i=1; nc=2")).toMatchObject({ I: 1, NC: 2, R: 0 });
});
