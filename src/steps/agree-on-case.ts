/**
 * What a coordinator agrees on or decides about a case without an attempt: a booked time, the parts of day that suit, a
 * skip, the language. One unit each: the case's columns and a line in its log. Saying the same twice changes nothing.
 */
import { readAvailability } from "../calls/appointments.ts";
import { addNumber, isLive, type KnownNumber, ownNumbers } from "../calls/numbers.ts";
import type { Policy } from "../calls/policy.ts";
import { policyFor } from "../calls/rules.ts";
import { type AgreedTime, bookTime, cancelTime, rememberAvailability, skip, unskip } from "../cases/agree.ts";
import { isRelation, type ProxyRelation, relationLabels } from "../cases/proxy.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import type { Account } from "../db/accounts.ts";
import { listColleagues, setSpoken } from "../db/agreements.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { type CaseFile, findCaseFile } from "../db/case-file.ts";
import { type CaseChange, changeCase, findDischarge, insertEvent } from "../db/cases.ts";
import { writeNumbers } from "../db/numbers.ts";
import { findPerson, writeNamedProxy } from "../db/people.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { findRules } from "../db/rules.ts";
import { readLanguage } from "../discharges/languages.ts";
import { readPhone } from "../discharges/phone.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { Statement, World } from "../world.ts";

/** What an act changes, and the line it leaves in the log. */
type Decided = {
  readonly changes: CaseChange;
  readonly kind: string;
  readonly detail?: string | null;
  readonly more?: readonly Statement[];
};

/** What a decision is made on: the case as it stands, when, and under which rules. */
type Desk = { readonly file: CaseFile; readonly now: number; readonly policy: Policy };

type Done = { readonly changed: boolean };

const act = (
  world: World,
  account: Account,
  caseId: string,
  decide: (desk: Desk) => Decided | Refusal | Promise<Decided | Refusal>,
): Promise<Done | Refusal> =>
  decidedAnew(async () => {
    const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
    const file = await findCaseFile(world.db, viewer, caseId);
    if (!file) return refuse("not-found");
    const now = world.now();
    const policy = policyFor(await findRules(world.db), file.row);
    const decided = await decide({ file, now, policy });
    if (isRefusal(decided)) return decided;
    const { changes, kind, detail = null, more = [] } = decided;
    if (more.length === 0 && isSame(file, changes)) return { changed: false };
    const written = await world.atomically([
      // Also when only something beside the case changes: whoever has decided on what stood there must look again.
      ...mustChange(changeCase(world.db, file.row, changes)),
      ...more,
      insertEvent(world.db, { id: world.newId(), caseId, at: now, kind, accountId: account.id, detail }),
    ]);
    return written === "done" ? { changed: true } : refuse("case-just-changed");
  });

const isSame = ({ row }: CaseFile, changes: CaseChange): boolean =>
  Object.entries(changes).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(row[name as keyof typeof row]),
  );

/** A time to ring, as it was typed. `forWhom`: an account of the unit, or null for anybody. */
export type TimeForm = {
  readonly at: number | null;
  readonly forWhom: string | null;
  readonly interpreterBooked: boolean;
};

export const bookCase = (world: World, account: Account, caseId: string, form: TimeForm) =>
  act(world, account, caseId, async ({ file, now, policy }) => {
    if (form.at === null) return refuse("appointment-needed");
    const forWhom = await colleague(world, file, form.forWhom);
    if (isRefusal(forWhom)) return forWhom;
    const time: AgreedTime & { appointmentAt: number } = {
      appointmentAt: form.at,
      appointmentFor: forWhom,
      interpreterAt: form.interpreterBooked ? form.at : keptInterpreter(file),
    };
    const changes = bookTime(file.facts, account.id, time, now, policy);
    if (isRefusal(changes)) return changes;
    return { changes, kind: file.row.appointmentAt === null ? "time-booked" : "time-moved", detail: String(form.at) };
  });

/** An interpreter who was booked stays booked for that time when the call is moved: somebody has to move that too. */
const keptInterpreter = ({ row }: CaseFile): number | null => (row.appointmentAt === null ? null : row.interpreterAt);

/** Only somebody who works with the case's unit can be given one of its times. */
async function colleague(world: World, file: CaseFile, id: string | null): Promise<string | null | Refusal> {
  if (id === null || id === "") return null;
  const known = (await listColleagues(world.db, file.row.unitId)).some((one) => one.id === id);
  return known ? id : refuse("appointment-for-unknown");
}

export const cancelBooking = (world: World, account: Account, caseId: string) =>
  act(world, account, caseId, ({ file, now, policy }) => {
    const changes = cancelTime(file.facts, account.id, now, policy);
    return isRefusal(changes) ? changes : { changes, kind: "time-cancelled" };
  });

/** `parts`: parts of day as the form sent them. */
export const setAvailability = (world: World, account: Account, caseId: string, parts: readonly string[]) =>
  act(world, account, caseId, ({ file }) => {
    const changes = rememberAvailability(file.facts, readAvailability(parts));
    return isRefusal(changes) ? changes : { changes, kind: "availability-set" };
  });

const longestNote = 300;

export type SkipForm = { readonly reason: string; readonly length: string; readonly note: string };

export const skipCase = (world: World, account: Account, caseId: string, form: SkipForm) =>
  act(world, account, caseId, ({ file, now, policy }) => {
    const note = form.note.trim();
    if (note.length > longestNote) return refuse("note-too-long", { limit: longestNote });
    if (isRepeatedSkip(file, now)) return { changes: {}, kind: "skipped" };
    const skipped = skip(file.facts, account.id, { ...form, note }, now, policy);
    if (isRefusal(skipped)) return skipped;
    return { changes: skipped.changes, kind: "skipped", detail: skipped.reason };
  });

/** A double click, or two colleagues who both passed over it: it is skipped already. */
const isRepeatedSkip = ({ row }: CaseFile, now: number): boolean =>
  row.state === "planned" && row.restBecause === "skipped" && (row.restUntil ?? 0) > now;

export const unskipCase = (world: World, account: Account, caseId: string) =>
  act(world, account, caseId, ({ file, now, policy }) => {
    const changes = unskip({ ...file.facts, restBecause: file.row.restBecause }, account.id, now, policy);
    return isRefusal(changes) ? changes : { changes, kind: "unskipped" };
  });

/** `language`: as it was typed; blank is Swedish. */
export type SpokenForm = { readonly language: string; readonly interpreter: boolean };

/** Sets what the patient speaks. The robot speaks Swedish alone, so it leaves the case, and a call that rings is cut. */
export const setLanguage = (world: World, account: Account, caseId: string, form: SpokenForm) =>
  act(world, account, caseId, async ({ file, now }) => {
    if (file.row.state === "closed") return refuse("case-closed");
    const language = readLanguage(form.language);
    if (language === undefined) return refuse("language-unreadable");
    const { interpreter } = form;
    const before = await findDischarge(world.db, caseId);
    if (before?.language === language && before.interpreter === interpreter)
      return { changes: {}, kind: "language-set" };
    const detail = `${language ?? "sv"}${interpreter ? " tolk" : ""}`;
    return {
      changes: {},
      kind: "language-set",
      detail,
      more: [setSpoken(world.db, caseId, { language, interpreter }, now)],
    };
  });

export type ProxyForm = { readonly name: string; readonly relation: string; readonly phone: string };

const longestName = 100;

/** The patient says who may answer. The number is not needed: whoever it is may sit beside the telephone. */
export const nameProxy = (world: World, account: Account, caseId: string, form: ProxyForm) =>
  act(world, account, caseId, async ({ file }) => {
    const { row, numbers } = file;
    if (row.state === "closed") return refuse("case-closed");
    const name = form.name.trim().replace(/\s+/g, " ");
    if (name === "" || name.length > longestName) return refuse("proxy-name-missing", { limit: longestName });
    if (!isRelation(form.relation)) return refuse("proxy-relation-needed");
    const said = relativesNumber(numbers, name, form.relation, form.phone);
    if (isRefusal(said)) return said;
    const before = await findPerson(world.db, { ...account, accountId: account.id, purpose: "call" }, caseId);
    if (!before) return refuse("not-found");
    const keyOf = keyedHash(world.config.secret, phoneKeyPurpose);
    const isKnown = before.proxyName === name && before.proxyRelation === relationLabels[form.relation].toLowerCase();
    if (isKnown && said.length === 0) return { changes: {}, kind: "proxy-named" };
    return {
      changes: {},
      kind: "proxy-named",
      more: [
        writeNamedProxy(world.db, { caseId, name, relation: form.relation }),
        ...(said.length > 0 ? writeNumbers(world.db, caseId, said, ownNumbers(numbers), keyOf) : []),
      ],
    };
  });

/** Their number beside the others; none when it was left blank or is known already. */
function relativesNumber(numbers: readonly KnownNumber[], name: string, relation: ProxyRelation, typed: string) {
  if (typed.trim() === "") return [];
  const phone = readPhone(typed);
  if (isRefusal(phone)) return refuse("number-unreadable");
  if (numbers.some((one) => isLive(one) && one.number === phone.e164)) return [];
  return addNumber(numbers, {
    ...{ number: phone.e164, whose: "relative", name },
    relation: relationLabels[relation].toLowerCase(),
  });
}
