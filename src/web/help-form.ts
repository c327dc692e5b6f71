/**
 * The fields by which a need is raised, wherever they stand: beside an outcome, at the end of an interview, on the case's
 * own page (templates/parts/need.hbs).
 */
import { type Help, taskKinds } from "../cases/follow-up.ts";
import type { CaseRow } from "../db/cases.ts";
import { listReceiversFor, usualReceiver } from "../db/task-units.ts";
import type { ProblemCode } from "../problems.ts";
import type { Db } from "../world.ts";
import type { Form } from "./form.ts";
import type { HelpForm } from "./views.ts";

export type TypedHelp = Required<Help>;
export const noHelp: TypedHelp = { need: "", agreed: false, kind: "", unitId: "", sipDeclined: false };

/** What the fields hold; `at` begins their names where a page has them twice. */
export const typedHelp = (form: Form, at = ""): TypedHelp => ({
  need: form.text(`${at}behov`),
  agreed: form.text(`${at}behov_ja`) === "ja",
  kind: form.text(`${at}behov_slag`),
  unitId: form.text(`${at}behov_enhet`),
  sipDeclined: at === "" && form.text("sip_nej") === "ja",
});

/** The field that a refusal of a need belongs to, without what begins its name; null when it is about something else. */
export function helpField(code: ProblemCode): string | null {
  if (code === "need-not-agreed") return "behov_ja";
  if (code === "task-kind-unknown") return "behov_slag";
  if (code === "task-unit-unknown") return "behov_enhet";
  return code === "need-missing" || code === "need-too-long" || code === "need-not-written" ? "behov" : null;
}

/** What a person may pick; the robot's own kind and "Avbryt – akut" come about by themselves. */
const toPick = taskKinds.filter(({ code }) => code !== "call-back");

export function helpForm(units: readonly { id: string; name: string }[], usual: string, typed: TypedHelp): HelpForm {
  const { need, agreed, sipDeclined } = typed;
  const [kind, unit] = [typed.kind || "other", typed.unitId || usual];
  return {
    ...{ need, agreed, sipDeclined },
    kinds: toPick.map(({ code, label }) => ({ value: code, label, selected: code === kind })),
    units: units.map(({ id, name }) => ({ value: id, label: name, selected: id === unit })),
  };
}

export async function helpFormFor(db: Db, row: CaseRow, typed: TypedHelp): Promise<HelpForm> {
  const receivers = await listReceiversFor(db, row);
  return helpForm(receivers, usualReceiver(row, receivers), typed);
}
