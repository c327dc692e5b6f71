/**
 * Random discharges over random years, under random rules and with random attempts, agreements and wishes, planned one by
 * one and listed by the database: no eligible patient with a callable slot left is ever absent from every list, no
 * ineligible one is ever on any, and list and planner say the same in the same order. What is eligible is worked out here
 * once more, from slots laid out day by day, so that a fault of the planner's is not its own witness.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, holidayName, instantOf, type PartOfDay, partOfDay, weekdayOf } from "../src/calendar.ts";
import { noEvidence } from "../src/calls/disposition.ts";
import { outcomes } from "../src/calls/outcomes.ts";
import { placeOf } from "../src/calls/placing.ts";
import { compareOnList, planCase } from "../src/calls/planner.ts";
import type { Policy } from "../src/calls/policy.ts";
import { defaultRules, policyFor, type Rules } from "../src/calls/rules.ts";
import { callWindow, nextCallableMoment } from "../src/calls/window.ts";
import { recordOutcome } from "../src/cases/attempt.ts";
import type { CaseFacts } from "../src/cases/case.ts";
import { exampleCase } from "../src/cases/example.ts";
import { take } from "../src/cases/hold.ts";
import { replan } from "../src/cases/replan.ts";
import { cases, discharges } from "../src/db/identified.ts";
import { countWork, listWork } from "../src/db/work-list.ts";
import { isRefusal } from "../src/problems.ts";
import { seed } from "./chance.ts";
import { makeTestWorld } from "./world.ts";

const runs = 25;

const minute = 60_000;
const hour = 60 * minute;
const units = ["unit-1", "unit-2"];
const me = "anna";

// ── what is drawn ──

const days = fc.tuple(fc.nat(6), fc.nat(5)).map(([firstDay, more]) => ({ firstDay, lastDay: firstDay + more }));
const rules: fc.Arbitrary<Rules> = fc
  .record({
    routine: days,
    measurement: days,
    from: fc.constantFrom("07:00", "09:00", "09:30", "12:00", "13:00"),
    to: fc.constantFrom("12:00", "14:30", "16:00", "16:30", "19:00", "21:00"),
    weekends: fc.boolean(),
    maxAttempts: fc.integer({ min: 1, max: 6 }),
    maxAttemptsPerDay: fc.integer({ min: 1, max: 3 }),
    spacingHours: fc.integer({ min: 1, max: 8 }),
    holdMinutes: fc.integer({ min: 30, max: 300 }),
  })
  .filter(({ from, to }) => from < to)
  .map(({ routine, measurement, from, to, ...rest }) => ({
    ...defaultRules,
    policy: { ...defaultRules.policy, ...routine, ...rest, hours: { from, to } },
    windows: { routine, measurement },
  }));

const parts = fc.subarray<PartOfDay>(["forenoon", "afternoon", "evening"]);
const step = fc.record({
  /** Minutes after the one before. */
  after: fc.oneof(fc.nat(90), fc.nat(24 * 60)),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...outcomes.filter(({ pickable }) => pickable).map(({ code }) => code)) },
    { weight: 8, arbitrary: fc.constantFrom("no-answer" as const, "rejected" as const, "later" as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("skip" as const, "wish" as const, "hold" as const, "handed over" as const),
    },
  ),
  /** Minutes until an agreed time, or of a skip. */
  ahead: fc.nat(3 * 24 * 60),
  parts,
});
const patient = fc.record({
  discharged: fc.nat(5),
  state: fc.constantFrom("planned" as const, "planned" as const, "planned" as const, "optional" as const),
  measured: fc.boolean(),
  routine: fc.boolean(),
  wish: fc.option(parts),
  steps: fc.array(step, { maxLength: 8 }),
});
type Patient = typeof patient extends fc.Arbitrary<infer Drawn> ? Drawn : never;
const world = fc.record({
  firstDay: fc.nat(365 * 12).map((day) => addDays("2024-01-01", day)),
  rules,
  later: fc.option(rules),
  patients: fc.array(patient, { minLength: 5, maxLength: 25 }),
  looks: fc.array(fc.nat(12 * 24 * 60), { minLength: 4, maxLength: 8 }),
});

// ── what becomes of a patient ──

type Case = CaseFacts & {
  readonly id: string;
  readonly handedOverBecause: "person" | null;
  readonly dischargedOn: string;
};

function live(drawn: Patient, id: string, firstDay: string, ruled: Rules): Case {
  const dischargedOn = addDays(firstDay, drawn.discharged);
  const serves = { routine: drawn.routine || !drawn.measured, measurementId: drawn.measured ? "m" : null };
  const policy = policyFor(ruled, serves);
  const { opens, closes, firstCallAt, lastCallAt } = callWindow(dischargedOn, policy);
  let one: Case = {
    ...exampleCase({ ...serves, state: drawn.state, availability: drawn.wish }),
    ...{ opensOn: opens, closesOn: closes, firstCallAt, lastCallAt },
    ...{ id, dischargedOn, handedOverBecause: null },
  };
  const attemptedAt: number[] = [];
  let now = (firstCallAt ?? instantOf(opens, "09:00")) - 2 * hour;
  for (const { after, what, ahead, parts: suits } of drawn.steps) {
    now += after * minute;
    if (what === "wish") one = one.state === "closed" ? one : { ...one, availability: suits };
    else if (what === "skip") {
      if (planCase(one, now, policy).decision === "dial")
        one = { ...one, state: "planned", restUntil: now + ahead * minute, restBecause: "skipped" };
    } else if (what === "handed over") one = { ...one, handedOverBecause: "person" };
    else if (what === "hold") {
      const taken = take(one, ahead % 2 === 0 ? me : "bo", now, policy);
      if (!isRefusal(taken)) one = { ...one, ...taken };
    } else {
      // Half of them ring us, so that attempts lie at odd times too.
      const taken = take(one, "bo", now, policy, ahead % 2 === 0 ? "they-rang" : "we-ring");
      if (isRefusal(taken)) continue;
      const recorded = { accountId: "bo", outcome: what, note: "–", evidence: { ...noEvidence, numberLeft: true } };
      const wanted = what === "later" ? nextCallableMoment(now + ahead * minute, closes, policy) : null;
      const changes = recordOutcome(
        { ...one, ...taken, ownerId: "bo" },
        { ...recorded, appointmentAt: wanted, attemptedAt: [...attemptedAt, now] },
        now + 5 * minute,
        policy,
      );
      if (isRefusal(changes)) continue;
      attemptedAt.push(now);
      one = { ...one, ...changes };
    }
  }
  return one;
}

// ── who is eligible, worked out from slots ──

/** The hours of each callable day of the window, parted by part of day. */
function slotsOf({ opensOn, closesOn }: Case, { hours, weekends }: Policy) {
  const slots: { part: PartOfDay; from: number; to: number }[] = [];
  for (let date = opensOn; date <= closesOn; date = addDays(date, 1)) {
    if (holidayName(date) !== null || (!weekends && weekdayOf(date) > 5)) continue;
    const times = ["12:00", "16:00"].filter((time) => hours.from < time && time < hours.to);
    const bounds = [hours.from, ...times, hours.to].map((time) => instantOf(date, time));
    for (const [at, from] of bounds.slice(0, -1).entries())
      slots.push({ part: partOfDay(from), from, to: bounds[at + 1] ?? from });
  }
  return slots;
}

/** Where it belongs at an instant. */
function expected(one: Case, slots: ReturnType<typeof slotsOf>, now: number, policy: Policy): string {
  if (one.state === "closed" || one.state === "optional") return one.state;
  const isHeld = one.state === "held" && now < (one.ownedSince ?? 0) + policy.holdMinutes * minute;
  if (one.state === "held" && one.ownerId === me) return "callable";
  const ahead = slots.filter(({ to }) => to > now);
  if (ahead.length === 0) return "stopped";
  if (isHeld) return "waiting";
  const { appointmentAt: booked } = one;
  if (booked === null && one.attempts >= policy.maxAttempts) return "stopped";
  const from = Math.max(now, booked ?? one.restUntil ?? now);
  const left = ahead.filter(({ to }) => to > from);
  const suiting = booked === null && one.availability?.length ? one.availability : null;
  const wished = left.filter(({ part }) => suiting?.includes(part));
  const usable = wished.length > 0 ? wished : left;
  if (usable.length === 0) return "stopped";
  return usable.some((slot) => slot.from <= now && from <= now) ? "callable" : "waiting";
}

test("no eligible case with a slot left is absent from every list, no ineligible one is on any, and the order is the planner's", async () => {
  const home = makeTestWorld();
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(world, async ({ firstDay, rules: first, later, patients, looks }) => {
      const start = instantOf(firstDay, "00:00");
      const lived = patients.map((drawn, at) => live(drawn, `case-${String(at).padStart(2, "0")}`, firstDay, first));
      const ruled = later ?? first;
      const changedAt = start + 4 * 24 * hour;
      const all = later ? lived.map((one) => underNewRules(one, later, changedAt)) : lived;
      await store(home, all);
      const moments = [...looks.map((after) => start + after * minute), ...edgesOf(all)];
      for (const now of moments) {
        if (later && now < changedAt) continue;
        const question = { unitIds: units, accountId: me, now, policy: ruled.policy };
        const places = new Map<string, string>();
        for (const one of all) {
          const place = expected(one, slotsOf(one, ruled.policy), now, ruled.policy);
          places.set(one.id, place);
          seen.set(place, (seen.get(place) ?? 0) + 1);
          expect(placeOf(one, now, ruled.policy, me), `${one.id} at ${new Date(now).toISOString()}`).toBe(place);
          const plan = planCase(one, now, ruled.policy);
          if (plan.decision !== "wait" || plan.because === "held") continue;
          expect(plan.until).toBeGreaterThan(now);
          expect(planCase(one, plan.until, ruled.policy).decision, "what waits comes").toBe("dial");
        }
        const counts = await countWork(home.db, question);
        for (const view of ["callable", "waiting", "stopped", "optional"] as const) {
          const there = await listWork(home.db, { ...question, view, limit: 100, offset: 0 });
          const wanted = all.filter(({ id }) => places.get(id) === view).toSorted((a, b) => compareOnList(a, b, now));
          expect(
            there.map(({ case: row }) => row.id),
            `${view} at ${new Date(now).toISOString()}`,
          ).toEqual(wanted.map(({ id }) => id));
          expect(counts[view]).toBe(wanted.length);
        }
      }
    }),
    { numRuns: runs },
  );
  home.close();
  for (const place of ["callable", "waiting", "stopped", "optional", "closed"])
    expect(seen.get(place) ?? 0, `${place} was drawn (seed ${seed})`).toBeGreaterThan(3);
}, 120_000);

/** Just before and at the instants that decide something. */
function edgesOf(all: readonly Case[]): number[] {
  const edges = all.flatMap(({ firstCallAt, lastCallAt, restUntil, appointmentAt }) =>
    [firstCallAt, lastCallAt, restUntil, appointmentAt].filter((at) => at !== null),
  );
  const some = edges.filter((_, at) => at % 9 === 0).slice(0, 6);
  return some.flatMap((at) => [at - 1, at]);
}

function underNewRules(one: Case, wanted: Rules, now: number): Case {
  const changes = replan({ ...one, track: null, handedOverAt: null }, known(one), wanted, now);
  return { ...one, ...changes };
}

const known = ({ dischargedOn, routine }: Case) => ({ dischargedOn, chosen: routine, attempts: [] });

async function store({ db }: ReturnType<typeof makeTestWorld>, all: readonly Case[]): Promise<void> {
  await db.delete(cases);
  await db.delete(discharges);
  const where = { providerId: "p", county: "18", careType: "somatic", track: null } as const;
  for (const [at, { dischargedOn, ...one }] of all.entries()) {
    const unitId = units[at % 2] ?? "";
    await db.insert(cases).values({ ...one, ...where, unitId, dischargeUnitId: unitId });
    await db.insert(discharges).values({
      ...{ id: one.id, sourceId: "s", dischargeKey: one.id, contentKey: "", unitId, dischargedOn, careType: "somatic" },
      ...{ residence: "ordinary", status: "home", consent: "yes", robotConsent: false, protected: false },
      interpreter: false,
    });
  }
}
