/** From discharge to interview as a report's page shows it: counts step by step, and the response rate in words. */
import { type Chain, chainSteps, type FieldCounts } from "../reports/fieldwork.ts";
import { numberText, percentText } from "../reports/intervals.ts";
import type { Thresholds } from "../reports/thresholds.ts";
import type { ReportView } from "./views.ts";

/** Each step with its count, and how much that is of the step before. */
export function viewChain(chain: Chain): ReportView["chain"] {
  return chainSteps.map(([step, label], at) => {
    const before = chainSteps[at - 1]?.[0];
    const ofBefore = before === undefined ? "" : chain[before] === 0 ? "–" : percentText(chain[step] / chain[before]);
    return { label, cases: numberText(chain[step]), ofBefore };
  });
}

/** Why there is no chain. */
export const noChainText = ({ hideBelow }: Thresholds): string =>
  `Hur många som skrevs ut, ringdes och svarade visas inte här: färre än ${hideBelow} av dem står i vårdgivarens egna listor.`;

/** The rate beside the chain; `countedBy`: whose counts they are, where they are not the reader's own. */
export function chainText({ all, open }: FieldCounts, countedBy: string | null): string {
  const rate = all.rates.RR2;
  const whose = countedBy ? `Gäller ${countedBy}. ` : "Gäller er egen vårdgivares utskrivningar. ";
  if (rate === null) return `${whose}Ingen som kunde vara med har skrivits ut.`;
  const left = open > 0 ? ` ${numberText(open)} av dem är inte klara än.` : "";
  return `${whose}Svarsfrekvens ${percentText(rate.share)}: ${numberText(rate.part)} av ${numberText(rate.whole)} som kunde vara med har svarat (RR2 enligt AAPOR).${left}`;
}
