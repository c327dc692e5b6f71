/** What whoever looks for a patient may see, hear and leave behind, driven through the whole web in process. */
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Client,
  type Clinic,
  dump,
  identifiedNames,
  makeClinic,
  mobile,
  openInterview,
} from "../../test/in-process.ts";
import { forgetPeople } from "../steps/forget-people.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const day = 24 * 60 * 60_000;
/** Each has a name of its own: what a page says of it can be told from the others. */
const rows = [
  { dischargeRef: "A", patientRef: "A", name: "Åsa Lindqvist", phone1: mobile(1) },
  { dischargeRef: "B", patientRef: "B", name: "René Lindström", phone1: mobile(2), unit: "Kirurgi avd 3" },
  { dischargeRef: "C", patientRef: "C", name: "Greta Holm", phone1: mobile(3), track: "grönt", consent: "nej" },
  { dischargeRef: "D", patientRef: "D", name: "Göran Lindqvist", phone1: mobile(4), dischargeDate: "2026-11-22" },
  {
    dischargeRef: "E",
    patientRef: "E",
    name: "Pia Lindqvist",
    phone1: mobile(5),
    unit: "Psykiatri avd 4",
    careType: "psykiatri",
  },
] as const;

async function atWork(more: readonly Record<string, string>[] = []) {
  clinic = await makeClinic();
  await clinic.admit(...rows, ...more);
  const ids = await clinic.world.db.all<{ id: string; name: string }>(sql`select case_id id, name from people`);
  const idOf = new Map(ids.map(({ id, name }) => [name, id]));
  return { anna: await clinic.signedIn("anna"), idOf: (name: string) => idOf.get(name) ?? "" };
}

const look = (client: Client, sok: string) => client.post("/lista/sok", { sok });
const namesOn = (page: string) => [...page.matchAll(/<span class="name">([^<]*)</g)].map(([, name]) => name);
const find = async (client: Client, sok: string) => namesOn((await look(client, sok)).text);

describe("a patient is found", () => {
  test("by the beginning of any name, in any order, without capitals and accents", async () => {
    const { anna } = await atWork();
    expect(await find(anna, "lindq å")).toEqual(["Åsa Lindqvist"]);
    expect(await find(anna, "RENE")).toEqual(["René Lindström"]);
    expect((await find(anna, "lind")).toSorted()).toEqual(["Göran Lindqvist", "René Lindström", "Åsa Lindqvist"]);
    expect(await find(anna, "asa")).toEqual([]);
  });

  test("by the end of the number, the närstående's too, which is then said", async () => {
    const { anna } = await atWork([
      {
        dischargeRef: "F",
        patientRef: "F",
        name: "Nils Persson",
        phone1: mobile(6),
        proxyName: "Eva",
        proxyPhone: mobile(7),
      },
    ]);
    expect(await find(anna, mobile(1).slice(-4))).toEqual(["Åsa Lindqvist"]);
    expect(await find(anna, mobile(1))).toEqual(["Åsa Lindqvist"]);
    expect((await look(anna, mobile(6))).text).not.toContain("Numret är en närståendes");
    const proxys = await look(anna, mobile(7));
    expect(namesOn(proxys.text)).toEqual(["Nils Persson"]);
    expect(proxys.text).toContain("Numret är en närståendes");
  });

  test("by the number that the case's own page shows", async () => {
    const { anna, idOf } = await atWork();
    const page = await anna.get(`/uppfoljningar/${idOf("Greta Holm")}`);
    const number = page.text.match(/Ärende<\/dt>\s*<dd>([0-9A-Z]{6})</)?.[1] ?? "";
    expect(number).toHaveLength(6);
    expect(await find(anna, number)).toEqual(["Greta Holm"]);
    expect(await find(anna, `ärende ${number.toLowerCase()}`)).toEqual(["Greta Holm"]);
  });

  test("on no page but their own units': not by name, number or case", async () => {
    const { anna, idOf } = await atWork();
    const hers = [rows[4].name, mobile(5), mobile(5).slice(-4), idOf("Pia Lindqvist").slice(0, 6)];
    for (const sok of hers) expect([sok, await find(anna, sok)]).toEqual([sok, []]);
    const karin = await clinic.signedIn("karin");
    expect(await find(karin, "lindqvist")).toEqual(["Pia Lindqvist"]);
    for (const sok of ["Åsa", mobile(1), idOf("Åsa Lindqvist")])
      expect([sok, await find(karin, sok)]).toEqual([sok, []]);
  });
});

describe("of everyone found it is said why they are on the list, or why not and when", () => {
  const saysOf = async (client: Client, sok: string) => {
    const { text } = await look(client, sok);
    return text.match(/<td data-label="På listan eller inte">([^<\n]*)/)?.[1]?.trim();
  };

  test("and the tab that it stands under agrees", async () => {
    const { anna, idOf } = await atWork();
    const bo = await clinic.signedIn("bo");
    await openInterview(bo, idOf("René Lindström"));
    expect(await saysOf(anna, "åsa")).toMatch(/^På listan\. Ring senast /);
    expect(await saysOf(anna, "rené")).toBe("Någon arbetar med uppföljningen sedan kl. 10:00.");
    expect(await saysOf(bo, "rené")).toMatch(/^Du arbetar med den\. /);
    expect(await saysOf(anna, "greta")).toMatch(/^Inte på listan\. /);
    expect(await saysOf(anna, "göran")).toMatch(/^Inte på tur än\. Kan ringas från onsdag 25 november kl\. 09:00/);
    await anna.post(`/uppfoljningar/${idOf("Åsa Lindqvist")}/sager-nej`, { bekraftat: "ja", version: "0" });
    expect(await saysOf(anna, "åsa")).toBe("Inte på listan. Avslutad i dag kl. 10:00: Återkallar samtycke.");

    const tabs = {
      "att-ringa": /^(På listan|Du arbetar)/,
      vantar: /^(Inte på tur|Någon arbetar)/,
      "vid-behov": /^Inte på listan\. Rings bara/,
      klara: /^Inte på listan\. Avslutad/,
    };
    for (const [client, held] of [
      [anna, "vantar"],
      [bo, "att-ringa"],
    ] as const) {
      for (const [tab, sentence] of Object.entries(tabs)) {
        for (const name of namesOn((await client.get(`/lista?visa=${tab}`)).text)) {
          expect([tab, name, await saysOf(client, name ?? "")]).toEqual([tab, name, expect.stringMatching(sentence)]);
        }
      }
      expect(namesOn((await client.get(`/lista?visa=${held}`)).text)).toContain("René Lindström");
    }
  });
});

describe("who is gone or protected", () => {
  test("cannot be found by name or number once they are erased, and the empty page says so", async () => {
    const { anna, idOf } = await atWork();
    const id = idOf("Åsa Lindqvist");
    await anna.post(`/uppfoljningar/${id}/sager-nej`, { bekraftat: "ja", version: "0" });
    expect(await find(anna, "åsa")).toEqual(["Åsa Lindqvist"]);
    clinic.world.clock.advance(22 * day);
    await forgetPeople(clinic.world);
    const again = await clinic.signedIn("anna");
    for (const sok of ["åsa", mobile(1)]) {
      const { text } = await look(again, sok);
      expect(namesOn(text)).toEqual([]);
      expect(text).toContain("Namn och nummer tas bort 14 dagar efter att ringfönstret har stängt");
    }
    const byNumber = await look(again, id.slice(0, 6));
    expect(namesOn(byNumber.text)).toEqual(["Namnet är borttaget"]);
    expect(byNumber.text).toContain("Avslutad mån 23 nov kl. 10:00: Återkallar samtycke.");
  });

  test("is found by nothing at all when protected, but for the persons who are named", async () => {
    const { anna, idOf } = await atWork();
    const id = idOf("Åsa Lindqvist");
    await clinic.world.atomically([sql`update discharges set protected = 1 where id = ${id}`]);
    for (const sok of ["åsa", mobile(1), id.slice(0, 6)]) expect(await find(anna, sok)).toEqual([]);
    await clinic.world.atomically([
      sql`update account_units set handles_protected = 1 where account_id = 'account-anna'`,
    ]);
    for (const sok of ["åsa", mobile(1), id.slice(0, 6)]) expect(await find(anna, sok)).toEqual(["Åsa Lindqvist"]);
    expect((await look(anna, "åsa")).text).toContain("<li>Skyddade personuppgifter</li>");
  });
});

describe("what was typed", () => {
  test("stands in no address, is kept nowhere and is never logged; the page is stored by no one", async () => {
    const { anna } = await atWork();
    const before = await dump(
      clinic.world,
      identifiedNames.filter((name) => name !== "sessions"),
    );
    const answer = await look(anna, "Hemlighet 0605");
    await look(anna, "åsa");
    await look(anna, "x");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.text).toContain('value="Hemlighet 0605"');
    expect(answer.text).toContain("<title>Sök patient – Ringupp</title>");
    expect(
      await dump(
        clinic.world,
        identifiedNames.filter((name) => name !== "sessions"),
      ),
    ).toEqual(before);
    expect(JSON.stringify(clinic.world.logged)).not.toMatch(/Hemlighet|0605|Lindqvist|åsa/i);
    const links = (await look(anna, "åsa")).text.match(/(href|action)="[^"]*"/g)?.join(" ");
    expect(decodeURIComponent(links ?? "")).not.toMatch(/åsa|lindqvist/i);
    expect((await anna.get("/lista/sok?sok=%C3%85sa")).text).not.toContain("Lindqvist");
  });

  test("is gone with the session: neither the form again nor the page shows anything", async () => {
    const { anna } = await atWork();
    await anna.post("/logga-ut");
    for (const answer of [await look(anna, "åsa"), await anna.get("/lista/sok")]) {
      expect(answer.status).toBe(303);
      expect(answer.text).not.toContain("Lindqvist");
    }
  });

  test("is refused in words when it says too little or too much", async () => {
    const { anna } = await atWork();
    for (const sok of ["", "å", "12", "%", "_", "😀", "%%", "'"]) {
      const { status, text } = await look(anna, sok);
      expect([sok, status]).toEqual([sok, 422]);
      expect(text).toContain("Skriv minst två bokstäver");
      expect(namesOn(text)).toEqual([]);
    }
    const long = await look(anna, "å".repeat(10_000));
    expect(long.status).toBe(422);
    expect(long.text).toContain("högst 100 tecken");
  });

  test("is text and nothing else, whatever it is", async () => {
    const { anna } = await atWork();
    const odd = fc.oneof(fc.string({ unit: "grapheme", maxLength: 100 }), fc.constantFrom(...hostile));
    await fc.assert(
      fc.asyncProperty(odd, async (sok) => {
        const { status, text } = await look(anna, sok);
        expect([200, 422]).toContain(status);
        expect(text).not.toMatch(/<script>|<img src=x|" autofocus|undefined|NaN/);
      }),
      { numRuns: 200 },
    );
    expect(await find(anna, "åsa")).toEqual(["Åsa Lindqvist"]);
  });
});

const hostile = [
  `<script>alert("x")</script>`,
  `"><img src=x onerror=alert(1)>`,
  `x" autofocus onfocus="alert(1)`,
  `åsa'; drop table people; --`,
  `åsa%' or '1'='1`,
  `{{constructor.constructor "alert(1)"}}`,
  "\\",
  "[å-ö]*",
  "å\u0000sa",
];

test("of very many only fifty are shown, with how many there are and how to narrow it down", async () => {
  const many = Array.from({ length: 60 }, (_, at) => ({
    ...{
      dischargeRef: `M${at}`,
      patientRef: `M${at}`,
      name: `Karl ${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 26]}berg`,
      phone1: mobile(at),
    },
  }));
  const { anna } = await atWork(many);
  const { text } = await look(anna, "karl");
  expect(namesOn(text)).toHaveLength(50);
  expect(text).toContain("60 träffar");
  expect(text).toContain("De 50 första visas. Skriv mer av namnet");
});
