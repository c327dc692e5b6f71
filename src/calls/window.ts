/**
 * When a discharged patient may be called. Computed on local dates, never on blocks of 24 hours, so that a DST night
 * neither adds nor takes a day (domain §5).
 */
import { addDays, holidayName, instantOf, isWorkingDay, localDateOf } from "../calendar.ts";
import type { Policy } from "./policy.ts";

/** "no-callable-day": holidays and weekends fill the window. "one-callable-day": a single missed day loses the case. */
export type WindowWarning = "no-callable-day" | "one-callable-day";

/** A day on which a call may begin, from the local time `from` until (not including) `to`. */
export type CallableDay = { readonly date: string; readonly from: string; readonly to: string };

export type CallWindow = {
  /** First and last local date. */
  readonly opens: string;
  readonly closes: string;
  readonly callableDays: readonly CallableDay[];
  readonly warnings: readonly WindowWarning[];
  /** Epoch ms: the first instant at which a call may begin; null when no day is callable. */
  readonly firstCallAt: number | null;
  /** Epoch ms: the end of the last callable slot; a call begins before it. Null when no day is callable. */
  readonly lastCallAt: number | null;
};

/** May anybody be called on this date at all? */
export const isCallableDay = (date: string, policy: Policy): boolean =>
  policy.weekends ? holidayName(date) === null : isWorkingDay(date);

/** The first instant at or after `from` (epoch ms) at which a call may begin, up to the last date; null: there is none. */
export function nextCallableMoment(from: number, lastDate: string, policy: Policy): number | null {
  for (let date = localDateOf(from); date <= lastDate; date = addDays(date, 1)) {
    if (!isCallableDay(date, policy)) continue;
    if (from < instantOf(date, policy.hours.to)) return Math.max(from, instantOf(date, policy.hours.from));
  }
  return null;
}

/** Windows already worked out: a file of a hundred thousand rows holds a handful of dates. */
const known = new WeakMap<Policy, Map<string, CallWindow>>();
const mostKnown = 4000;

/** The window of a discharge on a local date. Throws RangeError when `dischargedOn` is not a date. */
export function callWindow(dischargedOn: string, policy: Policy): CallWindow {
  let windows = known.get(policy);
  if (!windows || windows.size >= mostKnown) {
    windows = new Map();
    known.set(policy, windows);
  }
  let window = windows.get(dischargedOn);
  if (!window) {
    window = computeWindow(dischargedOn, policy);
    windows.set(dischargedOn, window);
  }
  return window;
}

function computeWindow(dischargedOn: string, policy: Policy): CallWindow {
  const { from, to } = policy.hours;
  const callableDays: CallableDay[] = [];
  for (let day = policy.firstDay; day <= policy.lastDay; day += 1) {
    const date = addDays(dischargedOn, day);
    if (isCallableDay(date, policy)) callableDays.push({ date, from, to });
  }
  const first = callableDays[0];
  const last = callableDays.at(-1);
  return {
    opens: addDays(dischargedOn, policy.firstDay),
    closes: addDays(dischargedOn, policy.lastDay),
    callableDays,
    warnings: warningsFor(callableDays.length),
    firstCallAt: first ? instantOf(first.date, from) : null,
    lastCallAt: last ? instantOf(last.date, to) : null,
  };
}

function warningsFor(callableDays: number): WindowWarning[] {
  if (callableDays === 0) return ["no-callable-day"];
  return callableDays === 1 ? ["one-callable-day"] : [];
}
