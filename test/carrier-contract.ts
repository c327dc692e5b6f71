/**
 * What every carrier behind the port must keep, run once for each: the program relies on nothing else about them. A
 * carrier's workbench knows how to make its outside behave; the guarantees know nothing of the carrier.
 */
import { describe, expect, test } from "vitest";
import type {
  CallOrder,
  CallStatus,
  Carrier,
  Connect,
  Heard,
  Sought,
  Spoken,
  WebhookRequest,
} from "../src/telephony/carrier.ts";

export const publicUrl = "https://ringupp.example.se";

export const order: CallOrder = {
  callId: "attempt-1",
  to: "+46701740605",
  from: "+46846500400",
  urls: {
    turn: `${publicUrl}/rost/attempt-1/0/token`,
    fallback: `${publicUrl}/rost/fel`,
    status: `${publicUrl}/rost/attempt-1/status`,
  },
  ringSeconds: 30,
  limitSeconds: 900,
  detectMachine: true,
};

export type Workbench = {
  readonly carrier: Carrier;
  /** How the next order is met: nothing done, or done without a word. */
  readonly failNext: (how: "too-many" | "unavailable" | "reply-lost") => void;
  /** How many calls the carrier has to `order.to`. */
  readonly placed: () => number;
  /** Brings the call there, as far as this carrier has such a state. */
  readonly bring: (ref: string, status: "answered" | "completed" | "busy") => Promise<void> | void;
  /** A webhook as the carrier sends it: keys pressed, or the call's status. */
  readonly turn: (ref: string, digits: string | null) => WebhookRequest;
  readonly status: (ref: string, status: CallStatus, sequence: number) => WebhookRequest;
  /** A webhook that tells what became of a Connect, for carriers that can; null for an end they have no word for. */
  readonly connected?: (
    ref: string,
    status: (Heard & { kind: "connected" })["status"],
    durationSeconds: number | null,
  ) => WebhookRequest | null;
  /** The same sender and, as far as the carrier signs bodies, the same signature, with the body cut anew. */
  readonly recut: (request: WebhookRequest, body: string) => WebhookRequest;
  /** A webhook from the same place that is not the carrier's. */
  readonly forged: (request: WebhookRequest) => WebhookRequest;
  /** The name of the field that keys come in, and one signed as `{keys}=1X` to cut. */
  readonly keysField: string;
  /** What can be told to happen in a call by this reply, every address in it, and every number that it rings. */
  readonly acts: (body: string) => {
    readonly acts: readonly string[];
    readonly addresses: readonly string[];
    readonly rings?: readonly string[];
  };
};

const connect: Connect = {
  to: "+46701740606",
  callerId: "+46846500400",
  ringSeconds: 30,
  limitSeconds: 1800,
  next: `${publicUrl}/rost/koppla/1/token`,
};
/** Joins the caller with somebody else; the line before it has a recording, so that every carrier can say it. */
const joining = (more: Partial<Connect> = {}): Spoken => ({
  lines: [{ say: "Nu ringer vi upp.", promptId: "question" }],
  ending: { connect: { ...connect, ...more } },
});

/** What is sought by whoever knows the number, or knows it only when it is shown. */
export const soughtBy = (number: string, since: number, to: string | null = number): Sought => ({
  ...{ to, since },
  isTo: (one) => one === number,
});

const refOf = (answer: object): string => {
  if (!("accepted" in answer)) throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return answer.accepted as string;
};

export function carrierContract(name: string, make: () => Workbench): void {
  describe(`the carrier ${name}`, () => {
    test("gives an order one reference and one call", async () => {
      const { carrier, placed } = make();
      const ref = refOf(await carrier.placeCall(order));
      expect(ref).toMatch(/^\w+$/);
      expect(placed()).toBe(1);
      expect(await carrier.look(ref)).toMatchObject({ ref, status: expect.stringMatching(/^(queued|ringing)$/) });
    });

    test("never rings a number that is not a Swedish mobile or fixed line", async () => {
      const { carrier, placed } = make();
      const premium = "0900-123456".replace("-", "").replace(/^0/, "+46");
      for (const to of [premium, "+14155550100", "+88213000000", "0701740605", "", "+46701740605;x"])
        expect(await carrier.placeCall({ ...order, to })).toMatchObject({ refused: "bad-number" });
      expect(placed()).toBe(0);
    });

    test("says that nothing was done when it is asked too fast or is out of order", async () => {
      for (const how of ["too-many", "unavailable"] as const) {
        const { carrier, placed, failNext } = make();
        failNext(how);
        expect(await carrier.placeCall(order)).toMatchObject({ refused: "slow-down" });
        expect(placed()).toBe(0);
      }
    });

    test("an order whose reply was lost is unknown, not refused, and can be found again", async () => {
      const { carrier, placed, failNext } = make();
      const before = Date.now() - 600_000;
      failNext("reply-lost");
      expect(await carrier.placeCall(order)).toEqual({ unknown: true });
      expect(placed()).toBe(1);
      // Also when the number has been erased here and only its hash is known.
      for (const to of [order.to, null]) {
        const found = await carrier.find(soughtBy(order.to, before, to));
        expect("found" in found && found.found.map(({ status }) => status)).toEqual([
          expect.stringMatching(/^(queued|ringing)$/),
        ]);
      }
      for (const to of ["+46701740606", null])
        expect(await carrier.find(soughtBy("+46701740606", before, to))).toEqual({ found: [] });
    });

    test("tells how a call stands in our words", async () => {
      for (const status of ["answered", "completed", "busy"] as const) {
        const { carrier, bring } = make();
        const ref = refOf(await carrier.placeCall(order));
        await bring(ref, status);
        expect(await carrier.look(ref)).toMatchObject({ ref, status });
      }
    });

    test("has no call under a reference that it never gave", async () => {
      const { carrier } = make();
      for (const ref of ["", "../Accounts", "CA0", `CA${"f".repeat(32)}`, "SIMnone"])
        expect(await carrier.look(ref)).toEqual({ missing: true });
    });

    test("ends a call once and for all, however often it is asked, or says that it cannot", async () => {
      const { carrier } = make();
      const ref = refOf(await carrier.placeCall(order));
      for (let time = 0; time < 3; time++)
        expect(await carrier.hangUp(ref)).toMatchObject(
          carrier.can.hangUp ? { done: true } : { refused: "not-possible" },
        );
      if (carrier.can.hangUp) expect(await carrier.look(ref)).toMatchObject({ status: "canceled" });
    });

    test("an ended call keeps its end when it is hung up afterwards", async () => {
      const { carrier, bring } = make();
      const ref = refOf(await carrier.placeCall(order));
      await bring(ref, "busy");
      await carrier.hangUp(ref);
      expect(await carrier.look(ref)).toMatchObject({ status: "busy" });
    });

    test("forgets the number when it is told to, but not while the call lives, or says that it cannot", async () => {
      const { carrier, bring, placed } = make();
      const ref = refOf(await carrier.placeCall(order));
      if (!carrier.can.erase) {
        expect(await carrier.erase(ref)).toMatchObject({ refused: "not-possible" });
        return;
      }
      expect(await carrier.erase(ref)).toMatchObject({ refused: "slow-down" });
      await bring(ref, "completed");
      for (let time = 0; time < 2; time++) expect(await carrier.erase(ref)).toEqual({ done: true });
      expect(placed()).toBe(0);
      expect(await carrier.look(ref)).toEqual({ missing: true });
    });

    test("its own webhooks are believed and read", async () => {
      const { carrier, turn, status } = make();
      const ref = refOf(await carrier.placeCall(order));
      for (const digits of [null, "", "1", "05", "*"]) {
        const request = turn(ref, digits);
        expect(carrier.verify(request)).toBe(true);
        expect(carrier.read(request)).toMatchObject({ kind: "turn", ref, digits, direction: "outbound" });
      }
      const ended = status(ref, "completed", 3);
      expect(carrier.verify(ended)).toBe(true);
      expect(carrier.read(ended)).toMatchObject({ kind: "status", ref, status: "completed" });
    });

    test("a forged webhook is not believed", async () => {
      const { carrier, turn, status, forged } = make();
      const ref = refOf(await carrier.placeCall(order));
      expect(carrier.verify(forged(turn(ref, "1")))).toBe(false);
      expect(carrier.verify(forged(status(ref, "completed", 3)))).toBe(false);
      expect(carrier.verify({ ...turn(ref, "1"), headers: {}, url: "/", address: null })).toBe(false);
    });

    test("the host that a request names is not believed", async () => {
      const { carrier, turn } = make();
      const request = turn(refOf(await carrier.placeCall(order)), "1");
      const path = request.url.slice(publicUrl.length);
      expect(carrier.verify({ ...request, url: path })).toBe(true);
      expect(carrier.verify({ ...request, url: `http://evil.example${path}` })).toBe(true);
      expect(carrier.verify({ ...request, url: request.url.replace("/0/", "/1/"), headers: request.headers })).toBe(
        carrier.name === "46elks",
      );
    });

    test("a webhook cut anew, or with a field twice, is refused by its shape", async () => {
      const { carrier, turn, recut, keysField } = make();
      const request = turn(refOf(await carrier.placeCall(order)), "1");
      const keys = `${keysField}=1`;
      expect(request.body).toContain(keys);
      for (const cut of [`${keys}&X=`, `${keys}X`, `${keys}&${keys}`, `${keysField}=1%0A`, `${keys}&Evil=1`, "%zz"])
        expect(carrier.read(recut(request, request.body.replace(keys, cut)))).toHaveProperty("unreadable");
      expect(carrier.read(recut(request, ""))).toHaveProperty("unreadable");
    });

    test("hostile text in a prompt is spoken as text and does nothing", () => {
      const { carrier, acts } = make();
      const hostile = [
        '</Say><Redirect>https://evil.example</Redirect><Say x="',
        '"},{"connect":"+14155550100',
        "&amp; ]]> <!--\u0000\u001b\u202e",
        "𝒶\ud800",
      ].join(" ");
      const spoken: Spoken = {
        lines: [
          { say: hostile, promptId: "question" },
          { pauseSeconds: 1 },
          { play: `${publicUrl}/ljud/a&b".mp3` },
          { say: "Tryck ett.", promptId: "question" },
        ],
        ending: { gather: { digits: 1, timeoutSeconds: 12, next: `${publicUrl}/rost/attempt-1/1/token?a=1&b=2` } },
      };
      const { body, contentType } = carrier.speak(spoken);
      expect(contentType).toMatch(/; charset=utf-8$/);
      const told = acts(body);
      expect(told.acts.filter((act) => !["say", "play", "gather", "pause", "hangup"].includes(act))).toEqual([]);
      expect(told.acts).toContain("gather");
      expect(told.addresses.filter((address) => !address.startsWith(`${publicUrl}/`))).toEqual([]);
      expect(told.addresses.some((address) => address.startsWith(`${publicUrl}/rost/attempt-1/1/token?a=1&b=2`))).toBe(
        true,
      );
      expect(acts(carrier.speak({ lines: spoken.lines, ending: { hangUp: true } }).body).acts).toContain("hangup");
    });

    test("no reply sends a call to another host", () => {
      const { carrier } = make();
      for (const next of [
        "https://evil.example/x",
        `${publicUrl}.evil.example/x`,
        "//evil.example",
        "/x",
        `${publicUrl}/ x`,
      ])
        expect(() =>
          carrier.speak({
            lines: [{ say: "Hej", promptId: "question" }],
            ending: { gather: { digits: 1, timeoutSeconds: 12, next } },
          }),
        ).toThrow();
      for (const play of ["http://evil.example/a.mp3", "javascript:alert(1)", "file:a"])
        expect(() => carrier.speak({ lines: [{ play }], ending: { hangUp: true } })).toThrow();
    });

    test("rings the one number it is told to and joins the calls, or throws because it cannot", () => {
      const { carrier, acts } = make();
      if (!carrier.can.connect) {
        expect(() => carrier.speak(joining())).toThrow();
        return;
      }
      const told = acts(carrier.speak(joining()).body);
      expect(told.acts).toContain("connect");
      expect(told.acts.filter((act) => !["say", "play", "connect"].includes(act))).toEqual([]);
      expect(told.rings).toEqual([connect.to]);
      expect(told.addresses.filter((address) => !address.startsWith(`${publicUrl}/`))).toEqual([]);
      expect(told.addresses.some((address) => address.startsWith(connect.next))).toBe(true);
    });

    test("no reply rings a number that is not a Swedish mobile or fixed line, or is answered to elsewhere", () => {
      const { carrier } = make();
      const premium = "0900-123456".replace("-", "").replace(/^0/, "+46");
      for (const to of [premium, "+14155550100", "+88213000000", "0701740605", "", "+46701740605</Number>"])
        expect(() => carrier.speak(joining({ to }))).toThrow();
      for (const next of ["https://evil.example/x", `${publicUrl}.evil.example/x`, "//evil.example", "/x"])
        expect(() => carrier.speak(joining({ next }))).toThrow();
    });

    test("tells what became of the other line, and a forged word of it is not believed", async () => {
      const { carrier, connected, forged, recut } = make();
      if (!carrier.can.connect) return;
      const ref = refOf(await carrier.placeCall(order));
      for (const status of ["completed", "busy", "no-answer", "failed", "canceled"] as const) {
        const durationSeconds = status === "completed" ? 63 : null;
        const request = connected!(ref, status, durationSeconds);
        if (request === null) continue;
        expect(carrier.verify(request)).toBe(true);
        expect(carrier.read(request)).toMatchObject({ kind: "connected", ref, status });
        const { durationSeconds: told } = carrier.read(request) as { durationSeconds: number | null };
        expect([durationSeconds, null]).toContain(told);
        expect(carrier.verify(forged(request))).toBe(false);
        expect(carrier.read(recut(request, `${request.body}&Evil=1`))).toHaveProperty("unreadable");
      }
    });
  });
}
