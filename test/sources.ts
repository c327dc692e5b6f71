/**
 * The project's own files as the laws read them: their text, and their text without what a law must not stumble on
 * (a word in a comment is no use of it).
 */
import { readdirSync, readFileSync } from "node:fs";

const notOurs =
  /^(node_modules|\.git|\.wrangler|\.vitest|data|dist|coverage)\/|(^|\/)\.git\/|^package-lock\.json$|^drizzle\/meta\//;
const generated = /\.gen\.ts$/;
const isText = /(\.(ts|mjs|js|json|md|hbs|css|csv|sql|toml|sh|yml|html|txt)|\.ci\/run|LICENSE|\.gitignore|\.npmrc)$/;

/** Paths from the root, forward slashes, sorted; without installed, generated and local ones. */
export const ourFiles: readonly string[] = readdirSync(".", { withFileTypes: true })
  .filter((entry) => !notOurs.test(`${entry.name}/`))
  .flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(entry.name, { recursive: true, withFileTypes: true })
          .filter((inner) => inner.isFile())
          .map((inner) => `${inner.parentPath}/${inner.name}`.replaceAll("\\", "/"))
      : [entry.name],
  )
  .filter((path) => !notOurs.test(path) && !generated.test(path))
  .sort();

const texts = new Map<string, string>();
export function textOf(path: string): string {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, "utf8");
  texts.set(path, text);
  return text;
}

export const textFiles = ourFiles.filter((path) => isText.test(path));
export const isTest = (path: string): boolean => /\.test\.ts$/.test(path);
/** The program itself: src without tests and without the made-by-machine. */
export const sources = ourFiles.filter((path) => path.startsWith("src/") && path.endsWith(".ts") && !isTest(path));

/** After one of these a slash begins a regular expression and does not divide. */
const beforeRegex = /(^|[=(,:[!&|?{};+\-*%<>~^]|\b(return|case|typeof|in|of|await))\s*$/;

/** The text with comments (and, when asked, what stands inside quotes) turned to blanks; lines keep their numbers. */
export function withoutComments(text: string, alsoQuoted = false): string {
  let clean = "";
  let at = 0;
  /** Depth of braces inside each `${…}` we are in. */
  const templates: number[] = [];
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  const take = (length: number, hide: boolean) => {
    const part = text.slice(at, at + length);
    clean += hide ? blank(part) : part;
    at += part.length;
  };
  const lengthOf = (shape: RegExp) => {
    shape.lastIndex = at;
    return shape.exec(text)?.[0].length ?? 1;
  };
  const template = () => take(lengthOf(/(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y), alsoQuoted);
  const afterTemplate = () => {
    if (text[at - 1] === "{") templates.push(0);
  };
  while (at < text.length) {
    const here = text[at] as string;
    const depth = templates.at(-1);
    if (text.startsWith("//", at)) take(lengthOf(/[^\n]*/y), true);
    else if (text.startsWith("/*", at)) take(lengthOf(/\/\*[\s\S]*?\*\//y), true);
    else if (here === '"' || here === "'") take(lengthOf(/(["'])(?:(?!\1)[^\\\n]|\\[\s\S])*\1/y), alsoQuoted);
    else if (here === "`" || (here === "}" && depth === 0)) {
      if (here === "}") templates.pop();
      take(1, alsoQuoted);
      template();
      afterTemplate();
    } else if (here === "/" && beforeRegex.test(clean.slice(-40))) {
      take(lengthOf(/\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y), alsoQuoted);
    } else {
      if (depth !== undefined && here === "{") templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && here === "}") templates[templates.length - 1] = depth - 1;
      take(1, false);
    }
  }
  return clean;
}

/** "path:line" of every place where `pattern` (with the g flag) stands in the text. */
export const placesOf = (path: string, text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(
    (found) => `${path}:${text.slice(0, found.index).split("\n").length}: ${found[0].trim()}`,
  );
