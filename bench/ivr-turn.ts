/**
 * What a turn of the telephone costs: Twilio's signed form over HTTP → signature, call, case and interview read →
 * conversation → written with an fsync → TwiML, against a bare handler that checks the signature, reads and writes one row.
 * Two server processes, the same connections, in turns.
 *
 * Ours is the program itself in production mode with Twilio as its carrier. Each connection looks after eight calls that
 * stand at a survey's first question and presses nine ("say it again") in one after the other; every turn goes to the
 * address that the last reply named, so that each is a new one. What was written is counted in the database afterwards.
 */
import { createHmac } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import { sql } from "drizzle-orm";
import { addDays, localDateOf } from "../src/calendar.ts";
import { beginCall, type CallFacts, hearKeys } from "../src/calls/conversation.ts";
import { textFor } from "../src/calls/prompts.ts";
import { readConfig } from "../src/config.ts";
import { findFirstProvider, insertUnit } from "../src/db/accounts.ts";
import { appendToCall, findCall, insertCall } from "../src/db/calls.ts";
import { cases } from "../src/db/identified.ts";
import { insertInterview } from "../src/db/interviews.ts";
import { openNodeWorld } from "../src/platform/node-world.ts";
import { findNewest } from "../src/surveys/catalog.ts";
import { writeForm } from "../src/telephony/form.ts";
import { twiml } from "../src/telephony/twiml.ts";
import { load, requestText, type Sender } from "./load.ts";
import { alternate, type BenchRow, inFolder, rowOf, type Size, startServer } from "./measure.ts";

const connections = 16;
const callsPerConnection = 8;
const publicUrl = "https://ringupp.example.se";
const accountSid = `AC${"0".repeat(32)}`;
const authToken = "a token that only the bench knows";

const environment = (folder: string) => ({
  RINGUPP_MODE: "production",
  RINGUPP_DATA: folder,
  RINGUPP_SECRET: "a secret that only the bench knows, and no one else",
  RINGUPP_BASE_URL: publicUrl,
  RINGUPP_REGION: "Region Exempel",
  RINGUPP_CARRIER: "twilio",
  RINGUPP_PHONE_NUMBER: "+46846500400",
  RINGUPP_TWILIO_ACCOUNT_SID: accountSid,
  RINGUPP_TWILIO_AUTH_TOKEN: authToken,
});

/** Where a call stands; `path` is the address of the turn that is awaited. */
type CallAt = { readonly callSid: string; path: string };
const callSidOf = (at: number) => `CA${at.toString(16).padStart(32, "0")}`;

/** A conversation in which the right person has just heard the first question. */
function atFirstQuestion() {
  const survey = findNewest("punktmatning-kort");
  if (!survey) throw new Error("no survey to begin with");
  const facts: CallFacts = { survey, birthDay: 3, direction: "outbound", open: true, askHelp: true };
  let turn = beginCall(facts, null);
  for (const keys of ["1", "03", "1"]) turn = hearKeys(facts, turn, { keys }, turn.state.turn);
  if (turn.state.stage !== "survey" || turn.gather === null) throw new Error("the call does not stand at a question");
  return { survey, turn, gather: turn.gather };
}

/** A real installation in which the robot holds a case per call. Gives the calls, and a reply as long as they get. */
async function furnish(folder: string): Promise<{ calls: CallAt[]; reply: string }> {
  const config = readConfig(environment(folder));
  if ("faults" in config) throw new Error(config.faults.join("\n"));
  const home = await openNodeWorld(config);
  if ("fault" in home) throw new Error(home.fault);
  const { world } = home;
  const { db } = world;
  const provider = await findFirstProvider(db);
  if (!provider) throw new Error("no provider to begin with");
  const { survey, turn, gather } = atFirstQuestion();
  const now = world.now();
  const today = localDateOf(now);
  const hours = 3_600_000;
  const shared = { providerId: provider.id, county: "18", careType: "somatic" } as const;
  await world.atomically([insertUnit(db, { ...shared, id: "enhet", name: "Enhet", kind: "ward" })]);
  const calls: CallAt[] = [];
  for (let at = 0; at < connections * callsPerConnection; at += 1) {
    const [id, caseId, token, ref] = [`samtal-${at}`, `fall-${at}`, world.newId(), callSidOf(at)];
    const call = { id, caseId, token, ref, kind: "robot", carrier: "twilio", direction: "outbound" } as const;
    const times = { placedAt: now, deadlineAt: now + 24 * hours };
    await world.atomically([
      db.insert(cases).values({
        ...{ ...shared, id: caseId, unitId: "enhet", dischargeUnitId: "enhet", track: "yellow", routine: true },
        ...{ surveyConsent: true, state: "held", ownerId: "robot", ownedSince: now, interrupted: true },
        ...{ opensOn: addDays(today, -1), closesOn: addDays(today, 5) },
        ...{ firstCallAt: now - hours, lastCallAt: now + 5 * 24 * hours },
      }),
      sql`insert into people (case_id, name, phones, birth_date)
        values (${caseId}, 'Påhittad Åkesson', '["+46701740605"]', '1950-02-03')`,
      insertInterview(db, {
        ...{ caseId, surveyId: survey.id, surveyVersion: survey.version, state: JSON.stringify(turn.interview) },
      }),
      ...insertCall(db, { ...call, ...times, conversation: JSON.stringify(turn.state) }, { kind: "ordered" }),
    ]);
    const row = await findCall(db, id);
    if (!row) throw new Error("the call was not written");
    await world.atomically(appendToCall(db, row, [{ kind: "turn-taken", turn: turn.state.turn }], now));
    calls.push({ callSid: ref, path: `/rost/${id}/${turn.state.turn}/${token}` });
  }
  home.close();
  const lines = turn.say.map((piece) => ({ say: textFor(piece, provider.name) }));
  const next = `${publicUrl}${calls[0]?.path}`;
  return { calls, reply: twiml({ lines, ending: { gather: { ...gather, next } } }, publicUrl) };
}

/** The fields of Twilio's request after a Gather, as many as it sends; the numbers are PTS's for fiction. */
const fieldsOf = (callSid: string): (readonly [name: string, value: string])[] => [
  ["AccountSid", accountSid],
  ["ApiVersion", "2010-04-01"],
  ["CallSid", callSid],
  ["CallStatus", "in-progress"],
  ["Called", "+46701740605"],
  ["CalledCountry", "SE"],
  ["Caller", "+46846500400"],
  ["CallerCity", "Stockholm"],
  ["CallerCountry", "SE"],
  ["Digits", "9"],
  ["Direction", "outbound-api"],
  ["FinishedOnKey", ""],
  ["From", "+46846500400"],
  ["FromCountry", "SE"],
  ["To", "+46701740605"],
  ["ToCountry", "SE"],
  ["msg", "Gather End"],
];

/** Presses nine in each of its calls in turn. A floor that names no new address is asked at the old one. */
function presser(calls: readonly CallAt[]): Sender {
  const forms = calls.map(({ callSid }) => {
    const fields = fieldsOf(callSid);
    const signed = fields
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map((pair) => pair.join(""))
      .join("");
    return { body: writeForm(fields), signed };
  });
  let at = 0;
  return {
    next: () => {
      const { path } = calls[at] as CallAt;
      const { body, signed } = forms[at] as (typeof forms)[0];
      const signature = createHmac("sha1", authToken).update(`${publicUrl}${path}${signed}`).digest("base64");
      return requestText(path, { "x-twilio-signature": signature }, body);
    },
    heard: (answer) => {
      const path = /action="[^"]*?(\/rost\/[^"]+)"/.exec(answer)?.[1];
      if (path === undefined) throw new Error(`the call is over: ${answer.slice(-400)}`);
      (calls[at] as CallAt).path = path;
      at = (at + 1) % calls.length;
    },
  };
}

const presserOfFloor = (calls: readonly CallAt[]): Sender => {
  const still = presser(calls.map((call) => Object.freeze({ ...call })));
  return { next: still.next };
};

/** How many turns have been taken, by what each of them raises. */
function turnsIn(file: string): number {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare("select sum(turn) from calls").pluck().get() as number;
  } finally {
    database.close();
  }
}

export async function run(size: Size): Promise<BenchRow[]> {
  const [rounds, seconds] = size === "full" ? [9, 2] : [0, 0.2];
  return inFolder(async (folder) => {
    const data = join(folder, "data");
    const [ourFile, floorFile] = [join(data, "ringupp.sqlite"), join(folder, "floor.sqlite")];
    const { calls, reply } = await furnish(data);
    const shares = Array.from({ length: connections }, (_, at) => calls.filter((_, of) => of % connections === at));
    const senders = { ours: shares.map(presser), floor: shares.map(presserOfFloor) };
    const before = turnsIn(ourFile);
    const ours = await startServer([join("src", "platform", "node.ts"), "serve"], environment(data), "/logga-in");
    const floor = await startServer([join("bench", "ivr-floor.ts"), floorFile, authToken, publicUrl, reply], {}, "/");
    const servers = { ours, floor };
    const atStart = { ours: ours.cpuSeconds(), floor: floor.cpuSeconds() };
    const total = { ours: 0, floor: 0 };
    const cpuPerRequest = (which: "ours" | "floor") => {
      const [from, to] = [atStart[which], servers[which].cpuSeconds()];
      return from === null || to === null ? "?" : (((to - from) * 1000) / total[which]).toFixed(2);
    };
    const perSecond = async (which: "ours" | "floor") => {
      const sent = await load(servers[which].port, senders[which], seconds);
      total[which] += sent.answered;
      return sent.answered / sent.seconds;
    };
    try {
      const found = await alternate(
        rounds,
        () => perSecond("ours"),
        () => perSecond("floor"),
      );
      const written = { ours: turnsIn(ourFile) - before, floor: turnsIn(floorFile) };
      if (written.ours !== total.ours || written.floor !== total.floor) {
        throw new Error(`answered ${JSON.stringify(total)}, but written ${JSON.stringify(written)}`);
      }
      return [
        rowOf({
          name: "telephone turn",
          ...found,
          unit: "requests/s",
          hopedFor: "≥ 0.8",
          note: `${connections} connections, ${calls.length} calls; floor: bare Hono, signature, one prepared read, one prepared UPDATE at FULL, fixed TwiML; ${written.ours} turns written and counted; processor ${cpuPerRequest("ours")} ms a request against ${cpuPerRequest("floor")}; peak ${ours.peakRssMb() ?? "?"} MB`,
        }),
      ];
    } finally {
      await ours.stop();
      await floor.stop();
    }
  });
}
