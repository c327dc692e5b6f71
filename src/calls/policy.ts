/**
 * The numbers that decide when and how often a patient may be rung. Each is a setting of the region; the defaults are
 * our own choice (domain §5) inside what is public about "Sjukhus ring upp" (a call three to seven days after
 * discharge). The robot obeys the same numbers as a person.
 */

export type Policy = {
  /** First and last calendar day of the window, counted from the discharge date (day 0). */
  readonly firstDay: number;
  readonly lastDay: number;
  /** Local times between which a call may begin; `to` itself is too late. */
  readonly hours: { readonly from: string; readonly to: string };
  /** May Saturdays and ordinary Sundays be used? Holidays never are. */
  readonly weekends: boolean;
  /** Attempts per case, all numbers together: more than five in a week is to pester somebody who is ill. */
  readonly maxAttempts: number;
  /** Attempts per case and local day. */
  readonly maxAttemptsPerDay: number;
  /** Hours between two attempts, when the outcome does not ask for more. Long enough to be out or to sleep. */
  readonly spacingHours: number;
  /** Minutes after which a case that a person took and left may be taken over by another. */
  readonly holdMinutes: number;
  /** Years. Younger patients are called only when a guardian is named. */
  readonly minimumAgeYears: number;
  /** Minutes before the last callable slot ends from which the list says that this is the last chance. */
  readonly lastChanceMinutes: number;
};

export const defaultPolicy: Policy = {
  firstDay: 3,
  lastDay: 7,
  hours: { from: "09:00", to: "19:00" },
  weekends: false,
  maxAttempts: 5,
  maxAttemptsPerDay: 2,
  spacingHours: 3,
  holdMinutes: 120,
  minimumAgeYears: 15,
  // One whole calling day: who is not reached today will not be reached.
  lastChanceMinutes: 10 * 60,
};

/** What holds for the robot beside the policy: our own choice too. */
export const robotPolicy = {
  /** About eight signals: an old person needs time to reach the telephone. */
  ringSeconds: 45,
  /** A whole interview with every question said again takes less. */
  limitSeconds: 15 * 60,
  /** Seconds past the longest call after which the carrier is asked what became of it. */
  graceSeconds: 120,
  /** Seconds after which an order that nobody has confirmed is looked for at the carrier. */
  confirmSeconds: 60,
  /** Seconds without a turn after which the carrier is asked about a call that somebody began: more than any turn takes. */
  silentSeconds: 180,
} as const;

/** For the coordinator's own telephone when the carrier connects it to a patient's. */
export const bridgePolicy = {
  /** The coordinator sits beside it. */
  ringSeconds: 20,
  /** To take the telephone from the ear and press. */
  keySeconds: 10,
  /** As long as the robot lets it ring. */
  patientRingSeconds: robotPolicy.ringSeconds,
  /** A talk with a patient who needs time. */
  limitSeconds: 60 * 60,
  /** Seconds past the longest call after which the carrier is asked what became of it. */
  graceSeconds: 120,
} as const;

/**
 * The policy under which the robot dials: the calling hours, but only while there are people who can take over, and no
 * call so late that it would outlast them. `staffed` holds local times "HH:MM" of working days.
 */
export function robotCallingPolicy(policy: Policy, staffed: { readonly from: string; readonly to: string }): Policy {
  const from = staffed.from > policy.hours.from ? staffed.from : policy.hours.from;
  const lastCall = minutesBefore(staffed.to, robotPolicy.limitSeconds / 60);
  return {
    ...policy,
    weekends: false,
    hours: { from, to: lastCall < policy.hours.to ? lastCall : policy.hours.to },
  };
}

/** Are there people who can take over now? The same working days and times, to their very end. */
export const staffedPolicy = (policy: Policy, staffed: { readonly from: string; readonly to: string }): Policy => ({
  ...policy,
  weekends: false,
  hours: staffed,
});

function minutesBefore(time: string, minutes: number): string {
  const [hours = 0, past = 0] = time.split(":").map(Number);
  const left = Math.max(0, hours * 60 + past - minutes);
  return `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
}
