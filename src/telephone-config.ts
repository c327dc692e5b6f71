/**
 * The telephone's part of the configuration: which carrier, its account, our number, and how hard it may be used. A
 * telephone that is half set up is worse than none, so every missing piece is told at once and nothing starts.
 */
import * as z from "zod";
import { defaultPolicy, robotCallingPolicy } from "./calls/policy.ts";
import { wordOfCare } from "./calls/prompts.ts";

export type TwilioSettings = {
  readonly accountSid: string;
  /** The token in use, then the one that it replaces while both are valid. */
  readonly authTokens: readonly [string, ...string[]];
  readonly edge: string | undefined;
  readonly region: string | undefined;
  readonly voice: string | undefined;
  /** Names of webhook fields that Twilio has added since this program was written. */
  readonly alsoAllow: readonly string[];
};

export type ElksSettings = {
  readonly username: string;
  readonly password: string;
  /** Stands in the webhooks' addresses: the one in use, then the one that it replaces. */
  readonly secrets: readonly [string, ...string[]];
  /** Addresses that webhooks may come from; undefined: those in 46elks' documentation. */
  readonly addresses: readonly string[] | undefined;
};

export type TelephoneConfig = {
  readonly account:
    | { readonly carrier: "twilio"; readonly twilio: TwilioSettings }
    | { readonly carrier: "46elks"; readonly elks: ElksSettings };
  /** E.164. */
  readonly from: string;
  readonly callsAtOnce: number;
  readonly callsPerSecond: number;
  readonly staffed: { readonly from: string; readonly to: string };
  readonly psychiatry: boolean;
  /** https folder with a recording of every line, or null: a synthetic voice. */
  readonly recordingsUrl: string | null;
};

const blankIsMissing = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);
const text = (shape: z.ZodString | z.ZodURL = z.string()) => z.preprocess(blankIsMissing, shape.trim().optional());
const list = z.preprocess(blankIsMissing, z.string().optional());

/** As a connection tells its sender: an IPv4 address inside IPv6 without its wrapping. */
const bare = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, "");
const isAddress = (address: string) => z.union([z.ipv4(), z.ipv6()]).safeParse(bare(address)).success;

/** Addresses of single computers: a name or a range would be compared with a sender and never be it. */
export const addressList = z.preprocess(
  blankIsMissing,
  z
    .string()
    .refine((value) => value.split(",").every(isAddress))
    .optional(),
);

/** The addresses of an {@link addressList}, spelt as a connection spells them (RFC 5952); undefined when none is set. */
export const addressesOf = (value: string | undefined): string[] | undefined =>
  value
    ?.split(",")
    .map(bare)
    .map((address) => (address.includes(":") ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address));

/** Can the robot begin a call in staffed hours "HH:MM-HH:MM"? A time as text sorts as a time. */
function leavesTimeToCall(value: string): boolean {
  const [from = "", to = ""] = value.split("-");
  const { hours } = robotCallingPolicy(defaultPolicy, { from, to });
  return hours.from < hours.to;
}

/**
 * Why a region's name may not be said to whoever answers, as the end of a sentence that begins with whose name it is; null
 * when it may. It stands in lines that are checked without it (calls/prompts.ts).
 */
export function regionNameFault(name: string): string | null {
  const word = wordOfCare(name);
  if (word === null && !/[\d<>&{}]/.test(name)) return null;
  const why = word === null ? "får inte ha siffror eller tecknen < > & { }" : `får inte avslöja vård ("${word}")`;
  return `sägs innan vi vet vem som svarar och ${why}. Skriv till exempel Region Exempel.`;
}

const environment = {
  RINGUPP_CARRIER: z.preprocess(blankIsMissing, z.enum(["none", "twilio", "46elks"]).default("none")),
  RINGUPP_PHONE_NUMBER: text(z.string().regex(/^\+46[1-9]\d{6,9}$/)),
  RINGUPP_CALLS_AT_ONCE: z.preprocess(blankIsMissing, z.coerce.number().int().min(1).max(200).default(5)),
  RINGUPP_CALLS_PER_SECOND: z.preprocess(blankIsMissing, z.coerce.number().int().min(1).max(30).default(1)),
  RINGUPP_STAFFED_HOURS: z.preprocess(
    blankIsMissing,
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/)
      .refine(leavesTimeToCall)
      .default("09:00-16:00"),
  ),
  RINGUPP_ROBOT_PSYCHIATRY: z.preprocess(blankIsMissing, z.enum(["ja", "nej"]).default("nej")),
  // A file's name is put last: a query or a fragment would come in its way.
  RINGUPP_RECORDINGS_URL: text(z.url({ protocol: /^https$/ }).regex(/^https:\/\/[^\s\p{C}?#]+$/u)),
  RINGUPP_TWILIO_ACCOUNT_SID: text(z.string().regex(/^AC[0-9a-f]{32}$/)),
  RINGUPP_TWILIO_AUTH_TOKEN: text(z.string().min(16)),
  RINGUPP_TWILIO_AUTH_TOKEN_OLD: text(z.string().min(16)),
  RINGUPP_TWILIO_EDGE: text(z.string().regex(/^[a-z0-9-]+$/)),
  RINGUPP_TWILIO_REGION: text(z.string().regex(/^[a-z0-9-]+$/)),
  // The voices of sv-SE that take our markup (twiml.ts).
  RINGUPP_TWILIO_VOICE: text(
    z.string().regex(/^(Polly\.(Elin-Neural|Astrid)|Google\.sv-SE-(Standard|Wavenet)-[A-G])$/),
  ),
  RINGUPP_TWILIO_EXTRA_FIELDS: list,
  RINGUPP_ELKS_USERNAME: text(),
  RINGUPP_ELKS_PASSWORD: text(),
  RINGUPP_ELKS_WEBHOOK_SECRET: text(z.string().regex(/^[A-Za-z0-9_-]{24,}$/)),
  RINGUPP_ELKS_WEBHOOK_SECRET_OLD: text(z.string().regex(/^[A-Za-z0-9_-]{24,}$/)),
  RINGUPP_ELKS_ADDRESSES: addressList,
};

/** What each variable should be: ends the sentence that says that it is not. */
export const telephoneAdvice: Record<keyof typeof environment, string> = {
  RINGUPP_CARRIER: 'ska vara "twilio", "46elks" eller "none".',
  RINGUPP_PHONE_NUMBER:
    "ska vara ert svenska nummer hos telefontjänsten, till exempel +46846500400. Ett utländskt känner ingen patient igen.",
  RINGUPP_CALLS_AT_ONCE: "ska vara ett heltal mellan 1 och 200.",
  RINGUPP_CALLS_PER_SECOND: "ska vara ett heltal mellan 1 och 30.",
  RINGUPP_STAFFED_HOURS:
    "ska vara tider som 09:00-16:00, där det finns tid att ringa: roboten ringer bara 09:00-19:00, och inte de sista femton minuterna.",
  RINGUPP_ROBOT_PSYCHIATRY: 'ska vara "ja" eller "nej".',
  RINGUPP_RECORDINGS_URL: "ska vara en https-adress till en mapp med inspelningar, utan ? och #.",
  RINGUPP_TWILIO_ACCOUNT_SID: "ska vara kontots SID: AC och 32 tecken.",
  RINGUPP_TWILIO_AUTH_TOKEN: "ska vara kontots auth token.",
  RINGUPP_TWILIO_AUTH_TOKEN_OLD: "ska vara den auth token som byts ut.",
  RINGUPP_TWILIO_EDGE: 'ska vara en av Twilios kanter, till exempel "dublin".',
  RINGUPP_TWILIO_REGION: 'ska vara en av Twilios regioner, till exempel "ie1".',
  RINGUPP_TWILIO_VOICE: 'ska vara en svensk röst, till exempel "Polly.Elin-Neural" eller "Google.sv-SE-Wavenet-A".',
  RINGUPP_TWILIO_EXTRA_FIELDS: "ska vara namn på fält, med komma emellan.",
  RINGUPP_ELKS_USERNAME: "ska vara API-användarnamnet hos 46elks.",
  RINGUPP_ELKS_PASSWORD: "ska vara API-lösenordet hos 46elks.",
  RINGUPP_ELKS_WEBHOOK_SECRET:
    "ska vara minst 24 slumpade bokstäver, siffror, bindestreck eller understreck. Skapa en med: openssl rand -hex 24",
  RINGUPP_ELKS_WEBHOOK_SECRET_OLD: "ska vara den hemlighet som byts ut.",
  RINGUPP_ELKS_ADDRESSES: "ska vara IP-adresser, med komma emellan. Namn och intervall går inte.",
};

export const telephoneEnvironment = environment;
export type TelephoneVariables = z.infer<z.ZodObject<typeof environment>>;

const needed = {
  twilio: ["RINGUPP_PHONE_NUMBER", "RINGUPP_TWILIO_ACCOUNT_SID", "RINGUPP_TWILIO_AUTH_TOKEN"],
  // 46elks has no voice of its own.
  "46elks": [
    "RINGUPP_PHONE_NUMBER",
    "RINGUPP_ELKS_USERNAME",
    "RINGUPP_ELKS_PASSWORD",
    "RINGUPP_ELKS_WEBHOOK_SECRET",
    "RINGUPP_RECORDINGS_URL",
  ],
} as const;

const words = (value: string | undefined): string[] | undefined =>
  value
    ?.split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** Has somebody begun to set up a telephone? An unknown carrier counts too. */
export const wantsTelephone = (env: Readonly<Record<string, unknown>>): boolean =>
  !["none", undefined].includes(blankIsMissing(env.RINGUPP_CARRIER) as string | undefined);

/**
 * What lacks or contradicts itself, as Swedish sentences. `isDemo`: a demo rings invented people only, over a carrier of
 * its own; `baseUrl`: where the carrier is to reach us, "" when that is missing and told as such.
 */
export function telephoneFaults(env: Readonly<Record<string, unknown>>, isDemo: boolean, baseUrl: string): string[] {
  const carrier = env.RINGUPP_CARRIER;
  const set = Object.keys(env)
    .filter((name) => name !== "RINGUPP_CARRIER" && blankIsMissing(env[name]) !== undefined)
    .filter((name) => name in environment || /^RINGUPP_(TWILIO|ELKS)_/.test(name));
  if (!wantsTelephone(env)) {
    if (set.length === 0) return [];
    const lacks = carrier === "none" ? 'är "none"' : "saknas";
    return [`RINGUPP_CARRIER ${lacks}, men ${set.join(", ")} är satt. Den ${telephoneAdvice.RINGUPP_CARRIER}`];
  }
  const faults = isDemo
    ? [
        "RINGUPP_CARRIER kan inte sättas i demoläge: där rings bara påhittade personer. Ta bort den, eller sätt RINGUPP_MODE=production.",
      ]
    : [];
  const spoken = regionNameFault(String(blankIsMissing(env.RINGUPP_REGION) ?? ""));
  if (spoken !== null) faults.push(`RINGUPP_REGION ${spoken}`);
  if (blankIsMissing(env.RINGUPP_REGION) === undefined && (carrier === "twilio" || carrier === "46elks"))
    faults.push("RINGUPP_REGION saknas. Den ska vara regionens namn: det sägs i varje samtal.");
  if (baseUrl !== "" && !baseUrl.startsWith("https://"))
    faults.push("RINGUPP_BASE_URL ska börja med https:// när roboten ringer: telefontjänsten skickar svar dit.");
  // Another word is told as such.
  if (carrier !== "twilio" && carrier !== "46elks") return faults;
  const [other, its] = carrier === "twilio" ? ["46elks", /^RINGUPP_ELKS_/] : ["twilio", /^RINGUPP_TWILIO_/];
  const foreign = set.filter((name) => its.test(name));
  if (foreign.length > 0)
    faults.push(
      `${foreign.join(", ")} hör till ${other}, men RINGUPP_CARRIER är "${carrier}". Ta bort det som inte ska gälla.`,
    );
  return [
    ...needed[carrier]
      .filter((name) => blankIsMissing(env[name]) === undefined)
      .map((name) => `${name} saknas. Den ${telephoneAdvice[name]}`),
    ...faults,
  ];
}

/** The telephone of an environment without faults, or null when there is none. */
export function telephoneOf(values: TelephoneVariables): TelephoneConfig | null {
  if (values.RINGUPP_CARRIER === "none") return null;
  const pair = (first: string | undefined, second: string | undefined): [string, ...string[]] => [
    first ?? "",
    ...(second === undefined ? [] : [second]),
  ];
  const [from = "", to = ""] = values.RINGUPP_STAFFED_HOURS.split("-");
  return {
    account:
      values.RINGUPP_CARRIER === "twilio"
        ? {
            carrier: "twilio",
            twilio: {
              accountSid: values.RINGUPP_TWILIO_ACCOUNT_SID ?? "",
              authTokens: pair(values.RINGUPP_TWILIO_AUTH_TOKEN, values.RINGUPP_TWILIO_AUTH_TOKEN_OLD),
              edge: values.RINGUPP_TWILIO_EDGE,
              region: values.RINGUPP_TWILIO_REGION,
              voice: values.RINGUPP_TWILIO_VOICE,
              alsoAllow: words(values.RINGUPP_TWILIO_EXTRA_FIELDS) ?? [],
            },
          }
        : {
            carrier: "46elks",
            elks: {
              username: values.RINGUPP_ELKS_USERNAME ?? "",
              password: values.RINGUPP_ELKS_PASSWORD ?? "",
              secrets: pair(values.RINGUPP_ELKS_WEBHOOK_SECRET, values.RINGUPP_ELKS_WEBHOOK_SECRET_OLD),
              addresses: addressesOf(values.RINGUPP_ELKS_ADDRESSES),
            },
          },
    from: values.RINGUPP_PHONE_NUMBER ?? "",
    callsAtOnce: values.RINGUPP_CALLS_AT_ONCE,
    callsPerSecond: values.RINGUPP_CALLS_PER_SECOND,
    staffed: { from, to },
    psychiatry: values.RINGUPP_ROBOT_PSYCHIATRY === "ja",
    recordingsUrl: values.RINGUPP_RECORDINGS_URL?.replace(/\/$/, "") ?? null,
  };
}
