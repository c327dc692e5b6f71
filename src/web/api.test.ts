/** Another program, as an analyst at the region writes one: what it is told at /api is what it meets, whatever there is to show. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeByHand, sendSheet } from "../../test/cooperation-desk.ts";
import { type Client, type Clinic, makeClinic } from "../../test/in-process.ts";
import { documentedPaths, fitsDocument } from "../../test/openapi.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { demoPassword } from "../demo/people.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { releaseCooperation } from "../steps/release-cooperation.ts";
import { seedOrebro2019 } from "../steps/seed-orebro.ts";
import { recount } from "../steps/tally-responses.ts";

let clinic: Clinic;
let lena: Client;
beforeEach(async () => {
  clinic = await makeClinic();
  await seedOrebro2019(clinic.world);
  lena = await clinic.signedIn("lena");
});
afterEach(() => clinic.world.close());

type Added = Partial<Parameters<typeof addMeasurement>[1]> & { readonly id: string };

/** A measurement with the answers of 2019, so many of them, in each of the counties. */
async function measured(more: Added, { counties = ["18"], answers = orebro2019Responses.length, units = 0 } = {}) {
  const { world } = clinic;
  const rows = counties.flatMap((county) => orebro2019Responses.slice(0, answers).map((row) => ({ ...row, county })));
  await world.atomically([
    addMeasurement(world.db, {
      ...{ ...orebro2019Measurement, name: more.id, counties: JSON.stringify(counties) },
      ...more,
    }),
    ...insertResponses(
      rows.map((row, at) => ({ ...row, ...unitOf(at, units), measurementId: more.id, id: world.newId() })),
    ),
  ]);
  await recount(world);
}

const unitOf = (at: number, units: number) => (units > 0 ? { unit: `Avd ${at % units}` } : {});

const read = async (path: string, real: string) => {
  const { status, text, headers } = await lena.get(real);
  expect([real, status], text).toEqual([real, 200]);
  expect([real, fitsDocument(path, status, text)]).toEqual([real, true]);
  expect([headers.get("content-type"), headers.get("cache-control")]).toEqual(["application/json", "no-store"]);
  return JSON.parse(text);
};
const report = (id: string) => read("/api/matningar/{id}", `/api/matningar/${id}`);

test("a report fits its description whether it runs, has closed, is of many counties, of units, or has nothing to show", async () => {
  await measured({ id: "pagar", state: "running" });
  await measured({ id: "inte-slut", state: "closed", releasedOn: null });
  await measured({ id: "slut", state: "closed", releasedOn: "2019-12-02", closedEarlyOn: "2019-11-20" }, { units: 2 });
  await measured({ id: "riket", state: "closed", releasedOn: "2019-12-02" }, { counties: ["01", "17", "18"] });
  await measured({ id: "tom", state: "running" }, { answers: 0 });
  await measured({ id: "fa", state: "running" }, { answers: 4 });
  await measured({ id: "lopande-2019-q4-punktmatning-kort-1", state: "running", opensOn: "2019-10-01" });
  expect((await report("pagar")).measurement).toMatchObject({ state: "running", final: false, closedEarlyOn: null });
  expect((await report("inte-slut")).measurement).toMatchObject({ state: "closed", final: false });
  const over = await report("slut");
  expect(over.measurement).toMatchObject({ state: "closed", final: true, closedEarlyOn: "2019-11-20" });
  expect(over.cautions.join()).toContain("avslutades i förtid");
  expect(over.units.length).toBeGreaterThan(0);
  const counties = (await report("riket")).groups.map(({ county }: { county: string }) => county);
  expect([...new Set(counties)]).toEqual(["01", "17", "18", "00"]);
  for (const id of ["tom", "fa"])
    for (const group of (await report(id)).groups) expect(group).toMatchObject({ hidden: true, because: "few" });
  expect((await report("lopande-2019-q4-punktmatning-kort-1")).measurement.opensOn).toBe("2019-10-01");
  const { measurements } = await read("/api/matningar", "/api/matningar");
  expect(measurements.filter(({ continuous }: { continuous: boolean }) => continuous)).toHaveLength(1);
});

test("a correction is report 2 beside report 1, and the figures of today say what they are", async () => {
  await measured({ id: "slut", state: "closed", releasedOn: "2019-12-02" });
  await lena.post("/matningar/slut/publicera", { efter: "0" });
  await clinic.world.atomically(
    insertResponses(orebro2019Responses.map((row) => ({ ...row, id: clinic.world.newId(), measurementId: "slut" }))),
  );
  await recount(clinic.world);
  await lena.post("/matningar/slut/publicera", { efter: "1", andrat: "Fler svar" });
  const { reports } = await read("/api/matningar/{id}/rapporter", "/api/matningar/slut/rapporter");
  expect(reports.map(({ number, changed }: Record<string, unknown>) => [number, changed])).toEqual([
    [1, null],
    [2, "Fler svar"],
  ]);
  const numbered = (at: number) =>
    read("/api/matningar/{id}/rapporter/{number}", `/api/matningar/slut/rapporter/${at}`);
  const [first, second] = [await numbered(1), await numbered(2)];
  expect(first.report.groups[0].respondents).toBe(30);
  expect(second.report.groups[0].respondents).toBe(60);
  expect(second.report.measurement).toMatchObject({ state: "published", final: true });
  const cellsOf = async (file: string) => {
    const [header = [], ...lines] = (await lena.get(file)).text
      .trim()
      .split("\r\n")
      .map((line) => line.split(","));
    const at = ["lage", "slutligt", "rapport", "publicerad"].map((name) => header.indexOf(name));
    return at.map((place) => [...new Set(lines.map((line) => line[place]))].join());
  };
  const today = second.publishedOn;
  expect(await cellsOf("/matningar/slut/rapport/2/resultat.csv?form=rfc4180")).toEqual(["published", "ja", "2", today]);
  expect(await cellsOf("/matningar/slut/rapport/1/resultat.csv?form=rfc4180")).toEqual(["published", "ja", "1", today]);
  expect(await cellsOf("/matningar/slut/resultat.csv?form=rfc4180")).toEqual(["published", "ja", "", ""]);
});

test("a comparison says in JSON what its page says: numbers, differences, what is hidden and why not to compare", async () => {
  await measured({ id: "fa", state: "running" }, { answers: 4 });
  await measured({ id: "slut", state: "closed", releasedOn: "2019-12-02" });
  const compared = (...names: string[]) =>
    read("/api/jamfor", `/api/jamfor?${names.map((name) => `s=${name}`).join("&")}`);
  const both = await compared("orebro-2019-11.18.somatic", "orebro-2019-11.18.psychiatric");
  expect(both.sides.map(({ letter, respondents }: Record<string, unknown>) => [letter, respondents])).toEqual([
    ["A", 30],
    ["B", 18],
  ]);
  expect(both.indicators.delaktighet[0]).toMatchObject({ positive: 23, differenceFromA: null, established: null });
  expect(both.indicators.delaktighet[1]).toMatchObject({ differenceFromA: 10 / 18 - 23 / 30, established: false });
  expect(both.cautions.join()).toContain("Här görs 6 jämförelser");
  const hidden = await compared("slut.18.somatic", "fa.18.somatic");
  expect(hidden.sides[1]).toMatchObject({ respondents: null, hidden: "few", running: true });
  for (const [, second] of Object.values(hidden.indicators) as Record<string, unknown>[][])
    expect(second).toMatchObject({ hidden: "few", positive: null, differenceFromA: null });
  const other = await compared("orebro-2019-11.18.somatic", "slut.18.somatic");
  expect(other.notComparable).toContain("Frågorna är inte desamma");
  const file = (await lena.get("/jamfor/kodbok.csv?s=slut.18.somatic&s=fa.18.somatic")).text;
  const [header = ""] = (await lena.get("/jamfor/jamforelse.csv?s=slut.18.somatic&s=fa.18.somatic")).text.split("\r\n");
  for (const column of header.replace("\ufeff", "").split(";")) expect(file).toContain(`\r\nkolumn;${column};`);
  for (const [query, status] of [
    ["", 422],
    ["?s=slut.18.somatic", 422],
    ["?s=x&s=y", 422],
  ] as const) {
    const refused = await lena.get(`/api/jamfor${query}`);
    expect([query, refused.status, fitsDocument("/api/jamfor", status, refused.text)]).toEqual([query, status, true]);
  }
});

test("samverkan fits its description while it runs, when it is over and under its number, with every answer counted or none", async () => {
  const { base, links } = await makeByHand(clinic);
  const api = `/api${base}`;
  const now = () => read("/api/samverkan/{id}", api);
  expect((await now()).measurement).toMatchObject({ state: "running", final: false });
  for (const link of links) for (let at = 0; at < 12; at += 1) await sendSheet(clinic, link, at === 0 ? "3" : "1");
  await lena.post(`${base}/avsluta`);
  await releaseCooperation(clinic.world);
  const over = await now();
  const counts = (kind: string) => over.figures.find((one: { kind: string }) => one.kind === kind).counts;
  // An answer that nobody gave is a nought; one that the question has not got is not there.
  expect(counts("satisfied")).toEqual({ "1": 33, "2": 0, "3": 3, "4": 0 });
  expect(Object.keys(counts("date"))).toEqual(["1", "2", "3"]);
  expect(Object.keys(counts("sip"))).toEqual(["1", "2"]);
  const { text } = await lena.get(`${base}/resultat.csv`);
  const [header = "", ...lines] = text.trim().split("\r\n");
  const at = header.split(";").indexOf("kod_1");
  const sip = lines.find((line) => line.includes(";Någon kallade till SIP;ja;"));
  expect(sip?.split(";").slice(at)).toEqual(["0", "36", "", ""]);
  await lena.post(`${base}/publicera`);
  await read("/api/samverkan", "/api/samverkan");
  await read("/api/samverkan/{id}/rapporter", `${api}/rapporter`);
  const one = await read("/api/samverkan/{id}/rapporter/{number}", `${api}/rapporter/1`);
  expect(one.report.measurement).toMatchObject({ state: "published", final: true });
  const published = (await lena.get(`${base}/rapport/1/resultat.csv`)).text;
  expect(published).toContain(`;published;ja;1;${one.publishedOn};`);
});

test("the document has every address of the API and no other, and points at nothing that is not there", async () => {
  const document = JSON.parse((await clinic.visitor().get("/api")).text);
  const english: Readonly<Record<string, string>> = { ":id": "{id}", ":nummer": "{number}" };
  const served = clinic.app.routes
    .filter(({ method, path }) => method === "GET" && path.startsWith("/api/"))
    .map(({ path }) => path.replace(/:\w+/g, (name) => english[name] ?? name));
  expect(Object.keys(document.paths).sort()).toEqual([...new Set(served)].sort());
  const operations = Object.entries(document.paths) as [string, { get: Record<string, unknown> }][];
  expect(new Set(operations.map(([, { get }]) => get.operationId)).size).toBe(operations.length);
  for (const [path, { get }] of operations) {
    const named = ((get.parameters ?? []) as { in: string; name: string }[]).filter((one) => one.in === "path");
    expect(named.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
  for (const [, name = ""] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  const [, { get }] = operations.find(([path]) => path === "/api/jamfor")!;
  const [{ example }] = get.parameters as [{ example: string[] }];
  await read("/api/jamfor", `/api/jamfor?${example.map((one) => `s=${one}`).join("&")}`);
});

test("a program signs in as the document says", async () => {
  const program = clinic.visitor();
  const { components } = JSON.parse((await program.get("/api")).text);
  for (const word of ["POST /logga-in", "anvandarnamn", "losenord"])
    expect(components.securitySchemes.session.description).toContain(word);
  const body = new URLSearchParams({ anvandarnamn: "lena", losenord: demoPassword });
  expect((await program.send("/logga-in", { method: "POST", body })).status).toBe(303);
  expect((await program.get("/api/matningar")).status).toBe(200);
});

test("every address of the API takes GET and HEAD, and says so of all else in JSON, before and after the sign-in", async () => {
  const fill = (path: string) => path.replace("{id}", "orebro-2019-11").replace("{number}", "1");
  for (const address of ["/api", ...documentedPaths.map(fill)])
    for (const client of [lena, clinic.visitor()])
      for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"]) {
        const { status, headers, text } = await client.send(address, { method });
        expect([address, method, status, headers.get("allow")]).toEqual([address, method, 405, "GET, HEAD"]);
        expect(fitsDocument(address, status, text)).toBe(true);
        expect(JSON.parse(text).problem).toBe("method-not-allowed");
      }
  for (const address of ["/api", "/api/matningar/orebro-2019-11", "/matningar/orebro-2019-11/resultat.csv"]) {
    const [whole, head] = [await lena.get(address), await lena.send(address, { method: "HEAD" })];
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers.get("content-type")).toBe(whole.headers.get("content-type"));
  }
  expect((await clinic.visitor().send("/api/matningar", { method: "HEAD" })).status).toBe(401);
  expect((await lena.send("/api/nej", { method: "POST" })).status).toBe(404);
});

test("an address of a page says which methods it takes, each that there is", async () => {
  const asked = async (path: string, method: string) => {
    const { status, headers } = await lena.send(path, { method });
    return [status, headers.get("allow")];
  };
  expect(await asked("/matningar", "DELETE")).toEqual([405, "GET, HEAD, POST"]);
  expect(await asked("/matningar/orebro-2019-11/resultat.csv", "POST")).toEqual([405, "GET, HEAD"]);
  expect(await asked("/logga-ut", "GET")).toEqual([405, "POST"]);
  expect(await asked("/finns-inte", "POST")).toEqual([404, null]);
});
