import { afterEach, describe, expect, test } from "vitest";
import { type Clinic, dump, makeClinic } from "../../test/in-process.ts";
import { accounts } from "../db/identified.ts";
import { demoPassword, demoPasswordHash } from "../demo/people.ts";
import { checkSignIn } from "./sign-in.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());
const minute = 60_000;

describe("a sign-in", () => {
  test("is by name in any case and by the exact password", async () => {
    clinic = await makeClinic();
    expect(await checkSignIn(clinic.world, { username: " ANNA ", password: demoPassword })).toEqual({
      accountId: "account-anna",
    });
    const wrong = await checkSignIn(clinic.world, { username: "anna", password: `${demoPassword} ` });
    expect(wrong).toEqual({ refused: "sign-in-wrong" });
    for (const typed of [
      { username: "", password: "x" },
      { username: "anna", password: "" },
    ]) {
      expect(await checkSignIn(clinic.world, typed)).toEqual({ refused: "sign-in-blank" });
    }
  });

  test("costs as much for a name that does not exist as for one that does, and next to nothing in the pause", async () => {
    clinic = await makeClinic();
    // Those of the tests are hashed at next to no cost.
    await clinic.world.db.update(accounts).set({ passwordHash: demoPasswordHash });
    // The processor's own time: what else the machine does is no part of it.
    const cost = async (username: string) => {
      const start = process.cpuUsage();
      await checkSignIn(clinic.world, { username, password: "helt fel" });
      return process.cpuUsage(start).user;
    };
    const best = async (name: string) => Math.min(await cost(name), await cost(name), await cost(name));
    const [known, unknown] = [await best("anna"), await best("finns-inte")];
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
    for (let count = 0; count < 6; count += 1) await cost("anna");
    expect(await best("anna")).toBeLessThan(known / 3);
  });

  test("that succeeds forgets the failures before it; a pause is not made longer by trying on", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    const attempt = (password: string) => checkSignIn(world, { username: "anna", password });
    await attempt("fel");
    await attempt(demoPassword);
    expect((await dump(world, ["sign_in_failures"])).sign_in_failures).toEqual([]);
    await Promise.all(Array.from({ length: 12 }, () => attempt("fel")));
    world.clock.advance(10 * minute);
    expect(await attempt(demoPassword)).toEqual({ refused: "sign-in-paused", details: { minutes: 5 } });
    world.clock.advance(5 * minute + 1);
    expect(await attempt(demoPassword)).toEqual({ accountId: "account-anna" });
  });

  test("keeps neither the typed name nor the password", async () => {
    clinic = await makeClinic();
    await checkSignIn(clinic.world, { username: "mitt-hemliga-lösenord", password: "mitt-namn" });
    expect(JSON.stringify([await dump(clinic.world, ["sign_in_failures"]), clinic.world.logged])).not.toMatch(
      /hemliga|mitt-namn/,
    );
  });
});
