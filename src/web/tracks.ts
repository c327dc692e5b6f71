/** A patient's track in the region's own word for it. */
import type { Rules } from "../calls/rules.ts";
import type { Track } from "../cases/inclusion.ts";
import type { TrackMark } from "./views.ts";

export const trackMark = (track: Track | null, labels: Rules["trackLabels"]): TrackMark | null =>
  track === null ? null : { code: track, label: labels[track] };

/** "yellow→red" of a case's log, in the region's words. */
export function trackChangeInWords(detail: string, labels: Rules["trackLabels"]): string {
  const [from = "", to = ""] = detail
    .split("→")
    .map((code) => (Object.hasOwn(labels, code) ? labels[code as keyof typeof labels].toLowerCase() : "inget"));
  return `En nyare lista ändrade spåret från ${from} till ${to}.`;
}
