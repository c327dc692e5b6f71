/** Surveys of every form, for tests: most are sound, some are not, and none is like those that came with the program. */
import fc from "fast-check";
import type { Step } from "../src/surveys/survey.ts";

const say = (text: string) => ({ patient: `${text}?`, proxy: `${text}, din närstående?` });
const odd = ["Är du trygg", "😀 Å Ä Ö", "=1+1", '<b>fet</b> & "citat"', "Ring $& {region}", "null", "Ö".repeat(70)];
const answersAt = { ja: [1, 2], constructor: [2, 5], "Hur bra": [1, 2, 3, 4, 5, 6] } as const;

/** How one step is drawn: small numbers, read differently by each kind. */
const drawn = fc.record({ kind: fc.nat(9), words: fc.nat(odd.length - 1), to: fc.nat(30), codes: fc.nat(511) });
type Drawn = { readonly kind: number; readonly words: number; readonly to: number; readonly codes: number };

/** A file as an author might write it: an opening, questions with branches and modules, a closing; its steps in any order. */
export const anySurveyFile = fc
  .record({
    opening: fc.array(drawn, { maxLength: 3 }),
    questions: fc.array(drawn, { minLength: 1, maxLength: 9 }),
    closing: fc.array(drawn, { maxLength: 2 }),
    withModules: fc.boolean(),
    turned: fc.boolean(),
  })
  .map(({ opening, questions, closing, withModules, turned }) => {
    const [opens, asked, closes] = [opening, questions, closing].map((some, part) =>
      some.map((_, at) => `${["oppning", "behov", "slut"][part]}-${at}`),
    ) as [string[], string[], string[]];
    const after = [...asked, closes[0] ?? "end:completed"];
    const steps = [
      ...opening.map((one, at) => openingStep(one, opens[at]!, opens[at + 1] ?? asked[0]!, asked)),
      ...questions.map((one, at) => question(one, asked[at]!, after.slice(at + 1), withModules && at > 0)),
      ...closing.map((one, at) => closingStep(one, closes[at]!, closes[at + 1] ?? "end:completed")),
    ];
    const modules = withModules ? { modules: [{ key: "constructor", title: "Modul", on: turned }] } : {};
    const scales = Object.entries(answersAt).map(([name, codes]) => [
      name,
      codes.map((code) => ({ code, text: `Svar ${code}` })),
    ]);
    return {
      ...{ id: "udda", version: 1, language: "sv", title: "Udda", minutes: 5, ...modules },
      ...{ scales: Object.fromEntries(scales), start: opens[0] ?? asked[0] },
      steps: turned ? steps.reverse() : steps,
    };
  });

const heads = (key: string, { words }: Drawn) => ({ key, text: say(`${odd[words]} ${key}`) });

function openingStep(one: Drawn, key: string, next: string, asked: readonly string[]): Step {
  if (one.kind < 3) return { ...heads(key, one), kind: "read", next };
  const away =
    one.kind < 9 ? ["end:refused", "end:later", "end:wrong-person"][one.to % 3]! : asked[one.to % asked.length]!;
  const [yes, no] = one.kind % 3 === 0 ? [away, next] : [next, away];
  return { ...heads(key, one), kind: "confirm", yesLabel: "Ja", noLabel: "Nej", yes, no };
}

function question(one: Drawn, key: string, onward: readonly string[], mayBeOff: boolean): Step {
  const next = one.kind === 9 ? onward[one.to % onward.length]! : onward[0]!;
  const module = mayBeOff && one.to % 3 === 0 ? { module: "constructor" } : {};
  const common = { ...heads(key, one), ...module, label: `Om ${key}`, next };
  if (one.kind === 0) return { ...common, kind: "open", maxLength: 20 };
  if (one.kind === 1) return { ...heads(key, one), ...module, kind: "read", next };
  const scale = (["ja", "constructor", "Hur bra"] as const)[one.words % 3]!;
  const turning = [...answersAt[scale], 7, 8, 9].filter((_, at) => one.kind % 2 === 0 && one.codes & (1 << at));
  const branches = Object.fromEntries(turning.map((code, at) => [code, onward[(one.to + at) % onward.length]!]));
  const core = module.module === undefined && one.to % 4 !== 1;
  return { ...common, kind: "choice", scale, core, ownExperience: one.to % 2 === 0, branches };
}

function closingStep(one: Drawn, key: string, next: string): Step {
  if (one.kind < 4) return { ...heads(key, one), kind: "read", next };
  const raises = one.kind < 8 ? ({ raises: "help" } as const) : {};
  const no = one.to % 2 === 0 ? next : "end:completed";
  return { ...heads(key, one), kind: "confirm", yesLabel: "Ja", noLabel: "Nej", yes: next, no, ...raises };
}
