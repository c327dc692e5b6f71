/**
 * Every page with every sample, to look at without a database or a sign-in; drawn by the product's own renderer.
 *
 *   node prepare.mjs --generate-only && node test/storybook.ts out FOLDER     writes the pages as files
 *   node prepare.mjs --generate-only && node test/storybook.ts serve [PORT]   serves them on this machine
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { everyPage } from "../src/web/frame.ts";
import { renderPage } from "../src/web/render.ts";
import { ordinaryFrame, samples } from "../src/web/samples.ts";
import type { Frame, Sample } from "../src/web/views.ts";

/** The same rule as the product's (web/security.ts): a page that needs anything inline looks broken here too. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'";
const templates = fileURLToPath(new URL("../templates", import.meta.url));
const types: Record<string, string> = { css: "text/css", js: "text/javascript", html: "text/html" };

/** Address of a sample's page, without a leading slash. */
export const fileOf = (sample: Sample): string => `${sample.page}--${sample.name}.html`;

export function drawSample(sample: Sample): string {
  const frame: Frame = {
    ...ordinaryFrame,
    title: sample.title,
    assets: everyPage,
    ...sample.frame,
  };
  // The list of samples keeps page and view together; TypeScript cannot follow that through the union.
  return renderPage(sample.page, { ...frame, ...sample.view } as never);
}

function contents(): string {
  const links = samples.map((sample) => `<li><a href="${fileOf(sample)}">${sample.page}: ${sample.name}</a></li>`);
  return `<!doctype html><html lang="sv"><meta charset="utf-8"><title>Alla sidor</title><link rel="stylesheet" href="style.css"><main><h1>Alla sidor</h1><ul>${links.join("\n")}</ul></main></html>`;
}

/** File name → content, for all pages and what they need. */
export function drawAll(): ReadonlyMap<string, string> {
  const assets = readdirSync(templates)
    .filter((name) => /\.(css|js)$/.test(name))
    .map((name) => [name, readFileSync(join(templates, name), "utf8")] as const);
  return new Map([["index.html", contents()], ...assets, ...samples.map((s) => [fileOf(s), drawSample(s)] as const)]);
}

function serve(port: number): void {
  const files = drawAll();
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://localhost").pathname.slice(1) || "index.html";
    const text = files.get(name);
    const type = types[name.split(".").at(-1) ?? ""] ?? "text/plain";
    response.writeHead(text === undefined ? 404 : 200, {
      "content-type": `${text === undefined ? "text/plain" : type}; charset=utf-8`,
      "content-security-policy": policy,
    });
    response.end(text ?? "Sidan finns inte.");
  });
  server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, argument] = process.argv.slice(2);
  if (command === "out" && argument) {
    mkdirSync(argument, { recursive: true });
    for (const [name, text] of drawAll()) writeFileSync(join(argument, name), text);
  } else if (command === "serve") {
    serve(Number(argument ?? 6006));
  } else {
    console.error("Säg vad: out MAPP, eller serve [PORT].");
    process.exitCode = 1;
  }
}
