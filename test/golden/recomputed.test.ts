/**
 * Every number of a report's page and of a comparison, worked out again from the raw responses (recompute.ts): for answers
 * drawn at random, and for those that are likeliest to be told wrongly. Longer than other files because one reading of the
 * page is held against every kind of answers.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { addMeasurement } from "../../src/db/measurements.ts";
import { insertResponses } from "../../src/db/responses.ts";
import type { Response } from "../../src/responses/response.ts";
import { recount } from "../../src/steps/tally-responses.ts";
import { getSurvey } from "../../src/surveys/catalog.ts";
import { type Clinic, makeClinic } from "../in-process.ts";
import { pageText } from "./page-text.ts";
import { type Asked, askedIn, gave, halfUp, interval, newcombe, percent, place, wilson, within } from "./recompute.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

/** Numbers between 0 and 1 that are the same every time (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Plan = {
  readonly id: string;
  readonly survey?: string;
  readonly modules?: readonly string[] | null;
  readonly state?: "running" | "closed";
  readonly counties: readonly string[];
  readonly responses: readonly Response[];
  readonly opensOn?: string;
  readonly name?: string;
};

async function seed({ id, survey = "punktmatning-kort", modules = null, state = "closed", ...plan }: Plan) {
  const { world } = clinic;
  await world.atomically([
    addMeasurement(world.db, {
      ...{ id, name: plan.name ?? `Mätning ${id}`, state, surveyId: survey, surveyVersion: 1 },
      ...{ opensOn: plan.opensOn ?? "2026-05-04", closesOn: "2026-05-08", counties: JSON.stringify(plan.counties) },
      ...{
        modules: modules && JSON.stringify(modules),
        madeUp: false,
        releasedOn: state === "closed" ? "2026-05-20" : null,
      },
    }),
    ...insertResponses(plan.responses.map((row) => ({ ...row, measurementId: id, id: world.newId() }))),
  ]);
  await recount(world);
}

const person = (answers: Record<string, number>, facts: Partial<Response> = {}): Response => ({
  ...{
    measurementId: "",
    county: "18",
    careType: "somatic",
    unit: null,
    track: null,
    ageGroup: null,
    month: "2026-05",
  },
  ...{ mode: "human", respondent: "patient", caller: "hospital", surveyId: "punktmatning-kort", surveyVersion: 1 },
  ...{ completeness: "complete", insideWindow: true, answers: JSON.stringify(answers), ...facts },
});

/** Somebody who answers at random, with every kind of answer that there is. */
function anybody(random: () => number, asked: readonly Asked[], facts: Partial<Response> = {}): Response {
  const of = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)]!;
  const answers = Object.fromEntries(
    asked.flatMap(({ key, codes }) => {
      const drawn = random();
      if (drawn < 0.03) return [];
      return [[key, drawn < 0.2 ? of([7, 8, 9]) : of(random() < 0.5 ? codes.slice(0, 1) : codes)]];
    }),
  );
  return person(answers, {
    mode: of(["human", "human", "human", "robot", "mixed", "web"]),
    respondent: of(["patient", "patient", "supported", "proxy"]),
    insideWindow: random() < 0.95,
    ...facts,
  });
}

const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

/** The page's parts by heading, as lines. */
async function partsOf(path: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const page = await (await clinic.signedIn("lena")).get(path);
  expect(page.status, path).toBe(200);
  const parts = new Map<string, string[]>();
  let heading = "";
  // Spaces within a number, and what keeps a number in one line.
  for (const line of pageText(page.text.replace(/(?<=\d)\u00a0(?=\d)|\u2060/g, "")).split("\n")) {
    if (/^#{1,3} /.test(line)) heading = line.replace(/^#+ /, "");
    else parts.set(heading, [...(parts.get(heading) ?? []), line]);
  }
  return parts;
}

const careTypes = [
  ["somatik", "somatic"],
  ["psykiatri", "psychiatric"],
  ["totalt", null],
] as const;
const countyNames: Record<string, string> = { "17": "Värmlands län", "18": "Örebro län", "19": "Västmanlands län" };

/** Every number of a group's part, worked out again. Gives whether it was shown, and which of its questions. */
function isRight(lines: readonly string[], title: string, rows: readonly Response[], asked: readonly Asked[]) {
  const text = lines.join("\n");
  const shown = new Set<string>();
  if (rows.length < 5) expect(text, title).toMatch(/Färre än 5 svarande: visas inte/);
  if (/visas inte\.$|Visas inte, eftersom/.test(lines[0] ?? "")) {
    expect(text, title).not.toMatch(/\d av \d|\d %/);
    return null;
  }
  expect(lines[0], title).toMatch(new RegExp(`^${rows.length} svarande(\\.|$)`));
  expect(/Färre än 30 svarande/.test(lines[0]!), title).toBe(rows.length < 30);
  for (const { key, label, positive, codes, texts, own } of asked) {
    const [pos, took] = [gave(rows, key, positive), gave(rows, key, codes)];
    const [notNow, unknown, declined] = [7, 8, 9].map((code) => gave(rows, key, [code])) as [number, number, number];
    const all = took + notNow + unknown;
    const name = `${title}: ${label}`;
    const line = lines.find((one) => one.startsWith(`${label} | `))!;
    if (line.includes("Visas inte")) {
      expect(line, name).not.toMatch(/\d/);
      continue;
    }
    shown.add(key);
    expect(took, name).toBeGreaterThanOrEqual(5);
    if (pos === 0 || pos === took) expect(took, name).toBeGreaterThanOrEqual(10);
    const [low, high] = wilson(pos, all);
    expect(line, name).toBe(
      [
        label,
        `${percent(pos, all)} ${pos} av ${all}`,
        interval(pos, all),
        `[range x1 ${place(low)} x2 ${place(high)} y1 5 y2 5; circle cx ${place(pos / all)} cy 5]`,
        `${percent(pos, took)} ${pos} av ${took}`,
      ].join(" | "),
    );
    const from = lines.indexOf(`#### ${label}`);
    const to = lines.findIndex((one, at) => at > from && /^#### |^▸/.test(one));
    const detail = lines.slice(from, to === -1 ? undefined : to);
    const told = detail.join("\n");
    const stack = /\[(shade-1 [^\]]*)\]/.exec(told)?.[1];
    const upTo = (at: number) => gave(rows, key, codes.slice(0, at));
    if (stack)
      expect(stack, name).toBe(
        codes
          .map((code, at) => {
            const [x, width] = [upTo(at) / took, gave(rows, key, [code]) / took];
            return `shade-${at + 1} x ${place(x)} y 0 width ${place(width)}`;
          })
          .join("; "),
      );
    expect(stack !== undefined, name).toBe(told.includes(`${texts[0]} | `));
    for (const [at, code] of codes.entries()) {
      const count = gave(rows, key, [code]);
      const row = detail.find((one) => one.startsWith(`${texts[at]} | `));
      if (row) {
        expect(all, name).toBeGreaterThanOrEqual(30);
        expect(row, name).toBe(`${texts[at]} | ${count} | ${percent(count, took)}`);
      }
    }
    const top = gave(rows, key, codes.slice(0, 1));
    const said = /Det mest positiva svaret: (.+) \((.+), intervall (.+)\)\./.exec(told);
    if (told.includes("Det mest positiva svaret: "))
      expect(said?.slice(1), name).toEqual([
        `${percent(top, all)} av alla svarande`,
        `${top} av ${all}`,
        interval(top, all),
      ]);
    const missing = rows.length - all - declined;
    const without = [
      ...(unknown ? [`${unknown} vet ej`] : []),
      ...(notNow ? [`${notNow} inte aktuellt`] : []),
      ...(declined ? [`${declined} vill inte svara`] : []),
      ...(missing ? [`${missing} fick aldrig frågan`] : []),
    ].join(", ");
    expect(told, name).toContain(without ? `Utan ställningstagande: ${without}.` : "Alla har tagit ställning.");
    const apart = [
      ["Patienten själv: ", rows.filter(({ respondent }) => respondent !== "proxy")],
      ["Närstående i patientens ställe: ", rows.filter(({ respondent }) => respondent === "proxy")],
    ] as const;
    for (const [words, theirs] of apart) {
      const one = detail.find((each) => each.startsWith(words));
      if (!one) continue;
      expect(own, name).toBe(true);
      const [part, whole] = [gave(theirs, key, positive), gave(theirs, key, [...codes, 7, 8])];
      expect(one, name).toBe(
        `${words}${percent(part, whole)} (${part} av ${whole}, intervall ${interval(part, whole)}).`,
      );
    }
  }
  const kinds = [
    ["patienten själv", "patient"],
    ["patienten med stöd", "supported"],
    ["närstående", "proxy"],
  ].flatMap(([words, code]) => {
    const count = rows.filter(({ respondent }) => respondent === code).length;
    return count ? [`${words} ${count}`] : [];
  });
  expect(text, title).toContain(`Vem som svarade: ${kinds.join(", ")}.`);
  const modes = [
    ["i samtal med en människa", "human"],
    ["med roboten", "robot"],
    ["både med roboten och med en människa", "mixed"],
    ["i ett webbformulär", "web"],
  ].flatMap(([words, code]) => {
    const count = rows.filter(({ mode }) => mode === code).length;
    return count ? [{ words: `${count} ${words}`, count }] : [];
  });
  const way = text.split("\n").find((one) => /^Svaren är insamlade|^Alla har svarat/.test(one));
  if (modes.length === 1) expect(way, title).toMatch(/^Alla har svarat /);
  else if (modes.some(({ count }) => count < 5)) expect(way, title).toBe("Svaren är insamlade på olika sätt.");
  else if (/\d/.test(way ?? ""))
    expect(way, title).toBe(`Svaren är insamlade på olika sätt: ${modes.map(({ words }) => words).join(", ")}.`);
  return shown;
}

/** The words before "känner sig" agree with the numbers after. */
function headlineIsRight(headline: string): void {
  for (const [, words = "", part = "", whole = "", between = ""] of headline.matchAll(
    /(?:^|: |\. )((?:[Ii]nga|[Aa]lla|(?:(?:färre|mer) än |drygt |nästan )?\d+ av 10)\b)[^:]*: (\d+) av (\d+) svarande \(intervall ([^)]+)\)/g,
  )) {
    const [pos, all] = [Number(part), Number(whole)];
    const tenths = (pos / all) * 10;
    expect(between, headline).toBe(interval(pos, all));
    if (/alla/i.test(words)) expect(pos, headline).toBe(all);
    else if (/inga/i.test(words)) expect(pos, headline).toBe(0);
    else {
      expect(pos > 0 && pos < all, headline).toBe(true);
      const said = Number(/(\d+) av 10/.exec(words)![1]);
      expect(said >= 1 && said <= 9, headline).toBe(true);
      if (words.startsWith("drygt") || words.startsWith("mer"))
        expect(tenths > said && tenths < said + 1, headline).toBe(true);
      else if (words.startsWith("nästan") || words.startsWith("färre"))
        expect(tenths < said && tenths >= said - 1, headline).toBe(true);
      else expect(Math.abs(tenths - said), headline).toBeLessThanOrEqual(0.15 + 1e-9);
    }
  }
}

/** A whole page; gives the groups that were shown with their questions. */
async function pageIsRight(
  { id, counties, responses, survey = "punktmatning-kort" }: Plan,
  asked = askedIn(getSurvey(survey, 1)),
) {
  const parts = await partsOf(`/matningar/${id}`);
  const seen = new Map<string, ReadonlySet<string> | null>();
  for (const county of [...(counties.length > 1 ? [null] : []), ...counties])
    for (const [words, careType] of careTypes) {
      const names = parts.keys().filter((name) => name.endsWith(`, ${words}`));
      const title =
        county === null ? `Riket, ${words}` : names.find((name) => name.startsWith(countyNames[county] ?? county));
      if (!title) throw new Error(`${county} ${words}`);
      seen.set(title, isRight(parts.get(title) ?? [], title, within(responses, county, careType), asked));
    }

  headlineIsRight([...parts.values()][0]!.concat([...parts.values()][1] ?? []).join(" "));
  return { parts, seen };
}

const short = askedIn(getSurvey("punktmatning-kort", 1));

test.each([1, 2, 3, 4, 5, 6])("random answers in one county and in three, %i", async (number) => {
  const random = chance(number);
  const people = (count: number, facts: Partial<Response>) => many(count, () => anybody(random, short, facts));
  const one: Plan = {
    id: "ett",
    counties: ["18"],
    responses: [
      ...people(3 + Math.floor(random() * 80), {}),
      ...people(Math.floor(random() * 40), { careType: "psychiatric" }),
    ],
  };
  const three: Plan = {
    id: "tre",
    counties: ["17", "18", "19"],
    responses: ["17", "18", "19"].flatMap((county) => [
      ...people(Math.floor(random() * 60), { county }),
      ...people(Math.floor(random() * 15), { county, careType: "psychiatric" }),
    ]),
  };
  for (const plan of [one, three]) {
    await seed(plan);
    await pageIsRight(plan);
  }
});

test.each([4, 5, 6, 9, 10, 11, 29, 30, 31])("%i answers: at each threshold", async (count) => {
  const plan = (id: string, answers: (at: number) => Record<string, number>): Plan => ({
    ...{ id, counties: ["18"] },
    responses: many(count, (at) => person(answers(at))),
  });
  const mixed = plan("blandat", (at) => ({
    delaktighet: at === 0 ? 4 : 1,
    trygghet: 1,
    plan: 2,
    onskemal: at < 5 ? 1 : 8,
  }));
  await seed(mixed);
  const { seen, parts } = await pageIsRight(mixed);
  const somatic = seen.get("Örebro län, somatik")!;
  expect(somatic !== null).toBe(count >= 5);
  if (somatic === null) return;
  expect(somatic.has("delaktighet")).toBe(true);
  // Everybody and nobody.
  expect([somatic.has("trygghet"), somatic.has("plan")]).toEqual([count >= 10, count >= 10]);
  // Five have taken a stand, all alike.
  expect(somatic.has("onskemal")).toBe(false);
  const spread = parts.get("Örebro län, somatik")!.some((line) => line.startsWith("Nej, inte alls | "));
  expect(spread).toBe(count >= 30);
});

test("everybody alike: positive, nobody positive, vet ej, vill inte svara, and nobody at all", async () => {
  const all = (code: number) =>
    many(30, () => person(Object.fromEntries(short.map(({ key, codes }) => [key, code === 2 ? codes.at(-1)! : code]))));
  for (const [id, code, words] of [
    ["ja", 1, "alla känner sig trygga, 30 av 30 svarande (intervall 89–100 %)"],
    ["nej", 2, "inga känner sig trygga, 0 av 30 svarande (intervall 0–11 %)"],
    ["vetej", 8, "Ingen fråga har så många svar att de kan visas."],
    ["villinte", 9, "Ingen fråga har så många svar att de kan visas."],
  ] as const) {
    const plan: Plan = { id, counties: ["18"], responses: all(code) };
    await seed(plan);
    const { parts } = await pageIsRight(plan);
    expect(parts.get(`Mätning ${id}`)!.join(" "), id).toContain(words);
  }
  await seed({ id: "tom", counties: ["18"], responses: [] });
  const { parts } = await pageIsRight({ id: "tom", counties: ["18"], responses: [] });
  expect(parts.get("Mätning tom")!.join(" ")).toContain("För få har svarat för att något ska kunna visas.");
});

test.each([
  ["patient", "human", "Alla har svarat i samtal med en människa."],
  ["proxy", "web", "Alla har svarat i ett webbformulär."],
  ["supported", "robot", "Alla har svarat med roboten."],
  ["proxy", "mixed", "Alla har svarat både med roboten och med en människa."],
] as const)("only %s and only by %s", async (respondent, mode, words) => {
  const random = chance(3);
  const plan: Plan = {
    ...{ id: "bara", counties: ["18"] },
    responses: many(33, () => anybody(random, short, { respondent, mode })),
  };
  await seed(plan);
  const { parts } = await pageIsRight(plan);
  const lines = parts.get("Örebro län, somatik")!;
  expect(lines).toContain(words);
  expect(lines.some((line) => line.startsWith("Patienten själv: "))).toBe(false);
});

test("halves are rounded up, and thousands are written as in Swedish", async () => {
  // 29 of 200 is 14,5 %, 57 of 200 is 28,5 %, 115 of 200 is 57,5 %.
  const plan: Plan = {
    ...{ id: "halva", counties: ["18"] },
    responses: many(200, (at) =>
      person({ delaktighet: at < 29 ? 1 : 4, onskemal: at < 57 ? 1 : 3, trygghet: at < 115 ? 2 : 3 }),
    ),
  };
  await seed(plan);
  const { parts } = await pageIsRight(plan);
  expect(parts.get("Örebro län, somatik")!.join("\n")).toMatch(
    /15 % 29 av 200[\s\S]*29 % 57 av 200[\s\S]*58 % 115 av 200/,
  );
  const large: Plan = {
    ...{ id: "stor", counties: ["17", "18"] },
    responses: many(2600, (at) => person({ delaktighet: at % 3 === 0 ? 4 : 1 }, { county: at % 2 ? "17" : "18" })),
  };
  await seed(large);
  await pageIsRight(large);
  const { text } = await (await clinic.signedIn("lena")).get("/matningar/stor");
  expect(text).toContain("2\u00a0600 svarande");
  expect(text).toContain("1\u00a0733 av 2\u00a0600");
  expect(text).not.toMatch(/(?<![\d-])\d{4} (svarande|av)|av \d{4}\b/);
});

test("the SIP questions, the long questions with some modules, and questions that not all were asked", async () => {
  const random = chance(11);
  for (const [id, survey, modules] of [
    ["sip", "sip", null],
    ["lang", "ring-upp", ["lakemedel", "tidpunkt", "sip"]],
    ["karna", "ring-upp", []],
  ] as const) {
    const all = askedIn(getSurvey(survey, 1));
    const keys = new Set(
      getSurvey(survey, 1).steps.flatMap((step) =>
        step.kind === "choice" && (!step.module || (modules as readonly string[] | null)?.includes(step.module))
          ? [step.key]
          : [],
      ),
    );
    const asked = all.filter(({ key }) => keys.has(key));
    const facts = { surveyId: survey, respondent: "proxy" as const };
    const plan: Plan = {
      ...{ id, survey, modules, counties: ["18"] },
      responses: [
        ...many(40, () => anybody(random, asked, { surveyId: survey })),
        ...many(12, () => anybody(random, asked, { ...facts, careType: "psychiatric" })),
      ],
    };
    await seed(plan);
    const { parts } = await pageIsRight(plan, asked);
    for (const { key, label } of all)
      expect(
        parts.get("Örebro län, somatik")!.some((line) => line.startsWith(`${label} | `)),
        key,
      ).toBe(keys.has(key));
  }
});

test("twenty-one counties are summed, and each one's part of the whole is told", async () => {
  const codes = many(25, (at) => String(at + 1).padStart(2, "0")).filter(
    (code) => !["02", "11", "15", "16"].includes(code),
  );
  const random = chance(21);
  const responses = codes.flatMap((county, at) => [
    ...many(6 + at * 3, () => anybody(random, short, { county })),
    ...many(at % 4 === 0 ? 3 : 7 + at, () => anybody(random, short, { county, careType: "psychiatric" })),
  ]);
  await seed({ id: "alla-lan", counties: codes, responses });
  const parts = await partsOf("/matningar/alla-lan");
  expect(parts.get("Riket")!.join(" ")).toContain("21 av 21 län deltar.");
  let told = 0;
  const titles = [...parts.keys()].filter((name) => name.endsWith(", somatik") && !name.startsWith("Riket"));
  expect(titles).toHaveLength(21);
  for (const [at, code] of codes.entries()) {
    const name = titles[at]!.replace(", somatik", "");
    for (const [words, careType] of careTypes)
      isRight(parts.get(`${name}, ${words}`)!, `${name}, ${words}`, within(responses, code, careType), short);
    const line = parts.get("Riket")!.find((one) => one.startsWith(`${name} | `));
    if (!line) continue;
    told += 1;
    const [part, whole] = [within(responses, code, null).length, within(responses, null, null).length];
    expect(line).toBe(`${name} | ${part} | ${percent(part, whole)}`);
  }
  expect(told).toBeGreaterThan(5);
  expect(parts.get("Riket")!.join(" ")).toContain(`${21 - told} län står inte i tabellen`);
  for (const [words, careType] of careTypes)
    isRight(parts.get(`Riket, ${words}`)!, `Riket, ${words}`, within(responses, null, careType), short);
});

test("a county that has answers without having been named takes part all the same, and is counted", async () => {
  const random = chance(5);
  const responses = ["17", "18"].flatMap((county) => many(20, () => anybody(random, short, { county })));
  await seed({ id: "extra", counties: ["18"], responses });
  const { parts } = await pageIsRight({ id: "extra", counties: ["17", "18"], responses });
  expect(parts.get("Riket")!.join(" ")).toContain("2 av 21 län deltar.");
});

test("eight measurements with long names: every share, difference and word of the comparison", async () => {
  const random = chance(8);
  const plans = many(
    8,
    (at): Plan => ({
      ...{ id: `m${at}`, counties: ["18"], opensOn: `20${18 + at}-05-04` },
      name: `Punktmätning våren 20${18 + at} för alla som skrevs ut från sjukhusens vårdavdelningar till ordinärt boende i länet ${at}`,
      responses: many(12 + at * 25, () =>
        person(
          Object.fromEntries(short.map(({ key, codes }) => [key, random() < 0.3 + at * 0.08 ? 1 : codes.at(-1)!])),
        ),
      ),
    }),
  );
  for (const plan of plans) await seed(plan);
  const parts = await partsOf(`/jamfor?${plans.map(({ id }) => `s=${id}.18.somatic`).join("&")}`);
  let established = 0;
  for (const { key, label, positive } of short) {
    const lines = parts.get(label)!;
    const counts = plans.map(({ responses }) => [gave(responses, key, positive), responses.length] as const);
    for (const [at, [part, whole]] of counts.entries()) {
      const [low, high] = wilson(part, whole);
      const line = lines.find((one) => one.startsWith(`${"ABCDEFGH"[at]} | `))!;
      const drawn = `[range x1 ${place(low)} x2 ${place(high)} y1 5 y2 5; circle cx ${place(part / whole)} cy 5]`;
      expect(line).toContain(`${percent(part, whole)} ${part} av ${whole} | ${interval(part, whole)} | ${drawn}`);
      if (at === 0) continue;
      const found = newcombe(part, whole, ...counts[0]!);
      const sure = found.low > 0 || found.high < 0;
      established += sure ? 1 : 0;
      expect(line.includes("skillnaden är statistiskt säkerställd"), line).toBe(sure);
      expect(line.includes("ingen statistiskt säkerställd skillnad"), line).toBe(!sure);
      const points = Math.abs(found.difference) < 0.005 - 1e-9 ? 0 : halfUp(Math.abs(found.difference));
      const size = points === 0 ? "Mindre än 1 procentenhet" : `${points} procentenhet${points === 1 ? "" : "er"}`;
      expect(line).toContain(
        found.difference === 0 ? "Lika stor andel" : `${size} ${found.difference > 0 ? "högre" : "lägre"}`,
      );
    }
  }
  expect(established).toBeGreaterThan(3);
});
