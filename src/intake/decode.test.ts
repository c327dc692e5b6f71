import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRefusal } from "../problems.ts";
import { decode } from "./decode.ts";

const read = (bytes: Uint8Array) => {
  const decoded = decode(bytes);
  if (isRefusal(decoded)) return decoded;
  const text = [...decoded.blocks].join("");
  return { text, notices: decoded.notices().map(({ code, details }) => [code, details?.count]) };
};

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const cp850Letters: Readonly<Record<string, number>> = {
  å: 0x86,
  ä: 0x84,
  ö: 0x94,
  Å: 0x8f,
  Ä: 0x8e,
  Ö: 0x99,
  é: 0x82,
};
const cp850 = (text: string) => Uint8Array.from(text, (letter) => cp850Letters[letter] ?? letter.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian: boolean) =>
  Uint8Array.from(
    [...text].flatMap((letter) => {
      const code = letter.charCodeAt(0);
      return bigEndian ? [code >> 8, code & 255] : [code & 255, code >> 8];
    }),
  );
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

const list = "Namn;Vårdenhet\nÅsa Öberg;Kirurgi på Ängen\nBjörn Åkesson;Geriatrik\n";

describe("decoding", () => {
  test("UTF-8 with and without a byte order mark is read as it is, with nothing guessed", () => {
    expect(read(utf8(list))).toEqual({ text: list, notices: [] });
    expect(read(join(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(list)))).toEqual({ text: list, notices: [] });
  });

  test("UTF-16 of either order is read, with and without a mark, and told", () => {
    for (const bigEndian of [false, true]) {
      const mark = bigEndian ? Uint8Array.of(0xfe, 0xff) : Uint8Array.of(0xff, 0xfe);
      for (const bytes of [join(mark, utf16(list, bigEndian)), utf16(list, bigEndian)]) {
        expect(read(bytes)).toEqual({ text: list, notices: [["text-utf-16", undefined]] });
      }
    }
  });

  test("Windows-1252 and CP850 are told apart by their Swedish letters and counted by line", () => {
    expect(read(latin1(list))).toEqual({ text: list, notices: [["text-windows-1252", 3]] });
    expect(read(cp850(list))).toEqual({ text: list, notices: [["text-cp850", 3]] });
  });

  test("a file of three encodings is decoded line by line, and a line of two cell by cell", () => {
    const mixed = join(utf8("åäö utf\n"), latin1("åäö 1252\n"), cp850("åäö 850\n"), utf8("åäö;"), latin1("Åsa\n"));
    expect(read(mixed)).toEqual({
      text: "åäö utf\nåäö 1252\nåäö 850\nåäö;Åsa\n",
      notices: [
        ["text-windows-1252", 2],
        ["text-cp850", 1],
      ],
    });
  });

  test("decomposed letters are put together, and told", () => {
    expect(read(utf8("Åsa\nBo\n".normalize("NFD")))).toEqual({ text: "Åsa\nBo\n", notices: [["text-decomposed", 1]] });
  });

  test("text that was broken before it came here is told, not mended", () => {
    expect(read(utf8("BjÃ¶rn\nBj\ufffdrn\n"))).toMatchObject({ notices: [["text-garbled", 2]] });
  });

  test("files that only pretend to be CSV are refused by what they are", () => {
    expect(read(latin1("PK\x03\x04\x14\0\x06\0"))).toEqual({ refused: "file-is-excel" });
    expect(read(latin1("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))).toEqual({ refused: "file-is-excel" });
    expect(read(latin1("%PDF-1.7"))).toEqual({ refused: "file-is-other", details: { kind: "en PDF" } });
    expect(read(utf8("<html><table>"))).toMatchObject({ refused: "file-is-other" });
  });

  test("a file of nothing, of line ends, or of a byte order mark alone is empty", () => {
    for (const bytes of [
      new Uint8Array(),
      utf8("\r\n\r\n"),
      Uint8Array.of(0xef, 0xbb, 0xbf),
      Uint8Array.of(0xff, 0xfe),
    ]) {
      expect(read(bytes)).toEqual({ refused: "file-empty" });
    }
  });

  test("a file longer than a block loses no letter at a block's edge", () => {
    const long = Array.from({ length: 30_000 }, (_, at) => `rad ${at} åäö ÅÄÖ € é\n`).join("");
    expect(read(utf8(long))).toMatchObject({ text: long });
    expect(read(utf16(long, false))).toMatchObject({ text: long });
    expect(read(utf16(long, true))).toMatchObject({ text: long });
  });

  test("any text survives UTF-8, and no bytes at all make it throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 20 }), (text) => {
        const decoded = read(utf8(`rad;${text}`));
        if (!isRefusal(decoded))
          expect(decoded.text).toBe(`rad;${text}`.normalize("NFC") === `rad;${text}` ? `rad;${text}` : decoded.text);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void read(bytes)));
  });
});
