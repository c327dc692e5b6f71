/**
 * What was typed and sent when the session had run out. It goes with the sign-in page in a hidden field and comes back
 * afterwards in a form that sends it once more: nothing is stored on the server or in the browser, it works without script,
 * and nothing is done before the person has seen it and pressed. Whoever else signs in there does not get to see it.
 */
import type { Request } from "./context.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import type { ResendView } from "./views.ts";

/** `from`: the account whose session ran out; null when it is not known any more. */
export type KeptForm = {
  readonly action: string;
  readonly from: string | null;
  readonly fields: readonly (readonly [name: string, value: string])[];
};

/** Forms of a call and of tasks. Not those that only open something, or that an emergency waits behind. */
const keeps =
  /^\/(uppfoljningar|atgarder)\/[\w-]{1,64}\/(?!akut$|layout$|visa-nummer$|slapp$|paus$|tillbaka$)[\w-]{1,32}$/;
const fieldsAtMost = 60;

/** What the request's form held, when it is one to keep and something was filled in. */
export async function findFormToKeep(c: Request): Promise<KeptForm | null> {
  const action = new URL(c.req.url).pathname;
  if (c.req.method !== "POST" || !keeps.test(action)) return null;
  await formOf(c).catch(() => null);
  const fields = Object.entries(c.get("form") ?? {})
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
    .filter((field): field is [string, string] => typeof field[1] === "string" && field[1].trim() !== "");
  const filledIn = fields.some(([name]) => !["version", "steg"].includes(name));
  return filledIn && fields.length <= fieldsAtMost ? { action, from: c.get("expired") ?? null, fields } : null;
}

/** Reads what the sign-in page sent back; null for anything that {@link findFormToKeep} would not have made. */
export function readKeptForm(text: string): KeptForm | null {
  try {
    const { action, from, fields } = JSON.parse(text) as KeptForm;
    const pairs = Array.isArray(fields) && fields.length <= fieldsAtMost && fields.every(isPair);
    return keeps.test(action) && pairs ? { action, from: typeof from === "string" ? from : null, fields } : null;
  } catch {
    return null;
  }
}
const isPair = (field: unknown): boolean =>
  Array.isArray(field) && field.length === 2 && field.every((one) => typeof one === "string");

/** Words for the fields that somebody may want to mend before they are sent. All others go along unseen. */
const labels: Readonly<Record<string, string>> = {
  anteckning: "Anteckning",
  skaltext: "Varför du hoppar över",
  behov: "Vad patienten behöver hjälp med",
  text: "Patientens egna ord",
};

/** The page after signing in, with the form to send once more. */
export function showKeptForm(c: Request, { action, fields }: KeptForm): Promise<Response> {
  const view: ResendView = {
    action,
    texts: fields.flatMap(([name, value]) => (labels[name] ? [{ name, label: labels[name], value }] : [])),
    others: fields.flatMap(([name, value]) => (labels[name] ? [] : [{ name, value }])),
    backHref: /^\/uppfoljningar\/[^/]+/.exec(action)?.[0] ?? "/atgarder",
  };
  return page(c, "resend", "Det du skrev finns kvar", view);
}
