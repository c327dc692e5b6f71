/** What nobody can see, hear or tell apart is told to the author, and not met by a patient. */
import { expect, test } from "vitest";
import { translationFiles } from "./catalog.gen.ts";
import { getSurvey } from "./catalog.ts";
import { checkSurvey } from "./checker.ts";
import { branchingSurvey } from "./samples.ts";
import { checkTranslation } from "./translation.ts";

type Loose = { [key: string]: unknown; steps: Record<string, unknown>[]; scales: Record<string, { text: string }[]> };
type Steps = Record<string, Record<string, string>>;

function told(breakIt: (survey: Loose, step: (key: string) => Record<string, unknown>) => void): readonly string[] {
  const survey = branchingSurvey() as unknown as Loose;
  breakIt(survey, (key) => survey.steps.find((step) => step.key === key)!);
  const checked = checkSurvey(survey, "grenad.v1.json");
  return "faults" in checked ? checked.faults : [];
}

const said = (patient: string) => ({ patient, proxy: "Hej" });

test.each([
  ["spaces without width", "\u200b\u200d", /texten är tom/],
  ["signs drawn as nothing", "\u2800\u3164", /texten är tom/],
  ["a line of its own", "Hej\u2028du", /osynligt tecken/],
  ["a soft hyphen", "Hem\u00adgång", /osynligt tecken/],
  ["a byte order mark", "Hej\ufeff", /osynligt tecken/],
  ["a word processor's own bullet", "\uf0b7 Hej", /osynligt tecken/],
  ["an å that was lost on the way", "H\ufffdr du?", /tecken har gått sönder/],
])("%s in a text", (_, text, what) => {
  expect(told((_survey, step) => Object.assign(step("vard"), { text: said(text) }))).toEqual([
    expect.stringMatching(what),
  ]);
});

test("joined signs and accents that stand apart are ordinary text", () => {
  for (const text of ["👩‍⚕️ Vård?", "Va\u030ard?", "می\u200cخواهم؟", "1177 & <b>", "$& $1"])
    expect(told((_, step) => Object.assign(step("vard"), { text: said(text) }))).toEqual([]);
});

test.each<[string, RegExp, Parameters<typeof told>[0]]>([
  [
    "answers that differ by a capital",
    /^Skalan ja-nej har svaret "Ja" mer än en gång/,
    (s) => {
      s.scales["ja-nej"]![1]!.text = "ja ";
    },
  ],
  [
    "answers that differ by how an å is put together",
    /har svaret "Må" mer än en gång/,
    (s) => {
      s.scales["ja-nej"]![0]!.text = "Må";
      s.scales["ja-nej"]![1]!.text = "Ma\u030a";
    },
  ],
  [
    "an answer that every question has already",
    /svaret Vet ej finns redan på alla frågor, med kod 8/,
    (s) => {
      s.scales["ja-nej"]![1]!.text = "Vet ej";
    },
  ],
  [
    "two buttons with the same words",
    /^Steget hej, noLabel: knapparna för ja och nej heter båda Ja/,
    (_, step) => {
      step("hej").noLabel = "Ja";
    },
  ],
  [
    "two questions with one name in the report",
    /^Steget medicin, label: vård heter också steget vard/,
    (_, step) => {
      step("medicin").label = "vård";
    },
  ],
  [
    "a marker in an answer, which nobody fills in",
    /svaret med kod 1: här får inga klamrar/,
    (s) => {
      s.scales["ja-nej"]![0]!.text = "Ja {caller}";
    },
  ],
  [
    "a marker in a label",
    /^Steget vard, label: här får inga klamrar/,
    (_, step) => {
      step("vard").label = "{region}";
    },
  ],
  [
    "a marker in the title",
    /^title: här får inga klamrar/,
    (s) => {
      s.title = "{region}";
    },
  ],
  [
    "a module whose name is turned",
    /^Modulen m, title: här står ett osynligt tecken/,
    (s, step) => {
      s.modules = [{ key: "m", title: "M\u202e", on: true }];
      step("mening").module = "m";
    },
  ],
])("%s", (_, what, breakIt) => expect(told(breakIt)).toEqual([expect.stringMatching(what)]));

test("names have an end, and none is one that programs pass over", () => {
  const long = "a".repeat(61);
  expect(told((s) => Object.assign(s, { id: long }))).toEqual([expect.stringMatching(/^id: .*högst 60/)]);
  expect(told((s) => Object.assign(s.scales, { " ": s.scales["ja-nej"] }))[0]).toMatch(/^scales\. : namnet får bara/);
  for (const around of ["scales", "modules"] as const) {
    const read = JSON.parse(`{ "__proto__": ${around === "scales" ? '[{"code":1,"text":"a"}]' : "1"} }`);
    expect(told((s) => Object.assign(s, { [around]: around === "scales" ? read : [read] })).join("\n")).toMatch(
      /__proto__/,
    );
  }
  const branches = JSON.parse('{ "__proto__": "tack" }');
  expect(told((_, step) => Object.assign(step("medicin"), { branches }))).toEqual([
    "__proto__ är inget namn i en enkät. Ta bort fältet.",
  ]);
});

test("a translation is held to the same", () => {
  const toldOf = (
    breakIt: (file: { title: string; reserved: Record<string, string>; scales: Steps; steps: Steps }) => void,
  ) => {
    const file = structuredClone(translationFiles["punktmatning-kort.v1.fi.json"]) as Parameters<typeof breakIt>[0];
    breakIt(file);
    const checked = checkTranslation(file, getSurvey("punktmatning-kort", 1));
    return "faults" in checked ? checked.faults.join("\n") : "";
  };
  expect(toldOf(() => undefined)).toBe("");
  for (const [what, breakIt] of [
    [/title: här står ett osynligt/, (f) => Object.assign(f, { title: "a\nb" })],
    [/reserved, kod 7: här står ett osynligt/, (f) => Object.assign(f.reserved, { 7: "a\u202eb" })],
    [/svaret med kod 1: här får inga klamrar/, (f) => Object.assign(f.scales.J4!, { 1: "{region}" })],
    [/svaret ".*" mer än en gång/, (f) => Object.assign(f.scales.J4!, { 1: f.reserved[8]! })],
    [/plan, patient: texten är tom/, (f) => Object.assign(f.steps.plan!, { patient: "\u200b" })],
    [/plan, patient: en klammer/, (f) => Object.assign(f.steps.plan!, { patient: "Hei {caller" })],
    [
      /trygghet, label: .* heter också steget plan/,
      (f) => Object.assign(f.steps.trygghet!, { label: f.steps.plan!.label }),
    ],
    [/knapparna för ja och nej heter båda/, (f) => Object.assign(f.steps.hjalp!, { noLabel: f.steps.hjalp!.yesLabel })],
  ] as [RegExp, (file: Parameters<typeof toldOf>[0] extends (f: infer F) => void ? F : never) => void][])
    expect(toldOf(breakIt)).toMatch(what);
});
