/** GET and POST /enheter: the provider's units, who calls for them and whom to ring when a call becomes acute. */
import { type CareUnit, listAccounts, listUnits } from "../db/accounts.ts";
import { phoneText } from "../discharges/phone-text.ts";
import { isRefusal, Problem, type ProblemCode, sentenceFor } from "../problems.ts";
import { saveUnit as save, type UnitForm, unitCareTypes, unitKinds } from "../steps/change-units.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import type { Option, UnitsView } from "./views.ts";

const kindLabels = { ward: "Vårdavdelning", clinic: "Mottagning", "primary-care": "Vårdcentral" } as const;
const careTypeLabels = { somatic: "Somatik", psychiatric: "Psykiatri" } as const;

/** Which field a refusal belongs to; the others concern the whole form. */
const fieldOf: Partial<Record<ProblemCode, string>> = {
  "unit-name-missing": "namn",
  "unit-name-taken": "namn",
  "unit-code-long": "kod",
  "unit-code-taken": "kod",
  "unit-kind-needed": "sort",
  "unit-care-type-needed": "vardform",
  "calling-unit-unknown": "ringer",
  "calling-unit-has-caller": "ringer",
  "unit-calls-for-others": "ringer",
  "unit-on-call-unreadable": "jour",
  "unit-caller-id-unreadable": "visas",
  "contact-unknown": "larm",
};

/** GET /enheter?enhet=<id to change> */
export async function unitsPage(c: Request): Promise<Response> {
  const units = await listUnits(c.get("world").db, accountOf(c).providerId);
  const id = c.req.query("enhet") ?? "";
  const unit = units.find((one) => one.id === id);
  if (id !== "" && !unit) throw new Problem("not-found");
  return page(c, "units", "Enheter", viewOf(units, await staffOf(c), unit ? asTyped(unit) : blank));
}

/** POST /enheter */
export async function saveUnit(c: Request): Promise<Response> {
  const world = c.get("world");
  const { providerId } = accountOf(c);
  const form = await formOf(c);
  const typed = {
    id: form.text("id"),
    name: form.text("namn"),
    code: form.text("kod"),
    kind: form.text("sort"),
    careType: form.text("vardform"),
    callingUnitId: form.text("ringer"),
    onCallPhone: form.text("jour"),
    callerId: form.text("visas"),
    escalationAccountId: form.text("larm"),
  };
  const saved = await save(world, providerId, typed);
  if (isRefusal(saved)) {
    const field = fieldOf[saved.refused];
    if (!field) giveUp(saved);
    const view = viewOf(await listUnits(world.db, providerId), await staffOf(c), typed);
    const errors = [{ field, text: sentenceFor(saved.refused, saved.details) }];
    return page(c, "units", "Enheter", view, { errors, status: 422 });
  }
  setFlash(c, "unit-saved");
  return c.redirect("/enheter", 303);
}

type Typed = Required<UnitForm>;

const blank: Typed = {
  ...{ id: "", name: "", code: "", kind: unitKinds[0], careType: unitCareTypes[0] },
  ...{ callingUnitId: "", onCallPhone: "", callerId: "", escalationAccountId: "" },
};

const asTyped = (unit: CareUnit): Typed => ({
  id: unit.id,
  name: unit.name,
  code: unit.code ?? "",
  kind: unit.kind,
  careType: unit.careType,
  callingUnitId: callsItself(unit) ? "" : (unit.callingUnitId ?? ""),
  onCallPhone: spoken(unit.onCallPhone),
  callerId: spoken(unit.callerId),
  escalationAccountId: unit.escalationAccountId ?? "",
});

const callsItself = (unit: CareUnit): boolean => unit.callingUnitId === null || unit.callingUnitId === unit.id;

type Staff = readonly { readonly id: string; readonly name: string }[];

/** Who is at work. */
async function staffOf(c: Request): Promise<Staff> {
  const accounts = await listAccounts(c.get("world").db, accountOf(c).providerId);
  return accounts.filter(({ disabledAt }) => disabledAt === null);
}

function viewOf(units: readonly CareUnit[], staff: Staff, typed: Typed): UnitsView {
  const nameOf = new Map(units.map((unit) => [unit.id, unit.name]));
  const callers = units.filter((unit) => unit.id !== typed.id && callsItself(unit) && unit.closedAt === null);
  const known = nameOf.get(typed.id);
  return {
    rows: units.map((unit) => ({
      href: `/enheter?enhet=${encodeURIComponent(unit.id)}`,
      name: unit.name,
      kindLabel: kindLabels[unit.kind],
      careTypeLabel: careTypeLabels[unit.careType],
      callingUnit: callsItself(unit) ? "Enheten själv" : (nameOf.get(unit.callingUnitId ?? "") ?? ""),
      onCall: spoken(unit.onCallPhone),
    })),
    form: {
      id: typed.id,
      heading: known === undefined ? "Ny enhet" : `Ändra ${known}`,
      name: typed.name,
      code: typed.code,
      kinds: unitKinds.map((kind) => option(kind, kindLabels[kind], typed.kind)),
      careTypes: unitCareTypes.map((careType) => option(careType, careTypeLabels[careType], typed.careType)),
      callingUnits: [
        option("", "Enheten själv", typed.callingUnitId),
        ...callers.map((unit) => option(unit.id, unit.name, typed.callingUnitId)),
      ],
      onCall: typed.onCallPhone,
      callerId: typed.callerId,
      contacts: [
        option("", "Alla administratörer", typed.escalationAccountId),
        ...staff.map(({ id, name }) => option(id, name, typed.escalationAccountId)),
      ],
    },
  };
}

const option = (value: string, label: string, chosen: string): Option => ({ value, label, selected: value === chosen });

/** As people write and read it; the form reads it back to the same number. */
const spoken = (e164: string | null): string => (e164 === null ? "" : phoneText(e164));
