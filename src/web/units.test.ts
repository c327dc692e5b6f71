/** Units of a finished measurement: on the report's page, in what was published, and beside each other. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { addMeasurement, insertPublication } from "../db/measurements.ts";
import { insertPending, insertResponses } from "../db/responses.ts";
import type { Report } from "../reports/report.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { samplePendingDivided } from "../responses/samples.ts";
import { readReport } from "../steps/read-report.ts";
import { releaseBatches } from "../steps/seal-responses.ts";
import { recount, tallyResponses } from "../steps/tally-responses.ts";
import { viewUnits } from "./report-units.ts";
import { viewReport } from "./report-view.ts";
import { reportWithUnits } from "./samples-units.ts";

let clinic: Clinic;
const somatic = orebro2019Responses.filter(({ careType }) => careType === "somatic");
const at = (measurementId: string, unit: string | null, persons: number) =>
  somatic.slice(-persons).map((row, person) => ({
    ...row,
    ...{ measurementId, unit },
    // Not all alike where they are few.
    ...(persons < 10 ? { answers: samplePendingDivided(person).answers } : {}),
  }));

beforeEach(async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  const later = { id: "maj-2020", name: "Maj 2020", opensOn: "2020-05-04", closesOn: "2020-05-08" };
  const before = { id: "mars-2020", name: "Mars 2020", opensOn: "2020-03-02", closesOn: "2020-03-06" };
  const rows = [
    ...[...at("maj-2020", "Medicin avd 1", 30), ...at("maj-2020", "Kirurgi, avd 3", 20), ...at("maj-2020", "Ögon", 3)],
    ...[...at("maj-2020", "Öron", 4), ...at("mars-2020", "Medicin avd 1", 25), ...at("mars-2020", null, 9)],
  ];
  await world.atomically([
    addMeasurement(world.db, { ...orebro2019Measurement, ...later, releasedOn: "2020-05-16" }),
    addMeasurement(world.db, { ...orebro2019Measurement, ...before, releasedOn: "2020-03-14" }),
    ...insertResponses(rows.map((row) => ({ ...row, id: world.newId() }))),
  ]);
  await recount(world);
});
afterEach(() => clinic.world.close());

const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, "<main")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
const compared = (...names: string[]) => `/jamfor?${names.map((name) => `s=${name}`).join("&")}`;

test("a report's care type opens its units, small ones together, and its own line below them", async () => {
  const lena = await clinic.signedIn("lena");
  const page = textOf((await lena.get("/matningar/maj-2020")).text);
  expect(page).toContain("Per enhet, Örebro län, somatik (2 enheter)");
  expect(page).toMatch(/Kirurgi, avd 3 20 \*.*Medicin avd 1 30 .*Övriga enheter 7 \*.*Alla, somatik 57/);
  expect(page).not.toMatch(/Ögon|Öron/);
});

test("more units than a page can hold are a press away, one county at a time", () => {
  const report = reportWithUnits();
  const [table] = report.units;
  const many = Array.from({ length: 160 }, (_, row) => ({ ...table!.rows[0]!, name: `Avdelning ${row}` }));
  const long = { ...report, units: [{ ...table!, rows: many }] };
  const link = viewUnits(long, "/matningar/m", null).get("18-somatic");
  expect(link).toMatchObject({ href: "/matningar/m?enheter=18#enheter-18-somatic", tables: [] });
  expect(viewUnits(long, "/matningar/m", "18").get("18-somatic")?.tables[0]?.rows).toHaveLength(161);
  const numbered = viewReport(long, {
    sheet: "",
    fieldworkHref: null,
    counts: null,
    filesBase: "/matningar/m/rapport/1",
  });
  const opened = "/matningar/m/rapport/1?enheter=18#enheter-18-somatic";
  expect(numbered.groups.find(({ id }) => id === "18-somatic")?.units?.href).toBe(opened);
});

test("units are compared with each other, by names that stand in the address", async () => {
  const lena = await clinic.signedIn("lena");
  const path = compared("maj-2020.18.somatic.medicin-avd-1", "maj-2020.18.somatic.kirurgi-avd-3");
  const { text, status } = await lena.get(path);
  expect(status).toBe(200);
  expect(textOf(text)).toContain("Maj 2020: Örebro län, somatik, Kirurgi, avd 3");
  expect(textOf(text)).toContain("ingen statistiskt säkerställd skillnad");
  expect(text).toMatch(/value="maj-2020.18.somatic.kirurgi-avd-3"[^>]*checked/);
  // Its units are there to choose from; those of the other are a press away, and the choice stays.
  expect(text).not.toContain("mars-2020.18.somatic.medicin-avd-1");
  expect(textOf(text)).toContain("Välj bland enheter i Mars 2020");
});

test("a unit is compared with its care type without it, and never with what it is a part of", async () => {
  const lena = await clinic.signedIn("lena");
  const unit = "maj-2020.18.somatic.medicin-avd-1";
  const rest = textOf((await lena.get(compared(unit, "maj-2020.18.somatic.utom.medicin-avd-1"))).text);
  expect(rest).toContain("Örebro län, somatik utom Medicin avd 1");
  expect(rest).toMatch(/27 svarande/);
  expect(rest).toContain("procentenheter");
  for (const whole of ["maj-2020.18.somatic", "maj-2020.18.alla", "maj-2020.18.somatic.utom.kirurgi-avd-3"]) {
    const page = textOf((await lena.get(compared(unit, whole))).text);
    expect(page, whole).toContain("Jämför inte.");
    expect(page, whole).toContain("innehåller Maj 2020: Örebro län, somatik, Medicin avd 1");
  }
  const both = ["maj-2020.18.somatic.utom.medicin-avd-1", "maj-2020.18.somatic.utom.kirurgi-avd-3"];
  expect(textOf((await lena.get(compared(...both))).text)).toContain("innehåller delvis samma svar");
});

test("a unit is followed over time by its name", async () => {
  const lena = await clinic.signedIn("lena");
  const same = compared("maj-2020.18.somatic.medicin-avd-1", "mars-2020.18.somatic.medicin-avd-1");
  expect(textOf((await lena.get(same)).text)).toContain("Över tid");
  const other = compared("maj-2020.18.somatic.kirurgi-avd-3", "mars-2020.18.somatic.medicin-avd-1");
  expect(textOf((await lena.get(other)).text)).not.toContain("Över tid");
});

test("a unit that is hidden, or is none, has no address", async () => {
  const lena = await clinic.signedIn("lena");
  for (const slug of ["ogon", "oron", "ovriga-enheter", "enheten-inte-angiven", "finns-inte"])
    expect((await lena.get(compared("maj-2020.18.somatic.medicin-avd-1", `maj-2020.18.somatic.${slug}`))).status).toBe(
      422,
    );
});

test("where närstående may have answered, the comparison says that their part is not known", async () => {
  const { world } = clinic;
  const more = somatic.slice(0, 8).map((row) => ({
    ...{ ...row, measurementId: "maj-2020", unit: "Medicin avd 1", respondent: "proxy" as const },
    id: world.newId(),
  }));
  await world.atomically(insertResponses(more));
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const path = compared("maj-2020.18.somatic.medicin-avd-1", "maj-2020.18.somatic.kirurgi-avd-3");
  expect(textOf((await lena.get(path)).text)).toContain("närstående har gett visas inte för enheter");
});

test("units come when the last answers are counted, not when the measurement is closed", async () => {
  const { world } = clinic;
  const rows = [...at("host", "Medicin avd 1", 10), ...at("host", "Kirurgi, avd 3", 10)];
  await world.atomically([
    addMeasurement(world.db, {
      ...orebro2019Measurement,
      id: "host",
      name: "Hösten",
      state: "closed",
      releasedOn: null,
    }),
    ...insertResponses(rows.map((row) => ({ ...row, id: world.newId() }))),
    ...at("host", "Medicin avd 1", 6).map((row) => insertPending(world.db, world.newId(), { ...row, remark: null })),
  ]);
  const units = async () => ((await readReport(world, "host")) as Report).units.flatMap(({ rows }) => rows);
  await tallyResponses(world);
  expect(await units()).toEqual([]);
  await releaseBatches(world);
  expect(await units()).toEqual([]);
  await tallyResponses(world);
  expect((await units()).map(({ name, respondents }) => [name, respondents])).toEqual([
    ["Kirurgi, avd 3", 10],
    ["Medicin avd 1", 10],
    ["Enheten inte angiven", 6],
  ]);
});

test("a report that was published before there were units still opens", async () => {
  const { world } = clinic;
  const { units: _, ...report } = (await readReport(world, "maj-2020")) as Report;
  const publication = { measurementId: "maj-2020", publishedOn: "2020-06-01", changed: null };
  await world.atomically([
    ...insertPublication(world.db, { ...publication, number: 1 }, JSON.stringify(report)),
    ...insertPublication(world.db, { ...publication, number: 2 }, JSON.stringify({ ...report, units: _ })),
  ]);
  const lena = await clinic.signedIn("lena");
  const old = await lena.get("/matningar/maj-2020/rapport/1");
  expect(old.status).toBe(200);
  expect(old.text).toContain("57 svarande");
  expect(old.text).not.toContain("Per enhet");
  expect((await lena.get("/matningar/maj-2020/rapport/2")).text).toContain("Per enhet");
});
