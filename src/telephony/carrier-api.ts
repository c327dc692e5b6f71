/**
 * Asking a carrier's REST interface. What matters is the difference between a no and not knowing: a timeout, a broken
 * connection, a page of HTML from something in between, all may hide that the call was placed.
 */
import { type Unknown, unknown } from "./carrier.ts";

export type ApiAnswer = {
  readonly status: number;
  /** The body when it is a JSON object, else null (an error page, an empty body, half a body). */
  readonly json: Readonly<Record<string, unknown>> | null;
  readonly retryAfterSeconds: number | null;
};

export type ApiRequest = {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly form?: string;
};

const requestTimeoutMs = 10_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

async function jsonOf(response: Response): Promise<ApiAnswer["json"]> {
  const text = await response.text();
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** "unknown" when no whole answer came. Redirects are not followed: a password would go with them. */
export async function askCarrier(fetch: typeof globalThis.fetch, request: ApiRequest): Promise<ApiAnswer | Unknown> {
  const { method, url, user, password, form } = request;
  try {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Basic ${btoa(`${user}:${password}`)}`,
        accept: "application/json",
        ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      },
      ...(form === undefined ? {} : { body: form }),
      redirect: "manual",
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const retryAfter = response.headers.get("retry-after") ?? "";
    return {
      status: response.status,
      json: await jsonOf(response),
      retryAfterSeconds: /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null,
    };
  } catch {
    return unknown;
  }
}

/** Text of a field that should be text, or null. */
export const textAt = (json: ApiAnswer["json"], name: string): string | null => {
  const value = json?.[name];
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : null;
};
