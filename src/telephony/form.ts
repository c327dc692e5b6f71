/**
 * Form bodies of webhooks, read strictly: each name once, nothing that is not form encoding. A signature over joined
 * names and values cannot tell two cuts of the same letters apart, so what is let in must have one reading only.
 */

/** Webhooks have some thirty short fields. */
const longestBody = 20_000;

/** Most names and values hold nothing that is encoded, and are asked for twice at every turn of a call. */
const decoded = (text: string): string =>
  text.includes("%") || text.includes("+") ? decodeURIComponent(text.replaceAll("+", " ")) : text;

/** The fields by name, or null when a name comes twice or the body is no form. */
export function readForm(body: string): ReadonlyMap<string, string> | null {
  if (body.length > longestBody) return null;
  const fields = new Map<string, string>();
  if (body === "") return fields;
  for (const pair of body.split("&")) {
    const at = pair.indexOf("=");
    try {
      const name = decoded(at < 0 ? pair : pair.slice(0, at));
      if (name === "" || fields.has(name)) return null;
      fields.set(name, at < 0 ? "" : decoded(pair.slice(at + 1)));
    } catch {
      return null;
    }
  }
  return fields;
}

/** Form encoding of pairs; a name may be repeated. */
export const writeForm = (pairs: readonly (readonly [string, string])[]): string =>
  new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
