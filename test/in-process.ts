/** The clinic of clinic.ts over a SQLite in memory. */
import { type Clinic, type ClinicOptions, openClinic } from "./clinic.ts";
import { makeTestWorld } from "./world.ts";

export * from "./clinic.ts";

export const makeClinic = (options: ClinicOptions & Parameters<typeof makeTestWorld>[0] = {}): Promise<Clinic> =>
  openClinic(makeTestWorld(options), options);
