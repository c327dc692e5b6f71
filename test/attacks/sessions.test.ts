/** Signing in, staying in and being put out: nobody gets in by a stolen, planted or finished session, or by guessing. */
import { afterEach, describe, expect, test } from "vitest";
import { keyedHash } from "../../src/crypto/keyed-hash.ts";
import { countFailure } from "../../src/db/accounts.ts";
import { accounts, sessions } from "../../src/db/identified.ts";
import { demoPassword } from "../../src/demo/people.ts";
import { type Client, type Clinic, makeClinic } from "../in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const cookie = "ringupp-demo";
const minute = 60_000;
const form = (anvandarnamn: string, losenord = demoPassword) => ({ anvandarnamn, losenord });
const isIn = async (client: Client) => (await client.get("/lista")).status === 200;
const signIn = async (username = "anna") => {
  const client = clinic.visitor();
  await client.post("/logga-in", form(username));
  return client;
};
const withCookie = (token: string) => {
  const client = clinic.visitor();
  client.cookies.set(cookie, token);
  return client;
};

describe("a session", () => {
  test("has a new id at sign-in: one that was planted, or was there before, is worth nothing afterwards", async () => {
    clinic = await makeClinic();
    const planted = withCookie("planted-by-somebody-else");
    await planted.post("/logga-in", form("anna"));
    expect(planted.cookies.get(cookie)).not.toBe("planted-by-somebody-else");
    expect(await isIn(planted)).toBe(true);
    expect(await isIn(withCookie("planted-by-somebody-else"))).toBe(false);

    const first = planted.cookies.get(cookie)!;
    await planted.post("/logga-in", form("bo"));
    expect(planted.cookies.get(cookie)).not.toBe(first);
    expect(await isIn(withCookie(first))).toBe(false);
    expect(await clinic.world.db.select().from(sessions)).toHaveLength(1);
  });

  test("is kept as a hash alone, so that a stolen database opens nothing", async () => {
    clinic = await makeClinic();
    const anna = await signIn();
    const token = anna.cookies.get(cookie)!;
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    const [row] = await clinic.world.db.select().from(sessions);
    expect(JSON.stringify(row)).not.toContain(token);
    expect(await isIn(withCookie(row!.tokenHash))).toBe(false);
  });

  test("is dead after signing out, also for whoever kept the cookie; the back button shows nothing", async () => {
    clinic = await makeClinic();
    const anna = await signIn();
    const token = anna.cookies.get(cookie)!;
    expect(await isIn(anna)).toBe(true);
    await anna.post("/logga-ut");
    expect(await isIn(anna)).toBe(false);
    expect(await isIn(withCookie(token))).toBe(false);
  });

  test("ends at once when the account is closed or gets a new password", async () => {
    clinic = await makeClinic();
    const adam = await clinic.signedIn("adam");
    for (const act of ["stang", "losenord"]) {
      const anna = await signIn();
      expect(await isIn(anna)).toBe(true);
      await adam.post(`/konton/account-anna/${act}`);
      expect([act, await isIn(anna)]).toEqual([act, false]);
      if (act === "stang") {
        expect(await isIn(await signIn())).toBe(false);
        await adam.post("/konton/account-anna/oppna");
        expect(await isIn(anna)).toBe(false);
      }
    }
    expect(await isIn(await signIn())).toBe(false);
  });

  test("sees no longer than its account's units as they are now", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const anna = await signIn();
    expect((await anna.get(`/uppfoljningar/${id}`)).status).toBe(200);
    await (await clinic.signedIn("adam")).post("/konton/account-anna/enheter", { enheter: ["psykiatri4"] });
    expect((await anna.get(`/uppfoljningar/${id}`)).status).toBe(404);
  });

  test("ends after an hour without a sign of life, and after twelve hours whatever happens", async () => {
    clinic = await makeClinic();
    const idle = await signIn();
    clinic.world.clock.advance(59 * minute);
    expect(await isIn(idle)).toBe(true);
    clinic.world.clock.advance(60 * minute);
    expect(await isIn(idle)).toBe(false);

    const busy = await signIn();
    for (let minutes = 0; minutes < 12 * 60 - 30; minutes += 30) {
      expect(await isIn(busy)).toBe(true);
      clinic.world.clock.advance(30 * minute);
    }
    expect(await isIn(busy)).toBe(true);
    clinic.world.clock.advance(30 * minute);
    expect(await isIn(busy)).toBe(false);
  });
});

describe("guessing", () => {
  test("tells nothing of which names exist, by words, status or headers", async () => {
    clinic = await makeClinic();
    await (await clinic.signedIn("adam")).post("/konton/account-bo/stang");
    const answers = await Promise.all(
      (["anna", "bo", "finns-inte"] as const).map((name) =>
        clinic.visitor().post("/logga-in", form(name, "helt fel lösenord")),
      ),
    );
    const bare = answers.map(({ status, text, headers }, at) => [
      status,
      text.replaceAll(`value="${["anna", "bo", "finns-inte"][at]}"`, ""),
      [...headers.keys()].sort(),
    ]);
    expect(bare[1]).toEqual(bare[0]);
    expect(bare[2]).toEqual(bare[0]);
    expect(answers[0]!.text).toContain("Användarnamnet eller lösenordet stämmer inte.");
    // The right password of a closed account says no more than a wrong one.
    const closed = await clinic.visitor().post("/logga-in", form("bo"));
    expect(closed.text).toContain("Användarnamnet eller lösenordet stämmer inte.");
  });

  test("is paused after eight tries, for names that exist and for those that do not, whatever else is typed", async () => {
    clinic = await makeClinic();
    for (const name of ["anna", "finns-inte"]) {
      const key = keyedHash(clinic.world.config.secret, "sign-in")(name);
      const at = clinic.world.wallNow();
      for (let count = 0; count < 7; count += 1) {
        await clinic.world.atomically([countFailure(clinic.world.db, key, at, at - 15 * minute)]);
      }
      expect((await clinic.visitor().post("/logga-in", form(name, "fel lösenord"))).status).toBe(422);
      const paused = await clinic.visitor().post("/logga-in", form(` ${name.toUpperCase()} `));
      expect(paused.status).toBe(429);
      expect(paused.text).toContain("Vänta 15 min och");
    }
    // Somebody else's success lifts nothing, and somebody else is not kept out.
    expect(await isIn(await signIn("bo"))).toBe(true);
    expect(await isIn(await signIn("anna"))).toBe(false);
    clinic.world.clock.advance(15 * minute + 1);
    expect(await isIn(await signIn("anna"))).toBe(true);
  });

  test("is paused also when all the guesses are sent at once", async () => {
    clinic = await makeClinic();
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, at) => clinic.visitor().post("/logga-in", form("anna", `gissning nummer ${at}`))),
    );
    expect(guesses.filter(({ status }) => status === 422).length).toBeLessThanOrEqual(8);
    expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(12);
  });

  test("two who sign in to one account at once both get in", async () => {
    clinic = await makeClinic();
    const both = await Promise.all([signIn(), signIn()]);
    expect(await Promise.all(both.map(isIn))).toEqual([true, true]);
  });
});

describe("where sign-in leads", () => {
  const elsewhere = [
    ...["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example"],
    ...["/%2F/evil.example", "/%5Cevil.example", "%2F%2Fevil.example", "/\t/evil.example", "/\n//evil.example"],
    ...[
      "javascript:alert(1)",
      "data:text/html,x",
      "/.//evil.example",
      "///evil.example",
      "/@evil.example",
      "//evil.example/..",
    ],
    ...["evil.example", "/lista?next=//evil.example", "/lista#@evil", "", "null", "undefined"],
  ];

  test("is a page of ours, whatever was asked for", async () => {
    clinic = await makeClinic();
    const anna = await clinic.signedIn("anna");
    for (const wanted of elsewhere) {
      const page = await anna.get(`/logga-in?vidare=${encodeURIComponent(wanted)}`);
      const raw = await anna.get(`/logga-in?vidare=${wanted.replace(/[\s#]/g, "")}`);
      for (const answer of [page, raw]) {
        expect(answer.status).toBe(303);
        const resolved = new URL(answer.location, "https://ringupp.example/logga-in");
        expect([wanted, resolved.origin]).toEqual([wanted, "https://ringupp.example"]);
      }
    }
    for (const wanted of elsewhere.slice(0, 2)) {
      const answer = await clinic.visitor().post("/logga-in", { ...form("anna"), vidare: wanted });
      expect(new URL(answer.location, "https://ringupp.example").origin).toBe("https://ringupp.example");
    }
    expect((await anna.get("/logga-in?vidare=/atgarder")).location).toBe("/atgarder");
  });

  test("is the page that one was sent away from, and never another site's", async () => {
    clinic = await makeClinic();
    const visitor = clinic.visitor();
    const sent = await visitor.get("//evil.example/uppfoljningar");
    expect(new URL(sent.location || "/", "https://ringupp.example").origin).toBe("https://ringupp.example");
    const away = await visitor.get("/uppfoljningar/abc/intervju");
    expect(away.location).toBe(`/logga-in?vidare=${encodeURIComponent("/uppfoljningar/abc/intervju")}`);
  });
});

test("no page of the accounts shows a password's hash, and a new password is shown once", async () => {
  clinic = await makeClinic();
  const adam = await clinic.signedIn("adam");
  const renewed = await adam.post("/konton/account-anna/losenord");
  const [password] = /[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}/.exec(renewed.text)!;
  for (const path of ["/konton", "/enheter", "/intag"]) {
    expect((await adam.get(path)).text).not.toMatch(new RegExp(`scrypt|${password}`));
  }
  const rows = JSON.stringify([await clinic.world.db.select().from(accounts), clinic.world.logged]);
  expect(rows).not.toContain(password);
  const anna = clinic.visitor();
  await anna.post("/logga-in", form("anna", password));
  expect(await isIn(anna)).toBe(true);
});
