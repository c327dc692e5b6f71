/**
 * What a region has decided about its follow-up: who is called because of the track, what the tracks are called here,
 * how many days after the discharge each inclusion rule calls, and the calling policy. Kept as one JSON text; what is
 * missing in it has the default (domain §4 and §5).
 */
import * as z from "zod";
import { daysBetween } from "../calendar.ts";
import { defaultTrackRules, type Track, type TrackRules } from "../cases/inclusion.ts";
import { defaultPolicy, type Policy } from "./policy.ts";

/** First and last calendar day of a window, counted from the discharge date (day 0). */
export type WindowDays = { readonly firstDay: number; readonly lastDay: number };

export type Rules = {
  /** How and when anybody is called. Its window is the routine's; a case's own is {@link policyFor}'s. */
  readonly policy: Policy;
  readonly trackRules: TrackRules;
  /** The region's words for its tracks. */
  readonly trackLabels: Readonly<Record<Track, string>>;
  readonly windows: { readonly routine: WindowDays; readonly measurement: WindowDays };
};

const defaultWindow: WindowDays = { firstDay: defaultPolicy.firstDay, lastDay: defaultPolicy.lastDay };

export const defaultRules: Rules = {
  policy: defaultPolicy,
  trackRules: defaultTrackRules,
  trackLabels: { green: "Grönt", yellow: "Gult", red: "Rött" },
  windows: { routine: defaultWindow, measurement: defaultWindow },
};

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const count = z.number().int().min(0);
const trackRule = z.enum(["always", "when-needed", "never"]);
const days = z.object({ firstDay: count, lastDay: count }).partial();

const storedRules = z
  .object({
    policy: z
      .object({
        hours: z.object({ from: time, to: time }),
        weekends: z.boolean(),
        maxAttempts: count,
        maxAttemptsPerDay: count,
        spacingHours: count,
        holdMinutes: count,
        minimumAgeYears: count,
        lastChanceMinutes: count,
      })
      .partial(),
    trackRules: z.object({ green: trackRule, yellow: trackRule, red: trackRule }).partial(),
    trackLabels: z.object({ green: z.string(), yellow: z.string(), red: z.string() }).partial(),
    windows: z.object({ routine: days, measurement: days }).partial(),
  })
  .partial();

/** The rules of a stored text; the defaults when nothing is stored. Throws on a text that {@link rulesText} did not make. */
export function readRules(text: string | undefined): Rules {
  if (text === undefined) return defaultRules;
  const stored = storedRules.parse(JSON.parse(text));
  const routine = merged(defaultWindow, stored.windows?.routine);
  return {
    policy: { ...merged(defaultPolicy, stored.policy), ...routine },
    trackRules: merged(defaultRules.trackRules, stored.trackRules),
    trackLabels: merged(defaultRules.trackLabels, stored.trackLabels),
    windows: { routine, measurement: merged(defaultWindow, stored.windows?.measurement) },
  };
}

/** `base` with what is given of `stored`. */
const merged = <Shape extends object>(base: Shape, stored: object | undefined): Shape => ({ ...base, ...stored });

/** The text to store. */
export const rulesText = ({ policy, trackRules, trackLabels, windows }: Rules): string =>
  JSON.stringify({ policy, trackRules, trackLabels, windows });

/** Policies already made: the windows of a policy are remembered by its identity (window.ts). */
const made = new WeakMap<Rules, Map<string, Policy>>();

/**
 * The policy with the window of a case. One that serves both rules opens when both windows are open, since one call is
 * to serve both, and closes with the later; windows that share no day are called from the first's beginning on.
 */
export function policyFor(rules: Rules, serves: { routine: boolean; measurementId: string | null }): Policy {
  const { firstDay, lastDay } = windowDaysFor(rules, serves);
  if (firstDay === rules.policy.firstDay && lastDay === rules.policy.lastDay) return rules.policy;
  const known = made.get(rules) ?? new Map<string, Policy>();
  made.set(rules, known);
  const key = `${firstDay}-${lastDay}`;
  const policy = known.get(key) ?? { ...rules.policy, firstDay, lastDay };
  known.set(key, policy);
  return policy;
}

function windowDaysFor({ windows }: Rules, serves: { routine: boolean; measurementId: string | null }): WindowDays {
  const { routine, measurement } = windows;
  if (serves.measurementId === null) return routine;
  if (!serves.routine) return measurement;
  const bothOpen = Math.max(routine.firstDay, measurement.firstDay);
  const shared = bothOpen <= Math.min(routine.lastDay, measurement.lastDay);
  return {
    firstDay: shared ? bothOpen : Math.min(routine.firstDay, measurement.firstDay),
    lastDay: Math.max(routine.lastDay, measurement.lastDay),
  };
}

/**
 * Does an interview that ended on a local date count in its measurement's results? One call may serve the routine too, whose
 * window can be longer: then the measurement's own decides (domain §4 and §5).
 */
export function isInside(
  {
    opensOn,
    closesOn,
    measurementId,
  }: { readonly opensOn: string; readonly closesOn: string; readonly measurementId: string | null },
  dischargedOn: string,
  endedOn: string,
  { windows: { measurement } }: Rules,
): boolean {
  if (endedOn < opensOn || endedOn > closesOn) return false;
  const day = daysBetween(dischargedOn, endedOn);
  return measurementId === null || (measurement.firstDay <= day && day <= measurement.lastDay);
}
