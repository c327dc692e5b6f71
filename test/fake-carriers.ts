/**
 * Twilio and 46elks as seen through fetch, without a network: they keep calls, answer as the real ones are documented
 * to, fail in the ways that carriers fail, and object to every request that the documents would object to.
 */
import { faultsAgainstTwilio } from "./twilio-document.ts";

export type Failure = "timeout" | "reset" | "reply-lost" | "too-many" | "unavailable" | "html" | "credentials" | number;

type FakeCall = {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  state: string;
  pickedUp?: boolean;
  readonly createdAt: number;
  readonly form: URLSearchParams;
};

export type FakeCarrier = {
  readonly fetch: typeof fetch;
  readonly calls: FakeCall[];
  /** Faults against the carrier's own document. A test looks that there are none. */
  readonly faults: string[];
  /** How the next request fails. */
  failNext: Failure | null;
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

const hex = (count: number) => count.toString(16).padStart(32, "0");

/** Runs a request, or fails it as ordered. "reply-lost" carries it out and tells nobody. */
async function withFailure(fake: FakeCarrier, carryOut: () => Response, twilio: boolean): Promise<Response> {
  const failure = fake.failNext;
  fake.failNext = null;
  if (failure === "timeout") throw new DOMException("The operation timed out", "TimeoutError");
  if (failure === "reset") throw new TypeError("fetch failed");
  if (failure === "too-many") return json(429, twilio ? { code: 20429 } : {}, { "retry-after": "7" });
  if (failure === "unavailable") return new Response("<html>Service Unavailable</html>", { status: 503 });
  if (failure === "html") return new Response("<!doctype html><title>502 Bad Gateway</title>", { status: 502 });
  if (failure === "credentials") return json(401, twilio ? { code: 20003, message: "Authenticate" } : {});
  if (typeof failure === "number") return json(400, { code: failure, message: "No", status: 400 });
  const response = carryOut();
  if (failure === "reply-lost") throw new TypeError("fetch failed");
  return response;
}

export function fakeTwilio(now: () => number): FakeCarrier {
  const show = (call: FakeCall) => ({
    sid: call.id,
    status: call.state,
    answered_by: null,
    to: call.to,
    duration: "12",
    date_created: new Date(call.createdAt).toUTCString().replace("GMT", "+0000"),
  });
  const fake: FakeCarrier = {
    calls: [],
    faults: [],
    failNext: null,
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const method = init?.method ?? "GET";
      const form = new URLSearchParams(method === "GET" ? url.search : String(init?.body ?? ""));
      fake.faults.push(...faultsAgainstTwilio(method, url.pathname, [...form.entries()]));
      if (fake.faults.length > 0) return json(400, { code: 20001, message: fake.faults.join() });
      const sid = /\/Calls\/(CA\w{32})\.json$/.exec(url.pathname)?.[1];
      const call = fake.calls.find(({ id }) => id === sid);
      const carryOut = () => {
        if (!sid && method === "POST") {
          const placed = {
            id: `CA${hex(fake.calls.length + 1)}`,
            to: form.get("To")!,
            from: form.get("From")!,
            state: "queued",
            createdAt: now(),
            form,
          };
          fake.calls.push(placed);
          return json(201, show(placed));
        }
        if (!sid) {
          const [to, status] = [form.get("To"), form.get("Status")];
          // As the real one: a call without a start time is in no list that asks for one.
          const found = fake.calls.filter(
            (one) => one.to === to && (status ? one.state === status : one.state !== "queued"),
          );
          return json(200, { calls: found.map(show), next_page_uri: null });
        }
        if (!call) return json(404, { code: 20404 });
        if (method === "DELETE") {
          if (["queued", "ringing", "in-progress"].includes(call.state)) return json(409, { code: 20009 });
          fake.calls.splice(fake.calls.indexOf(call), 1);
          return new Response(null, { status: 204 });
        }
        if (method === "POST") {
          if (!["queued", "ringing", "in-progress"].includes(call.state)) return json(400, { code: 21220 });
          call.state = call.state === "in-progress" ? "completed" : "canceled";
        }
        return json(200, show(call));
      };
      return withFailure(fake, carryOut, true);
    },
  };
  return fake;
}

export function fakeElks(now: () => number): FakeCarrier {
  const show = (call: FakeCall) => ({
    id: call.id,
    direction: "outgoing",
    to: call.to,
    from: call.from,
    state: call.state,
    created: new Date(call.createdAt).toISOString().replace("Z", "000"),
    ...(call.pickedUp ? { start: new Date(call.createdAt).toISOString().replace("Z", "000") } : {}),
    ...(call.state === "success" ? { duration: 12 } : {}),
  });
  const fake: FakeCarrier = {
    calls: [],
    faults: [],
    failNext: null,
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const form = new URLSearchParams(String(init?.body ?? ""));
      const allowed = init?.method === "POST" ? ["from", "to", "voice_start", "whenhangup", "timeout"] : [];
      fake.faults.push(...[...form.keys()].filter((name) => !allowed.includes(name)));
      fake.faults.push(...[...url.searchParams.keys()].filter((name) => !["start", "end", "limit"].includes(name)));
      const carryOut = () => {
        if (init?.method === "POST") {
          const id = `c${hex(fake.calls.length + 1)}`;
          const [to, from] = [form.get("to")!, form.get("from")!];
          fake.calls.push({ id, to, from, state: "ongoing", createdAt: now(), form });
          return json(200, show(fake.calls.at(-1)!));
        }
        const id = /^\/a1\/calls\/(\w+)$/.exec(url.pathname)?.[1];
        if (!id) {
          const end = Date.parse(`${(url.searchParams.get("end") ?? "1970-01-01T00:00:00").slice(0, 23)}Z`);
          return json(200, { data: fake.calls.filter(({ createdAt }) => createdAt >= end).map(show) });
        }
        const call = fake.calls.find((one) => one.id === id);
        return call ? json(200, show(call)) : json(404, {});
      };
      return withFailure(fake, carryOut, false);
    },
  };
  return fake;
}
