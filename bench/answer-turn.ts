/**
 * (a) What an answer costs: a form over HTTP → session, case, engine, durable write → reply, against a bare handler that
 * reads the same form and does one prepared UPDATE. Two server processes, the same connections, in turns.
 *
 * Ours runs in production mode (the demo reads its clock once more per request). Each connection holds an interview of
 * its own and changes one answer back and forth, as a coordinator's form with all questions on one screen does; what was
 * written is counted in the database afterwards.
 */
import { join } from "node:path";
import Database from "better-sqlite3";
import { addDays, localDateOf } from "../src/calendar.ts";
import { readConfig } from "../src/config.ts";
import { hashOfSessionToken, newSessionToken } from "../src/crypto/session-token.ts";
import { findFirstProvider, insertAccount, insertSession, insertUnit, setAccountUnits } from "../src/db/accounts.ts";
import { cases } from "../src/db/identified.ts";
import { insertInterview } from "../src/db/interviews.ts";
import { openNodeWorld } from "../src/platform/node-world.ts";
import { findNewest } from "../src/surveys/catalog.ts";
import { begin, phaseOf, resume } from "../src/surveys/engine.ts";
import type { Survey } from "../src/surveys/survey.ts";
import { load, makeSender } from "./load.ts";
import { alternate, type BenchRow, inFolder, rowOf, type Size, startServer } from "./measure.ts";

const connections = 8;
const caseIds = Array.from({ length: connections }, (_, at) => `fall-${at}`);

const environment = (folder: string) => ({
  RINGUPP_MODE: "production",
  RINGUPP_DATA: folder,
  RINGUPP_SECRET: "a secret that only the bench knows, and no one else",
  RINGUPP_BASE_URL: "https://ringupp.example.se",
});

/** An interview that stands at its first question. */
function atFirstQuestion(survey: Survey) {
  let { state } = begin(survey, { respondent: "patient" });
  while (phaseOf(survey, state) === "opening") {
    const step = survey.steps.find(({ key }) => key === state.at);
    state = resume(survey, state, { kind: step?.kind === "confirm" ? "yes" : "next" }, { mode: "human" }).state;
  }
  return state;
}

/** A real installation with one coordinator who is signed in and holds a case per connection. Gives the cookie. */
async function furnish(folder: string): Promise<string> {
  const config = readConfig(environment(folder));
  if ("faults" in config) throw new Error(config.faults.join("\n"));
  const home = await openNodeWorld(config);
  if ("fault" in home) throw new Error(home.fault);
  const { world } = home;
  const survey = findNewest("punktmatning-kort");
  const provider = await findFirstProvider(world.db);
  if (!survey || !provider) throw new Error("no survey or no provider to begin with");
  const token = newSessionToken();
  const now = world.now();
  const today = localDateOf(now);
  const shared = { providerId: provider.id, county: "18", careType: "somatic" } as const;
  const account = {
    id: "konto",
    providerId: provider.id,
    username: "prov",
    name: "Prov",
    role: "coordinator",
  } as const;
  await world.atomically([
    insertUnit(world.db, { ...shared, id: "enhet", name: "Enhet", kind: "ward" }),
    insertAccount(world.db, { ...account, passwordHash: "", createdAt: now }),
    ...setAccountUnits(world.db, "konto", ["enhet"]),
    insertSession(world.db, { tokenHash: hashOfSessionToken(token), accountId: "konto", createdAt: now, seenAt: now }),
    ...caseIds.flatMap((id) => [
      world.db.insert(cases).values({
        ...shared,
        id,
        unitId: "enhet",
        dischargeUnitId: "enhet",
        track: "yellow",
        routine: true,
        surveyConsent: true,
        state: "held",
        ownerId: "konto",
        ownedSince: now,
        opensOn: addDays(today, -1),
        closesOn: addDays(today, 5),
        firstCallAt: now - 3_600_000,
        lastCallAt: now + 5 * 24 * 3_600_000,
      }),
      insertInterview(world.db, {
        caseId: id,
        surveyId: survey.id,
        surveyVersion: survey.version,
        state: JSON.stringify(atFirstQuestion(survey)),
      }),
    ]),
  ]);
  home.close();
  return `__Host-ringupp=${token}`;
}

/** How many writes a table has seen, by the version that each of them raises. */
function versionsIn(file: string, table: "interviews" | "answers"): number {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(`select sum(version) from ${table}`).pluck().get() as number;
  } finally {
    database.close();
  }
}

const bodies = ["steg=delaktighet&svar=1&stanna=ja", "steg=delaktighet&svar=2&stanna=ja"] as const;

export async function run(size: Size): Promise<BenchRow[]> {
  const [rounds, seconds] = size === "full" ? [9, 2] : [0, 0.2];
  return inFolder(async (folder) => {
    const data = join(folder, "data");
    const floorFile = join(folder, "floor.sqlite");
    const cookie = await furnish(data);
    const headers = { accept: "application/json", cookie, "sec-fetch-site": "same-origin" };
    const ourSenders = caseIds.map((id) => makeSender(`/uppfoljningar/${id}/svar`, headers, bodies));
    const floorSenders = caseIds.map((_, at) => makeSender(`/${at}`, headers, bodies));
    const ours = await startServer([join("src", "platform", "node.ts"), "serve"], environment(data), "/logga-in");
    const floor = await startServer([join("bench", "floor-server.ts"), floorFile], {}, "/");
    const servers = { ours, floor };
    const atStart = { ours: ours.cpuSeconds(), floor: floor.cpuSeconds() };
    const total = { ours: 0, floor: 0 };
    /** Milliseconds of processor time per request: steadier than requests per second when the machine is shared. */
    const cpuPerRequest = (which: "ours" | "floor") => {
      const [from, to] = [atStart[which], servers[which].cpuSeconds()];
      return from === null || to === null ? "?" : (((to - from) * 1000) / total[which]).toFixed(2);
    };
    const perSecond = async (which: "ours" | "floor") => {
      const sent = await (which === "ours"
        ? load(ours.port, ourSenders, seconds)
        : load(floor.port, floorSenders, seconds));
      total[which] += sent.answered;
      return sent.answered / sent.seconds;
    };
    try {
      const found = await alternate(
        rounds,
        () => perSecond("ours"),
        () => perSecond("floor"),
      );
      const written = {
        ours: versionsIn(join(data, "ringupp.sqlite"), "interviews"),
        floor: versionsIn(floorFile, "answers"),
      };
      if (written.ours !== total.ours || written.floor !== total.floor) {
        throw new Error(`answered ${JSON.stringify(total)}, but written ${JSON.stringify(written)}`);
      }
      return [
        rowOf({
          name: "answer turn",
          ...found,
          unit: "requests/s",
          hopedFor: "≥ 0.7",
          note: `${connections} connections; floor: bare Hono, form, one prepared UPDATE at FULL; ${written.ours} answers written and counted; processor ${cpuPerRequest("ours")} ms a request against ${cpuPerRequest("floor")}; peak ${ours.peakRssMb() ?? "?"} MB`,
        }),
      ];
    } finally {
      await ours.stop();
      await floor.stop();
    }
  });
}
