/**
 * What every command needs first, in a script that itself needs nothing: installs the packages when they are missing or
 * the lock file has changed, and makes the generated modules when their sources are newer. Says what it does on
 * standard error only, so that `npm run -s ringupp -- … --json` prints nothing but JSON.
 *
 * `--generate-only` skips the installing (the Workers build calls it so).
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
process.chdir(root);
const say = (text) => process.stderr.write(`${text}\n`);

const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  say(`Ringupp behöver Node 20 eller senare; det här är Node ${process.versions.node}. Se https://nodejs.org.`);
  process.exit(1);
}

function installPackages() {
  const stamp = "node_modules/.ringupp-installed";
  const wanted = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say(
    existsSync(stamp)
      ? "Paketlistan har ändrats: installerar om …"
      : "Första gången: installerar paket (ungefär en minut) …",
  );
  // Without the settings of the surrounding npm run, which would silence the reason for a failure.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== "npm_config_loglevel"));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const run = spawnSync(npm, ["ci"], { stdio: ["ignore", 2, 2], env, shell: process.platform === "win32" });
  if (run.status !== 0) {
    say("Installationen gick inte igenom. Kontrollera nätet (npm måste nå sitt paketregister) och försök igen.");
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/** Writes only when the content differs, and in one move, so that two commands at once never read half a file. */
function writeGenerated(path, content) {
  if (existsSync(path) && readFileSync(path, "utf8") === content) return;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}

const newest = (paths) => Math.max(0, ...paths.map((path) => statSync(path).mtimeMs));
const isFresh = (output, sources) => existsSync(output) && statSync(output).mtimeMs >= newest(sources);
const filesIn = (folder, ending) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));

/** Templates are compiled here because Workers forbid compiling at run time; one module serves both homes. */
async function generateTemplates() {
  const output = "src/web/templates.gen.ts";
  const parts = filesIn("templates/parts", ".hbs");
  const pages = filesIn("templates/pages", ".hbs");
  const sources = ["templates/layout.hbs", ...parts, ...pages];
  const folders = ["prepare.mjs", "templates/parts", "templates/pages"];
  if (isFresh(output, [...sources, ...folders])) return;
  const { default: handlebars } = await import("handlebars");
  const nameOf = (path) => path.replace(/^.*\//, "").replace(/\.hbs$/, "");
  const spec = (path) => {
    try {
      return handlebars.precompile(readFileSync(path, "utf8"));
    } catch (error) {
      say(`${path}: ${error.message}`);
      return process.exit(1);
    }
  };
  const table = (paths) => paths.map((path) => `  ${JSON.stringify(nameOf(path))}: ${spec(path)},`).join("\n");
  writeGenerated(
    output,
    `// @ts-nocheck – made by prepare.mjs from templates/.\nexport const parts = {\n${table(parts)}\n};\nexport const pages = {\n${table(pages)}\n};\nexport const layout = ${spec("templates/layout.hbs")};\n`,
  );
}

/** Style sheet and script as text, so that both homes serve them without a file system. */
function generateAssets() {
  const assets = [
    ["style.css", "text/css; charset=utf-8"],
    ["enhance.js", "text/javascript; charset=utf-8"],
    ["interview.js", "text/javascript; charset=utf-8"],
    ["keys.js", "text/javascript; charset=utf-8"],
    ["keys.css", "text/css; charset=utf-8"],
    ["sheets.css", "text/css; charset=utf-8"],
    ["rules.css", "text/css; charset=utf-8"],
    ["numbers.css", "text/css; charset=utf-8"],
    ["board.css", "text/css; charset=utf-8"],
    ["answer.css", "text/css; charset=utf-8"],
    ["cooperation.css", "text/css; charset=utf-8"],
    ["report.css", "text/css; charset=utf-8"],
    ["trend.css", "text/css; charset=utf-8"],
    ["times.css", "text/css; charset=utf-8"],
    ["try-phone.css", "text/css; charset=utf-8"],
    ["answer.js", "text/javascript; charset=utf-8"],
    ["cooperation.js", "text/javascript; charset=utf-8"],
    ["try-phone.js", "text/javascript; charset=utf-8"],
  ].map(([name, type]) => {
    const text = readFileSync(join("templates", name), "utf8");
    return { name, type, hash: createHash("sha256").update(text).digest("hex").slice(0, 12), text };
  });
  writeGenerated(
    "src/web/assets.gen.ts",
    `// @ts-nocheck – made by prepare.mjs from templates/.\nexport const assets = ${JSON.stringify(assets, null, 1)};\n`,
  );
}

/** A field that an object has twice, of which JSON.parse would silently drop the first, or that a module cannot hold. */
function lostField(text) {
  const open = [];
  let last = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token !== ":") last = token;
    else {
      const [name, known] = [JSON.parse(last), open.at(-1)];
      if (known.has(name)) return `Fältet ${name} står två gånger. Ta bort det ena.`;
      if (name === "__proto__") return "__proto__ är inget namn i en enkät. Ta bort fältet.";
      known.add(name);
    }
  }
  return null;
}

/** Every survey file and every translation there is, so that a new one is found without naming it anywhere. */
function generateCatalog() {
  const read = (folder) =>
    filesIn(folder, ".json").map((path) => {
      const name = path.replace(/^.*\//, "");
      // What is wrong is passed on as text: the catalog's checker refuses it by name together with every other fault.
      try {
        // Some editors put a sign of byte order first, which is no part of the text.
        const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
        const raw = JSON.parse(text);
        return [name, typeof raw === "string" ? "Filen är ingen enkät." : (lostField(text) ?? raw)];
      } catch {
        return [name, "Filen är inte giltig JSON."];
      }
    });
  const [files, translations] = [read("src/surveys/catalog"), read("src/surveys/translations")];
  // As src/crypto/survey-digest.ts makes them.
  const digests = [...files, ...translations].flatMap(([name, raw]) => {
    if (typeof raw !== "object" || raw === null) return [];
    const { $schema: _, ...rest } = raw;
    return [[name, createHash("sha256").update(JSON.stringify(rest)).digest("hex")]];
  });
  const printed = (pairs) => JSON.stringify(Object.fromEntries(pairs), null, 1);
  writeGenerated(
    "src/surveys/catalog.gen.ts",
    `// Made by prepare.mjs from src/surveys/.
export const files: Record<string, unknown> = ${printed(files)};
export const translationFiles: Record<string, unknown> = ${printed(translations)};
export const fileDigests: Record<string, string> = ${printed(digests)};
`,
  );
}

if (!process.argv.includes("--generate-only")) installPackages();
mkdirSync("src/web", { recursive: true });
await generateTemplates();
generateAssets();
generateCatalog();
