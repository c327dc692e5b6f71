/** What the server promises a browser that sends an answer again, late, or as somebody else; in process. */
import { afterEach, describe, expect, test } from "vitest";
import { type Client, type Clinic, makeClinic, openInterview } from "../../test/in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const json = { accept: "application/json" };
const turn = (number: number) => number.toString(16).padStart(32, "0");

async function inTheQuestions() {
  clinic = await makeClinic();
  const [id] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  await openInterview(anna, id!);
  const base = `/uppfoljningar/${id}`;
  const send = async (client: Client, fields: Record<string, string | readonly string[]>, act = "svar") => {
    const answer = await client.post(`${base}/${act}`, fields, json);
    return { status: answer.status, ...(JSON.parse(answer.text) as Record<string, unknown>) };
  };
  const checked = async (steg: string) =>
    /value="(\d)" data-key="\d" checked/.exec((await anna.get(`${base}/intervju?steg=${steg}`)).text)?.[1] ?? "";
  return { anna, base, send, checked };
}

describe("an answer from a script", () => {
  test("is heard once however often it is sent, and the repeat is told the same", async () => {
    const { anna, send, checked } = await inTheQuestions();
    const first = { tur: turn(1), steg: "delaktighet", svar: "2", sedd: "" };
    const told = await send(anna, first);
    expect(told).toMatchObject({ saved: true, standsAt: "onskemal" });
    // Changed back elsewhere to what the page knew: a repeat must not bring the answer up again.
    await send(anna, { tur: turn(2), steg: "delaktighet", svar: "3", sedd: "2", stanna: "ja" });
    expect(await send(anna, first)).toMatchObject({ saved: true, standsAt: "onskemal" });
    expect(await checked("delaktighet")).toBe("3");
  });

  test("never writes over one that its page did not know of, and tells both", async () => {
    const { anna, send, checked } = await inTheQuestions();
    await send(anna, { tur: turn(1), steg: "delaktighet", svar: "1", sedd: "" });
    const late = { tur: turn(2), steg: "delaktighet", svar: "4" };
    expect(await send(anna, { ...late, sedd: "" })).toMatchObject({
      status: 409,
      problem: "answer-changed-elsewhere",
      stands: { value: "1", text: "Ja, helt och hållet" },
    });
    expect(await checked("delaktighet")).toBe("1");
    expect(await send(anna, { ...late, sedd: ["", "1"] })).toMatchObject({ saved: true });
    expect(await checked("delaktighet")).toBe("4");
  });

  test("that says the same as what stands is no clash", async () => {
    const { anna, send } = await inTheQuestions();
    await send(anna, { tur: turn(1), steg: "delaktighet", svar: "1", sedd: "" });
    expect(await send(anna, { tur: turn(2), steg: "delaktighet", svar: "1", sedd: "" })).toMatchObject({ saved: true });
  });

  test("is refused as somebody else's, before anything of the case is looked at", async () => {
    const { anna, send, checked } = await inTheQuestions();
    const foreign = { tur: turn(1), steg: "delaktighet", svar: "2", sedd: "", konto: "account-bo" };
    for (const act of ["svar", "tillbaka", "vidare"]) {
      expect(await send(anna, foreign, act)).toMatchObject({ status: 409, problem: "answer-of-another-account" });
    }
    const karin = await clinic.signedIn("karin");
    expect(await send(karin, { ...foreign, konto: "account-anna" })).toMatchObject({
      problem: "answer-of-another-account",
    });
    expect(await checked("delaktighet")).toBe("");
  });

  test("that went one step back twice by a repeat goes back once", async () => {
    const { anna, send } = await inTheQuestions();
    await send(anna, { tur: turn(1), steg: "delaktighet", svar: "1", sedd: "" });
    await send(anna, { tur: turn(2), steg: "onskemal", svar: "1", sedd: "" });
    const back = { tur: turn(3), steg: "information" };
    expect(await send(anna, back, "tillbaka")).toMatchObject({ standsAt: "onskemal" });
    expect(await send(anna, back, "tillbaka")).toMatchObject({ standsAt: "onskemal" });
  });

  test("from a form without script is heard as ever: the newest answer stands", async () => {
    const { anna, base, checked } = await inTheQuestions();
    await anna.post(`${base}/svar`, { steg: "delaktighet", svar: "1" });
    await anna.post(`${base}/svar`, { steg: "delaktighet", svar: "2" });
    expect(await checked("delaktighet")).toBe("2");
  });
});

describe("the key of what waits", () => {
  const keyOf = async (client: Client) =>
    (JSON.parse((await client.get("/nyckel", json)).text) as { key?: string }).key ?? "";

  test("is the session's own: another for every sign-in and every person, and nowhere in the database", async () => {
    clinic = await makeClinic();
    const [anna, again, bo] = [
      await clinic.signedIn("anna"),
      await clinic.signedIn("anna"),
      await clinic.signedIn("bo"),
    ];
    const keys = [await keyOf(anna), await keyOf(again), await keyOf(bo)];
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyOf(anna)).toBe(keys[0]);
  });

  test("is given to nobody when the session is over, and kept by no cache", async () => {
    clinic = await makeClinic();
    const anna = await clinic.signedIn("anna");
    expect((await anna.get("/nyckel", json)).headers.get("cache-control")).toBe("no-store");
    await anna.post("/logga-ut", {});
    expect((await anna.get("/nyckel", json)).status).toBe(401);
    expect((await clinic.visitor().get("/nyckel", json)).status).toBe(401);
  });
});

describe("a page of the interview", () => {
  test("holds every step that may come, and where each answer leads", async () => {
    const { anna, base } = await inTheQuestions();
    const { text } = await anna.get(`${base}/intervju`);
    const ahead = [...text.matchAll(/<template data-step="([^"]+)"/g)].map(([, step]) => step);
    expect(ahead).toEqual(["onskemal", "information", "plan", "samordning", "trygghet", "fritext", "hjalp", "tack"]);
    const ways = text.match(/<template data-step="tack"[^>]*data-ways="([^"]+)"/)?.[1]?.replaceAll("&quot;", '"');
    expect(JSON.parse(ways ?? "{}")).toEqual({ "": "end:completed" });
  });
});
