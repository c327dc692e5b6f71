/**
 * Indicators: the questions of a survey that are reported as a share of positive answers, and the figures of one group.
 * Which codes are positive stands in the survey itself, so that a report can never be at odds with its questionnaire.
 */
import { targetsOf } from "../surveys/route.ts";
import { reserved, type Survey } from "../surveys/survey.ts";
import type { CodeCounts, Counts } from "./tally.ts";

export type Indicator = {
  readonly key: string;
  /** Short Swedish name: "Trygghet". */
  readonly label: string;
  /** The question as it is put to a patient. */
  readonly question: string;
  /** About the patient's own experience: a närstående's answers are reported apart. */
  readonly ownExperience: boolean;
  readonly positive: readonly number[];
  readonly scale: readonly { readonly code: number; readonly text: string }[];
  /** Only those whom an earlier answer leads to it are asked: how many they are tells what was answered there. */
  readonly asksSome: boolean;
};

/** Numbers of persons. `allRespondents` = took a stand + not applicable + don't know; declined and missing are in neither. */
export type Figures = {
  readonly positive: number;
  /** Took a stand: gave a code of the scale. */
  readonly answered: number;
  readonly allRespondents: number;
  /** Gave the most positive answer of the scale, at whichever end of it that stands. */
  readonly top: number;
  readonly distribution: CodeCounts;
  readonly notApplicable: number;
  readonly dontKnow: number;
  readonly declined: number;
  readonly missing: number;
  /** Of a question that is put to some: how many of the respondents it was put to; null where everybody is asked. */
  readonly put: Put | null;
};
export type Put = { readonly to: number; readonly of: number };

/** The survey's indicators, in its order. */
export const indicatorsOf = (survey: Survey): Indicator[] =>
  survey.steps.flatMap((step) =>
    step.kind === "choice" && step.positive
      ? [
          {
            key: step.key,
            label: step.label,
            question: step.text.patient.replaceAll("{region}", "regionen").replaceAll("{caller}", "den som ringer"),
            ownExperience: step.ownExperience,
            positive: step.positive,
            scale: survey.scales[step.scale] ?? [],
            asksSome: isPassable(survey, step.key),
          },
        ]
      : [],
  );

/** Can an interview be completed without coming to this step? */
function isPassable(survey: Survey, key: string): boolean {
  const steps = new Map(survey.steps.map((step) => [step.key, step]));
  const seen = new Set<string>([key]);
  const waiting = [survey.start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === "end:completed") return true;
    const step = steps.get(at);
    if (!step || seen.has(at)) continue;
    seen.add(at);
    waiting.push(...targetsOf(step));
  }
  return false;
}

/** Everyone's figures for one indicator. */
export const figuresOf = (indicator: Indicator, counts: Counts): Figures =>
  figures(indicator, counts.answers[indicator.key] ?? {}, counts.respondents);

/** The figures of those whose närstående answered, and of those who answered themselves (with or without support). */
export function figuresApart(indicator: Indicator, counts: Counts): { own: Figures; proxy: Figures } {
  const all = counts.answers[indicator.key] ?? {};
  const theirs = counts.proxyAnswers[indicator.key] ?? {};
  const own = Object.fromEntries(Object.entries(all).map(([code, n]) => [code, n - (theirs[Number(code)] ?? 0)]));
  const proxies = counts.byRespondent.proxy ?? 0;
  return {
    own: figures(indicator, own, counts.respondents - proxies),
    proxy: figures(indicator, theirs, proxies),
  };
}

/** The positive answer furthest out: a scale may begin with its best answer or end with it. `scale`: its codes in order. */
const mostPositive = (scale: readonly number[], positive: readonly number[]): number =>
  [scale[0], scale.at(-1), ...scale].find((code): code is number => code !== undefined && positive.includes(code)) ?? 0;

function figures(indicator: Indicator, codes: CodeCounts, respondents: number): Figures {
  const among = (wanted: readonly number[]) => wanted.reduce((sum, code) => sum + (codes[code] ?? 0), 0);
  const scale = indicator.scale.map(({ code }) => code);
  const answered = among(scale);
  const notApplicable = among([reserved.notApplicable]);
  const dontKnow = among([reserved.dontKnow]);
  const declined = among([reserved.declined]);
  const allRespondents = answered + notApplicable + dontKnow;
  return {
    positive: among(indicator.positive),
    answered,
    allRespondents,
    top: among([mostPositive(scale, indicator.positive)]),
    distribution: Object.fromEntries(scale.map((code) => [code, codes[code] ?? 0])),
    notApplicable,
    dontKnow,
    declined,
    missing: respondents - allRespondents - declined,
    put: indicator.asksSome ? { to: allRespondents + declined, of: respondents } : null,
  };
}
