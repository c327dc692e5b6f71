/**
 * Who helps the patient to answer, or answers in the patient's place, and why: coarse codes that a coordinator picks. A
 * närstående comes in only when the patient has named one and was asked first (domain §7).
 */
import { type Refusal, refuse } from "../problems.ts";
import type { Respondent } from "../surveys/interview.ts";

export type ProxyRelation = "partner" | "child" | "parent" | "sibling" | "relative" | "friend" | "guardian" | "staff";

export type ProxyReason = "tired" | "hearing" | "memory" | "language" | "prefers" | "other";

/** In the order of the form. */
export const relationLabels: Readonly<Record<ProxyRelation, string>> = {
  partner: "Maka, make eller partner",
  child: "Barn",
  parent: "Förälder",
  sibling: "Syskon",
  relative: "Annan släkting",
  friend: "Vän",
  guardian: "God man eller förvaltare",
  staff: "Personal",
};

export const reasonLabels: Readonly<Record<ProxyReason, string>> = {
  tired: "Orkar inte själv",
  hearing: "Hör dåligt",
  memory: "Minns dåligt eller har demens",
  language: "Talar inte svenska",
  prefers: "Vill hellre att närstående svarar",
  other: "Annat",
};

export const isRelation = (text: string): text is ProxyRelation => Object.hasOwn(relationLabels, text);
export const isReason = (text: string): text is ProxyReason => Object.hasOwn(reasonLabels, text);

/** The columns of an interview: both null when the patient answers alone. */
export type ProxyFacts = { readonly proxyRelation: ProxyRelation | null; readonly proxyReason: ProxyReason | null };

export const answersAlone: ProxyFacts = { proxyRelation: null, proxyReason: null };

/** What was picked, as codes; refuses when somebody helps or answers and it is not said who or why. */
export function readProxy(respondent: Respondent, relation: string, reason: string): ProxyFacts | Refusal {
  if (respondent === "patient") return answersAlone;
  if (!isRelation(relation)) return refuse("proxy-relation-needed");
  if (!isReason(reason)) return refuse("proxy-reason-needed");
  return { proxyRelation: relation, proxyReason: reason };
}

/** "Barn. Minns dåligt eller har demens." or null when the patient answers alone. */
export const proxyInWords = ({ proxyRelation, proxyReason }: ProxyFacts): string | null =>
  proxyRelation === null || proxyReason === null
    ? null
    : `${relationLabels[proxyRelation]}. ${reasonLabels[proxyReason]}.`;
