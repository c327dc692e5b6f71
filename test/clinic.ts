/**
 * The web without a socket: a small clinic with two units and everybody's roles, over any home's database, and a client
 * that keeps cookies and sends forms as a browser would. For tests of what the doors let through.
 */
import { getTableName, is, sql } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { hashOfSessionToken, newSessionToken } from "../src/crypto/session-token.ts";
import { type Account, findAccount, insertAccount, insertSession, setAccountUnits } from "../src/db/accounts.ts";
import * as anonymousTables from "../src/db/anonymous.ts";
import * as identifiedTables from "../src/db/identified.ts";
import { accounts } from "../src/db/identified.ts";
import { robotSwitch } from "../src/db/robot-switch.ts";
import { setSetting } from "../src/db/settings.ts";
import { type Field, fields } from "../src/discharges/row.ts";
import { isRefusal } from "../src/problems.ts";
import { importFile } from "../src/steps/admit-discharges.ts";
import type { Carrier } from "../src/telephony/carrier.ts";
import { makeApp } from "../src/web/app.ts";
import type { World } from "../src/world.ts";
import type { TestWorld } from "./home-world.ts";
import { quickPasswordHash } from "./quick-password.ts";
import { openWards } from "./wards.ts";

const staff = [
  ["anna", "Anna Ek", "coordinator", ["geriatrik2", "kirurgi3"]],
  ["bo", "Bo Lind", "coordinator", ["geriatrik2", "kirurgi3"]],
  ["karin", "Karin Berg", "coordinator", ["psykiatri4"]],
  ["lena", "Lena Ros", "lead", []],
  ["adam", "Adam Frisk", "admin", []],
] as const;

export type Username = (typeof staff)[number][0];
export type Row = Partial<Record<Field, string>>;
export type Clinic = Awaited<ReturnType<typeof openClinic>>;

/** Rings nowhere: the n-th mobile number of PTS's series for fiction. */
export const mobile = (number: number): string => `070-174${String(605 + (number % 95)).padStart(4, "0")}`;

/** Discharged on a Friday, so that the window opens on the Monday at which the test's clock stands. */
const sound: Row = {
  ...{ dischargeRef: "U1", patientRef: "P1", name: "Åsa Ök", phone1: mobile(0), birthDate: "1940-02-03" },
  ...{ dischargeDate: "2026-11-20", unit: "Geriatrik avd 2", careType: "somatik", track: "gult" },
  ...{ residence: "ordinärt", consent: "ja" },
};

/** A list as a file; each row says only how it differs from a sound one. */
export const listOf = (...rows: readonly Row[]): string =>
  [
    fields.map(({ label }) => label),
    ...rows.map((row) => fields.map(({ field }) => `"${({ ...sound, ...row }[field] ?? "").replaceAll('"', '""')}"`)),
  ]
    .map((cells) => cells.join(";"))
    .join("\r\n");

export type ClinicOptions = {
  /** A carrier for the world's telephone, which is then switched on; without one there is none. */
  readonly carrierOf?: (world: TestWorld) => Carrier;
  /** Where the browsers' requests go; left out: to an application over the clinic's own world. */
  readonly request?: SendRequest;
};

type SendRequest = (request: Request) => Response | Promise<Response>;

/** Makes the clinic in a world whose database is empty. */
export async function openClinic(world: TestWorld, { carrierOf, request }: ClinicOptions = {}) {
  const source = await openWards(world);
  const { db } = world;
  await world.atomically(
    staff.flatMap(([username, name, role, unitIds]) => [
      insertAccount(db, {
        ...{ id: `account-${username}`, providerId: "region", username, name, role },
        ...{ passwordHash: quickPasswordHash, createdAt: world.wallNow() },
      }),
      ...setAccountUnits(db, `account-${username}`, unitIds),
    ]),
  );
  const app = makeApp(() => world);
  const send: SendRequest = request ?? ((one) => app.request(one));
  if (carrierOf) {
    world.telephone = {
      ...{ carrier: carrierOf(world), from: "+46846500400", callsAtOnce: 10, callsPerSecond: 1000, psychiatry: false },
      ...{ staffed: { from: "09:00", to: "16:00" }, wait: async (milliseconds) => world.clock.advance(milliseconds) },
    };
    await world.atomically([setSetting(db, robotSwitch, "on")]);
  }
  return {
    world,
    source,
    app,
    accountOf: async (username: Username): Promise<Account> => {
      const account = await findAccount(db, `account-${username}`);
      if (!account) throw new Error(`${username} has no account`);
      return account;
    },
    /** Takes rows in; gives the ids of the new cases, in no promised order. */
    admit: async (...rows: readonly Row[]): Promise<string[]> => {
      const allIds = async () =>
        (await db.all<{ id: string }>(sql`select id from cases order by rowid`)).map(({ id }) => id);
      const known = new Set(await allIds());
      const bytes = new TextEncoder().encode(listOf(...rows));
      const result = await importFile(world, { source, bytes });
      if (isRefusal(result)) throw new Error(result.refused);
      return (await allIds()).filter((id) => !known.has(id));
    },
    visitor: (): Client => clientOf(send),
    /** A browser in which this account is signed in already. */
    signedIn: async (username: Username): Promise<Client> => {
      const client = clientOf(send);
      const token = newSessionToken();
      const at = world.wallNow();
      const [account] = await db.select().from(accounts).where(sql`username = ${username}`);
      const session = { tokenHash: hashOfSessionToken(token), accountId: account?.id ?? "", createdAt: at, seenAt: at };
      await world.atomically([insertSession(db, session)]);
      client.cookies.set(world.config.mode === "demo" ? "ringupp-demo" : "__Host-ringupp", token);
      return client;
    },
  };
}

export type Fields = Readonly<Record<string, string | readonly string[] | File>>;

export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Where a redirect leads; "" when it is none. */
  readonly location: string;
};

export type Client = ReturnType<typeof clientOf>;

function clientOf(request: SendRequest) {
  const cookies = new Map<string, string>();
  const origin = "http://localhost:3000";
  async function send(path: string, init: RequestInit & { duplex?: "half" } = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const address = path.startsWith("http") ? path : `${origin}${path}`;
    const response = await request(new Request(address, { redirect: "manual", ...init, headers }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line) || value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get("location") ?? "";
    return { status: response.status, text: await response.text(), headers: response.headers, location };
  }
  return {
    cookies,
    send,
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    /** What an address answers, as bytes. */
    bytes: async (path: string): Promise<ArrayBuffer> => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      return (await request(new Request(`${origin}${path}`, { headers: { cookie } }))).arrayBuffer();
    },
    /** A form as the browser sends one from our own page; multipart when it carries a file. */
    post: (path: string, fields: Fields = {}, headers: Record<string, string> = {}) => {
      const hasFile = Object.values(fields).some((value) => value instanceof File);
      const body = hasFile ? new FormData() : new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) {
        for (const one of Array.isArray(value) ? value : [value]) body.append(name, one as string);
      }
      return send(path, { method: "POST", body, headers: { "sec-fetch-site": "same-origin", ...headers } });
    },
  };
}

/** Question keys of the short set that are answered by a code, in order. */
export const coreSteps = ["delaktighet", "onskemal", "information", "plan", "samordning", "trygghet"] as const;

/** Opens the case and holds the interview up to the questions, through the front door. */
export async function openInterview(client: Client, id: string): Promise<void> {
  const base = `/uppfoljningar/${id}`;
  await client.post(`${base}/borja`, { respondent: "patient", kontrollerad: "ja" });
  await client.post(`${base}/svar`, { steg: "presentation" });
  for (const steg of ["ratt-person", "ostort", "samtycke"]) await client.post(`${base}/svar`, { steg, svar: "ja" });
}

/** Answers as many of the core questions as the sheet has digits. */
export async function answerSheet(client: Client, id: string, sheet: string): Promise<void> {
  for (const [at, svar] of [...sheet].entries()) {
    await client.post(`/uppfoljningar/${id}/svar`, { steg: coreSteps[at] ?? "", svar });
  }
}

/** A whole interview through the front door, to the summary; `lock` saves it. */
export async function interviewWhole(
  client: Client,
  id: string,
  said: { sheet: string; remark?: string; need?: string; lock?: boolean },
): Promise<Answer> {
  const base = `/uppfoljningar/${id}`;
  await openInterview(client, id);
  await answerSheet(client, id, said.sheet);
  await client.post(`${base}/svar`, { steg: "fritext", text: said.remark ?? "" });
  await client.post(`${base}/svar`, { steg: "hjalp", svar: said.need === undefined ? "nej" : "ja" });
  const last = await client.post(`${base}/svar`, { steg: "tack" });
  if (said.lock === false) return last;
  return client.post(`${base}/spara`, said.need === undefined ? {} : { behov: said.need, behov_ja: "ja" });
}

const tablesOf = (module: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.values(module)
    .filter((value) => is(value, SQLiteTable))
    .map((table) => getTableName(table));

export const identifiedNames = tablesOf(identifiedTables);
export const anonymousNames = tablesOf(anonymousTables);

/** Every row of these tables, in an order that depends on what they hold alone. */
export async function dump(world: World, names: readonly string[]): Promise<Record<string, string[]>> {
  const rows = await Promise.all(
    names.map(async (name) => {
      const found = await world.db.all<Record<string, unknown>>(sql`select * from ${sql.identifier(name)}`);
      return [name, found.map((row) => JSON.stringify(row)).sort()] as const;
    }),
  );
  return Object.fromEntries(rows);
}
