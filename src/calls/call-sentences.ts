/** The log of a call in short Swedish sentences. A log holds neither keys nor answers, and so neither do these. */
import type { CallEvent, LineState } from "./call-log.ts";
import type { CallEnd } from "./conversation/endings.ts";
import { outcomeOf } from "./outcomes.ts";
import { whenInWords } from "./reasons.ts";

const lines: Readonly<Record<LineState, string | null>> = {
  ordered: null,
  queued: null,
  ringing: "Det ringer.",
  answered: "Någon lyfte luren.",
  completed: "Luren är på.",
  busy: "Upptaget, eller avvisat.",
  "no-answer": "Ingen svarade.",
  failed: "Numret gick inte att nå.",
  canceled: "Samtalet togs tillbaka innan någon svarade.",
};

const news: Readonly<Record<string, string>> = {
  began: "Roboten hälsade, utan att säga något om vård.",
  "no-human": "Det lät som en telefonsvarare. Roboten sa ingenting.",
  "identity-confirmed": "Födelsedagen stämde: rätt person.",
  "birthday-wrong": "Födelsedagen stämde inte.",
  silence: "Det blev tyst i luren.",
  "wrong-key": "En knapp som inte används just där.",
  repeated: "Roboten läste en gång till.",
  "refusal-checked": "Roboten frågade om patienten verkligen inte vill vara med.",
  "refusal-taken-back": "Patienten ville fortsätta.",
};

const ends: Readonly<Partial<Record<CallEnd, string>>> = {
  completed: "Alla frågor är ställda.",
  partial: "Samtalet är slut, med en del av frågorna besvarade.",
  refused: "Patienten ville inte vara med.",
  "will-not-continue": "Patienten ville inte fortsätta.",
  later: "Patienten ville hellre bli uppringd en annan gång.",
  person: "Den som svarade bad om en människa.",
  silence: "Tre gånger tyst: roboten sa hej då.",
  "wrong-keys": "Tre fel i rad: roboten sa hej då.",
  "hang-up": "Den som svarade lade på.",
  "wrong-person": "Någon annan än patienten svarade.",
  "wrong-birthday": "Fel födelsedag två gånger: roboten sa hej då.",
  closed: "Ingen fanns på plats som kunde ta över, så roboten frågade inget.",
  "nothing-to-ask": "Det fanns inget kvar att fråga.",
};

const putDown: Readonly<Record<string, string>> = {
  unwanted: "Samtalet ska inte bli av längre. Roboten lade på.",
  "closing-time": "Det var för sent att ringa. Beställningen togs tillbaka.",
  "taken-over": "En samordnare tog över uppföljningen. Roboten lade på.",
  overdue: "Samtalet hade varit tyst för länge. Roboten lade på.",
};

/**
 * That a person goes on where the robot stopped, and when: a case that rests after the attempt is not on the list yet.
 * `restUntil` and `now` in epoch ms.
 */
export const sentenceOfHandOver = (restUntil: number | null, now: number): string =>
  restUntil === null || restUntil <= now
    ? "En människa tar över. Uppföljningen ligger överst på listan."
    : `En människa tar över. Uppföljningen vilar till ${whenInWords(restUntil, now).replace(/^i dag /, "")}.`;

/** What an event means to somebody who follows the call; null for what only the program needs. `numberOf`: a question's. */
export function sentenceOfEvent(event: CallEvent, numberOf: (question: string) => number | null): string | null {
  switch (event.kind) {
    case "ordered":
      return "Roboten tog uppföljningen och slog numret.";
    case "came-in":
      return "Någon ringde till roboten.";
    case "refused":
      return "Telefonin tog inte emot beställningen.";
    case "told":
      return lines[event.status];
    case "heard": {
      if (event.happened === "ended") return (event.as && ends[event.as]) ?? null;
      if (event.happened !== "answered") return news[event.happened] ?? null;
      if (event.question === undefined) return "En fråga är besvarad.";
      const number = numberOf(event.question);
      return number === null ? "Frågan om hjälp är besvarad." : `Fråga ${number} är besvarad.`;
    }
    case "hung-up":
      return putDown[event.because] ?? null;
    case "settled":
      return event.outcome === null ? null : `Utfall: ${outcomeOf(event.outcome).label}.`;
    default:
      return null;
  }
}
