/** What a command is: the second door, beside the web. Commands know nothing of the platform they run on. */
import type { Respondent } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import type { World } from "../world.ts";

export type Io = {
  /** A line of the result. With --json nothing else goes here. */
  readonly out: (line: string) => void;
  /** A line to the person: progress, faults. */
  readonly err: (line: string) => void;
  /** The bytes of a file; rejects when it cannot be read. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /** One typed line without echo of what was typed before it; null at the end of input. */
  readonly ask: (question: string) => Promise<string | null>;
  readonly newId: () => string;
  /** Plays a survey, asking and hearing by the terminal. */
  readonly play: (
    survey: Survey,
    options: { respondent: Respondent; modules?: readonly string[]; keep?: string },
  ) => Promise<unknown>;
  /** Makes the demo's data; true when it was made now. */
  readonly seedDemo: (world: World, how: { reset: boolean; seed: number; startOn?: string }) => Promise<boolean>;
};

export type Given = {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
};

type Common = {
  /** As it is typed, without options: "user add". */
  readonly name: string;
  /** Arguments and options, as shown by help. */
  readonly usage: string;
  readonly what: string;
  readonly options: Readonly<Record<string, { readonly type: "string" | "boolean" }>>;
  /** Runs also while something that came with the program has faults: it is what tells its author of them. */
  readonly whateverIsFaulty?: true;
};

/** For a command that opens no database: the configuration, and the way out to the net. */
export type Settings = Pick<World, "config" | "fetch">;

/** A command gives its exit code: 0 done, 1 refused, 2 wrongly called. */
export type Command = Common &
  (
    | { readonly needs: "nothing"; readonly run: (given: Given, io: Io) => Promise<number> }
    | { readonly needs: "settings"; readonly run: (settings: Settings, given: Given, io: Io) => Promise<number> }
    | { readonly needs: "world"; readonly run: (world: World, given: Given, io: Io) => Promise<number> }
  );

export const textOf = (given: Given, option: string): string | undefined => {
  const value = given.values[option];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
};

/** Says how a command is called, after saying what was wrong with the call. */
export function wronglyCalled(io: Io, command: Pick<Common, "name" | "usage">, fault: string): number {
  io.err(fault);
  io.err(`Så här: npm run ringupp -- ${command.name} ${command.usage}`.trimEnd());
  return 2;
}
