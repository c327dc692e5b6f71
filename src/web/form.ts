/** What a form sent, read once per request: missing fields are empty text, so that a handler never meets undefined. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Problem } from "../problems.ts";
import type { Request, RequestEnv } from "./context.ts";

/** Ordinary forms are small; files have a limit of their own (web/intake.ts). */
const limitBytes = 256 * 1024;

const tooLarge = (): never => {
  throw new Problem("too-large", { limit: "256 kB" });
};

/** Counts what arrives when the length is not told beforehand. */
const countedLimit = bodyLimit({ maxSize: limitBytes, onError: tooLarge });

/**
 * Refuses a form that is too large. A told length is believed, since the server reads no further than that, and the body is
 * then read in one piece; looking at it as a stream, as bodyLimit does, would first build a whole Request and its stream.
 */
export const formLimit: MiddlewareHandler<RequestEnv> = async (c, next) => {
  const length = c.req.header("content-length");
  if (length === undefined || c.req.header("transfer-encoding") !== undefined) return countedLimit(c, next);
  if (!(Number(length) <= limitBytes)) tooLarge();
  await next();
};

export type Form = {
  /** Trimmed text of a field; "" when it was not sent. */
  readonly text: (name: string) => string;
  /** Exactly as typed: passwords and free text. */
  readonly raw: (name: string) => string;
  /** All values of a repeated field. */
  readonly list: (name: string) => readonly string[];
  readonly file: (name: string) => File | null;
  /** Every field of text, as it was sent: for a page that asks once more before the same form is carried out. */
  readonly fields: () => readonly { readonly name: string; readonly value: string }[];
  /** A whole number, or null. */
  readonly number: (name: string) => number | null;
};

export async function formOf(c: Request): Promise<Form> {
  const body = c.get("form") ?? (await readBody(c));
  c.set("form", body);
  const all = (name: string) => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
  };
  const raw = (name: string) => {
    const [value] = all(name);
    return typeof value === "string" ? value : "";
  };
  return {
    raw,
    text: (name) => raw(name).trim(),
    list: (name) => all(name).filter((value) => typeof value === "string"),
    file: (name) => {
      const value = all(name).find((one) => one instanceof File);
      return value instanceof File ? value : null;
    },
    fields: () =>
      Object.keys(body).flatMap((name) =>
        all(name).flatMap((value) => (typeof value === "string" ? [{ name, value }] : [])),
      ),
    number: (name) => (/^\d{1,15}$/.test(raw(name).trim()) ? Number(raw(name)) : null),
  };
}

type Fields = Record<string, string | File | (string | File)[]>;

// A sign of byte order is kept, as a browser's own form parser keeps it.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Fields without files, as most forms are. Hono would make a whole Response of them, with its stream, to read them from. */
async function readFields(c: Request): Promise<Fields> {
  const fields: Fields = Object.create(null);
  for (const [name, value] of new URLSearchParams(utf8.decode(await c.req.arrayBuffer()))) {
    const before = fields[name];
    // Never a new list for each value: one field can be sent a hundred thousand times within the limit.
    if (Array.isArray(before)) before.push(value);
    else fields[name] = before === undefined ? value : [before, value];
  }
  return fields;
}

/** The platforms throw a TypeError at a body that is not what its content type says. */
async function readBody(c: Request): Promise<Fields> {
  const [type] = (c.req.header("content-type") ?? "").split(";");
  const holdsFiles = type?.trim().toLowerCase() !== "application/x-www-form-urlencoded";
  try {
    return holdsFiles ? await c.req.parseBody({ all: true }) : await readFields(c);
  } catch (error) {
    if (error instanceof TypeError) throw new Problem("form-unreadable");
    throw error;
  }
}
