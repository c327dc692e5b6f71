/** From configuration to a telephone that can ring: the one place that knows which carriers there are. */
import { recordingOf } from "../calls/every-piece.ts";
import type { TelephoneConfig } from "../telephone-config.ts";
import type { Carrier, Telephone } from "./carrier.ts";
import { elksCarrier } from "./elks.ts";
import { twilioCarrier } from "./twilio.ts";
import { defaultVoice } from "./twiml.ts";

export type TelephoneOutside = {
  /** Where the carrier reaches us: the configured address, never one of a request. */
  readonly publicUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly wait: Telephone["wait"];
};

export function openTelephone(config: TelephoneConfig, outside: TelephoneOutside): Telephone {
  const { from, callsAtOnce, callsPerSecond, staffed, psychiatry } = config;
  const carrier = carrierOf(config, outside);
  const recorded = config.account.carrier === "46elks" || config.recordingsUrl !== null;
  return { carrier, from, callsAtOnce, callsPerSecond, staffed, psychiatry, recorded, wait: outside.wait };
}

function carrierOf({ account, recordingsUrl }: TelephoneConfig, { publicUrl, fetch }: TelephoneOutside): Carrier {
  const recordings = recordingsUrl === null ? {} : { recordingOf: recordingOf(recordingsUrl) };
  if (account.carrier === "twilio") {
    const { voice, ...twilio } = account.twilio;
    const spoken = voice === undefined ? {} : { voice: { ...defaultVoice, name: voice } };
    return twilioCarrier({ ...twilio, publicUrl, ...spoken, ...recordings }, fetch);
  }
  const { addresses, ...elks } = account.elks;
  const allowed = addresses === undefined ? {} : { addresses };
  return elksCarrier({ ...elks, publicUrl, ...allowed, recordingOf: recordingOf(recordingsUrl ?? "") }, fetch);
}
