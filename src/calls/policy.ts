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
  /** Calls at once, all units together: no more than there are people to take over from it. */
  maxLiveCalls: 10,
  /** About eight signals: an old person needs time to reach the telephone. */
  ringSeconds: 45,
  /** A whole interview with every question said again takes less. */
  limitSeconds: 15 * 60,
  /** Seconds past the longest call after which the carrier is asked what became of it. */
  graceSeconds: 120,
  /** Seconds after which an order that nobody has confirmed is looked for at the carrier. */
  confirmSeconds: 60,
} as const;
