/**
 * What a patient has written on the web and not sent yet: kept so that a page can be closed and come back to, and so that a
 * survey can be asked page by page. Nothing of it counts before it is sent.
 */
export type WebDraft = {
  /** Question key → a code, or words. */
  readonly answers: Readonly<Record<string, string>>;
  /** "ja", "nej" or "". */
  readonly help: string;
  readonly need: string;
  /** What was written in own words has been warned about and is meant as it is. */
  readonly anyway: boolean;
  /** From 1: the page to come back to. */
  readonly page: number;
};

export const emptyDraft: WebDraft = { answers: {}, help: "", need: "", anyway: false, page: 1 };

/** What one page's form held; a field that was not on the page is undefined. */
export type TypedPage = {
  readonly answer: (key: string) => string | undefined;
  readonly help: string | undefined;
  readonly need: string | undefined;
  readonly anyway: boolean;
};

const longestNeed = 1000;
const longestAnswer = 4000;

/** The draft with what a page held. `keys`: the survey's questions. An emptied field is emptied here too. */
export function withPage(draft: WebDraft, keys: readonly string[], typed: TypedPage, page: number): WebDraft {
  const answers = { ...draft.answers };
  for (const key of keys) {
    const value = typed.answer(key)?.slice(0, longestAnswer);
    if (value === undefined) continue;
    if (value === "") delete answers[key];
    else answers[key] = value;
  }
  const rewritten = keys.some((key) => answers[key] !== draft.answers[key] && !/^\d$/.test(answers[key] ?? ""));
  return {
    answers,
    help: typed.help ?? draft.help,
    need: typed.need?.slice(0, longestNeed) ?? draft.need,
    anyway: typed.anyway || (draft.anyway && !rewritten),
    page,
  };
}
