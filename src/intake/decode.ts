/**
 * Bytes → text, whatever program made them. Each line is decoded by itself, because lists are pasted together from
 * several systems: what is valid UTF-8 stays so, the rest is Windows-1252 or CP850, whichever the Swedish letters fit.
 * Every guess is told with the number of lines it touched.
 */
import type { Notice } from "../discharges/notice.ts";
import { type Refusal, refuse } from "../problems.ts";

export type Decoded = {
  /** The text in blocks of whole lines, so that a large file is never text all at once. Can be read once. */
  readonly blocks: Iterable<string>;
  /** What was guessed; complete when the blocks have been read. */
  readonly notices: () => Notice[];
};

const blockBytes = 256 * 1024;

/** Zip archives (.xlsx, .xlsm, .ods) and the older .xls (an OLE compound file). */
const spreadsheets = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08", "\xd0\xcf\x11\xe0"];

/** First bytes of files that people rename to .csv, with what they are called in Swedish. */
const otherFiles: readonly (readonly [signature: string, kind: string])[] = [
  ["%PDF", "en PDF"],
  ["{\\rtf", "ett Word-dokument"],
  ["\x1f\x8b", "en packad fil"],
  ["7z\xbc\xaf", "en packad fil"],
  ["Rar!", "en packad fil"],
  ["\x89PNG", "en bild"],
  ["\xff\xd8\xff", "en bild"],
  ["GIF8", "en bild"],
  ["MSH|", "ett HL7-meddelande"],
];

function kindOfFile(bytes: Uint8Array): Refusal | null {
  const head = String.fromCharCode(...bytes.subarray(0, 512));
  if (spreadsheets.some((signature) => head.startsWith(signature))) return refuse("file-is-excel");
  const other = otherFiles.find(([signature]) => head.startsWith(signature));
  if (other) return refuse("file-is-other", { kind: other[1] });
  const text = head
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (/^<(?:!doctype|html|table|head|meta|\?xml|workbook)/.test(text))
    return refuse("file-is-other", { kind: "en webbsida eller XML" });
  if (/^(?:\{\s*["}]|\[\s*[[{"\]])/.test(text)) return refuse("file-is-other", { kind: "en JSON-fil" });
  return null;
}

/** UTF-16 by its mark, or by every other byte being NUL, as it is in text of western letters. */
function utf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, 4096);
  const nul = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) nul[at % 2] = (nul[at % 2] as number) + 1;
  });
  const many = sample.length * 0.35;
  if ((nul[1] as number) > many && (nul[0] as number) * 8 < (nul[1] as number)) return "utf-16le";
  if ((nul[0] as number) > many && (nul[1] as number) * 8 < (nul[0] as number)) return "utf-16be";
  return null;
}

/** The upper half of code page 850, from 0x80 (Microsoft's table; TextDecoder does not know it). */
const cp850 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";
const windows1252Decoder = new TextDecoder("windows-1252");
const windows1252 = windows1252Decoder.decode(Uint8Array.from({ length: 128 }, (_, at) => 128 + at));

/** How likely a letter is in a Swedish list of patients; signs that never are count against the table. */
function likelihood(letter: string): number {
  if ("åäöÅÄÖ".includes(letter)) return 4;
  if ("éÉüÜøØæÆèáíóñçëïôàúýšžŠŽ".includes(letter)) return 2;
  if ("\u00a0´’–”§°".includes(letter)) return 0;
  return /\p{L}/u.test(letter) ? -1 : -4;
}
const scores1252 = Array.from(windows1252, likelihood);
const scores850 = Array.from(cp850, likelihood);

/** Length of a valid UTF-8 sequence of several bytes that starts here; 0 when there is none (RFC 3629). */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  for (let more = 1; more < length; more += 1) if (((bytes[at + more] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

type Counts = { windows1252: number; cp850: number; decomposed: number; garbled: number };

const lossy = new TextDecoder("utf-8", { ignoreBOM: true });

/** One line that is not UTF-8 as a whole. Sequences in it that are UTF-8 are kept: cells come from different systems. */
function decodeOldLine(line: Uint8Array, counts: Counts): string {
  const old: number[] = [];
  for (let at = 0; at < line.length; at += 1) {
    if ((line[at] as number) < 0x80) continue;
    const sequence = sequenceAt(line, at);
    if (sequence > 0) at += sequence - 1;
    else old.push((line[at] as number) - 128);
  }
  const sum = (scores: readonly number[]) => old.reduce((total, byte) => total + (scores[byte] as number), 0);
  const [by1252, by850] = [sum(scores1252), sum(scores850)];
  // A line that fits both tables follows the lines before it.
  const is850 = by850 > by1252 || (by850 === by1252 && counts.cp850 > counts.windows1252);
  counts[is850 ? "cp850" : "windows1252"] += 1;
  const table = is850 ? cp850 : windows1252;
  let text = "";
  for (let at = 0; at < line.length; at += 1) {
    const byte = line[at] as number;
    const sequence = byte < 0x80 ? 0 : sequenceAt(line, at);
    if (sequence > 0) {
      text += lossy.decode(line.subarray(at, at + sequence));
      at += sequence - 1;
    } else text += byte < 0x80 ? String.fromCharCode(byte) : table[byte - 128];
  }
  return text;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const newline = 0x0a;

function decodeBlock(bytes: Uint8Array, counts: Counts): string {
  try {
    return strict.decode(bytes);
  } catch {
    let text = "";
    for (let from = 0; from < bytes.length; ) {
      const found = bytes.indexOf(newline, from);
      const to = found < 0 ? bytes.length : found + 1;
      const line = bytes.subarray(from, to);
      try {
        text += strict.decode(line);
      } catch {
        text += decodeOldLine(line, counts);
      }
      from = to;
    }
    return text;
  }
}

/** å written as a and a ring, and marks of text that was already broken before it came here. */
const combining = /[\u0300-\u036f]/;
const garbled = /\ufffd|Ã[¥¤¶…„–©\u0085\u0084\u0096]|ï¿½/;

function noticeLetters(text: string, counts: Counts): string {
  if (garbled.test(text)) counts.garbled += text.split("\n").filter((line) => garbled.test(line)).length;
  if (!combining.test(text)) return text;
  counts.decomposed += text.split("\n").filter((line) => combining.test(line)).length;
  return text.normalize("NFC");
}

/** Cuts after the last newline of each stretch, so that no line and no letter is split. */
function* stretches(bytes: Uint8Array, encoding: "utf-8" | "utf-16le" | "utf-16be"): Generator<Uint8Array> {
  const wide = encoding !== "utf-8";
  const low = encoding === "utf-16be" ? 1 : 0;
  const endsLine = (at: number) =>
    bytes[at] === newline && (!wide || (at % 2 === low && bytes[low === 1 ? at - 1 : at + 1] === 0));
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(from + blockBytes, bytes.length);
    let at = to - 1;
    if (to < bytes.length) {
      while (at > from && !endsLine(at)) at -= 1;
      if (at === from) {
        at = to;
        while (at < bytes.length && !endsLine(at)) at += 1;
      }
      to = Math.min(at + (encoding === "utf-16le" ? 2 : 1), bytes.length);
    }
    yield bytes.subarray(from, to);
    from = to;
  }
}

/**
 * Takes a file's bytes; gives its text, or the refusals "file-empty", "file-is-excel", "file-is-other".
 * Byte order marks are taken away; decomposed letters are put together (NFC).
 */
export function decode(bytes: Uint8Array): Decoded | Refusal {
  const other = kindOfFile(bytes);
  if (other) return other;
  const wide = utf16(bytes);
  const mark =
    wide && (bytes[0] as number) >= 0xfe ? 2 : bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  // Nothing but spaces, line ends, NUL and byte order marks is an empty file.
  if (bytes.subarray(mark).every((byte) => byte <= 0x20)) return refuse("file-empty");

  const counts: Counts = { windows1252: 0, cp850: 0, decomposed: 0, garbled: 0 };
  const decoder = wide ? new TextDecoder(wide, { ignoreBOM: true }) : null;
  function* blocks(): Generator<string> {
    for (const stretch of stretches(bytes.subarray(mark), wide ?? "utf-8")) {
      yield noticeLetters(decoder ? decoder.decode(stretch) : decodeBlock(stretch, counts), counts);
    }
  }
  return {
    blocks: blocks(),
    notices: () => [
      ...(wide ? [{ code: "text-utf-16" } as const] : []),
      ...counted("text-windows-1252", counts.windows1252),
      ...counted("text-cp850", counts.cp850),
      ...counted("text-decomposed", counts.decomposed),
      ...counted("text-garbled", counts.garbled),
    ],
  };
}

const counted = (code: Notice["code"], count: number): Notice[] => (count > 0 ? [{ code, details: { count } }] : []);
