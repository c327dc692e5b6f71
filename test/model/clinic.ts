/**
 * A small clinic for the model test, made once per season and opened anew for every sequence from its bytes: five
 * patients who all said yes to an automatic call, two of them with one telephone between them. Opening it costs about a
 * millisecond, which is what makes thousands of sequences affordable.
 */
import Database from "better-sqlite3";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { hashOfSessionToken } from "../../src/crypto/session-token.ts";
import { insertSession } from "../../src/db/accounts.ts";
import { robotSwitch } from "../../src/db/robot-switch.ts";
import * as schema from "../../src/db/schema.ts";
import { setSetting } from "../../src/db/settings.ts";
import { groupCommit } from "../../src/platform/group-commit.ts";
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
/** Switches the robot on and off, and has no patients. */
export const admin = "adam";
export type Staff = (typeof staff)[number] | typeof admin;
/** The coordinators' own telephones, and the number that the patient sees when one of them rings. */
export const ownPhones = { anna: "+46846500480", bo: "+46846500481" } as const;
const shownNumber = "+46846500490";
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
    ...staff.map((who) => sql`update accounts set phone = ${ownPhones[who]} where id = ${`account-${who}`}`),
    sql`update care_units set caller_id = ${shownNumber}`,
    ...[...staff, admin].map((who) =>
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

export type OpenClinic = Pick<World, "db" | "atomically" | "scrub"> & {
  readonly raw: Database.Database;
  /** Nothing of this opening is written any more; what it has written stays. */
  readonly shut: () => void;
};

/** A database that is filled anew for each sequence, and what it is filled with. */
export type Store = {
  /** Opens the program's side of it, as the home does with its file. Shut the one before. */
  readonly open: () => OpenClinic;
  /** Everything is again as the bytes have it. */
  readonly refill: () => void;
};

/**
 * A store with what the bytes hold, under the same rules of writing as the real one. A sequence asks the same few dozen
 * questions hundreds of times, and making their texts and plans costs more than the answers: so the connection and what
 * is prepared on it outlive a sequence, and only the rows are brought back.
 */
export function openStore(bytes: Buffer): Store {
  const raw = new Database(bytes);
  raw.pragma("secure_delete = ON");
  const prepared = new Map<string, Database.Statement>();
  const prepare = raw.prepare.bind(raw);
  raw.prepare = ((text: string) => {
    const statement = prepared.get(text) ?? prepare(text);
    prepared.set(text, statement);
    return statement;
  }) as typeof raw.prepare;
  const db = drizzle(raw, { schema });
  const names = prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'")
    .pluck()
    .all() as string[];
  for (const name of names) raw.exec(`create temp table "kept ${name}" as select * from main."${name}"`);
  const empty = names.map((name) => prepare(`delete from "${name}"`));
  // In the order of the copy, so that what is asked in no order comes as it did the first time.
  const fill = names.map((name) => prepare(`insert into "${name}" select * from temp."kept ${name}" order by rowid`));
  return {
    open: () => {
      let isShut = false;
      const guarded = <Act extends (...values: never[]) => unknown>(act: Act): Act =>
        ((...values) => {
          if (isShut) throw new Error("the program is dead");
          return act(...values);
        }) as Act;
      const { atomically, scrub } = groupCommit(raw);
      const shut = () => {
        isShut = true;
      };
      return { raw, db, atomically: guarded(atomically), scrub: guarded(scrub), shut };
    },
    refill: () => {
      raw.exec("begin");
      for (const statement of [...empty, ...fill]) statement.run();
      raw.exec("commit");
    },
  };
}
