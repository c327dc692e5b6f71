/**
 * JSON as its author sees it: on which line everything stands, everywhere the text is no JSON, and keys that are there
 * twice, of which JSON.parse would silently drop the first. For the checker's command; the program itself reads JSON with
 * JSON.parse. What is easily mended (a comma, a comment, a quotation mark) is passed, so that one of them does not hide the
 * others or what the file says; that makes this file longer than most.
 */
export type Path = readonly (string | number)[];

/** A place in the text; both from 1. */
export type Place = { readonly line: number; readonly column: number };

export type JsonFault = { readonly fault: string; readonly place: Place };

type Read = {
  readonly value: unknown;
  /** Where the value of a path begins, or the nearest one around it that is there. */
  readonly placeOf: (path: Path) => Place;
  /** Keys that an object has more than once. */
  readonly repeated: readonly Path[];
};

export type ReadJson =
  | Read
  /** The first fault, the others, and what the text seems to say; null when it cannot be guessed. */
  | (JsonFault & {
      readonly more: readonly JsonFault[];
      /** `broken`: values that cannot be read, and stand as undefined. */
      readonly guess: (Read & { readonly broken: readonly Path[] }) | null;
    });

/** Deeper than any survey; a file of ten thousand brackets must not bring the program down. */
const deepest = 100;
/** Whoever has made so many faults begins with these. */
const mostFaults = 50;

/** `pathText(["steps", 3, "key"])` is "steps[3].key". */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );

const noValue = (wrong: string) =>
  `${wrong} är inget värde. Texter står inom raka citattecken ("), tal skrivs som 7, och ja och nej som true och false.`;

const innerMarks =
  'Texten tar slut vid det här citattecknet, men fortsätter efter det. Skriv citattecken inne i en text som ” eller \\".';

export function readJson(text: string): ReadJson {
  const starts = new Map<string, number>();
  const repeated: Path[] = [];
  const broken: Path[] = [];
  const noted: { readonly what: string; readonly where: number }[] = [];
  // A sign of byte order is no part of the text.
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const lines = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
  const placeAt = (index: number): Place => {
    let [line, after] = [0, lines.length];
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if (lines[middle]! <= index) line = middle;
      else after = middle;
    }
    return { line: line + 1, column: index - lines[line]! + 1 };
  };
  /** From here nothing can be made of the text. */
  const fail = (what: string, where = at): never => {
    throw Object.assign(new SyntaxError(what), { at: where });
  };
  /** It is wrong, and what is meant can be seen. */
  const note = (what: string, where = at) => {
    if (noted.length + 1 >= mostFaults) fail(what, where);
    noted.push({ what, where });
  };
  /** What the pattern finds exactly here; null when it does not. */
  const find = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const skip = () => {
    for (;;) {
      while (at < text.length && " \t\r\n".includes(text[at]!)) at += 1;
      const comment = find(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|#[^\r\n]*/y);
      const space = comment === null ? find(/[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+/y) : null;
      if (comment !== null) note("Här står en kommentar. Ta bort den: i JSON finns inga.");
      if (space !== null) note("Här står ett mellanslag av ett annat slag än det vanliga. Byt det.");
      const passed = (comment ?? space)?.length;
      if (passed === undefined) return;
      at += passed;
    }
  };

  function quoted(): string {
    const from = at;
    const whole = find(/"(?:[^"\\\r\n]|\\[^\r\n])*"/y);
    if (whole === null) {
      note("Texten inom citattecken tar inte slut på raden. Sätt ett citattecken efter den.");
      const line = find(/"[^\r\n]*?(?=\s*,?\s*[\]}]*\s*(?:[\r\n]|$))/y) ?? text[at]!;
      at += line.length;
      return line.slice(1);
    }
    at += whole.length;
    const rest = find(/(?=[\p{L}\p{N}?!.])[^\r\n]*?"(?=\s*(?:[,:\]}\r\n]|$))/uy);
    if (rest !== null) {
      note(innerMarks, at - 1);
      at += rest.length;
      return (whole + rest).slice(1, -1).replace(/["\t\\]/g, "");
    }
    try {
      return JSON.parse(whole) as string;
    } catch {
      const wrong = whole.length > 30 ? `${whole.slice(0, 29)}…` : whole;
      note(
        `Texten ${wrong} har ett tecken som inte får stå så. Ta bort tabbar, och skriv omvänt snedstreck som \\\\ och citattecken som \\".`,
        from,
      );
      return whole.slice(1, -1).replace(/[\t\\]/g, "");
    }
  }

  /** A text within other quotation marks than JSON's; null when there is none. */
  function wronglyQuoted(): string | null {
    const whole = find(/['’‘”“„´`][^\r\n]*?['’‘”“´`"](?=\s*[:,\]}\r\n])/y);
    if (whole === null) return null;
    note(noValue(whole.length > 30 ? `${whole.slice(0, 29)}…` : whole));
    at += whole.length;
    return whole.slice(1, -1);
  }

  function scalar(path: Path): unknown {
    const from = at;
    if (text[at] === '"') return quoted();
    const within = wronglyQuoted();
    if (within !== null) return within;
    const word = find(/[^\s,:[\]{}"]+/y);
    if (word === null) return fail(at >= text.length ? "Texten tar slut mitt i." : `Tecknet ${text[at]} hör inte hit.`);
    at += word.length;
    try {
      return JSON.parse(word) as unknown;
    } catch {
      note(noValue(word.slice(0, 30)), from);
      broken.push(path);
      return undefined;
    }
  }

  /** After a value in a list or an object: is there another? Leaves the end behind it when there is not. */
  function goesOn(end: "]" | "}", missing: string): boolean {
    skip();
    if (text[at] === end) {
      at += 1;
      return false;
    }
    if (text[at] !== ",") {
      // Whatever can begin the next one: its comma is all that is missing.
      if (find(/["\w{['’‘”“„-]/y) === null) fail(missing);
      note(missing);
      return true;
    }
    for (let first = true; text[at] === ","; first = false) {
      const comma = at;
      at += 1;
      if (!first) note("Här står ett komma för mycket. Ta bort det.", comma);
      skip();
      if (text[at] !== end) continue;
      note("Kommat före slutet ska bort.", comma);
      at += 1;
      return false;
    }
    return true;
  }

  function list(path: Path): unknown[] {
    const values: unknown[] = [];
    at += 1;
    skip();
    if (text[at] === "]") {
      at += 1;
      return values;
    }
    do values.push(value([...path, values.length]));
    while (goesOn("]", "Här saknas ett komma eller en hakparentes ]."));
    return values;
  }

  function keyOf(): string {
    skip();
    if (text[at] === '"') return quoted();
    note("Här ska ett fältnamn inom raka citattecken stå.");
    const word = find(/['’‘”“„´`]?[\p{L}\p{N}$_-]+['’‘”“´`"]?(?=\s*[:=])/uy);
    if (word === null) return fail("");
    at += word.length;
    return word.replace(/['’‘”“„´`"]/g, "");
  }

  function record(path: Path): Record<string, unknown> {
    const values = new Map<string, unknown>();
    at += 1;
    skip();
    if (text[at] === "}") {
      at += 1;
      return {};
    }
    do {
      const key = keyOf();
      skip();
      if (text[at] === ":") at += 1;
      else {
        const missing = `Här saknas ett kolon efter "${key}".`;
        if (at >= text.length) fail(`Texten tar slut. ${missing}`);
        if (find(/["\w{['’‘”“„=-]/y) === null) fail(missing);
        note(missing);
        if (text[at] === "=") at += 1;
      }
      if (values.has(key)) repeated.push([...path, key]);
      values.set(key, value([...path, key]));
    } while (goesOn("}", "Här saknas ett komma eller en klammer }."));
    return Object.fromEntries(values);
  }

  function value(path: Path): unknown {
    skip();
    if (path.length > deepest) fail("Filen har för många nivåer i varandra.");
    starts.set(JSON.stringify(path), at);
    if (text[at] === "{") return record(path);
    return text[at] === "[" ? list(path) : scalar(path);
  }

  const placeOf = (path: Path): Place => {
    for (let length = path.length; length > 0; length -= 1) {
      const start = starts.get(JSON.stringify(path.slice(0, length)));
      if (start !== undefined) return placeAt(start);
    }
    return { line: 1, column: 1 };
  };
  const faultsTo = (faults: readonly { readonly what: string; readonly where: number }[]): JsonFault[] =>
    faults.filter(({ what }) => what !== "").map(({ what, where }) => ({ fault: what, place: placeAt(where) }));
  let end: { readonly what: string; readonly where: number } | null = null;
  let whole: unknown;
  try {
    whole = value([]);
    skip();
    if (at < text.length) fail("Filen är slut här, men det står något mer. Ta bort det, eller rätta klamrarna.");
  } catch (error) {
    if (!(error instanceof SyntaxError && "at" in error)) throw error;
    end = { what: error.message, where: Number(error.at) };
  }
  const [first, ...more] = faultsTo(end ? [...noted, end] : noted);
  const read = { value: whole, placeOf, repeated };
  return first ? { ...first, more, guess: end ? null : { ...read, broken } } : read;
}
