/** What JSON.parse would drop without a word never gets into the program: its start says so of the file. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));

test("a survey with a field given twice, or one that a program passes over, is refused at the start in Swedish", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-test-"));
  try {
    for (const part of ["prepare.mjs", "templates", "src/surveys", "src/web/templates.gen.ts"])
      cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const write = (name: string, text: string) => writeFileSync(join(folder, "src/surveys/catalog", name), text);
    write("dubbel.v1.json", '{"id": "a\\"{", "steps": [{"key": "x", "key": "y"}, {"key": "z"}]}');
    write("proto.v1.json", '{"id": "a", "__proto__": {}}');
    write("trasig.v1.json", '// hej\n{ "id": }');
    write("text.v1.json", '"hej"');
    expect(spawnSync(process.execPath, [join(folder, "prepare.mjs"), "--generate-only"]).status).toBe(0);
    const made = readFileSync(join(folder, "src/surveys/catalog.gen.ts"), "utf8");
    expect(made).toContain('"dubbel.v1.json": "Fältet key står två gånger. Ta bort det ena."');
    expect(made).toContain('"proto.v1.json": "__proto__ är inget namn i en enkät. Ta bort fältet."');
    expect(made).toContain('"trasig.v1.json": "Filen är inte giltig JSON."');
    expect(made).toContain('"text.v1.json": "Filen är ingen enkät."');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
