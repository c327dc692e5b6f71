/** The robot dials the patient's own numbers that work and no others: a relative is nobody it can talk to about care. */
import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { placeCalls } from "../src/steps/place-calls.ts";
import { simulatedCarrier } from "../src/telephony/simulator.ts";
import { type Clinic, makeClinic, mobile, type Row } from "./in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

async function makeLine(row: Row = {}) {
  let carrier: ReturnType<typeof simulatedCarrier> | undefined;
  clinic = await makeClinic({
    carrierOf: (world) => {
      carrier = simulatedCarrier({
        ...{ publicUrl: world.config.baseUrl, secret: "a secret of the test", now: world.now, newId: world.newId },
        ...{ faults: {}, phoneOf: () => ({ does: "no-answer" as const }) },
        deliver: async ({ url, headers, body }) => {
          const answer = await clinic.app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        },
      });
      return carrier;
    },
  });
  const [id = ""] = await clinic.admit({ robotConsent: "ja", phone2: mobile(1), ...row });
  const anna = await clinic.signedIn("anna");
  const change = (gor: string, fields: Record<string, string>) =>
    anna.post(`/uppfoljningar/${id}/nummer`, { gor, ...fields });
  const dials = async () => {
    const before = carrier!.calls().length;
    await placeCalls(clinic.world);
    return carrier!
      .calls()
      .slice(before)
      .map(({ to }) => to);
  };
  return { id, anna, change, dials };
}

test("the first that works is rung, in the order that a coordinator has given", async () => {
  const { change, dials } = await makeLine();
  await change("upp", { nummer: "1.06.2" });
  expect(await dials()).toEqual(["+46701740606"]);
});

test("a dead number is never dialled, not even when a newer list names it again", async () => {
  const { anna, id, change, dials } = await makeLine();
  await change("fungerar-inte", { nummer: "0.05.2" });
  await clinic.admit({ robotConsent: "ja", track: "rött", phone2: mobile(1) });
  expect((await anna.get(`/uppfoljningar/${id}`)).text).toContain("Fungerar inte");
  expect(await dials()).toEqual(["+46701740606"]);
});

test("a number that was added in a call is dialled when the others are dead", async () => {
  const { change, dials } = await makeLine({ phone2: "" });
  await change("lagg-till", { nytt: "0980-319251", vems: "patient" });
  await change("fungerar-inte", { nummer: "0.05.2" });
  expect(await dials()).toEqual(["+46980319251"]);
});

test("a relative's is not dialled, also when it is the only one that works", async () => {
  const { change, dials } = await makeLine({ phone2: "" });
  await change("lagg-till", { nytt: "0980-319251", vems: "relative", relation: "granne" });
  await change("fungerar-inte", { nummer: "0.05.2" });
  expect(await dials()).toEqual([]);
  expect((await clinic.world.db.all(sql`select state from cases`))[0]).toEqual({ state: "planned" });
});

test("a number is not changed while the robot rings", async () => {
  const { change, dials } = await makeLine();
  expect(await dials()).toHaveLength(1);
  expect((await change("fungerar-inte", { nummer: "0.05.2" })).status).toBe(422);
});
