/**
 * GET /foljsamhet: is the routine followed, per unit and month? The figure that nobody had (domain §1: "compliance with the
 * routine was weak, and nobody could see it"). For the project lead; counts only.
 */
import { formatMonth } from "../calendar.ts";
import { listMeasurements } from "../db/measurements.ts";
import type { ComplianceLine } from "../reports/compliance.ts";
import type { Share } from "../reports/fieldwork.ts";
import { percentText } from "../reports/intervals.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { type ProviderCompliance, readCompliance } from "../steps/read-fieldwork.ts";
import { accountOf, type Request } from "./context.ts";
import { counted, notDone, tooFew, viewReach } from "./fieldwork.ts";
import { page } from "./frame.ts";
import type { ComplianceRow, ComplianceView } from "./views.ts";

/** "23 av 30 (77 %)", or that there is nobody. */
const sentence = (share: Share): string =>
  share === null ? "ingen" : `${share.part} av ${share.whole} (${percentText(share.share)})`;

/** GET /foljsamhet?manad=YYYY-MM */
export async function compliancePage(c: Request): Promise<Response> {
  const world = c.get("world");
  const read = await readCompliance(world, accountOf(c).providerId, c.req.query("manad") ?? null);
  const measurements = await listMeasurements(world.db);
  const links = measurements
    .filter(({ state }) => state !== "draft")
    .map(({ id, name }) => ({ href: `/matningar/${id}/faltarbete`, label: name }));
  return page(c, "compliance", "Följsamhet", viewCompliance(read, links));
}

const trackNames: Readonly<Record<string, string>> = { green: "grönt", yellow: "gult", red: "rött" };

export function viewCompliance(read: ProviderCompliance | null, links: ComplianceView["measurements"]): ComplianceView {
  const chosen = read?.months.find(({ month }) => month === read.month)?.line ?? null;
  const month = read ? formatMonth(read.month) : "";
  const tracks = (read?.tracks ?? []).map((track) => trackNames[track] ?? track).join(" och ");
  return {
    month,
    tracks,
    headline: chosen === null ? null : complianceHeadline(chosen, month),
    hiddenText: read === null ? "Det finns inga utskrivningar än." : chosen === null ? `${month}: ${tooFew}` : null,
    preliminaryText: chosen !== null && chosen.open > 0 ? `Preliminära siffror. ${notDone(chosen.open)}` : null,
    units: (read?.units ?? []).map((line) => viewLine(line.name, null, line)),
    months: (read?.months ?? []).map((one) => ({
      ...viewLine(startOfSentence(formatMonth(one.month)), `/foljsamhet?manad=${one.month}`, one.line),
      current: one.month === read?.month,
    })),
    olderHref: read?.older ? `/foljsamhet?manad=${read.older}` : null,
    reach: (read?.reach ?? []).flatMap(viewReach),
    measurements: links,
    notes: [
      "Enhet är den som skrev ut patienten. Månad är utskrivningens månad.",
      "Ringd, nådd och genomförd räknas bara när samtalet började inom ringfönstret. Återinlagda och de som inte bor i ordinärt boende räknas inte.",
      "Nådd är den där någon som kan svara för patienten har pratat med oss. Att någon annan svarade räknas inte.",
      "Genomförd är ett samtal som blev klart, med enkäten eller utan.",
      "Aldrig ringd gäller uppföljningar som är avslutade. Med hinder: inget nummer, skyddade personuppgifter, nej eller avliden.",
      `Enheter med färre än ${defaultThresholds.hideBelow} patienter i månaden slås ihop med andra, så att ingen enskild kan räknas fram.`,
    ],
  };
}

const complianceHeadline = ({ attempted, reached, completed, never }: ComplianceLine, month: string): string =>
  `${startOfSentence(month)}: ${sentence(attempted)} ringdes inom fönstret. Nådda: ${sentence(reached)}. Genomförda: ${sentence(completed)}. Aldrig ringda: ${sentence(never)}.`;

const startOfSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function viewLine(name: string, href: string | null, line: ComplianceLine | null): ComplianceRow {
  if (line === null) return { name, href, hiddenText: tooFew, current: false, counts: null };
  const { cases, open, attempted, reached, completed, never, hindered } = line;
  return {
    ...{ name, href, hiddenText: null, current: false },
    counts: {
      ...{ cases: String(cases), open: String(open), hindered: String(hindered) },
      ...{ attempted: counted(attempted), reached: counted(reached) },
      ...{ completed: counted(completed), never: counted(never) },
    },
  };
}
