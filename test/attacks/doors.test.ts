/** Who gets in where: every route of the map tried by those who should not get through, whatever routes are added later. */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import type { Carrier } from "../../src/telephony/carrier.ts";
import { signedInElsewhere } from "../elsewhere.ts";
import {
  type Answer,
  anonymousNames,
  type Client,
  type Clinic,
  dump,
  identifiedNames,
  interviewWhole,
  listOf,
  makeClinic,
  openInterview,
} from "../in-process.ts";

let open: Clinic | undefined;
afterEach(() => open?.world.close());

type Ids = { readonly case: string; readonly task: string; readonly upload: string; readonly account: string };

/** A clinic at work: a case in the middle of an interview, a task, a list on its way in. */
async function atWork(mode: "demo" | "production" = "demo"): Promise<{ clinic: Clinic; ids: Ids }> {
  const clinic = await makeClinic({ mode });
  open = clinic;
  const [held, done] = await clinic.admit(
    { dischargeRef: "A", patientRef: "A", name: "Hemlig Patientsson" },
    { dischargeRef: "B", patientRef: "B" },
  );
  const anna = await clinic.signedIn("anna");
  await interviewWhole(anna, done!, { sheet: "121212", need: "Ring om dosetten" });
  await openInterview(anna, held!);
  const file = new File([listOf({ dischargeRef: "C", patientRef: "C", name: "Uppladdad Patientsson" })], "lista.csv");
  const sent = await anna.post("/intag", { kalla: "Journalsystemet", fil: file });
  const [task] = await clinic.world.db.all<{ id: string }>(sql`select id from tasks`);
  return { clinic, ids: { case: held!, task: task!.id, upload: sent.location.split("/")[2]!, account: "account-bo" } };
}

/** Method and path of every route there is, once. */
const routesOf = ({ app }: Clinic) =>
  [...new Set(app.routes.filter(({ path }) => path !== "/*").map(({ method, path }) => `${method} ${path}`))].map(
    (line) => line.split(" ") as [method: string, path: string],
  );

const idFor = (path: string, ids: Ids): string =>
  path.startsWith("/uppfoljningar")
    ? ids.case
    : path.startsWith("/atgarder")
      ? ids.task
      : path.startsWith("/intag")
        ? ids.upload
        : ids.account;
const fill = (path: string, id: string) =>
  path
    .replace(":id", id)
    .replace(/:(callId|token)/g, id)
    .replace(":turn", "0")
    .replace(":namn", "style.css");

/** One form that says something on every route. */
const everything = {
  ...{ kontrollerad: "ja", respondent: "patient", steg: "delaktighet", svar: "1", text: "x", utfall: "no-answer" },
  ...{
    layout: "all",
    behov: "x",
    behov_ja: "ja",
    vidare: "/lista",
    anvandarnamn: "anna",
    losenord: "fel lösenord här",
  },
  ...{ gjort: "rang", enhet: "psykiatri4", skal: "x", version: "0", "ny-behov": "x", "ny-behov_ja": "ja" },
  ...{ tid: "2026-11-24T10:30", nar: "evening", sprak: "finska", tolk: "ja", lange: "hour", relation: "child" },
  ...{ namn: "Ny enhet", sort: "ward", vardform: "somatic", roll: "lead", enheter: "psykiatri4", kalla: "x" },
};
const call = (client: Client, method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  method === "POST" ? client.post(path, everything, headers) : client.get(path, headers);

/** All tables but what every request may touch: signs of life, and failed sign-ins. */
const state = ({ world }: Clinic) =>
  dump(
    world,
    [...identifiedNames, ...anonymousNames].filter((name) => name !== "sessions" && name !== "sign_in_failures"),
  );

const secrets = /Patientsson|dosetten|0740605|1940-02-03/;

describe("another unit's rows", () => {
  test("are exactly like rows that do not exist, on every route with an id", async () => {
    const { clinic, ids } = await atWork();
    const withId = routesOf(clinic).filter(([, path]) => /^\/(uppfoljningar|atgarder)\/:id/.test(path));
    expect(withId.length).toBeGreaterThan(15);
    const karin = await clinic.signedIn("karin");
    const before = await state(clinic);
    for (const [method, path] of withId) {
      const theirs = await call(karin, method, fill(path, idFor(path, ids)));
      const nobodys = await call(karin, method, fill(path, "zzzzzzzzzzzzzzzz"));
      expect([path, theirs.status]).toEqual([path, nobodys.status]);
      expect(theirs.text).toBe(nobodys.text);
      expect(theirs.text).not.toMatch(secrets);
      // Her own choice of layout or language is hers to make, from whatever page; the page after it is refused like the others.
      if (!/\/(layout|las-pa)$/.test(path)) expect([path, theirs.status]).toEqual([path, 404]);
      const json = await call(karin, method, fill(path, idFor(path, ids)), { accept: "application/json" });
      expect(json.text).not.toMatch(secrets);
    }
    const after = await state(clinic);
    expect({ ...after, accounts: [] }).toEqual({ ...before, accounts: [] });
  });

  test("do not come by query or by form either", async () => {
    const { clinic, ids } = await atWork();
    const karin = await clinic.signedIn("karin");
    for (const [, path] of routesOf(clinic).filter(([method, path]) => method === "GET" && !path.includes(":"))) {
      const query = `?id=${ids.case}&enhet=geriatrik2&enheter=geriatrik2&unitId=geriatrik2&caseId=${ids.case}&sida=1&visa=alla`;
      expect([path, secrets.test((await karin.get(`${path}${query}`)).text)]).toEqual([path, false]);
    }
  });

  test("another care provider's lists, units and accounts do not exist", async () => {
    const { clinic, ids } = await atWork();
    const elsa = await signedInElsewhere(clinic, "admin");
    const before = await state(clinic);
    for (const [method, path] of routesOf(clinic).filter(([, path]) => /^\/(intag|konton)\/:id/.test(path))) {
      const theirs = await call(elsa, method, fill(path, idFor(path, ids)));
      const nobodys = await call(elsa, method, fill(path, "zzzzzzzzzzzzzzzz"));
      expect([path, theirs.status, theirs.text]).toEqual([path, 404, nobodys.text]);
    }
    const renamed = await elsa.post("/enheter", { ...everything, id: "geriatrik2" });
    expect(renamed.status).toBeGreaterThanOrEqual(400);
    expect(await state(clinic)).toEqual(before);
    for (const path of ["/konton", "/enheter", "/intag"]) {
      expect((await elsa.get(path)).text).not.toMatch(/Anna Ek|Geriatrik|lista\.csv/);
    }
  });
});

describe("without the right to it", () => {
  /** Who may come in, by where a path begins: said here again on purpose. */
  const mayEnter: Record<string, readonly string[]> = {
    uppfoljningar: ["anna"],
    lista: ["anna"],
    tider: ["anna"],
    tavla: ["anna", "lena"],
    nyckel: ["anna"],
    atgarder: ["anna"],
    intag: ["anna", "adam"],
    matningar: ["anna", "adam", "lena"],
    jamfor: ["anna", "adam", "lena"],
    enkater: ["anna", "adam", "lena"],
    samverkan: ["anna", "adam", "lena"],
    enheter: ["adam"],
    konton: ["adam"],
    regler: ["adam"],
    "sma-grupper": ["adam", "lena"],
    roboten: ["adam"],
    foljsamhet: ["lena"],
    siffror: ["lena"],
    larm: ["anna", "adam", "lena"],
    "skriv-ut": ["anna", "adam", "lena"],
  };

  test("nobody who is not signed in gets further than the sign-in page, and nothing changes", async () => {
    const { clinic, ids } = await atWork();
    const visitor = clinic.visitor();
    const before = await state(clinic);
    for (const [method, path] of routesOf(clinic)) {
      if (/^\/(logga|halsa|tillgangar|demo|prova-telefonen|rost|ova|svara|api$)/.test(path)) continue;
      // The staff's form takes whoever has a link, and nobody else: everything else there is one and the same page.
      if (path.startsWith("/samverkan/svara/")) {
        expect((await call(visitor, method, fill(path, ids.case))).status).toBe(404);
        continue;
      }
      const answer = await call(visitor, method, fill(path, idFor(path, ids)));
      if (path.startsWith("/api/")) expect([path, answer.status]).toEqual([path, 401]);
      else if (answer.status === 401) {
        // What was typed is not lost: the sign-in page itself, with it and with nothing else of the case.
        expect([method, answer.text.includes('name="losenord"')]).toEqual(["POST", true]);
        expect(answer.text).not.toMatch(secrets);
      } else {
        expect([path, answer.status]).toEqual([path, 303]);
        expect(answer.location).toMatch(/^\/logga-in/);
      }
      const json = await call(visitor, method, fill(path, idFor(path, ids)), { accept: "application/json" });
      expect([path, json.status]).toEqual([path, 401]);
    }
    expect(await state(clinic)).toEqual(before);
  });

  test("the wrong role hears so in one sentence, sees no patient, and changes nothing", async () => {
    const { clinic, ids } = await atWork();
    const before = await state(clinic);
    for (const username of ["lena", "adam", "anna"] as const) {
      const client = await clinic.signedIn(username);
      for (const [method, path] of routesOf(clinic)) {
        const allowed = mayEnter[path.split("/")[1] ?? ""];
        if (!allowed || allowed.includes(username)) continue;
        const answer = await call(client, method, fill(path, idFor(path, ids)));
        expect([username, path, answer.status]).toEqual([username, path, 403]);
        expect(answer.text).toContain("Din roll får inte göra det här");
        expect(answer.text).not.toMatch(secrets);
      }
    }
    expect(await state(clinic)).toEqual(before);
  });

  test("every route is one that the tests above know of", async () => {
    const { clinic } = await atWork();
    const known = [
      ...Object.keys(mayEnter),
      "",
      "halsa",
      "tillgangar",
      "logga-in",
      "logga-ut",
      "demo",
      "prova-telefonen",
      "rost",
      "ova",
      "api",
      "svara",
    ];
    for (const [, path] of routesOf(clinic)) expect(known).toContain(path.split("/")[1]);
  });

  test("a form from another site is refused on every route, signing in and out included", async () => {
    const { clinic, ids } = await atWork();
    const foreign: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://localhost:3001" },
    ];
    for (const username of ["anna", "adam"] as const) {
      const client = await clinic.signedIn(username);
      const before = await dump(clinic.world, [...identifiedNames, ...anonymousNames]);
      // A carrier's requests are no forms of a browser's: they have a test of their own below.
      const forms = routesOf(clinic).filter(([method, path]) => method === "POST" && !path.startsWith("/rost"));
      for (const [method, path] of forms) {
        for (const headers of foreign) {
          const form = new URLSearchParams(everything);
          const answer = await client.send(fill(path, idFor(path, ids)), { method, body: form, headers });
          expect([path, headers, answer.status]).toEqual([path, headers, 403]);
          expect(answer.text).toContain("från en annan webbplats");
        }
      }
      expect(await dump(clinic.world, [...identifiedNames, ...anonymousNames])).toEqual(before);
      expect((await client.get("/")).location).not.toContain("logga-in");
    }
  });

  test("the telephone's addresses do not exist without a carrier, and open for nobody who does not sign as it", async () => {
    const carrier = { verify: () => false } as unknown as Carrier;
    for (const [clinic, status] of [
      [await makeClinic(), 404],
      [await makeClinic({ carrierOf: () => carrier }), 403],
    ] as const) {
      const voice = routesOf(clinic).filter(([method, path]) => method === "POST" && path.startsWith("/rost"));
      expect(voice.length).toBeGreaterThan(5);
      const before = await state(clinic);
      for (const client of [clinic.visitor(), await clinic.signedIn("adam")])
        for (const [method, path] of voice) {
          const answer = await call(client, method, fill(path, "zzzzzzzzzzzzzzzz"));
          expect([path, answer.status]).toEqual([path, status]);
        }
      expect(await state(clinic)).toEqual(before);
    }
  });

  test("the demo's controls do not exist in production", async () => {
    const { clinic } = await atWork("production");
    const adam = await clinic.signedIn("adam");
    const before = await state(clinic);
    for (const path of [
      "/demo/spola",
      "/demo/nattarbete",
      "/demo/nollstall",
      "/prova-telefonen",
      "/prova-telefonen/x/tryck",
    ])
      expect((await adam.post(path, { steg: "dygn" })).status).toBe(404);
    for (const path of ["/prova-telefonen", "/prova-telefonen/x", "/prova-telefonen/x/lage"])
      expect((await adam.get(path)).status).toBe(404);
    expect(await state(clinic)).toEqual(before);
    const signIn = (await clinic.visitor().get("/logga-in")).text;
    expect(signIn).not.toMatch(/påhittade|hemma-igen/);
  });
});

describe("looking", () => {
  test("changes nothing: no GET of any role writes a row", async () => {
    const { clinic, ids } = await atWork();
    for (const username of ["anna", "karin", "lena", "adam"] as const) {
      const client = await clinic.signedIn(username);
      // A link that is wrong is counted, as a wrong password is: how often somebody guesses is all that is kept.
      const tables = [...identifiedNames, ...anonymousNames].filter((name) => name !== "sign_in_failures");
      const before = await dump(clinic.world, tables);
      for (const [method, path] of routesOf(clinic).filter(([method]) => method === "GET")) {
        for (const query of ["", "?utfall=later&steg=trygghet&sida=2&visa=klara&vidare=/lista"]) {
          const answer = await call(client, method, `${fill(path, idFor(path, ids))}${query}`);
          expect([path, answer.status < 500]).toEqual([path, true]);
          const head = await client.send(fill(path, idFor(path, ids)), { method: "HEAD" });
          expect([path, head.status < 500]).toEqual([path, true]);
        }
      }
      expect(await dump(clinic.world, tables)).toEqual(before);
    }
  });

  test("and saying it with another method does nothing either", async () => {
    const { clinic, ids } = await atWork();
    const anna = await clinic.signedIn("anna");
    const before = await state(clinic);
    for (const [method, path] of routesOf(clinic)) {
      if (method === "GET") continue;
      const answer = await anna.get(fill(path, ids.case));
      expect([path, answer.status < 500]).toEqual([path, true]);
      for (const other of ["PUT", "DELETE", "PATCH"]) {
        const sent = await anna.send(fill(path, ids.case), {
          method: other,
          headers: { "sec-fetch-site": "same-origin" },
        });
        // What a carrier asks is not spoken of to others.
        expect([other, path, sent.status]).toEqual([other, path, path.startsWith("/rost") ? 404 : 405]);
      }
    }
    expect(await state(clinic)).toEqual(before);
  });
});

describe("headers", () => {
  const strict = async (answer: Answer, what: string) => {
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect([what, policy]).toEqual([what, expect.stringContaining("default-src 'none'")]);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("x-frame-options")).toBe("DENY");
    expect(answer.headers.get("referrer-policy")).toBe("same-origin");
    expect(answer.headers.get("strict-transport-security")).toContain("max-age=");
    expect(answer.headers.get("x-powered-by")).toBeNull();
  };

  test("are strict on every route, whatever the answer, and no page may be stored", async () => {
    const { clinic, ids } = await atWork();
    const clients = [await clinic.signedIn("anna"), await clinic.signedIn("lena"), clinic.visitor()];
    for (const client of clients) {
      for (const [method, path] of routesOf(clinic)) {
        if (path.startsWith("/demo/nollstall") || path === "/logga-ut") continue;
        const answer = await call(client, method, fill(path, idFor(path, ids)));
        await strict(answer, path);
        const stored = answer.headers.get("cache-control");
        if (!path.startsWith("/tillgangar")) expect([path, stored]).toEqual([path, "no-store"]);
        expect(answer.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|javascript:|style="/i);
      }
    }
    const visitor = clinic.visitor();
    await strict(await visitor.get("/finns-inte"), "404");
    await strict(
      await visitor.send("/logga-in", { method: "POST", headers: { origin: "https://evil.example" } }),
      "403",
    );
    await strict(await visitor.get("http://evil.example/"), "foreign host");
    await clinic.world.atomically([sql`drop table care_units`]);
    const broken = await clients[0]!.get("/lista");
    expect(broken.status).toBe(500);
    await strict(broken, "500");
    expect(broken.headers.get("cache-control")).toBe("no-store");
  });

  test("the cookie is __Host-, Secure, HttpOnly and SameSite in production, and never readable by script in the demo", async () => {
    for (const mode of ["production", "demo"] as const) {
      const { clinic } = await atWork(mode);
      const form = { anvandarnamn: "anna", losenord: "hemma-igen-2026" };
      const answer = await clinic.visitor().post("/logga-in", form);
      const cookie = answer.headers.getSetCookie().find((line) => line.includes("ringupp"))!;
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=(Lax|Strict)/i);
      expect(cookie).toMatch(/; Path=\//i);
      expect(cookie).not.toMatch(/domain=/i);
      if (mode === "production") expect(cookie).toMatch(/^__Host-.*; Secure/i);
      clinic.world.close();
    }
  });
});

describe("a poisoned Host", () => {
  test("is not answered in the demo: no name of elsewhere reaches this computer", async () => {
    const { clinic } = await atWork();
    const anna = await clinic.signedIn("anna");
    for (const host of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "0.0.0.0",
      "10.0.0.7",
      "127.0.0.2",
    ]) {
      const answer = await anna.get(`http://${host}/lista`);
      expect([host, answer.status]).toEqual([host, 403]);
      expect(answer.text).not.toMatch(secrets);
    }
    for (const host of ["localhost:3000", "127.0.0.1:8080", "[::1]:3000"]) {
      expect((await anna.get(`http://${host}/lista`)).status).toBe(200);
    }
  });

  test("is in no link and no redirect in production, and is no origin of ours", async () => {
    const { clinic, ids } = await atWork("production");
    const anna = await clinic.signedIn("anna");
    for (const path of ["/", "/lista", `/uppfoljningar/${ids.case}`, "/finns-inte", "/logga-in"]) {
      const answer = await anna.get(`https://evil.example${path}`, { "x-forwarded-host": "evil.example" });
      expect(answer.text).not.toContain("evil.example");
      expect(answer.location).not.toContain("evil.example");
    }
    const headers = { origin: "https://evil.example" };
    const form = new URLSearchParams(everything);
    const sent = await anna.send(`https://evil.example/uppfoljningar/${ids.case}/slapp`, {
      method: "POST",
      body: form,
      headers,
    });
    expect(sent.status).toBe(403);
  });
});
