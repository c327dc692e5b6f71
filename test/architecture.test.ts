/**
 * The laws of the house. Each is a list of the places that break it, and a remedy that the failure prints: whoever breaks
 * one learns what to do, not only that something is wrong. Longer than other files because it is the law book: one law
 * after another, read from the sources themselves.
 */
import { existsSync, globSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as anonymous from "../src/db/anonymous.ts";
import * as identified from "../src/db/identified.ts";
import * as schema from "../src/db/schema.ts";
import { openSqlite } from "../src/platform/sqlite.ts";
import { problems } from "../src/problems.ts";
import { allImports, circles, imports, reachOf } from "./imports.ts";
import { isTest, ourFiles, placesOf, sources, textFiles, textOf, withoutComments } from "./sources.ts";
import { declaredTables, migratedTables } from "./tables.ts";

/** A law holds when nothing breaks it; otherwise the failure says where, what and how to mend it. */
const law = (says: string, remedy: string, broken: () => readonly string[]) =>
  test(says, () => {
    const places = [...new Set(broken())];
    if (places.length > 0) expect.fail(`${says}.\n  ${places.join("\n  ")}\n  Remedy: ${remedy}`);
  });

/** Code alone, without comments and without what stands in quotes. */
const codeOf = (path: string) => withoutComments(textOf(path), true);
/** Code with its quoted text, without comments. */
const codeAndQuotesOf = (path: string) => withoutComments(textOf(path));
const arrow = ({ from, to }: { from: string; to: string }) => `${from} → ${to}`;
const under = (...folders: string[]) => new RegExp(`^src/(${folders.join("|")})/`);

/** From the ground up: a file may import its own floor and those below. */
const floors: readonly (readonly [string, RegExp])[] = [
  [
    "ground",
    /^src\/((problems|calendar|spreadsheet)\.ts$|(discharges|cases|calls|surveys|responses|measurements|cooperation|reports)\/)/,
  ],
  // The carrier's port is a type of the outside too: a World holds a telephone.
  ["the outside as types", /^src\/(world|config|telephone-config|telephony\/carrier)\.ts$/],
  ["adapters", under("db", "intake", "crypto", "telephony")],
  ["steps", under("steps")],
  ["the clock and the start", /^src\/(timetable|start)\.ts$/],
  ["the demo", under("demo")],
  ["doors", under("web", "command-line")],
  ["platform", under("platform")],
];
const floorOf = (path: string) => floors.findIndex(([, files]) => files.test(path));
const onGround = (path: string) => floorOf(path) === 0;

describe("the tree", () => {
  law("no imports go in a circle", "move what both need into a file of its own, or pass it as an argument.", () =>
    circles(({ typeOnly, dynamic }) => !typeOnly && !dynamic).map((circle) => circle.join(" → ")),
  );

  law("every source file stands on a floor", "put it in a folder of design, or add the folder to `floors` here.", () =>
    sources.filter((path) => floorOf(path) < 0),
  );

  // world.ts names the tables' type for the driver; the type is gone when the program runs.
  law("no import goes upstairs", "turn it round: let the upper file import the lower one and hand it a value.", () =>
    imports
      .filter((step) => step.inside && floorOf(step.to) > floorOf(step.from))
      .filter((step) => !(step.from === "src/world.ts" && step.to === "src/db/schema.ts" && step.typeOnly))
      .map(arrow),
  );

  law("every import inside the project leads to a file", "mend the path, or add the file.", () =>
    allImports.filter(({ to, inside }) => inside && !existsSync(to)).map(arrow),
  );

  law(
    "steps never import steps",
    "let them meet in the database, or move the shared decision to the ground floor.",
    () => imports.filter(({ from, to }) => under("steps").test(from) && under("steps").test(to)).map(arrow),
  );

  law("adapters do not know each other", "let the step that needs both call them one after the other.", () => {
    const folder = (path: string) => path.split("/")[1];
    return imports
      .filter(({ from, to }) => floorOf(from) === 2 && floorOf(to) === 2 && folder(from) !== folder(to))
      .map(arrow);
  });

  law("nothing imports the platform but tests and benchmarks", "take what you need from the World.", () =>
    imports.filter(({ from, to }) => under("platform").test(to) && !under("platform").test(from)).map(arrow),
  );

  law(
    "the demo is reached only by the platform, its own command and the doors that show it",
    "keep the demo out of what a real installation runs.",
    () => {
      const welcome =
        /^src\/(platform\/.*|demo\/.*|web\/(demo|sign-in|try-phone(-call)?(-view)?)\.ts|command-line\/seed\.ts)$/;
      return imports.filter(({ from, to }) => under("demo").test(to) && !welcome.test(from)).map(arrow);
    },
  );

  law("on Node the platform loads the demo only in demo mode", "use `await import(…)` where the mode is known.", () =>
    imports
      .filter(
        ({ from, to, dynamic, typeOnly }) =>
          under("demo").test(to) && under("platform").test(from) && !dynamic && !typeOnly,
      )
      // A Worker is one bundle: there is no later at which it could load a module.
      .filter(({ from }) => from !== "src/platform/workers.ts")
      .map(arrow),
  );
});

describe("what a floor may touch", () => {
  law(
    "the ground floor has no clock, no chance and no waiting",
    "take `now`, ids and random order as parameters, and read and write in a step.",
    () =>
      sources
        .filter(onGround)
        .flatMap((path) =>
          placesOf(
            path,
            codeOf(path),
            /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bTemporal\.Now\b|\bMath\.random\b|\bcrypto\b|\bperformance\b|\bsetTimeout\b|\bfetch\(|\bawait\b|\basync\b|\bPromise\b/g,
          ),
        ),
  );

  law(
    "the ground floor uses no package but zod and libphonenumber-js",
    "move what needs the package into an adapter or a step.",
    () =>
      imports
        .filter(({ from, to, inside }) => onGround(from) && !inside && !/^(zod|libphonenumber-js(\/max)?)$/.test(to))
        .map(arrow),
  );

  law("only the platform knows the machine", "give what you need to the World, or take it as an argument.", () => [
    ...imports
      .filter(({ to }) => /^(node:|cloudflare:|better-sqlite3|@cloudflare\/|@hono\/node-server)/.test(to))
      .filter(({ from }) => !under("platform").test(from))
      .map(arrow),
    ...sources
      .filter((path) => !under("platform").test(path))
      .flatMap((path) => placesOf(path, codeOf(path), /\bprocess\.\w+|\bBuffer\b|\b__dirname\b|\bimport\.meta\b/g)),
  ]);

  law("only calendar.ts knows time zones", "use the functions of calendar.ts.", () =>
    sources
      .filter((path) => path !== "src/calendar.ts" && !under("platform").test(path))
      .flatMap((path) => placesOf(path, codeAndQuotesOf(path), /\bTemporal\.\w+|Europe\/Stockholm|\bIntl\.\w+/g)),
  );

  law("doors and steps never speak SQL", "write a function in src/db/ that says what it finds or changes.", () =>
    imports
      .filter(({ to }) => /^drizzle-/.test(to))
      .filter(({ from }) => !/^src\/(db\/|platform\/|world\.ts$|demo\/demo\.ts$)/.test(from))
      .map(arrow),
  );
});

describe("the wall", () => {
  const answers = /^src\/db\/(responses|tallies|cooperation-answers)\.ts$/;
  const nameless =
    /^src\/(responses\/|reports\/|cooperation\/|db\/(anonymous|responses|tallies|tally-tables|measurements|cooperation(-\w+)?)\.ts$)/;
  const knowsPeople = /^src\/(db\/(identified|wall|schema)\.ts$|discharges\/|cases\/)/;
  const patientTables =
    /^(people|numbers|undos|discharges|cases|attempts|events|interviews|tasks|uploads|uploadChunks)$/;
  const readers = imports.filter(({ from, to }) => to === "src/db/identified.ts" && from !== "src/db/schema.ts");
  const readsIdentified = new Set(readers.map(({ from }) => from));
  const readsPatients = new Set(
    readers.filter(({ names }) => names.some((name) => patientTables.test(name))).map(({ from }) => from),
  );

  law(
    "nothing on the nameless side reaches anything that knows a person",
    "pass coarse facts as plain values through db/wall.ts instead of importing them.",
    () =>
      sources
        .filter((path) => nameless.test(path))
        .flatMap((path) =>
          // world.ts is the driver's type for both sides and holds no row.
          [...reachOf(path, ({ from }) => from !== "src/world.ts")]
            .filter(([file]) => knowsPeople.test(file) || readsIdentified.has(file))
            .map(([, way]) => way.join(" → ")),
        ),
  );

  law("db/wall.ts is the one gate between the sides", "seal through the gate, or split the file in two.", () => [
    ...imports
      .filter(({ to, from }) => to === "src/db/wall.ts" && !under("steps").test(from))
      .map((step) => `${arrow(step)} (only steps go through the gate)`),
    ...sources
      .filter((path) => path !== "src/db/wall.ts" && path !== "src/db/schema.ts")
      .filter((path) => {
        const direct = imports.filter(({ from }) => from === path).map(({ to }) => to);
        const touchesAnswers = direct.some((to) => answers.test(to) || to === "src/db/anonymous.ts");
        return touchesAnswers && (readsPatients.has(path) || direct.some((to) => readsPatients.has(to)));
      }),
  ]);

  law("all tables at once are for the drivers and the demo's broom", "import the one side you need.", () =>
    imports
      .filter(
        ({ to, from }) => to === "src/db/schema.ts" && !/^src\/(platform\/|world\.ts$|demo\/demo\.ts$)/.test(from),
      )
      .map(arrow),
  );

  law(
    "the tables people and numbers are named only where they are guarded",
    "read through findPeople in db/people.ts.",
    () => {
      const guards: Readonly<Record<string, RegExp>> = {
        people: /^src\/db\/(people|discharges|identified)\.ts$/,
        numbers: /^src\/db\/(people|numbers|phone-keys|discharges|identified)\.ts$/,
      };
      return Object.entries(guards).flatMap(([table, guarded]) => [
        ...imports
          .filter(
            ({ from, to, names }) => to === "src/db/identified.ts" && names.includes(table) && !guarded.test(from),
          )
          .map(arrow),
        ...sources
          .filter((path) => !guarded.test(path))
          .flatMap((path) =>
            placesOf(
              path,
              codeAndQuotesOf(path),
              new RegExp(
                `\\b(from|join|into|update|table)\\s+[\`"]?${table}\\b|\\b(schema|identified)\\.${table}\\b`,
                "gi",
              ),
            ),
          ),
      ]);
    },
  );

  law(
    "a nameless table has only columns that are known to be coarse",
    "leave the column out, or show here that it cannot be joined to a person and add it to the list.",
    () => {
      const facts =
        "measurement_id county care_type unit track age_group month mode respondent caller survey_id survey_version completeness inside_window answers";
      const allowed: Readonly<Record<string, string>> = {
        measurements:
          "id name survey_id survey_version state opens_on closes_on counties units caller note target made_up released_on closed_early_on thresholds modules",
        // What was shown to everybody, word for word.
        publications: "measurement_id number published_on changed",
        publication_parts: "measurement_id number part text",
        pending: `key ${facts} remark`,
        responses: `id ${facts} tallied`,
        remarks: "id measurement_id county care_type text",
        tallies: "measurement_id county care_type mode respondent question code count",
        unit_tallies: "measurement_id county care_type unit question code mode respondent count",
        unit_counts: "measurement_id county care_type unit counts",
        // What staff say, taken apart; a unit is a group, a week the finest time. No patient is asked about.
        cooperations: "id name county opens_on closes_on state released_on version steps thresholds made_up",
        cooperation_units: "id cooperation_id party name",
        cooperation_links: "unit_id week cooperation_id token_hash answers",
        cooperation_sent: "page cooperation_id",
        cooperation_waiting: "key cooperation_id party question unit_id code",
        cooperation_suggestions: "id cooperation_id party text",
        cooperation_tallies: "cooperation_id party question code count",
        cooperation_tallied_units: "cooperation_id party question unit_id answers",
        cooperation_replaced_links: "token_hash cooperation_id",
        cooperation_publications: "cooperation_id number published_on changed report",
        // Counts of stays, never of answers. A provider is a group as a county is.
        field_counts:
          "provider_id measurement_id county care_type unit disposition consent included attempted reached begun cases",
        compliance_counts:
          "provider_id month unit track stays cases attempted reached completed never hindered tried days_to_first attempts work_seconds asked consented readmitted_before readmitted_30",
        reach_counts: "provider_id measurement_id month track age_group language rung_by reached completed cases",
      };
      return [...declaredTables(anonymous)].flatMap(([table, { columns }]) =>
        columns
          .map((column) => column.split(" ")[0]!)
          .filter((column) => !allowed[table]?.split(" ").includes(column))
          .map((column) => `src/db/anonymous.ts: ${table}.${column}`),
      );
    },
  );

  law(
    "no identified table points at an answer",
    "leave the column out: the link is cut when the interview is saved.",
    () =>
      [...declaredTables(identified)].flatMap(([table, { columns }]) =>
        columns
          .filter((column) => /^(response|pending|remark|tally|answers?\b)/.test(column))
          .map((column) => `src/db/identified.ts: ${table}.${column.split(" ")[0]}`),
      ),
  );
});

describe("the tables", () => {
  const { raw } = openSqlite(":memory:", "drizzle");

  law("the migrations make exactly the tables that the code declares", "run `npm run migration -- name`.", () => {
    const [declared, made] = [declaredTables(schema), migratedTables(raw)];
    return [...new Set([...declared.keys(), ...made.keys()])].flatMap((table) => {
      const [wanted, found] = [declared.get(table), made.get(table)];
      if (!wanted || !found) return [`${table}: only in ${wanted ? "src/db" : "drizzle/"}`];
      const lines = (words: typeof wanted) => [...words.columns, ...words.indexes.map((index) => `index ${index}`)];
      const [want, find] = [lines(wanted), lines(found)];
      return [
        ...want.filter((line) => !find.includes(line)).map((line) => `${table}: not in the migrations: ${line}`),
        ...find.filter((line) => !want.includes(line)).map((line) => `${table}: only in the migrations: ${line}`),
      ];
    });
  });

  law(
    "tables of answers keep no row numbers",
    "add the table to `withoutRowid` in drizzle/generate.mjs and remake it.",
    () =>
      [...declaredTables(anonymous).keys()]
        // Measurements are made by people at their desks; their order tells nothing about answers.
        .filter((table) => table !== "measurements")
        .filter((table) => !(raw.pragma(`table_list(${table})`) as { wr: number }[]).some(({ wr }) => wr === 1))
        .map((table) => `drizzle/: ${table}`),
  );
});

describe("problems, pages and paper", () => {
  const codes = Object.keys(problems);
  const sentences = Object.entries(problems).map(([code, { sentence }]) => ({ code, sentence }));

  law("every problem code and every sentence is there once", "merge the two, or say what differs.", () => [
    ...sentences
      .filter(({ sentence }, at) => sentences.findIndex((other) => other.sentence === sentence) !== at)
      .map(({ code }) => `src/problems.ts: ${code} says what another says`),
    ...codes
      .filter((code) => textOf("src/problems.ts").split(new RegExp(`^ {2}"?${code}"?: `, "m")).length !== 2)
      .map((code) => `src/problems.ts: ${code}`),
  ]);

  law("every problem code is used", "remove the code, or refuse with it.", () => {
    const rest = sources
      .filter((path) => path !== "src/problems.ts")
      .map(codeAndQuotesOf)
      .join("\n");
    return codes.filter((code) => !rest.includes(`"${code}"`)).map((code) => `src/problems.ts: ${code}`);
  });

  const pageFiles = ourFiles.filter((path) => /^templates\/pages\/.*\.hbs$/.test(path));
  law(
    "every template has a typed view and every view a template",
    "add the key to Pages in src/web/views.ts, or the file.",
    () => {
      const listed = /export type Pages = \{([\s\S]*?)\n\};/.exec(textOf("src/web/views.ts"))?.[1] ?? "";
      const keys = [...listed.matchAll(/readonly "?([\w-]+)"?:/g)].map((found) => found[1]!);
      const files = pageFiles.map((path) => path.replace(/^.*\//, "").replace(/\.hbs$/, ""));
      return [
        ...files.filter((name) => !keys.includes(name)).map((name) => `templates/pages/${name}.hbs has no view`),
        ...keys.filter((name) => !files.includes(name)).map((name) => `src/web/views.ts: ${name} has no template`),
      ];
    },
  );

  law("every part of a page is used", "remove the file.", () => {
    const all = ourFiles
      .filter((path) => path.endsWith(".hbs"))
      .map(textOf)
      .join("\n");
    return ourFiles
      .filter((path) => path.startsWith("templates/parts/"))
      .filter((path) => !new RegExp(`\\{\\{~?#?>\\s*${path.replace(/^.*\/|\.hbs$/g, "")}\\b`).test(all));
  });

  law("templates escape everything but the layout's body", "use two braces.", () =>
    ourFiles
      .filter((path) => path.endsWith(".hbs"))
      .flatMap((path) => placesOf(path, textOf(path), /\{\{\{.*?\}\}\}|\{\{~?&.*?\}\}/g))
      .filter((place) => !/^templates\/layout\.hbs:\d+: \{\{\{body\}\}\}$/.test(place)),
  );

  law("templates hold no script and no style of their own", "use templates/style.css and templates/enhance.js.", () =>
    ourFiles
      .filter((path) => path.endsWith(".hbs"))
      .flatMap((path) =>
        placesOf(path, textOf(path), /\sstyle\s*=|\son[a-z]+\s*=|<style\b|<script\b(?![^>]*\ssrc=)|javascript:/gi),
      ),
  );

  law("every path that README names exists", "mend the path in README.md.", () => {
    if (!existsSync("README.md")) return [];
    const prose = textOf("README.md").replace(/^```[\s\S]*?^```/gm, "");
    const roots = new Set(
      [...ourFiles, ...ourFiles.map((path) => path.replace(/^src\//, ""))].map((path) => path.split("/")[0]),
    );
    const shown = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((found) => found[1]!.replace(/#.*$/, ""))
      .filter((path) => path !== "" && !path.includes("://") && !existsSync(path));
    const named = [...prose.matchAll(/`([^`\s]+)`/g)]
      .map((found) => found[1]!.replace(/^\.\//, "").replace(/:\d+$/, ""))
      .filter((word) => !/^(data|dist|node_modules)(\/|$)|^@|[<>…=$(]|:\/\//.test(word))
      .filter(
        (word) =>
          (word.includes("/") && roots.has(word.split("/")[0])) ||
          /^[\w.-]+\.(ts|mjs|md|hbs|toml|sql|csv|css|js)$/.test(word),
      )
      .filter(
        (word) => globSync([word, `src/${word}`]).length === 0 && !ourFiles.some((path) => path.endsWith(`/${word}`)),
      );
    return [...shown, ...named].map((word) => `README.md: ${word}`);
  });
});

describe("the look of a file", () => {
  const code = ourFiles.filter((path) => /\.(ts|mjs)$/.test(path));
  const opening = (path: string) => /^(#!.*\n)?(\/\*[\s\S]*?\*\/|(\/\/.*\n)+)/.exec(textOf(path))?.[0] ?? "";

  law("every file opens with why it exists", "begin it with a comment of a sentence or two.", () =>
    // A module's own test says it in the names of its guarantees.
    code.filter(
      (path) => !(isTest(path) && path.startsWith("src/")) && opening(path).replace(/[^\p{L}]/gu, "").length < 10,
    ),
  );

  law(
    "a file has at most 250 lines, or a reason at its head",
    'split it where it has two subjects, or say "Longer than other files because …" in its opening comment.',
    () =>
      sources
        .filter((path) => textOf(path).split("\n").length > 251)
        .filter((path) => !/\b(longer than|long because)\b/i.test(opening(path).replace(/\s+\*?\s*/g, " ")))
        .map((path) => `${path} (${textOf(path).split("\n").length - 1} lines)`),
  );

  // "Helper" is Handlebars' own word for a function that a template may call.
  law("no file is named after being useful", "name it after the noun or the act it holds.", () =>
    code
      .filter((path) => /\b(utils?|helpers?|managers?|services?|handlers?|common|misc)\b/.test(path))
      .filter((path) => path !== "src/web/handlebars-helpers.ts"),
  );

  law("nothing is put off in a comment", "do it, or write an issue.", () =>
    textFiles.flatMap((path) => placesOf(path, textOf(path), /\b(TO[D]O|FIX[M]E|XX[X])\b/g)),
  );

  law("no file knows the machine it was written on", "use a path from the root, or a temporary folder.", () =>
    textFiles.flatMap((path) =>
      placesOf(path, textOf(path), /(?<![\w.:/*}])\/(work|home|root|Users|tmp)\/[\w.-]+|\b[A-Z]:\\{1,2}Users\b/g),
    ),
  );

  law("tests wait for nothing but what they test", "move the test's clock instead.", () =>
    code
      .filter((path) => isTest(path))
      .flatMap((path) => placesOf(path, codeOf(path), /\bsetTimeout\b|\bsleep\(|\bvi\.(mock|fn|spyOn)\b/g)),
  );
});

describe("numbers", () => {
  /** PTS's series for films and books (pts.se, "Telefonnummer för användning i böcker och filmer"), without the 0. */
  const fictional = [
    [701740605, 701740699],
    [846500400, 846500499],
    [313900600, 313900699],
    [406280400, 406280499],
    [980319200, 980319299],
  ] as const;
  /** Not to be rung, and each needed to show that intake knows it: premium, service, too short, no such area, digits. */
  const onPurpose = new Set(
    ["0900-123456", "0944-123456", "0939-123456", "077-1234567", "020-123456", "07017406", "074-0123456"].concat(
      // The 010 series has no fictional numbers; the second is the same in E.164. The last is every digit there is.
      ["010-123 45 67", "+46101234567", "0123456789"],
    ),
  );
  const looksDialled =
    /(?<![\w.,+-])(?:\+46[\s-]?(?:\(0\))?|0046[\s-]?|0)[1-9](?:[\s-]?\d){6,9}(?![\w-]|\.\d|\s?\$\{)/g;
  const isDate = /^\d\d[-\s]\d\d[-\s]\d{4}$/;

  law(
    "every telephone number is fictional",
    "take one from PTS's series (070-1740605 to 070-1740699, 08-46500400 to 08-46500499).",
    () =>
      textFiles.flatMap((path) =>
        placesOf(path, textOf(path), looksDialled).filter((place) => {
          const number = place.slice(place.lastIndexOf(": ") + 2);
          const digits = number.replace(/\D/g, "").replace(/^(0046|46)?0?/, "");
          const value = Number(digits);
          return (
            !isDate.test(number) &&
            !onPurpose.has(number) &&
            !fictional.some(([first, last]) => first <= value && value <= last)
          );
        }),
      ),
  );
});
