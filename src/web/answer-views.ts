/** What the pages of a patient who answers in writing are given, and the coordinator's page with the link. */
import type { AnswerWords } from "./answer-words.ts";
import type { Option } from "./views.ts";

export type LanguageLink = {
  readonly href: string;
  readonly lang: string;
  readonly label: string;
  readonly current: boolean;
};

/** On every page of the patient's. `lang` marks the text: the frame around it is Swedish. */
export type AnswerFrame = {
  /** Address of the pages' own style sheet. */
  readonly sheet: string;
  readonly lang: string;
  readonly words: AnswerWords;
  readonly languages: readonly LanguageLink[];
  /** What is to be mended, in the page's language. */
  readonly fault: string | null;
};

/** GET /svara. Form: POST /svara, `kod`. */
export type AnswerCodeView = AnswerFrame;
/** What a link that leads nowhere shows, for whatever reason. */
export type AnswerNoneView = AnswerFrame;
/** Form: POST {base}/fodelsedag, `dag`, `manad`. */
export type AnswerBirthdayView = AnswerFrame & { readonly base: string; readonly day: string; readonly month: string };

/** Forms: POST {base}/borja, `svarar` = patient | supported | proxy; POST {base}/nej; POST {base}/ring. */
export type AnswerConsentView = AnswerFrame & {
  readonly base: string;
  readonly text: string;
  readonly respondents: readonly (Option & { readonly hint: string })[];
};

export type AnswerQuestion = {
  readonly key: string;
  readonly number: number;
  readonly text: string;
  readonly hint: string;
  /** Something to read before the question. */
  readonly before: string;
  readonly choices: readonly Option[];
  /** Null for a question with choices. */
  readonly open: { readonly value: string; readonly maxLength: number } | null;
};

/**
 * Forms: POST {base}/sida (gor = fortsatt | tillbaka | spara, byt = a language) keeps what stands on the page; POST
 * {base}/skicka sends all of it. Fields: sida, `fraga-<question>`, `hjalp` = ja | nej, `behov`, `anda`.
 */
export type AnswerQuestionsView = AnswerFrame & {
  /** Address of the pages' own script. */
  readonly script: string;
  readonly base: string;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** "Sida 2 av ungefär 4"; "" when there is but one. */
  readonly pageText: string;
  readonly last: boolean;
  readonly questions: readonly AnswerQuestion[];
  readonly help: null | {
    readonly before: string;
    readonly text: string;
    readonly choices: readonly Option[];
    readonly need: string;
  };
  readonly askAnyway: boolean;
};

/** GET /svara/klart */
export type AnswerDoneView = AnswerFrame & { readonly heading: string; readonly text: string };

/** The coordinator's page that shows a link once. */
export type WebLinkMadeView = {
  readonly sheet: string;
  readonly backHref: string;
  readonly name: string;
  readonly href: string;
  readonly codeHref: string;
  readonly code: string;
  readonly untilText: string;
};

/** The folded part of the case's page. Forms: POST {base}/webblank, `gor` = gor | ta-bort. */
export type CaseWebLinkView = {
  readonly stateText: string;
  /** A link works now. */
  readonly live: boolean;
  /** It died of wrong dates: the part stands open. */
  readonly dead: boolean;
  readonly mayMake: boolean;
};
