/** A faulty survey never reaches a patient, and its author hears of every fault at once. */
import { describe, expect, test } from "vitest";
import { files } from "./catalog.gen.ts";
import { checkSurvey } from "./checker.ts";
import { branchingSurvey } from "./samples.ts";

type Loose = { [key: string]: unknown; steps: Record<string, unknown>[]; scales: Record<string, unknown[]> };

/** The sample with something broken in it. */
function broken(breakIt: (survey: Loose) => void): unknown {
  const survey = branchingSurvey() as unknown as Loose;
  breakIt(survey);
  return survey;
}
const stepIn = (survey: Loose, key: string) => survey.steps.find((step) => step.key === key)!;
const faultsOf = (raw: unknown, fileName = "grenad.v1.json") => {
  const checked = checkSurvey(raw, fileName);
  return "faults" in checked ? checked.faults : [];
};

describe("a sound survey", () => {
  test("passes", () => expect(faultsOf(branchingSurvey())).toEqual([]));
  test("so does every published one", () => {
    expect(Object.keys(files)).toContain("punktmatning-kort.v1.json");
    for (const [name, raw] of Object.entries(files)) expect(faultsOf(raw, name)).toEqual([]);
  });
});

describe("a faulty survey is refused", () => {
  test("with all of its faults of way, text and code at once", () => {
    const faults = faultsOf(
      broken((survey) => {
        Object.assign(stepIn(survey, "vard"), { positive: [1, 3], branches: { "5": "ingenstans" } });
        Object.assign(stepIn(survey, "medicin"), { scale: "J9", next: "mening" });
        Object.assign(stepIn(survey, "mening"), { next: "mening" });
        Object.assign(stepIn(survey, "hjalp"), { text: { patient: "Hej {name}", proxy: "  " }, no: "end:refused" });
        survey.steps.push({ ...stepIn(survey, "tack"), key: "tack" });
        survey.scales["ja-nej"]!.push({ code: 1, text: "Ja" });
      }),
      "grenad.json",
    );
    expect(faults).toEqual([
      "Filen heter grenad.json men ska heta grenad.v1.json. Byt namn på den, eller rätta id och version.",
      "Skalan ja-nej har koden 1 mer än en gång. Ge varje svar en egen kod.",
      'Skalan ja-nej har svaret "Ja" mer än en gång. Ge svaren olika ord.',
      "Steget tack finns mer än en gång. Byt nyckel på det ena.",
      "Steget vard: positive 3 finns inte i skalan ja-nej. Koderna är 1 och 2.",
      "Steget vard: branches 5 är inget svar på frågan. Svaren är 1, 2, 7, 8 och 9.",
      "Steget medicin: skalan J9 finns inte. Välj ja-nej, eller lägg till den.",
      "Steget hjalp, text.patient: {name} är okänt. Det som finns är {caller}, {region}.",
      "Steget hjalp, text.proxy: texten är tom. Skriv den.",
      "Steget vard: leder till ingenstans, som inte finns. Rätta målet, eller lägg till steget.",
      "Steget vard: återvändsgränd. Härifrån går det inte att komma till något slut. Låt vägen sluta med end:completed.",
      "Steget medicin: återvändsgränd. Härifrån går det inte att komma till något slut. Låt vägen sluta med end:completed.",
      "Steget mening: återvändsgränd. Vägen leder runt hit igen och aldrig till något slut. Peka på ett senare steg, eller på end:completed.",
      "Steget constructor: ingen väg leder hit från start. Låt ett steg leda hit, eller ta bort det.",
      "Steget hjalp: ingen väg leder hit från start. Låt ett steg leda hit, eller ta bort det.",
      "Steget tack: ingen väg leder hit från start. Låt ett steg leda hit, eller ta bort det.",
      "Ingen väg leder till end:completed. Låt det sista steget leda dit.",
      "Steget hjalp: end:refused får bara stå i öppningen, före första frågan. Välj end:completed här.",
    ]);
  });

  test("with all of its faults of shape at once, by the names of the steps", () => {
    const faults = faultsOf(
      broken((survey) => {
        survey.minutes = "fem";
        delete stepIn(survey, "vard").label;
        Object.assign(stepIn(survey, "hej"), { kind: "fråga" });
        Object.assign(stepIn(survey, "mening"), { maxLength: 9999 });
        Object.assign(stepIn(survey, "tack"), { extra: 1, text: { patient: "", proxy: "Tack." } });
      }),
    );
    expect(faults).toEqual([
      "minutes: ska vara ett tal.",
      "Steget hej, kind: okänd sort (kind). Välj read, confirm, choice eller open.",
      "Steget vard, label: saknas och ska vara en text.",
      "Steget mening, maxLength: ska vara högst 2000.",
      "Steget tack, text.patient: texten är tom. Skriv den.",
      "Steget tack: okänt fält: extra. Ta bort det, eller rätta stavningen.",
    ]);
  });

  test.each([null, 7, "enkät", [], {}])("also when the file is %j", (raw) =>
    expect(faultsOf(raw).length).toBeGreaterThan(0),
  );

  test.each<[string, string, (survey: Loose) => void]>([
    [
      "a round that has a way out",
      "Steget medicin: leder runt till sig självt.",
      (s) => {
        Object.assign(stepIn(s, "constructor"), { branches: { "1": "medicin" } });
      },
    ],
    [
      "a round without one",
      "Steget tack: återvändsgränd. Vägen leder runt",
      (s) => {
        stepIn(s, "tack").next = "hjalp";
      },
    ],
    [
      "no core question",
      "Enkäten har ingen kärnfråga",
      (s) => {
        for (const step of s.steps) if (step.kind === "choice") step.core = false;
      },
    ],
    [
      "a start that is not there",
      "start: steget borta finns inte.",
      (s) => {
        s.start = "borta";
      },
    ],
    [
      "an unknown ending",
      "Steget hej: slutet end:nowhere finns inte.",
      (s) => {
        stepIn(s, "hej").no = "end:nowhere";
      },
    ],
    [
      "a way past all questions",
      "Steget hej: end:completed nås utan",
      (s) => {
        stepIn(s, "hej").no = "end:completed";
      },
    ],
    [
      "an opening in which nobody can say no",
      "Steget hej: ja och nej leder till samma ställe",
      (s) => {
        stepIn(s, "hej").no = "vard";
      },
    ],
    [
      "a way on which the core is never asked",
      "Steget tack: härifrån nås end:completed utan att någon kärnfråga har ställts",
      (s) => {
        stepIn(s, "vard").core = false;
      },
    ],
    [
      "a question that refuses",
      "Steget vard: end:refused får bara stå i öppningen",
      (s) => {
        Object.assign(stepIn(s, "vard"), { branches: { "2": "end:refused" } });
      },
    ],
    [
      "a yes or no among the questions",
      "Steget hjalp: ett ja/nej-steg får inte stå bland",
      (s) => {
        stepIn(s, "hjalp").no = "slut";
        s.steps.push({ ...stepIn(s, "medicin"), key: "slut", next: "tack" });
      },
    ],
    [
      "a core question in a module",
      "Steget medicin: en kärnfråga kan inte höra till en modul.",
      (s) => {
        s.modules = [{ key: "m", title: "M", on: true }];
        stepIn(s, "medicin").module = "m";
      },
    ],
    [
      "a core question behind a module",
      "Steget medicin: kärnfrågan nås bara genom en modul",
      (s) => {
        s.modules = [{ key: "m", title: "M", on: true }];
        Object.assign(stepIn(s, "vard"), { next: "mening", branches: {} });
        Object.assign(stepIn(s, "mening"), { next: "constructor" });
        Object.assign(stepIn(s, "constructor"), { module: "m", next: "hjalp", branches: { "1": "medicin" } });
        Object.assign(stepIn(s, "medicin"), { next: "hjalp" });
      },
    ],
    [
      "a module that nobody has named",
      "Steget mening: modulen m finns inte.",
      (s) => {
        stepIn(s, "mening").module = "m";
      },
    ],
    [
      "a module without a step",
      "Modulen m: inget steg hör till den.",
      (s) => {
        s.modules = [{ key: "m", title: "M", on: false }];
      },
    ],
    [
      "a module that is there twice",
      "Modulen m finns mer än en gång.",
      (s) => {
        const module = { key: "m", title: "M", on: false };
        s.modules = [module, module];
        stepIn(s, "mening").module = "m";
      },
    ],
    [
      "a yes or no in a module",
      "Steget hjalp: okänt fält: module.",
      (s) => {
        s.modules = [{ key: "m", title: "M", on: false }];
        stepIn(s, "hjalp").module = "m";
      },
    ],
    [
      "a lone brace",
      "Steget tack, text.patient: en klammer",
      (s) => {
        stepIn(s, "tack").text = { patient: "Hej {caller", proxy: "Hej" };
      },
    ],
    [
      "a scale called as something every object has",
      "Steget vard: skalan toString finns inte.",
      (s) => {
        stepIn(s, "vard").scale = "toString";
      },
    ],
  ])("for %s", (_, fault, breakIt) => {
    expect(faultsOf(broken(breakIt)).filter((found) => found.startsWith(fault))).toHaveLength(1);
  });
});

describe("a fault hides no other", () => {
  const told = (breakIt: (survey: Loose) => void) => faultsOf(broken(breakIt)).join("\n");

  test("twenty faults of every kind in one file are twenty sentences", () => {
    const faults = faultsOf(
      broken((s) => {
        Object.assign(s, { version: "1", minutes: 0, title: " ", language: "Klingonska", extra: 1 });
        s.modules = [
          { key: "M1", title: "", on: "ja" },
          { key: "m", title: "M", on: true },
          { key: "m", title: "M", on: true },
        ];
        s.scales["ja-nej"]![0] = { code: 7, text: "Ja" };
        s.scales.tva = [
          { code: 1, text: "Ja" },
          { code: 2, text: "Nej" },
        ];
        Object.assign(stepIn(s, "hej"), { yesLabel: "", yes: 5 });
        Object.assign(stepIn(s, "vard"), { scale: "tva", positive: [3], branches: { x: "ingenstans" }, module: "m" });
        Object.assign(stepIn(s, "medicin"), { core: "ja", next: "medicin" });
        Object.assign(stepIn(s, "mening"), { maxLength: 9999, module: "borta" });
        Object.assign(stepIn(s, "constructor"), { scale: "J9", text: { patient: "Hej {namn}" } });
        s.steps.push({ ...stepIn(s, "mening"), key: "tack" }, { key: "skjut", kind: "slider" });
      }),
    );
    for (const start of [
      ...["Filen: okänt fält: extra", "version: ", "minutes: ", "title: ", "language: ", "modules[0].key: "],
      ...["modules[0].title: ", "modules[0].on: ", "Modulen m finns mer än en gång", "scales.ja-nej[0].code: "],
      ...["Steget hej, yesLabel: ", "Steget hej, yes: ", "Steget vard: positive 3 ", "Steget vard: branches x "],
      ...["Steget vard: leder till ingenstans", "Steget vard: en kärnfråga kan inte höra till en modul"],
      ...["Steget medicin, core: ", "Steget medicin: leder runt till sig självt", "Steget mening, maxLength: "],
      ...["Steget mening: modulen borta finns inte", "Steget constructor: skalan J9 finns inte"],
      ...["Steget constructor, text.proxy: ", "Steget constructor, text.patient: {namn} är okänt"],
      ...["Steget tack finns mer än en gång", "Steget skjut, kind: "],
    ])
      expect(faults.filter((fault) => fault.startsWith(start)).length, start).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toMatch(/\.$/);
    // What is there, however broken, is never said to be missing.
    expect(faults.join("\n")).not.toMatch(/skalan ja-nej finns inte|modulen m finns inte|ingen kärnfråga/);
  });

  test.each<[string, string, (survey: Loose) => void]>([
    [
      "a text that nobody can listen to",
      "Steget vard, text.patient: texten är för lång: högst 1000 tecken.",
      (s) => {
        stepIn(s, "vard").text = { patient: "a".repeat(1001), proxy: "b" };
      },
    ],
    [
      "a sign that nobody sees",
      "Steget vard, text.patient: här står ett osynligt tecken",
      (s) => {
        stepIn(s, "vard").text = { patient: "Vård\u0000?", proxy: "b" };
      },
    ],
    [
      "a direction of writing that is turned",
      "Steget vard, label: här står ett osynligt tecken",
      (s) => {
        stepIn(s, "vard").label = "V\u202eård";
      },
    ],
    [
      "an opening whose yes and no lead to different questions, which nobody is asked on the web",
      "Steget hej: ja och nej leder till olika frågor.",
      (s) => {
        stepIn(s, "hej").no = "medicin";
      },
    ],
    [
      "a wish for help before the questions, which the web and the robot would pass with a yes",
      "Steget hej: raises får bara stå i avslutningen",
      (s) => {
        Object.assign(stepIn(s, "hej"), { raises: "help" });
        delete stepIn(s, "hjalp").raises;
      },
    ],
    [
      "a second question about help, which nobody would see on the web",
      "Steget mer: raises står redan på hjalp.",
      (s) => {
        Object.assign(stepIn(s, "hjalp"), { yes: "mer", no: "mer" });
        s.steps.push({ ...stepIn(s, "hjalp"), key: "mer", yes: "tack", no: "tack" });
      },
    ],
    [
      "a language that is not Swedish",
      "language: ska vara sv.",
      (s) => {
        s.language = "xx";
      },
    ],
    [
      "codes out of order",
      "Skalan ja-nej: koderna ska stå i den ordning",
      (s) => {
        s.scales["ja-nej"]!.reverse();
      },
    ],
    [
      "an indicator that is always a hundred per cent",
      "Steget vard: positive har alla svar",
      (s) => {
        stepIn(s, "vard").positive = [1, 2];
      },
    ],
    [
      "a positive code given twice",
      "Steget vard: positive har 1 mer än en gång.",
      (s) => {
        stepIn(s, "vard").positive = [1, 1];
      },
    ],
    [
      "a list of positive codes that is empty",
      "Steget vard, positive: listan ska ha minst 1.",
      (s) => {
        stepIn(s, "vard").positive = [];
      },
    ],
  ])("%s is told", (_, fault, breakIt) => expect(told(breakIt)).toContain(fault));

  test("what only follows from another fault is not told as one more", () => {
    const lost = told((s) => {
      Object.assign(stepIn(s, "hej"), { yes: "end:refused" });
    });
    expect(lost).toContain("Steget tack: ingen väg leder hit");
    expect(lost).not.toContain("end:completed nås utan");
    const { key, text } = stepIn(branchingSurvey() as unknown as Loose, "tack");
    const twice = told((s) => {
      s.steps.push({ key: "vard", kind: "read", text, next: key });
    });
    expect(twice).toContain("Steget vard finns mer än en gång");
    expect(twice).not.toContain("utan att någon kärnfråga");
  });

  test("a file of a hundred thousand steps is refused at once", () => {
    const started = performance.now();
    expect(
      told((s) => {
        const [first] = s.steps.slice(2);
        s.steps = Array.from({ length: 100_000 }, (_, at) => ({ ...first, key: `s${at}`, next: `s${at + 1}` }));
      }),
    ).toContain("steps: listan ska ha högst 200. Korta den.");
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
