/**
 * The link by which a patient who prefers to write answers on the web: who may be given one, when it is dead, and what
 * opens it. A link alone says nothing about anybody: it takes the patient's day and month of birth to get past it.
 */
import type { OutcomeCode } from "../calls/outcomes.ts";

/** The owner of a case whose patient is answering on the web right now. */
export const web = "web";

/** After so many wrong dates the link is dead, and the coordinator sees it. */
export const triesAllowed = 3;

/** How long a browser that has given the right date may go on without giving it again. */
export const openHours = 2;

/** How a link was used; with it the link is over. */
export type WebEnding = "sent" | "refused" | "call-me";

export type LinkCandidate = {
  readonly state: "optional" | "planned" | "held" | "closed";
  readonly surveyConsent: boolean;
  readonly protected: boolean;
  readonly birthDate: string | null;
  /** First date of the window, and the date it is now. */
  readonly opensOn: string;
  readonly today: string;
};

/** Why a case can have no link, or null. What newer lists say of the patient is asked apart (db/dialling.ts). */
export type LinkObstacle = "closed" | "optional" | "no-survey" | "protected" | "no-birthday" | "too-early";

export function linkObstacle(one: LinkCandidate): LinkObstacle | null {
  if (one.state === "closed") return "closed";
  if (one.state === "optional") return "optional";
  if (!one.surveyConsent) return "no-survey";
  if (one.protected) return "protected";
  if (one.birthDate === null) return "no-birthday";
  return one.today < one.opensOn ? "too-early" : null;
}

/** Could this be anybody's day and month of birth? What could not is a slip of the hand and no guess. */
export const isSomeBirthday = (day: string, month: string): boolean =>
  /^0?[1-9]$|^[12]\d$|^3[01]$/.test(day.trim()) && /^0?[1-9]$|^1[0-2]$/.test(month.trim());

/** Day 1..31 and month 1..12 as typed, against "YYYY-MM-DD". */
export function isBirthday(birthDate: string, day: string, month: string): boolean {
  if (!isSomeBirthday(day, month)) return false;
  return Number(birthDate.slice(8, 10)) === Number(day) && Number(birthDate.slice(5, 7)) === Number(month);
}

export const isDead = ({ wrongTries }: { readonly wrongTries: number }): boolean => wrongTries >= triesAllowed;

/** A code as read out and typed, without what people put between its letters; letters that look like digits are digits. */
export const plainCode = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/[\s\-–.]/g, "")
    .replaceAll("o", "0")
    .replace(/[il]/g, "1");

/** "abcd-efgh-jkmn", to be read out. */
export const codeInGroups = (code: string): string => (code.match(/.{1,4}/g) ?? []).join("-");

/** What an ending other than answers comes to for the case: before any answer it is a refusal, after some a stop. */
export const outcomeOfNo = (hasAnswers: boolean): OutcomeCode => (hasAnswers ? "will-not-continue" : "refused");
