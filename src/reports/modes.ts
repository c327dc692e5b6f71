/** Whether groups were asked in the same way: people answer a person, a robot and a form differently (domain §7). */
import type { ReportGroup } from "./group.ts";

/** Larger differences in a way's share of the answers may be the whole difference. Our own choice, in percentage points. */
const mostPoints = 10;

/** Were these groups' answers collected in different ways, or by such different shares of them that it may be the difference? */
export function modesDiffer(groups: readonly ReportGroup[]): boolean {
  const shown = groups.flatMap((group) => (group.hidden === null ? [group] : []));
  if (shown.length < 2) return false;
  const kinds = new Set(shown.flatMap(({ modes }) => modes.map(({ code }) => code)));
  return [...kinds].some((code) => {
    const parts = shown.map(({ modes, respondents }) => {
      const mode = modes.find((each) => each.code === code);
      // A mode that too few have used to be counted is there all the same.
      return mode ? (mode.count === null ? null : mode.count / respondents) : 0;
    });
    const known = parts.filter((part) => part !== null);
    if (known.length < parts.length) return known.includes(0) || known.length === 0 ? kinds.size > 1 : true;
    // 0.4 − 0.3 is a little more than 0.1 in binary.
    return (Math.max(...known) - Math.min(...known)) * 100 > mostPoints + 1e-9;
  });
}

/** What is said before such groups are compared. */
export const modeCautions = (groups: readonly ReportGroup[]): string[] =>
  modesDiffer(groups)
    ? [
        "Svaren är insamlade på olika sätt (person, robot eller webb). Det påverkar vad människor svarar, och kan vara hela skillnaden.",
      ]
    : [];
