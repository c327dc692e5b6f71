/**
 * Units: adding one and changing one. A list that is taken in finds its unit by name or by code, so no two units of a
 * provider may answer to the same word; and whoever calls must be one unit, so a unit never calls through a third.
 */
import { type CareUnit, changeUnit, findProvider, insertUnit, listAccounts, listUnits } from "../db/accounts.ts";
import { unitKey } from "../discharges/judge.ts";
import { readPhone } from "../discharges/phone.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

/** As typed. */
export type UnitForm = {
  /** Missing or "" for a new unit. */
  readonly id?: string;
  readonly name: string;
  /** The source's short code; "" when it has none. */
  readonly code: string;
  readonly kind: string;
  readonly careType: string;
  /** The unit that phones the patients; "" for the unit itself. */
  readonly callingUnitId: string;
  /** "" when none is known. */
  readonly onCallPhone: string;
  /** Shown to a patient when the carrier connects; "" or missing when the unit rings by hand. */
  readonly callerId?: string;
  /** The account that is told when nobody has seen a task in time; "" or missing for the administrators. */
  readonly escalationAccountId?: string;
};

export const longestUnitName = 80;
/** A unit that has been renamed may have its old name as its code, for lists that still say so. */
const longestCode = longestUnitName;
export const unitKinds = ["ward", "clinic", "primary-care"] as const;
export const unitCareTypes = ["somatic", "psychiatric"] as const;

/**
 * Adds a unit to the provider or changes one of its own; gives its id. Refusals: "unit-unknown" for an id that is not
 * the provider's, otherwise a code that belongs to one field of the form (web/units.ts says which).
 */
export async function saveUnit(world: World, providerId: string, form: UnitForm): Promise<{ id: string } | Refusal> {
  const provider = await findProvider(world.db, providerId);
  if (!provider) return refuse("unit-unknown");
  const units = await listUnits(world.db, providerId);
  const judged = judgeUnit(form, units);
  if (isRefusal(judged)) return judged;
  const contact = await judgeContact(world, providerId, form.escalationAccountId ?? "");
  if (isRefusal(contact)) return contact;
  const unit = { ...judged, ...contact };
  const id = form.id || world.newId();
  const write = form.id
    ? changeUnit(world.db, providerId, id, unit)
    : insertUnit(world.db, { id, providerId, county: provider.county, ...unit });
  try {
    await world.atomically([write]);
  } catch (error) {
    // Two who save the same name at once: the index lets one through, and the other hears the ordinary sentence.
    const now = judgeUnit(form, await listUnits(world.db, providerId));
    if (isRefusal(now)) return now;
    throw error;
  }
  return { id };
}

/** Somebody of the provider's who is at work, whatever their role. */
async function judgeContact(world: World, providerId: string, id: string) {
  if (id === "") return { escalationAccountId: null };
  const staff = await listAccounts(world.db, providerId);
  const found = staff.some((one) => one.id === id && one.disabledAt === null);
  return found ? { escalationAccountId: id } : refuse("contact-unknown");
}

type Unit = Pick<CareUnit, "name" | "code" | "kind" | "careType" | "callingUnitId" | "onCallPhone" | "callerId">;

/** The form as the columns of a unit, judged against all units of the provider; or the first thing that is wrong. */
function judgeUnit(form: UnitForm, units: readonly CareUnit[]): Unit | Refusal {
  const others = units.filter((unit) => unit.id !== form.id);
  if (form.id && others.length === units.length) return refuse("unit-unknown");

  const name = tidy(form.name);
  if (name === "" || name.length > longestUnitName) return refuse("unit-name-missing", { limit: longestUnitName });
  if (answering(others, name)) return refuse("unit-name-taken");
  const code = tidy(form.code);
  if (code.length > longestCode) return refuse("unit-code-long", { limit: longestCode });
  if (code !== "" && answering(others, code)) return refuse("unit-code-taken");

  const kind = unitKinds.find((one) => one === form.kind);
  if (!kind) return refuse("unit-kind-needed");
  const careType = unitCareTypes.find((one) => one === form.careType);
  if (!careType) return refuse("unit-care-type-needed");
  const callingUnitId = judgeCaller(form, others);
  if (isRefusal(callingUnitId)) return callingUnitId;
  const onCall = form.onCallPhone.trim() === "" ? null : readPhone(form.onCallPhone);
  // The reasons that a list of patients is given would mislead here.
  if (isRefusal(onCall)) return refuse("unit-on-call-unreadable");
  const shown = (form.callerId ?? "").trim() === "" ? null : readPhone(form.callerId ?? "");
  if (isRefusal(shown)) return refuse("unit-caller-id-unreadable");
  const phones = { onCallPhone: onCall?.e164 ?? null, callerId: shown?.e164 ?? null };
  return { name, code: code || null, kind, careType, callingUnitId, ...phones };
}

/** Does any of the units answer to this word, as its name or as its code? */
const answering = (units: readonly CareUnit[], word: string): boolean =>
  units.some((unit) => [unit.name, unit.code ?? ""].some((known) => unitKey(known) === unitKey(word)));

function judgeCaller(form: UnitForm, others: readonly CareUnit[]): string | null | Refusal {
  if (form.callingUnitId === "" || form.callingUnitId === form.id) return null;
  const caller = others.find((unit) => unit.id === form.callingUnitId && unit.closedAt === null);
  if (!caller) return refuse("calling-unit-unknown");
  if (caller.callingUnitId !== null && caller.callingUnitId !== caller.id) return refuse("calling-unit-has-caller");
  if (form.id && others.some((unit) => unit.callingUnitId === form.id)) return refuse("unit-calls-for-others");
  return caller.id;
}

/** One form of å ä ö, single spaces, no invisible signs: what is typed here is compared with what lists say. */
const tidy = (text: string): string => text.normalize("NFC").replace(/\s+/g, " ").replace(/\p{C}/gu, "").trim();
