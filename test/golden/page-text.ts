/**
 * A page's main part as lines of text that can be read and compared: headings, table rows, list items, links with where they
 * lead, and drawings as the numbers in them. Made for our own pages, which are well formed; markup that changes nothing for a
 * reader changes nothing here.
 */
import { equal } from "node:assert";

const entities: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#x27": "'", "#39": "'", "#x3D": "=", "#x60": "`" },
};

/** Whole pixels would hide a shift and six decimals shout about nothing: numbers to one decimal. */
const number = (text: string): string => String(Math.round(Number(text) * 10) / 10);

/** "circle cx 76.7 cy 5": what is drawn and where, without classes; ticks and axes stand still and are left out. */
function drawing(svg: string): string {
  const shapes = svg.matchAll(/<(line|circle|rect|text)\b([^>]*?)\/?>(?:([^<]*)<\/text>)?/g);
  const told = [...shapes].flatMap(([, shape, attributes = "", text = ""]) => {
    if (/class="(axis|tick)"/.test(attributes)) return [];
    const places = [...attributes.matchAll(/\b(x|y|x1|x2|y1|y2|cx|cy|width)="([^"]+)"/g)];
    const kind = /class="(shade-\d|range|break)"/.exec(attributes)?.[1] ?? shape;
    return [[kind, ...places.map(([, name, value = ""]) => `${name} ${number(value)}`), text].join(" ").trim()];
  });
  // A key beside a word shows a shade and no number.
  return /class="key"/.test(svg) ? "" : ` [${told.join("; ")}] `;
}

const openings: readonly (readonly [tag: RegExp, text: string])[] = [
  [/<h1\b[^>]*>/g, "\n\n# "],
  [/<h2\b[^>]*>/g, "\n\n## "],
  [/<h3\b[^>]*>/g, "\n\n### "],
  [/<h4\b[^>]*>/g, "\n\n#### "],
  [/<li\b[^>]*>/g, "\n- "],
  [/<summary\b[^>]*>/g, "\n▸ "],
  [/<dt\b[^>]*>/g, "\n"],
  [/<dd\b[^>]*>/g, ": "],
  [/<(p|tr|caption|table|fieldset|figure|figcaption|form|section|details|div)\b[^>]*>/g, "\n"],
  [/<br\b[^>]*>/g, "\n"],
  [/<\/(th|td)>/g, " | "],
];

export function pageText(html: string): string {
  const [, main = ""] = /<main\b[^>]*>([\s\S]*)<\/main>/.exec(html) ?? [];
  equal(main === "", false, "a page has a main part");
  let text = main
    .replace(/\s+/g, " ")
    .replace(/<svg\b[\s\S]*?<\/svg>/g, drawing)
    .replace(/<a\b[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g, "$2 ($1)");
  for (const [tag, written] of openings) text = text.replace(tag, written);
  return `${text
    .replace(/<[^>]+>/g, "")
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .split("\n")
    .map((line) =>
      line
        .replace(/\s+/g, " ")
        .replace(/ \|\s*$/, "")
        .trim(),
    )
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}
