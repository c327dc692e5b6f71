/** A project lead and the staff of a samverkansmätning as browsers, for tests that go through the front door. */
import { othersOf, type Party, partyLabels } from "../src/cooperation/form.ts";
import type { Answer, Client, Clinic } from "./clinic.ts";

export type HandedLink = {
  readonly party: Party;
  readonly unit: string;
  readonly week: string;
  readonly path: string;
};

const partyOf = (label: string): Party =>
  (Object.entries(partyLabels) as [Party, string][]).find(([, one]) => one === label)?.[0] ?? "hospital";

/** The links as the lead would paste them into a spreadsheet. */
export const linksOn = (text: string): HandedLink[] =>
  (/<textarea id="som-text"[^>]*>([\s\S]*?)<\/textarea>/.exec(text)?.[1] ?? "").split("\n").map((line) => {
    const [label = "", unit = "", week = "", href = ""] = line.split("\t");
    return { party: partyOf(label), unit, week, path: new URL(href).pathname };
  });

export const versionOn = (text: string): string => /name="version" value="(\d+)"/.exec(text)?.[1] ?? "";

/** Three units of each party in one week, unless something else is said. */
export const oneWeek = {
  ...{ namn: "Samverkan", fran: "2026-11-23", till: "2026-11-29", lan: "18" },
  "enheter-municipality": "Hemvård Norr\nHemvård Söder\nKorttid Väster",
  "enheter-primary-care": "Vårdcentral Ek\nVårdcentral Alm\nVårdcentral Lind",
  "enheter-hospital": "Medicin 1\nKirurgi 2\nGeriatrik 3",
};

/** Made and with all its links; `base` is its address. */
export async function makeByHand(clinic: Clinic, typed: Partial<typeof oneWeek> = {}) {
  const lena = await clinic.signedIn("lena");
  const made = await lena.post("/samverkan", { ...oneWeek, ...typed });
  const base = made.location.replace(/\/hantera$/, "");
  const links = await newLinks(lena, base, "saknas");
  return { lena, base, links };
}

export async function newLinks(lena: Client, base: string, vilka: string): Promise<HandedLink[]> {
  const version = versionOn((await lena.get(`${base}/hantera`)).text);
  return linksOn((await lena.post(`${base}/lankar`, { vilka, version })).text);
}

/** One sheet as somebody who opens the link, ticks and sends. `code`: of the satisfaction with both others. */
export async function sendSheet(
  clinic: Clinic,
  { path, party }: Pick<HandedLink, "path" | "party">,
  code = "1",
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer & { readonly again: () => Promise<Answer> }> {
  const visitor = clinic.visitor();
  const sida = /name="sida" value="(\w+)"/.exec((await visitor.get(path)).text)?.[1] ?? "";
  const about = Object.fromEntries(othersOf(party).map((other) => [`om-${other}`, code]));
  const again = () => visitor.post(path, { sida, ...about, datum: "1", sip: "2", ...fields });
  return { ...(await again()), again };
}
