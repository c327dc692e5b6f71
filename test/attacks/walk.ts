/** The attacker's feet: everything that an account can be shown by following links, with what is said around it. */
import { strFromU8, unzipSync } from "fflate";
import type { Answer, Client } from "../clinic.ts";

/** What a page or a file says. A workbook is opened: the clock of this machine is in its wrapping. */
async function contentOf(client: Client, path: string, answer: Answer): Promise<unknown> {
  if (!answer.headers.get("content-type")?.includes("spreadsheet")) return answer.text;
  return Object.entries(unzipSync(new Uint8Array(await client.bytes(path)))).map(([name, part]) => [
    name,
    strFromU8(part),
  ]);
}

/** Pages that read nothing of any measurement: forms to print, questionnaires, practice, and what the pages are drawn with. */
const sayNothing = /^\/(tillgangar|skriv-ut|enkater|ova|prova-telefonen|logga-in|logga-ut|demo)\b/;

/** Everything there is to follow from the first page, and addresses that no page leads to. */
export async function walk(client: Client, more: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const ahead = [
    "/",
    "/halsa",
    "/api",
    "/api/matningar",
    "/api/samverkan",
    "/foljsamhet",
    "/siffror/atgarder",
    ...more,
  ];
  for (let path = ahead.shift(); path !== undefined; path = ahead.shift()) {
    if (found.has(path) || sayNothing.test(path)) continue;
    const answer = await client.get(path);
    const headers = [...answer.headers].filter(([name]) => name !== "set-cookie").sort();
    found.set(path, JSON.stringify([answer.status, headers, await contentOf(client, path, answer)]));
    const links = [...answer.text.matchAll(/(?:href|action)="(\/[^"#]*)/g)].map(([, href]) =>
      (href ?? "").replaceAll("&amp;", "&"),
    );
    ahead.push(...[...links, answer.location].filter((href) => href.startsWith("/")));
  }
  return found;
}
