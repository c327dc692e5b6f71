/**
 * Who gets in where among results: measurements, comparisons, samverkan and the interface, tried on results that are there,
 * by everybody who should not get through and by everybody who should. doors.test.ts tries the rest of the map.
 * Longer than other files because a map is read whole.
 */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { insertResponses } from "../../src/db/responses.ts";
import { orebro2019Responses } from "../../src/responses/fixtures/orebro-2019-11.ts";
import { releaseCooperation } from "../../src/steps/release-cooperation.ts";
import { releaseBatches } from "../../src/steps/seal-responses.ts";
import { recount } from "../../src/steps/tally-responses.ts";
import { makeByHand, sendSheet } from "../cooperation-desk.ts";
import { signedInElsewhere } from "../elsewhere.ts";
import {
  type Answer,
  anonymousNames,
  type Client,
  type Clinic,
  dump,
  identifiedNames,
  makeClinic,
} from "../in-process.ts";

const everybody = ["anna", "adam", "lena"] as const;
const lead = ["lena"] as const;
const leadOrAdmin = ["adam", "lena"] as const;
type Who = readonly (typeof everybody)[number][];

/** Every address of results, and who may come in: said here again on purpose. */
const map: Readonly<Record<string, Who>> = {
  "GET /matningar": everybody,
  "POST /matningar": lead,
  "GET /matningar/ny": lead,
  "GET /matningar/lopande": everybody,
  "POST /matningar/lopande": leadOrAdmin,
  "GET /matningar/:id": everybody,
  "GET /matningar/:id/andra": lead,
  "POST /matningar/:id/andra": lead,
  "GET /matningar/:id/hantera": lead,
  "POST /matningar/:id/starta": lead,
  "POST /matningar/:id/avsluta": lead,
  "POST /matningar/:id/publicera": lead,
  "POST /matningar/:id/anteckning": lead,
  "POST /matningar/:id/kasta": lead,
  "GET /matningar/:id/faltarbete": lead,
  "GET /matningar/:id/rapport/:nummer": everybody,
  "GET /matningar/:id/rapport/:nummer/resultat.csv": everybody,
  "GET /matningar/:id/rapport/:nummer/resultat.xlsx": everybody,
  "GET /matningar/:id/rapport/:nummer/kodbok.csv": everybody,
  "GET /matningar/:id/resultat.csv": everybody,
  "GET /matningar/:id/resultat.xlsx": everybody,
  "GET /matningar/:id/kodbok.csv": everybody,
  "GET /jamfor": everybody,
  "GET /jamfor/jamforelse.csv": everybody,
  "GET /jamfor/jamforelse.xlsx": everybody,
  "GET /jamfor/kodbok.csv": everybody,
  "GET /api/jamfor": everybody,
  "GET /api/matningar": everybody,
  "GET /api/matningar/:id": everybody,
  "GET /api/matningar/:id/rapporter": everybody,
  "GET /api/matningar/:id/rapporter/:nummer": everybody,
  "GET /api/samverkan": everybody,
  "GET /api/samverkan/:id": everybody,
  "GET /api/samverkan/:id/rapporter": everybody,
  "GET /api/samverkan/:id/rapporter/:nummer": everybody,
  "GET /samverkan": everybody,
  "POST /samverkan": lead,
  "GET /samverkan/ny": lead,
  "GET /samverkan/:id": everybody,
  "GET /samverkan/:id/resultat.csv": everybody,
  "GET /samverkan/:id/resultat.xlsx": everybody,
  "GET /samverkan/:id/kodbok.csv": everybody,
  "GET /samverkan/:id/hantera": lead,
  "POST /samverkan/:id/lankar": lead,
  "POST /samverkan/:id/enheter": lead,
  "POST /samverkan/:id/avsluta": lead,
  "POST /samverkan/:id/kasta": lead,
  "POST /samverkan/:id/publicera": lead,
  "POST /samverkan/:id/forslag": lead,
  "GET /samverkan/:id/rapport/:nummer": everybody,
  "GET /samverkan/:id/rapport/:nummer/resultat.csv": everybody,
  "GET /samverkan/:id/rapport/:nummer/resultat.xlsx": everybody,
  "GET /samverkan/:id/rapport/:nummer/kodbok.csv": everybody,
  "GET /foljsamhet": lead,
  "GET /siffror/atgarder": lead,
  "GET /sma-grupper": leadOrAdmin,
  "POST /sma-grupper": leadOrAdmin,
};
const routes = Object.entries(map).map(([line, who]) => [...(line.split(" ") as [string, string]), who] as const);

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const measurement = "hosten-2026";
let cooperation = "";

/** A measurement that is published, and one of samverkan whose suggestions somebody has to read before it is. */
async function withResults(): Promise<void> {
  const { world } = clinic;
  const { lena, base, links } = await makeByHand(clinic);
  cooperation = base.split("/")[2]!;
  for (const link of links)
    for (const code of ["3", "1", "1"]) await sendSheet(clinic, link, code, { forslag: "Besked i tid" });
  await lena.post(`${base}/avsluta`);
  await releaseCooperation(world);
  const week = { namn: "Hösten 2026", enkat: "punktmatning-kort.1", fran: "2026-11-18", till: "2026-11-22", lan: "18" };
  await lena.post("/matningar", { ...week, mal: "", ringer: "hospital", anteckning: "" });
  await lena.post(`/matningar/${measurement}/starta`, {});
  await world.atomically(
    insertResponses(orebro2019Responses.map((row) => ({ ...row, measurementId: measurement, id: world.newId() }))),
  );
  await lena.post(`/matningar/${measurement}/avsluta`, { anda: "ja" });
  await releaseBatches(world);
  await recount(world);
  await lena.post(`/matningar/${measurement}/publicera`, { efter: "0" });
}

const fill = (path: string): string =>
  path.replace(":id", path.includes("samverkan") ? cooperation : measurement).replace(":nummer", "1");
const compared = `?s=${measurement}.18.somatic&s=${measurement}.18.psychiatric`;
/** Something that would do something on every one of them. */
const forms = {
  ...{
    namn: "Ny",
    enkat: "punktmatning-kort.1",
    fran: "2026-11-23",
    till: "2026-11-29",
    lan: "18",
    ringer: "hospital",
  },
  ...{ anteckning: "Ny anteckning", andrat: "Rättat", efter: "1", anda: "ja", vilka: "alla", version: "2" },
  ...{ "enheter-municipality": "Ny ett", "enheter-hospital": "Ny två", indelning: "month", hideBelow: "6" },
};
const call = (client: Client, method: string, path: string): Promise<Answer> =>
  method === "POST"
    ? client.post(fill(path), forms)
    : client.get(`${fill(path)}${/^\/(api\/)?jamfor/.test(path) ? compared : ""}`);
const state = () =>
  dump(
    clinic.world,
    [...identifiedNames, ...anonymousNames].filter((name) => name !== "sessions"),
  );

test("the map above is the whole map: no address of results is missing, and none is told that is not there", () => {
  const families = new Set(routes.map(([, path]) => path.split("/")[1]));
  const there = clinic.app.routes
    .filter(({ path }) => families.has(path.split("/")[1] ?? "") && path !== "/api" && !path.includes(":token"))
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(there)].sort()).toEqual(Object.keys(map).sort());
});

test("a role that may not gets one sentence and changes nothing; whoever is not signed in gets the sign-in page", async () => {
  await withResults();
  const before = await state();
  for (const username of everybody) {
    const client = await clinic.signedIn(username);
    for (const [method, path, who] of routes) {
      if (who.includes(username)) continue;
      const answer = await call(client, method, path);
      expect([username, method, path, answer.status]).toEqual([username, method, path, 403]);
      expect(answer.text).toContain("Din roll får inte göra det här");
    }
  }
  const visitor = clinic.visitor();
  for (const [method, path] of routes) {
    const answer = await call(visitor, method, path);
    if (path.startsWith("/api/")) expect([path, answer.status]).toEqual([path, 401]);
    else if (answer.status === 401) expect([method, answer.text.includes('name="losenord"')]).toEqual(["POST", true]);
    else expect([path, answer.status, answer.location.startsWith("/logga-in")]).toEqual([path, 303, true]);
  }
  expect(await state()).toEqual(before);
});

test("a role that may look is let in, and looking writes nothing, is kept by no cache and runs nothing inline", async () => {
  await withResults();
  const look = async (username: Who[number], paths: (path: string) => boolean) => {
    const client = await clinic.signedIn(username);
    for (const [method, path, who] of routes) {
      if (method !== "GET" || !who.includes(username) || !paths(path)) continue;
      const answer = await call(client, method, path);
      // What is running or over is not changed any more.
      const status = path === "/matningar/:id/andra" ? 303 : 200;
      expect([username, path, answer.status]).toEqual([username, path, status]);
      expect([path, answer.headers.get("cache-control")]).toEqual([path, "no-store"]);
      expect(answer.headers.get("content-security-policy")).toMatch(
        /^default-src 'none'(?!.*(unsafe|\*|data:|https?:))/,
      );
      expect([path, /<script(?![^>]*\bsrc=)|<style|\sstyle="|\son\w+="/i.test(answer.text)]).toEqual([path, false]);
      if (/\.(csv|xlsx)$/.test(path))
        expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[a-z0-9.-]+"$/);
    }
  };
  const isUnpublished = (path: string) => path.includes("samverkan") && path.includes(":nummer");
  const before = await state();
  for (const username of everybody) await look(username, (path) => !isUnpublished(path));
  expect(await state()).toEqual(before);
  const base = `/samverkan/${cooperation}`;
  // Nobody but the lead reads what was suggested, until it is published.
  const read = async (username: Who[number]) =>
    (await (await clinic.signedIn(username)).get(`/api${base}`)).text.includes("Besked i tid");
  expect([await read("anna"), await read("adam"), await read("lena")]).toEqual([false, false, true]);
  expect((await (await clinic.signedIn("lena")).post(`${base}/publicera`)).status).toBe(303);
  expect([await read("anna"), await read("adam")]).toEqual([true, true]);
  for (const username of everybody) await look(username, isUnpublished);
});

test("another care provider's lead reads what everybody reads, and moves, changes and publishes nothing", async () => {
  await withResults();
  const elsa = await signedInElsewhere(clinic, "lead");
  const lena = await clinic.signedIn("lena");
  const anna = await clinic.signedIn("anna");
  const before = await state();
  const own = /^\/(matningar|samverkan)\/:id\//;
  for (const [method, path, who] of routes) {
    if (!own.test(path) || who !== lead || path.endsWith("/faltarbete")) continue;
    const answer = await call(elsa, method, path);
    expect([method, path, answer.status]).toEqual([method, path, 403]);
    expect(answer.text).toContain("en annan vårdgivares enheter");
  }
  for (const path of [`/matningar/${measurement}/resultat.csv`, `/api/matningar/${measurement}`])
    expect((await elsa.get(path)).text).toBe((await lena.get(path)).text);
  expect((await elsa.get(`/api/samverkan/${cooperation}`)).text).toBe(
    (await anna.get(`/api/samverkan/${cooperation}`)).text,
  );
  // Of how the calls went she is told her own provider's, of which there is nothing.
  expect((await elsa.get(`/matningar/${measurement}/faltarbete`)).text).toContain("visas inte");
  expect((await elsa.get(`/matningar/${measurement}`)).text).not.toContain("Hantera mätningen");
  expect(await state()).toEqual(before);
});

test("a draft is nobody's but its own lead's: its days and name are on no page of others", async () => {
  const lena = await clinic.signedIn("lena");
  const week = {
    namn: "Hemligt utkast",
    enkat: "punktmatning-kort.1",
    fran: "2026-11-18",
    till: "2026-11-22",
    lan: "18",
  };
  await lena.post("/matningar", { ...week, mal: "", ringer: "hospital", anteckning: "" });
  const elsa = await signedInElsewhere(clinic, "lead");
  const clients = [elsa, await clinic.signedIn("anna"), await clinic.signedIn("adam")];
  const id = "hemligt-utkast";
  expect(await clinic.world.db.all(sql`select id from measurements where id = ${id}`)).toHaveLength(1);
  for (const client of clients)
    for (const [method, path] of routes) {
      if (method !== "GET") continue;
      const answer = await client.get(path.replace(":id", id).replace(":nummer", "1"));
      expect([path, answer.text.includes("Hemligt")]).toEqual([path, false]);
    }
  for (const query of [`?fran=${id}`, `?a=${id}`, `?s=${id}.18.somatic&s=${id}.18.psychiatric`])
    for (const path of ["/matningar/ny", "/jamfor", "/jamfor/jamforelse.csv"])
      expect([path, (await elsa.get(`${path}${query}`)).text.includes("Hemligt")]).toEqual([path, false]);
});
