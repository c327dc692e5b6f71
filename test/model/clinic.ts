/**
 * A small clinic for the model test, made once per season and opened anew for every sequence from its bytes: five
 * patients who all said yes to an automatic call, two of them with one telephone between them. Opening it costs about a
 * millisecond, which is what makes thousands of sequences affordable.
 */
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { hashOfSessionToken } from "../../src/crypto/session-token.ts";
import { insertSession } from "../../src/db/accounts.ts";
import * as schema from "../../src/db/schema.ts";
import { setSetting } from "../../src/db/settings.ts";
import { groupCommit } from "../../src/platform/group-commit.ts";
import { robotSwitch } from "../../src/steps/place-calls.ts";
import type { World } from "../../src/world.ts";
import { makeClinic, type Row } from "../in-process.ts";

/** Discharged so that the window holds a Monday; Easter and the night to summer time; the night to winter time. */
export const seasons = {
  november: { dischargeDate: "2026-11-20", starts: ["2026-11-22T18:00Z", "2026-11-23T09:00Z", "2026-11-26T14:40Z"] },
  easter: { dischargeDate: "2027-03-24", starts: ["2027-03-26T11:00Z", "2027-03-27T23:30Z", "2027-03-30T07:30Z"] },
  autumn: { dischargeDate: "2026-10-22", starts: ["2026-10-24T22:30Z", "2026-10-26T08:30Z", "2026-10-28T14:40Z"] },
} as const;
export type Season = keyof typeof seasons;

const phones = ["070-1740605", "070-1740606", "08-46500410", "031-3900600", "031-3900600"] as const;
/** Their telephones, in E.164. */
export const numbers = ["+46701740605", "+46701740606", "+46846500410", "+46313900600"] as const;
const names = ["Åsa Ök", "Björn Ås", "Örjan Ekö", "Siv Ålund", "Nils Ålund"] as const;

/** The patients as their list tells of them. */
export const patientRows = (season: Season): readonly Row[] =>
  phones.map((phone1, at) => ({
    ...{ dischargeRef: `U${at}`, patientRef: `P${at}`, phone1, name: names[at]!, robotConsent: "ja" },
    ...{ birthDate: `1940-02-${String(at + 11)}`, dischargeDate: seasons[season].dischargeDate },
    ...(at === 1 ? { phone2: "070-1740609" } : {}),
  }));

/** What may never stand in a log. */
export const secrets: readonly string[] = [
  ...names,
  ...[...phones, "070-1740609"].flatMap((phone) => {
    const national = phone.replace("-", "");
    return [phone, national, `+46${national.slice(1)}`];
  }),
];

export const staff = ["anna", "bo"] as const;
export type Staff = (typeof staff)[number];
export const cookieOf = (who: Staff): string => `__Host-ringupp=session-of-${who}`;

/** The clinic's database as bytes, and its cases in the order of {@link patientRows}. */
export async function seedClinic(season: Season): Promise<{ bytes: Buffer; caseIds: readonly string[] }> {
  const now = Date.parse(seasons[season].starts[0]);
  const clinic = await makeClinic({ now, mode: "production" });
  const { world } = clinic;
  const caseIds: string[] = [];
  for (const row of patientRows(season)) caseIds.push(...(await clinic.admit(row)));
  await world.atomically([
    setSetting(world.db, robotSwitch, "on"),
    ...staff.map((who) =>
      insertSession(world.db, {
        tokenHash: hashOfSessionToken(`session-of-${who}`),
        ...{ accountId: `account-${who}`, createdAt: now, seenAt: now },
      }),
    ),
  ]);
  const bytes = (world.db as unknown as { $client: Database.Database }).$client.serialize();
  world.close();
  return { bytes, caseIds };
}

export type OpenClinic = Pick<World, "db" | "atomically" | "scrub"> & { readonly raw: Database.Database };

/** A database of its own with what the bytes hold, under the same rules of writing as the real one. */
export function openClinic(bytes: Buffer): OpenClinic {
  const raw = new Database(bytes);
  raw.pragma("secure_delete = ON");
  // A sequence asks the same few dozen questions hundreds of times.
  const prepared = new Map<string, Database.Statement>();
  const prepare = raw.prepare.bind(raw);
  raw.prepare = ((text: string) => {
    const statement = prepared.get(text) ?? prepare(text);
    prepared.set(text, statement);
    return statement;
  }) as typeof raw.prepare;
  const { atomically, scrub } = groupCommit(raw);
  return { raw, atomically, scrub, db: drizzle(raw, { schema }) };
}
