import fc from "fast-check";
import { expect, test } from "vitest";
import { twiml } from "./twiml.ts";

const publicUrl = "https://ringupp.example.se";
const next = `${publicUrl}/rost/a/1/t?x=1&y=2`;

test("a question is one Gather with the words inside and nothing after it", () => {
  const written = twiml(
    {
      lines: [{ say: "Hej & välkommen." }, { pauseSeconds: 1 }, { play: `${publicUrl}/ljud/a.mp3` }],
      ending: { gather: { digits: 1, timeoutSeconds: 12, next } },
    },
    publicUrl,
  );
  expect(written).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response>' +
      '<Gather input="dtmf" numDigits="1" timeout="12" finishOnKey="" actionOnEmptyResult="true" method="POST" ' +
      `action="${publicUrl}/rost/a/1/t?x=1&amp;y=2">` +
      '<Say language="sv-SE" voice="Polly.Elin-Neural"><prosody rate="90%">Hej &amp; välkommen.</prosody></Say>' +
      `<Pause length="1"/><Play>${publicUrl}/ljud/a.mp3</Play></Gather></Response>`,
  );
});

test("a goodbye ends the call", () => {
  expect(twiml({ lines: [{ say: "Hej då." }], ending: { hangUp: true } }, publicUrl)).toMatch(
    /<\/Say><Hangup\/><\/Response>$/,
  );
});

const markup = fc.constantFrom("<", ">", "&", '"', "'", "/", "]]>", "<!--", "<Redirect>", "&lt;", "\u0000", " ", "å");

test("no text whatever can become markup, and none of it is lost that can be heard", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ unit: markup })), (text) => {
      const written = twiml({ lines: [{ say: text }], ending: { hangUp: true } }, publicUrl);
      const inside = /<prosody rate="90%">([^<>]*)<\/prosody>/.exec(written)?.[1] ?? "";
      expect(written.match(/<[^>]*>/g)?.length).toBe(inside === "" ? 4 : 8);
      expect(inside).not.toMatch(/\p{C}|&(?!(amp|lt|gt|quot|apos);)/u);
    }),
    { numRuns: 200 },
  );
});

test("a long text is cut into pieces that Twilio takes, at spaces, and all of it is said", () => {
  const text = "Ett två tre. ".repeat(1000).trim();
  const written = twiml({ lines: [{ say: text }], ending: { hangUp: true } }, publicUrl);
  const pieces = [...written.matchAll(/<prosody rate="90%">([^<]*)</g)].map(([, piece]) => piece!);
  expect(pieces.join(" ")).toBe(text);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(4096);
});

test("an address cannot break out of its attribute", () => {
  const gather = { digits: 1, timeoutSeconds: 12, next: `${publicUrl}/t?x="/><Redirect>'&y` };
  const written = twiml({ lines: [], ending: { gather } }, publicUrl);
  expect(written).toContain(`action="${publicUrl}/t?x=&quot;/&gt;&lt;Redirect&gt;&apos;&amp;y"/></Response>`);
});
