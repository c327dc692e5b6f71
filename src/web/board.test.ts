import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { type Clinic, dump, makeClinic, openInterview, type Row } from "../../test/in-process.ts";
import { forgetPeople } from "../steps/forget-people.ts";

const minute = 60_000;
const hour = 60 * minute;
let clinic: Clinic;
afterEach(() => clinic.world.close());

/** The clinic's clock stands on Monday 23 November 2026. */
const at = (day: number, utcHour: number) => Date.UTC(2026, 10, day, utcHour);
const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const board = async (username: "anna" | "bo" | "karin" | "lena" | "adam", query = "") =>
  textOf((await (await clinic.signedIn(username)).get(`/tavla${query}`)).text);
const stay = (number: number, more: Row = {}): Row => ({
  ...{ dischargeRef: `U${number}`, patientRef: `P${number}`, name: `Påhittad Person${number}` },
  ...more,
});

describe("who will be missed", () => {
  test("those whose last chance is today and tomorrow stand there by name, and the rest do not", async () => {
    clinic = await makeClinic({ now: at(26, 8) });
    await clinic.admit(
      // Windows that end on Thursday the 26th, Friday the 27th and Monday the 30th at the earliest.
      stay(1, { dischargeDate: "2026-11-19", name: "Siv Sist" }),
      stay(2, { dischargeDate: "2026-11-20", name: "Inga Imorgon" }),
      stay(3, { dischargeDate: "2026-11-25", name: "Nina Nästa" }),
    );
    const seen = await board("anna");
    expect(seen).toContain("1 patient missas om ingen når hen i dag. 1 patient har sin sista chans i morgon.");
    expect(seen).toMatch(/Sista chansen i dag Siv Sist.*Sista chansen i morgon Inga Imorgon/);
    expect(seen).not.toContain("Nina");
  });

  test("another unit's coordinator sees nothing of them, and a project lead sees how many but never a name", async () => {
    clinic = await makeClinic({ now: at(26, 8) });
    await clinic.admit(stay(1, { dischargeDate: "2026-11-19", name: "Siv Sist" }));
    expect(await board("karin")).toContain("Ingen har sin sista chans i dag eller i morgon.");
    const lead = await board("lena");
    expect(lead).toContain("1 patient missas");
    expect(lead).not.toContain("Siv");
    expect((await (await clinic.signedIn("lena")).get("/tavla")).text).not.toContain("/uppfoljningar/");
    expect((await (await clinic.signedIn("adam")).get("/tavla")).status).toBe(403);
    for (const path of ["/tavla/slapp", "/tavla/lapp", "/tavla/lapp/x/last"])
      expect((await (await clinic.signedIn("lena")).post(path, { enhet: "geriatrik2", text: "Hej" })).status).toBe(403);
    expect((await clinic.visitor().get("/tavla")).status).toBe(303);
  });

  test("a list that nobody has touched is said on a working day after ten, until somebody does", async () => {
    clinic = await makeClinic({ now: at(23, 8) });
    const [id] = await clinic.admit(stay(1));
    const idle = "Ingen har arbetat med listan i dag";
    expect(await board("anna")).not.toContain(idle);
    clinic.world.clock.set(at(23, 9));
    expect(await board("anna")).toContain(`${idle}: Geriatrik avd 2.`);
    expect(await board("anna", "?enhet=geriatrik2")).toContain(`${idle}.`);
    const bo = await clinic.signedIn("bo");
    await bo.post(`/uppfoljningar/${id}/visa-nummer`, { kontrollerad: "ja" });
    await bo.post(`/uppfoljningar/${id}/utfall`, { utfall: "no-answer" });
    expect(await board("anna")).not.toContain(idle);
    clinic.world.clock.set(at(24, 11));
    expect(await board("anna")).toContain(idle);
    clinic.world.clock.set(at(28, 11));
    expect(await board("anna")).not.toContain(idle);
  });

  test("an appointment that nobody kept stands there until it is", async () => {
    clinic = await makeClinic({ now: at(23, 9) });
    const [id] = await clinic.admit(stay(1, { name: "Berit Bokad" }));
    await clinic.world.db.run(sql`update cases set appointment_at = ${at(23, 10)} where id = ${id}`);
    expect(await board("anna")).toContain("Alla bokade tider är hållna.");
    clinic.world.clock.set(at(23, 11));
    expect(await board("anna")).toMatch(/Bokade tider som har passerat Berit Bokad Bokad i dag kl. 11:00/);
  });
});

describe("a case that somebody holds", () => {
  async function held() {
    clinic = await makeClinic({ now: at(23, 9) });
    const [id = ""] = await clinic.admit(stay(1));
    const anna = await clinic.signedIn("anna");
    await openInterview(anna, id);
    await anna.post(`/uppfoljningar/${id}/svar`, { steg: "delaktighet", svar: "1" });
    const [row] = await clinic.world.db.all<{ since: number }>(sql`select owned_since as since from cases`);
    return { id, anna, bo: await clinic.signedIn("bo"), form: { uppfoljning: id, sedan: String(row?.since) } };
  }
  const state = async () =>
    (await clinic.world.db.all<{ state: string }>(sql`select state from cases`)).map((row) => row.state)[0];

  test("is not let go of by a colleague while something happens to it", async () => {
    const { bo, form } = await held();
    clinic.world.clock.advance(29 * minute);
    expect(await board("bo")).not.toContain("Släpp Påhittad");
    const answer = await bo.post("/tavla/slapp", form);
    expect([answer.status, await state()]).toEqual([409, "held"]);
    expect(answer.text).toContain("de senaste 30 minuterna");
  });

  test("goes back after half an hour without a sign of life, once, in the log, with every answer kept", async () => {
    const { id, anna, bo, form } = await held();
    clinic.world.clock.advance(31 * minute);
    expect(await board("bo")).toContain("Släpp Påhittad");
    const both = await Promise.all([bo.post("/tavla/slapp", form), bo.post("/tavla/slapp", form)]);
    expect(both.map(({ location }) => location)).toEqual(["/tavla", "/tavla"]);
    expect(await state()).toBe("planned");
    const kinds = (await dump(clinic.world, ["events"])).events!.filter((row) => row.includes("hold-released"));
    expect(kinds).toHaveLength(1);
    expect(kinds[0]).toContain("account-bo");
    // The holder's page says so, and whoever takes it goes on at the next question.
    const late = await anna.post(`/uppfoljningar/${id}/svar`, { steg: "onskemal", svar: "1" });
    expect([303, 409]).toContain(late.status);
    expect(late.location).not.toContain("/intervju");
    await bo.post(`/uppfoljningar/${id}/borja`, { respondent: "patient", kontrollerad: "ja" });
    const [interview] = (await dump(clinic.world, ["interviews"])).interviews!;
    expect(JSON.parse(JSON.parse(interview!).state).answers).toHaveProperty("delaktighet");
  });

  test("a page that is older than the hold lets go of nothing", async () => {
    const { id, anna, bo, form } = await held();
    await anna.post(`/uppfoljningar/${id}/slapp`);
    clinic.world.clock.advance(3 * minute);
    await openInterview(anna, id);
    clinic.world.clock.advance(3 * hour);
    await bo.post("/tavla/slapp", form);
    expect(await state()).toBe("held");
  });

  test("another unit's case cannot be let go of", async () => {
    const { form } = await held();
    clinic.world.clock.advance(3 * hour);
    expect((await (await clinic.signedIn("karin")).post("/tavla/slapp", form)).status).toBe(404);
    expect(await state()).toBe("held");
  });
});

describe("the note to the next shift", () => {
  const write = async (text: string, more: Record<string, string> = {}, by: "anna" | "karin" = "anna") =>
    (await clinic.signedIn(by)).post("/tavla/lapp", { enhet: "geriatrik2", text, ...more });

  test("stands newest first on board and list, with who wrote it and who has read it", async () => {
    clinic = await makeClinic({ now: at(23, 9) });
    await write("Växeln är trasig till lunch.");
    clinic.world.clock.advance(hour);
    await write("Växeln är lagad.");
    const bo = await clinic.signedIn("bo");
    const seen = textOf((await bo.get("/tavla")).text);
    expect(seen).toMatch(/Växeln är lagad\. Anna Ek, i dag kl\. 11:00.*Växeln är trasig till lunch\./);
    expect(textOf((await bo.get("/lista")).text)).toContain("Växeln är lagad.");
    const [, action = ""] = /action="(\/tavla\/lapp\/[^"]+\/last)"/.exec((await bo.get("/lista")).text) ?? [];
    expect((await bo.post(action, { fran: "lista" })).location).toBe("/lista");
    await bo.post(action, {});
    expect(await board("anna")).toContain("Läst av Bo Lind.");
    expect(await board("karin")).not.toContain("Växeln");
    expect((await (await clinic.signedIn("karin")).post(action)).status).toBe(404);
    expect(await board("lena")).not.toContain("Växeln");
  });

  test("an empty one, a too long one and one for another unit are refused with the text kept", async () => {
    clinic = await makeClinic();
    for (const [text, more, by] of [
      [" \n\u200b ", {}, "anna"],
      ["x".repeat(501), {}, "anna"],
      ["Hej", {}, "karin"],
    ] as const)
      expect((await write(text, more, by)).status).toBe(422);
    expect((await write("x".repeat(501))).text).toContain("x".repeat(501));
    expect(await dump(clinic.world, ["shift_notes"])).toEqual({ shift_notes: [] });
  });

  test("what looks like a person is warned about, and numbers are masked when it is kept all the same", async () => {
    clinic = await makeClinic();
    const text = "Ring tillbaka till Karin Wallin, 19400203-1234 eller 070-1740605";
    const warned = await write(text);
    expect(warned.status).toBe(422);
    expect(warned.text).toContain("ser ut som ett personnummer");
    expect(warned.text).toContain("070-1740605</textarea>");
    await write(text, { kontrollerad: "ja" });
    const [kept] = (await dump(clinic.world, ["shift_notes"])).shift_notes!;
    expect(kept).toContain("Karin Wallin, [borttaget] eller [borttaget]");
  });

  test("is text and never a part of the page", async () => {
    clinic = await makeClinic();
    await write('<script>alert(1)</script>"><img src=x onerror=alert(1)>');
    for (const path of ["/tavla", "/lista"]) {
      const { text } = await (await clinic.signedIn("bo")).get(path);
      expect(text).toContain("&lt;script&gt;");
      expect(text).not.toContain("<img");
    }
  });

  test("is gone after fourteen days, with who read it", async () => {
    clinic = await makeClinic();
    await write("Växeln är trasig.");
    clinic.world.clock.advance(14 * 24 * hour - minute);
    await forgetPeople(clinic.world);
    expect((await dump(clinic.world, ["shift_notes"])).shift_notes).toHaveLength(1);
    clinic.world.clock.advance(2 * minute);
    await forgetPeople(clinic.world);
    expect(await dump(clinic.world, ["shift_notes", "shift_note_reads"])).toEqual({
      shift_notes: [],
      shift_note_reads: [],
    });
  });
});
