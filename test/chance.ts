/**
 * The seed of whatever the tests draw. The usual run draws the same each time, so that a change is judged by itself and not
 * by its luck; RINGUPP_SEED=random draws anew, and whoever has time should. RINGUPP_SEED=<number> repeats what a failure prints.
 */
import * as fc from "fast-check";

const usualSeed = 20261122;
const asked = process.env.RINGUPP_SEED ?? "";

export const seed: number =
  asked === "random" ? (Date.now() ^ (process.pid << 8)) | 0 : asked === "" ? usualSeed : Number(asked);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
