/** The command prints what the page shows: riket and every group, the units, and nothing of a draft. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { recount } from "../steps/tally-responses.ts";
import type { Io } from "./command.ts";
import { report } from "./report.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  const both = ["18", "19"].flatMap((county) =>
    orebro2019Responses.map((row, at) => ({
      ...{ ...row, county, measurementId: "tva", id: world.newId(), unit: `Avdelning ${1 + (at % 2)}` },
    })),
  );
  await world.atomically([
    addMeasurement(world.db, {
      ...{ ...orebro2019Measurement, id: "tva", name: "Två län", counties: '["18","19"]', releasedOn: "2019-12-02" },
    }),
    addMeasurement(world.db, { ...orebro2019Measurement, id: "utkast", name: "Utkast", state: "draft" }),
    ...insertResponses(both),
  ]);
  await recount(world);
});
afterEach(() => clinic.world.close());

async function run(values: Record<string, string>) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) } as unknown as Io;
  if (report.needs !== "world") throw new Error("the command needs a database");
  const code = await report.run(clinic.world, { positionals: [], values }, io);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

test("riket, every county and every unit are printed, and JSON is the API's to the letter", async () => {
  const { code, out } = await run({ measurement: "tva" });
  expect(code).toBe(0);
  expect(out.indexOf("Riket, somatik, 60 svarande")).toBeLessThan(out.indexOf("Örebro län, somatik, 30 svarande"));
  expect(out).toMatch(/Riket, somatik, 60 svarande[\s\S]*?Trygghet +90 % {2}54 av 60 {2}\(80–95 %\)/);
  expect(out).toContain("Västmanlands län, somatik, Avdelning 1, 15 svarande");
  const lena = await clinic.signedIn("lena");
  const api = JSON.parse((await lena.get("/api/matningar/tva")).text);
  expect(JSON.parse((await run({ measurement: "tva", format: "json" })).out)).toEqual(api);
});

test("a draft has no numbers, and neither has what does not exist", async () => {
  for (const measurement of ["utkast", "finns-inte"])
    expect(await run({ measurement })).toMatchObject({ code: 1, out: "", err: expect.stringContaining("finns inte") });
});

test("thousands are apart, with an ordinary space that a terminal's reader can search for", async () => {
  const { world } = clinic;
  const many = Array.from({ length: 26 }, () => orebro2019Responses).flat();
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, id: "stor", name: "Stor", releasedOn: "2019-12-02" }),
    ...insertResponses(many.map((row) => ({ ...row, measurementId: "stor", id: world.newId() }))),
  ]);
  await recount(world);
  const { out } = await run({ measurement: "stor" });
  expect(out).toContain("Örebro län, totalt, 1 248 svarande");
  expect(out).toMatch(/Trygghet +85 % {2}1 066 av 1 248 {2}\(/);
});
