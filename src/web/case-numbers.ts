/**
 * A case's telephone numbers on its page: whose each is, what to say to whoever lifts that receiver, and the forms that
 * add, correct, reorder or drop one. They stay hidden but for their ends until they have been opened.
 */
import { isLive, type KnownNumber, markOf, whoseInWords } from "../calls/numbers.ts";
import type { Person } from "../db/people.ts";
import { maskedPhone, phoneText } from "../discharges/phone-text.ts";
import { isRefusal, type ProblemCode, type Refusal } from "../problems.ts";
import { changeNumbers, type NumberAct } from "../steps/change-numbers.ts";
import { accountOf, type Request } from "./context.ts";
import { type FlashKey, setFlash } from "./flash.ts";
import { type Form, formOf } from "./form.ts";
import type { NumberForms, NumberView, Option } from "./views.ts";

/** What was typed into the form of a new number and must not be lost. */
export type TypedNumber = {
  readonly number: string;
  readonly whose: string;
  readonly name: string;
  readonly relation: string;
};

export const noNumberTyped: TypedNumber = { number: "", whose: "", name: "", relation: "" };

const goneTexts = { dead: "Fungerar inte", corrected: "Rättat" } as const;

/** `isChild`: its guardian is the one to talk with. */
export function viewNumbers(person: Person, shown: boolean, isChild = false): NumberView[] {
  const { numbers } = person;
  return numbers.map((one, place) => ({
    mark: markOf(numbers, place),
    whose: whoseInWords(one),
    display: textOf(one, shown),
    href: shown && isLive(one) ? `tel:${one.number}` : null,
    goneText: one.gone === null ? null : goneTexts[one.gone],
    // Whoever lifts a relative's receiver need not know that anybody was in hospital.
    words:
      one.whose === "relative" && isLive(one)
        ? isChild
          ? `Fråga efter ${person.proxyName ?? "barnets vårdnadshavare"}. Säg inget om vården innan du vet att det är rätt person.`
          : `Fråga efter ${person.name ?? "patienten"}. Säg bara ditt namn och regionens namn. Säg inget om vården, inte heller till en närstående.`
        : null,
    mayRaise: isLive(one) && place > 0 && numbers[place - 1]?.whose === one.whose,
    mayDrop: isLive(one) && numbers.filter(isLive).length > 1,
  }));
}

const textOf = ({ number }: KnownNumber, shown: boolean): string => (shown ? phoneText(number) : maskedPhone(number));

/** Which number an outcome is about; none where there is no choice. */
export const numbersToChoose = (numbers: readonly KnownNumber[], shown: boolean, chosen: string): Option[] =>
  numbers.filter(isLive).length < 2
    ? []
    : numbers.flatMap((one, place) => {
        const value = markOf(numbers, place);
        const label = `${whoseInWords(one)}, ${textOf(one, shown)}`;
        return isLive(one) ? [{ value, label, selected: value === chosen }] : [];
      });

/** The forms; `open` after a refusal in one of them. */
export const viewNumberForms = (typed: TypedNumber | undefined): NumberForms => ({
  open: typed !== undefined,
  ...(typed ?? noNumberTyped),
  choices: [
    { value: "patient", label: "Patientens eget", selected: typed?.whose === "patient" },
    { value: "relative", label: "Någon annans", selected: typed?.whose === "relative" },
  ],
});

// ── what is done with them ──

const flashes: Record<NumberAct["kind"], FlashKey> = {
  add: "number-added",
  correct: "number-corrected",
  raise: "number-moved",
  drop: "number-dropped",
  revive: "number-revived",
};

const acts: Readonly<Record<string, NumberAct["kind"]>> = {
  "lagg-till": "add",
  ratta: "correct",
  upp: "raise",
  "fungerar-inte": "drop",
  fungerar: "revive",
};

/** POST …/nummer: gor = what to do, nummer = which one (or ratt, nytt: as it is typed), vems, namn, relation. */
export async function changeNumber(
  c: Request,
  showAgain: (refusal: Refusal, field: string, typed: TypedNumber) => Promise<Response>,
): Promise<Response> {
  const form = await formOf(c);
  const act = actOf(form);
  const typed = {
    number: form.text("nytt"),
    whose: form.text("vems"),
    name: form.text("namn"),
    relation: form.text("relation"),
  };
  if (!act) return showAgain({ refused: "number-not-there" }, "nummer-lista", noNumberTyped);
  const id = c.req.param("id") ?? "";
  const changed = await changeNumbers(c.get("world"), accountOf(c), id, act);
  if (isRefusal(changed))
    return showAgain(changed, fieldOf(changed.refused, act), act.kind === "add" ? typed : noNumberTyped);
  setFlash(c, flashes[act.kind]);
  return c.redirect(`/uppfoljningar/${id}#nummer`, 303);
}

function actOf(form: Form): NumberAct | null {
  const kind = acts[form.text("gor")];
  const mark = form.text("nummer");
  if (kind === undefined) return null;
  if (kind === "correct") return { kind, mark, number: form.text("ratt") };
  if (kind !== "add") return { kind, mark };
  const said = form.text("vems");
  const whose = said === "patient" || said === "relative" ? said : null;
  return { kind, number: form.text("nytt"), whose, name: form.text("namn"), relation: form.text("relation") };
}

function fieldOf(code: ProblemCode, act: NumberAct): string {
  if (act.kind !== "add") return "nummer-lista";
  if (code === "number-whose-needed") return "vems";
  if (code === "number-text-odd" || code === "number-text-too-long") return "nummer-namn";
  return "nytt";
}
