/**
 * The telephones and the carrier of a scenario file (telephone-scenario.ts), from its words to what the simulated carrier
 * takes: who answers and what is pressed when what is asked, and which webhooks come twice, late or never.
 */
import type { Spoken } from "../src/telephony/carrier.ts";
import type { SimulatorFaults, Temperament } from "../src/telephony/simulator.ts";

/** What is asked, in a scenario's words: a stage, or the key of a question. */
export type Asked = string;

export type Phone =
  | {
      readonly does: "answers";
      readonly afterSeconds?: number;
      /** Day of the month that is pressed as two digits. Left out: that of the patient's own birth date. */
      readonly birthDay?: string;
      /** Keys by what is asked; a list is used up once per call and followed by silence. "" is silence. */
      readonly presses?: Readonly<Record<Asked, string | readonly string[]>>;
      /** Hangs up when this is asked. */
      readonly hangsUpAt?: Asked;
    }
  | Exclude<Temperament, { does: "answers" }>;

/** Seconds after which each copy of a webhook comes ([] is lost): of every one, or of the first, second … in each call. */
export type Delivery = { readonly every: readonly number[] } | { readonly each: readonly (readonly number[])[] };

export type CarrierWords = {
  /** What becomes of the first order, the second … */
  readonly orders?: readonly ("taken" | "reply-lost" | "too-many" | "unavailable")[];
  readonly turns?: Delivery;
  readonly statuses?: Delivery;
  /** How long a call waits in the carrier's queue. */
  readonly queueSeconds?: number;
};

/** Somebody who answers everything, each question with another key, so that an answer in the wrong place shows. */
const usualKeys: Readonly<Record<Asked, string>> = {
  ...{ opening: "1", intro: "1", help: "2", "refusal-check": "" },
  ...{ delaktighet: "1", onskemal: "2", information: "3", plan: "2", samordning: "4", trygghet: "1" },
};

/** The pieces of a reply by name, without the name of the survey. */
export const piecesOf = (spoken: Pick<Spoken, "lines">): string[] =>
  spoken.lines.flatMap((line) => ("say" in line ? [(line.promptId ?? "?").replace(/:[\w-]+\.v\d+(?=:|$)/, "")] : []));

const stages = ["opening", "birthday", "intro", "refusal-check", "help"];

/** What a reply asks; null when it only says how to go on. */
export function askedIn(spoken: Pick<Spoken, "lines">): Asked | null {
  for (const piece of piecesOf(spoken).toReversed()) {
    if (piece.startsWith("step:")) return piece.slice("step:".length);
    const stage = stages.find((name) => piece.replace(/^inbound-/, "").startsWith(name));
    if (stage !== undefined && piece !== "help-coming") return stage;
  }
  return null;
}

/** `hangUp` puts the line of this phone down. */
export function temperamentOf(phone: Phone, birthDay: string, hangUp: () => void): Temperament {
  if (phone.does !== "answers") return phone;
  const { afterSeconds, presses = {}, hangsUpAt } = phone;
  let asked: Asked = "opening";
  let times = new Map<Asked, number>();
  const keys = (spoken: Spoken, turn: number): string => {
    if (turn === 1) times = new Map();
    asked = askedIn(spoken) ?? asked;
    const time = times.get(asked) ?? 0;
    times.set(asked, time + 1);
    if (asked === hangsUpAt) {
      hangUp();
      return "";
    }
    const said = presses[asked] ?? (asked === "birthday" ? (phone.birthDay ?? birthDay) : (usualKeys[asked] ?? ""));
    return typeof said === "string" ? said : (said[time] ?? "");
  };
  return { does: "answers", keys, ...(afterSeconds === undefined ? {} : { afterSeconds }) };
}

export function faultsOf({ orders = [], turns, statuses }: CarrierWords): SimulatorFaults {
  let ordered = 0;
  const told = new Map<string, number>();
  return {
    place: () => {
      const fate = orders[ordered++] ?? "taken";
      return fate === "taken" ? null : fate;
    },
    deliver: (what, ref) => {
      const words = what === "status" ? statuses : turns;
      const count = told.get(`${what} ${ref}`) ?? 0;
      told.set(`${what} ${ref}`, count + 1);
      if (words === undefined) return [0];
      return "every" in words ? words.every : (words.each[count] ?? [0]);
    },
  };
}
