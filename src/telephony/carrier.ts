/**
 * The port to the telephone: what the program asks of a carrier, in our own words, so that the conversation, the
 * dispatcher and the webhooks never know which carrier there is. Met by simulator.ts, twilio.ts and elks.ts, and held
 * to one contract (test/carrier-contract.ts).
 *
 * No carrier here has an idempotency key. A request that may have been carried out is therefore never "refused" but
 * "unknown", and nothing is dialled again before `find` or `look` has told what became of it.
 */

/** The states of a call. The last five are final: a call never leaves them. */
export type CallStatus = "queued" | "ringing" | "answered" | "completed" | "busy" | "no-answer" | "failed" | "canceled";

const finalStatuses: ReadonlySet<CallStatus> = new Set(["completed", "busy", "no-answer", "failed", "canceled"]);
export const isFinalStatus = (status: CallStatus): boolean => finalStatuses.has(status);

/** The carrier's guess at who picked up. "unknown" is treated as a machine: nothing is disclosed. */
export type AnsweredBy = "human" | "machine" | "unknown";

/** What has to be done about each way a carrier says no. Nothing has been dialled in any of them. */
export const carrierRefusals = {
  credentials: { remedy: "stop", alarm: true },
  /** The same attempt again, after `retryAfterSeconds` or a back-off with jitter. */
  "slow-down": { remedy: "retry", alarm: false },
  /** Too many calls at once: wait until one has ended. */
  pause: { remedy: "retry", alarm: false },
  "bad-from": { remedy: "stop", alarm: true },
  /** Not a number that may or can be rung: a person looks at it. */
  "bad-number": { remedy: "person", alarm: false },
  unreachable: { remedy: "later", alarm: false },
  /** The account may not ring the country. */
  "country-closed": { remedy: "stop", alarm: true },
  blocked: { remedy: "person", alarm: false },
  /** Our own request was wrong, or a code that is not known here. The same request would be refused again. */
  rejected: { remedy: "stop", alarm: true },
  /** This carrier has no such service ({@link Carrier.can}). */
  "not-possible": { remedy: "stop", alarm: false },
} as const satisfies Readonly<Record<string, { remedy: "stop" | "retry" | "later" | "person"; alarm: boolean }>>;

export type CarrierRefusal = keyof typeof carrierRefusals;

export type Refused = {
  readonly refused: CarrierRefusal;
  /** The carrier's own code or HTTP status, for the log. Never holds a number or a name. */
  readonly carrierCode: string | null;
  readonly retryAfterSeconds: number | null;
};

/** The request may or may not have been carried out. */
export type Unknown = { readonly unknown: true };

export const unknown: Unknown = { unknown: true };
export const refusedBy = (
  refused: CarrierRefusal,
  carrierCode: string | null = null,
  retryAfterSeconds: number | null = null,
): Refused => ({ refused, carrierCode, retryAfterSeconds });

export type CallOrder = {
  /** Our id of the attempt. It stands in the URLs too, so that every webhook names it. */
  readonly callId: string;
  /** E.164. */
  readonly to: string;
  /** E.164, a number of ours at the carrier. */
  readonly from: string;
  readonly urls: {
    /** Asked what to say when somebody answers. */
    readonly turn: string;
    /** Asked when `turn` fails; needs no database. */
    readonly fallback: string;
    /** Told how the call goes. */
    readonly status: string;
  };
  /** How long the phone rings, in seconds. */
  readonly ringSeconds: number;
  /** The longest the whole call may last, in seconds. */
  readonly limitSeconds: number;
  /** Ask the carrier whether a machine answers? Not for a coordinator's own telephone: the guess takes seconds. */
  readonly detectMachine: boolean;
};

/** A call as the carrier has it. */
export type Sighting = {
  readonly ref: string;
  readonly status: CallStatus;
  readonly answeredBy: AnsweredBy | null;
  readonly durationSeconds: number | null;
  /** Epoch ms, by the carrier's clock. */
  readonly createdAt: number | null;
};

/** An order whose answer was lost, as it is sought at the carrier. */
export type Sought = {
  /** E.164, or null when it has been erased here meanwhile: then everything that we have ordered is looked through. */
  readonly to: string | null;
  /** Was this number (E.164) dialled? */
  readonly isTo: (to: string) => boolean;
  /** Epoch ms, by the carrier's clock: the call is no older. */
  readonly since: number;
};

/** A webhook as it came. */
export type WebhookRequest = {
  /** Path and query exactly as received. An origin before them is not believed: the configured one is used. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body. */
  readonly body: string;
  /** The sender's address as the platform knows it, or null. */
  readonly address?: string | null;
};

export type Heard =
  | {
      readonly kind: "turn";
      readonly ref: string;
      /** null when nothing had been asked (the call was just answered), "" for silence, else 0–9, * and #. */
      readonly digits: string | null;
      readonly answeredBy: AnsweredBy | null;
      readonly direction: "outbound" | "inbound";
      /** E.164 of the other party, or null. No proof of who is calling. */
      readonly party: string | null;
    }
  | {
      readonly kind: "status";
      readonly ref: string;
      readonly status: CallStatus;
      /** The carrier's order of its own callbacks; null when it has none. */
      readonly sequence: number | null;
      readonly answeredBy: AnsweredBy | null;
      readonly durationSeconds: number | null;
    }
  | {
      /** What came of a {@link Connect}; sent to its `next` when the other line is down. */
      readonly kind: "connected";
      readonly ref: string;
      readonly status: "completed" | "busy" | "no-answer" | "failed" | "canceled";
      /** Seconds the two talked; null when the carrier does not say. */
      readonly durationSeconds: number | null;
      /** The other line's own name at the carrier: a call whose number is to be erased too. Null when it is not told. */
      readonly otherRef: string | null;
    };

/** A webhook that does not have the shape it must have. `because` names a field, never its value. */
export type Unreadable = { readonly unreadable: string };

export type SpokenLine =
  /** Text for the ear. `promptId` finds the recording where a carrier has no voice of its own. */
  | { readonly say: string; readonly promptId?: string }
  /** https address of a recording. */
  | { readonly play: string }
  | { readonly pauseSeconds: number };

/** Rings somebody else and joins the two calls. */
export type Connect = {
  /** E.164. */
  readonly to: string;
  /** E.164: the number that is shown. One that the carrier has verified as ours. */
  readonly callerId: string;
  readonly ringSeconds: number;
  readonly limitSeconds: number;
  /** Told what came of it; on our own host. */
  readonly next: string;
};

export type Spoken = {
  readonly lines: readonly SpokenLine[];
  readonly ending:
    | {
        readonly gather: {
          readonly digits: number;
          /** Seconds of silence before the turn is over. */
          readonly timeoutSeconds: number;
          /** Where the keys are sent; on our own host. */
          readonly next: string;
        };
      }
    | { readonly connect: Connect }
    | { readonly hangUp: true };
};

export type Reply = { readonly body: string; readonly contentType: string };

export type Carrier = {
  readonly name: "simulator" | "twilio" | "46elks";
  /** What the carrier offers; the rest answers "not-possible". */
  readonly can: {
    readonly hangUp: boolean;
    readonly erase: boolean;
    readonly speakText: boolean;
    readonly detectMachine: boolean;
    readonly connect: boolean;
    /** Does # come as a key? Else nobody is told to press it. */
    readonly hashKey: boolean;
  };
  readonly placeCall: (order: CallOrder) => Promise<{ readonly accepted: string } | Refused | Unknown>;
  /** Ends the call, or takes it out of the carrier's queue. Done also when it had ended already. */
  readonly hangUp: (ref: string) => Promise<{ readonly done: true } | Refused | Unknown>;
  /** `missing` when the carrier has no such call, or has forgotten it. */
  readonly look: (ref: string) => Promise<Sighting | { readonly missing: true } | Refused | Unknown>;
  /** Calls of ours to a number, newest first: how an unknown order is found again. A line that a call was joined with is none. */
  readonly find: (sought: Sought) => Promise<{ readonly found: readonly Sighting[] } | Refused | Unknown>;
  /** The carrier's names for the lines that a call was joined with ({@link Connect}), while the carrier knows the call. */
  readonly joined: (ref: string) => Promise<{ readonly found: readonly string[] } | Refused | Unknown>;
  /** Takes the number out of the carrier's books. Done also when it was gone already; "slow-down" while the call lives. */
  readonly erase: (ref: string) => Promise<{ readonly done: true } | Refused | Unknown>;
  /** Did the carrier send this, unchanged? */
  readonly verify: (request: WebhookRequest) => boolean;
  /** What a verified webhook says, by a strict schema. */
  readonly read: (request: WebhookRequest) => Heard | Unreadable;
  /** Our words in the carrier's language. Throws when `next` is not on our own host: that is a fault of ours. */
  readonly speak: (spoken: Spoken) => Reply;
};

/** The telephone of an installation: whom calls go through and how many at a time. */
export type Telephone = {
  readonly carrier: Carrier;
  /** E.164, a number of ours at the carrier: shown to who is rung by the robot. */
  readonly from: string;
  /** Calls that may live at once, all units together. */
  readonly callsAtOnce: number;
  /** Orders a second: below what the carrier takes before it begins to queue (Twilio: one). */
  readonly callsPerSecond: number;
  /** Local times on working days between which there are people who can take over from the robot. */
  readonly staffed: { readonly from: string; readonly to: string };
  /** Has the region opened the robot for psychiatric care? */
  readonly psychiatry: boolean;
  /** Are recordings played instead of a voice? Left out: no. */
  readonly recorded?: boolean;
  /** Lets milliseconds of real time pass between two orders. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A carrier inside the program: what is to happen in its calls, and when the next of it is due (epoch ms, or null). */
  readonly inside?: { readonly listen: () => Promise<void>; readonly nextAt: () => number | null };
};
