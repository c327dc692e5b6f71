/** The documented format is the one that the program reads, and whatever is wrong with a file is told. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fits } from "../../test/json-schema.ts";
import { remakingCommand } from "../command-line/survey-schema.ts";
import { files, translationFiles } from "./catalog.gen.ts";
import { getSurvey } from "./catalog.ts";
import { findFaults } from "./checker.ts";
import { begin, resume } from "./engine.ts";
import { jsonSchemaOf, type SchemaKind, schemaFiles, schemaText } from "./json-schema.ts";
import { withModules } from "./route.ts";
import { branchingSurvey } from "./samples.ts";
import { findTranslationFaults } from "./translation.ts";

describe.each(Object.keys(schemaFiles) as SchemaKind[])("the schema of %s", (kind) => {
  const { file } = schemaFiles[kind];
  const written = readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8");

  test("in docs/ is the one that the program reads by", () => {
    expect(written, `docs/${file} is old: run ${remakingCommand(kind)}`).toBe(schemaText(kind));
  });

  test("is of draft 2020-12, has a name that is nobody's address, and explains every field", () => {
    const schema = JSON.parse(written);
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: expect.stringMatching(/^urn:ringupp:[a-z.-]+$/),
    });
    expect(written).not.toMatch(/\/work|\/home|\/tmp|file:|localhost/);
    const unexplained = Object.entries(schema.properties).filter(([, field]) => !(field as Field).description);
    expect(unexplained).toEqual([]);
  });
});

type Field = { readonly description?: string };

const survey = jsonSchemaOf("enkat");
const translation = jsonSchemaOf("oversattning");

test.each(Object.entries(files))("%s fits the schema", (_, raw) => expect(fits(survey, raw)).toBe(true));
test.each(Object.entries(translationFiles))("%s fits the schema", (_, raw) =>
  expect(fits(translation, raw)).toBe(true),
);

/** Every place of a value, as the way there. */
const placesIn = (value: unknown, way: readonly string[] = []): (readonly string[])[] =>
  typeof value === "object" && value !== null
    ? [way, ...Object.entries(value).flatMap(([key, one]) => placesIn(one, [...way, key]))]
    : [way];

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 7, 1e21, "", " ", "end:completed", "end:", "x", "{", [], {}),
  fc.constantFrom<unknown>("__proto__", "constructor", "toString", "hjalp", "tack", "J4", "read", "lakemedel", [null]),
  fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as unknown),
);
type Damage = { readonly at: number; readonly how: "set" | "drop" | "add" | "copy"; readonly value: unknown };
const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(100_000),
  how: fc.constantFrom("set", "drop", "add", "copy"),
  value: odd,
});

function damaged(sound: unknown, damages: readonly Damage[]): unknown {
  const whole = { file: structuredClone(sound) };
  for (const { at, how, value } of damages) {
    const places = placesIn(whole).slice(1);
    const way = places[at % places.length]!;
    const around = way.slice(0, -1).reduce<unknown>((one, key) => (one as Record<string, unknown>)[key], whole);
    const key = way.at(-1)!;
    const holder = around as Record<string, unknown>;
    const inner = holder[key];
    if (how === "set") holder[key] = value;
    else if (how === "drop" && Array.isArray(around)) around.splice(Number(key), 1);
    else if (how === "drop" && way.length > 1) delete holder[key];
    else if (how === "copy" && Array.isArray(around)) around.push(structuredClone(inner));
    else if (how === "add" && Array.isArray(inner)) inner.push(value);
    else if (how === "add" && typeof inner === "object" && inner !== null)
      (inner as Record<string, unknown>)[typeof value === "string" ? value : "extra"] = value;
  }
  return whole.file;
}

const long = files["ring-upp.v1.json"];
const damages = fc.array(damage, { minLength: 1, maxLength: 4 });

describe("a survey that has been damaged at random", () => {
  test("is either sound for schema and checker alike, or every fault of it is told; the checker never falls", () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom<unknown>(long, branchingSurvey()), damages, (sound, some) => {
        const file = damaged(sound, some);
        const name = sound === long ? "ring-upp.v1.json" : "grenad.v1.json";
        const checked = findFaults(file, name);
        if ("faults" in checked) {
          expect(checked.faults.length).toBeGreaterThan(0);
          for (const { text } of checked.faults) expect(text).toMatch(/^[A-ZÅÄÖa-z$].*\.$/s);
          return;
        }
        accepted += 1;
        expect(fits(survey, file)).toBe(true);
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(0);
  });

  test("and that is accepted can be asked to its end, with all modules and with none", () => {
    fc.assert(
      fc.property(damages, (some) => {
        const checked = findFaults(damaged(long, some), "ring-upp.v1.json");
        if ("faults" in checked) return;
        const all = (checked.survey.modules ?? []).map(({ key }) => key);
        for (const modules of [all, []]) {
          const asked = withModules(checked.survey, modules);
          let turn = begin(asked, { respondent: "patient" });
          for (let at = 0; at < 200 && turn.say.kind !== "summary" && !turn.state.ended; at += 1) {
            const heard = {
              kind: turn.say.kind === "confirm" ? "yes" : turn.say.kind === "choice" ? "dontKnow" : "next",
            };
            turn = resume(asked, turn.state, heard as { kind: "next" }, { mode: "human" });
          }
          expect(turn.say.kind === "summary" || turn.state.ended !== null).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("nor does a damaged translation pass unseen", () => {
    const swedish = getSurvey("punktmatning-kort", 1);
    fc.assert(
      fc.property(damages, (some) => {
        const file = damaged(translationFiles["punktmatning-kort.v1.fi.json"], some);
        const checked = findTranslationFaults(file, swedish);
        if ("faults" in checked) expect(checked.faults.length).toBeGreaterThan(0);
        else expect(fits(translation, file)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test("faults of shape, of texts and of ways are told together, each with its place", () => {
  const file = branchingSurvey() as unknown as { minutes: unknown; steps: Record<string, unknown>[] };
  file.minutes = "fem";
  const [, vard, medicin, mening] = file.steps;
  Object.assign(vard!, { label: 7, branches: { "5": "tack" } });
  Object.assign(medicin!, { scale: "J9" });
  Object.assign(mening!, { maxLength: 0, next: "ingenstans", text: { patient: "{namn}", proxy: "P" } });
  const checked = findFaults(file, "grenad.v1.json");
  const faults = "faults" in checked ? checked.faults : [];
  expect(faults.map(({ path }) => path.join("."))).toEqual([
    ...["minutes", "steps.1.label", "steps.3.maxLength", "steps.1.branches.5", "steps.2.scale"],
    // The question that leads nowhere, the dead ends that this makes, and the steps that nobody comes to.
    ...["steps.3.text.patient", "steps.3.next", "steps.2", "steps.3", "steps.4", "steps.5"],
  ]);
  expect(faults.map(({ text }) => text).join("\n")).toContain("leder till ingenstans");
});
