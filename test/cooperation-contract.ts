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
import { isRefusal } from "../src/problems.ts";
import { answerCooperation, newFormPage } from "../src/steps/answer-cooperation.ts";
import {
  closeFinishedCooperations,
  type MadeLink,
  makeCooperation,
  makeCooperationLinks,
} from "../src/steps/change-cooperation.ts";
import { publishCooperation } from "../src/steps/publish-cooperation.ts";
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
