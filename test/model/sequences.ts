/**
 * Sequences of acts over the real program, drawn by fast-check, each held against the promises after every act and at
 * its end. Several test files run a share each (share.ts).
 */
import fc from "fast-check";
import type { Spoken } from "../../src/telephony/carrier.ts";
import type { Temperament } from "../../src/telephony/simulator.ts";
import { type Act, carryOut, news, outcomes, type Stage } from "./acts.ts";
import { openChecks } from "./checks.ts";
import { numbers, openStore, ownPhones, patientRows, type Season, seasons, seedClinic, staff } from "./clinic.ts";
import { openLedger } from "./ledger.ts";
import { type Misfortune, openSystem, type System } from "./system.ts";

/** What a share of the sequences dwells on. */
export type Emphasis = "carrier" | "desk" | "knife" | "clock";

// ── who answers ──

type Phone =
  | { readonly does: "answers"; readonly slips: readonly string[]; readonly hangsUpAtTurn: number | null }
  | { readonly does: "busy" | "no-answer" | "rejects" | "dead-number" | "machine" | "unknown-machine" | "by-hand" };

const key = fc.constantFrom(..."0123456789*#", "");
/** "+" goes the way that leads on; anything else is pressed instead. */
const slip = fc.oneof({ weight: 9, arbitrary: fc.constant("+") }, { weight: 1, arbitrary: key });
const phone: fc.Arbitrary<Phone> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant("answers" as const),
      slips: fc.array(slip, { maxLength: 12 }),
      hangsUpAtTurn: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom("busy", "no-answer", "rejects", "dead-number", "machine", "unknown-machine"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("by-hand" as const) }) },
);

/** `birthday`: two digits. Answers differ by turn, so that one in the wrong place is seen. */
function temperamentOf(given: Phone, birthday: string): Temperament {
  if (given.does === "machine") return { does: "voicemail", detectedAs: "machine" };
  if (given.does === "unknown-machine") return { does: "voicemail", detectedAs: "unknown" };
  if (given.does !== "answers") return { does: given.does };
  const keys = ({ lines }: Spoken, turn: number): string => {
    const pressed = given.slips[turn - 1] ?? "+";
    if (pressed !== "+") return pressed;
    const ids = lines.map((line) => ("say" in line ? (line.promptId ?? "") : "")).join(" ");
    if (ids.includes("birthday")) return birthday;
    if (ids.includes("step:")) return ids.includes(":plan") ? String(1 + (turn % 2)) : String(1 + (turn % 4));
    return ids.includes("help") ? "2" : "1";
  };
  return {
    ...{ does: "answers", keys, afterSeconds: 4 },
    ...(given.hangsUpAtTurn === null ? {} : { hangsUpAtTurn: given.hangsUpAtTurn }),
  };
}

// ── what goes wrong ──

const calmly = { weight: 12, arbitrary: fc.constant(null) };
const misfortune = (emphasis: Emphasis): fc.Arbitrary<Misfortune> => {
  const often = emphasis === "carrier" ? 6 : 1;
  return fc.record({
    place: fc.array(
      fc.oneof(calmly, {
        weight: often,
        arbitrary: fc.constantFrom(
          ...(["reply-lost", "lost-on-the-way", "too-many", "unavailable", "bad-number"] as const),
          ...(["unreachable", "credentials", "reply-lost", "lost-on-the-way"] as const),
        ),
      }),
      { maxLength: 6 },
    ),
    deliver: fc.array(
      fc.oneof(
        { weight: 14, arbitrary: fc.constant([0]) },
        {
          weight: often * 2,
          arbitrary: fc.constantFrom<readonly number[]>([0, 0], [0, 1], [0, 240], [2], [5, 0], [20], [0, 4000], []),
        },
      ),
      { maxLength: 9 },
    ),
    ask: fc.array(
      fc.oneof(calmly, { weight: often, arbitrary: fc.constantFrom("unknown" as const, "slow-down" as const) }),
      { maxLength: 5 },
    ),
    queueSeconds: fc.constantFrom(1, 1, 1, 30, 600),
  });
};

// ── what happens ──

const patient = fc.nat({ max: 4 });
const actsOf = (emphasis: Emphasis): fc.Arbitrary<Act> => {
  const weigh = (usual: number, when: Emphasis, then: number) => (emphasis === when ? then : usual);
  const pass = fc.record({
    do: fc.constant("pass" as const),
    minutes: fc.constantFrom(0.05, 0.2, 0.5, 1, 2, 5, 15, 40, ...(emphasis === "clock" ? [180, 700, 1440] : [240])),
  });
  const clockwork = fc.record({ do: fc.constantFrom("place", "place", "reconcile", "put-down", "tick") });
  const desk = fc.record({
    ...{ do: fc.constant("desk" as const), who: fc.constantFrom(...staff), patient },
    what: fc.constantFrom(
      ...(["open", "begin", "begin", "talk", "talk", "talk", "let-go", "withdraw", "stop"] as const),
      ...(["ring-up", "ring-up", "hand-to-robot", "hand-to-robot", "take-over"] as const),
      ...outcomes,
    ),
    digits: fc.string({ unit: fc.constantFrom(..."12348"), maxLength: 9 }),
  });
  // What a bridge and a handing over begin with: the page is open.
  const ringsUp = desk.map((act): Act => ({ ...act, what: "open-and-ring-up" as const }));
  const hands = desk.map((act): Act => ({ ...act, what: "open-and-hand" as const }));
  const list = fc.record({ do: fc.constant("list" as const), patient, says: fc.constantFrom(...news) });
  const inHand = fc.record({
    ...{ do: fc.constant("phone" as const), line: fc.nat({ max: 3 }) },
    what: fc.constantFrom("answer", "answer", "machine", "decline", "hang-up", "1", "1", "11", "12", "3", "*", "0"),
  });
  const ringsUs = fc.record({ do: fc.constant("ring-us" as const), patient });
  const again = fc.record({
    ...{ do: fc.constant("again" as const), webhook: fc.nat({ max: 199 }) },
    digits: fc.option(key, { freq: 2 }),
  });
  const guess = fc.record({
    ...{ do: fc.constant("guess" as const), webhook: fc.nat({ max: 9 }), digits: fc.constantFrom("1", "2", "3", "11") },
  });
  const switched = fc.record({ do: fc.constant("switch" as const), on: fc.boolean() });
  const clock = fc.record({ do: fc.constant("clock" as const), hours: fc.constantFrom(-1, 1, -0.5, 0.02, -0.02) });
  const single: fc.Arbitrary<Act> = fc.oneof(
    { weight: 6, arbitrary: pass },
    { weight: 4, arbitrary: clockwork },
    { weight: weigh(3, "desk", 7), arbitrary: desk },
    { weight: 1, arbitrary: list },
    { weight: 3, arbitrary: inHand },
    { weight: 1, arbitrary: ringsUs },
    { weight: weigh(1, "carrier", 3), arbitrary: again },
    { weight: 1, arbitrary: guess },
    { weight: 1, arbitrary: switched },
    { weight: weigh(0, "clock", 2), arbitrary: clock },
    { weight: weigh(2, "desk", 5), arbitrary: ringsUp },
    { weight: 1, arbitrary: hands },
  );
  const during = fc.oneof(pass, clockwork, clockwork, desk, list, ringsUs, switched, ringsUp, hands);
  const killed = fc.record({
    ...{ do: fc.constant("killed" as const), after: fc.nat({ max: 5 }) },
    ...{ side: fc.constantFrom("before" as const, "after" as const), during },
  });
  const taking = desk.map((act): Act => ({ ...act, what: act.digits.length % 2 === 0 ? "open" : "begin" }));
  const leaving = desk.map((act): Act => ({ ...act, what: "withdraw" }));
  const dispatch = fc.constant<Act>({ do: "place" });
  const together = fc.record({
    do: fc.constant("together" as const),
    // Time passes in one of them at most. The second kind is the race for one case.
    acts: fc.oneof<fc.Arbitrary<readonly Act[]>[]>(
      fc.tuple(fc.oneof(pass, clockwork, desk), fc.oneof(clockwork, desk, list, again, ringsUs)),
      fc.tuple(dispatch, fc.oneof(taking, taking, dispatch, leaving), taking),
    ),
    mix: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 }),
  });
  return fc.oneof(
    { weight: 8, arbitrary: single },
    { weight: weigh(1, "knife", 5), arbitrary: killed },
    { weight: weigh(1, "desk", 4), arbitrary: together },
  );
};

// ── a sequence ──

const setUpOf = (emphasis: Emphasis) =>
  fc.record({
    season: fc.constantFrom<Season>(...(Object.keys(seasons) as Season[])),
    start: fc.nat({ max: 2 }),
    seed: fc.nat(),
    misfortune: misfortune(emphasis),
    phones: fc.array(fc.array(phone, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
    ownPhone: fc.oneof(
      { weight: 4, arbitrary: fc.constant<Temperament>({ does: "answers", afterSeconds: 3, keys: ["1", "1"] }) },
      { weight: 1, arbitrary: fc.constant<Temperament>({ does: "answers", keys: [], talksSeconds: 30 }) },
      { weight: 1, arbitrary: fc.constantFrom<Temperament>({ does: "no-answer" }, { does: "busy" }) },
      { weight: 2, arbitrary: fc.constant<Temperament>({ does: "by-hand" }) },
    ),
  });

type SetUp = ReturnType<typeof setUpOf> extends fc.Arbitrary<infer T> ? T : never;

const clinics = new Map<Season, ReturnType<typeof openSeason>>();
const openSeason = async (season: Season) => {
  const { bytes, caseIds } = await seedClinic(season);
  return { store: openStore(bytes), caseIds };
};
const clinicOf = (season: Season) => {
  const known = clinics.get(season) ?? openSeason(season);
  clinics.set(season, known);
  return known;
};

async function openStage({ season, start, seed, misfortune, phones, ownPhone }: SetUp) {
  const { store, caseIds } = await clinicOf(season);
  let system: System | undefined;
  const ledger = openLedger(() => system!);
  const [wallNow, ...later] = seasons[season].starts.map((text) => Date.parse(text)) as [number, ...number[]];
  const startsAt = [wallNow, ...later][start]!;
  const given = { startsAt, wallNow, seed, misfortune, watcher: ledger.watcher };
  system = await openSystem(store, {
    ...given,
    phoneOf: (to, time) => {
      if (Object.values<string>(ownPhones).includes(to)) return ownPhone;
      const at = Math.max(0, (numbers as readonly string[]).indexOf(to));
      const list = phones[at]!;
      // Of the two with one telephone, now one answers and now the other.
      const birthday = String(11 + at + (at === 3 ? time % 2 : 0));
      return temperamentOf(list[Math.max(0, time) % list.length]!, birthday);
    },
  });
  const source = { id: "journal", providerId: "region" };
  const stage: Stage = { system, ledger, caseIds, rows: patientRows(season), source };
  return { stage, checks: openChecks(system, ledger) };
}

/** Lets everything come to its end, and looks. */
async function comeToTheEnd({ stage, checks }: Awaited<ReturnType<typeof openStage>>): Promise<void> {
  const { system, ledger } = stage;
  system.calmDown();
  await system.revive();
  await system.step((world) => world.atomically([]));
  ledger.raw().prepare("insert or replace into settings values ('robot', 'off')").run();
  for (const minutes of [26, 40]) {
    await system.pass(minutes * 60_000, minutes - 2);
    checks.afterAct();
  }
  await system.pass(ledger.afterEverything() - system.now(), 48 * 60);
  await system.pass(3 * 3_600_000, 80);
  checks.afterAct();
  checks.atTheEnd();
  // A day in the carrier's books, and until the night after it.
  await system.pass(52 * 3_600_000, 13 * 60);
  checks.afterAct();
  checks.atTheCarrier();
}

/**
 * Runs a share of the sequences. Gives how many ran, and what was broken with the way to repeat it, or null. `path` is the
 * number of the sequence that broke something: it alone is run, and shrunk again.
 */
export async function runSequences(emphasis: Emphasis, numRuns: number, seed: number, path?: string) {
  const commands = fc.commands(
    [
      actsOf(emphasis).map(
        (act): fc.AsyncCommand<object, Awaited<ReturnType<typeof openStage>>> => ({
          check: () => true,
          run: async (_, { stage, checks }) => {
            await carryOut(stage, act);
            await stage.system.revive();
            checks.afterAct();
          },
          toString: () => JSON.stringify(act),
        }),
      ),
    ],
    { maxCommands: 12, size: "max" },
  );
  const property = fc.asyncProperty(setUpOf(emphasis), commands, async (setUp, acts) => {
    const opened = await openStage(setUp);
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: opened }), acts);
      await comeToTheEnd(opened);
    } finally {
      opened.stage.system.close();
    }
  });
  const result = await fc.check(property, { numRuns, seed, ...(path ? { path } : {}) });
  const repeat = `RINGUPP_SEED=${seed} RINGUPP_PATH=${result.counterexamplePath?.split(":")[0]}`;
  const broken = `${repeat}\n${result.errorInstance}\n${fc.defaultReportMessage(result)}`;
  return { ran: result.numRuns, broken: result.failed ? broken : null };
}
