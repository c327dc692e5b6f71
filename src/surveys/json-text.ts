/**
 * JSON as its author sees it: on which line everything stands, exactly where the text stops being JSON, and keys that are
 * there twice, of which JSON.parse would silently drop the first. For the checker's command; the program itself reads JSON
 * with JSON.parse.
 */
export type Path = readonly (string | number)[];

/** A place in the text; both from 1. */
export type Place = { readonly line: number; readonly column: number };

export type ReadJson =
  | {
      readonly value: unknown;
      /** Where the value of a path begins, or the nearest one around it that is there. */
      readonly placeOf: (path: Path) => Place;
      /** Keys that an object has more than once. */
      readonly repeated: readonly Path[];
    }
  | { readonly fault: string; readonly place: Place };

/** Deeper than any survey; a file of ten thousand brackets must not bring the program down. */
const deepest = 100;

/** `pathText(["steps", 3, "key"])` is "steps[3].key". */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );

export function readJson(text: string): ReadJson {
  const starts = new Map<string, number>();
  const repeated: Path[] = [];
  // A sign of byte order is no part of the text.
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const placeAt = (index: number): Place => {
    const before = text.slice(0, index).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const fail = (what: string, where = at): never => {
    throw Object.assign(new SyntaxError(what), { at: where });
  };
  const skip = () => {
    while (at < text.length && " \t\r\n".includes(text[at]!)) at += 1;
  };
  const take = (sign: string, what: string) => {
    skip();
    if (text[at] !== sign) fail(at >= text.length ? `Texten tar slut. ${what}` : what);
    at += 1;
  };

  function scalar(): unknown {
    const from = at;
    if (text[at] === '"') {
      const found = /"(?:[^"\\\n]|\\.)*"/y;
      found.lastIndex = at;
      const [whole] =
        found.exec(text) ?? fail("Texten inom citattecken tar inte slut på raden. Sätt ett citattecken efter den.");
      at += whole.length;
    } else {
      const found = /[^\s,:[\]{}"]+/y;
      found.lastIndex = at;
      const [whole] =
        found.exec(text) ?? fail(at >= text.length ? "Texten tar slut mitt i." : `Tecknet ${text[at]} hör inte hit.`);
      at += whole.length;
    }
    try {
      return JSON.parse(text.slice(from, at)) as unknown;
    } catch {
      const wrong = text.slice(from, Math.min(at, from + 30));
      return fail(
        `${wrong} är inget värde. Texter står inom raka citattecken ("), tal skrivs som 7, och ja och nej som true och false.`,
        from,
      );
    }
  }

  function list(path: Path): unknown[] {
    const values: unknown[] = [];
    at += 1;
    skip();
    if (text[at] === "]") at += 1;
    else
      for (let more = true; more; ) {
        values.push(value([...path, values.length]));
        skip();
        if (text[at] === "]") more = false;
        else if (text[at] !== ",") fail("Här saknas ett komma eller en hakparentes ].");
        at += 1;
        if (more) afterComma("]");
      }
    return values;
  }

  function record(path: Path): Record<string, unknown> {
    const values = new Map<string, unknown>();
    at += 1;
    skip();
    if (text[at] === "}") at += 1;
    else
      for (let more = true; more; ) {
        skip();
        if (text[at] !== '"') fail("Här ska ett fältnamn inom raka citattecken stå.");
        const key = scalar() as string;
        take(":", `Här saknas ett kolon efter "${key}".`);
        if (values.has(key)) repeated.push([...path, key]);
        values.set(key, value([...path, key]));
        skip();
        if (text[at] === "}") more = false;
        else if (text[at] !== ",") fail("Här saknas ett komma eller en klammer }.");
        at += 1;
        if (more) afterComma("}");
      }
    return Object.fromEntries(values);
  }

  function afterComma(end: string): void {
    const comma = at - 1;
    skip();
    if (text[at] === end) fail("Kommat före slutet ska bort.", comma);
  }

  function value(path: Path): unknown {
    skip();
    if (path.length > deepest) fail("Filen har för många nivåer i varandra.");
    starts.set(JSON.stringify(path), at);
    if (text[at] === "{") return record(path);
    return text[at] === "[" ? list(path) : scalar();
  }

  try {
    const whole = value([]);
    skip();
    if (at < text.length) fail("Filen är slut här, men det står något mer. Ta bort det, eller rätta klamrarna.");
    const placeOf = (path: Path): Place => {
      for (let length = path.length; length > 0; length -= 1) {
        const start = starts.get(JSON.stringify(path.slice(0, length)));
        if (start !== undefined) return placeAt(start);
      }
      return { line: 1, column: 1 };
    };
    return { value: whole, placeOf, repeated };
  } catch (error) {
    if (!(error instanceof SyntaxError && "at" in error)) throw error;
    return { fault: error.message, place: placeAt(Number(error.at)) };
  }
}
