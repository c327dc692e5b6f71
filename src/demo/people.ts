/**
 * The demo's region: units and the people who work there. All invented. Patients are made by demo/patients.ts.
 */
import type { Role } from "../db/accounts.ts";

export const demoProvider = { id: "demo-region", name: "Region Exempel", county: "18", switchboard: "08-465 004 00" };

/** Everybody's password in the demo; it opens nothing but invented people on this computer. */
export const demoPassword = "hemma-igen-2026";

/** {@link demoPassword}, hashed beforehand: a start need not wait for it, and the same seed gives the same rows. */
export const demoPasswordHash =
  "scrypt$16384$8$5$7cef7c152112a3dd8e26b6023e4502f3$071e2453c275a403d42ecb35be433f3f05d481b9d0a38269be970a8425d86873";

type DemoUnit = {
  readonly id: string;
  readonly name: string;
  readonly kind: "ward" | "clinic" | "primary-care";
  readonly careType: "somatic" | "psychiatric";
  readonly onCall: string;
  /** The unit that phones its patients, when that is another. */
  readonly calledBy?: string;
  /** Shown when a coordinator has the telephone rung up for them: without it everybody rings by hand. */
  readonly callerId?: string;
};

export const demoUnits: readonly DemoUnit[] = [
  {
    ...{ id: "medicin-1", name: "Medicin avd 1", kind: "ward", careType: "somatic" },
    ...{ onCall: "+46846500401", callerId: "+46846500421" },
  },
  { id: "geriatrik-2", name: "Geriatrik avd 2", kind: "ward", careType: "somatic", onCall: "+46846500402" },
  { id: "kirurgi-3", name: "Kirurgi avd 3", kind: "ward", careType: "somatic", onCall: "+46846500403" },
  { id: "psykiatri-4", name: "Psykiatri avd 4", kind: "ward", careType: "psychiatric", onCall: "+46846500404" },
  {
    id: "psyk-mottagning",
    name: "Psykiatriska mottagningen",
    kind: "clinic",
    careType: "psychiatric",
    onCall: "+46846500405",
  },
  {
    id: "vc-bjorken",
    name: "Vårdcentralen Björken",
    kind: "primary-care",
    careType: "somatic",
    onCall: "+46846500406",
  },
  { id: "vc-eken", name: "Vårdcentralen Eken", kind: "primary-care", careType: "somatic", onCall: "+46846500407" },
  {
    id: "narvard-norr",
    name: "Närvårdsavdelningen Norr",
    kind: "ward",
    careType: "somatic",
    onCall: "+46846500406",
    calledBy: "vc-bjorken",
  },
  {
    id: "narvard-soder",
    name: "Närvårdsavdelningen Söder",
    kind: "ward",
    careType: "somatic",
    onCall: "+46846500407",
    calledBy: "vc-eken",
  },
  { id: "dagkirurgi", name: "Dagkirurgi", kind: "clinic", careType: "somatic", onCall: "+46846500408" },
];

/**
 * Units that take no part in the running measurement: only there can a green case be left to the coordinator's judgement,
 * since a measurement calls everybody.
 */
export const unmeasuredUnits: readonly string[] = ["dagkirurgi"];

type DemoAccount = {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly units: readonly string[];
  readonly who: string;
  /** Her own telephone, which answers by itself and presses one (demo/telephone.ts). */
  readonly phone?: string;
};

export const demoStaff: readonly DemoAccount[] = [
  {
    username: "anna",
    name: "Anna Ek",
    role: "coordinator",
    units: ["medicin-1", "geriatrik-2", "kirurgi-3", "dagkirurgi"],
    who: "vårdsamordnare, somatik",
    phone: "+46846500420",
  },
  {
    username: "bo",
    name: "Bo Lind",
    role: "coordinator",
    units: ["medicin-1", "geriatrik-2", "kirurgi-3", "dagkirurgi"],
    who: "vårdsamordnare, samma lista som Anna",
  },
  {
    username: "karin",
    name: "Karin Berg",
    role: "coordinator",
    units: ["psykiatri-4", "psyk-mottagning"],
    who: "vårdsamordnare, psykiatri",
  },
  {
    username: "sara",
    name: "Sara Holm",
    role: "coordinator",
    units: ["vc-bjorken", "vc-eken"],
    who: "vårdsamordnare, två vårdcentraler",
  },
  { username: "lena", name: "Lena Ros", role: "lead", units: [], who: "projektledare" },
  { username: "adam", name: "Adam Frisk", role: "admin", units: [], who: "administratör" },
];

/** As the sign-in page shows them. */
export const demoAccounts = demoStaff.map(({ username, name, who }) => ({
  username,
  password: demoPassword,
  who: `${name}, ${who}`,
}));
