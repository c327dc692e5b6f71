/** Requests that no browser of ours would send. Each gets a Swedish sentence or a redirect, never a 500, and does no harm. */

import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Answer,
  answerSheet,
  type Client,
  type Clinic,
  dump,
  interviewWhole,
  listOf,
  makeClinic,
  openInterview,
} from "../in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

/** A page in Swedish, a redirect to a place of ours, or JSON with a sentence; and the server has not stumbled. */
function isKind(answer: Answer, what: string): void {
  expect([what, answer.status < 500]).toEqual([what, true]);
  if (answer.status === 303) expect([what, answer.location]).toEqual([what, expect.stringMatching(/^\/(?![/\\])/)]);
  else if (answer.text !== "")
    expect([what, answer.text]).toEqual([what, expect.stringMatching(/lang="sv"|^\{|"sentence":|[a-zåäö]+\./)]);
  expect(answer.text).not.toMatch(/\bundefined\b|\[object |NaN|TypeError|SqliteError/);
}
const origin = { "sec-fetch-site": "same-origin" };
const raw = (client: Client, path: string, body: string, type: string) =>
  client.send(path, { method: "POST", body, headers: { ...origin, "content-type": type } });

async function working(): Promise<{ anna: Client; id: string }> {
  clinic = await makeClinic();
  const [id] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  await openInterview(anna, id!);
  return { anna, id: id! };
}
const postPaths = () => [
  ...new Set(clinic.app.routes.filter(({ method }) => method === "POST").map(({ path }) => path)),
];

describe("a form that is not one", () => {
  test("is answered in words: broken multipart, unknown types, no body, wrong percent-encoding, NUL, half letters", async () => {
    const { anna, id } = await working();
    const adam = await clinic.signedIn("adam");
    const bodies: [string, string, string][] = [
      ["no boundary", "x", "multipart/form-data"],
      ["cut off", '--b\r\nContent-Disposition: form-data; name="svar"\r\n\r\n1', "multipart/form-data; boundary=b"],
      ["garbage", "\u0000\u0001\u0002--", "multipart/form-data; boundary=b"],
      ["empty multipart", "", "multipart/form-data; boundary=b"],
      ["json", '{"svar":1}', "application/json"],
      ["no type", "svar=1", ""],
      ["percent", "svar=%E0%A4%A&steg=%&steg=%zz&text=%C3%28", "application/x-www-form-urlencoded"],
      ["nul", "svar=1%00&steg=%00trygghet&text=a%00b&utfall=%00", "application/x-www-form-urlencoded"],
      ["lone surrogate", "text=%ED%A0%80&steg=fritext&svar=%ED%A0%80", "application/x-www-form-urlencoded"],
      ["only signs", "&&&===&=&;;", "application/x-www-form-urlencoded"],
      ["unknown charset", "svar=1", "application/x-www-form-urlencoded; charset=utf-7"],
    ];
    for (const [what, body, type] of bodies) {
      for (const path of postPaths().filter((one) => !one.startsWith("/demo") && one !== "/logga-ut")) {
        for (const client of [anna, adam]) {
          isKind(await raw(client, path.replace(":id", id), body, type), `${what} ${path}`);
        }
      }
    }
  });

  test("of ten thousand fields, or of one field ten thousand times, is read once and calmly", async () => {
    const { anna, id } = await working();
    const many = Array.from({ length: 10_000 }, (_, at) => `f${at}=1`).join("&");
    const same = Array.from({ length: 10_000 }, () => "enheter=x").join("&");
    const adam = await clinic.signedIn("adam");
    for (const body of [many, same]) {
      isKind(await raw(anna, `/uppfoljningar/${id}/svar`, body, "application/x-www-form-urlencoded"), "answer");
      isKind(
        await raw(
          adam,
          "/konton",
          `${body}&namn=A&anvandarnamn=aa&roll=coordinator`,
          "application/x-www-form-urlencoded",
        ),
        "account",
      );
      isKind(await raw(adam, "/konton/account-anna/enheter", body, "application/x-www-form-urlencoded"), "units");
    }
  });

  test("that is too large is told so, with 413 and how much there is room for; a file too", async () => {
    const { anna, id } = await working();
    const large = `steg=fritext&text=${"a".repeat(300_000)}`;
    const form = await raw(anna, `/uppfoljningar/${id}/svar`, large, "application/x-www-form-urlencoded");
    expect([form.status, form.text.includes("Största storlek är 256 kB")]).toEqual([413, true]);
    const chunked = new ReadableStream({
      start(controller) {
        for (let at = 0; at < 30; at += 1) controller.enqueue(new TextEncoder().encode("a".repeat(10_000)));
        controller.close();
      },
    });
    const streamed = await anna.send(`/uppfoljningar/${id}/svar`, {
      ...{ method: "POST", body: chunked, duplex: "half" },
      headers: { ...origin, "content-type": "application/x-www-form-urlencoded" },
    });
    expect(streamed.status).toBe(413);
    const file = new File([new Uint8Array(clinic.world.config.uploadLimitBytes + 1)], "stor.csv");
    const upload = await anna.post("/intag", { kalla: "Journalsystemet", fil: file });
    expect([upload.status, upload.text.includes("Största storlek är 25 MB")]).toEqual([413, true]);
    const lying = await anna.send("/intag", {
      ...{ method: "POST", body: "x" },
      headers: { ...origin, "content-type": "multipart/form-data; boundary=b", "content-length": "999999999999" },
    });
    expect(lying.status).toBe(413);
  });

  test("with lists and files where text is expected is read as text or as nothing", async () => {
    const { anna, id } = await working();
    const file = new File(["1"], "1.txt");
    for (const field of [
      "steg",
      "svar",
      "text",
      "utfall",
      "tid",
      "anteckning",
      "behov",
      "respondent",
      "kontrollerad",
      "kalla",
    ]) {
      for (const path of ["svar", "utfall", "borja", "spara", "visa-nummer", "layout"]) {
        isKind(await anna.post(`/uppfoljningar/${id}/${path}`, { [field]: ["1", "2"] }), `${path} list ${field}`);
        isKind(await anna.post(`/uppfoljningar/${id}/${path}`, { [field]: file }), `${path} file ${field}`);
      }
      isKind(await anna.post("/intag", { [field]: file, fil: "inte en fil" }), `intake ${field}`);
    }
  });

  test("with the names of an object's insides reaches none of them", async () => {
    const { anna, id } = await working();
    const adam = await clinic.signedIn("adam");
    const insides = [
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "hasOwnProperty",
      "valueOf",
      "__proto__[polluted]",
      "constructor.prototype.polluted",
    ];
    const before = (await dump(clinic.world, ["interviews"])).interviews!.map(
      (row) => JSON.parse(JSON.parse(row).state).answers,
    );
    for (const inside of insides) {
      const fields = {
        [inside]: "polluted",
        steg: inside,
        svar: inside,
        utfall: inside,
        roll: inside,
        sort: inside,
        respondent: inside,
        vardform: inside,
      };
      for (const path of postPaths().filter(
        (one) => one.startsWith("/uppfoljningar") && !/slapp|paus|akut|vill-inte|aterkallar/.test(one),
      )) {
        isKind(await anna.post(path.replace(":id", id), fields), `${inside} ${path}`);
      }
      for (const path of ["/konton", "/enheter", "/intag"]) isKind(await adam.post(path, fields), `${inside} ${path}`);
      for (const path of ["/lista", "/matningar", `/uppfoljningar/${id}/intervju`, "/logga-in", "/atgarder"]) {
        isKind(
          await anna.get(`${path}?${inside}=x&visa=${inside}&steg=${inside}&sida=${inside}&vidare=${inside}`),
          inside,
        );
      }
      for (const path of [
        `/uppfoljningar/${inside}`,
        `/intag/${inside}`,
        `/matningar/${inside}`,
        `/tillgangar/${inside}`,
      ]) {
        expect([path, (await anna.get(path)).status]).toEqual([path, 404]);
      }
    }
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    const after = (await dump(clinic.world, ["interviews"])).interviews!.map(
      (row) => JSON.parse(JSON.parse(row).state).answers,
    );
    expect(after).toEqual(before);
    // What is typed as an answer is text, also when it looks like an object's insides.
    await anna.post(`/uppfoljningar/${id}/svar`, {
      steg: "fritext",
      text: '{"__proto__":{"polluted":1}}',
      stanna: "ja",
    });
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  test("at an address that is broken is a page that does not exist", async () => {
    const { anna } = await working();
    const paths = [
      "/%",
      "/%E0%A4%A",
      "/uppfoljningar/%",
      "/uppfoljningar/%00",
      "/uppfoljningar/%2e%2e%2fkonton",
      "/intag/%ED%A0%80",
      "/..%2f..%2fetc/passwd",
      `/matningar/${"a".repeat(20_000)}`,
      "/tillgangar/..%2fstyle.css",
      "/uppfoljningar/' or 1=1--",
      "/lista/",
      "//lista",
    ];
    for (const path of paths) {
      const answer = await anna.get(path);
      isKind(answer, path.slice(0, 60));
      expect([path.slice(0, 60), answer.status]).toEqual([path.slice(0, 60), 404]);
    }
    for (const query of [
      "visa=%",
      "sida=-1",
      "sida=1e9",
      "sida=99999999999999999999",
      "sida=NaN",
      "visa[]=x",
      "enhet=%00",
      "visa=klara&visa=vantar",
    ]) {
      isKind(await anna.get(`/lista?${query}`), query);
      isKind(await anna.get(`/atgarder?${query}`), query);
    }
  });

  test("for an interview that is another's, or over, or never begun is told so", async () => {
    const { anna, id } = await working();
    const bo = await clinic.signedIn("bo");
    await answerSheet(anna, id, "121212");
    const before = await dump(clinic.world, ["cases", "interviews", "attempts", "events", "tasks", "pending"]);
    for (const path of [
      "svar",
      "tillbaka",
      "vidare",
      "paus",
      "vill-inte",
      "aterkallar",
      "spara",
      "slapp",
      "utfall",
      "borja",
      "visa-nummer",
    ]) {
      const answer = await bo.post(`/uppfoljningar/${id}/${path}`, {
        steg: "plan",
        svar: "1",
        utfall: "no-answer",
        respondent: "patient",
        kontrollerad: "ja",
      });
      isKind(answer, path);
      // Told so at once, or led to the case's page, which says who has it.
      if (answer.status === 303) expect([path, answer.location]).toEqual([path, `/uppfoljningar/${id}`]);
      else expect([path, answer.status >= 400]).toEqual([path, true]);
    }
    expect(await dump(clinic.world, Object.keys(before))).toEqual(before);
    // Acute help is never refused: it makes a task, once, and changes nothing else.
    for (const press of [1, 2]) {
      const answer = await bo.post(`/uppfoljningar/${id}/akut`, {});
      expect([press, answer.location]).toEqual([press, `/uppfoljningar/${id}/akut`]);
    }
    const after = await dump(clinic.world, Object.keys(before));
    expect({ ...after, tasks: before.tasks, events: before.events }).toEqual(before);
    expect(after.tasks).toHaveLength((before.tasks ?? []).length + 1);
  });
});

describe("any form at all", () => {
  const words = fc.oneof(
    fc.constantFrom(
      "ja",
      "nej",
      "1",
      "9",
      "x",
      "patient",
      "proxy",
      "no-answer",
      "dead",
      "later",
      "unable",
      "delaktighet",
      "fritext",
      "samtycke",
      "hjalp",
      "all",
      "coordinator",
      "admin",
      "ward",
      "somatic",
      "2026-11-24T10:00",
      "2026-02-30T25:99",
      "0000-00-00T00:00",
      "9999-12-31T23:59",
      "geriatrik2",
      "08-465 004 00",
    ),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ maxLength: 1200, minLength: 990 }),
  );
  const names = fc.constantFrom(
    "steg",
    "svar",
    "text",
    "stanna",
    "utfall",
    "tid",
    "anteckning",
    "behov",
    "behov_ja",
    "respondent",
    "kontrollerad",
    "layout",
    "namn",
    "anvandarnamn",
    "roll",
    "enheter",
    "kod",
    "sort",
    "vardform",
    "ringer",
    "journummer",
    "id",
    "kalla",
    "fil",
    "losenord",
    "vidare",
    "version",
    "dischargeRef",
    "name",
  );
  const form = fc.array(fc.tuple(names, words), { maxLength: 8 });

  test("sent to every address by every role gives a Swedish sentence or a redirect, never a 500", async () => {
    clinic = await makeClinic();
    const ids = await clinic.admit(
      ...Array.from({ length: 6 }, (_, at) => ({
        dischargeRef: `U${at}`,
        patientRef: `P${at}`,
        ...(at % 2 === 0 ? { proxyName: "Dotter", proxyPhone: "0980-319250" } : {}),
      })),
    );
    const anna = await clinic.signedIn("anna");
    await interviewWhole(anna, ids[0]!, { sheet: "121212", need: "Hjälp" });
    const file = new File([listOf({ dischargeRef: "C" })], "lista.csv");
    const upload = (await anna.post("/intag", { kalla: "Journalsystemet", fil: file })).location.split("/")[2];
    const [task] = await clinic.world.db.all<{ id: string }>(sql`select id from tasks`);
    const paths = postPaths().filter((path) => !path.startsWith("/demo") && !/logga-/.test(path));
    const clients = [
      anna,
      await clinic.signedIn("bo"),
      await clinic.signedIn("karin"),
      await clinic.signedIn("adam"),
      await clinic.signedIn("lena"),
      clinic.visitor(),
    ];
    const targets = fc.constantFrom(...ids, upload ?? "", task!.id, "account-bo", "account-karin", "zzz");
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        targets,
        fc.nat(clients.length - 1),
        form,
        fc.boolean(),
        async (path, target, who, fields, json) => {
          const body = new URLSearchParams(fields.map(([name, value]) => [name, value.toWellFormed()]));
          const headers = { ...origin, ...(json ? { accept: "application/json" } : {}) };
          const answer = await clients[who]!.send(path.replace(":id", encodeURIComponent(target)), {
            method: "POST",
            body,
            headers,
          });
          isKind(answer, `${path} ${JSON.stringify(fields)}`);
          expect(clinic.world.logged.filter(({ what }) => what === "unexpected")).toEqual([]);
        },
      ),
      { numRuns: 700, seed: 20261123 },
    );
    for (const id of ids)
      for (const page of ["", "/intervju", "/sammanfattning", "/akut", "/sparad"]) {
        isKind(await anna.get(`/uppfoljningar/${id}${page}`), page);
      }
  });
});
