/**
 * GET /foljsamhet: is the routine followed, per unit and month? The figure that nobody had (domain §1: "compliance with the
 * routine was weak, and nobody could see it"). For the project lead; counts only.
 */
import { formatMonth } from "../calendar.ts";
import { listMeasurements } from "../db/measurements.ts";
import { findRules } from "../db/rules.ts";
import type { ComplianceLine } from "../reports/compliance.ts";
import type { Share } from "../reports/fieldwork.ts";
import { decimalText, numberText, percentText } from "../reports/intervals.ts";
import { startOfSentence } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import { type ProviderCompliance, readCompliance } from "../steps/read-fieldwork.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { counted, notDone, tooFew, viewReach } from "./fieldwork.ts";
import { page } from "./frame.ts";
import type { ComplianceRow, ComplianceView } from "./views.ts";

/** "23 av 30 (77 %)", or that there is nobody. */
const sentence = (share: Share): string =>
  share === null ? "ingen" : `${numberText(share.part)} av ${numberText(share.whole)} (${percentText(share.share)})`;

/** Links to periods of the continuous measurement; the others are found from /matningar/lopande. */
const periodsShown = 4;

/** GET /foljsamhet?manad=YYYY-MM */
export async function compliancePage(c: Request): Promise<Response> {
  const world = c.get("world");
  const read = await readCompliance(world, accountOf(c).providerId, c.req.query("manad") ?? null);
  const measurements = await listMeasurements(world.db);
  const newestPeriods = new Set(measurements.filter(({ id }) => isContinuous(id)).slice(0, periodsShown));
  const links = measurements
    .filter((row) => row.state !== "draft" && (!isContinuous(row.id) || newestPeriods.has(row)))
    .map(({ id, name }) => ({ href: `/matningar/${id}/faltarbete`, label: name }));
  return page(c, "compliance", "Följsamhet", viewCompliance(read, links, (await findRules(world.db)).trackLabels));
}

export function viewCompliance(
  read: ProviderCompliance | null,
  links: ComplianceView["measurements"],
  labels: Readonly<Record<string, string>>,
): ComplianceView {
  const tooFewText = read === null ? "" : tooFew(read.thresholds);
  const chosen = read?.months.find(({ month }) => month === read.month)?.line ?? null;
  const month = read ? formatMonth(read.month) : "";
  const tracks = (read?.tracks ?? []).map((track) => (labels[track] ?? track).toLowerCase()).join(" och ");
  return {
    sheet: assetHref("report.css"),
    month,
    tracks,
    headline: chosen === null ? null : complianceHeadline(chosen, month),
    hiddenText: read === null ? "Det finns inga utskrivningar än." : chosen === null ? `${month}: ${tooFewText}` : null,
    preliminaryText: chosen !== null && chosen.open > 0 ? `Preliminära siffror. ${notDone(chosen.open)}` : null,
    units: (read?.units ?? []).map((line) => viewLine(line.name, null, line, tooFewText)),
    months: (read?.months ?? []).map((one) => ({
      ...viewLine(startOfSentence(formatMonth(one.month)), `/foljsamhet?manad=${one.month}`, one.line, tooFewText),
      current: one.month === read?.month,
    })),
    olderHref: read?.older ? `/foljsamhet?manad=${read.older}` : null,
    consent: (read?.consent ?? []).map(({ name, cases, asked, consented }) => ({
      ...{ name, cases: numberText(cases), asked: counted(asked), consented: counted(consented) },
    })),
    reach: (read?.reach ?? []).flatMap(viewReach),
    measurements: links,
    notes: [
      "Enhet är den som skrev ut patienten. Månad är utskrivningens månad.",
      "Ringd, nådd och genomförd räknas bara när samtalet började inom ringfönstret. Återinlagda och de som inte bor i ordinärt boende räknas inte.",
      "Nådd är den där någon som kan svara för patienten har pratat med oss. Att någon annan svarade räknas inte.",
      "Genomförd är ett samtal som blev klart, med enkäten eller utan. Den som i stället svarade på webben räknas som ringd, nådd och genomförd, utan minuter.",
      "Dagar till första försöket räknas från utskrivningen, för dem som har ringts. Försök och minuter per genomfört samtal räknar med alla försök, också dem som inte ledde till något. Minuter är samtalstid, eller den tid uppföljningen var öppen, högst en timme per gång.",
      "Åter på sjukhus gäller alla utskrivna i spåren: nytt vårdtillfälle i listorna inom 30 dagar, och om det kom innan någon hade pratat med patienten. Den som inte finns med i en ny lista syns inte här.",
      "Den som inte fick sparas räknas utan namn, och står inte under Vilka nås: skyddade personuppgifter, nej till mätningen och avlidna.",
      "Samtycke räknar alla spår. Den som sa nej till en mätning och inte ringdes är med, utan att något om personen är sparat.",
      "Andelen svar från närstående står i mätningens resultat, eftersom svaren inte går att koppla till en uppföljning.",
      "Uppföljningar som är äldre än 45 dagar finns bara kvar som antal.",
      "Aldrig ringd gäller uppföljningar som är avslutade. Med hinder: inget nummer, skyddade personuppgifter, nej eller avliden.",
      ...(read === null
        ? []
        : [
            `Enheter med färre än ${read.thresholds.hideBelow} patienter i månaden slås ihop med andra, så att ingen enskild kan räknas fram.`,
          ]),
    ],
  };
}

const complianceHeadline = ({ attempted, reached, completed, never }: ComplianceLine, month: string): string =>
  `${startOfSentence(month)}: ${sentence(attempted)} ringdes inom fönstret. Nådda: ${sentence(reached)}. Genomförda: ${sentence(completed)}. Aldrig ringda: ${sentence(never)}.`;

/** "3,4 dagar". */
const oneDecimal = (value: number | null, unit: string): string =>
  value === null ? "–" : `${decimalText(value, 1)} ${unit}`.trim();

function viewLine(name: string, href: string | null, line: ComplianceLine | null, tooFewText: string): ComplianceRow {
  if (line === null) return { name, href, hiddenText: tooFewText, current: false, counts: null };
  const { cases, open, attempted, reached, completed, never, hindered, readmitted30, readmittedBefore } = line;
  return {
    ...{ name, href, hiddenText: null, current: false },
    counts: {
      ...{ cases: numberText(cases), open: numberText(open), hindered: numberText(hindered) },
      ...{ attempted: counted(attempted), reached: counted(reached) },
      ...{ completed: counted(completed), never: counted(never) },
      daysToFirst: oneDecimal(line.daysToFirst, "dagar"),
      attemptsPerCompleted: oneDecimal(line.attemptsPerCompleted, ""),
      minutesPerCompleted: oneDecimal(line.minutesPerCompleted, "min"),
      ...{ readmittedBefore: counted(readmittedBefore), readmitted30: counted(readmitted30) },
    },
  };
}
