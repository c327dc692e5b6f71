/**
 * Two towns alike but for what the staff of a party with too few sheets or too few units have said: whoever signs in finds
 * no difference between them, on any page, in any file, in any published number.
 */
import { expect, test } from "vitest";
import { instantOf } from "../../src/calendar.ts";
import { type Party, parties } from "../../src/cooperation/form.ts";
import { isRefusal } from "../../src/problems.ts";
import { answerCooperation, newFormPage } from "../../src/steps/answer-cooperation.ts";
import { type MadeLink, makeCooperation, makeCooperationLinks } from "../../src/steps/change-cooperation.ts";
import { tick } from "../../src/timetable.ts";
import { makeClinic, type Username } from "../in-process.ts";
import { walk } from "./walk.ts";

const unitsOf = (party: Party, count: number) => Array.from({ length: count }, (_, at) => `${party} ${at}`).join("\n");

/** What each hidden sheet says: of the others, of the date, of a SIP, and in words. */
type Said = { readonly code: string; readonly date: string; readonly sip: string; readonly suggestion: string };

async function town(hidden: Said): Promise<Map<string, string>> {
  const { world, signedIn, accountOf } = await makeClinic({ seed: 5 });
  const lead = await accountOf("lena");
  const made = await makeCooperation(world, lead, {
    ...{ name: "Samverkan", opensOn: "2026-11-23", closesOn: "2026-11-29", county: "18" },
    units: {
      municipality: unitsOf("municipality", 12),
      "primary-care": unitsOf("primary-care", 2),
      hospital: unitsOf("hospital", 4),
    },
  });
  if (!("id" in made)) throw new Error(JSON.stringify(made));
  const all = await makeCooperationLinks(world, lead, made.id, { which: "missing", version: 1 });
  if (isRefusal(all)) throw new Error(all.refused);
  const base = `/samverkan/${made.id}`;
  const files = ["resultat.csv", "resultat.xlsx", "kodbok.csv", "rapport/1", "hantera"].map((end) => `${base}/${end}`);
  const looks = new Map<string, string>();
  const look = async (when: string) => {
    for (const name of ["lena", "adam", "anna"] satisfies Username[])
      for (const [path, page] of await walk(await signedIn(name), [...files, `/api${base}`]))
        if (path.includes("samverkan")) looks.set(`${when} ${name} ${path}`, page);
  };
  const answer = async ({ token, party }: MadeLink, { code, date, sip, suggestion }: Said) => {
    const about = Object.fromEntries(parties.filter((one) => one !== party).map((other) => [other, code]));
    const sheet = { about, date, times: date === "2" ? "1" : "", sip, suggestion, anyway: true };
    expect(await answerCooperation(world, token, newFormPage(world), sheet)).toBe("saved");
  };
  const of = (party: Party) => all.links.filter((link) => link.party === party);
  const night = async (date: string) => {
    for (const time of ["02:35", "03:05"]) {
      world.clock.set(instantOf(date, time));
      await tick(world, world.now());
    }
    world.clock.set(instantOf(date, "12:00"));
  };
  // Two units of the one party send much, four of the other a sheet each: too few units, and too few sheets.
  for (const link of of("primary-care")) for (let sheets = 6; sheets > 0; sheets -= 1) await answer(link, hidden);
  for (const link of of("hospital")) await answer(link, hidden);
  const told = (at: number): Said => ({
    code: at % 3 === 0 ? "3" : "1",
    date: at % 2 === 0 ? "1" : "2",
    sip: "2",
    suggestion: "",
  });
  for (const [at, link] of of("municipality").entries()) await answer(link, told(at));
  await look("the same day");
  await night("2026-11-24");
  await look("after a night");
  await night("2026-12-03");
  const lena = await signedIn("lena");
  await lena.post(`${base}/publicera`, { efter: "0" });
  await look("when it is over");
  world.close();
  return looks;
}

test("whatever a party of too few sheets or units has said, no page, file or published number is another", async () => {
  const one = await town({ code: "1", date: "1", sip: "1", suggestion: "Ring tidigare." });
  const other = await town({
    code: "4",
    date: "3",
    sip: "2",
    suggestion: "Bo på avdelning 4 svarar aldrig i telefon, och det är Bo som är felet.",
  });
  expect([...other.keys()]).toEqual([...one.keys()]);
  expect([...one].filter(([path, page]) => other.get(path) !== page).map(([path]) => path)).toEqual([]);
  const page = one.get("when it is over adam /samverkan/samverkan") ?? "";
  expect(page).toContain("av 12");
  expect(page).not.toContain("Ring tidigare");
  expect(one.has("when it is over lena /samverkan/samverkan/rapport/1")).toBe(true);
}, 120_000);
