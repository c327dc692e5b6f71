import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { type Clinic, dump, makeClinic, openInterview } from "../../test/in-process.ts";
import type { State } from "../surveys/interview.ts";
import { beginInterview, findHeldInterview, hear } from "./hold-interview.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

async function begun() {
  clinic = await makeClinic();
  const [id] = await clinic.admit({});
  await openInterview(await clinic.signedIn("anna"), id!);
  return { id: id!, anna: await clinic.accountOf("anna"), world: clinic.world };
}
const state = async (): Promise<State> => {
  const [row] = await clinic.world.db.all<{ state: string }>(sql`select state from interviews`);
  return JSON.parse(row!.state) as State;
};
const codes = async () =>
  Object.entries((await state()).answers).map(([key, answer]) => [key, "code" in answer ? answer.code : answer.text]);

describe("beginning", () => {
  test("twice at once begins one interview, and neither click is told off", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const anna = await clinic.accountOf("anna");
    const said = { respondent: "patient", checked: true } as const;
    const both = await Promise.all([1, 2].map(() => beginInterview(clinic.world, anna, id!, said)));
    expect(both).toEqual([{ begun: true }, { begun: true }]);
    expect((await dump(clinic.world, ["interviews"])).interviews).toHaveLength(1);
  });

  test("needs consent, a look in the journal and somebody who answers", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit({});
    const [quiet] = await clinic.admit({ dischargeRef: "U2", patientRef: "P2", consent: "nej" });
    const anna = await clinic.accountOf("anna");
    const begin = (which: string, respondent: "patient" | null, checked: boolean) =>
      beginInterview(clinic.world, anna, which, { respondent, checked });
    const refusals = [
      await begin(quiet!, "patient", true),
      await begin(id!, "patient", false),
      await begin(id!, null, true),
    ];
    expect(refusals.map((one) => ("refused" in one ? one.refused : one)).sort()).toEqual([
      "journal-check-needed",
      "respondent-needed",
      "survey-not-consented",
    ]);
    expect((await dump(clinic.world, ["interviews"])).interviews).toEqual([]);
  });
});

describe("an answer", () => {
  test("sent twice at once stands once and moves the interview one step", async () => {
    const { id, anna, world } = await begun();
    await Promise.all([1, 2].map(() => hear(world, anna, id, { kind: "choice", code: 2 }, "delaktighet")));
    expect(await codes()).toEqual([["delaktighet", 2]]);
    expect((await state()).at).toBe("onskemal");
  });

  test("from an old page lands at the question it was given to, and the interview stays where it is", async () => {
    const { id, anna, world } = await begun();
    for (const [at, code] of [
      ["delaktighet", 1],
      ["onskemal", 2],
      ["information", 3],
    ] as const) {
      await hear(world, anna, id, { kind: "choice", code }, at);
    }
    await hear(world, anna, id, { kind: "choice", code: 4 }, "onskemal");
    expect(await codes()).toEqual(
      expect.arrayContaining([
        ["delaktighet", 1],
        ["onskemal", 4],
        ["information", 3],
      ]),
    );
    expect((await state()).at).toBe("plan");
  });

  test("to all questions at once, from several windows, is kept whole", async () => {
    const { id, anna, world } = await begun();
    const steps = ["delaktighet", "onskemal", "information", "samordning", "trygghet"];
    const sent = steps.map((step) =>
      hear(world, anna, id, { kind: "answerAt", step, meaning: { kind: "choice", code: 1 } }),
    );
    expect((await Promise.all(sent)).filter((one) => "refused" in one)).toEqual([]);
    expect((await codes()).map(([key]) => key).sort()).toEqual([...steps].sort());
  });

  test("by someone who does not hold the case is refused and leaves no trace", async () => {
    const { id, world } = await begun();
    const before = await dump(world, ["interviews", "events"]);
    const heard = { kind: "choice", code: 1 } as const;
    expect(await hear(world, await clinic.accountOf("bo"), id, heard)).toEqual({ refused: "case-not-held" });
    expect(await hear(world, await clinic.accountOf("karin"), id, heard)).toEqual({ refused: "not-found" });
    expect(await dump(world, ["interviews", "events"])).toEqual(before);
  });

  test("leaves no answer in the log of events", async () => {
    const { id, anna, world } = await begun();
    await hear(world, anna, id, { kind: "choice", code: 3 }, "delaktighet");
    expect(JSON.stringify([await dump(world, ["events"]), world.logged])).not.toMatch(/delaktighet|"code"/);
  });
});

test("a turn that ends the call with a no writes nothing by itself: the case must change in the same unit", async () => {
  const { id, anna, world } = await begun();
  const before = await dump(world, ["interviews", "cases"]);
  const turn = await hear(world, anna, id, { kind: "stop" });
  expect(turn).toMatchObject({ state: { ended: "will-not-continue" } });
  expect(await dump(world, ["interviews", "cases"])).toEqual(before);
  expect(await findHeldInterview(world, anna, id)).toMatchObject({ state: { ended: null } });
});
