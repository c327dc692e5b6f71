/** A case as most cases are, for the tests of this folder and of calls/: discharged Monday 16 November 2026, by day. */
import { instantOf } from "../calendar.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { callWindow } from "../calls/window.ts";
import type { CaseFacts } from "./case.ts";

/** Window Thursday 19 to Monday 23 November; callable Thursday, Friday and Monday. */
export function exampleCase(change: Partial<CaseFacts> = {}, dischargedOn = "2026-11-16"): CaseFacts {
  const window = callWindow(dischargedOn, defaultPolicy);
  return {
    routine: true,
    measurementId: null,
    surveyConsent: true,
    state: "planned",
    ownerId: null,
    ownedSince: null,
    opensOn: window.opens,
    closesOn: window.closes,
    firstCallAt: window.firstCallAt,
    lastCallAt: window.lastCallAt,
    restUntil: null,
    restBecause: null,
    availability: null,
    appointmentAt: null,
    attempts: 0,
    interrupted: false,
    disposition: null,
    closedAt: null,
    ...change,
  };
}

/** Thursday 19 November 2026, the first callable day, at a local time. */
export const thursday = (time: string): number => instantOf("2026-11-19", time);
/** Monday 23 November 2026, the last callable day, at a local time. */
export const monday = (time: string): number => instantOf("2026-11-23", time);
