/**
 * Twilio and 46elks as seen through fetch, without a network: they keep calls, answer as the real ones are documented
 * to, fail in the ways that carriers fail, and object to every request that the documents would object to.
 */
import { faultsInAnswer, faultsInRequest } from "./twilio-document.ts";

export type Failure =
  | "timeout"
  | "reset"
  | "reply-lost"
  | "too-many"
  | "unavailable"
  | "html"
  | "server-error"
  | "credentials"
  | number;

type FakeCall = {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  state: string;
  pickedUp?: boolean;
  /** The call whose Dial placed this one. */
  readonly parent?: string;
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
  /** Calls on a page of a list, however many are asked for. */
  mostOnPage: number;
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

const hex = (count: number) => count.toString(16).padStart(32, "0");

/** Runs a request, or fails it as ordered. "reply-lost" carries it out and tells nobody. */
async function withFailure(
  fake: FakeCarrier,
  carryOut: () => Response,
  twilio: boolean,
  checked: (answer: Response) => Promise<Response> = async (answer) => answer,
): Promise<Response> {
  const failure = fake.failNext;
  fake.failNext = null;
  if (failure === "timeout") throw new DOMException("The operation timed out", "TimeoutError");
  if (failure === "reset") throw new TypeError("fetch failed");
  if (failure === "too-many") return json(429, twilio ? { code: 20429 } : {}, { "retry-after": "7" });
  if (failure === "unavailable") return new Response("<html>Service Unavailable</html>", { status: 503 });
  if (failure === "html") return new Response("<!doctype html><title>502 Bad Gateway</title>", { status: 502 });
  if (failure === "server-error")
    return json(500, twilio ? { code: 20500, message: "Internal Server Error", status: 500 } : {});
  if (failure === "credentials") return json(401, twilio ? { code: 20003, message: "Authenticate" } : {});
  if (typeof failure === "number") return json(400, { code: failure, message: "No", status: 400 });
  const response = await checked(carryOut());
  if (failure === "reply-lost") throw new TypeError("fetch failed");
  return response;
}

/** Twilio's times: "Mon, 23 Nov 2026 09:00:00 +0000". */
const rfc2822 = (instant: number): string => new Date(instant).toUTCString().replace("GMT", "+0000");

/**
 * A Twilio that keeps calls. Every request is held against Twilio's own document, and so is every answer given here:
 * a make-believe that answers as Twilio never would proves nothing.
 */
export function fakeTwilio(now: () => number): FakeCarrier {
  const lives = (call: FakeCall) => ["queued", "ringing", "in-progress"].includes(call.state);
  const show = (call: FakeCall, account: string) => {
    const uri = `/2010-04-01/Accounts/${account}/Calls/${call.id}`;
    const started = call.state === "queued" ? null : rfc2822(call.createdAt);
    return {
      account_sid: account,
      answered_by: null,
      api_version: "2010-04-01",
      caller_name: null,
      date_created: rfc2822(call.createdAt),
      date_updated: rfc2822(call.createdAt),
      direction: call.parent ? "outbound-dial" : "outbound-api",
      duration: call.state === "completed" ? "12" : null,
      end_time: lives(call) ? null : rfc2822(call.createdAt),
      forwarded_from: null,
      from: call.from,
      from_formatted: call.from,
      group_sid: null,
      parent_call_sid: call.parent ?? null,
      phone_number_sid: `PN${hex(1)}`,
      price: null,
      price_unit: "SEK",
      queue_time: "0",
      sid: call.id,
      start_time: started,
      status: call.state,
      subresource_uris: { events: `${uri}/Events.json` },
      to: call.to,
      to_formatted: call.to,
      trunk_sid: null,
      uri: `${uri}.json`,
    };
  };
  const fake: FakeCarrier = {
    calls: [],
    faults: [],
    failNext: null,
    mostOnPage: 1000,
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const method = init?.method ?? "GET";
      const body = init?.body === undefined || init.body === null ? null : String(init.body);
      const headers = Object.fromEntries(new Headers(init?.headers));
      fake.faults.push(...faultsInRequest({ method, url: url.href, headers, body }));
      if (fake.faults.length > 0) return json(400, { code: 20001, message: fake.faults.join() });
      const form = new URLSearchParams(method === "GET" ? url.search : (body ?? ""));
      const account = /\/Accounts\/(\w+)\//.exec(url.pathname)![1]!;
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
          return json(201, show(placed, account));
        }
        if (!sid) {
          const [to, status, parent] = [form.get("To"), form.get("Status"), form.get("ParentCallSid")];
          // As the real one: a call without a start time is in no list that asks for one.
          const asked = fake.calls
            .filter((one) => to === null || one.to === to)
            .filter((one) =>
              status === null ? !form.has("StartTime>") || one.state !== "queued" : one.state === status,
            )
            .filter((one) => parent === null || one.parent === parent);
          const page = Number(form.get("Page") ?? 0);
          const start = page * fake.mostOnPage;
          const found = asked.slice(start, start + fake.mostOnPage);
          const pageUri = (number: number) => {
            const query = new URLSearchParams(url.search);
            query.set("Page", String(number));
            query.set("PageToken", `PA${hex(number)}`);
            return `${url.pathname}?${query}`;
          };
          const isLast = start + fake.mostOnPage >= asked.length;
          return json(200, {
            ...{ page, page_size: 1000, start, end: Math.max(0, start + found.length - 1) },
            ...{ uri: `${url.pathname}${url.search}`, first_page_uri: pageUri(0), previous_page_uri: null },
            next_page_uri: isLast ? null : pageUri(page + 1),
            calls: found.map((one) => show(one, account)),
          });
        }
        if (!call) return json(404, { code: 20404 });
        if (method === "DELETE") {
          if (lives(call)) return json(409, { code: 20009 });
          fake.calls.splice(fake.calls.indexOf(call), 1);
          return new Response(null, { status: 204 });
        }
        if (method === "POST") {
          if (!lives(call)) return json(400, { code: 21220 });
          // "canceled" does not reach a call that has been answered.
          if (call.state !== "in-progress") call.state = "canceled";
          else if (form.get("Status") === "completed") call.state = "completed";
        }
        return json(200, show(call, account));
      };
      const checked = async (answer: Response): Promise<Response> => {
        const text = await answer.clone().text();
        const { status, headers: answered } = answer;
        const told = { status, contentType: answered.get("content-type"), body: text };
        fake.faults.push(...faultsInAnswer({ method, url: url.href }, told));
        return answer;
      };
      // A page of HTML or a broken connection is what stands in for Twilio, and is in nobody's document.
      return withFailure(fake, carryOut, true, checked);
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
    mostOnPage: 1000,
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
          const asked = fake.calls.filter(({ createdAt }) => createdAt >= end).toReversed();
          // As the real one: pages, newest first, and where the next one starts. Here that is a place in the list.
          const [start, limit] = [Number(url.searchParams.get("start") ?? 0), Number(url.searchParams.get("limit"))];
          const page = asked.slice(start, start + limit).map(show);
          return json(200, { data: page, ...(asked.length > start + limit ? { next: String(start + limit) } : {}) });
        }
        const call = fake.calls.find((one) => one.id === id);
        return call ? json(200, show(call)) : json(404, {});
      };
      return withFailure(fake, carryOut, false);
    },
  };
  return fake;
}
