/**
 * Environment → Config once, or everything that is wrong with it at once. The only place that knows the names of
 * environment variables (README, "Configuration").
 */
import * as z from "zod";
import {
  addressesOf,
  addressList,
  type TelephoneConfig,
  telephoneAdvice,
  telephoneEnvironment,
  telephoneFaults,
  telephoneOf,
  wantsTelephone,
} from "./telephone-config.ts";

export type Config = {
  /** Demo: invented people, loopback only, a clock that can be moved. Production: none of that. */
  readonly mode: "demo" | "production";
  /** Folder of the SQLite file (Node only). */
  readonly dataFolder: string;
  readonly port: number;
  /** Address to listen on (Node only). Demo: loopback, whatever is set. */
  readonly host: string;
  /** The address people use, without a trailing slash; never taken from a request. */
  readonly baseUrl: string;
  /** Key of the keyed hashes that stand in for references. At least 32 characters. */
  readonly secret: string;
  /** Largest file that can be uploaded, in bytes. */
  readonly uploadLimitBytes: number;
  /** Named in the first start of a production database. */
  readonly region: { readonly name: string; readonly county: string };
  /** The carrier that the program rings through; null: people ring by hand (or, in a demo, invented telephones ring). */
  readonly telephone: TelephoneConfig | null;
  /** Addresses of proxies in front of us whose X-Forwarded-For is believed (Node only). */
  readonly proxies: readonly string[];
};

/** All of the demo's people are invented, so its key need not be secret; it must only be the same at every start. */
const demoSecret = "demo-demo-demo-demo-demo-demo-demo-demo";

const blankIsMissing = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);

const environment = z.object({
  ...telephoneEnvironment,
  RINGUPP_PROXIES: addressList,
  RINGUPP_MODE: z.preprocess(blankIsMissing, z.enum(["demo", "production"]).default("demo")),
  RINGUPP_DATA: z.preprocess(blankIsMissing, z.string().default("data")),
  PORT: z.preprocess(blankIsMissing, z.coerce.number().int().min(0).max(65535).default(3000)),
  RINGUPP_HOST: z.preprocess(blankIsMissing, z.string().default("127.0.0.1")),
  // Paths are put last, and it is sent to a carrier: no query, fragment or password in it.
  RINGUPP_BASE_URL: z.preprocess(
    blankIsMissing,
    z
      .string()
      .trim()
      .pipe(z.url({ protocol: /^https?$/ }).regex(/^https?:\/\/[^\s\p{C}?#@]+$/iu))
      .optional(),
  ),
  RINGUPP_SECRET: z.preprocess(blankIsMissing, z.string().min(32).optional()),
  RINGUPP_UPLOAD_LIMIT_MB: z.preprocess(blankIsMissing, z.coerce.number().min(1).max(200).default(25)),
  RINGUPP_REGION: z.preprocess(blankIsMissing, z.string().default("Region Exempel")),
  RINGUPP_COUNTY: z.preprocess(
    blankIsMissing,
    z
      .string()
      .regex(/^(?:0[13-9]|1[02-47-9]|2[0-5])$/)
      .default("18"),
  ),
});

const advice: Record<keyof z.infer<typeof environment>, string> = {
  ...telephoneAdvice,
  RINGUPP_PROXIES: "ska vara IP-adresserna till era proxyservrar, med komma emellan. Namn och intervall går inte.",
  RINGUPP_MODE: 'ska vara "demo" eller "production".',
  RINGUPP_DATA: "ska vara en sökväg till en mapp.",
  PORT: "ska vara ett heltal mellan 0 och 65535.",
  RINGUPP_HOST: "ska vara adressen att lyssna på, till exempel 0.0.0.0 bakom en proxy i ett eget nät.",
  RINGUPP_BASE_URL:
    "ska vara adressen som användarna går till, utan lösenord, ? och #, till exempel https://ringupp.example.se.",
  RINGUPP_SECRET: "ska vara minst 32 slumpade tecken. Skapa en med: openssl rand -base64 32",
  RINGUPP_UPLOAD_LIMIT_MB: "ska vara ett tal mellan 1 och 200.",
  RINGUPP_REGION: "ska vara regionens namn.",
  RINGUPP_COUNTY: 'ska vara SCB:s länskod med två siffror, till exempel "18".',
};

/** Takes the environment as it is; gives a Config, or a Swedish sentence for each fault in it. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config | { faults: string[] } {
  const read = environment.safeParse(env);
  const faults = (read.error?.issues ?? [])
    .map((issue) => String(issue.path[0]))
    .filter((name, at, names) => names.indexOf(name) === at)
    .map((name) => `${name} ${advice[name as keyof typeof advice]}`);
  // Looked for beside the other faults, so that one start tells them all.
  const isDemo = blankIsMissing(env.RINGUPP_MODE) === undefined || env.RINGUPP_MODE === "demo";
  // A real telephone in a demo is most likely a forgotten RINGUPP_MODE.
  if (env.RINGUPP_MODE === "production" || wantsTelephone(env)) {
    for (const name of ["RINGUPP_SECRET", "RINGUPP_BASE_URL"] as const)
      if (blankIsMissing(env[name]) === undefined) faults.push(`${name} saknas. Den ${advice[name]}`);
  }
  const baseUrl = env.RINGUPP_BASE_URL?.trim() ?? "";
  faults.push(...telephoneFaults(env, isDemo, baseUrl).filter((fault) => !faults.includes(fault)));
  if (!read.success || faults.length > 0) return { faults };
  const values = read.data;
  return {
    mode: values.RINGUPP_MODE,
    dataFolder: values.RINGUPP_DATA,
    port: values.PORT,
    host: values.RINGUPP_MODE === "demo" ? "127.0.0.1" : values.RINGUPP_HOST,
    baseUrl: (values.RINGUPP_BASE_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ""),
    secret: values.RINGUPP_MODE === "demo" ? demoSecret : (values.RINGUPP_SECRET as string),
    uploadLimitBytes: values.RINGUPP_UPLOAD_LIMIT_MB * 1024 * 1024,
    region: { name: values.RINGUPP_REGION, county: values.RINGUPP_COUNTY },
    telephone: telephoneOf(values),
    proxies: addressesOf(values.RINGUPP_PROXIES) ?? [],
  };
}
