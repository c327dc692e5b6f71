/**
 * `prompts`: the robot's manuscript for a recording studio, and whether every file of it lies where a carrier will fetch
 * it. A missing file would end a patient's call, so they are looked for before anybody is rung.
 */
import { robotFaults } from "../calls/conversation.ts";
import { everyPiece, recordingFile, recordingOf } from "../calls/every-piece.ts";
import { type Spoken, textFor } from "../calls/prompts.ts";
import { findNewest, published } from "../surveys/catalog.ts";
import { regionNameFault } from "../telephone-config.ts";
import { recordingUrl } from "../telephony/own-address.ts";
import { type Command, type Io, type Settings, textOf, wronglyCalled } from "./command.ts";

const call = { name: "prompts", usage: "[ENKÄT] [--check HTTPS-ADRESS]" };

export const promptsCommand: Command = {
  ...call,
  what: "skriver robotens repliker för inläsning (CSV); --check letar efter filerna på adressen",
  options: { check: { type: "string" } },
  needs: "settings",
  run: async (settings, given, io) => {
    const [id] = given.positionals;
    const survey = id === undefined ? undefined : findNewest(id);
    if (given.positionals.length > 1) return wronglyCalled(io, call, `"${given.positionals[1]}" hör inte hit.`);
    if (id !== undefined && !survey) {
      const known = published.map((one) => one.id).join(", ");
      return wronglyCalled(io, call, `Enkäten "${id}" finns inte. Det finns: ${known}.`);
    }
    const spoken = (survey ? [survey] : published).filter((one) => robotFaults(one).length === 0);
    const pieces = spoken.flatMap((one) => everyPiece(one));
    const each = [...new Map(pieces.map((piece) => [piece.id, piece])).values()];
    if (given.values.check === undefined) return printManuscript(each, settings.config.region.name, io);
    const folder = textOf(given, "check") ?? "";
    if (!isFolder(folder)) return wronglyCalled(io, call, "Adressen ska börja med https:// och vara en mapp.");
    return check(settings, each, folder, io);
  },
};

/** In the name that RINGUPP_REGION gives, which is read aloud: it is told, and refused when the robot may not say it. */
function printManuscript(pieces: readonly Spoken[], region: string, io: Io): number {
  const fault = regionNameFault(region);
  if (fault !== null) {
    io.err(`RINGUPP_REGION ${fault}`);
    return 1;
  }
  io.err(`Regionen kallas "${region}" (RINGUPP_REGION).`);
  const quoted = (text: string) => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  io.out("fil;text");
  for (const piece of pieces) io.out(`${recordingFile(piece.id)};${quoted(textFor(piece, region))}`);
  return 0;
}

/** A query or a fragment would end up in the middle of every file's address. */
function isFolder(address: string): boolean {
  try {
    return !/[?#]/.test(recordingUrl(address));
  } catch {
    return false;
  }
}

const atOnce = 8;
const requestTimeoutMs = 10_000;

/** Exit code 1 when any is missing, or is no sound: a web server may answer every address with its front page. */
async function check({ fetch }: Settings, pieces: readonly Spoken[], folder: string, io: Io): Promise<number> {
  const address = recordingOf(folder);
  const faults: string[] = [];
  for (let first = 0; first < pieces.length; first += atOnce) {
    const found = await Promise.all(
      pieces.slice(first, first + atOnce).map(async ({ id }) => ({ id, fault: await faultAt(fetch, address(id)) })),
    );
    for (const { id, fault } of found) if (fault) faults.push(`${recordingFile(id)}: ${fault}`);
  }
  for (const fault of faults) io.out(fault);
  io.err(
    faults.length === 0
      ? `Alla ${pieces.length} filer finns.`
      : `${faults.length} av ${pieces.length} filer saknas eller går inte att spela upp.`,
  );
  return faults.length === 0 ? 0 : 1;
}

/** Redirects are not followed: whether a carrier would is not known. */
async function faultAt(fetch: Settings["fetch"], url: string): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const answer = await fetch(url, { method: "HEAD", redirect: "manual", signal });
    if (!answer.ok) return answer.status === 404 ? "saknas" : `svaret blev ${answer.status}`;
    const type = answer.headers.get("content-type");
    return type === null || /^(audio\/|application\/octet-stream)/i.test(type) ? null : `är inget ljud (${type})`;
  } catch {
    return "inget svar";
  }
}
