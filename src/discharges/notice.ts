/** Something a person should know about a file that was read all the same: a guess, a missing column, a repair. */
import type { Details, ProblemCode } from "../problems.ts";

export type Notice = {
  readonly code: ProblemCode;
  /** Fills the sentence; `count` is the number of rows it touched. */
  readonly details?: Details;
};
