/**
 * One whole journey against the Worker itself, in workerd with D1: a list comes in, a patient is interviewed, the night
 * does its work, the report has grown. The same steps and doors as on Node; only the platform differs.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";

let server: TestHarness;
let cookies = "";

beforeAll(async () => {
  process.env.WRANGLER_SEND_METRICS = "false";
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  server = createTestHarness({ workers: [{ configPath: "./wrangler.toml", vars: { RINGUPP_MODE: "demo" } }] });
  await server.listen();
  await server.getWorker().applyD1Migrations("DB" as never);
}, 120_000);

afterAll(async () => {
  await server?.close();
});

async function visit(
  path: string,
  form?: Record<string, string> | FormData,
): Promise<{ status: number; text: string; to: string }> {
  // Encoded here: the harness' own fetch does not know this process's FormData.
  const encoded = form ? new Response(form instanceof FormData ? form : new URLSearchParams(form)) : null;
  const type = encoded?.headers.get("content-type");
  const response = await server.fetch(path, {
    redirect: "manual",
    headers: { cookie: cookies, "sec-fetch-site": "same-origin", ...(type ? { "content-type": type } : {}) },
    ...(encoded ? { method: "POST", body: await encoded.arrayBuffer() } : {}),
  } as never);
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    if (pair.startsWith("ringupp-demo=")) cookies = pair;
  }
  return { status: response.status, text: await response.text(), to: response.headers.get("location") ?? "" };
}

/** Respondents of the first group that a report page shows (its headline may have a smaller denominator). */
const respondentsOn = (page: string): number => Number(page.match(/<p>(\d+) svarande/)?.[1] ?? 0);

test("a list comes in, a patient answers, the report grows – on Workers", async () => {
  expect((await visit("/logga-in", { anvandarnamn: "anna", losenord: "hemma-igen-2026" })).to).toBe("/");
  const running = (await visit("/matningar")).text.match(/\/matningar\/punktmatning-[\w-]+/)?.[0] ?? "";
  const before = respondentsOn((await visit(running)).text);

  const example = await visit("/intag/exempel.csv");
  const upload = new FormData();
  upload.set("kalla", "Journalsystemet");
  upload.set("fil", new Blob([example.text], { type: "text/csv" }), "utskrivningar.csv");
  const preview = await visit("/intag", upload);
  expect(preview.to).toMatch(/^\/intag\/\w+$/);
  expect((await visit(preview.to)).text).toContain("Nya");
  expect((await visit(`${preview.to}/ta-in`, {})).status).toBe(303);
  expect((await visit(preview.to)).text).toMatch(/Klart: \d+ rader är inne/);

  const list = (await visit("/lista")).text;
  const cases = [...list.matchAll(/\/uppfoljningar\/\w+/g)].map(([path]) => path);
  let base = "";
  for (const candidate of cases) {
    const begun = await visit(`${candidate}/borja`, { respondent: "patient", kontrollerad: "ja" });
    if (begun.status !== 303) continue;
    // One that nobody has begun: the first page is the greeting.
    const page = await visit(`${candidate}/intervju`);
    if (page.text.includes("Inledning")) {
      base = candidate;
      break;
    }
  }
  expect(base).not.toBe("");
  for (let turn = 0; turn < 30; turn += 1) {
    const page = await visit(`${base}/intervju`);
    if (page.to.endsWith("/sammanfattning")) break;
    // What stands ready for a lost connection is not on the page yet.
    const shown = page.text.replace(/<template[\s\S]*?<\/template>/g, "");
    const step = shown.match(/type="hidden" name="steg" value="([^"]+)"/)?.[1] ?? "";
    const confirms = shown.includes('data-kind="confirm"');
    const svar = confirms ? (shown.includes("Avslutning") ? "nej" : "ja") : "1";
    expect((await visit(`${base}/svar`, { steg: step, svar, text: "" })).status).toBe(303);
  }
  expect((await visit(`${base}/spara`, {})).to).toBe(`${base}/sparad`);
  expect((await visit(`${base}/sparad`)).text).toContain("Intervjun är sparad");

  expect((await visit("/demo/nattarbete", {})).status).toBe(303);
  expect(respondentsOn((await visit(running)).text)).toBeGreaterThanOrEqual(before + 5);

  // By the Worker's own settings: the library that packs a workbook is one for Node.
  const book = await visit(`${running}/resultat.xlsx`);
  expect([book.status, book.text.slice(0, 2)]).toEqual([200, "PK"]);
});

test("the timetable runs by the Worker's cron, and a production Worker has no demo", async () => {
  const ran = await server.getWorker().scheduled({ cron: "* * * * *", scheduledTime: new Date() } as never);
  expect(ran.outcome).toBe("ok");
  await server.update({
    workers: [
      {
        configPath: "./wrangler.toml",
        vars: {
          RINGUPP_MODE: "production",
          RINGUPP_BASE_URL: "https://ringupp.example.se",
          RINGUPP_SECRET: "a secret that is used in this test only, long enough",
        },
      },
    ],
  });
  await server.getWorker().applyD1Migrations("DB" as never);
  expect((await visit("/demo/nattarbete", {})).status).toBe(404);
});
