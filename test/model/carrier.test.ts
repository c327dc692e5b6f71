/** A share of the model test (sequences.ts). */
import { testSequences } from "./share.ts";

testSequences("carrier", 505);
