/**
 * Who imports whom, read from the sources' own text: enough for laws about the tree, without a parser, because the
 * formatter writes every import in one of three shapes.
 */
import { dirname, join } from "node:path/posix";
import { isTest, ourFiles, textOf, withoutComments } from "./sources.ts";

export type Import = {
  readonly from: string;
  /** A path of the project, or the name of a package as it is written. */
  readonly to: string;
  readonly inside: boolean;
  /** Gone once types are stripped. (`import { type X }` is not: the module is still loaded.) */
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
  readonly names: readonly string[];
};

const statement = /^(?:import|export)\s+(type\s+)?(?:([\w*{][^;"']*?)\s+from\s+)?"([^"]+)"/gm;
const dynamic = /\bimport\("([^"]+)"\)/g;

function importsOf(path: string): Import[] {
  const text = withoutComments(textOf(path));
  const make = (specifier: string, rest: Omit<Import, "from" | "to" | "inside">): Import => {
    const inside = specifier.startsWith(".");
    return { from: path, to: inside ? join(dirname(path), specifier) : specifier, inside, ...rest };
  };
  const namesIn = (clause: string) =>
    [...clause.matchAll(/(?:type\s+)?(\w+)(?:\s+as\s+\w+)?/g)].map((name) => name[1]!);
  return [
    ...[...text.matchAll(statement)].map(([, type, clause, specifier]) =>
      make(specifier!, { typeOnly: type !== undefined, dynamic: false, names: namesIn(clause ?? "") }),
    ),
    ...[...text.matchAll(dynamic)].map(([, specifier]) =>
      make(specifier!, { typeOnly: false, dynamic: true, names: [] }),
    ),
  ];
}

/** Every import of every TypeScript file under src, test and bench. */
export const allImports: readonly Import[] = ourFiles
  .filter((path) => /^(src|test|bench)\/.*\.ts$/.test(path))
  .flatMap(importsOf);

/** What the program itself imports; its tests may reach further. */
export const imports = allImports.filter(({ from }) => from.startsWith("src/") && !isTest(from));

/** Everything a file reaches, directly or through others, with the way there. `passes` says which imports to follow. */
export function reachOf(start: string, passes: (step: Import) => boolean): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>([[start, [start]]]);
  for (const [file, way] of ways) {
    for (const step of imports) {
      if (step.from === file && step.inside && !ways.has(step.to) && passes(step)) ways.set(step.to, [...way, step.to]);
    }
  }
  return ways;
}

/** Each circle of imports once, as the files on it. */
export function circles(passes: (step: Import) => boolean): string[][] {
  const found = new Map<string, string[]>();
  for (const step of imports.filter((one) => one.inside && passes(one))) {
    const back = reachOf(step.to, passes).get(step.from);
    if (back) found.set([...back].sort().join(), [...back]);
  }
  return [...found.values()];
}
