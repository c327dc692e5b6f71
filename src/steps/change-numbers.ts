/**
 * A coordinator adds a telephone number in the call, corrects one, changes their order, or says that one does not work.
 * What the newest list says is left as it is: what is said here counts before it (calls/numbers.ts).
 */
import {
  addNumber,
  correctNumber,
  dropNumber,
  findMarked,
  isLive,
  numbersOf,
  ownNumbers,
  raiseNumber,
  reviveNumber,
  type SaidNumber,
  type Whose,
} from "../calls/numbers.ts";
import { heldUntil } from "../calls/planner.ts";
import { refuseHeld } from "../cases/hold.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { findLiveCall } from "../db/calls.ts";
import { type CaseFile, findCaseFile } from "../db/case-file.ts";
import { changeCase, insertEvent, listEvents } from "../db/cases.ts";
import { writeNumbers } from "../db/numbers.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { findRules } from "../db/rules.ts";
import { readPhone } from "../discharges/phone.ts";
import { isRefusal, type ProblemCode, type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

/** `mark` says which number ({@link findMarked}); `number` is as a person types one. */
export type NumberAct =
  | {
      readonly kind: "add";
      readonly number: string;
      readonly whose: Whose | null;
      readonly name: string;
      readonly relation: string;
    }
  | { readonly kind: "correct"; readonly mark: string; readonly number: string }
  | { readonly kind: "raise" | "drop" | "revive"; readonly mark: string };

/** What stands in the case's log; never which number. */
const events = {
  add: "number-added",
  correct: "number-corrected",
  raise: "number-moved",
  drop: "number-dropped",
  revive: "number-revived",
} as const;

const longestText = 80;

/** Does one thing with a case's numbers. Saying it twice does it once. */
export const changeNumbers = (world: World, account: Account, caseId: string, act: NumberAct) =>
  decidedAnew(() => tryToChange(world, account, caseId, act));

async function tryToChange(
  world: World,
  account: Account,
  caseId: string,
  act: NumberAct,
): Promise<{ changed: boolean } | Refusal> {
  const { db } = world;
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const file = await findCaseFile(db, viewer, caseId);
  if (!file) return refuse("not-found");
  const now = world.now();
  const refusal = await refusedNow(world, file, account, now);
  if (refusal) return refusal;
  const said = decide(file, act, now);
  if (isRefusal(said)) return (await wasJustDone(world, file, account, act, now, said)) ? { changed: false } : said;
  if (said.length === 0) return { changed: false };
  const own = ownNumbers(afterwards(file, said));
  const event = { id: world.newId(), caseId, at: now, kind: events[act.kind], accountId: account.id };
  const written = await world.atomically([
    // Nothing but the version: whoever decided on the numbers as they were hears of it.
    ...mustChange(changeCase(db, file.row, {})),
    ...writeNumbers(db, caseId, said, own, keyedHash(world.config.secret, phoneKeyPurpose)),
    insertEvent(db, event),
  ]);
  if (written === "conflict") return refuse("case-just-changed");
  return { changed: true };
}

/** The telephone that is being rung is chosen by its place among the numbers. */
async function refusedNow(world: World, file: CaseFile, account: Account, now: number): Promise<Refusal | null> {
  const { row, facts } = file;
  if (row.state === "closed") return refuse("case-closed");
  const holdEnds = heldUntil(facts, (await findRules(world.db)).policy);
  if (holdEnds !== null && now < holdEnds && row.ownerId !== account.id) return refuseHeld(facts, now);
  return (await findLiveCall(world.db, row.id)) ? refuse("numbers-in-call") : null;
}

function decide({ numbers }: CaseFile, act: NumberAct, now: number): SaidNumber[] | Refusal {
  if (act.kind === "add") {
    const number = readTyped(act.number);
    if (isRefusal(number)) return number;
    const [name, relation] = [readText(act.name), readText(act.relation)];
    if (isRefusal(name)) return name;
    if (isRefusal(relation)) return relation;
    const { whose } = act;
    return whose === null ? refuse("number-whose-needed") : addNumber(numbers, { number, whose, name, relation });
  }
  const meant = findMarked(numbers, act.mark);
  if (!meant) return refuse("number-not-there");
  const { place } = meant;
  if (act.kind === "correct") {
    const right = readTyped(act.number);
    return isRefusal(right) ? right : correctNumber(numbers, place, right, now);
  }
  if (act.kind === "raise") return raiseNumber(numbers, place);
  if (act.kind === "drop") return dropNumber(numbers, place, now);
  return reviveNumber(numbers, place);
}

/** The sentences of lists speak of cells and columns. */
const sentences: Partial<Record<ProblemCode, ProblemCode>> = {
  "phone-foreign": "number-foreign",
  "phone-premium": "number-premium",
  "phone-area-code": "number-area-code",
  "phone-two-numbers": "number-two",
  "phone-letters": "number-letters",
};

function readTyped(text: string): string | Refusal {
  if (text.trim() === "") return refuse("number-missing");
  const read = readPhone(text);
  return isRefusal(read) ? refuse(sentences[read.refused] ?? "number-unreadable") : read.e164;
}

/** A name or what they are to the patient: no place for a number, which nobody would erase or mask there. */
function readText(text: string): string | null | Refusal {
  const tidy = text.trim().replace(/\s+/g, " ");
  if (tidy.length > longestText) return refuse("number-text-too-long", { limit: longestText });
  if (/\p{N}.*\p{N}/u.test(tidy)) return refuse("number-text-odd");
  return tidy === "" ? null : tidy;
}

const noList = { phones: [], proxyName: null, proxyPhone: null, proxyRelation: null };

/** All numbers once these are said. */
function afterwards({ numbers }: CaseFile, said: readonly SaidNumber[]) {
  const unsaid = numbers.filter((one) => said.every(({ number }) => number !== one.number));
  const place = (at: number) => ({ place: at, goneAt: null, goneBecause: null });
  return numbersOf(noList, [...unsaid.filter(isLive).map((one, at) => ({ ...one, ...place(at) })), ...said]);
}

/** The same click again, and what it asked for is so already. */
async function wasJustDone(
  world: World,
  { row }: CaseFile,
  account: Account,
  act: NumberAct,
  now: number,
  { refused }: Refusal,
): Promise<boolean> {
  if (refused !== "number-not-there" && refused !== "number-there-already") return false;
  return (await listEvents(world.db, row.id)).some(
    ({ kind, accountId, at }) => kind === events[act.kind] && accountId === account.id && now - at < 10_000,
  );
}
