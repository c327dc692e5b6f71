/**
 * The telephone's part of the configuration: which carrier, its account, our number, and how hard it may be used. A
 * telephone that is half set up is worse than none, so every missing piece is told at once and nothing starts.
 */
import * as z from "zod";

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
const text = (shape: z.ZodString = z.string()) => z.preprocess(blankIsMissing, shape.trim().optional());
const list = z.preprocess(blankIsMissing, z.string().optional());

const environment = {
  RINGUPP_CARRIER: z.preprocess(blankIsMissing, z.enum(["none", "twilio", "46elks"]).default("none")),
  RINGUPP_PHONE_NUMBER: text(z.string().regex(/^\+[1-9]\d{6,14}$/)),
  RINGUPP_CALLS_AT_ONCE: z.preprocess(blankIsMissing, z.coerce.number().int().min(1).max(200).default(5)),
  RINGUPP_CALLS_PER_SECOND: z.preprocess(blankIsMissing, z.coerce.number().min(0.1).max(30).default(1)),
  RINGUPP_STAFFED_HOURS: z.preprocess(
    blankIsMissing,
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/)
      .refine((hours) => hours.slice(0, 5) < hours.slice(6))
      .default("09:00-16:00"),
  ),
  RINGUPP_ROBOT_PSYCHIATRY: z.preprocess(blankIsMissing, z.enum(["ja", "nej"]).default("nej")),
  RINGUPP_RECORDINGS_URL: z.preprocess(blankIsMissing, z.url({ protocol: /^https$/ }).optional()),
  RINGUPP_TWILIO_ACCOUNT_SID: text(z.string().regex(/^AC[0-9a-f]{32}$/)),
  RINGUPP_TWILIO_AUTH_TOKEN: text(z.string().min(16)),
  RINGUPP_TWILIO_AUTH_TOKEN_OLD: text(z.string().min(16)),
  RINGUPP_TWILIO_EDGE: text(z.string().regex(/^[a-z0-9-]+$/)),
  RINGUPP_TWILIO_REGION: text(z.string().regex(/^[a-z0-9-]+$/)),
  RINGUPP_TWILIO_VOICE: text(),
  RINGUPP_TWILIO_EXTRA_FIELDS: list,
  RINGUPP_ELKS_USERNAME: text(),
  RINGUPP_ELKS_PASSWORD: text(),
  RINGUPP_ELKS_WEBHOOK_SECRET: text(z.string().regex(/^[A-Za-z0-9_-]{24,}$/)),
  RINGUPP_ELKS_WEBHOOK_SECRET_OLD: text(z.string().regex(/^[A-Za-z0-9_-]{24,}$/)),
  RINGUPP_ELKS_ADDRESSES: list,
};

/** What each variable should be: ends the sentence that says that it is not. */
export const telephoneAdvice: Record<keyof typeof environment, string> = {
  RINGUPP_CARRIER: 'ska vara "twilio", "46elks" eller "none".',
  RINGUPP_PHONE_NUMBER: "ska vara ert nummer hos telefontjänsten, till exempel +46846500400.",
  RINGUPP_CALLS_AT_ONCE: "ska vara ett heltal mellan 1 och 200.",
  RINGUPP_CALLS_PER_SECOND: "ska vara ett tal mellan 0,1 och 30, skrivet med punkt.",
  RINGUPP_STAFFED_HOURS: "ska vara tider som 09:00-16:00.",
  RINGUPP_ROBOT_PSYCHIATRY: 'ska vara "ja" eller "nej".',
  RINGUPP_RECORDINGS_URL: "ska vara en https-adress till en mapp med inspelningar.",
  RINGUPP_TWILIO_ACCOUNT_SID: "ska vara kontots SID: AC och 32 tecken.",
  RINGUPP_TWILIO_AUTH_TOKEN: "ska vara kontots auth token.",
  RINGUPP_TWILIO_AUTH_TOKEN_OLD: "ska vara den auth token som byts ut.",
  RINGUPP_TWILIO_EDGE: 'ska vara en av Twilios kanter, till exempel "dublin".',
  RINGUPP_TWILIO_REGION: 'ska vara en av Twilios regioner, till exempel "ie1".',
  RINGUPP_TWILIO_VOICE: 'ska vara en svensk röst, till exempel "Polly.Elin-Neural".',
  RINGUPP_TWILIO_EXTRA_FIELDS: "ska vara namn på fält, med komma emellan.",
  RINGUPP_ELKS_USERNAME: "ska vara API-användarnamnet hos 46elks.",
  RINGUPP_ELKS_PASSWORD: "ska vara API-lösenordet hos 46elks.",
  RINGUPP_ELKS_WEBHOOK_SECRET:
    "ska vara minst 24 slumpade bokstäver, siffror, bindestreck eller understreck. Skapa en med: openssl rand -hex 24",
  RINGUPP_ELKS_WEBHOOK_SECRET_OLD: "ska vara den hemlighet som byts ut.",
  RINGUPP_ELKS_ADDRESSES: "ska vara IP-adresser, med komma emellan.",
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

/**
 * What lacks or contradicts itself, as Swedish sentences. `isDemo`: a demo rings invented people only, over a carrier of
 * its own; `baseUrl`: where the carrier is to reach us.
 */
export function telephoneFaults(env: Readonly<Record<string, unknown>>, isDemo: boolean, baseUrl: string): string[] {
  const carrier = env.RINGUPP_CARRIER;
  if (carrier !== "twilio" && carrier !== "46elks") {
    // Another word is told as such.
    if (blankIsMissing(carrier) !== undefined && carrier !== "none") return [];
    const set = Object.keys(env).filter((name) => /^RINGUPP_(TWILIO|ELKS)_/.test(name) && blankIsMissing(env[name]));
    return set.length === 0
      ? []
      : [`RINGUPP_CARRIER saknas, men ${set.join(", ")} är satt. Den ${telephoneAdvice.RINGUPP_CARRIER}`];
  }
  if (isDemo) return ["RINGUPP_CARRIER kan inte sättas i demoläge: där rings bara påhittade personer. Ta bort den."];
  return [
    ...needed[carrier]
      .filter((name) => blankIsMissing(env[name]) === undefined)
      .map((name) => `${name} saknas. Den ${telephoneAdvice[name]}`),
    ...(baseUrl.startsWith("https://")
      ? []
      : ["RINGUPP_BASE_URL ska börja med https:// när roboten ringer: telefontjänsten skickar svar dit."]),
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
              addresses: words(values.RINGUPP_ELKS_ADDRESSES),
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
