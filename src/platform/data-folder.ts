/**
 * The folder that holds the database, and the mark that says whether its people are invented. Demo and production never
 * open each other's folder: a demo clock in a real installation, or real people under a demo banner, must not happen.
 */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";

const marks = { demo: "DEMO", production: "PRODUKTION" } as const;
const explanation = {
  demo: "Den här mappen hör till Ringupps demoläge. Alla personer i den är påhittade.\n",
  production: "Den här mappen hör till en riktig installation av Ringupp. Demoläget öppnar den inte.\n",
} as const;

/** Gives the database file's path, or a Swedish sentence that says why the folder cannot be used. */
export function claimDataFolder(config: Config): { file: string } | { fault: string } {
  const { dataFolder: folder, mode } = config;
  const other = mode === "demo" ? "production" : "demo";
  try {
    mkdirSync(folder, { recursive: true });
    const found = readdirSync(folder);
    if (found.includes(marks[other])) {
      return {
        fault:
          mode === "demo"
            ? `Mappen ${folder} hör till en riktig installation. Demoläget rör den inte. Välj en annan mapp: RINGUPP_DATA=mapp npm start`
            : `Mappen ${folder} innehåller en demo. Välj en annan mapp med RINGUPP_DATA.`,
      };
    }
    if (!found.includes(marks[mode])) {
      if (found.length > 0) {
        return {
          fault: `Mappen ${folder} innehåller redan något annat och är inte märkt som ${mode === "demo" ? "demo" : "Ringupps"}. Välj en tom mapp med RINGUPP_DATA.`,
        };
      }
      writeFileSync(join(folder, marks[mode]), explanation[mode]);
    }
    accessSync(folder, constants.W_OK);
    const file = join(folder, "ringupp.sqlite");
    if (existsSync(file)) accessSync(file, constants.W_OK | constants.R_OK);
    return { file };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOTDIR" || code === "EEXIST") {
      return { fault: `${folder} är en fil och inte en mapp. Välj en mapp med RINGUPP_DATA.` };
    }
    if (code === "ENOSPC") return { fault: `Disken är full: det går inte att skriva i mappen ${folder}.` };
    return {
      fault: `Det går inte att skriva i mappen ${folder} (${code || "okänt fel"}). Ge skrivrättighet till den, eller välj en annan: RINGUPP_DATA=mapp npm start`,
    };
  }
}
