/** A turn of the conversation as the carrier's port takes it: the words for a region, and where the keys are sent. */
import type { CallTurn } from "../calls/conversation.ts";
import { type PromptId, prompts, textFor } from "../calls/prompts.ts";
import type { Spoken } from "./carrier.ts";

/** Where a turn's keys are sent. The token holds for this turn alone. */
export const turnAddress = (baseUrl: string, callId: string, turn: number, token: string): string =>
  `${baseUrl}/rost/${callId}/${turn}/${token}`;

/** `next`: the address that the keys of this turn are sent to, if any are asked for. */
export function spokenOf(turn: CallTurn, region: string, next: string): Spoken {
  const { gather } = turn;
  return {
    lines: turn.say.map((piece) => ({ say: textFor(piece, region), promptId: piece.id })),
    ending: gather === null ? { hangUp: true } : { gather: { ...gather, next } },
  };
}

/** One line of the book, and the line is put down. */
export const lastWords = (id: PromptId, region: string): Spoken => ({
  lines: [{ say: textFor(prompts.prompts[id], region), promptId: id }],
  ending: { hangUp: true },
});
