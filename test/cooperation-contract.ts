/**
 * The whole life of a samverkansmätning as one function that is run on better-sqlite3 (cooperation.test.ts) and on D1 inside
 * workerd (cooperation.workers.test.ts): many units, links, answers that come at once, nights, the end and a published
 * number. And the sealing of what a patient has written and not sent, which each platform does with its own cryptography.
 */
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { instantOf } from "../src/calendar.ts";
import { type Party, parties } from "../src/cooperation/form.ts";
import { openDraft, sealDraft } from "../src/crypto/draft-key.ts";
import type { Account } from "../src/db/accounts.ts";
import { listSuggestions } from "../src/db/cooperation-answers.ts";
import { seededRandom } from "../src/demo/random.ts";
import { isRefusal } from "../src/problems.ts";
import { answerCooperation, newFormPage } from "../src/steps/answer-cooperation.ts";
import {
  closeCooperation,
  closeFinishedCooperations,
  type MadeLink,
  makeCooperation,
  makeCooperationLinks,
} from "../src/steps/change-cooperation.ts";
import { publishCooperation, removeSuggestion } from "../src/steps/publish-cooperation.ts";
import { readCooperationResult } from "../src/steps/read-cooperation.ts";
import { releaseCooperation } from "../src/steps/release-cooperation.ts";
import { type HomeOfWorld, type TestWorld, worldOver } from "./home-world.ts";

const lead = { id: "lena", role: "lead" } as unknown as Account;
/** More than D1 takes bound values for in one statement. */
const manyUnits = 100;
const unitsOf = (party: Party) => Array.from({ length: manyUnits }, (_, at) => `${party} ${at}`).join("\n");

/** `open` gives a migrated database that holds nothing yet. */
export function cooperationContract(name: string, open: () => Promise<HomeOfWorld>): void {
  describe(`samverkan on ${name}`, () => {
    let world: TestWorld;
    let id: string;
    let links: readonly MadeLink[];
    beforeEach(async () => {
      world = worldOver(await open());
      const made = await makeCooperation(world, lead, {
        ...{ name: "Samverkan", opensOn: "2026-11-23", closesOn: "2026-11-29", county: "18" },
        units: { municipality: unitsOf("municipality"), "primary-care": unitsOf("primary-care"), hospital: "Medicin" },
      });
      if (!("id" in made)) throw new Error(JSON.stringify(made));
      id = made.id;
      const all = await makeCooperationLinks(world, lead, id, { which: "missing", version: 1 });
      if (isRefusal(all)) throw new Error(all.refused);
      links = all.links;
    });

    const answer = ({ token, party }: MadeLink, page: string, code: string) => {
      const about = Object.fromEntries(parties.filter((one) => one !== party).map((other) => [other, code]));
      const sheet = { about, date: "1", times: "", sip: "2", suggestion: "", anyway: false };
      return answerCooperation(world, token, page, sheet);
    };
    const sixty = () => links.filter(({ party }) => party === "municipality").slice(0, 60);
    const answerAll = (from: readonly MadeLink[]) =>
      Promise.all(from.map((link, at) => answer(link, newFormPage(world), at % 3 === 0 ? "3" : "1")));

    test("two hundred links are made in one unit, and those made anew end the ones before them", async () => {
      expect(links).toHaveLength(2 * manyUnits + 1);
      const again = await makeCooperationLinks(world, lead, id, { which: "all", version: 2 });
      if (isRefusal(again)) throw new Error(again.refused);
      expect(await answer(links[0]!, newFormPage(world), "1")).toEqual({ why: "replaced" });
      expect(await answer(again.links[0]!, newFormPage(world), "1")).toBe("saved");
    });

    test("the same page that arrives three times at once is counted once, and colleagues' pages each", async () => {
      const page = newFormPage(world);
      const same = await Promise.all([1, 2, 3].map(() => answer(links[0]!, page, "1")));
      expect(same.toSorted()).toEqual(["repeated", "repeated", "saved"]);
      await Promise.all([1, 2].map(() => answer(links[0]!, newFormPage(world), "2")));
      const [sheets] = await world.db.all<{ n: number }>(
        sql`select count(*) as n from cooperation_waiting where question = 'sheets'`,
      );
      expect(sheets?.n).toBe(3);
    });

    test("answers leave in steps, all of them at the end, and a published number stands whatever comes", async () => {
      expect(await answerAll(sixty())).toEqual(Array(60).fill("saved"));
      await Promise.all([releaseCooperation(world), releaseCooperation(world)]);
      const running = await readCooperationResult(world, id);
      if (isRefusal(running)) throw new Error(running.refused);
      const seen = running.report.sheets.municipality ?? 0;
      expect(seen).toBeGreaterThanOrEqual(5);
      expect(seen).toBeLessThanOrEqual(55);
      expect(await answerAll(sixty())).toEqual(Array(60).fill("saved"));
      world.clock.set(instantOf("2026-12-03", "02:30"));
      expect(await closeFinishedCooperations(world)).toEqual({ closed: 1 });
      await releaseCooperation(world);
      const whole = await readCooperationResult(world, id);
      if (isRefusal(whole)) throw new Error(whole.refused);
      expect(whole.report).toMatchObject({ frozen: true, sheets: { municipality: 120, hospital: null } });
      expect(whole.report.matrix.municipality.hospital).toMatchObject({ positive: 80, answered: 120 });
      expect(await world.db.all(sql`select * from cooperation_waiting`)).toEqual([]);
      const read = (one: string) => readCooperationResult(world, one);
      const both = await Promise.all([1, 2].map(() => publishCooperation(world, lead, id, "", read)));
      expect(both.filter((one) => "number" in one)).toEqual([{ number: 1 }]);
      const [kept] = await world.db.all<{ report: string }>(sql`select report from cooperation_publications`);
      expect(JSON.parse(kept?.report ?? "")).toEqual(JSON.parse(JSON.stringify(whole.report)));
    });

    test("a suggestion that is taken away is gone from every published number, also when a number is published meanwhile", async () => {
      await answerAll(sixty());
      const [first] = sixty();
      const about = { "primary-care": "1", hospital: "3" };
      const sheet = { about, date: "1", times: "", sip: "2", suggestion: "Någon i receptionen", anyway: true };
      expect(await answerCooperation(world, first!.token, newFormPage(world), sheet)).toBe("saved");
      await closeCooperation(world, lead, id);
      await releaseCooperation(world);
      const read = (one: string) => readCooperationResult(world, one);
      for (const changed of ["", "Samma igen"]) await publishCooperation(world, lead, id, changed, read);
      const [suggestion] = await listSuggestions(world.db, id);
      const [removed] = await Promise.all([
        removeSuggestion(world, lead, id, suggestion!.id, "named"),
        publishCooperation(world, lead, id, "Och igen", read),
      ]);
      expect(removed).toEqual({ removed: true });
      const kept = await world.db.all<{ report: string }>(sql`select report from cooperation_publications`);
      expect(kept.length).toBeGreaterThanOrEqual(2);
      for (const { report } of kept) expect(report).not.toContain("Någon i receptionen");
    });

    test("the matrix and the dates come out as whoever has the sheets on paper counts them", async () => {
      const open = links.filter(({ party }) => party !== "hospital").filter((_, at) => at % 5 === 0);
      const random = seededRandom(11);
      const of = <Value>(...values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
      type OnPaper = { party: Party; about: Partial<Record<Party, string>>; date: string; times: string; sip: string };
      const paper: OnPaper[] = [];
      for (const link of [...open, ...open, ...open]) {
        const about = Object.fromEntries(
          parties.filter((one) => one !== link.party).map((other) => [other, of("1", "2", "2", "3", "4", "7")]),
        );
        const sheet = { about, date: of("1", "1", "2", "3", "8"), times: of("", "1", "2"), sip: of("1", "2", "8") };
        paper.push({ party: link.party, ...sheet });
        const sent = await answerCooperation(world, link.token, newFormPage(world), {
          ...{ ...sheet, suggestion: "", anyway: false },
        });
        expect(sent).toBe("saved");
      }
      await closeCooperation(world, lead, id);
      await releaseCooperation(world);
      const result = await readCooperationResult(world, id);
      if (isRefusal(result)) throw new Error(result.refused);
      const { report } = result;
      const told = (answers: readonly string[], counted: readonly string[], all: readonly string[]) => {
        const answered = answers.filter((one) => all.includes(one)).length;
        const positive = answers.filter((one) => counted.includes(one)).length;
        return { hidden: null, positive, answered };
      };
      const satisfied = (by: Party, about: Party) =>
        told(
          paper.filter(({ party }) => party === by).map((sheet) => sheet.about[about] ?? ""),
          ["1", "2"],
          ["1", "2", "3", "4"],
        );
      for (const by of ["municipality", "primary-care"] as const) {
        const own = paper.filter(({ party }) => party === by);
        expect(report.sheets[by]).toBe(own.length);
        const both = parties.filter((about) => about !== by).map((about) => satisfied(by, about));
        for (const about of parties.filter((one) => one !== by))
          expect(report.matrix[by][about]).toMatchObject(satisfied(by, about));
        expect(report.byParty[by]).toMatchObject({
          positive: both[0]!.positive + both[1]!.positive,
          answered: both[0]!.answered + both[1]!.answered,
        });
        const dates = own.map(({ date }) => date);
        expect(report.date[by]).toMatchObject(told(dates, ["2", "3"], ["1", "2", "3"]));
        const changed = own.filter(({ date }) => date === "2" || date === "3").map(({ times }) => times);
        expect(report.times[by]).toMatchObject(told(changed, ["2"], ["1", "2"]));
        const sips = own.map(({ sip }) => sip);
        expect(report.sip[by]).toMatchObject(told(sips, ["1"], ["1", "2"]));
      }
      // Nobody of slutenvården has answered: it is spoken of, and counts in nothing.
      const hospital = [satisfied("municipality", "hospital"), satisfied("primary-care", "hospital")] as const;
      const [positive, answered] = [
        hospital[0].positive + hospital[1].positive,
        hospital[0].answered + hospital[1].answered,
      ];
      const { aboutParty } = report;
      expect(aboutParty.hospital).toMatchObject({ positive, answered });
      // Wilson's interval with his own formula, from the counts on paper.
      const [share, z] = [positive / answered, 1.959963984540054];
      const middle = (share + z ** 2 / (2 * answered)) / (1 + z ** 2 / answered);
      const half =
        (z * Math.sqrt((share * (1 - share)) / answered + z ** 2 / (4 * answered ** 2))) / (1 + z ** 2 / answered);
      const interval = aboutParty.hospital.hidden === null ? aboutParty.hospital.interval : [0, 0];
      expect(interval[0]).toBeCloseTo(middle - half, 6);
      expect(interval[1]).toBeCloseTo(middle + half, 6);
      expect(report.byParty.hospital).toEqual({ hidden: "units" });
    });

    test("what a patient has not sent can be opened by the browser that wrote it, and by nothing else", async () => {
      const keeper = { secret: "installation", browser: "cookie", version: 7 };
      const sealed = await sealDraft(keeper, "Åsa är trygg");
      expect(sealed).toMatch(/^7:[0-9a-f]+$/);
      expect(await openDraft(keeper, sealed)).toBe("Åsa är trygg");
      expect(await openDraft({ ...keeper, browser: "another" }, sealed)).toBeNull();
      expect(await openDraft({ ...keeper, secret: "another" }, sealed)).toBeNull();
      expect(await openDraft(keeper, sealed.replace("7:", "8:"))).toBeNull();
    });
  });
}
