/** GET and POST /roboten: is the robot on, what does it do right now, and what must the operator do when its carrier says no. */

import { addDays, formatTime, instantOf, localDateOf } from "../calendar.ts";
import { outcomeOf } from "../calls/outcomes.ts";
import { listLiveCalls } from "../db/calls.ts";
import { listDueForRobot } from "../db/due-for-robot.ts";
import { isStaffed } from "../db/robot-call.ts";
import { countRobotResults, type RobotResult } from "../db/robot-results.ts";
import { isRobotOn, robotPausedUntil, robotStopped } from "../db/robot-switch.ts";
import { findRules } from "../db/rules.ts";
import { findSettings } from "../db/settings.ts";
import { phoneText } from "../discharges/phone-text.ts";
import { Problem } from "../problems.ts";
import { switchRobot } from "../steps/switch-robot.ts";
import { isUnanswered } from "../steps/take-from-robot.ts";
import { type CarrierRefusal, carrierRefusals, type Telephone } from "../telephony/carrier.ts";
import type { World } from "../world.ts";
import type { Request } from "./context.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import type { Fact, RobotView } from "./views.ts";

const carrierNames = { simulator: "Låtsastelefon i programmet", twilio: "Twilio", "46elks": "46elks" } as const;

/** What the carrier said no to, and what to do about it. */
const remedies: Readonly<Record<CarrierRefusal, string>> = {
  credentials: "Telefontjänsten godtar inte våra inloggningsuppgifter. Kontrollera konto och nyckel i inställningarna.",
  "bad-from": "Vårt nummer får inte användas. Kontrollera att numret finns kvar hos telefontjänsten och står rätt.",
  "country-closed": "Kontot får inte ringa till Sverige. Öppna Sverige under kontots länder hos telefontjänsten.",
  rejected: "Telefontjänsten godtog inte beställningen av ett samtal. Läs felkoden i loggen och kontakta dem.",
  "not-possible": "Telefontjänsten har inte den tjänst som behövs. Välj en annan i inställningarna.",
  "slow-down": "Telefontjänsten ber oss att ringa långsammare. Det ordnar sig av sig självt.",
  pause: "För många samtal pågår på en gång. Det ordnar sig av sig självt.",
  "bad-number": "Ett nummer gick inte att ringa. Uppföljningen ligger på listan för en människa.",
  unreachable: "Ett nummer gick inte att nå. Roboten försöker senare.",
  blocked: "Ett nummer är spärrat hos telefontjänsten. Uppföljningen ligger på listan för en människa.",
};

const mostShown = 1000;

/** Without a telephone there is no robot. */
function telephoneOf(c: Request): Telephone {
  const { telephone } = c.get("world");
  if (telephone === null) throw new Problem("not-found");
  return telephone;
}

/** GET /roboten */
export async function robotPage(c: Request): Promise<Response> {
  return page(c, "robot", "Roboten", await viewRobot(c.get("world"), telephoneOf(c)));
}

/** POST /roboten: lage = "pa" | "av" */
export async function changeRobot(c: Request): Promise<Response> {
  telephoneOf(c);
  const wanted = (await formOf(c)).text("lage");
  if (wanted !== "pa" && wanted !== "av") throw new Problem("not-found");
  await switchRobot(c.get("world"), wanted === "pa");
  setFlash(c, wanted === "pa" ? "robot-on" : "robot-off");
  return c.redirect("/roboten", 303);
}

async function viewRobot(world: World, telephone: Telephone): Promise<RobotView> {
  const { db } = world;
  const now = world.now();
  const settings = await findSettings(db);
  const isOn = await isRobotOn(world);
  const today = localDateOf(now);
  const midnight = instantOf(addDays(today, 1), "00:00");
  const live = (await listLiveCalls(db)).filter(({ kind }) => kind === "robot");
  const ringing = live.filter(isUnanswered).length;
  // A rest that ends today ends a wait; a window that closes today closes after the staffed hours.
  const until = Math.max(now, instantOf(today, telephone.staffed.to));
  const { policy } = await findRules(db);
  const tried = until - policy.spacingHours * 3_600_000;
  const waiting = await listDueForRobot(db, until, tried, telephone.psychiatry, policy, mostShown);
  const results = await countRobotResults(db, instantOf(today, "00:00"), Math.min(now, midnight));
  const hours = `${telephone.staffed.from}–${telephone.staffed.to}`;
  return {
    isOn,
    stateText: isOn ? "Roboten är på" : "Roboten är av",
    explanation: isOn
      ? `Den ringer vardagar kl. ${hours}, när det finns människor som kan ta över.${(await isStaffed(world, now)) ? "" : " Just nu är det stängt."}`
      : "Den ringer inte upp någon. Den som själv ringer tillbaka får svar ändå.",
    stopped: stoppedText(settings.get(robotStopped) ?? "", Number(settings.get(robotPausedUntil) ?? 0), now),
    counts: [
      fact("Ringer nu", ringing),
      fact("I samtal nu", live.length - ringing),
      { label: "Väntar i dag", value: waiting.length < mostShown ? String(waiting.length) : `minst ${mostShown}` },
      fact(
        "Klara samtal i dag",
        results.reduce((sum, { calls }) => sum + calls, 0),
      ),
    ],
    today: outcomesToday(results),
    facts: [
      { label: "Telefontjänst", value: carrierNames[telephone.carrier.name] },
      { label: "Nummer som visas", value: phoneText(telephone.from) },
      { label: "Bemannade tider", value: `Vardagar kl. ${hours}` },
      { label: "Samtal på en gång", value: `Högst ${telephone.callsAtOnce}` },
      { label: "Psykiatrisk vård", value: telephone.psychiatry ? "Roboten ringer" : "Roboten ringer inte" },
    ],
  };
}

const fact = (label: string, value: number): Fact => ({ label, value: String(value) });

/** The last no, until an order has gone through since. */
function stoppedText(code: string, pausedUntil: number, now: number): string | null {
  if (!Object.hasOwn(carrierRefusals, code)) return null;
  const again = pausedUntil > now ? ` Roboten försöker igen kl. ${formatTime(pausedUntil)}.` : "";
  return `${remedies[code as CarrierRefusal]}${again}`;
}

/** Most common first; those that brought a person are told apart, because somebody has to ring. */
function outcomesToday(results: readonly RobotResult[]): RobotView["today"] {
  const label = ({ outcome, handedOver }: RobotResult) => {
    const said = outcome === null ? "Blev inget samtal" : outcomeOf(outcome).label;
    return handedOver ? `${said}, en människa tar över` : said;
  };
  return results
    .toSorted((one, other) => other.calls - one.calls)
    .map((result) => ({ label: label(result), value: String(result.calls) }));
}
