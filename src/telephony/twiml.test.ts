import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Connect, Spoken } from "./carrier.ts";
import { defaultVoice, twiml } from "./twiml.ts";

const publicUrl = "https://ringupp.example.se";
const next = `${publicUrl}/rost/a/1/t?x=1&y=2`;
const gather = { digits: 1, timeoutSeconds: 12, next };
const connect: Connect = {
  to: "+46701740605",
  callerId: "+46846500400",
  ringSeconds: 30,
  limitSeconds: 1800,
  next,
};

/** What stands within Response. */
const written = (spoken: Spoken, recordingOf?: (promptId: string) => string | null) => {
  const body = twiml(spoken, publicUrl, defaultVoice, recordingOf);
  const inside = /^<\?xml version="1.0" encoding="UTF-8"\?><Response>(.*)<\/Response>$/s.exec(body)?.[1];
  expect(inside).toBeDefined();
  return inside!;
};
const goodbye = (...lines: Spoken["lines"]): Spoken => ({ lines, ending: { hangUp: true } });
const say = (inside: string) =>
  `<Say language="sv-SE" voice="Polly.Elin-Neural"><prosody rate="90%">${inside}</prosody></Say>`;

/** Every tag in the order it is opened. */
const tags = (body: string) => [...body.matchAll(/<(\w+)/g)].map(([, tag]) => tag!);

describe("a reply to Twilio", () => {
  test("a question is one Gather with the words inside and nothing after it", () => {
    expect(
      written({
        lines: [{ say: "Hej & välkommen." }, { pauseSeconds: 1 }, { play: `${publicUrl}/ljud/a.mp3` }],
        ending: { gather },
      }),
    ).toBe(
      '<Gather input="dtmf" numDigits="1" timeout="12" finishOnKey="" actionOnEmptyResult="true" method="POST" ' +
        `action="${publicUrl}/rost/a/1/t?x=1&amp;y=2">${say("Hej &amp; välkommen.")}` +
        `<Pause length="1"/><Play>${publicUrl}/ljud/a.mp3</Play></Gather>`,
    );
  });

  test("a goodbye ends the call", () => {
    expect(written(goodbye({ say: "Hej då." }))).toBe(`${say("Hej då.")}<Hangup/>`);
    expect(written(goodbye({ say: "\u0000 \u200b" }))).toBe("<Hangup/>");
  });

  test("lines that follow each other are one Say with a short silence between, or as long a one as is asked for", () => {
    expect(written(goodbye({ say: "Tack." }, { say: "Fråga ett." }, { pauseSeconds: 2 }, { say: "Ett: ja." }))).toBe(
      `${say('Tack.<break time="400ms"/>Fråga ett.<break time="2000ms"/>Ett: ja.')}<Hangup/>`,
    );
    // Longer than the voice can be silent, and at the end: silences of the call.
    expect(written(goodbye({ say: "A." }, { pauseSeconds: 11 }, { say: "B." }, { pauseSeconds: 1 }))).toBe(
      `${say("A.")}<Pause length="11"/>${say("B.")}<Pause length="1"/><Hangup/>`,
    );
  });

  test("a prompt that has been recorded is played, and the others are spoken", () => {
    const recording = `https://ljud.example.se/fraga-1.mp3`;
    const lines = [
      { say: "Fråga ett.", promptId: "question-1" },
      { say: "Ett: ja.", promptId: "choices" },
      { say: "Två: nej." },
    ];
    expect(written(goodbye(...lines), (id) => (id === "question-1" ? recording : null))).toBe(
      `<Play>${recording}</Play>${say('Ett: ja.<break time="400ms"/>Två: nej.')}<Hangup/>`,
    );
    expect(() => written(goodbye(...lines), () => "http://ljud.example.se/a.mp3")).toThrow();
  });

  test("a Dial rings one number under the number shown, for a limited time, and is never recorded", () => {
    expect(written({ lines: [{ say: "Nu ringer vi upp." }], ending: { connect } })).toBe(
      `${say("Nu ringer vi upp.")}<Dial callerId="+46846500400" timeout="30" timeLimit="1800" method="POST" ` +
        `action="${publicUrl}/rost/a/1/t?x=1&amp;y=2"><Number>+46701740605</Number></Dial>`,
    );
  });

  test("a Dial to a number that may not be rung, or under what is no number, is never written", () => {
    // A premium number, put together here because none is invented for such.
    const premium = ["+46", "900", "123456"].join("");
    for (const to of [premium, "+14155550100", "0701740605", "+46701740605<Sip>", ""])
      expect(() => written({ lines: [], ending: { connect: { ...connect, to } } })).toThrow();
    for (const callerId of ["", "0846500400", "anonymous", '+46846500400" record="true'])
      expect(() => written({ lines: [], ending: { connect: { ...connect, callerId } } })).toThrow();
    expect(() => written({ lines: [], ending: { connect: { ...connect, next: "https://evil.example/" } } })).toThrow();
  });
});

const markup = fc.constantFrom("<", ">", "&", '"', "'", "/", "]]>", "<!--", "<Redirect>", "&lt;", "\u0000", " ", "å");
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ unit: markup }));

test("no text whatever can become markup, and none of it is lost that can be heard", () => {
  fc.assert(
    fc.property(text, (hostile) => {
      const body = written(goodbye({ say: hostile }));
      const inside = /<prosody rate="90%">([^<]*)<\/prosody>/.exec(body)?.[1] ?? "";
      expect(tags(body)).toEqual(inside === "" ? ["Hangup"] : ["Say", "prosody", "Hangup"]);
      expect(inside).not.toMatch(/\p{C}|&(?!(amp|lt|gt);)/u);
      const heard = inside.replace(/&(amp|lt|gt);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">" })[name]!);
      expect(heard.replaceAll(" ", "")).toBe(hostile.replace(/[\p{C}\s]/gu, ""));
    }),
    { numRuns: 300 },
  );
});

test("whatever is said, only the verbs that we know come out, and none of them sends or rings elsewhere", () => {
  const line = fc.oneof(
    text.map((words) => ({ say: words })),
    fc.integer({ min: 0, max: 20 }).map((pauseSeconds) => ({ pauseSeconds })),
    fc.constant({ play: `${publicUrl}/ljud/a.mp3` }),
  );
  const ending = fc.constantFrom<Spoken["ending"]>({ hangUp: true }, { gather }, { connect });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), ending, (lines, how) => {
      const body = written({ lines, ending: how });
      const known = ["Say", "prosody", "break", "Play", "Pause", "Gather", "Hangup", "Dial", "Number"];
      expect(tags(body).filter((tag) => !known.includes(tag))).toEqual([]);
      expect([...body.matchAll(/ action="([^"]*)"/g)].map(([, url]) => url)).toEqual(
        "hangUp" in how ? [] : [next.replace("&", "&amp;")],
      );
      expect(body).not.toMatch(/record/i);
    }),
    { numRuns: 300 },
  );
});

test("a long text is cut into pieces that Twilio takes, at spaces, and all of it is said", () => {
  for (const long of ["Ett två tre. ".repeat(1000).trim(), "å".repeat(5000)]) {
    const pieces = [...written(goodbye({ say: long })).matchAll(/<prosody rate="90%">([^<]*)</g)].map(
      ([, one]) => one!,
    );
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join(" ").replaceAll(" ", "")).toBe(long.replaceAll(" ", ""));
    // Twilio's error 13521: 3,000 bytes for a Polly voice, 4,500 signs URL-encoded.
    for (const piece of pieces) {
      expect(new TextEncoder().encode(piece).length).toBeLessThanOrEqual(3000);
      expect(encodeURIComponent(piece).length).toBeLessThanOrEqual(4500);
    }
  }
  const many = Array.from({ length: 200 }, (_, at) => ({ say: `Rad ${at}, å ä ö.` }));
  const says = written(goodbye(...many)).match(/<prosody.*?<\/prosody>/g)!;
  expect(says.length).toBeGreaterThan(1);
  for (const one of says) expect(encodeURIComponent(one).length).toBeLessThanOrEqual(4500);
  expect(says.join("").match(/Rad \d+/g)).toHaveLength(200);
});

test("an address cannot break out of its attribute", () => {
  const hostile = { digits: 1, timeoutSeconds: 12, next: `${publicUrl}/t?x="/><Redirect>'&y` };
  expect(written({ lines: [], ending: { gather: hostile } })).toContain(
    ` action="${publicUrl}/t?x=&quot;/>&lt;Redirect>'&amp;y"/>`,
  );
});
