/**
 * A no is final, whoever said it how: no door leads to the patient again, whether a coordinator rings by hand or by the
 * carrier, the robot rings, the patient rings us back, or a newer list comes (domain §6). A withdrawal that is phoned in is
 * registered whatever state the case is in, without an attempt.
 */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { placeCalls } from "../src/steps/place-calls.ts";
import { simulatedCarrier } from "../src/telephony/simulator.ts";
import { answerSheet, type Client, type Clinic, makeClinic, openInterview } from "./in-process.ts";

const made: Clinic[] = [];
afterEach(() => {
  for (const clinic of made.splice(0)) clinic.world.close();
});

const patient = "+46701740605";
const base = (id: string) => `/uppfoljningar/${id}`;

async function makeLine() {
  let clinic: Clinic | undefined;
  let carrier: ReturnType<typeof simulatedCarrier> | undefined;
  clinic = await makeClinic({
    carrierOf: (world) => {
      carrier = simulatedCarrier({
        ...{ publicUrl: world.config.baseUrl, secret: "a secret of the test", now: world.now, newId: world.newId },
        ...{ faults: {}, phoneOf: () => ({ does: "answers" as const, keys: ["1", "03", "1", "1"] }) },
        deliver: async ({ url, headers, body }) => {
          const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        },
      });
      return carrier;
    },
  });
  made.push(clinic);
  const { world } = clinic;
  await world.atomically([
    sql`update accounts set phone = '+46846500404'`,
    sql`update care_units set caller_id = '+46846500490'`,
  ]);
  const [id = ""] = await clinic.admit({ robotConsent: "ja" });
  const anna = await clinic.signedIn("anna");
  const voice = `${world.config.baseUrl}/rost`;
  const urls = { turn: `${voice}/in`, fallback: `${voice}/fel`, status: `${voice}/in/status` };
  const pass = async (minutes: number) => {
    const until = world.now() + minutes * 60_000;
    for (let next = carrier!.nextAt(); next !== null && next <= until; next = carrier!.nextAt()) {
      world.clock.set(Math.max(next, world.now()));
      await carrier!.run(next);
    }
    world.clock.set(until);
  };
  const rows = (query: ReturnType<typeof sql>) => world.db.all<Record<string, unknown>>(query);
  return { ...clinic, carrier: carrier!, id, anna, urls, pass, rows };
}
type Line = Awaited<ReturnType<typeof makeLine>>;

const record = (client: Client, id: string, utfall: string) =>
  client.post(`${base(id)}/utfall`, { utfall, bekraftat: "ja" });
const open = (client: Client, id: string) => client.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });

/** Who says no, and how. */
const noes: readonly (readonly [string, string, (line: Line) => Promise<unknown>])[] = [
  ...(["refused", "refused-by-guardian", "refused-heard", "withdrawn"] as const).map(
    (code) =>
      [
        code,
        code,
        async ({ anna, id }: Line) => {
          await open(anna, id);
          await record(anna, id, code);
        },
      ] as const,
  ),
  [
    "will-not-continue, in the interview",
    "will-not-continue",
    async ({ anna, id }) => {
      await openInterview(anna, id);
      await answerSheet(anna, id, "121");
      await anna.post(`${base(id)}/vill-inte`);
    },
  ],
  [
    "a relative, the second time",
    "refused-by-other",
    async ({ anna, id, world, signedIn }) => {
      await open(anna, id);
      await record(anna, id, "refused-by-other");
      world.clock.advance(24 * 60 * 60_000);
      const again = await signedIn("anna");
      await open(again, id);
      await record(again, id, "refused-by-other");
    },
  ],
  [
    "a patient who rang in to withdraw",
    "withdrawn",
    ({ anna, id }) => anna.post(`${base(id)}/sager-nej`, { bekraftat: "ja" }),
  ],
];

describe.each(noes)("after a no: %s", (_, disposition, say) => {
  test("no door leads to the patient", async () => {
    const line = await makeLine();
    const { id, rows } = line;
    await say(line);
    const standing = async () => JSON.stringify(await rows(sql`select * from cases`));
    const before = await standing();
    expect(JSON.parse(before)[0]).toMatchObject({ state: "closed", disposition });
    const calls = line.carrier.calls().length;

    const anna = await line.signedIn("anna");
    const bo = await line.signedIn("bo");
    for (const client of [anna, bo]) {
      const page = (await client.get(base(id))).text;
      expect(page).not.toMatch(/href="tel:|\/visa-nummer|\/borja|\/ring-upp|\/lat-roboten-ringa/);
      expect((await open(client, id)).text).toContain("redan avslutad");
      expect(
        (await client.post(`${base(id)}/borja`, { respondent: "patient", kontrollerad: "ja", sjalv: "ja" })).status,
      ).toBe(422);
      for (const act of ["ring-upp", "lat-roboten-ringa", "ta-med", "ta-over", "nummer"])
        expect([act, (await client.post(`${base(id)}/${act}`, { nummer: "0", gor: "upp" })).status]).toEqual([
          act,
          422,
        ]);
      for (const utfall of ["later", "no-answer", "broken-off"])
        expect((await client.post(`${base(id)}/utfall`, { utfall, tid: "2026-11-25T10:00" })).status).toBe(422);
    }
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    await line.pass(3);
    expect(line.carrier.calls().slice(calls)).toEqual([]);

    // The patient's own telephone rings us: no question is asked, and nothing is begun.
    line.carrier.callIn(patient, line.urls);
    await line.pass(3);
    expect(await rows(sql`select * from interviews`)).toEqual([]);
    // A newer list, as it was and changed.
    await line.admit({ robotConsent: "ja" });
    await line.admit({ robotConsent: "ja", track: "rött", phone2: "031-3900611" });
    expect(await standing()).toBe(before);
    for (let day = 0; day < 5; day += 1) {
      line.world.clock.advance(24 * 60 * 60_000);
      expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    }
    expect(await standing()).toBe(before);
  });
});

describe("a withdrawal that is phoned in", () => {
  const withdraw = (client: Client, id: string) => client.post(`${base(id)}/sager-nej`, { bekraftat: "ja" });
  const ended = async ({ rows }: Line) => [
    (await rows(sql`select disposition from cases`))[0]?.disposition,
    (await rows(sql`select * from attempts`)).length,
  ];

  test("is registered without an attempt, before anybody has rung, from where the search leads", async () => {
    const line = await makeLine();
    const found = (await line.anna.post("/lista/sok", { sok: "Åsa Ök" })).text;
    expect(found).toContain(`href="${base(line.id)}"`);
    expect((await line.anna.get(base(line.id))).text).toContain(`${base(line.id)}/sager-nej`);
    expect((await withdraw(line.anna, line.id)).status).toBe(303);
    expect(await ended(line)).toEqual(["withdrawn", 0]);
  });

  test("is registered on a case that is closed and not sealed, and counts before what stood there", async () => {
    for (const [code, attempts] of [
      ["refused", 1],
      ["bad-number", 1],
    ] as const) {
      const line = await makeLine();
      await open(line.anna, line.id);
      await record(line.anna, line.id, code);
      expect(await ended(line)).toEqual([code, attempts]);
      expect((await line.anna.get(base(line.id))).text).toContain(`${base(line.id)}/sager-nej`);
      expect((await withdraw(line.anna, line.id)).status).toBe(303);
      expect(await ended(line)).toEqual(["withdrawn", attempts]);
      // And what it replaced cannot be had back.
      expect((await line.anna.post(`${base(line.id)}/angra`)).status).toBe(422);
      expect(await ended(line)).toEqual(["withdrawn", attempts]);
    }
  });

  test("is not offered where the answers are sealed, and changes nothing there", async () => {
    const line = await makeLine();
    await openInterview(line.anna, line.id);
    await answerSheet(line.anna, line.id, "1212");
    await line.anna.post(`${base(line.id)}/utfall`, { utfall: "unable", anteckning: "Prövat.", bekraftat: "ja" });
    expect((await line.anna.get(base(line.id))).text).not.toContain("/sager-nej");
    await withdraw(line.anna, line.id);
    expect(await ended(line)).toEqual(["partial", 1]);
    expect(await line.rows(sql`select * from pending`)).toHaveLength(1);
  });
});
